//! Time unit: the beginning of the calendar unit of a time, as vega-time has it, in UTC. Parts that are not named are set to
//! their beginning, a year that is not named to 2012, a leap year that begins on a Sunday. Weeks begin on Sunday, week 0 is
//! what precedes the first Sunday of a year. All arithmetic is on whole days of the proleptic Gregorian calendar
//! (Hinnant 2013), so that a column costs a few nanoseconds a row.

use std::sync::Arc;

use crate::{
    relation::{Relation, Values},
    transform::{FieldPath, TimePart, TimeUnit, TransformError, field},
};

const SECOND_MS: i64 = 1_000;
const MINUTE_MS: i64 = 60 * SECOND_MS;
const HOUR_MS: i64 = 60 * MINUTE_MS;
const DAY_MS: i64 = 24 * HOUR_MS;
/// The year of times without one, as in Vega.
const YEAR_OF_NONE: i64 = 2012;
/// Beyond 100 million days from the epoch there are no dates, as in JavaScript.
const MAX_TIME_MS: f64 = 8.64e15;
/// No unit repeats at a greater step.
const MAX_STEP: u32 = 1_000_000;

/// The parts that fill a date, from long to short, and after which the step counts.
const PARTS: [TimePart; 11] = [
    TimePart::Year,
    TimePart::Quarter,
    TimePart::Month,
    TimePart::Week,
    TimePart::Date,
    TimePart::Day,
    TimePart::DayOfYear,
    TimePart::Hours,
    TimePart::Minutes,
    TimePart::Seconds,
    TimePart::Milliseconds,
];

pub(crate) fn apply(
    relation: &Relation,
    path: &FieldPath,
    unit: TimeUnit,
    name: &Arc<str>,
    end: Option<&Arc<str>>,
) -> Result<Relation, TransformError> {
    unit.check()?;
    let column = field::column(relation, path);
    let times = field::numbers(&column);
    let starts: Vec<f64> =
        if unit.binned { times.to_vec() } else { times.iter().map(|time| unit.floor(*time)).collect() };
    let mut relation = relation.clone();
    if let Some(end) = end {
        let ends = starts.iter().map(|start| unit.next(*start)).collect();
        relation.set(end, Arc::new(Values::Time(ends)));
    }
    relation.set(name, Arc::new(Values::Time(starts)));
    Ok(relation)
}

impl TimeUnit {
    /// A unit of these parts, a single step of them.
    #[must_use]
    pub fn of(parts: &[TimePart]) -> Self {
        let parts = parts.iter().fold(0, |bits, part| bits | part.bit());
        Self { parts, step: 1, utc: true, binned: false }
    }

    /// Whether the part is named.
    #[must_use]
    pub fn has(self, part: TimePart) -> bool {
        self.parts & part.bit() != 0
    }

    /// The shortest part that is named.
    #[must_use]
    pub fn shortest(self) -> Option<TimePart> {
        PARTS.into_iter().rev().find(|part| self.has(*part))
    }

    /// Where the unit begins that holds this time, in milliseconds; NaN of what is no date.
    #[must_use]
    pub fn floor(self, time_ms: f64) -> f64 {
        let Some(time) = Civil::of(time_ms) else { return f64::NAN };
        let year = if self.has(TimePart::Year) { self.stepped(TimePart::Year, time.year, 0) } else { YEAR_OF_NONE };
        let month = if self.has(TimePart::Month) {
            self.stepped(TimePart::Month, time.month, 0)
        } else if self.has(TimePart::Quarter) {
            3 * self.stepped(TimePart::Quarter, time.month / 3, 0)
        } else {
            0
        };
        let days = days_from_civil(year, month, 1) + self.day(&time, year) - 1;
        date(days * DAY_MS + self.within_day(time.ms))
    }

    /// Where the unit ends that begins there, in milliseconds; NaN of what is no date.
    #[must_use]
    pub fn next(self, start_ms: f64) -> f64 {
        let Some(time) = Civil::of(start_ms) else { return f64::NAN };
        let step = i64::from(self.step.max(1));
        let start_ms = start_ms.floor() as i64;
        let months = |months: i64| {
            let day_ms = (days_from_civil(time.year, time.month + months, time.date)) * DAY_MS;
            date(day_ms + time.ms)
        };
        match self.shortest() {
            Some(TimePart::Year) => months(12 * step),
            Some(TimePart::Quarter) => months(3 * step - time.month % 3),
            Some(TimePart::Month) => months(step),
            Some(TimePart::Week) => date(start_ms + 7 * DAY_MS * step),
            Some(TimePart::Day | TimePart::DayOfYear | TimePart::Date) => date(start_ms + DAY_MS * step),
            Some(TimePart::Hours) => date(start_ms + HOUR_MS * step),
            Some(TimePart::Minutes) => date(start_ms + MINUTE_MS * step),
            Some(TimePart::Seconds) => date(start_ms + SECOND_MS * step),
            Some(TimePart::Milliseconds) | None => date(start_ms + step),
        }
    }

