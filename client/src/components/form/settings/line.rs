//! A line of text with what is often written there: each keystroke that the property takes is an edit, any other says
//! what is wrong.

use document::{Invalid, Property, Value, ValueType};
use yew::prelude::*;

use super::super::Ground;
use crate::{
    components::{Glyph, draft::use_draft, icon},
    locale::{BuilderWords, Message, say, t},
};

#[derive(PartialEq, Properties)]
pub(super) struct LineProps {
    pub(super) ground: Ground,
    pub(super) property: Property,
    pub(super) label: &'static str,
    /// What is offered while typing.
    pub(super) offered: &'static [&'static str],
    #[prop_or_default]
    pub(super) hint: Option<&'static str>,
}

#[component]
pub(super) fn Line(props: &LineProps) -> Html {
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
    let draft = use_draft(text_of(&props.ground.node.get(property)), on_text);
    let invalid = property.check(&value_of(property, &draft.text)).err();
    let name = format!("{property:?}").to_lowercase();
    let (list, problem) = (format!("{name}-offered"), format!("{name}-problem"));
    let (oninput, onfocus, onblur) = (draft.oninput, draft.onfocus, draft.onblur);
    html! {
        <label class="field">
            <span class="field-label">{ props.label }</span>
            <input class="input" dir="ltr" name={name} value={draft.text} list={list.clone()} autocomplete="off" spellcheck="false"
                disabled={!props.ground.editable} {oninput} {onfocus} {onblur} aria-invalid={invalid.as_ref().map(|_| "true")}
                aria-describedby={invalid.as_ref().map(|_| problem.clone())} />
            <datalist id={list}>{ for props.offered.iter().map(|text| html! { <option value={*text} /> }) }</datalist>
            if let Some(invalid) = &invalid {
                <span class="field-problem" id={problem} role="alert">{ icon(Glyph::Problem) }{ in_words(invalid) }</span>
            } else if let Some(hint) = props.hint {
                <span class="field-hint">{ hint }</span>
            }
        </label>
    }
}

fn value_of(property: Property, text: &str) -> Value {
    let text = text.trim();
    match property.value_type() {
        ValueType::Name => Value::Name((!text.is_empty()).then(|| text.to_owned())),
        _ => Value::Text(text.to_owned()),
    }
}

fn text_of(value: &Value) -> &str {
    match value {
        Value::Text(text) | Value::Name(Some(text)) => text,
        _ => "",
    }
}

fn in_words(invalid: &Invalid) -> &'static str {
    match invalid {
        Invalid::NoTime => say(BuilderWords::NoTime),
        _ => t(Message::NotAllowedText),
    }
}
