//! The grid engine: stored rectangles in, the layout that is shown out. Pure and deterministic, so that everyone
//! who has the same document sees the same grid, also when two people drag at once.
//! Collisions push down, gaps close upwards (behaviour of gridstack and react-grid-layout).

use serde::{Deserialize, Serialize};

use crate::ids::NodeId;

/// Columns of the grid.
pub const COLUMNS: u16 = 24;
/// The tallest panel and the lowest row, in grid rows; beyond it a layout is refused.
pub const MAX_ROWS: u16 = 10_000;
/// The lowest row in which a panel is shown: the highest number less the tallest panel. What the panels above it push
/// further down lies there too, one over the other; hundreds of screens lie above it.
const LAST_ROW: u16 = u16::MAX - MAX_ROWS;

/// A rectangle in grid units: columns from the start edge, rows from the top.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Rect {
    /// First column, 0 to 23.
    pub x: u16,
    /// First row, from 0.
    pub y: u16,
    /// Width in columns, 1 to 24.
    pub w: u16,
    /// Height in rows, from 1.
    pub h: u16,
}

impl Rect {
    /// Inside the grid and not empty.
    #[must_use]
    pub fn is_valid(self) -> bool {
        (1..=COLUMNS).contains(&self.w)
            && self.x <= COLUMNS - self.w
            && (1..=MAX_ROWS).contains(&self.h)
            && self.y <= MAX_ROWS
    }

    /// The nearest valid rectangle.
    #[must_use]
    pub fn clamped(self) -> Self {
        let w = self.w.clamp(1, COLUMNS);
        Self { x: self.x.min(COLUMNS - w), y: self.y.min(MAX_ROWS), w, h: self.h.clamp(1, MAX_ROWS) }
    }

    fn overlaps(self, other: Self) -> bool {
        self.x < other.x + other.w
            && other.x < self.x + self.w
            && self.y < other.y + other.h
            && other.y < self.y + self.h
    }
}

/// One panel on the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The panel.
    pub node: NodeId,
    /// Where it is.
    pub rect: Rect,
}

/// The layout that is shown: no two cells overlap above the last row of the grid, none could move up, in reading order
/// (row, column).
/// Cells that claim one spot keep the order in which they are given.
/// `pinned` is under a pointer: the others make way for it.
#[must_use]
pub fn arrange(cells: &[Cell], pinned: Option<NodeId>) -> Vec<Cell> {
    let mut waiting: Vec<Cell> = cells.iter().map(|cell| Cell { rect: cell.rect.clamped(), ..*cell }).collect();
    into_reading_order(&mut waiting, pinned);
    let held = waiting.iter().find(|cell| pinned == Some(cell.node)).copied();
    let mut placed: Vec<Cell> = Vec::with_capacity(waiting.len());
    for cell in waiting.iter().filter(|cell| pinned != Some(cell.node)) {
        let obstacle = |rect: Rect, placed: &[Cell]| {
            placed.iter().chain(&held).map(|other| other.rect).find(|other| other.overlaps(rect))
        };
        let rect = settle(cell.rect, |rect| obstacle(rect, &placed));
        placed.push(Cell { rect, ..*cell });
    }
    placed.extend(held);
    compact(placed)
}

/// Moves every cell up until it meets another, from the top down.
fn compact(mut cells: Vec<Cell>) -> Vec<Cell> {
    into_reading_order(&mut cells, None);
    for index in 0..cells.len() {
        let rect = cells[index].rect;
        let y = cells[..index]
            .iter()
            .map(|other| other.rect)
            .filter(|other| other.x < rect.x + rect.w && rect.x < other.x + other.w)
            .map(|other| other.y + other.h)
            .max()
            .unwrap_or(0);
        cells[index].rect.y = y.min(LAST_ROW);
    }
    into_reading_order(&mut cells, None);
    cells
}

/// By row, then by column; the pinned cell comes first in its row. What claims one spot stays in its order.
#[inline(never)]
fn into_reading_order(cells: &mut [Cell], pinned: Option<NodeId>) {
    cells.sort_by_key(|cell| (cell.rect.y, pinned != Some(cell.node), cell.rect.x));
}

/// Moves a rectangle down until nothing is in its way, or to the last row.
fn settle(mut rect: Rect, obstacle: impl Fn(Rect) -> Option<Rect>) -> Rect {
    while rect.y < LAST_ROW
        && let Some(other) = obstacle(rect)
    {
        rect.y = (other.y + other.h).min(LAST_ROW);
    }
    rect
}

/// Lowest and highest panel of a grid of one column: a lower one shows nothing there, a higher one fills the screen.
const ALONE_ROWS: (u16, u16) = (4, 9);

/// The layout on a screen too narrow for columns: one below the other, in reading order. Derived, never stored.
#[must_use]
pub fn one_column(cells: &[Cell]) -> Vec<Cell> {
    let mut sorted = cells.to_vec();
    into_reading_order(&mut sorted, None);
    let mut y = 0_u16;
    for cell in &mut sorted {
        let h = cell.rect.h.clamp(ALONE_ROWS.0, ALONE_ROWS.1);
        cell.rect = Rect { x: 0, y: y.min(MAX_ROWS), w: COLUMNS, h };
        y = y.saturating_add(h);
    }
    sorted
}

/// The first row below all cells: where a new panel goes.
#[must_use]
pub fn bottom(cells: &[Cell]) -> u16 {
    cells.iter().map(|cell| cell.rect.y.saturating_add(cell.rect.h)).max().unwrap_or(0).min(MAX_ROWS)
}
