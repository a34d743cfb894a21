//! Calendar: in which minute, hour, day, week, month, quarter or year a time falls, in UTC.
//! Units that always last equally long are reckoned with integers, the others by the civil calendar.
//! It knows no time zones: a page that shows local times converts them before and after.

use jiff::{Timestamp, civil::Date, tz::Offset};

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
const DAY_MS: i64 = 24 * HOUR_MS;
const WEEK_MS: i64 = 7 * DAY_MS;
/// The epoch was a Thursday: the Monday before it.
const FIRST_MONDAY_MS: i64 = -3 * DAY_MS;

/// A span of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CalendarUnit {
    /// Minutes.
    Minute,
    /// Hours.
    Hour,
    /// Days.
    Day,
    /// ISO weeks, from Monday.
    Week,
    /// Months.
    Month,
    /// Quarters, from January, April, July and October.
    Quarter,
    /// Years.
    Year,
}

impl CalendarUnit {
    /// All units, from short to long.
    pub const ALL: [Self; 7] =
        [Self::Minute, Self::Hour, Self::Day, Self::Week, Self::Month, Self::Quarter, Self::Year];

    /// Where the unit begins that holds this time, in milliseconds.
    /// `None` outside the years -9999 to 9999, as for the two others.
    #[must_use]
    pub fn floor(self, time_ms: i64) -> Option<i64> {
        if let Some((width_ms, origin_ms)) = self.fixed() {
            let time_ms = in_calendar(time_ms)?;
            return in_calendar(time_ms - (time_ms - origin_ms).rem_euclid(width_ms));
        }
        ms_from_date(self.first_date(date_from_ms(time_ms)?)?)
    }

    /// Where the unit after it begins.
    #[must_use]
    pub fn next(self, time_ms: i64) -> Option<i64> {
        self.step(time_ms, 1)
    }

    /// Where the unit before it begins.
    #[must_use]
    pub fn previous(self, time_ms: i64) -> Option<i64> {
        self.step(time_ms, -1)
    }

    /// Where the unit begins that is so many units after the one that holds this time.
    #[must_use]
    pub fn step(self, time_ms: i64, units: i32) -> Option<i64> {
        if let Some((width_ms, _)) = self.fixed() {
            return in_calendar(self.floor(time_ms)?.checked_add(width_ms.checked_mul(i64::from(units))?)?);
        }
        let first = self.first_date(date_from_ms(time_ms)?)?;
        let months = i64::from(units) * self.months();
        ms_from_date(first.checked_add(jiff::Span::new().try_months(months).ok()?).ok()?)
    }

    /// Width and one beginning, in milliseconds, where all last equally long.
    fn fixed(self) -> Option<(i64, i64)> {
        match self {
            Self::Minute => Some((MINUTE_MS, 0)),
            Self::Hour => Some((HOUR_MS, 0)),
            Self::Day => Some((DAY_MS, 0)),
            Self::Week => Some((WEEK_MS, FIRST_MONDAY_MS)),
            Self::Month | Self::Quarter | Self::Year => None,
        }
    }

    /// How many months it lasts; 0 for the shorter ones.
    fn months(self) -> i64 {
        match self {
            Self::Minute | Self::Hour | Self::Day | Self::Week => 0,
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Year => 12,
        }
    }

    /// The first day of the month, quarter or year of a day; the day itself for the shorter ones.
    fn first_date(self, date: Date) -> Option<Date> {
        let month = match self {
            Self::Minute | Self::Hour | Self::Day | Self::Week => return Some(date),
            Self::Month => date.month(),
            Self::Quarter => (date.month() - 1) / 3 * 3 + 1,
            Self::Year => 1,
        };
        Date::new(date.year(), month, 1).ok()
    }
}

/// The time itself where the calendar has it.
fn in_calendar(time_ms: i64) -> Option<i64> {
    let range = Timestamp::MIN.as_millisecond()..=Timestamp::MAX.as_millisecond();
    range.contains(&time_ms).then_some(time_ms)
}

fn date_from_ms(time_ms: i64) -> Option<Date> {
    let timestamp = Timestamp::from_millisecond(time_ms).ok()?;
    Some(Offset::UTC.to_datetime(timestamp).date())
}

fn ms_from_date(date: Date) -> Option<i64> {
    Some(Offset::UTC.to_timestamp(date.at(0, 0, 0, 0)).ok()?.as_millisecond())
}
