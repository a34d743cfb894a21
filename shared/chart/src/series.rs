//! Series: the values of one colour in the order of x, and how several are stacked. NaN in y is a gap.

use std::ops::Range;

use document::Color;

use crate::scale::extent;

/// The values of one colour.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Series {
    /// Its name; empty where no field splits the rows.
    pub(crate) label: String,
    pub(crate) color: Color,
    /// Finite, rising.
    pub(crate) xs: Vec<f64>,
    /// Finite or NaN.
    pub(crate) ys: Vec<f64>,
    /// Where each value stands when stacked; empty when all stand on zero.
    bases: Vec<f64>,
}

impl Series {
    pub(crate) fn new(label: String, color: Color) -> Self {
        Self { label, color, xs: Vec::new(), ys: Vec::new(), bases: Vec::new() }
    }

    /// Appends a value; what is not finite is a gap.
    pub(crate) fn push(&mut self, x: f64, y: f64) {
        self.xs.push(x);
        self.ys.push(if y.is_finite() { y } else { f64::NAN });
    }

    /// Puts the values in the order of x; equal ones stay as they came.
    pub(crate) fn sort(&mut self) {
        if self.xs.is_sorted() {
            return;
        }
        let mut rows: Vec<(f64, f64)> = self.xs.iter().copied().zip(self.ys.iter().copied()).collect();
        rows.sort_by(|left, right| left.0.total_cmp(&right.0));
        (self.xs, self.ys) = rows.into_iter().unzip();
    }

    /// Where a value begins.
    pub(crate) fn base(&self, index: usize) -> f64 {
        self.bases.get(index).copied().unwrap_or(0.0)
    }

    /// Where a value ends; NaN for a gap.
    pub(crate) fn top(&self, index: usize) -> f64 {
        self.base(index) + self.ys[index]
    }

    /// The places and values of all that are no gaps.
    pub(crate) fn values(&self) -> impl Iterator<Item = (f64, f64)> + Clone {
        self.xs.iter().copied().zip(self.ys.iter().copied()).filter(|(_, y)| !y.is_nan())
    }

    /// The rows of a window of x; all without one.
    pub(crate) fn window(&self, window: Option<(f64, f64)>) -> Range<usize> {
        let Some((first, last)) = window else { return 0..self.xs.len() };
        let from = self.xs.partition_point(|x| *x < first);
        from..self.xs.partition_point(|x| *x <= last).max(from)
    }

    /// The rows of a window, and one on each side of it: lines go on beyond its edges.
    pub(crate) fn around(&self, window: Option<(f64, f64)>) -> Range<usize> {
        let rows = self.window(window);
        rows.start.saturating_sub(1)..(rows.end + 1).min(self.xs.len())
    }

    /// The smallest and largest end of a value in a window of x.
    pub(crate) fn extent(&self, window: Option<(f64, f64)>) -> Option<(f64, f64)> {
        extent(
            self.window(window)
                .flat_map(|index| [self.top(index), if self.is_stacked() { self.base(index) } else { f64::NAN }]),
        )
    }

    /// The stretches between gaps of these rows.
    pub(crate) fn runs(&self, rows: Range<usize>) -> impl Iterator<Item = Range<usize>> {
        let mut from = rows.start;
        self.ys[rows].split(|y| y.is_nan()).filter_map(move |run| {
            let range = from..from + run.len();
            from = range.end + 1;
            (!range.is_empty()).then_some(range)
        })
    }

    /// Whether its values stand on those of others.
    pub(crate) fn is_stacked(&self) -> bool {
        !self.bases.is_empty()
    }

    /// The same values at the places of `xs`, which rise; of several at one place the last.
    fn aligned(&self, xs: &[f64], missing: Missing) -> Self {
        let mut next = 0;
        let ys = xs.iter().map(|x| {
            while self.xs.get(next).is_some_and(|own| own <= x) {
                next += 1;
            }
            let before = next.checked_sub(1).map(|index| (self.xs[index], self.ys[index]));
            match before {
                Some((own, y)) if own == *x => y,
                _ => missing.value(*x, before, self.xs.get(next).copied().zip(self.ys.get(next).copied())),
            }
        });
        let ys = ys.collect();
        Self { label: self.label.clone(), color: self.color, xs: xs.to_vec(), ys, bases: Vec::new() }
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
        **series = series.aligned(&xs, missing);
        series.bases = vec![0.0; xs.len()];
        for (index, y) in series.ys.iter().enumerate() {
            let end = if *y < 0.0 { &mut below[index] } else { &mut above[index] };
            series.bases[index] = *end;
            *end += if y.is_nan() { 0.0 } else { *y };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(values: &[(f64, f64)]) -> Series {
        let mut series = Series::new(String::new(), Color { rgb: [0; 3] });
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
        assert_eq!(all[1].xs, [1.0, 2.0, 3.0]);
        assert_eq!((0..3).map(|index| all[1].top(index)).collect::<Vec<_>>(), [11.0, 2.0, -3.0]);
        assert_eq!((all[2].top(2), all[2].base(2)), (35.0, 30.0));
        assert!(all[2].top(0).is_nan());
    }

    #[test]
    fn what_is_missing_is_filled_as_its_meaning_says() {
        let sparse = series(&[(1.0, 10.0), (3.0, 30.0), (4.0, f64::NAN), (6.0, 60.0)]);
        let at = |missing| {
            let ys = sparse.aligned(&[0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0], missing).ys;
            ys.iter().map(|y| if y.is_nan() { -1.0 } else { *y }).collect::<Vec<_>>()
        };
        assert_eq!(at(Missing::Gap), [-1.0, 10.0, -1.0, 30.0, -1.0, -1.0, 60.0, -1.0]);
        assert_eq!(at(Missing::Zero), [0.0, 10.0, 0.0, 30.0, -1.0, 0.0, 60.0, 0.0]);
        assert_eq!(at(Missing::Between), [-1.0, 10.0, 20.0, 30.0, -1.0, -1.0, 60.0, -1.0]);
    }

    #[test]
    fn runs_lie_between_gaps() {
        let gap = f64::NAN;
        let series = series(&[(0.0, gap), (1.0, 1.0), (2.0, 2.0), (3.0, gap), (4.0, gap), (5.0, 5.0)]);
        assert_eq!(series.runs(0..6).collect::<Vec<_>>(), [1..3, 5..6]);
    }

    #[test]
    fn rows_out_of_order_are_sorted() {
        let mut series = series(&[(2.0, 20.0), (1.0, 10.0), (1.0, 11.0)]);
        series.sort();
        assert_eq!(series.ys, [10.0, 11.0, 20.0]);
    }
}
