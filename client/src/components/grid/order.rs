//! The order of panels where they stand in one column: one goes in front of another, and on the wide grid they change
//! places. Pure; the wide grid is what is stored, the column is derived from it.

use std::ops::RangeInclusive;

use document::{
    Cell, NodeId, Rect,
    grid::{self, COLUMNS},
};

/// The rectangles that change when a panel goes to another place of the column; none where it stands there.
pub(crate) fn reordered(cells: &[Cell], node: NodeId, to: usize) -> Vec<(NodeId, Rect)> {
    let before = grid::one_column(cells).iter().filter_map(|lone| find(cells, lone.node)).collect::<Vec<_>>();
    let Some(at) = before.iter().position(|cell| cell.node == node) else { return Vec::new() };
    let to = to.min(before.len() - 1);
    let mut wanted = before.clone();
    let moved = wanted.remove(at);
    wanted.insert(to, moved);
    let now = flowed(&before, &wanted, at.min(to)..=at.max(to));
    let is_other = |cell: &&Cell| find(cells, cell.node).is_some_and(|before| before.rect != cell.rect);
    now.iter().filter(is_other).map(|cell| (cell.node, cell.rect)).collect()
}

/// The panels in the wanted order, each as near to the top as it can lie and still be read after the one before it. Those
/// that changed places take the first spot there is for them; the others stay in their columns while they can.
fn flowed(before: &[Cell], wanted: &[Cell], changed: RangeInclusive<usize>) -> Vec<Cell> {
    let mut placed: Vec<Cell> = Vec::with_capacity(wanted.len());
    for (at, cell) in wanted.iter().enumerate() {
        if at < *changed.start() {
            placed.push(*cell);
            continue;
        }
        let last = placed.last().map(|last| last.rect);
        let put = |x: u16| {
            let x = x.min(COLUMNS.saturating_sub(cell.rect.w));
            Rect { x, y: lowest(&placed, x, cell.rect.w), ..cell.rect }
        };
        let own = put(cell.rect.x);
        let is_after = |rect: &Rect| last.is_none_or(|last| (last.y, last.x) < (rect.y, rect.x));
        let beside = last.map(|last| last.x + last.w).filter(|x| x + cell.rect.w <= COLUMNS);
        // Below the one before there is always room.
        let others = [Some(before[at].rect.x), beside, last.map(|last| last.x)].into_iter().flatten().map(put);
        let first = others.chain([own]).filter(is_after).min_by_key(|rect| (rect.y, rect.x));
        let stays = !changed.contains(&at) && is_after(&own);
        let rect = if stays { own } else { first.unwrap_or(own) };
        placed.push(Cell { rect: rect.clamped(), ..*cell });
    }
    placed
}

/// The row below everything that lies in these columns.
fn lowest(placed: &[Cell], x: u16, w: u16) -> u16 {
    let above = placed.iter().map(|other| other.rect).filter(|other| other.x < x + w && x < other.x + other.w);
    above.map(|other| other.y + other.h).max().unwrap_or(0)
}

/// Where a panel stands in the column, and how many there are.
pub(crate) fn place_of(cells: &[Cell], node: NodeId) -> Option<(usize, usize)> {
    let column = grid::one_column(cells);
    Some((column.iter().position(|cell| cell.node == node)?, column.len()))
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

    /// A panel that was moved down once exchanged two others where sizes differ: every order that can be asked for is
    /// the order that comes, and no panel changes its size.
    #[test]
    fn panels_of_any_size_go_where_they_are_sent() {
        let mut state = 7_u32;
        let mut random = |below: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) % below
        };
        for _ in 0..300 {
            let count = 2 + random(7) as u8;
            let mut any = |id| {
                let w = 1 + random(24) as u16;
                cell(id, random(u32::from(25 - w)) as u16, random(20) as u16, w, 1 + random(9) as u16)
            };
            let cells = grid::arrange(&(1..=count).map(&mut any).collect::<Vec<_>>(), None);
            let before: Vec<u8> = grid::one_column(&cells).iter().map(|cell| cell.node.bytes()[0]).collect();
            for (at, id) in before.iter().enumerate() {
                for to in 0..before.len() {
                    let mut wanted = before.clone();
                    wanted.remove(at);
                    wanted.insert(to, *id);
                    assert_eq!(column(&cells, *id, to), wanted, "{id} to {to} of {cells:?}");
                }
            }
        }
    }
}
