//! The clipboard: a panel that has the focus is copied by the browser's own keys and pasted into the open tab, here or
//! on another dashboard. Texts that are no panel are left to whoever they are for.

use document::NodeId;
use gloo::{events::EventListener, events::EventListenerOptions, utils::document};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{ClipboardEvent, Element};
use yew::prelude::*;

use super::Desk;
use crate::{
    locale::{Message, t},
    workspace::{Edit, edit::Copied},
};

/// Puts a panel onto the clipboard, where the page may write to it.
pub(crate) fn copy(desk: &Desk, panel: NodeId) {
    let Some(copied) = chosen_or(desk, panel) else { return };
    let workspace = desk.workspace.clone();
    spawn_local(async move {
        let window = gloo::utils::window();
        // An address that is not secure has no clipboard but by keys.
        let is_copied = window.is_secure_context()
            && JsFuture::from(window.navigator().clipboard().write_text(&copied.to_string())).await.is_ok();
        workspace.notify(t(if is_copied { Message::WasCopied } else { Message::CopyByKeys }).to_owned());
    });
}

/// Copies and pastes by keys, into the panels of `parent`.
#[hook]
pub(crate) fn use_clipboard(desk: &Desk, parent: NodeId) {
    let now = use_mut_ref(|| None::<(Desk, NodeId)>);
    *now.borrow_mut() = Some((desk.clone(), parent));
    use_effect_with((), move |()| {
        let listeners = ["copy", "paste"].map(|kind| {
            let now = now.clone();
            let options = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(&document(), kind, options, move |event| {
                let now = now.borrow().clone();
                if let (Some((desk, parent)), Some(event)) = (now, event.dyn_ref::<ClipboardEvent>()) {
                    if event.type_() == "copy" { on_copy(event, &desk) } else { on_paste(event, &desk, parent) }
                }
            })
        });
        move || drop(listeners)
    });
}

fn on_copy(event: &ClipboardEvent, desk: &Desk) {
    let marked = gloo::utils::window().get_selection().ok().flatten().is_some_and(|marked| !marked.is_collapsed());
    let panel = focused_panel().filter(|_| !marked).and_then(|panel| chosen_or(desk, panel));
    let Some((copied, transfer)) = panel.zip(event.clipboard_data()) else { return };
    if transfer.set_data("text/plain", &copied.to_string()).is_ok() {
        event.prevent_default();
        desk.workspace.notify(t(Message::WasCopied).to_owned());
    }
}

/// A panel, or all that are selected with it.
fn chosen_or(desk: &Desk, panel: NodeId) -> Option<Copied> {
    match desk.chosen.contains(&panel) {
        true => Copied::of_all(&desk.view.document, &desk.chosen),
        false => Copied::of(&desk.view.document, panel),
    }
}

fn on_paste(event: &ClipboardEvent, desk: &Desk, parent: NodeId) {
    let Some(text) = event.clipboard_data().and_then(|transfer| transfer.get_data("text/plain").ok()) else { return };
    if is_typing() || !desk.may_add_panels(parent) {
        return;
    }
    match text.parse::<Copied>() {
        Ok(copied) => {
            event.prevent_default();
            desk.on_edit.emit(Edit::Paste { copied, parent });
        }
        Err(_) => desk.workspace.notify(t(Message::NoCopy).to_owned()),
    }
}

/// The panel that itself has the focus, not something in it.
fn focused_panel() -> Option<NodeId> {
    let focused = document().active_element()?;
    focused.class_list().contains("panel").then(|| focused.id())?.strip_prefix("panel-")?.parse().ok()
}

fn is_typing() -> bool {
    let is_field = |element: Element| matches!(&*element.tag_name(), "INPUT" | "TEXTAREA" | "SELECT");
    document().active_element().is_some_and(is_field)
}
