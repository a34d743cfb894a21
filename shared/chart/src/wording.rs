//! Wording: in whose words moments are said: English, unless whoever shows charts to somebody says otherwise. A page does
//! so once, before its first chart, for its language; names of months are the browser's then, and none are carried along.
//! It owns what there is to be said of a moment, and refuses to know which languages there are.

use std::cell::Cell;

use jiff::{Timestamp, civil::DateTime, tz::Offset};

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// What is said of a moment, in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wording {
    /// `2026`
    Year,
    /// `Nov`
    Month,
    /// `Nov 2026`
    MonthOfYear,
    /// `Sun`
    Weekday,
    /// `22 Nov`
    Day,
    /// `22 Nov 2026`
    Date,
    /// `week of 16 Nov 2026`
    Week,
    /// `14:02`
    Minute,
    /// `14:02:07`
    Second,
    /// `14:02:07.250`
    Millisecond,
}

/// Says a moment, in milliseconds since the Unix epoch.
pub type Words = fn(i64, Wording) -> String;

thread_local! {
    static WORDS: Cell<Words> = const { Cell::new(english) };
}

/// From now on moments are said so on this thread.
pub fn say_moments(words: Words) {
    WORDS.set(words);
}

/// A moment in words.
pub(crate) fn said(at_ms: i64, wording: Wording) -> String {
    WORDS.get()(at_ms, wording)
}

/// The date and time of a moment, UTC; moments beyond the calendar are its ends.
pub(crate) fn civil(at_ms: i64) -> DateTime {
    let end = if at_ms < 0 { Timestamp::MIN } else { Timestamp::MAX };
    Offset::UTC.to_datetime(Timestamp::from_millisecond(at_ms).unwrap_or(end))
}

fn english(at_ms: i64, wording: Wording) -> String {
    let at = civil(at_ms);
    let month = MONTHS[(at.month() - 1).clamp(0, 11) as usize];
    let (year, day, hour, minute, second) = (at.year(), at.day(), at.hour(), at.minute(), at.second());
    match wording {
        Wording::Year => year.to_string(),
        Wording::Month => month.to_owned(),
        Wording::MonthOfYear => format!("{month} {year}"),
        Wording::Weekday => DAYS[at.weekday().to_monday_zero_offset().clamp(0, 6) as usize].to_owned(),
        Wording::Day => format!("{day} {month}"),
        Wording::Date => format!("{day} {month} {year}"),
        Wording::Week => format!("week of {day} {month} {year}"),
        Wording::Minute => format!("{hour:02}:{minute:02}"),
        Wording::Second => format!("{hour:02}:{minute:02}:{second:02}"),
        Wording::Millisecond => format!("{hour:02}:{minute:02}:{second:02}.{:03}", at.millisecond()),
    }
}
