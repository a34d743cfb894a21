//! Fit: the curve of one of a few kinds that is nearest to points by least squares, as in vega-statistics. Exponential curves
//! weigh points by their value, power curves are fitted between logarithms. Polynomials are fitted around the means.

use crate::transform::{RegressionMethod, moments::Moments};

/// Below this variance all x are the same and a line has no slope, as in Vega.
const MIN_VARIANCE: f64 = 1e-24;

/// A fitted curve.
#[derive(Clone, Debug)]
pub(crate) struct Fit {
    curve: Curve,
    /// Of the curve in plain coordinates, the constant first.
    pub(crate) coefficients: Vec<f64>,
    /// The share of the variance of y that the curve explains.
    pub(crate) r_squared: f64,
}

#[derive(Clone, Debug)]
enum Curve {
    Log(f64, f64),
    Exp(f64, f64, f64),
    Pow(f64, f64),
    /// Coefficients around the means of x and y.
    Poly(Vec<f64>, [f64; 2]),
    Line(f64, f64),
}

/// The points x and y, both numbers.
pub(crate) type Point = [f64; 2];

/// Fits a curve; `order` is that of a polynomial.
pub(crate) fn fit(points: &[Point], method: RegressionMethod, order: usize) -> Fit {
    let (curve, coefficients) = match method {
        RegressionMethod::Linear => line(points),
        RegressionMethod::Log => {
            let [a, b] = least_squares(points.iter().map(|[x, y]| ([x.ln(), *y], 1.0)));
            (Curve::Log(a, b), vec![a, b])
        }
        RegressionMethod::Exp => exponential(points),
        RegressionMethod::Pow => {
            let [a, b] = least_squares(points.iter().map(|[x, y]| ([x.ln(), y.ln()], 1.0)));
            (Curve::Pow(a.exp(), b), vec![a.exp(), b])
        }
        RegressionMethod::Quad => polynomial(points, 2),
        RegressionMethod::Poly if order == 1 => line(points),
        RegressionMethod::Poly => polynomial(points, order),
    };
    let mut fit = Fit { curve, coefficients, r_squared: f64::NAN };
    fit.r_squared = r_squared(points, &fit);
    fit
}

impl Fit {
    /// The y of an x.
    pub(crate) fn predict(&self, x: f64) -> f64 {
        match &self.curve {
            Curve::Line(a, b) => a + b * x,
            Curve::Log(a, b) => a + b * x.ln(),
            Curve::Exp(a, b, mean) => (a + b * (x - mean)).exp(),
            Curve::Pow(a, b) => a * x.powf(*b),
            Curve::Poly(coefficients, [x_mean, y_mean]) => {
                let x = x - x_mean;
                y_mean + coefficients.iter().rev().fold(0.0, |sum, coefficient| sum * x + coefficient)
            }
        }
    }
}

/// Constant and slope of the line nearest to weighted points.
fn least_squares(points: impl Iterator<Item = (Point, f64)>) -> [f64; 2] {
    let (mut weight, mut x_mean, mut y_mean, mut xy_mean, mut xx_mean) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for ([x, y], more) in points {
        weight += more;
        let share = if weight == 0.0 { 0.0 } else { more / weight };
        x_mean += (x - x_mean) * share;
        y_mean += (y - y_mean) * share;
        xy_mean += (x * y - xy_mean) * share;
        xx_mean += (x * x - xx_mean) * share;
    }
    line_of_means([x_mean, y_mean], xy_mean, xx_mean)
}

/// Constant and slope of the line of points with these means of x, y, their product and the square of x.
pub(crate) fn line_of_means([x_mean, y_mean]: Point, xy_mean: f64, xx_mean: f64) -> [f64; 2] {
    let variance = xx_mean - x_mean * x_mean;
    let slope = if variance.abs() < MIN_VARIANCE { 0.0 } else { (xy_mean - x_mean * y_mean) / variance };
    [y_mean - slope * x_mean, slope]
}

/// The mean x and the mean y.
pub(crate) fn means(points: &[Point]) -> [f64; 2] {
    [0, 1].map(|axis: usize| Moments::of(points.iter().map(|point| point[axis])).mean())
}

fn line(points: &[Point]) -> (Curve, Vec<f64>) {
    let [a, b] = least_squares(points.iter().map(|point| (*point, 1.0)));
    (Curve::Line(a, b), vec![a, b])
}

fn exponential(points: &[Point]) -> (Curve, Vec<f64>) {
    let [mean, _] = means(points);
    let [a, b] = least_squares(points.iter().map(|[x, y]| ([x - mean, y.ln()], *y)));
    (Curve::Exp(a, b, mean), vec![(a - b * mean).exp(), b])
}

fn polynomial(points: &[Point], order: usize) -> (Curve, Vec<f64>) {
    let [x_mean, y_mean] = means(points);
    let centred: Vec<Point> = points.iter().map(|[x, y]| [x - x_mean, y - y_mean]).collect();
    let power_sum = |power: usize| centred.iter().map(|[x, _]| x.powi(power as i32)).sum::<f64>();
    let sums: Vec<f64> = (0..=2 * order).map(power_sum).collect();
    let row = |power: usize| {
        let right = centred.iter().map(|[x, y]| x.powi(power as i32) * y).sum::<f64>();
        sums[power..=power + order].iter().copied().chain([right]).collect()
    };
    let coefficients = eliminate((0..=order).map(row).collect());
    let plain = uncentred(&coefficients, [x_mean, y_mean]);
    (Curve::Poly(coefficients, [x_mean, y_mean]), plain)
}

/// Solves linear equations, each with its right side behind its left, by Gaussian elimination with pivots.
fn eliminate(mut rows: Vec<Vec<f64>>) -> Vec<f64> {
    let count = rows.len();
    for pivot in 0..count {
        let best = (pivot..count).max_by(|a, b| rows[*a][pivot].abs().total_cmp(&rows[*b][pivot].abs()));
        rows.swap(pivot, best.unwrap_or(pivot));
        let (above, below) = rows.split_at_mut(pivot + 1);
        for row in below {
            let factor = row[pivot] / above[pivot][pivot];
            row.iter_mut().zip(&above[pivot]).for_each(|(value, over)| *value -= factor * over);
        }
    }
    let mut solution = vec![0.0; count];
    for index in (0..count).rev() {
        let known: f64 = (index + 1..count).map(|other| rows[index][other] * solution[other]).sum();
        solution[index] = (rows[index][count] - known) / rows[index][index];
    }
    solution
}

/// Coefficients around the means, in plain coordinates: each power of (x - mean) written out.
fn uncentred(coefficients: &[f64], [x_mean, y_mean]: [f64; 2]) -> Vec<f64> {
    let mut plain = vec![0.0; coefficients.len()];
    for (power, coefficient) in coefficients.iter().enumerate() {
        let mut binomial = 1.0;
        for lower in 0..=power {
            plain[power - lower] += coefficient * binomial * (-x_mean).powi(lower as i32);
            binomial *= (power - lower) as f64 / (lower + 1) as f64;
        }
    }
    plain[0] += y_mean;
    plain
}

fn r_squared(points: &[Point], fit: &Fit) -> f64 {
    let [_, mean] = means(points);
    let squares = |distance: &dyn Fn(&Point) -> f64| points.iter().map(|point| distance(point).powi(2)).sum::<f64>();
    1.0 - squares(&|[x, y]| y - fit.predict(*x)) / squares(&|[_, y]| y - mean)
}
