//! Presenting, as far as it concerns the page of a dashboard: whether it stands as a kiosk, which the address says.

use std::rc::Rc;

use document::{Kind, NodeId};
use yew::prelude::*;

use crate::{
    address,
    components::{KioskProps, heading_of},
    parts::aside,
    workspace::View,
};

/// The member of the address that says so.
const KIOSK: &str = "kiosk";

/// Whether the page is a kiosk, and the way to make it one or no longer.
#[hook]
pub(super) fn use_kiosk() -> (bool, Callback<bool>) {
    let is_on = use_state_eq(|| address::read(KIOSK).is_some());
    let setter = is_on.setter();
    let on_kiosk = use_callback((), move |wanted: bool, ()| {
        address::write(KIOSK, wanted.then_some(""));
        setter.set(wanted);
    });
    (*is_on, on_kiosk)
}

/// What is shown then, its open tab, and the ways to another one and out of it.
pub(crate) type Presented = (Rc<View>, Option<NodeId>, Callback<NodeId>, Callback<bool>);

/// What stands over the dashboard then.
pub(crate) fn kiosk((view, tab, on_tab, on_kiosk): Presented) -> Html {
    let tabs = view.document.children_of(NodeId::ROOT, Kind::Tab);
    let props = KioskProps {
        tabs: tabs.into_iter().map(|(id, node)| (id, heading_of(node))).collect(),
        tab,
        on_tab,
        on_close: on_kiosk.reform(|()| false),
        version: view.seq.0,
    };
    aside(props, |parts| parts.kiosk)
}

/// What is heard, unless the page only presents.
pub(super) fn unless<T: 'static>(is_presented: bool, heard: &Callback<T>) -> Callback<T> {
    if is_presented { Callback::noop() } else { heard.clone() }
}
