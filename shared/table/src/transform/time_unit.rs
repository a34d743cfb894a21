//! Time unit: the beginning of the calendar unit of a time, as vega-time has it, in UTC. Parts that are not named are set to
//! their beginning, a year that is not named to 2012, a leap year that begins on a Sunday. Weeks begin on Sunday, week 0 is
//! what precedes the first Sunday of a year.

use std::sync::Arc;

use crate::{
    civil::{Civil, ms_from_parts},
    relation::{Relation, Values},
    transform::{FieldPath, TimePart, TimeUnit, TransformError, field},
};

/// The year of times without one, as in Vega.
const YEAR_OF_NONE: i64 = 2012;
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
    let times = field::times(&column);
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
        let part = |part: TimePart, value| if self.has(part) { self.stepped(part, value, 0) } else { 0 };
        let clock = [
            part(TimePart::Hours, time.hours),
            part(TimePart::Minutes, time.minutes),
            part(TimePart::Seconds, time.seconds),
            part(TimePart::Milliseconds, time.milliseconds),
        ];
        instant([year, month, self.day(&time, year)], clock)
    }

    /// Where the unit ends that begins there, in milliseconds; NaN of what is no date.
    #[must_use]
    pub fn next(self, start_ms: f64) -> f64 {
        let Some(time) = Civil::of(start_ms) else { return f64::NAN };
        let step = i64::from(self.step.max(1));
        let clock = [time.hours, time.minutes, time.seconds, time.milliseconds];
        let months = |months: i64| instant([time.year, time.month + months, time.date], clock);
        let days = |days: i64| instant([time.year, time.month, time.date + days], clock);
        match self.shortest() {
            Some(TimePart::Year) => months(12 * step),
            Some(TimePart::Quarter) => months(3 * step - time.month % 3),
            Some(TimePart::Month) => months(step),
            Some(TimePart::Week) => days(7 * step),
            Some(TimePart::Day | TimePart::DayOfYear | TimePart::Date) => days(step),
            Some(TimePart::Hours) => start_ms + 3_600_000.0 * step as f64,
            Some(TimePart::Minutes) => start_ms + 60_000.0 * step as f64,
            Some(TimePart::Seconds) => start_ms + 1_000.0 * step as f64,
            Some(TimePart::Milliseconds) | None => start_ms + step as f64,
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
        let first = Civil::of(instant([year, 0, 1], [0; 4])).map_or(0, |first| first.day);
        match (self.has(TimePart::Week), self.has(TimePart::Day)) {
            (true, true) => self.stepped(TimePart::Day, day_of_week(time.week_from(0), time.day, first), 1),
            (true, false) => day_of_week(self.stepped(TimePart::Week, time.week_from(0), 1), 0, first),
            (false, true) => self.stepped(TimePart::Day, day_of_week(1, time.day, first), 1),
            (false, false) if self.has(TimePart::Date) => self.stepped(TimePart::Date, time.date, 1),
            (false, false) if self.has(TimePart::DayOfYear) => self.stepped(TimePart::DayOfYear, time.day_of_year, 1),
            (false, false) => 1,
        }
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

/// The day of the year of a day of a week, in a year that begins on that day of the week.
fn day_of_week(week: i64, day: i64, first: i64) -> i64 {
    day + week * 7 - (first + 6) % 7
}

/// Year, month from 0 and date, hours to milliseconds; parts beyond their range carry over.
fn instant([year, month, date]: [i64; 3], clock: [i64; 4]) -> f64 {
    let [hours, minutes, seconds, milliseconds] = clock;
    ms_from_parts([year, month, date, hours, minutes, seconds, milliseconds].map(|part| part as f64))
}
