//! The tags of a dashboard: words under which it is found. Enter or a comma takes a word over, Backspace in the empty
//! field takes the last one away.

use document::{Property, Value};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::super::Ground;
use crate::{
    components::{Glyph, icon},
    locale::{BuilderWords, Message, say, say_filled, t},
};

#[derive(PartialEq, Properties)]
pub(super) struct TagsProps {
    pub(super) ground: Ground,
}

#[component]
pub(super) fn Tags(props: &TagsProps) -> Html {
    let typed = use_state(String::new);
    let tags = props.ground.node.names(Property::Tags).to_vec();
    let on_tags = props.ground.on_set.reform(|tags| (Property::Tags, Value::Names(tags)));
    let take = {
        let (typed, tags, on_tags) = (typed.clone(), tags.clone(), on_tags.clone());
        Callback::from(move |text: String| {
            if let Some(more) = with(&tags, &text) {
                on_tags.emit(more);
            }
            typed.set(String::new());
        })
    };
    let oninput = {
        let (typed, take) = (typed.setter(), take.clone());
        Callback::from(move |event: InputEvent| {
            let text = event.target_dyn_into::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default();
            if text.ends_with([',', '،', '、']) { take.emit(text) } else { typed.set(text) }
        })
    };
    let onkeydown = {
        let (typed, take, tags, on_tags) = (typed.clone(), take.clone(), tags.clone(), on_tags.clone());
        Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
            "Enter" if !event.is_composing() => {
                event.prevent_default();
                take.emit((*typed).clone());
            }
            "Backspace" if typed.is_empty() && !tags.is_empty() => on_tags.emit(tags[..tags.len() - 1].to_vec()),
            _ => {}
        })
    };
    let onblur = {
        let typed = typed.clone();
        take.reform(move |_: FocusEvent| (*typed).clone())
    };
    let editable = props.ground.editable;
    let chip = |tag: &String| {
        let rest: Vec<String> = tags.iter().filter(|other| *other != tag).cloned().collect();
        let onclick = on_tags.reform(move |_: MouseEvent| rest.clone());
        html! {
            <li key={tag.clone()} class="chip">
                <bdi>{ tag }</bdi>
                if editable {
                    <button type="button" class="chip-remove" aria-label={say_filled(BuilderWords::RemoveTag, &[("tag", tag)])} {onclick}>
                        { icon(Glyph::Close) }
                    </button>
                }
            </li>
        }
    };
    html! {
        <div class="field">
            <label class="field-label" for="tags">{ t(Message::NameTags) }</label>
            if !tags.is_empty() {
                <ul class="tags">{ for tags.iter().map(chip) }</ul>
            }
            <input id="tags" class="input" dir="auto" name="tags" autocomplete="off" maxlength="40" disabled={!editable}
                value={(*typed).clone()} {oninput} {onkeydown} {onblur} />
            <span class="field-hint">{ say(BuilderWords::TagsHint) }</span>
        </div>
    }
}

/// The tags and the words of a text that are not among them yet, as far as a dashboard may have them.
fn with(tags: &[String], text: &str) -> Option<Vec<String>> {
    let mut all = tags.to_vec();
    for word in text.split([',', '،', '、']).map(str::trim).filter(|word| !word.is_empty()) {
        if !all.iter().any(|known| known.to_lowercase() == word.to_lowercase()) {
            all.push(word.to_owned());
        }
    }
    let is_new = all.len() > tags.len();
    (is_new && Property::Tags.check(&Value::Names(all.clone())).is_ok()).then_some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_tags_once() {
        let tags = ["Ops".to_owned()];
        let said = |text| with(&tags, text);
        assert_eq!(said(" eu west, web ,"), Some(vec!["Ops".into(), "eu west".into(), "web".into()]));
        assert_eq!(said("ops"), None, "there already");
        assert_eq!(said(" , "), None);
        assert_eq!(said(&"x".repeat(200)), None, "longer than a name");
    }
}
