//! Properties of the grid engine, P-08.

use document::{Cell, NodeId, Rect, grid};
use proptest::prelude::*;

fn cells() -> impl Strategy<Value = Vec<Cell>> {
    let rect = (0..24u16, 0..40u16, 1..25u16, 1..12u16).prop_map(|(x, y, w, h)| Rect { x, y, w, h });
    prop::collection::vec(rect, 0..16).prop_map(|rects| {
        let cell = |(index, rect): (usize, Rect)| Cell { node: NodeId::from_bytes([index as u8 + 1; 8]), rect };
        rects.into_iter().enumerate().map(cell).collect()
    })
}

fn overlap(a: Rect, b: Rect) -> bool {
    a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h
}

fn check(arranged: &[Cell], given: &[Cell]) -> Result<(), TestCaseError> {
    prop_assert_eq!(arranged.len(), given.len());
    for (index, cell) in arranged.iter().enumerate() {
        prop_assert!(cell.rect.is_valid());
        let given = given.iter().find(|given| given.node == cell.node).map(|given| given.rect.clamped());
        prop_assert_eq!(given.map(|rect| (rect.x, rect.w, rect.h)), Some((cell.rect.x, cell.rect.w, cell.rect.h)));
        for other in &arranged[index + 1..] {
            prop_assert!(!overlap(cell.rect, other.rect), "{:?} overlaps {:?}", cell, other);
        }
        if cell.rect.y > 0 {
            let above = Rect { y: cell.rect.y - 1, ..cell.rect };
            prop_assert!(
                arranged.iter().any(|other| other.node != cell.node && overlap(other.rect, above)),
                "{:?} floats",
                cell
            );
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn no_overlap_no_float_and_stable(cells in cells(), pinned in prop::option::of(1..16u8)) {
        let pinned = pinned.map(|number| NodeId::from_bytes([number; 8]));
        let arranged = grid::arrange(&cells, pinned);
        check(&arranged, &cells)?;
        prop_assert_eq!(grid::arrange(&arranged, None), arranged);
    }
}

proptest! {
    #[test]
    fn one_column_keeps_everything_in_reading_order(cells in cells()) {
        let arranged = grid::arrange(&cells, None);
        let alone = grid::one_column(&arranged);
        let order = |cells: &[Cell]| cells.iter().map(|cell| cell.node).collect::<Vec<_>>();
        prop_assert_eq!(order(&alone), order(&arranged));
        prop_assert!(alone.iter().all(|cell| cell.rect.is_valid()));
        prop_assert!(alone.windows(2).all(|pair| pair[0].rect.y + pair[0].rect.h == pair[1].rect.y));
        prop_assert_eq!(grid::one_column(&alone), alone);
    }
}

fn named(rects: &[(u8, Rect)]) -> Vec<Cell> {
    rects.iter().map(|(name, rect)| Cell { node: NodeId::from_bytes([*name; 8]), rect: *rect }).collect()
}

#[test]
fn a_dragged_panel_pushes_the_one_below_it_down() {
    let wide = |y| Rect { x: 0, y, w: 24, h: 4 };
    let cells = named(&[(1, wide(0)), (2, wide(2))]);
    let arranged = grid::arrange(&cells, Some(NodeId::from_bytes([2; 8])));
    assert_eq!(arranged, named(&[(2, wide(0)), (1, wide(4))]));
}

#[test]
fn a_panel_beside_another_stays_beside_it() {
    let cells = named(&[(1, Rect { x: 0, y: 0, w: 12, h: 4 }), (2, Rect { x: 12, y: 0, w: 12, h: 8 })]);
    assert_eq!(grid::arrange(&cells, None), cells);
}

/// Found by `make fuzz`: seven of the tallest panels below each other reach beyond the largest row number.
#[test]
fn panels_that_push_each_other_beyond_the_last_row_stay_there() {
    let tallest = |name: u8| (name, Rect { x: 0, y: 0, w: 24, h: grid::MAX_ROWS });
    let arranged = grid::arrange(&named(&[1, 2, 3, 4, 5, 6, 7, 8, 9].map(tallest)), None);
    let rows: Vec<u16> = arranged.iter().map(|cell| cell.rect.y).collect();
    assert_eq!(rows, [0, 10_000, 20_000, 30_000, 40_000, 50_000, 55_535, 55_535, 55_535]);
}
