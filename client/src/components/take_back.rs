//! Taking back: what was just done to something that is no part of the document, said for some seconds with a button that
//! takes it back. Edits have their own Undo.

use gloo::timers::callback::Timeout;
use yew::prelude::*;

use super::Toast;
use crate::locale::{Message, t};

/// How long it can be taken back.
const UNDO_MS: u32 = 8_000;

#[derive(PartialEq, Properties)]
pub(super) struct TakeBackProps {
    /// What was done.
    pub(super) words: AttrValue,
    pub(super) on_undo: Callback<()>,
    /// It is not taken back any more.
    pub(super) on_end: Callback<()>,
}

#[component]
pub(super) fn TakeBack(props: &TakeBackProps) -> Html {
    let on_end = props.on_end.clone();
    use_effect_with(props.words.clone(), move |_| {
        let end = Timeout::new(UNDO_MS, move || on_end.emit(()));
        move || drop(end)
    });
    let action = Some((t(Message::Undo).into(), props.on_undo.clone()));
    html! { <div class="toasts" role="status"><Toast words={props.words.clone()} {action} on_close={props.on_end.clone()} /></div> }
}
