//! What was just done to a dashboard of the list, said at the bottom of the page for a while, and how it is taken back.

use gloo::timers::callback::Timeout;
use yew::prelude::*;

use crate::{
    components::Toast,
    locale::{Message, t},
};

/// How long a deletion can be taken back by the toast.
const UNDO_MS: u32 = 8_000;

/// What was just done, and how it is taken back.
#[derive(Clone, PartialEq)]
pub(super) struct Said {
    pub(super) words: String,
    pub(super) undo: Option<Callback<()>>,
}

/// The toast, while there is something to say.
pub(super) fn toast(said: &UseStateHandle<Option<Said>>) -> Html {
    // The place is there before the words, so that readers hear them come.
    let Some(now) = (**said).clone() else { return html! { <div class="toasts" aria-live="polite"></div> } };
    let setter = said.setter();
    let on_close = Callback::from(move |()| setter.set(None));
    html! { <div class="toasts" aria-live="polite"><Passing key={now.words.clone()} words={now.words.clone()} undo={now.undo} {on_close} /></div> }
}

#[derive(PartialEq, Properties)]
struct PassingProps {
    words: String,
    undo: Option<Callback<()>>,
    on_close: Callback<()>,
}

/// A toast that ends by itself.
#[component]
fn Passing(props: &PassingProps) -> Html {
    let on_close = props.on_close.clone();
    use_effect_with(props.words.clone(), move |_| {
        let end = Timeout::new(UNDO_MS, move || on_close.emit(()));
        move || drop(end)
    });
    let action = props.undo.clone().map(|undo| (AttrValue::from(t(Message::Undo)), undo));
    html! { <Toast words={props.words.clone()} {action} on_close={props.on_close.clone()} /> }
}
