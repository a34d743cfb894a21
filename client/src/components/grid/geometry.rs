//! From a pointer or a key to the rectangle that it asks for. Pure; what the others do about it is the grid engine's.

use document::{
    Cell, NodeId, Rect,
    grid::{self, COLUMNS},
};

/// Height of a grid row in CSS pixels, the gap included; `dashboard.css` says the same.
pub(crate) const ROW_CSS_PX: f64 = 40.0;
/// Narrower or lower than this, a panel shows nothing.
const SMALLEST: (u16, u16) = (3, 3);

/// Where a panel is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Grip {
    /// By its header: it moves.
    Header,
    /// By its end edge.
    End,
    /// By its bottom edge.
    Bottom,
    /// By the corner of both.
    Corner,
    /// By its start edge.
    Start,
    /// By the corner of its start and bottom edges.
    StartCorner,
}

/// An arrow key, in reading direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Start,
    End,
    Up,
    Down,
}

/// The rectangle of a panel held at `grip` and dragged by so many columns (toward the end edge) and rows (down).
pub(crate) fn dragged(grip: Grip, from: Rect, columns: f64, rows: f64) -> Rect {
    let (columns, rows) = (columns.round() as i32, rows.round() as i32);
    match grip {
        Grip::Header => Rect {
            x: shifted(from.x, columns, 0, COLUMNS - from.w),
            y: shifted(from.y, rows, 0, grid::MAX_ROWS),
            ..from
        },
        Grip::End => Rect { w: wider(from, columns), ..from },
        Grip::Bottom => Rect { h: higher(from, rows), ..from },
        Grip::Corner => Rect { w: wider(from, columns), h: higher(from, rows), ..from },
        Grip::Start => earlier(from, columns),
        Grip::StartCorner => Rect { h: higher(from, rows), ..earlier(from, columns) },
    }
}

/// A panel that is dragged down changes places with the one below as soon as it covers half of it;
/// without this, closing gaps upwards would always bring it back.
pub(crate) fn past_the_middle(cells: &[Cell], node: NodeId, from: Rect, rect: Rect) -> Rect {
    let covered = |other: &Rect| {
        shares_columns(*other, rect) && other.y >= from.y + from.h && rect.y + rect.h > other.y + other.h / 2
    };
    let below = others(cells, node).filter(covered).map(|other| other.y + other.h).max();
    Rect { y: below.map_or(rect.y, |bottom| rect.y.max(bottom)), ..rect }
}

/// The rectangle after an arrow key. Up and down change places with the neighbour, because gaps close.
pub(crate) fn stepped(cells: &[Cell], node: NodeId, from: Rect, step: Step) -> Rect {
    let column = others(cells, node).filter(|other| shares_columns(*other, from));
    match step {
        Step::Start => Rect { x: from.x.saturating_sub(1), ..from },
        Step::End => Rect { x: shifted(from.x, 1, 0, COLUMNS - from.w), ..from },
        Step::Up => {
            let above = column.filter(|other| other.y < from.y).map(|other| other.y).max();
            Rect { y: above.unwrap_or(from.y), ..from }
        }
        Step::Down => {
            let below = column.filter(|other| other.y >= from.y + from.h).min_by_key(|other| other.y);
            Rect { y: below.map_or(from.y, |other| other.y + other.h), ..from }
        }
    }
}

/// The rectangle after Shift and an arrow key.
pub(crate) fn sized(from: Rect, step: Step) -> Rect {
    match step {
        Step::Start => Rect { w: wider(from, -1), ..from },
        Step::End => Rect { w: wider(from, 1), ..from },
        Step::Up => Rect { h: higher(from, -1), ..from },
        Step::Down => Rect { h: higher(from, 1), ..from },
    }
}

/// A rectangle that goes as far as another one went.
pub(crate) fn shifted_by(rect: Rect, from: Rect, to: Rect) -> Rect {
    let (columns, rows) = (i32::from(to.x) - i32::from(from.x), i32::from(to.y) - i32::from(from.y));
    Rect { x: shifted(rect.x, columns, 0, COLUMNS - rect.w), y: shifted(rect.y, rows, 0, grid::MAX_ROWS), ..rect }
}

/// The rectangles of several panels after an arrow key: all go as far as the first of them can, past the whole of what
/// is in their way.
pub(crate) fn all_stepped(cells: &[Cell], nodes: &[NodeId], step: Step) -> Vec<(NodeId, Rect)> {
    let (chosen, others): (Vec<Cell>, Vec<Cell>) = cells.iter().partition(|cell| nodes.contains(&cell.node));
    let top = chosen.iter().map(|cell| cell.rect.y).min().unwrap_or_default();
    let shares = |other: &Cell| chosen.iter().any(|cell| shares_columns(cell.rect, other.rect));
    let by = match step {
        Step::Start => (-i32::from(chosen.iter().all(|cell| cell.rect.x > 0)), 0),
        Step::End => (i32::from(chosen.iter().all(|cell| cell.rect.x + cell.rect.w < COLUMNS)), 0),
        Step::Up => {
            let above =
                others.iter().filter(|other| shares(other) && other.rect.y < top).map(|other| other.rect.y).max();
            (0, i32::from(above.unwrap_or(top)) - i32::from(top))
        }
        Step::Down => {
            let bottom = grid::bottom(&chosen);
            let below =
                others.iter().filter(|other| shares(other) && other.rect.y >= bottom).min_by_key(|other| other.rect.y);
            (0, below.map_or(0, |other| i32::from(other.rect.y + other.rect.h) - i32::from(top)))
        }
    };
    let moved = |cell: Cell| {
        let (x, y) = (shifted(cell.rect.x, by.0, 0, COLUMNS), shifted(cell.rect.y, by.1, 0, grid::MAX_ROWS));
        (cell.node, Rect { x, y, ..cell.rect })
    };
    chosen.into_iter().map(moved).collect()
}

