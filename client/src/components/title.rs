//! The title of the dashboard: words that become an input when pressed. Every keystroke is an edit.

use document::{NodeId, Property, Value, ValueType};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::draft::use_draft;
use crate::{
    locale::{Message, t},
    workspace::Edit,
};

#[derive(PartialEq, Properties)]
pub(crate) struct TitleProps {
    pub(crate) title: AttrValue,
    pub(crate) editable: bool,
    pub(crate) on_edit: Callback<Edit>,
}

#[component]
pub(crate) fn Title(props: &TitleProps) -> Html {
    let typing = use_state(|| false);
    let words = if props.title.is_empty() { t(Message::Untitled).into() } else { props.title.clone() };
    let start = {
        let typing = typing.setter();
        Callback::from(move |_: MouseEvent| typing.set(true))
    };
    let on_done = {
        let typing = typing.setter();
        Callback::from(move |()| typing.set(false))
    };
    if *typing && props.editable {
        return html! { <TitleInput title={props.title.clone()} on_edit={props.on_edit.clone()} {on_done} /> };
    }
    html! {
        <h1 class="title">
            <button type="button" class="title-shown" dir="auto" onclick={start} disabled={!props.editable}
                title={props.editable.then(|| t(Message::RenameDashboard))}>{ words }</button>
        </h1>
    }
}

#[derive(PartialEq, Properties)]
struct TitleInputProps {
    title: AttrValue,
    on_edit: Callback<Edit>,
    on_done: Callback<()>,
}

#[component]
fn TitleInput(props: &TitleInputProps) -> Html {
    let on_text = props.on_edit.reform(|text: String| {
        let text = text.chars().take(max_title_chars()).collect();
        Edit::SetProperty { node: NodeId::ROOT, property: Property::Title, value: Value::Text(text) }
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
