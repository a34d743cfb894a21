//! Zone: where "local" is. A view's times are those that a clock on the wall shows: they are converted once, where text
//! and numbers become times, and from there on every step reckons as if in UTC. So nothing below knows of zones, and
//! what is said in UTC on purpose is converted back.

use jiff::{Timestamp, civil::DateTime, tz::TimeZone};

/// The rules of a place's clocks: each from the beginning of its year on. Without any they show UTC.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Zone(Vec<(i16, TimeZone)>);

/// What was given is no zone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0:?} is no time zone: write it as POSIX does, such as \"UTC0\" or \"PST8PDT,M4.1.0,M10.5.0 2007:PST8PDT,M3.2.0,M11.1.0\""
)]
pub struct ZoneError(String);

impl Zone {
    /// A zone by its POSIX rules, which need no database: one, or several between spaces, each with the year from which
    /// it holds: `PST8PDT,M4.1.0,M10.5.0 2007:PST8PDT,M3.2.0,M11.1.0`.
    ///
    /// # Errors
    /// When they are no such rules.
    pub fn posix(rules: &str) -> Result<Self, ZoneError> {
        let wrong = || ZoneError(rules.chars().take(80).collect());
        let rule = |rule: &str| {
            let (year, rule) = rule.split_once(':').unwrap_or(("-9999", rule));
            Some((year.parse().ok()?, TimeZone::posix(rule).ok()?))
        };
        let rules: Option<Vec<(i16, TimeZone)>> = rules.split_whitespace().map(rule).collect();
        rules.filter(|rules| !rules.is_empty()).map(Self).ok_or_else(wrong)
    }

    /// What the clock shows at an instant, both in milliseconds; NaN for what no calendar has.
    #[must_use]
    pub fn wall_from_instant(&self, instant_ms: f64) -> f64 {
        let Some(zone) = self.in_year_of(instant_ms) else { return instant_ms };
        let Ok(instant) = Timestamp::from_millisecond(instant_ms.floor() as i64) else { return f64::NAN };
        instant_ms + f64::from(zone.to_offset(instant).seconds()) * 1000.0
    }

    /// When the clock shows it; the first time where it does so twice.
    #[must_use]
    pub fn instant_from_wall(&self, wall_ms: f64) -> f64 {
        let Some(zone) = self.in_year_of(wall_ms) else { return wall_ms };
        let Some(civil) = civil(wall_ms) else { return f64::NAN };
        let instant = zone.to_ambiguous_timestamp(civil).compatible();
        instant.map_or(f64::NAN, |instant| wall_ms - f64::from(zone.to_offset(instant).seconds()) * 1000.0)
    }

    /// The rules of that year; `None` where the clocks show UTC, or what is no time.
    fn in_year_of(&self, ms: f64) -> Option<&TimeZone> {
        let year = civil(ms).filter(|_| !self.0.is_empty())?.year();
        self.0.iter().rev().find(|(from, _)| *from <= year).map(|(_, zone)| zone)
    }
}

fn civil(ms: f64) -> Option<DateTime> {
    let instant = ms.is_finite().then(|| Timestamp::from_millisecond(ms.floor() as i64).ok())??;
    Some(TimeZone::UTC.to_datetime(instant))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wall_clock_and_back() {
        let zone = Zone::posix("PST8PDT,M4.1.0,M10.5.0 2007:PST8PDT,M3.2.0,M11.1.0").unwrap();
        assert_eq!(zone.wall_from_instant(0.0), -8.0 * 3_600_000.0);
        for instant_ms in [0.0, 1_720_000_000_000.0, 1_699_999_999_123.0] {
            assert_eq!(zone.instant_from_wall(zone.wall_from_instant(instant_ms)), instant_ms);
        }
        // The end of March 2006 was winter by the rules of then, that of 2007 summer.
        let hours = |instant_ms: f64| (zone.wall_from_instant(instant_ms) - instant_ms) / 3_600_000.0;
        assert_eq!([hours(1_143_800_000_000.0), hours(1_175_300_000_000.0)], [-8.0, -7.0]);
        assert!(Zone::posix("nowhere").is_err() && Zone::posix("").is_err());
    }
}
