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

    /// The smallest and largest end of a value.
    pub(crate) fn extent(&self) -> Option<(f64, f64)> {
        extent(
            (0..self.ys.len())
                .flat_map(|index| [self.top(index), if self.is_stacked() { self.base(index) } else { f64::NAN }]),
        )
    }

    /// The stretches between gaps.
    pub(crate) fn runs(&self) -> impl Iterator<Item = Range<usize>> {
        let mut from = 0;
        self.ys.split(|y| y.is_nan()).filter_map(move |run| {
            let range = from..from + run.len();
            from = range.end + 1;
            (!range.is_empty()).then_some(range)
        })
    }

    fn is_stacked(&self) -> bool {
        !self.bases.is_empty()
    }

    /// The same values at other places: those of `xs`, gaps where there is none, the last where there are several.
    fn aligned(&self, xs: &[f64]) -> Self {
        let mut ys = vec![f64::NAN; xs.len()];
        let mut index = 0;
        for (x, y) in self.values() {
            while xs[index] < x {
                index += 1;
            }
            ys[index] = y;
        }
        Self { label: self.label.clone(), color: self.color, xs: xs.to_vec(), ys, bases: Vec::new() }
    }
}

/// Stacks the series on each other, in order, positive values upward and negative ones downward. Afterwards all have
/// the same xs.
pub(crate) fn stack(series: &mut [Series]) {
    let mut xs: Vec<f64> = series.iter().flat_map(|series| series.values().map(|(x, _)| x)).collect();
    xs.sort_unstable_by(f64::total_cmp);
    xs.dedup();
    let (mut above, mut below) = (vec![0.0; xs.len()], vec![0.0; xs.len()]);
    for series in series {
        *series = series.aligned(&xs);
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
        stack(&mut all);
        assert_eq!(all[1].xs, [1.0, 2.0, 3.0]);
        assert_eq!((0..3).map(|index| all[1].top(index)).collect::<Vec<_>>(), [11.0, 2.0, -3.0]);
        assert_eq!((all[2].top(2), all[2].base(2)), (35.0, 30.0));
        assert!(all[2].top(0).is_nan());
    }

    #[test]
    fn runs_lie_between_gaps() {
        let gap = f64::NAN;
        let series = series(&[(0.0, gap), (1.0, 1.0), (2.0, 2.0), (3.0, gap), (4.0, gap), (5.0, 5.0)]);
        assert_eq!(series.runs().collect::<Vec<_>>(), [1..3, 5..6]);
    }

    #[test]
    fn rows_out_of_order_are_sorted() {
        let mut series = series(&[(2.0, 20.0), (1.0, 10.0), (1.0, 11.0)]);
        series.sort();
        assert_eq!(series.ys, [10.0, 11.0, 20.0]);
    }
}
