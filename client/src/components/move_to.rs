//! Move to: the places of a dashboard where a panel or a section can go, as a list in a dialog, for those who do not
//! drag.

use document::{Kind, NodeId};
use yew::prelude::*;

use super::{
    Dialog, Glyph,
    desk::{Desk, place_name},
    icon,
};
use crate::{
    locale::{Message, fill, t},
    workspace::Edit,
};

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct MoveToProps {
    pub(crate) desk: Desk,
    /// What is to go elsewhere.
    pub(crate) node: NodeId,
    pub(crate) on_close: Callback<()>,
}

/// The list of places for a node that is to go elsewhere.
#[component]
pub(crate) fn MoveTo(props: &MoveToProps) -> Html {
    let MoveToProps { desk, node, on_close } = props;
    let node = *node;
    let places = places(desk, node);
    let row = |(place, is_inner): &(NodeId, bool)| {
        let place = *place;
        let name = place_name(&desk.view, place);
        let onclick = {
            let (desk, name, on_close) = (desk.clone(), name.clone(), on_close.clone());
            Callback::from(move |_: MouseEvent| {
                desk.on_edit.emit(Edit::MoveTo { node, parent: place, rect: None });
                desk.on_say.emit(fill(Message::WasMovedTo, &[("place", &name)]));
                on_close.emit(());
            })
        };
        let glyph = match (place, is_inner) {
            (NodeId::ROOT, _) => Glyph::Dashboards,
            (_, true) => Glyph::Section,
            (_, false) => Glyph::Tab,
        };
        html! {
            <li key={place.to_string()} class={is_inner.then_some("place-inner")}>
                <button type="button" class="menu-item" {onclick}>{ icon(glyph) }<span dir="auto">{ name }</span></button>
            </li>
        }
    };
    html! {
        <Dialog title={t(Message::MoveToPlace)} on_close={on_close.clone()}>
            if places.is_empty() {
                <p>{ t(Message::NoOtherPlace) }</p>
            } else {
                <ul class="places">{ for places.iter().map(row) }</ul>
            }
        </Dialog>
    }
}

/// Every other place that takes the node and that this person may add to, in the order of the page; and whether it is
/// a section.
fn places(desk: &Desk, node: NodeId) -> Vec<(NodeId, bool)> {
    let document = &desk.view.document;
    let Some(moved) = document.node(node) else { return Vec::new() };
    let rows = |parent| document.children_of(parent, Kind::Row).into_iter().map(|(row, _)| (row, true));
    let mut places = vec![(NodeId::ROOT, false)];
    places.extend(rows(NodeId::ROOT));
    for (tab, _) in document.children_of(NodeId::ROOT, Kind::Tab) {
        places.push((tab, false));
        places.extend(rows(tab));
    }
    places.retain(|(place, _)| {
        let fits = document.node(*place).is_some_and(|found| moved.kind().fits_below(found.kind()));
        fits && *place != moved.place().parent && *place != node && desk.view.may_add(moved.kind(), *place)
    });
    places
}