/// What everybody sees when the panel is let go there: the same as what `Edit::MovePanel` stores.
pub(crate) fn preview(cells: &[Cell], node: NodeId, rect: Rect) -> Vec<Cell> {
    let placed = |cell: &Cell| if cell.node == node { Cell { rect: rect.clamped(), ..*cell } } else { *cell };
    grid::arrange(&cells.iter().map(placed).collect::<Vec<_>>(), Some(node))
}

/// The start edge goes so many columns toward the end edge, which stays.
fn earlier(from: Rect, columns: i32) -> Rect {
    let end = from.x + from.w;
    let x = shifted(from.x, columns, 0, end - SMALLEST.0.min(from.w));
    Rect { x, w: end - x, ..from }
}

fn wider(from: Rect, columns: i32) -> u16 {
    shifted(from.w, columns, SMALLEST.0.min(from.w), COLUMNS - from.x)
}

fn higher(from: Rect, rows: i32) -> u16 {
    shifted(from.h, rows, SMALLEST.1.min(from.h), grid::MAX_ROWS)
}

fn shifted(from: u16, by: i32, least: u16, most: u16) -> u16 {
    let shifted = (i32::from(from) + by).clamp(i32::from(least), i32::from(most.max(least)));
    u16::try_from(shifted).unwrap_or(least)
}

fn others(cells: &[Cell], node: NodeId) -> impl Iterator<Item = Rect> {
    cells.iter().filter(move |cell| cell.node != node).map(|cell| cell.rect)
}

fn shares_columns(left: Rect, right: Rect) -> bool {
    left.x < right.x + right.w && right.x < left.x + left.w
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(id: u8, x: u16, y: u16, w: u16, h: u16) -> Cell {
        Cell { node: NodeId::from_bytes([id; 8]), rect: Rect { x, y, w, h } }
    }

    #[test]
    fn dragging_stays_on_the_grid() {
        let from = Rect { x: 4, y: 2, w: 8, h: 6 };
        for (grip, columns, rows, expected) in [
            (Grip::Header, 2.4, 1.6, Rect { x: 6, y: 4, ..from }),
            (Grip::Header, -90.0, -90.0, Rect { x: 0, y: 0, ..from }),
            (Grip::Header, 90.0, 0.0, Rect { x: 16, ..from }),
            (Grip::End, 90.0, 9.0, Rect { w: 20, ..from }),
            (Grip::Bottom, 9.0, -90.0, Rect { h: 3, ..from }),
            (Grip::Corner, -90.0, 2.0, Rect { w: 3, h: 8, ..from }),
            (Grip::Start, -2.0, 9.0, Rect { x: 2, w: 10, ..from }),
            (Grip::Start, 90.0, 0.0, Rect { x: 9, w: 3, ..from }),
            (Grip::StartCorner, -90.0, 1.0, Rect { x: 0, w: 12, h: 7, ..from }),
        ] {
            assert_eq!(dragged(grip, from, columns, rows), expected, "{grip:?} {columns} {rows}");
        }
    }

    #[test]
    fn down_and_up_change_places_with_the_neighbour() {
        let cells = [cell(1, 0, 0, 12, 8), cell(2, 0, 8, 12, 4), cell(3, 12, 0, 12, 6)];
        let first = cells[0];
        let down = stepped(&cells, first.node, first.rect, Step::Down);
        let after = preview(&cells, first.node, down);
        assert_eq!(after, [cell(2, 0, 0, 12, 4), cell(3, 12, 0, 12, 6), cell(1, 0, 4, 12, 8)]);
        let moved = after[2];
        let up = stepped(&after, moved.node, moved.rect, Step::Up);
        assert_eq!(preview(&after, moved.node, up)[0], first);
    }

    #[test]
    fn several_go_together_and_none_leaves_the_grid() {
        let cells = [cell(1, 0, 0, 6, 4), cell(2, 6, 0, 6, 4), cell(3, 0, 4, 12, 5), cell(4, 12, 0, 12, 9)];
        let nodes = [cells[0].node, cells[1].node];
        let after =
            |step| all_stepped(&cells, &nodes, step).into_iter().map(|(_, rect)| (rect.x, rect.y)).collect::<Vec<_>>();
        assert_eq!(after(Step::Start), [(0, 0), (6, 0)], "the first cannot, so none does");
        assert_eq!(after(Step::End), [(1, 0), (7, 0)]);
        assert_eq!(after(Step::Up), [(0, 0), (6, 0)]);
        assert_eq!(after(Step::Down), [(0, 9), (6, 9)], "past the panel below");
        let (from, to) = (cells[0].rect, Rect { x: 20, y: 7, ..cells[0].rect });
        assert_eq!(shifted_by(cells[3].rect, from, to), Rect { x: 12, y: 7, ..cells[3].rect });
    }

    #[test]
    fn dragging_over_half_of_the_panel_below_goes_past_it() {
        let cells = [cell(1, 0, 0, 12, 8), cell(2, 0, 8, 12, 4)];
        let (node, from) = (cells[0].node, cells[0].rect);
        let barely = Rect { y: 2, ..from };
        let enough = Rect { y: 3, ..from };
        assert_eq!(past_the_middle(&cells, node, from, barely), barely);
        let past = past_the_middle(&cells, node, from, enough);
        assert_eq!(preview(&cells, node, past), [cell(2, 0, 0, 12, 4), cell(1, 0, 4, 12, 8)]);
    }
}
