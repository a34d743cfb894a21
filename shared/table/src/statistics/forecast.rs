//! Forecast: what values of equal distance in time may come next, each with the interval in which it lies at a given
//! confidence. The seasonal naive forecast says that the last season comes again; a forecast that is no better is not worth
//! its words. Intervals are those of a normal distribution of the errors (Hyndman and Athanasopoulos 2021, §5.5).

use super::student::student_quantile;

/// A forecast of more values than this is a wish.
pub(crate) const MAX_HORIZON: usize = 10_000;
/// With so many degrees of freedom Student's t is the normal distribution.
const NORMAL_FREEDOMS: f64 = 1e7;

/// The values to come.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    /// One for each step.
    pub outlooks: Vec<Outlook>,
    /// Root of the mean squared error of the forecasts of one step within the known values.
    pub error: f64,
}

/// One value to come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outlook {
    /// The lower end of the interval.
    pub low: f64,
    /// What is expected.
    pub value: f64,
    /// The upper end.
    pub high: f64,
}

/// Why there is no forecast.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ForecastError {
    /// Two whole seasons are the least from which a season can be told.
    #[error("a forecast needs at least {needed} values, there are {got}")]
    TooFew {
        /// Twice the season.
        needed: usize,
        /// How many values are known.
        got: usize,
    },
    /// A season of no value, or too many values to come.
    #[error("a season has at least one value, a forecast 1 to {MAX_HORIZON} values")]
    Range,
    /// Seasons that multiply need values above zero.
    #[error("seasons that multiply need values above zero; let them add")]
    NotPositive,
}

/// The last season again. Gaps of it are taken from the season before.
///
/// # Errors
/// When there are not two seasons.
pub fn seasonal_naive(
    values: &[f64],
    season: usize,
    horizon: usize,
    confidence: f64,
) -> Result<Forecast, ForecastError> {
    check(values, season, horizon)?;
    let last_known = |place: usize| {
        let mut places = (0..=place).rev().step_by(season);
        places.find_map(|place| values.get(place).copied().filter(|value| value.is_finite())).unwrap_or(f64::NAN)
    };
    let errors = values.iter().enumerate().skip(season).map(|(place, value)| value - last_known(place - season));
    let error = root_mean_square(errors);
    let first = values.len() - season;
    let outlook = |step: usize| {
        let seasons = (step / season + 1) as f64;
        Outlook::around(last_known(first + step % season), error * seasons.sqrt(), confidence)
    };
    Ok(Forecast { outlooks: (0..horizon).map(outlook).collect(), error })
}

impl Outlook {
    /// An interval of normal errors of that standard deviation.
    pub(crate) fn around(value: f64, deviation: f64, confidence: f64) -> Self {
        let half = student_quantile(f64::midpoint(1.0, confidence), NORMAL_FREEDOMS) * deviation;
        Self { low: value - half, value, high: value + half }
    }
}

/// Whether there are two seasons of known values.
pub(crate) fn check(values: &[f64], season: usize, horizon: usize) -> Result<(), ForecastError> {
    if season == 0 || horizon == 0 || horizon > MAX_HORIZON {
        return Err(ForecastError::Range);
    }
    let (needed, got) = (season.saturating_mul(2), values.iter().filter(|value| value.is_finite()).count());
    if got < needed || values.len() < needed { Err(ForecastError::TooFew { needed, got }) } else { Ok(()) }
}

/// Of the errors that are known.
pub(crate) fn root_mean_square(errors: impl Iterator<Item = f64>) -> f64 {
    let (mut sum, mut count) = (0.0, 0.0);
    for error in errors.filter(|error| error.is_finite()) {
        sum += error * error;
        count += 1.0;
    }
    if count == 0.0 { 0.0 } else { f64::sqrt(sum / count) }
}
