//! Grids: any rectangles, valid or not, are arranged in finite time: above the last row none overlaps another (P-08), and
//! what is arranged stays as it is.

use document::{
    Cell, NodeId, Rect,
    grid::{MAX_ROWS, arrange},
};

use super::dice::Dice;

/// So many panels at most; more would only cost time.
const MAX_PANELS: usize = 40;

/// Arranges what the bytes say.
pub fn grid(bytes: &[u8]) {
    let mut dice = Dice::new(bytes);
    let pinned = dice.one_in(2).then(|| panel(dice.below(MAX_PANELS)));
    let mut cells = Vec::new();
    while !dice.is_empty() && cells.len() < MAX_PANELS {
        let rect = dice.draw::<Rect>().unwrap_or(Rect { x: 0, y: 0, w: 1, h: 1 });
        cells.push(Cell { node: panel(cells.len()), rect });
    }
    let arranged = arrange(&cells, pinned);
    assert_eq!(arranged.len(), cells.len());
    no_two_overlap(&arranged);
    if arranged.iter().all(|cell| cell.rect.y <= MAX_ROWS) {
        assert_eq!(arrange(&arranged, None), arranged, "P-08: arranged twice");
    }
}

/// None overlaps another, but in the last row, where all lie for which there is no other.
pub fn no_two_overlap(cells: &[Cell]) {
    let is_above_the_last = |cell: &&Cell| cell.rect.y < u16::MAX - MAX_ROWS;
    let cells: Vec<&Cell> = cells.iter().filter(is_above_the_last).collect();
    for (index, cell) in cells.iter().enumerate() {
        for other in &cells[..index] {
            let (a, b) = (cell.rect, other.rect);
            let apart = a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y;
            assert!(apart, "P-08: {cell:?} overlaps {other:?}");
        }
    }
}

fn panel(number: usize) -> NodeId {
    NodeId::from_bytes((number as u64 + 1).to_be_bytes())
}
