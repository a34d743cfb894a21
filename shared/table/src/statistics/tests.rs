//! Figures that R and numpy give for the same numbers.

use super::*;
use crate::relation::Values;

fn near(got: f64, expected: f64) {
    assert!((got - expected).abs() <= 1e-6 * expected.abs().max(1.0), "{got}, not {expected}");
}

#[test]
fn quantiles_of_student_are_those_of_tables() {
    // R: qt(c(0.975, 0.95, 0.995, 0.9), c(10, 1, 5, 30))
    near(student_quantile(0.975, 10.0), 2.228_138_852);
    near(student_quantile(0.95, 1.0), 6.313_751_515);
    near(student_quantile(0.995, 5.0), 4.032_142_984);
    near(student_quantile(0.1, 30.0), -1.310_415_025);
    assert!(student_quantile(1.0, 3.0).is_nan() && student_quantile(0.5, 0.0).is_nan());
}

#[test]
fn summaries_pass_over_gaps() {
    let summary = Summary::of(&Values::Number(vec![2.0, f64::NAN, 4.0, 9.0, 2.0]));
    assert_eq!((summary.count, summary.gaps, summary.distinct), (4, 1, 3));
    // R: x <- c(2, 4, 9, 2); sd(x); quantile(x)
    near(summary.stdev, 3.304_037_934);
    assert_eq!([summary.min, summary.q1, summary.median, summary.q3, summary.max], [2.0, 2.0, 3.0, 5.25, 9.0]);
    assert_eq!(Summary::of(&Values::Text(vec![None, None])).count, 0);
}

#[test]
fn what_is_far_out_is_found() {
    let values = [10.0, 11.0, 12.0, 11.0, 10.0, 12.0, 60.0, f64::NAN];
    assert_eq!(outliers(&values, iqr_fences(&values, 1.5)), [6]);
    assert_eq!(outliers(&values, mad_fences(&values, 3.5)), [6]);
    assert_eq!(outliers(&[], mad_fences(&[], 3.5)), [] as [usize; 0]);
}

#[test]
fn trends_have_the_bands_of_r() {
    // R: x <- 1:5; y <- c(2, 4, 5, 4, 5); predict(lm(y ~ x), data.frame(x = 6), interval = "confidence")
    let points = [[1.0, 2.0], [2.0, 4.0], [3.0, 5.0], [4.0, 4.0], [5.0, 5.0]];
    let trend = Trend::of(points.into_iter()).unwrap();
    near(trend.slope, 0.6);
    near(trend.intercept, 2.2);
    near(trend.r_squared, 0.6);
    near(trend.at(6.0), 5.8);
    // The half width is t(0.975, 3) * sqrt(0.8) * sqrt(1 / 5 + 9 / 10).
    let half = 3.182_446_305 * 0.8f64.sqrt() * 1.1f64.sqrt();
    near(trend.band(6.0, 0.95)[0], 5.8 - half);
    near(trend.band(6.0, 0.95)[1], 5.8 + half);
    assert_eq!(Trend::of([[1.0, 1.0]; 9].into_iter()), None);
}

#[test]
fn correlations_are_those_of_ranks_and_values() {
    let (a, b) = ([1.0, 2.0, 3.0, 4.0, f64::NAN], [1.0, 4.0, 9.0, 16.0, 3.0]);
    near(spearman(&a, &b), 1.0);
    // numpy.corrcoef([1, 2, 3, 4], [1, 4, 9, 16])
    near(pearson(&a, &b), 0.984_374_038);
    assert!(pearson(&[1.0, 1.0], &[1.0, 2.0]).is_nan());
    near(correlations(&[&a, &b], Correlation::Pearson)[1][0], 0.984_374_038);
}

#[test]
fn seasons_come_again() {
    let season = [3.0, -1.0, -4.0, 2.0];
    let values: Vec<f64> = (0..40).map(|step| 20.0 + 0.5 * f64::from(step) + season[step as usize % 4]).collect();
    let forecast = HoltWinters::fit(&values, 4, Seasons::Additive).unwrap().forecast(8, 0.95).unwrap();
    for (step, outlook) in (40..).zip(&forecast.outlooks) {
        let expected = 20.0 + 0.5 * f64::from(step) + season[step as usize % 4];
        assert!((outlook.value - expected).abs() < 0.2, "{step}: {outlook:?}, not {expected}");
        assert!(outlook.low <= outlook.value && outlook.value <= outlook.high);
    }
    let naive = seasonal_naive(&values, 4, 5, 0.95).unwrap();
    assert_eq!(naive.outlooks[0].value, values[36]);
    assert_eq!(naive.outlooks[4].value, values[36]);
    near(naive.error, 2.0);
    let shares: Vec<f64> = (0..40).map(|step| (20.0 + f64::from(step)) * [1.2, 0.8][step as usize % 2]).collect();
    let forecast = HoltWinters::fit(&shares, 2, Seasons::Multiplicative).unwrap().forecast(2, 0.8).unwrap();
    assert!((forecast.outlooks[0].value - 72.0).abs() < 1.5, "{forecast:?}");
    assert_eq!(seasonal_naive(&values, 0, 1, 0.9), Err(ForecastError::Range));
    assert!(HoltWinters::fit(&values[..7], 4, Seasons::Additive).is_err());
    assert_eq!(HoltWinters::fit(&[-1.0; 9], 2, Seasons::Multiplicative), Err(ForecastError::NotPositive));
}
