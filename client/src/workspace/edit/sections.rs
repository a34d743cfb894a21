//! Sections: tabs and rows, how they are made and in which order they stand.

use document::{Document, Kind, NodeId, Op, Order, Place, Property, Who, allows, apply::MAX_OPS};

use super::{placing::last_of, set_text};

/// A tab or a row after the others.
pub(super) fn add(document: &Document, kind: Kind, parent: NodeId, title: String, node: NodeId) -> Vec<Op> {
    let insert = Op::Insert { node, kind, place: last_of(document, parent) };
    let named = (!title.is_empty()).then(|| set_text(node, Property::Title, title));
    [insert].into_iter().chain(named).collect()
}

/// The first tab takes in the panels and rows of the dashboard, in their order. What is locked for this person stays
/// above the tabs, as does all of it where one gesture cannot hold it.
pub(super) fn add_tab(document: &Document, who: Who, title: String, node: NodeId) -> Vec<Op> {
    let mut ops = add(document, Kind::Tab, NodeId::ROOT, title, node);
    if !document.children_of(NodeId::ROOT, Kind::Tab).is_empty() {
        return ops;
    }
    let children = document.children(NodeId::ROOT).into_iter();
    let moved: Vec<Op> = children
        .filter(|(_, child)| child.kind().fits_below(Kind::Tab))
        .map(|(child, found)| (child, Place { parent: node, order: found.place().order.clone() }))
        .filter(|(child, _)| allows(who, &Op::Delete { node: *child }, document).is_ok())
        .map(|(node, place)| Op::Place { node, place })
        .collect();
    if ops.len() + moved.len() <= MAX_OPS {
        ops.extend(moved);
    }
    ops
}

/// In front of another one of its kind, or behind all of them; nothing where it stands there already.
pub(super) fn reorder(document: &Document, node: NodeId, before: Option<NodeId>) -> Vec<Op> {
    let Some(found) = document.node(node) else { return Vec::new() };
    let parent = found.place().parent;
    let all = document.children_of(parent, found.kind());
    let next = all.iter().skip_while(|(id, _)| *id != node).nth(1).map(|(id, _)| *id);
    if next == before || before == Some(node) {
        return Vec::new();
    }
    let others: Vec<_> = all.iter().filter(|(id, _)| *id != node).collect();
    let at = others.iter().position(|(id, _)| Some(*id) == before).unwrap_or(others.len());
    let order = |at: usize| others.get(at).map(|(_, other)| &other.place().order);
    let previous = at.checked_sub(1).and_then(order);
    vec![Op::Place { node, place: Place { parent, order: Order::between(previous, order(at)) } }]
}
