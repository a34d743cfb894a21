//! Series: the values of one colour along x, and how several are stacked. NaN in y is a gap. Each lies in a pyramid, so
//! that drawing any part of it costs its pixels; stacked ones have others for their ends.

use std::ops::Range;

use document::Color;
use table::Pyramid;

/// The values of one colour.
#[derive(Clone, Debug)]
pub(crate) struct Series {
    /// Its name; empty where no field splits the rows.
    pub(crate) label: String,
    /// Its place among all that its field knows: that of its colour and of its pattern.
    pub(crate) place: usize,
    pub(crate) color: Color,
    /// The values in the order of x.
    pub(crate) rows: Pyramid,
    /// Rows that came after one of greater x, until they are sorted in.
    late: Vec<(f64, f64)>,
    /// Where the values begin and end when stacked; without, all begin at zero. Gaps are gaps of both.
    stacked: Option<Ends>,
}

/// The ends of stacked values.
#[derive(Clone, Debug)]
struct Ends {
    bases: Pyramid,
    tops: Pyramid,
}

impl Series {
    pub(crate) fn new(label: String, place: usize, color: Color) -> Self {
        Self { label, place, color, rows: Pyramid::default(), late: Vec::new(), stacked: None }
    }

    /// Appends a value; what is not finite is a gap. One that is out of order waits for [`Series::sort`].
    pub(crate) fn push(&mut self, x: f64, y: f64) {
        if self.rows.push(x, y).is_err() {
            self.late.push((x, y));
        }
    }

    /// Whether all came in the order of x.
    pub(crate) fn is_in_order(&self) -> bool {
        self.late.is_empty()
    }

    /// Puts the values in the order of x; equal ones stay as they came.
    pub(crate) fn sort(&mut self) {
        if !self.late.is_empty() {
            let rows = self.xs().iter().copied().zip(self.ys().iter().copied());
            self.rows = Pyramid::sorted(rows.chain(self.late.iter().copied()));
            self.late = Vec::new();
        }
    }

    /// Finite, rising.
    pub(crate) fn xs(&self) -> &[f64] {
        self.rows.xs()
    }

    /// Finite or NaN.
    pub(crate) fn ys(&self) -> &[f64] {
        self.rows.ys()
    }

    /// Where a value begins.
    pub(crate) fn base(&self, index: usize) -> f64 {
        self.bases().and_then(|bases| bases.ys().get(index).copied()).unwrap_or(0.0)
    }

    /// Where a value ends; NaN for a gap.
    pub(crate) fn top(&self, index: usize) -> f64 {
        self.tops().ys()[index]
    }

    /// Where the values begin, if not at zero.
    pub(crate) fn bases(&self) -> Option<&Pyramid> {
        self.stacked.as_ref().map(|ends| &ends.bases)
    }

    /// Where the values end.
    pub(crate) fn tops(&self) -> &Pyramid {
        self.stacked.as_ref().map_or(&self.rows, |ends| &ends.tops)
    }

    /// The places and values of all that are no gaps.
    pub(crate) fn values(&self) -> impl DoubleEndedIterator<Item = (f64, f64)> + Clone {
        self.xs().iter().copied().zip(self.ys().iter().copied()).filter(|(_, y)| !y.is_nan())
    }

    /// The rows of a window of x; all without one.
    pub(crate) fn window(&self, window: Option<(f64, f64)>) -> Range<usize> {
        window.map_or(0..self.rows.len(), |(first, last)| self.rows.window(first, last))
    }

    /// The rows of a window, and one on each side of it: lines go on beyond its edges.
    pub(crate) fn around(&self, window: Option<(f64, f64)>) -> Range<usize> {
        let rows = self.window(window);
        rows.start.saturating_sub(1)..(rows.end + 1).min(self.rows.len())
    }

    /// The smallest and largest end of a value in a window of x.
    pub(crate) fn extent(&self, window: Option<(f64, f64)>) -> Option<(f64, f64)> {
        let rows = self.window(window);
        let (low, high) = self.tops().extent(rows.clone())?;
        let (base_low, base_high) = self.bases().and_then(|bases| bases.extent(rows)).unwrap_or((low, high));
        Some((low.min(base_low), high.max(base_high)))
    }

    /// Whether its values stand on those of others.
    pub(crate) fn is_stacked(&self) -> bool {
        self.stacked.is_some()
    }

