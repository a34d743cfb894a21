//! Distribution: density, cumulative probability and quantile of the normal, log-normal and uniform distributions, by
//! the names that Vega gives them.

use super::function::{Function, given, number};
use crate::{
    relation::Value,
    statistics::normal::{cumulative, density, quantile},
};

pub(super) const FUNCTIONS: &[Function] = &[
    Function::values("densityNormal", 1, 3, |values| normal(values, |z, _, stdev| density(z) / stdev)),
    Function::values("cumulativeNormal", 1, 3, |values| normal(values, |z, _, _| cumulative(z))),
    Function::values("quantileNormal", 1, 3, |values| Value::Number(quantile_of(values))),
    Function::values("densityLogNormal", 1, 3, |values| {
        let value = number(values, 0);
        log_normal(values, |z, stdev| if value <= 0.0 { 0.0 } else { density(z) / (stdev * value) })
    }),
    Function::values("cumulativeLogNormal", 1, 3, |values| log_normal(values, |z, _| cumulative(z))),
    Function::values("quantileLogNormal", 1, 3, |values| Value::Number(quantile_of(values).exp())),
    Function::values("densityUniform", 1, 3, |values| {
        uniform(values, |value, low, high| if (low..=high).contains(&value) { 1.0 / (high - low) } else { 0.0 })
    }),
    Function::values("cumulativeUniform", 1, 3, |values| {
        uniform(values, |value, low, high| ((value - low) / (high - low)).clamp(0.0, 1.0))
    }),
    Function::values("quantileUniform", 1, 3, |values| {
        uniform(
            values,
            |share, low, high| if (0.0..=1.0).contains(&share) { low + share * (high - low) } else { f64::NAN },
        )
    }),
];

/// Mean and standard deviation: 0 and 1 where they are not given.
fn parameters(values: &[Value]) -> (f64, f64) {
    (given(values, 1).unwrap_or(0.0), given(values, 2).unwrap_or(1.0))
}

fn normal(values: &[Value], of: fn(z: f64, mean: f64, stdev: f64) -> f64) -> Value {
    let (mean, stdev) = parameters(values);
    Value::Number(of((number(values, 0) - mean) / stdev, mean, stdev))
}

fn log_normal(values: &[Value], of: impl Fn(f64, f64) -> f64) -> Value {
    let (mean, stdev) = parameters(values);
    Value::Number(of((number(values, 0).ln() - mean) / stdev, stdev))
}

fn quantile_of(values: &[Value]) -> f64 {
    let (mean, stdev) = parameters(values);
    mean + stdev * quantile(number(values, 0))
}

/// One argument behind the value is the upper end, two are both ends; none is 0 to 1.
fn uniform(values: &[Value], of: fn(f64, f64, f64) -> f64) -> Value {
    let (low, high) = match (given(values, 1), given(values, 2)) {
        (Some(low), Some(high)) => (low, high),
        (high, _) => (0.0, high.unwrap_or(1.0)),
    };
    Value::Number(of(number(values, 0), low, high))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_undo_cumulative_probabilities() {
        for step in -600..=600 {
            let z = f64::from(step) / 100.0;
            let share = cumulative(z);
            let slack = 1e-13 / density(z).max(1e-9);
            assert!((quantile(share) - z).abs() <= 1e-9 + slack, "{z}: {}", quantile(share));
        }
        for share in [1e-200, 1e-20, 1e-9, 0.001] {
            assert!((cumulative(quantile(share)) / share - 1.0).abs() < 1e-6, "{share}");
        }
        assert_eq!((quantile(0.0), quantile(0.5), quantile(1.0)), (f64::NEG_INFINITY, 0.0, f64::INFINITY));
        assert!(quantile(1.5).is_nan() && quantile(f64::NAN).is_nan());
    }

    #[test]
    fn known_values() {
        assert!((quantile(0.975) - 1.959_963_984_540_054).abs() < 1e-12);
        assert!((cumulative(-1.0) - 0.158_655_253_931_457_05).abs() < 1e-12);
        assert!((cumulative(-10.0) / 7.619_853_024_160_527e-24 - 1.0).abs() < 1e-6);
    }
}
