//! Placing: where panels come to lie, on which grid and beside whom.

use document::{
    Cell, Document, Kind, NodeId, Op, Order, Place, Property, Rect, Value, Who, allows,
    grid::{self, COLUMNS, MAX_ROWS},
};

/// A panel of the size that its kind is usually given.
pub(super) fn add_panel(document: &Document, kind: Kind, parent: NodeId, node: NodeId) -> Vec<Op> {
    let layout = set_layout(node, room_for(usual_size(kind), &document.grid(parent)));
    vec![Op::Insert { node, kind, place: last_of(document, parent) }, layout]
}

/// A chart that says something from the beginning.
pub(super) fn add_chart(document: &Document, values: Vec<(Property, Value)>, parent: NodeId, node: NodeId) -> Vec<Op> {
    let mut ops = add_panel(document, Kind::Chart, parent, node);
    ops.extend(values.into_iter().map(|(property, value)| Op::Set { node, property, value }));
    ops
}

/// A panel that says something from the beginning, at the bottom or where it was dropped; there the others make way.
pub(super) fn add_with(
    document: &Document,
    who: Who,
    (kind, parent, rect): (Kind, NodeId, Option<Rect>),
    values: Vec<(Property, Value)>,
    node: NodeId,
) -> Vec<Op> {
    let mut ops = add_panel(document, kind, parent, node);
    if let Some(rect) = rect {
        let cells = [document.grid(parent), vec![Cell { node, rect: rect.clamped() }]].concat();
        let arranged = grid::arrange(&cells, Some(node));
        ops.truncate(1);
        ops.extend(arranged.iter().filter(|cell| cell.node == node).map(|cell| set_layout(node, cell.rect)));
        ops.extend(settled(document, who, node, &cells));
    }
    ops.extend(values.into_iter().map(|(property, value)| Op::Set { node, property, value }));
    ops
}

/// What is shown after the drop is what is stored: every panel that made way says so, after the one that was dropped.
pub(super) fn move_panel(document: &Document, who: Who, node: NodeId, rect: Rect) -> Vec<Op> {
    let Some(panel) = document.node(node) else { return Vec::new() };
    let mut cells = document.grid(panel.place().parent);
    let Some(dropped) = cells.iter_mut().find(|cell| cell.node == node) else { return Vec::new() };
    dropped.rect = rect.clamped();
    settled(document, who, node, &cells)
}

/// To the end of another parent's children; a panel lies where it was dropped, else where there is room.
pub(super) fn move_to(document: &Document, who: Who, node: NodeId, parent: NodeId, rect: Option<Rect>) -> Vec<Op> {
    let Some(moved) = document.node(node).filter(|moved| moved.place().parent != parent) else { return Vec::new() };
    let mut ops = vec![Op::Place { node, place: last_of(document, parent) }];
    if moved.kind().is_panel() {
        let mut cells = document.grid(parent);
        let stored = moved.layout();
        let rect = rect.map_or_else(|| room_for((stored.w, stored.h), &cells), Rect::clamped);
        cells.push(Cell { node, rect });
        ops.extend(settled(document, who, node, &cells));
    }
    ops
}

/// The layouts that are not stored as they are shown, that of the held panel first. What is locked for this person
/// keeps what is stored; everybody is shown the same all the same.
fn settled(document: &Document, who: Who, held: NodeId, cells: &[Cell]) -> Vec<Op> {
    let mut arranged = grid::arrange(cells, Some(held));
    if let Some(place) = arranged.iter().position(|cell| cell.node == held) {
        arranged[..=place].rotate_right(1);
    }
    let is_other = |cell: &Cell| document.node(cell.node).is_some_and(|panel| panel.layout() != cell.rect);
    let ops = arranged.into_iter().filter(is_other).map(|cell| set_layout(cell.node, cell.rect));
    ops.filter(|op| op.node() == held || allows(who, op, document).is_ok()).collect()
}

/// After all children of the parent.
pub(super) fn last_of(document: &Document, parent: NodeId) -> Place {
    let last = document.children(parent).last().map(|(_, last)| last.place().order.clone());
    Place { parent, order: Order::between(last.as_ref(), None) }
}

/// Columns and rows of a new panel.
pub(crate) fn usual_size(kind: Kind) -> (u16, u16) {
    match kind {
        Kind::Stat => (6, 5),
        Kind::Table => (24, 10),
        Kind::Text => (12, 6),
        Kind::Control => (6, 3),
        Kind::Chart | Kind::Dashboard | Kind::Tab | Kind::Row | Kind::Annotation | Kind::Comment | Kind::Reply => {
            (12, 8)
        }
    }
}

/// Beside the last panel where it fits and lies as low, else at the start of a new row.
pub(super) fn room_for((w, h): (u16, u16), cells: &[Cell]) -> Rect {
    let bottom = grid::bottom(cells);
    let beside = cells.iter().map(|cell| cell.rect).filter(|rect| rect.y + rect.h == bottom).max_by_key(|rect| rect.x);
    match beside {
        Some(last) if last.x + last.w + w <= COLUMNS && last.h == h => Rect { x: last.x + last.w, y: last.y, w, h },
        Some(_) | None => Rect { x: 0, y: bottom.min(MAX_ROWS), w, h },
    }
}

pub(super) fn set_layout(node: NodeId, rect: Rect) -> Op {
    Op::Set { node, property: Property::Layout, value: Value::Rect(rect) }
}
