//! What one person looks at of a dashboard: which time is shown, by what is filtered, and the panel that fills the page,
//! where one does. It is theirs alone, and the address names it. The way back from that panel leads to where the dashboard
//! was scrolled to, and to the panel.

use document::NodeId;
use gloo::{timers::callback::Timeout, utils::window};
use yew::prelude::*;

use crate::{
    address,
    components::{ChipsProps, Desk, FullViewProps, TimeRangeProps, dom_id, focus},
    parts::{aside, soon},
    workspace::{Edit, View},
};

/// The member of the address that names the panel.
const VIEW: &str = "view";

/// The panel that fills the page, if it is there, and the way to another one or to none.
#[hook]
pub(super) fn use_full(view: &View) -> (Option<NodeId>, Callback<Option<NodeId>>) {
    let asked = use_state(|| address::read(VIEW).and_then(|panel| panel.parse().ok()));
    let left = use_mut_ref(|| 0.0);
    let (setter, before) = (asked.setter(), *asked);
    let on_full = Callback::from(move |panel: Option<NodeId>| {
        address::write(VIEW, panel.map(|panel| panel.to_string()).as_deref());
        match (before, panel) {
            (None, Some(_)) => *left.borrow_mut() = window().scroll_y().unwrap_or_default(),
            (Some(panel), None) => come_back(panel, *left.borrow()),
            _ => {}
        }
        setter.set(panel);
    });
    let is_there = |panel: &NodeId| view.document.node(*panel).is_some_and(|node| node.kind().is_panel());
    ((*asked).filter(is_there), on_full)
}

/// Once the dashboard is there again.
fn come_back(panel: NodeId, scrolled_css_px: f64) {
    Timeout::new(0, move || {
        window().scroll_to_with_x_and_y(0.0, scrolled_css_px);
        focus(&dom_id(panel));
    })
    .forget();
}

/// The filters, and the panel that fills the page or else the whole dashboard.
pub(super) fn looked(
    desk: &Desk,
    full: Option<NodeId>,
    on_full: &Callback<Option<NodeId>>,
    board: impl FnOnce() -> Html,
) -> Html {
    let shown = full.and_then(|panel| Some((panel, desk.view.document.node(panel)?.clone())));
    let shown = shown.map(|(panel, node)| {
        let on_close = on_full.reform(|()| None);
        aside(FullViewProps { desk: desk.clone(), panel, node, on_close }, |parts| parts.full_view)
    });
    html! { <>{ filters(desk) }{ shown.unwrap_or_else(board) }</> }
}

/// What this person has filtered by, and the dashboard for everybody; nothing, as a rule.
pub(super) fn filters(desk: &Desk) -> Html {
    let looks = desk.view.looks.clone();
    if looks.pinned.is_empty() && looks.filters().is_empty() {
        return Html::default();
    }
    let (workspace, on_edit) = (desk.workspace.clone(), editing(desk));
    soon(ChipsProps { workspace, looks, on_edit }, |rest| rest.chips)
}

/// How the dashboard itself is edited, where it may be.
fn editing(desk: &Desk) -> Option<Callback<Edit>> {
    desk.may_edit(NodeId::ROOT).then(|| desk.on_edit.clone())
}

/// Which time is shown.
pub(super) fn range(desk: &Desk) -> Html {
    let on_edit = editing(desk);
    let (workspace, period) = (desk.workspace.clone(), desk.view.looks.period.clone());
    soon(TimeRangeProps { workspace, period, on_edit, on_say: desk.on_say.clone() }, |rest| rest.range)
}
