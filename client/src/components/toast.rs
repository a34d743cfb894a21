//! A toast: one sentence at the bottom of the page that was just caused, with at most one thing to do about it.

use yew::prelude::*;

use super::{Glyph, icon};
use crate::locale::{Message, t};

#[derive(PartialEq, Properties)]
pub(crate) struct ToastProps {
    pub(crate) words: AttrValue,
    /// What can be done about it: the words of the button and what it says when pressed.
    #[prop_or_default]
    pub(crate) action: Option<(AttrValue, Callback<()>)>,
    pub(crate) on_close: Callback<()>,
}

#[component]
pub(crate) fn Toast(props: &ToastProps) -> Html {
    let onclick = props.on_close.reform(|_: MouseEvent| ());
    html! {
        <div class="toast">
            <span>{ &props.words }</span>
            if let Some((words, on_press)) = &props.action {
                <button type="button" class="button" onclick={on_press.reform(|_: MouseEvent| ())}>{ words }</button>
            }
            <button type="button" class="button button-icon" aria-label={t(Message::Close)} {onclick}>
                { icon(Glyph::Close) }
            </button>
        </div>
    }
}
