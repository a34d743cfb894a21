//! A rename: an input in place of a title, from when renaming is asked for until it is done. Every keystroke is an edit.

use document::{NodeId, Property, Value, ValueType};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::draft::use_draft;
use crate::{
    locale::{Message, t},
    workspace::Edit,
};

#[derive(PartialEq, Properties)]
pub(crate) struct RenameProps {
    /// Whose title.
    pub(crate) node: NodeId,
    pub(crate) title: AttrValue,
    pub(crate) on_edit: Callback<Edit>,
    pub(crate) on_done: Callback<()>,
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
            on_done.emit(());
        })
    };
    let onkeydown = {
        let on_done = props.on_done.clone();
        Callback::from(move |event: KeyboardEvent| {
            event.stop_propagation();
            if matches!(event.key().as_str(), "Enter" | "Escape") && !event.is_composing() {
                on_done.emit(());
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
