//! A moment as people say it: a date, or now with steps to it (`now-1M/M`: a month ago, at the beginning of that month).
//! Steps are done from left to right. A moment that ends a range ends the whole unit it is rounded to.

use std::fmt;

use super::zone::{self, Offset, instant, local};
use crate::civil::{Civil, ms_from_parts};

/// Most steps of one moment; nobody says more, and an address is not to hold a program.
const MAX_STEPS: usize = 8;
/// The largest number of one step; beyond it there is no calendar.
const MAX_STEP: i64 = 999_999_999;
/// The first and the last moment, years 1 to 9999, in milliseconds since the Unix epoch.
const MOMENTS_MS: std::ops::RangeInclusive<i64> = -62_135_596_800_000..=253_402_300_799_999;
/// A plain number of so many digits is a moment in milliseconds; shorter ones are years that were not finished.
const MIN_MS_DIGITS: usize = 6;

/// A moment, fixed or told from now.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Moment {
    /// Milliseconds since the Unix epoch.
    At(i64),
    /// Now, and then these steps.
    Now(Vec<Step>),
}

/// One step from now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// So many units later, or earlier.
    Add(i64, Unit),
    /// To the beginning of the unit; to its end where the moment ends a range.
    Round(Unit),
}

/// A unit of clocks and calendars.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// `s`
    Second,
    /// `m`
    Minute,
    /// `h`
    Hour,
    /// `d`
    Day,
    /// `w`, from Monday
    Week,
    /// `M`
    Month,
    /// `Q`
    Quarter,
    /// `y`
    Year,
}

/// Which end of a range a moment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The first moment inside.
    From,
    /// The first moment outside.
    To,
}

/// What was expected where something else stands.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Expected {
    /// Neither now nor a date.
    #[error("{0:?} is neither `now` with steps such as `-6h` or `/d`, nor a date such as 2026-01-31 10:00")]
    Moment(String),
    /// A number and a unit after a sign.
    #[error("a number and a unit are expected after {0:?}, such as 6h")]
    Number(String),
    /// A unit.
    #[error("{0:?} is no unit: s, m, h, d, w, M, Q or y is expected")]
    Unit(String),
    /// A date that the calendar has.
    #[error("the calendar has no such date")]
    Calendar,
    /// A beginning before the end.
    #[error("the beginning is not before the end")]
    Order,
}

impl Unit {
    /// All of them, short to long.
    pub const ALL: [Self; 8] =
        [Self::Second, Self::Minute, Self::Hour, Self::Day, Self::Week, Self::Month, Self::Quarter, Self::Year];

    /// Its letter; minutes and months differ by case.
    #[must_use]
    pub fn letter(self) -> char {
        match self {
            Self::Second => 's',
            Self::Minute => 'm',
            Self::Hour => 'h',
            Self::Day => 'd',
            Self::Week => 'w',
            Self::Month => 'M',
            Self::Quarter => 'Q',
            Self::Year => 'y',
        }
    }

    fn of(letter: char) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.letter() == letter)
    }

    /// How long it always is; days are not, where clocks change.
    fn fixed_ms(self) -> Option<i64> {
        match self {
            Self::Second => Some(1_000),
            Self::Minute => Some(60_000),
            Self::Hour => Some(3_600_000),
            Self::Day | Self::Week | Self::Month | Self::Quarter | Self::Year => None,
        }
    }

    fn days(self) -> i64 {
        match self {
            Self::Day => 1,
            Self::Week => 7,
            _ => 0,
        }
    }

    fn months(self) -> i64 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Year => 12,
            _ => 0,
        }
    }
}

impl Moment {
    /// What a text says. A date without a time is its first moment, and as the end of a range its last.
    ///
    /// # Errors
    /// What was expected instead.
    pub fn parse(text: &str, side: Side, offset: Offset<'_>) -> Result<Self, Expected> {
        let text = text.trim();
        if let Some(steps) = text.strip_prefix("now") {
            return Ok(Self::Now(steps_of(steps)?));
        }
        let digits = text.strip_prefix('-').unwrap_or(text);
        if digits.len() >= MIN_MS_DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            let at_ms = text.parse().ok().filter(|at_ms| MOMENTS_MS.contains(at_ms));
            return at_ms.map(Self::At).ok_or(Expected::Calendar);
        }
        let date = zone::read(text).ok_or_else(|| Expected::Moment(text.to_owned()))?;
        date.at_ms(side, offset).filter(|at_ms| MOMENTS_MS.contains(at_ms)).map(Self::At).ok_or(Expected::Calendar)
    }

    /// As a document says it: a fixed moment by ISO 8601 in UTC.
    #[must_use]
    pub fn dated(&self) -> String {
        match self {
            Self::At(at_ms) => zone::local_words(*at_ms, &zone::utc).replace(' ', "T") + "Z",
            Self::Now(_) => self.to_string(),
        }
    }

    /// When it is, at this moment; `None` beyond the calendar.
    #[must_use]
    pub fn resolve(&self, now_ms: i64, side: Side, offset: Offset<'_>) -> Option<i64> {
        let steps = match self {
            Self::At(at_ms) => return Some(*at_ms),
            Self::Now(steps) => steps,
        };
        let step = |at_ms: i64, step: &Step| match *step {
            Step::Add(count, unit) => added(at_ms, count, unit, offset),
            Step::Round(unit) => rounded(at_ms, unit, side, offset),
        };
        steps.iter().try_fold(now_ms, step).filter(|at_ms| MOMENTS_MS.contains(at_ms))
    }
}

