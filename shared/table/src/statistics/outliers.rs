//! Outliers: values beyond two fences. The fences stand at some multiple of the spread of the middle, which a few far values
//! do not move: of the quartiles (Tukey 1977) or of the median deviation (Iglewicz and Hoaglin 1993).

use crate::transform::{ascending, quantile};

/// The median deviation of a normal distribution is this share of its standard deviation.
const MEDIAN_DEVIATION: f64 = 0.674_489_750_196_081_7;
/// The mean deviation of a normal distribution is this share of its standard deviation.
const MEAN_DEVIATION: f64 = 0.797_884_560_802_865_4;

/// What lies outside is far out; NaN where there is no value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fences {
    /// Below it.
    pub low: f64,
    /// Above it.
    pub high: f64,
}

/// So many times the distance of the quartiles beyond them; 1.5 is usual.
#[must_use]
pub fn iqr_fences(values: &[f64], factor: f64) -> Fences {
    let ascending = ascending(values);
    let (lower, upper) = (quantile(&ascending, 0.25), quantile(&ascending, 0.75));
    Fences { low: lower - factor * (upper - lower), high: upper + factor * (upper - lower) }
}

/// So many standard deviations from the median, where these are estimated from the median deviation; 3.5 is usual. Where
/// more than half of the values are equal, the mean deviation takes its place.
#[must_use]
pub fn mad_fences(values: &[f64], threshold: f64) -> Fences {
    let sorted = ascending(values);
    let median = quantile(&sorted, 0.5);
    let deviations: Vec<f64> = sorted.iter().map(|value| (value - median).abs()).collect();
    let of_middle = quantile(&ascending(&deviations), 0.5) / MEDIAN_DEVIATION;
    let of_all = deviations.iter().sum::<f64>() / deviations.len() as f64 / MEAN_DEVIATION;
    let reach = threshold * if of_middle > 0.0 { of_middle } else { of_all };
    Fences { low: median - reach, high: median + reach }
}

/// The rows whose value lies beyond the fences, in order.
#[must_use]
pub fn outliers(values: &[f64], fences: Fences) -> Vec<usize> {
    let is_out = |value: &f64| *value < fences.low || *value > fences.high;
    values.iter().enumerate().filter(|(_, value)| is_out(value)).map(|(row, _)| row).collect()
}
