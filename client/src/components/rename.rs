//! A rename: an input in place of a title, from when renaming is asked for until it is done. Every keystroke is an edit.

use document::{NodeId, Property, Value, ValueType};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::{draft::use_draft, focus};
use crate::{
    locale::{Message, t},
    workspace::Edit,
};

/// How a rename ended.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Done {
    ByKey,
    Left,
}

/// Whether something that is an input only while it is renamed is one now, and what ends that. After a key the element
/// of this id, which stands there then, has the focus.
#[hook]
pub(crate) fn use_rename(element: &str) -> (UseStateHandle<bool>, Callback<Done>) {
    let renaming = use_state(|| false);
    let by_keys = use_state(|| 0_u32);
    use_effect_with(*by_keys, {
        let element = element.to_owned();
        move |times| {
            if *times > 0 {
                focus(&element);
            }
        }
    });
    let on_done = {
        let renaming = renaming.setter();
        Callback::from(move |done| {
            renaming.set(false);
            if done == Done::ByKey {
                by_keys.set(by_keys.wrapping_add(1));
            }
        })
    };
    (renaming, on_done)
}

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct RenameProps {
    /// Whose title.
    pub(crate) node: NodeId,
    pub(crate) title: AttrValue,
    pub(crate) on_edit: Callback<Edit>,
    /// It is done: by a key, whose focus is wanted back, or because the focus went elsewhere.
    pub(crate) on_done: Callback<Done>,
}

#[component]
pub(crate) fn Rename(props: &RenameProps) -> Html {
    let node = props.node;
    let on_text = props.on_edit.reform(move |text: String| {
        let text = text.chars().take(max_title_chars()).collect();
        Edit::SetProperty { node, property: Property::Title, value: Value::Text(text) }
    });
    let draft = use_draft(&props.title, on_text);
    let input = use_node_ref();
    use_effect_with((), {
        let input = input.clone();
        move |()| {
            if let Some(input) = input.cast::<HtmlInputElement>() {
                let _may_be_gone = input.focus();
                input.select();
            }
        }
    });
    let onblur = {
        let (on_done, end_draft) = (props.on_done.clone(), draft.onblur.clone());
        Callback::from(move |event: FocusEvent| {
            end_draft.emit(event);
            on_done.emit(Done::Left);
        })
    };
    let onkeydown = {
        let on_done = props.on_done.clone();
        Callback::from(move |event: KeyboardEvent| {
            event.stop_propagation();
            if matches!(event.key().as_str(), "Enter" | "Escape") && !event.is_composing() {
                // What has the focus next would be pressed by the same key.
                event.prevent_default();
                on_done.emit(Done::ByKey);
            }
        })
    };
    html! {
        <input ref={input} class="input title-input" dir="auto" maxlength={max_title_chars().to_string()} aria-label={t(Message::Title)}
            value={draft.text} oninput={draft.oninput} onfocus={draft.onfocus} {onblur} {onkeydown} />
    }
}

fn max_title_chars() -> usize {
    match Property::Title.value_type() {
        ValueType::Text { max_chars } => max_chars,
        _ => usize::MAX,
    }
}
