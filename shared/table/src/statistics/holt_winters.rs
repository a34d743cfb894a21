//! Holt-Winters: a level, a trend and a season that follow the values, each as quickly as fits them best (Holt 1957, Winters
//! 1960). The three smoothing parameters are those of the least squared error of one step. It starts from the first two
//! seasons; a gap is passed over: level and trend go on. Intervals are those of R's `predict.HoltWinters`.

use super::{
    forecast::{Forecast, ForecastError, Outlook, check, root_mean_square},
    simplex::least,
};

/// Older values move neither the state nor the parameters to be seen.
const MAX_VALUES: usize = 20_000;

/// How the season goes with the level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seasons {
    /// The swing is the same at any level.
    Additive,
    /// The swing is a share of the level.
    Multiplicative,
}

/// The state behind the last known value.
#[derive(Clone, Debug, PartialEq)]
pub struct HoltWinters {
    /// How quickly level, trend and season follow: 0 never, 1 at once.
    pub smoothing: [f64; 3],
    seasons: Seasons,
    level: f64,
    trend: f64,
    /// The season's part of each place in it, the next one first.
    season: Vec<f64>,
    error: f64,
}

impl HoltWinters {
    /// Follows the values, with the parameters that fit them best.
    ///
    /// # Errors
    /// When there are not two seasons, or values not above zero where seasons multiply.
    pub fn fit(values: &[f64], season: usize, seasons: Seasons) -> Result<Self, ForecastError> {
        let values = &values[values.len().saturating_sub(MAX_VALUES.max(season.saturating_mul(4)))..];
        check(values, season, 1)?;
        if seasons == Seasons::Multiplicative && values.iter().any(|value| *value <= 0.0) {
            return Err(ForecastError::NotPositive);
        }
        let start = Self::start(values, season, seasons);
        let best = least(|smoothing| start.clone().with(smoothing).follow(&values[season..]).error);
        Ok(start.with(best).follow(&values[season..]))
    }

    /// The values to come.
    ///
    /// # Errors
    /// When there are none or too many.
    pub fn forecast(&self, horizon: usize, confidence: f64) -> Result<Forecast, ForecastError> {
        if horizon == 0 || horizon > super::forecast::MAX_HORIZON {
            return Err(ForecastError::Range);
        }
        let mut variance = 0.0;
        let outlook = |step: usize| {
            variance = if self.seasons == Seasons::Additive {
                variance + self.share_of_error(step).powi(2)
            } else {
                (0..=step).map(|back| (self.share_of_error(back) * self.swing(step, back)).powi(2)).sum::<f64>()
            };
            let season = self.season[step % self.season.len()];
            let value = self.join(self.level + (step + 1) as f64 * self.trend, season);
            Outlook::around(value, self.error * variance.sqrt(), confidence)
        };
        Ok(Forecast { outlooks: (0..horizon).map(outlook).collect(), error: self.error })
    }

    /// The mean of the first season, the mean change from it to the second, and how far the first is from its mean.
    fn start(values: &[f64], season: usize, seasons: Seasons) -> Self {
        let (first, second) = (&values[..season], &values[season..2 * season]);
        let level = mean(first.iter().copied());
        let trend = mean(first.iter().zip(second).map(|(first, second)| (second - first) / season as f64));
        let level = if level.is_nan() { mean(values.iter().copied()) } else { level };
        let mut start = Self {
            smoothing: [0.5; 3],
            seasons,
            level,
            trend: if trend.is_nan() { 0.0 } else { trend },
            season: Vec::new(),
            error: 0.0,
        };
        let parts = first.iter().zip(second).map(|(first, second)| {
            let known = if first.is_finite() { *first } else { *second };
            if known.is_finite() { start.part(known, level) } else { start.part(level, level) }
        });
        start.season = parts.collect();
        start
    }

    fn with(mut self, smoothing: [f64; 3]) -> Self {
        self.smoothing = smoothing;
        self
    }

    fn follow(mut self, values: &[f64]) -> Self {
        let [of_level, of_trend, of_season] = self.smoothing;
        let length = self.season.len();
        let mut errors = Vec::with_capacity(values.len());
        for (place, value) in values.iter().enumerate() {
            let season = self.season[place % length];
            let expected = self.level + self.trend;
            errors.push(value - self.join(expected, season));
            if !value.is_finite() {
                self.level = expected;
                continue;
            }
            let level = of_level * self.without(*value, season) + (1.0 - of_level) * expected;
            self.trend = of_trend * (level - self.level) + (1.0 - of_trend) * self.trend;
            self.season[place % length] = of_season * self.part(*value, level) + (1.0 - of_season) * season;
            self.level = level;
        }
        self.season.rotate_left(values.len() % length);
        self.error = root_mean_square(errors.into_iter());
        self
    }

    fn join(&self, level: f64, season: f64) -> f64 {
        if self.seasons == Seasons::Additive { level + season } else { level * season }
    }

    /// The level of a value in that place of the season.
    fn without(&self, value: f64, season: f64) -> f64 {
        if self.seasons == Seasons::Additive { value - season } else { value / season }
    }

    /// The season's part of a value at that level.
    fn part(&self, value: f64, level: f64) -> f64 {
        self.without(value, level)
    }

    /// Which share of an error is still in the forecast so many steps later.
    fn share_of_error(&self, steps: usize) -> f64 {
        let [of_level, of_trend, of_season] = self.smoothing;
        if steps == 0 {
            return 1.0;
        }
        let again = if steps.is_multiple_of(self.season.len()) { of_season * (1.0 - of_level) } else { 0.0 };
        of_level * (1.0 + steps as f64 * of_trend) + again
    }

    /// How much greater the season is at a step than so many steps before it.
    fn swing(&self, step: usize, back: usize) -> f64 {
        let length = self.season.len();
        self.season[step % length] / self.season[(step + length * (back / length + 1) - back) % length]
    }
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) =
        values.filter(|value| value.is_finite()).fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    sum / count
}
