//! The board: the whole dashboard as it is laid out. What hangs below the dashboard itself comes first; below it the
//! strip of tabs and what the open one holds; everywhere the loose panels come before the sections.

use document::{Kind, NodeId};
use yew::prelude::*;

use super::{
    Grid,
    dashboard_bar::face,
    desk::Desk,
    icon,
    row::Row,
    tabs::{Tabs, tab_id, tab_panel_id},
};
use crate::{
    locale::{Message, t},
    workspace::{Edit, View},
};

/// The whole of it, with this tab open where there are any.
pub(crate) fn board(desk: &Desk, tab: Option<NodeId>, on_tab: &Callback<NodeId>) -> Html {
    html! {
        <>
            { area(desk, NodeId::ROOT) }
            if let Some(tab) = tab {
                <Tabs desk={desk.clone()} {tab} on_tab={on_tab.clone()} />
                <div key={tab.to_string()} role="tabpanel" id={tab_panel_id(tab)} aria-labelledby={tab_id(tab)}>
                    { area(desk, tab) }
                    if is_empty(&desk.view, tab) {
                        { empty_place(desk, tab) }
                    }
                </div>
            }
        </>
    }
}

/// The tab that is shown when this one is asked for: itself if it is there, else the first.
pub(crate) fn shown_tab(view: &View, asked: Option<NodeId>) -> Option<NodeId> {
    let tabs = view.document.children_of(NodeId::ROOT, Kind::Tab);
    let is_asked = |(id, _): &&(NodeId, _)| Some(*id) == asked;
    tabs.iter().find(is_asked).or_else(|| tabs.first()).map(|(id, _)| *id)
}

/// The panels and the sections of a dashboard or a tab.
fn area(desk: &Desk, parent: NodeId) -> Html {
    let row = |(id, node): (NodeId, &std::sync::Arc<document::Node>)| {
        html! { <Row key={id.to_string()} desk={desk.clone()} {id} node={node.clone()} /> }
    };
    let rows: Html = desk.view.document.children_of(parent, Kind::Row).into_iter().map(row).collect();
    html! {
        <>
            <Grid desk={desk.clone()} {parent} />
            { rows }
        </>
    }
}

fn is_empty(view: &View, parent: NodeId) -> bool {
    view.document.panels(parent).is_empty() && view.document.children_of(parent, Kind::Row).is_empty()
}

/// A place without panels: what can be put there.
pub(crate) fn empty_place(desk: &Desk, parent: NodeId) -> Html {
    html! {
        <div class="empty-place" data-place={parent.to_string()}>
            <p>{ t(Message::EmptyPlace) }</p>
            if desk.may_add_panels(parent) {
                { new_panels(&desk.on_edit, parent) }
            }
        </div>
    }
}

/// A button for each kind of panel.
pub(crate) fn new_panels(on_edit: &Callback<Edit>, parent: NodeId) -> Html {
    let button = |kind: Kind| {
        let (glyph, words) = face(kind)?;
        let onclick = on_edit.reform(move |_: MouseEvent| Edit::AddPanel { kind, parent });
        Some(html! { <button type="button" class="button" {onclick}>{ icon(glyph) }{ t(words) }</button> })
    };
    html! { <div class="choices">{ for Kind::PANELS.into_iter().filter_map(button) }</div> }
}
