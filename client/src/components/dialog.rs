//! A dialog: a modal sheet in the middle of the page. The browser keeps the focus inside and gives it back.

use gloo::events::EventListener;
use web_sys::HtmlDialogElement;
use yew::prelude::*;

use super::{Glyph, icon};
use crate::locale::{Message, t};

#[derive(PartialEq, Properties)]
pub(crate) struct DialogProps {
    pub(crate) title: AttrValue,
    pub(crate) on_close: Callback<()>,
    pub(crate) children: Html,
}

#[component]
pub(crate) fn Dialog(props: &DialogProps) -> Html {
    let element = use_node_ref();
    use_effect_with((), {
        let (element, on_close) = (element.clone(), props.on_close.clone());
        move |()| {
            let shown = element.cast::<HtmlDialogElement>().map(|dialog| show(dialog, on_close));
            move || drop(shown)
        }
    });
    let close = props.on_close.reform(|_: MouseEvent| ());
    // Keys that mean something on the page mean nothing in here.
    let onkeydown = Callback::from(|event: KeyboardEvent| event.stop_propagation());
    html! {
        <dialog class="dialog" ref={element} aria-label={props.title.clone()} {onkeydown}>
            <div class="dialog-head">
                <h2>{ &props.title }</h2>
                <button type="button" class="button button-bare button-icon" aria-label={t(Message::Close)} onclick={close}>
                    { icon(Glyph::Close) }
                </button>
            </div>
            <div class="dialog-body">{ props.children.clone() }</div>
        </dialog>
    }
}

/// A dialog that is open until this is dropped.
struct Shown {
    dialog: HtmlDialogElement,
    closed: Option<EventListener>,
}

/// `close` does not bubble, so that Yew's listeners at the root of the page never hear it.
fn show(dialog: HtmlDialogElement, on_close: Callback<()>) -> Shown {
    let _open_already = dialog.show_modal();
    let closed = EventListener::new(&dialog, "close", move |_| on_close.emit(()));
    Shown { dialog, closed: Some(closed) }
}

impl Drop for Shown {
    fn drop(&mut self) {
        drop(self.closed.take());
        self.dialog.close();
    }
}
