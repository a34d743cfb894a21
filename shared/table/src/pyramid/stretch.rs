//! Stretches: what a line does in one pixel column between two gaps. A column without a gap is one stretch, answered by
//! a few nodes; one with gaps is walked down to them, so that the drawing breaks where the rows do.
//! Columns are found by stepping as far as the last one was wide, which lands next to the edge where rows are regular.

use std::ops::Range;

use super::{FAN, Pyramid, level::Gaps};

/// Numbers the pixel columns along x.
pub trait Grid {
    /// The column of an x; it never falls where x rises.
    fn column(&self, x: f64) -> i32;
    /// About the x where the column after this one begins. Only speed depends on it.
    fn edge(&self, column: i32) -> f64;
}

/// The values that decide what a line lights in one column between two gaps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stretch {
    /// Which column.
    pub column: i32,
    /// The first value.
    pub first: f64,
    /// The lowest value.
    pub low: f64,
    /// The highest value.
    pub high: f64,
    /// The last value.
    pub last: f64,
    /// Whether a gap lies between the stretch before and this one; of the first it is true.
    pub is_broken: bool,
}

/// Where a walk along the rows is.
struct Walk<'a, F> {
    pyramid: &'a Pyramid,
    column: i32,
    /// The stretch that may go on.
    open: Option<Stretch>,
    is_broken: bool,
    each: F,
}

impl Pyramid {
    /// The stretches of these rows on a grid, in order. A column costs a constant time, and more only for each gap in
    /// it: O(W log n) for W columns over n rows. Rows that do not exist are passed over.
    pub fn stretches(&self, rows: Range<usize>, grid: &impl Grid, each: impl FnMut(Stretch)) {
        let (mut from, end) = (self.dropped + rows.start, self.dropped + rows.end.min(self.len()));
        let mut walk = Walk { pyramid: self, column: 0, open: None, is_broken: true, each };
        let mut width = 1;
        while from < end {
            walk.column = grid.column(self.xs[from]);
            let to = self.column_end(from, end, from + width, grid);
            width = to - from;
            let peaks = self.peaks(from..to);
            if peaks.has_gap {
                walk.rows(from..to);
            } else {
                walk.add(from..to, (peaks.low, peaks.high));
            }
            walk.close();
            from = to;
        }
    }

    /// The first stored row after `from` in another column, looked for around a guess.
    fn column_end(&self, from: usize, end: usize, guess: usize, grid: &impl Grid) -> usize {
        let column = grid.column(self.xs[from]);
        let edge = grid.edge(column);
        let xs = &self.xs[..end];
        let mut at = gallop(xs, from + 1, guess.clamp(from + 1, end), edge);
        while at > from + 1 && grid.column(xs[at - 1]) != column {
            at -= 1;
        }
        while at < end && grid.column(xs[at]) == column {
            at += 1;
        }
        at
    }
}

/// The first index from `least` on where x reaches the edge: by doubling steps away from a guess, then by halving.
fn gallop(xs: &[f64], least: usize, guess: usize, edge: f64) -> usize {
    let is_before = |index: usize| xs[index] < edge;
    let (mut low, mut high) = (guess, guess);
    let mut step = 1;
    if guess > least && !is_before(guess - 1) {
        high = guess - 1;
        low = loop {
            if high.saturating_sub(step) <= least {
                break least;
            }
            if is_before(high - step) {
                break high - step + 1;
            }
            high -= step;
            step *= 2;
        };
    } else {
        high = loop {
            if low + step > xs.len() {
                break xs.len();
            }
            if !is_before(low + step - 1) {
                break low + step - 1;
            }
            low += step;
            step *= 2;
        };
    }
    low + xs[low..high].partition_point(|x| *x < edge)
}

impl<F: FnMut(Stretch)> Walk<'_, F> {
    /// Walks along rows with gaps: whole nodes where they have none, or nothing else.
    fn rows(&mut self, rows: Range<usize>) {
        let mut row = rows.start;
        while row < rows.end {
            let (nodes, height) = self.tallest(row, rows.end);
            match height.map(|height| (height, self.pyramid.levels[height].gaps(row / nodes))) {
                Some((height, Gaps::None)) => {
                    self.add(row..row + nodes, self.pyramid.levels[height].node(row / nodes));
                }
                Some((_, Gaps::All)) => self.gap(),
                Some((_, Gaps::Some)) | None => {
                    let y = self.pyramid.ys[row];
                    if y.is_nan() {
                        self.gap()
                    } else {
                        self.add(row..row + 1, (y, y))
                    }
                    row += 1;
                    continue;
                }
            }
            row += nodes;
        }
    }

    /// The tallest node that begins at a row, ends before another and says all about its gaps: its rows and height.
    fn tallest(&self, row: usize, end: usize) -> (usize, Option<usize>) {
        let (mut rows, mut tallest) = (1, None);
        for (height, level) in self.pyramid.levels.iter().enumerate() {
            let next = rows * FAN;
            let is_whole = row.is_multiple_of(next) && row + next <= end && row / next < level.len();
            if !is_whole || level.gaps(row / next) == Gaps::Some {
                break;
            }
            (rows, tallest) = (next, Some(height));
        }
        (rows, tallest)
    }

    /// Goes on with rows that have no gap.
    fn add(&mut self, rows: Range<usize>, (low, high): (f64, f64)) {
        let (first, last) = (self.pyramid.ys[rows.start], self.pyramid.ys[rows.end - 1]);
        match &mut self.open {
            Some(open) => {
                (open.low, open.high, open.last) = (open.low.min(low), open.high.max(high), last);
            }
            None => {
                let is_broken = std::mem::take(&mut self.is_broken);
                self.open = Some(Stretch { column: self.column, first, low, high, last, is_broken });
            }
        }
    }

    fn gap(&mut self) {
        self.close();
        self.is_broken = true;
    }

    fn close(&mut self) {
        if let Some(open) = self.open.take() {
            (self.each)(open);
        }
    }
}