    /// The values at the places of `xs`, which rise; of several at one place the last.
    fn aligned(&self, xs: &[f64], missing: Missing) -> Vec<f64> {
        let (own_xs, own_ys) = (self.xs(), self.ys());
        let mut next = 0;
        let value = |x: &f64| {
            while own_xs.get(next).is_some_and(|own| own <= x) {
                next += 1;
            }
            let before = next.checked_sub(1).map(|index| (own_xs[index], own_ys[index]));
            match before {
                Some((own, y)) if own == *x => y,
                _ => missing.value(*x, before, own_xs.get(next).copied().zip(own_ys.get(next).copied())),
            }
        };
        xs.iter().map(value).collect()
    }
}

/// What a series is worth at an x where only others have a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Missing {
    /// Nothing is known.
    Gap,
    /// Nothing was there: a sum or a count of no rows.
    Zero,
    /// It goes on: a reading between two others.
    Between,
}

impl Missing {
    fn value(self, x: f64, before: Option<(f64, f64)>, after: Option<(f64, f64)>) -> f64 {
        match (self, before, after) {
            (Self::Zero, ..) => 0.0,
            (Self::Between, Some((x0, y0)), Some((x1, y1))) => y0 + (y1 - y0) * ((x - x0) / (x1 - x0)),
            (Self::Between | Self::Gap, ..) => f64::NAN,
        }
    }
}

/// Stacks the series on each other, in order, positive values upward and negative ones downward. Afterwards all have
/// the same xs.
pub(crate) fn stack(series: &mut [&mut Series], missing: Missing) {
    let mut xs: Vec<f64> = series.iter().flat_map(|series| series.values().map(|(x, _)| x)).collect();
    xs.sort_unstable_by(f64::total_cmp);
    xs.dedup();
    let (mut above, mut below) = (vec![0.0; xs.len()], vec![0.0; xs.len()]);
    for series in series {
        let ys = series.aligned(&xs, missing);
        let mut ends = Ends { bases: Pyramid::default(), tops: Pyramid::default() };
        let mut rows = Pyramid::default();
        for (index, (x, y)) in xs.iter().zip(&ys).enumerate() {
            let end = if *y < 0.0 { &mut below[index] } else { &mut above[index] };
            let base = if y.is_nan() { f64::NAN } else { *end };
            *end += if y.is_nan() { 0.0 } else { *y };
            // The xs rise, so every row is in order.
            let _in_order = (rows.push(*x, *y), ends.bases.push(*x, base), ends.tops.push(*x, base + y));
        }
        (series.rows, series.stacked) = (rows, Some(ends));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(values: &[(f64, f64)]) -> Series {
        let mut series = Series::new(String::new(), 0, Color { rgb: [0; 3] });
        values.iter().for_each(|(x, y)| series.push(*x, *y));
        series
    }

    #[test]
    fn stacks_stand_on_each_other_and_gaps_carry_nothing() {
        let mut all = [
            series(&[(1.0, 10.0), (2.0, f64::NAN), (3.0, 30.0)]),
            series(&[(1.0, 1.0), (2.0, 2.0), (3.0, -3.0)]),
            series(&[(3.0, 5.0)]),
        ];
        stack(&mut all.iter_mut().collect::<Vec<_>>(), Missing::Gap);
        assert_eq!(all[1].xs(), [1.0, 2.0, 3.0]);
        assert_eq!((0..3).map(|index| all[1].top(index)).collect::<Vec<_>>(), [11.0, 2.0, -3.0]);
        assert_eq!((all[2].top(2), all[2].base(2)), (35.0, 30.0));
        assert!(all[2].top(0).is_nan());
    }

    #[test]
    fn what_is_missing_is_filled_as_its_meaning_says() {
        let sparse = series(&[(1.0, 10.0), (3.0, 30.0), (4.0, f64::NAN), (6.0, 60.0)]);
        let at = |missing| {
            let ys = sparse.aligned(&[0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0], missing);
            ys.iter().map(|y| if y.is_nan() { -1.0 } else { *y }).collect::<Vec<_>>()
        };
        assert_eq!(at(Missing::Gap), [-1.0, 10.0, -1.0, 30.0, -1.0, -1.0, 60.0, -1.0]);
        assert_eq!(at(Missing::Zero), [0.0, 10.0, 0.0, 30.0, -1.0, 0.0, 60.0, 0.0]);
        assert_eq!(at(Missing::Between), [-1.0, 10.0, 20.0, 30.0, -1.0, -1.0, 60.0, -1.0]);
    }

    #[test]
    fn rows_out_of_order_are_sorted() {
        let mut series = series(&[(2.0, 20.0), (1.0, 10.0), (1.0, 11.0)]);
        series.sort();
        assert_eq!(series.ys(), [10.0, 11.0, 20.0]);
    }
}
