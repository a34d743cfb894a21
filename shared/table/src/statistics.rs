//! Statistics: what a report says of a column: a summary, what is far out, where it tends, what may come next, and what goes
//! with what. Numbers in, figures out: gaps are NaN and are passed over. It knows no relations, no words and no clock.

mod correlation;
mod forecast;
mod holt_winters;
pub(crate) mod normal;
mod outliers;
mod simplex;
mod student;
mod summary;
mod trend;

pub use correlation::{Correlation, correlations, pearson, spearman};
pub use forecast::{Forecast, ForecastError, Outlook, seasonal_naive};
pub use holt_winters::{HoltWinters, Seasons};
pub use outliers::{Fences, iqr_fences, mad_fences, outliers};
pub use student::{student_cumulative, student_quantile};
pub use summary::Summary;
pub use trend::Trend;

#[cfg(test)]
mod tests;
