//! A text of a panel, a name, or names on a line each: each keystroke is an edit, as long as the text may stand there.

use document::{Invalid, Property, Value, ValueType};
use yew::prelude::*;

use super::Ground;
use crate::{
    components::{Glyph, draft::use_draft, icon},
    locale::{BuilderWords, Message, fill, say, t},
};

#[derive(PartialEq, Properties)]
pub(super) struct TextFieldProps {
    /// The element that is typed into, where something gives it the focus.
    #[prop_or_default]
    pub(super) id: Option<AttrValue>,
    pub(super) ground: Ground,
    pub(super) property: Property,
    pub(super) label: Message,
    #[prop_or_default]
    pub(super) hint: Option<Message>,
    #[prop_or_default]
    pub(super) placeholder: Option<Message>,
    /// What is often written there, offered while typing; such a text is one of a grammar and not of a language.
    #[prop_or_default]
    pub(super) offered: &'static [&'static str],
    /// More than one line makes a larger box.
    #[prop_or(1)]
    pub(super) lines: u8,
}

#[component]
pub(super) fn TextField(props: &TextFieldProps) -> Html {
    let property = props.property;
    let on_text = {
        let on_set = props.ground.on_set.clone();
        Callback::from(move |text: String| {
            let value = value_of(property, &text);
            if property.check(&value).is_ok() {
                on_set.emit((property, value));
            }
        })
    };
    let draft = use_draft(&text_of(&props.ground.node.get(property)), on_text);
    let invalid = property.check(&value_of(property, &draft.text)).err();
    let name = format!("{property:?}").to_lowercase();
    let problem_id = invalid.as_ref().map(|_| format!("problem-{name}"));
    let aria_invalid = invalid.as_ref().map(|_| "true");
    let placeholder = props.placeholder.map(t);
    let is_grammar = !props.offered.is_empty();
    let (dir, list) = if is_grammar { ("ltr", Some(format!("{name}-offered"))) } else { ("auto", None) };
    let disabled = !props.ground.editable;
    let (value, oninput, onfocus, onblur) = (draft.text, draft.oninput, draft.onfocus, draft.onblur);
    html! {
        <label class="field">
            <span class="field-label">{ t(props.label) }</span>
            if props.lines > 1 {
                <textarea class="input" dir="auto" {name} {value} rows={props.lines.to_string()} {disabled} {oninput}
                    {onfocus} {onblur} aria-invalid={aria_invalid} aria-describedby={problem_id.clone()} />
            } else {
                <input class="input" id={props.id.clone()} {dir} {name} {value} autocomplete="off" list={list.clone()}
                    spellcheck={is_grammar.then_some("false")} {disabled} {placeholder} {oninput} {onfocus} {onblur}
                    aria-invalid={aria_invalid} aria-describedby={problem_id.clone()} />
            }
            if is_grammar {
                <datalist id={list}>{ for props.offered.iter().map(|text| html! { <option value={*text} /> }) }</datalist>
            }
            if let Some(invalid) = &invalid {
                <span class="field-problem" id={problem_id} role="alert">
                    { icon(Glyph::Problem) }{ in_words(invalid) }
                </span>
            } else if let Some(hint) = props.hint {
                <span class="field-hint">{ t(hint) }</span>
            }
        </label>
    }
}

/// A text, a name, or several names on a line each: what the property takes.
fn value_of(property: Property, text: &str) -> Value {
    match property.value_type() {
        ValueType::Name => Value::Name(Some(text.trim().to_owned()).filter(|name| !name.is_empty())),
        ValueType::Names => {
            let names = text.lines().map(str::trim).filter(|name| !name.is_empty());
            Value::Names(names.map(str::to_owned).collect())
        }
        _ if matches!(property, Property::TimeFrom | Property::TimeTo) => Value::Text(text.trim().to_owned()),
        _ => Value::Text(text.to_owned()),
    }
}

fn text_of(value: &Value) -> String {
    match value {
        Value::Text(text) | Value::Name(Some(text)) => text.clone(),
        Value::Names(names) => names.join("\n"),
        _ => String::new(),
    }
}

fn in_words(invalid: &Invalid) -> String {
    match invalid {
        Invalid::TooLong { max_chars, chars } => {
            fill(Message::TooLong, &[("max", &max_chars.to_string()), ("count", &chars.to_string())])
        }
        Invalid::ControlCharacter => t(Message::NotAllowedText).to_owned(),
        Invalid::TooMany { max_names, names } => {
            fill(Message::TooMany, &[("max", &max_names.to_string()), ("count", &names.to_string())])
        }
        Invalid::Twice => t(Message::ThereTwice).to_owned(),
        Invalid::OutOfTime => t(Message::OutOfTime).to_owned(),
        Invalid::NoTime => say(BuilderWords::NoTime).to_owned(),
        Invalid::Empty => t(Message::IsEmpty).to_owned(),
        Invalid::NotOfKind { .. } | Invalid::WrongType(_) | Invalid::OffGrid => invalid.to_string(),
    }
}
