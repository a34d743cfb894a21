//! Several panels at once: what is done to all that are selected is one gesture, so that one Undo takes it back.

use document::{Cell, Document, NodeId, Op, Rect, Who, allows, apply::MAX_OPS, grid};

use super::{
    IdSource,
    copy::Copied,
    placing::{last_of, set_layout},
};

/// Where the panels go is where they lie afterwards, as far as gaps do not close; the others of their grid make way, but
/// what is locked for this person keeps what is stored.
pub(super) fn arrange(document: &Document, who: Who, rects: &[(NodeId, Rect)]) -> Vec<Op> {
    let Some(parent) = rects.first().and_then(|(node, _)| Some(document.node(*node)?.place().parent)) else {
        return Vec::new();
    };
    let asked = |node: NodeId| rects.iter().find(|(other, _)| *other == node).map(|(_, rect)| rect.clamped());
    let shown = document.grid(parent);
    let chosen = shown.iter().filter_map(|cell| Some(Cell { rect: asked(cell.node)?, ..*cell })).collect::<Vec<_>>();
    let others = shown.iter().filter(|cell| asked(cell.node).is_none());
    let others = others.map(|cell| Cell { rect: below(cell.rect, &chosen), ..*cell }).collect::<Vec<_>>();
    let arranged = grid::arrange(&[chosen, others].concat(), None);
    let is_other = |cell: &Cell| document.node(cell.node).is_some_and(|panel| panel.layout() != cell.rect);
    let ops = arranged.into_iter().filter(is_other).map(|cell| set_layout(cell.node, cell.rect));
    ops.filter(|op| allows(who, op, document).is_ok()).collect()
}

/// Below all that it would lie on.
fn below(mut rect: Rect, chosen: &[Cell]) -> Rect {
    let meets = |rect: Rect, other: Rect| {
        let (columns, rows) = (rect.x < other.x + other.w && other.x < rect.x + rect.w, rect.y < other.y + other.h);
        columns && rows && other.y < rect.y + rect.h
    };
    while let Some(other) = chosen.iter().map(|cell| cell.rect).find(|other| meets(rect, *other)) {
        rect.y = other.y + other.h;
    }
    rect
}

/// Below all of them, as they lie to each other; none where they are more than one gesture makes.
pub(super) fn duplicate(document: &Document, nodes: &[NodeId], ids: &mut impl IdSource) -> Vec<Op> {
    let (Some(copied), Some(first)) =
        (Copied::of_all(document, nodes), nodes.first().and_then(|it| document.node(*it)))
    else {
        return Vec::new();
    };
    let cells: Vec<Cell> =
        document.grid(first.place().parent).into_iter().filter(|cell| nodes.contains(&cell.node)).collect();
    let top = cells.iter().map(|cell| cell.rect.y).min().unwrap_or_default();
    let height = grid::bottom(&cells).saturating_sub(top);
    copied.to_ops(&last_of(document, first.place().parent), |rect| Rect { y: rect.y + height, ..rect }.clamped(), ids)
}

/// Those that are there.
pub(super) fn delete(document: &Document, nodes: &[NodeId]) -> Vec<Op> {
    let there = nodes.iter().filter(|node| document.node(**node).is_some()).take(MAX_OPS);
    there.map(|node| Op::Delete { node: *node }).collect()
}
