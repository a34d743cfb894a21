//! Trend: the line that is nearest to points by least squares, and how sure it is: bands of Student's t around the line
//! (where its mean is) and around the points to come (Draper and Smith 1998, §3.1).

use super::student::student_quantile;

/// A fitted line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trend {
    /// Of the line at x = 0.
    pub intercept: f64,
    /// y for each x.
    pub slope: f64,
    /// The share of the variance of y that the line explains.
    pub r_squared: f64,
    /// Standard deviation of the points from the line.
    pub residual: f64,
    /// How many points.
    pub count: usize,
    x_mean: f64,
    y_mean: f64,
    /// Sum of the squared distances of x from its mean.
    x_squares: f64,
}

impl Trend {
    /// The trend of the points whose numbers are finite; `None` of fewer than three or where all x are the same.
    #[must_use]
    pub fn of(points: impl Iterator<Item = [f64; 2]>) -> Option<Self> {
        let points: Vec<[f64; 2]> = points.filter(|point| point.iter().all(|number| number.is_finite())).collect();
        let count = points.len() as f64;
        let mean = |axis: usize| points.iter().map(|point| point[axis]).sum::<f64>() / count;
        let (x_mean, y_mean) = (mean(0), mean(1));
        let sum = |product: &dyn Fn(f64, f64) -> f64| {
            points.iter().map(|[x, y]| product(x - x_mean, y - y_mean)).sum::<f64>()
        };
        let (x_squares, y_squares, products) = (sum(&|x, _| x * x), sum(&|_, y| y * y), sum(&|x, y| x * y));
        if points.len() < 3 || x_squares <= 0.0 || !x_squares.is_finite() {
            return None;
        }
        let slope = products / x_squares;
        let left = sum(&|x, y| (y - slope * x).powi(2));
        let r_squared = if y_squares > 0.0 { 1.0 - left / y_squares } else { 1.0 };
        let (intercept, residual) = (y_mean - slope * x_mean, (left / (count - 2.0)).sqrt());
        Some(Self { intercept, slope, r_squared, residual, count: points.len(), x_mean, y_mean, x_squares })
    }

    /// y on the line.
    #[must_use]
    pub fn at(&self, x: f64) -> f64 {
        self.y_mean + self.slope * (x - self.x_mean)
    }

    /// Between which y the line lies at x with this confidence (0.95 for 95 %).
    #[must_use]
    pub fn band(&self, x: f64, confidence: f64) -> [f64; 2] {
        self.around(x, confidence, 0.0)
    }

    /// Between which y one more point at x lies with this confidence.
    #[must_use]
    pub fn point_band(&self, x: f64, confidence: f64) -> [f64; 2] {
        self.around(x, confidence, 1.0)
    }

    fn around(&self, x: f64, confidence: f64, of_point: f64) -> [f64; 2] {
        let count = self.count as f64;
        let variance = of_point + 1.0 / count + (x - self.x_mean).powi(2) / self.x_squares;
        let half = student_quantile(f64::midpoint(1.0, confidence), count - 2.0) * self.residual * variance.sqrt();
        [self.at(x) - half, self.at(x) + half]
    }
}
