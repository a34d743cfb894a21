//! The order of panels where they stand in one column: one goes in front of another, and on the wide grid they change
//! places. Pure; the wide grid is what is stored, the column is derived from it.

use document::{Cell, NodeId, Rect, grid};

/// The rectangles that change when a panel goes to another place of the column; none where it stands there.
pub(crate) fn reordered(cells: &[Cell], node: NodeId, to: usize) -> Vec<(NodeId, Rect)> {
    let mut now = grid::one_column(cells).iter().filter_map(|lone| find(cells, lone.node)).collect::<Vec<_>>();
    let Some(mut at) = now.iter().position(|cell| cell.node == node) else { return Vec::new() };
    let to = to.min(now.len() - 1);
    while at != to {
        let next = if to > at { at + 1 } else { at - 1 };
        let before = order(&now);
        now = exchanged(&now, at.min(next), at.max(next));
        // A step that leads nowhere would be taken for ever.
        let Some(reached) = now.iter().position(|cell| cell.node == node).filter(|_| order(&now) != before) else {
            break;
        };
        at = reached;
    }
    let is_other = |cell: &&Cell| find(cells, cell.node).is_some_and(|before| before.rect != cell.rect);
    now.iter().filter(is_other).map(|cell| (cell.node, cell.rect)).collect()
}

/// Where a panel stands in the column, and how many there are.
pub(crate) fn place_of(cells: &[Cell], node: NodeId) -> Option<(usize, usize)> {
    let column = grid::one_column(cells);
    Some((column.iter().position(|cell| cell.node == node)?, column.len()))
}

/// Two neighbours of the reading order change places; the others make way.
fn exchanged(cells: &[Cell], first: usize, second: usize) -> Vec<Cell> {
    let (one, other) = (cells[first].rect, cells[second].rect);
    let (earlier, later) = if one.y == other.y {
        (Rect { x: one.x, y: one.y, ..other }, Rect { x: one.x + other.w, y: one.y, ..one })
    } else {
        (Rect { y: one.y, ..other }, Rect { y: one.y + other.h, ..one })
    };
    let mut moved = cells.to_vec();
    moved[second].rect = earlier.clamped();
    moved[first].rect = later.clamped();
    let held = moved[second].node;
    let mut arranged = grid::arrange(&moved, Some(held));
    arranged.sort_by_key(|cell| (cell.rect.y, cell.rect.x));
    arranged
}

fn order(cells: &[Cell]) -> Vec<NodeId> {
    cells.iter().map(|cell| cell.node).collect()
}

fn find(cells: &[Cell], node: NodeId) -> Option<Cell> {
    cells.iter().find(|cell| cell.node == node).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(id: u8, x: u16, y: u16, w: u16, h: u16) -> Cell {
        Cell { node: NodeId::from_bytes([id; 8]), rect: Rect { x, y, w, h } }
    }

    /// The column after the panel went there, by the numbers of the panels.
    fn column(cells: &[Cell], id: u8, to: usize) -> Vec<u8> {
        let rects = reordered(cells, NodeId::from_bytes([id; 8]), to);
        let rect = |cell: &Cell| rects.iter().find(|(node, _)| *node == cell.node).map_or(cell.rect, |(_, rect)| *rect);
        let now: Vec<Cell> = cells.iter().map(|cell| Cell { rect: rect(cell), ..*cell }).collect();
        grid::one_column(&grid::arrange(&now, None)).iter().map(|cell| cell.node.bytes()[0]).collect()
    }

    #[test]
    fn a_panel_goes_up_and_down_the_column() {
        let below = [cell(1, 0, 0, 24, 8), cell(2, 0, 8, 24, 4), cell(3, 0, 12, 12, 6)];
        assert_eq!(column(&below, 2, 0), [2, 1, 3]);
        assert_eq!(column(&below, 1, 2), [2, 3, 1]);
        assert_eq!(column(&below, 3, 0), [3, 1, 2]);
        let beside = [cell(1, 0, 0, 12, 8), cell(2, 12, 0, 12, 8), cell(3, 0, 8, 24, 4)];
        assert_eq!(column(&beside, 2, 0), [2, 1, 3]);
        assert_eq!(column(&beside, 3, 0), [3, 1, 2]);
        assert_eq!(reordered(&beside, beside[0].node, 0), []);
        assert_eq!(place_of(&beside, beside[2].node), Some((2, 3)));
    }
}
