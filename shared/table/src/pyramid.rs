//! The pyramid: values along x with the extremes of every 16, 256, 4,096 … rows, so that a drawing of any window costs
//! its pixels and not its rows. Per pixel column the first, lowest, highest and last row decide what a line lights
//! (M4: Jugel, Jerzak, Hackenbroich, Markl, VLDB 2014); first and last are rows of the column itself, lowest and
//! highest come from the nodes.
//!
//! Contract: x is finite and never falls; a y that is not finite is a gap. Rows are appended at the end and evicted
//! from the front, both at a constant cost per row on average and without allocating once the sizes have been seen.
//! Rows that come out of order have to be sorted by the caller, who builds anew: [`Pyramid::push`] says so.
//! It knows nothing of pixels beyond a [`Grid`] that numbers columns.

mod edge;
mod level;
mod stretch;

use std::ops::Range;

use self::level::{Level, Peaks};
pub use self::stretch::{Grid, Stretch};

/// So many rows make a node, and so many nodes a node of the next level. Measured: 8 needs twice the memory, 32 a
/// quarter more time at the ragged ends of a pixel column.
const FAN: usize = 16;
/// Fewer evicted rows than that stay in memory until more have gone.
const LEAST_DROPPED_ROWS: usize = 1_024;

/// Values along x, ready to be drawn at any zoom. Rows are counted from the first that is kept.
#[derive(Clone, Debug, Default)]
pub struct Pyramid {
    xs: Vec<f64>,
    /// NaN is a gap.
    ys: Vec<f64>,
    /// Only whole nodes: the last few rows are looked at themselves.
    levels: Vec<Level>,
    /// How many of the stored rows are gaps.
    gaps: usize,
    /// So many rows at the front are evicted but not yet moved out.
    dropped: usize,
    /// The number of the first kept row since the beginning.
    first_row: u64,
}

/// Why a row cannot be appended: its x is before the last, or no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the x of a row is before that of the last row, or no number")]
pub struct OutOfOrder;

impl Pyramid {
    /// The pyramid of rows in any order; those whose x is not finite are left out. Rows of equal x stay as they came.
    #[must_use]
    pub fn sorted(rows: impl Iterator<Item = (f64, f64)>) -> Self {
        let mut rows: Vec<(f64, f64)> = rows.filter(|(x, _)| x.is_finite()).collect();
        if !rows.is_sorted_by(|before, after| before.0 <= after.0) {
            rows.sort_by(|before, after| before.0.total_cmp(&after.0));
        }
        let mut pyramid = Self::default();
        for (x, y) in rows {
            let _in_order = pyramid.push(x, y);
        }
        pyramid
    }

    /// How many rows are kept.
    #[must_use]
    pub fn len(&self) -> usize {
        self.xs.len() - self.dropped
    }

    /// Whether no row is kept.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The number of the first kept row, counted from the first that was ever appended.
    #[must_use]
    pub fn first_row(&self) -> u64 {
        self.first_row
    }

    /// The kept xs, rising.
    #[must_use]
    pub fn xs(&self) -> &[f64] {
        &self.xs[self.dropped..]
    }

    /// The kept ys; NaN is a gap.
    #[must_use]
    pub fn ys(&self) -> &[f64] {
        &self.ys[self.dropped..]
    }

    /// Appends a row.
    ///
    /// # Errors
    /// When it is not in order; then nothing has changed.
    pub fn push(&mut self, x: f64, y: f64) -> Result<(), OutOfOrder> {
        let is_after = x.is_finite() && self.xs().last().is_none_or(|last| *last <= x);
        if !is_after {
            return Err(OutOfOrder);
        }
        self.xs.push(x);
        self.ys.push(if y.is_finite() { y } else { f64::NAN });
        self.gaps += usize::from(!y.is_finite());
        if self.ys.len().is_multiple_of(FAN) {
            self.raise(self.ys.len());
        }
        Ok(())
    }

    /// Evicts so many rows from the front, or all where there are fewer.
    pub fn evict(&mut self, rows: usize) {
        let rows = rows.min(self.len());
        self.dropped += rows;
        self.first_row += rows as u64;
        if self.dropped >= LEAST_DROPPED_ROWS.max(self.len()) {
            self.move_out();
        }
    }

    /// Forgets all rows but not its memory; the next row has the number 0 again.
    pub fn clear(&mut self) {
        self.xs.clear();
        self.ys.clear();
        self.levels.iter_mut().for_each(Level::clear);
        (self.dropped, self.first_row, self.gaps) = (0, 0, 0);
    }

    /// The rows of which x lies from `first` to `last`, both included.
    #[must_use]
    pub fn window(&self, first: f64, last: f64) -> Range<usize> {
        let xs = self.xs();
        let from = xs.partition_point(|x| *x < first);
        from..from + xs[from..].partition_point(|x| *x <= last)
    }

    /// The lowest and the highest y of these rows; `None` where all are gaps. Rows that do not exist are passed over.
    #[must_use]
    pub fn extent(&self, rows: Range<usize>) -> Option<(f64, f64)> {
        let end = rows.end.min(self.len());
        let peaks = self.peaks(rows.start.min(end) + self.dropped..end + self.dropped);
        (peaks.low() <= peaks.high()).then_some((peaks.low(), peaks.high()))
    }

    /// Memory, about.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let rows = (self.xs.capacity() + self.ys.capacity()) * size_of::<f64>();
        rows + self.levels.iter().map(Level::bytes).sum::<usize>()
    }

    /// The extremes of stored rows. Of a ragged end, more of its node may be asked for gaps than is in it.
    fn peaks(&self, rows: Range<usize>) -> Peaks {
        let mut peaks = Peaks::NONE;
        let (mut from, mut to) = (rows.start.div_ceil(FAN), rows.end / FAN);
        if from >= to {
            peaks.add_rows(&self.ys[rows]);
            return peaks;
        }
        let [leaves, ..] = self.levels.as_slice() else { return peaks };
        peaks.add_values(&self.ys[rows.start..from * FAN]);
        peaks.has_gap |= from * FAN > rows.start && leaves.has_gap(from - 1);
        peaks.add_rows(&self.ys[to * FAN..rows.end]);
        for level in &self.levels {
            let (next_from, next_to) = (from.div_ceil(FAN), to / FAN);
            if next_from > next_to || from == to {
                level.add_within(&mut peaks, from..to);
                break;
            }
            if from < next_from * FAN {
                level.add_from(&mut peaks, from);
            }
            if to > next_to * FAN {
                level.add_upto(&mut peaks, to);
            }
            (from, to) = (next_from, next_to);
        }
        peaks
    }

    /// Makes the nodes that the rows up to `end` complete, which is a multiple of the fan.
    fn raise(&mut self, end: usize) {
        let mut peaks = Peaks::NONE;
        peaks.add_rows(&self.ys[end - FAN..end]);
        for depth in 0.. {
            if depth == self.levels.len() {
                self.levels.push(Level::default());
            }
            let level = &mut self.levels[depth];
            level.push(peaks);
            if !level.len().is_multiple_of(FAN) {
                break;
            }
            peaks = level.last_group();
        }
    }

    /// Moves the evicted rows out. Those that stay are fewer, so each evicted row pays for less than one.
    fn move_out(&mut self) {
        self.xs.drain(..self.dropped);
        self.gaps -= self.ys.drain(..self.dropped).filter(|y| y.is_nan()).count();
        self.dropped = 0;
        self.levels.iter_mut().for_each(Level::clear);
        let rows = self.ys.len();
        for end in (FAN..=rows).step_by(FAN) {
            self.raise(end);
        }
    }
}
