//! Zone: where "local" is. A view's times are those that a clock on the wall shows: they are converted once, where text
//! and numbers become times, and from there on every step reckons as if in UTC. So nothing below knows of zones, and
//! what is said in UTC on purpose is converted back.

use jiff::{Timestamp, civil::DateTime, tz::TimeZone};

/// The rules of a place's clocks.
#[derive(Clone, Debug, PartialEq)]
pub struct Zone(TimeZone);

/// What was given is no zone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no time zone: write it as POSIX does, such as \"UTC0\" or \"PST8PDT,M3.2.0,M11.1.0\"")]
pub struct ZoneError(String);

impl Default for Zone {
    fn default() -> Self {
        Self(TimeZone::UTC)
    }
}

impl Zone {
    /// A zone by its POSIX rule, which needs no database.
    ///
    /// # Errors
    /// When it is no such rule.
    pub fn posix(rule: &str) -> Result<Self, ZoneError> {
        TimeZone::posix(rule).map(Self).map_err(|_| ZoneError(rule.chars().take(40).collect()))
    }

    /// What the clock shows at an instant, both in milliseconds; NaN for what no calendar has.
    #[must_use]
    pub fn wall_from_instant(&self, instant_ms: f64) -> f64 {
        if self.0 == TimeZone::UTC || !instant_ms.is_finite() {
            return instant_ms;
        }
        let Ok(instant) = Timestamp::from_millisecond(instant_ms.floor() as i64) else { return f64::NAN };
        instant_ms + f64::from(self.0.to_offset(instant).seconds()) * 1000.0
    }

    /// When the clock shows it; the first time where it does so twice.
    #[must_use]
    pub fn instant_from_wall(&self, wall_ms: f64) -> f64 {
        if self.0 == TimeZone::UTC || !wall_ms.is_finite() {
            return wall_ms;
        }
        let civil =
            Timestamp::from_millisecond(wall_ms.floor() as i64).ok().map(|wall| TimeZone::UTC.to_datetime(wall));
        let offset_ms = civil.and_then(|civil| self.offset_ms(civil));
        offset_ms.map_or(f64::NAN, |offset_ms| wall_ms - offset_ms)
    }

    fn offset_ms(&self, civil: DateTime) -> Option<f64> {
        let instant = self.0.to_ambiguous_timestamp(civil).compatible().ok()?;
        Some(f64::from(self.0.to_offset(instant).seconds()) * 1000.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wall_clock_and_back() {
        let zone = Zone::posix("PST8PDT,M3.2.0,M11.1.0").unwrap();
        assert_eq!(zone.wall_from_instant(0.0), -8.0 * 3_600_000.0);
        for instant_ms in [0.0, 1_720_000_000_000.0, 1_699_999_999_123.0] {
            assert_eq!(zone.instant_from_wall(zone.wall_from_instant(instant_ms)), instant_ms);
        }
        assert!(Zone::posix("nowhere").is_err());
    }
}
