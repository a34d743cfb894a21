//! The pyramid says what a scan of the rows says, whatever comes and goes.

use proptest::prelude::*;
use table::{Grid, Pyramid, Stretch};

/// So many columns over a window of x, half a column added as rounding does.
#[derive(Clone, Copy, Debug)]
struct Columns {
    first: f64,
    per_x: f64,
}

impl Grid for Columns {
    fn column(&self, x: f64) -> i32 {
        ((x - self.first) * self.per_x).round() as i32
    }

    fn edge(&self, column: i32) -> f64 {
        (f64::from(column) + 0.5) / self.per_x + self.first
    }
}

/// What the pyramid promises, row by row.
fn scan(rows: &[(f64, f64)], grid: &impl Grid) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    let (mut is_broken, mut is_open) = (true, false);
    for (x, y) in rows.iter().copied() {
        let column = grid.column(x);
        match stretches.last_mut() {
            _ if !y.is_finite() => (is_broken, is_open) = (true, false),
            Some(open) if is_open && open.column == column => {
                (open.low, open.high, open.last) = (open.low.min(y), open.high.max(y), y);
            }
            _ => {
                stretches.push(Stretch { column, first: y, low: y, high: y, last: y, is_broken });
                (is_broken, is_open) = (false, true);
            }
        }
    }
    stretches
}

/// Append so many rows, or evict so many.
#[derive(Clone, Copy, Debug)]
enum Deed {
    Append { rows: usize, gaps: u32, step: f64 },
    Evict(usize),
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let rows = prop_oneof![4 => 0usize..40, 2 => 0usize..700, 1 => 3_000usize..6_000];
    let gaps = prop_oneof![3 => Just(0u32), 2 => Just(20), 1 => 1u32..1_000];
    let step = prop_oneof![3 => Just(1.0), 1 => Just(0.0), 1 => 0.001..90.0f64];
    let append = (rows.clone(), gaps, step).prop_map(|(rows, gaps, step)| Deed::Append { rows, gaps, step });
    prop::collection::vec(prop_oneof![3 => append, 1 => rows.prop_map(Deed::Evict)], 1..12)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn the_pyramid_says_what_a_scan_says(
        deeds in deeds(),
        seed: u64,
        window in (0.0..1.0f64, 0.0..1.0f64),
        columns in 1i32..400,
    ) {
        let (mut pyramid, mut rows, mut random, mut x, mut evicted) = (Pyramid::default(), Vec::new(), seed, 0.0, 0);
        let mut next = |below: u32| {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((random >> 33) as u32) % below
        };
        for deed in deeds {
            match deed {
                Deed::Append { rows: count, gaps, step } => for _ in 0..count {
                    x += step * f64::from(next(3));
                    let y = if next(1_000) < gaps { f64::NAN } else { f64::from(next(1_000)) };
                    pyramid.push(x, y).unwrap();
                    rows.push((x, y));
                },
                Deed::Evict(count) => {
                    pyramid.evict(count);
                    evicted += count.min(rows.len());
                    rows.drain(..count.min(rows.len()));
                }
            }
            prop_assert_eq!((pyramid.len(), pyramid.first_row()), (rows.len(), evicted as u64));
            let (Some((low, _)), Some((high, _))) = (rows.first().copied(), rows.last().copied()) else { continue };
            let (from, to) = (window.0.min(window.1), window.0.max(window.1));
            let (first, last) = (low + (high - low) * from, low + (high - low) * to);
            let grid = Columns { first, per_x: f64::from(columns) / (last - first).max(1e-3) };
            let shown = pyramid.window(first, last);
            let mut stretches = Vec::new();
            pyramid.stretches(shown.clone(), &grid, |stretch| stretches.push(stretch));
            let in_window: Vec<_> = rows.iter().copied().filter(|(x, _)| (first..=last).contains(x)).collect();
            prop_assert_eq!(&stretches, &scan(&in_window, &grid));
            let values = in_window.iter().map(|(_, y)| *y).filter(|y| y.is_finite());
            let extent = values.clone().reduce(f64::min).zip(values.reduce(f64::max));
            prop_assert_eq!(pyramid.extent(shown), extent);
        }
    }
}

#[test]
fn rows_out_of_order_are_refused_or_sorted() {
    let mut pyramid = Pyramid::sorted([(2.0, 20.0), (f64::NAN, 0.0), (1.0, 10.0), (1.0, f64::INFINITY)].into_iter());
    assert_eq!(pyramid.xs(), [1.0, 1.0, 2.0]);
    assert!(pyramid.ys()[1].is_nan());
    assert!(pyramid.push(1.5, 0.0).is_err() && pyramid.push(f64::INFINITY, 0.0).is_err());
    assert_eq!(pyramid.len(), 3);
}
