//! Telling: where this person points and what is in sight here, for the others. Read from the page only while somebody
//! else is here; how often it is told is the sync machine's.

use document::NodeId;
use gloo::{
    events::EventListener,
    utils::{document, window},
};
use protocol::Viewport;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, PointerEvent};
use yew::prelude::*;

use super::spot::{spot_at, spot_at_height};
use crate::workspace::Workspace;

/// The pointer is told while it is above a grid, and above the dashboard as it is now; a finger is none. Where it came to
/// rest while nobody was here is told to whoever comes.
#[hook]
pub(crate) fn use_told_pointer(workspace: &Workspace, is_past: bool) {
    let last = use_mut_ref(|| None::<PointerEvent>);
    let is_told = !is_past && is_seen(workspace);
    use_effect_with((workspace.clone(), is_told), move |(workspace, is_told)| {
        let (workspace, is_told) = (workspace.clone(), *is_told);
        match last.borrow().as_ref().filter(|_| is_told) {
            Some(event) => tell_pointer(&workspace, event),
            None => workspace.go(|me| me.cursor = None),
        }
        let gone = (last.clone(), workspace.clone());
        let moved = EventListener::new(&document(), "pointermove", move |event| {
            let Some(event) = event.dyn_ref::<PointerEvent>().filter(|event| event.pointer_type() != "touch") else {
                return;
            };
            last.replace(Some(event.clone()));
            if is_told {
                tell_pointer(&workspace, event);
            }
        });
        let left = EventListener::new(&gloo::utils::document_element(), "pointerleave", move |_| {
            gone.0.replace(None);
            gone.1.go(|me| me.cursor = None);
        });
        move || drop([moved, left])
    });
}

fn tell_pointer(workspace: &Workspace, event: &PointerEvent) {
    let below = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
    let cursor = below.and_then(|below| spot_at(&below, x, y));
    workspace.go(|me| me.cursor = cursor);
}

/// What is in sight is told when the page is scrolled, has another size or another tab, and when somebody comes.
#[hook]
pub(crate) fn use_told_viewport(workspace: &Workspace, tab: Option<NodeId>) {
    let is_seen = is_seen(workspace);
    use_effect_with((workspace.clone(), tab, is_seen), move |(workspace, tab, is_seen)| {
        let listeners = is_seen.then(|| {
            tell_viewport(workspace, *tab);
            workspace.tell_look();
            ["scroll", "resize"].map(|kind| {
                let (workspace, tab) = (workspace.clone(), *tab);
                EventListener::new(&window(), kind, move |_| tell_viewport(&workspace, tab))
            })
        });
        move || drop(listeners)
    });
}

fn tell_viewport(workspace: &Workspace, tab: Option<NodeId>) {
    if let Some(top) = spot_at_height(below_bar_css_px()) {
        workspace.go(|me| me.viewport = Some(Viewport { tab, top }));
    }
}

/// The height in the window at which the dashboard comes out from under its bar.
pub(super) fn below_bar_css_px() -> f64 {
    let bar = document().query_selector(".bar").ok().flatten().and_then(|bar| bar.dyn_into::<HtmlElement>().ok());
    bar.map_or(0.0, |bar| f64::from(bar.offset_height()))
}

fn is_seen(workspace: &Workspace) -> bool {
    workspace.view().people.len() > 1
}
