//! Stretches: what a line does in one pixel column between two gaps. A column without a gap is one stretch, answered by
//! a few nodes; one with gaps is walked down to them, so that the drawing breaks where the rows do.
//! The edges of columns are found by interpolation, which lands next to them where rows come about regularly.

use std::ops::Range;

use super::{
    FAN, Pyramid,
    level::{Gaps, Peaks},
};

/// So many columns are looked for at a time: enough for the memory to be fetched side by side.
const BLOCK: usize = 32;
/// Below that, rows are looked at one by one.
const LEAST_ROWS_PER_COLUMN: f64 = 4.0;

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
        if from >= end {
            return;
        }
        let mut walk = Walk { pyramid: self, column: grid.column(self.xs[from]), open: None, is_broken: true, each };
        let columns = f64::from(grid.column(self.xs[end - 1])) - f64::from(walk.column) + 1.0;
        if ((end - from) as f64) < columns * LEAST_ROWS_PER_COLUMN {
            walk.few(from..end, grid);
            return;
        }
        let mut rows_per_column = (end - from) as f64 / columns;
        while from < end {
            let ends = self.column_ends(from..end, walk.column, rows_per_column, grid);
            rows_per_column = (ends[BLOCK - 1] - from) as f64 / BLOCK as f64;
            let height = self.height(rows_per_column);
            for to in ends {
                if from < to {
                    let peaks = height.and_then(|height| self.between(from, to, height));
                    walk.column(from..to, peaks.unwrap_or_else(|| self.peaks(from..to)));
                }
                from = to;
                walk.column = walk.column.saturating_add(1);
            }
            if from < end {
                walk.column = grid.column(self.xs[from]);
            }
        }
    }

    /// The ends of a block of columns. Each is looked for where it would be if rows came as often as in the block
    /// before: none waits for another, so that their memory is fetched at the same time.
    fn column_ends(&self, rows: Range<usize>, column: i32, rows_per_column: f64, grid: &impl Grid) -> [usize; BLOCK] {
        let xs = &self.xs[..rows.end];
        let (first, second) = (grid.edge(column), grid.edge(column.saturating_add(1)));
        let rows_per_x = rows_per_column / (second - first);
        std::array::from_fn(|index| {
            let column = column.saturating_add(index as i32);
            let edge = grid.edge(column);
            let guess = (rows.start + (rows_per_column * (index + 1) as f64) as usize).min(rows.end - 1);
            let away = ((edge - xs[guess]) * rows_per_x) as isize;
            let guess = guess.saturating_add_signed(away).clamp(rows.start, rows.end - 1);
            let mut at = gallop(xs, rows.start, guess + 1, edge);
            while at > rows.start && grid.column(xs[at - 1]) > column {
                at -= 1;
            }
            while at < rows.end && grid.column(xs[at]) <= column {
                at += 1;
            }
            at
        })
    }
}

/// The first index from `least` on where x reaches the edge: by doubling steps away from a guess, then by halving.
fn gallop(xs: &[f64], least: usize, guess: usize, edge: f64) -> usize {
    let is_before = |index: usize| xs[index] < edge;
    let mut step = 1;
    if guess > least && !is_before(guess - 1) {
        let mut high = guess - 1;
        while high.saturating_sub(step) > least && !is_before(high - step) {
            high -= step;
            step *= 2;
        }
        let low = high.saturating_sub(step).max(least);
        return low + xs[low..high].partition_point(|x| *x < edge);
    }
    let mut low = guess;
    while low + step <= xs.len() && is_before(low + step - 1) {
        low += step;
        step *= 2;
    }
    let high = (low + step - 1).min(xs.len());
    low + xs[low..high].partition_point(|x| *x < edge)
}

impl<F: FnMut(Stretch)> Walk<'_, F> {
    /// Walks along rows that are hardly more than columns, one by one.
    fn few(&mut self, rows: Range<usize>, grid: &impl Grid) {
        for row in rows {
            let (x, y) = (self.pyramid.xs[row], self.pyramid.ys[row]);
            let column = grid.column(x);
            if column != self.column {
                self.close();
                self.column = column;
            }
            if y.is_nan() { self.gap() } else { self.add(row..row + 1, (y, y)) }
        }
        self.close();
    }

    /// Walks along all rows of a column.
    fn column(&mut self, rows: Range<usize>, peaks: Peaks) {
        if peaks.has_gap {
            self.rows(rows);
        } else {
            self.add(rows, (peaks.low(), peaks.high()));
        }
        self.close();
    }

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
                        self.gap();
                    } else {
                        self.add(row..row + 1, (y, y));
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
