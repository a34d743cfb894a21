//! A dialog: a modal sheet in the middle of the page. The browser keeps the focus inside and gives it back.

use web_sys::HtmlDialogElement;
use yew::prelude::*;

use super::{Glyph, Icon};
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
        let element = element.clone();
        move |()| {
            let dialog = element.cast::<HtmlDialogElement>();
            if let Some(dialog) = &dialog {
                let _open_already = dialog.show_modal();
            }
            move || {
                if let Some(dialog) = dialog {
                    dialog.close();
                }
            }
        }
    });
    let onclose = props.on_close.reform(|_: Event| ());
    let close = props.on_close.reform(|_: MouseEvent| ());
    // Keys that mean something on the page mean nothing in here.
    let onkeydown = Callback::from(|event: KeyboardEvent| event.stop_propagation());
    html! {
        <dialog class="dialog" ref={element} aria-label={props.title.clone()} {onclose} {onkeydown}>
            <header class="dialog-head">
                <h2>{ &props.title }</h2>
                <button type="button" class="button button-bare button-icon" aria-label={t(Message::Close)} onclick={close}>
                    <Icon glyph={Glyph::Close} />
                </button>
            </header>
            <div class="dialog-body">{ props.children.clone() }</div>
        </dialog>
    }
}