    /// Whether the parts go together.
    ///
    /// # Errors
    /// When they do not, when there is none, or when the step is too great.
    pub fn check(self) -> Result<(), TransformError> {
        let any = |parts: &[TimePart]| parts.iter().any(|part| self.has(*part));
        let by_week = any(&[TimePart::Week, TimePart::Day, TimePart::DayOfYear]);
        let remedy = if self.shortest().is_none() {
            "at least one part, like year"
        } else if by_week && any(&[TimePart::Quarter, TimePart::Month, TimePart::Date]) {
            "week, day and dayofyear without quarter, month and date"
        } else if self.step > MAX_STEP {
            "a step of at most 1000000"
        } else {
            return Ok(());
        };
        Err(TransformError::argument("timeUnit", "unit", remedy.to_owned()))
    }

    /// The day of the month, or of the year where a part of weeks is named; from 1.
    fn day(self, time: &Civil, year: i64) -> i64 {
        let first = weekday(days_from_civil(year, 0, 1));
        match (self.has(TimePart::Week), self.has(TimePart::Day)) {
            (true, true) => self.stepped(TimePart::Day, day_of_week(time.week(), time.weekday, first), 1),
            (true, false) => day_of_week(self.stepped(TimePart::Week, time.week(), 1), 0, first),
            (false, true) => self.stepped(TimePart::Day, day_of_week(1, time.weekday, first), 1),
            (false, false) if self.has(TimePart::Date) => self.stepped(TimePart::Date, time.date, 1),
            (false, false) if self.has(TimePart::DayOfYear) => self.stepped(TimePart::DayOfYear, time.day_of_year, 1),
            (false, false) => 1,
        }
    }

    /// The parts below the day, in milliseconds.
    fn within_day(self, ms: i64) -> i64 {
        let part = |part: TimePart, width_ms: i64, count: i64| {
            if self.has(part) { self.stepped(part, ms / width_ms % count, 0) * width_ms } else { 0 }
        };
        part(TimePart::Hours, HOUR_MS, 24)
            + part(TimePart::Minutes, MINUTE_MS, 60)
            + part(TimePart::Seconds, SECOND_MS, 60)
            + part(TimePart::Milliseconds, 1, SECOND_MS)
    }

    /// The shortest part goes in steps, counted from its first value.
    fn stepped(self, part: TimePart, value: i64, first: i64) -> i64 {
        let step = i64::from(self.step.max(1));
        let steps = step > 1 && self.shortest() == Some(part);
        if steps { first + step * (value - first).div_euclid(step) } else { value }
    }
}

impl TimePart {
    /// Its bit in [`TimeUnit::parts`].
    #[must_use]
    pub fn bit(self) -> u16 {
        1 << self as u16
    }
}

/// A time by its parts.
struct Civil {
    year: i64,
    /// From 0.
    month: i64,
    /// From 1.
    date: i64,
    /// From 1.
    day_of_year: i64,
    /// From 0, Sunday.
    weekday: i64,
    /// Since midnight.
    ms: i64,
}

impl Civil {
    fn of(time_ms: f64) -> Option<Self> {
        let in_range = time_ms.abs() <= MAX_TIME_MS;
        let time_ms = in_range.then_some(time_ms.floor() as i64)?;
        let days = time_ms.div_euclid(DAY_MS);
        let (year, month, date) = civil_from_days(days);
        let day_of_year = days - days_from_civil(year, 0, 1) + 1;
        Some(Self { year, month, date, day_of_year, weekday: weekday(days), ms: time_ms.rem_euclid(DAY_MS) })
    }

    /// How many Sundays of the year there were, this day included.
    fn week(&self) -> i64 {
        (self.day_of_year + 6 - self.weekday) / 7
    }
}

/// The day of the year of a day of a week, in a year that begins on that day of the week.
fn day_of_week(week: i64, day: i64, first: i64) -> i64 {
    day + week * 7 - (first + 6) % 7
}

/// From 0, Sunday; the epoch was a Thursday.
fn weekday(days: i64) -> i64 {
    (days + 4).rem_euclid(7)
}

/// Days since the epoch of a date; the month counts from 0 and may be any number.
fn days_from_civil(year: i64, month: i64, date: i64) -> i64 {
    let (year, month) = (year + month.div_euclid(12), month.rem_euclid(12));
    let year = if month < 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 10) % 12) + 2) / 5 + date - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// Year, month from 0 and day of the month of a day since the epoch.
fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let date = day_of_year - (153 * month + 2) / 5 + 1;
    let month = (month + 2) % 12;
    (era * 400 + year_of_era + i64::from(month < 2), month, date)
}

fn date(time_ms: i64) -> f64 {
    let time_ms = time_ms as f64;
    if time_ms.abs() <= MAX_TIME_MS { time_ms } else { f64::NAN }
}