/// As an address says it: a fixed moment in milliseconds since the Unix epoch.
impl fmt::Display for Moment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let steps = match self {
            Self::At(at_ms) => return write!(formatter, "{at_ms}"),
            Self::Now(steps) => steps,
        };
        formatter.write_str("now")?;
        steps.iter().try_for_each(|step| match step {
            Step::Add(count, unit) => write!(formatter, "{count:+}{}", unit.letter()),
            Step::Round(unit) => write!(formatter, "/{}", unit.letter()),
        })
    }
}

fn steps_of(mut text: &str) -> Result<Vec<Step>, Expected> {
    let mut steps = Vec::new();
    while let Some(sign) = text.chars().next() {
        if steps.len() == MAX_STEPS || !matches!(sign, '-' | '+' | '/') {
            return Err(Expected::Moment(["now", text].concat()));
        }
        let rest = &text[1..];
        let digits = rest.bytes().take_while(|byte| byte.is_ascii_digit() && sign != '/').count();
        let (number, rest) = rest.split_at(digits);
        let letter = rest.chars().next().ok_or_else(|| Expected::Number(text.to_owned()))?;
        if sign != '/' && number.is_empty() {
            return Err(Expected::Number(sign.to_string()));
        }
        let unit = Unit::of(letter).ok_or_else(|| Expected::Unit(letter.to_string()))?;
        steps.push(match sign {
            '/' => Step::Round(unit),
            _ => {
                let count: i64 = number.parse().ok().filter(|count| *count <= MAX_STEP).ok_or(Expected::Calendar)?;
                Step::Add(if sign == '-' { -count } else { count }, unit)
            }
        });
        text = &rest[letter.len_utf8()..];
    }
    Ok(steps)
}

/// The same time of the day so many days later; the same day of a month so many months later, or its last one.
fn added(at_ms: i64, count: i64, unit: Unit, offset: Offset<'_>) -> Option<i64> {
    if let Some(wide_ms) = unit.fixed_ms() {
        return Some(at_ms + count * wide_ms);
    }
    let mut civil = Civil::of(local(at_ms, offset) as f64)?;
    civil.date += count * unit.days();
    if unit.months() > 0 {
        let months = civil.year * 12 + civil.month + count * unit.months();
        (civil.year, civil.month) = (months.div_euclid(12), months.rem_euclid(12));
        let ends_ms = ms_from_parts([civil.year as f64, civil.month as f64 + 1.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
        civil.date = civil.date.min(Civil::of(ends_ms)?.date);
    }
    whole(civil.ms()).map(|local_ms| instant(local_ms, offset))
}

/// Where the unit begins that holds the moment, or the one after it.
fn rounded(at_ms: i64, unit: Unit, side: Side, offset: Offset<'_>) -> Option<i64> {
    let local_ms = local(at_ms, offset);
    let next = i64::from(side == Side::To);
    if let Some(wide_ms) = unit.fixed_ms() {
        return Some(at_ms - local_ms.rem_euclid(wide_ms) + next * wide_ms);
    }
    let civil = Civil::of(local_ms as f64)?;
    let months = unit.months();
    let (month, date) = match unit {
        Unit::Week => (civil.month, civil.date - (civil.day + 6).rem_euclid(7) + next * 7),
        _ if months == 0 => (civil.month, civil.date + next),
        _ => (civil.month - civil.month.rem_euclid(months) + next * months, 1),
    };
    whole(ms_from_parts([civil.year as f64, month as f64, date as f64, 0.0, 0.0, 0.0, 0.0]))
        .map(|local_ms| instant(local_ms, offset))
}

fn whole(ms: f64) -> Option<i64> {
    ms.is_finite().then_some(ms as i64)
}
