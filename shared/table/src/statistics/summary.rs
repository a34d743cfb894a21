//! Summary: the figures that describe a column at a glance.

use std::collections::HashSet;

use crate::{
    relation::Values,
    transform::{Identity, Moments, ascending, is_missing, numbers_of, quantile},
};

/// What is to be said of a column. Figures of numbers are NaN where there is none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Summary {
    /// How many values there are.
    pub count: usize,
    /// How many are missing.
    pub gaps: usize,
    /// How many different values there are, gaps left out.
    pub distinct: usize,
    /// Of the numbers.
    pub mean: f64,
    /// Standard deviation of a sample.
    pub stdev: f64,
    /// The least.
    pub min: f64,
    /// The lower quartile.
    pub q1: f64,
    /// The middle.
    pub median: f64,
    /// The upper quartile.
    pub q3: f64,
    /// The greatest.
    pub max: f64,
}

impl Summary {
    /// The summary of a column of any type; times count as milliseconds.
    #[must_use]
    pub fn of(values: &Values) -> Self {
        let gaps = (0..values.len()).filter(|row| is_missing(values, *row)).count();
        let present = (0..values.len()).filter(|row| !is_missing(values, *row));
        let distinct: HashSet<Identity> = present.map(|row| values.get(row).into()).collect();
        let numbers = ascending(&numbers_of(values));
        let moments = Moments::of(numbers.iter().copied());
        let at = |probability| quantile(&numbers, probability);
        Self {
            count: values.len() - gaps,
            gaps,
            distinct: distinct.len(),
            mean: moments.mean(),
            stdev: moments.variance().sqrt(),
            min: at(0.0),
            q1: at(0.25),
            median: at(0.5),
            q3: at(0.75),
            max: at(1.0),
        }
    }
}
