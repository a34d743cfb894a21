//! What a time range is called: the name of a preset, else its two ends.

use table::{
    TimeRange,
    time_range::{Expected, Moment, Step, Unit},
};

use crate::{
    locale::{ExploreWords as Words, between, say, say_filled, span},
    workspace::looks::{Clocks, Period},
};

/// What the time is called that all charts show.
pub(crate) fn range_words(period: &Period) -> String {
    period.range().map_or_else(|| say(Words::AllTimes).to_owned(), |range| words_of(range, period.clocks))
}

/// What a range is called.
pub(super) fn words_of(range: &TimeRange, clocks: Clocks) -> String {
    if let Some(words) = known(range) {
        return words;
    }
    match (&range.from, &range.to) {
        (Moment::At(from_ms), Moment::At(to_ms)) => between(*from_ms, *to_ms, clocks == Clocks::Utc),
        _ => ["\u{2066}", &range.to_string(), "\u{2069}"].concat(),
    }
}

fn known(range: &TimeRange) -> Option<String> {
    let (Moment::Now(from), Moment::Now(to)) = (&range.from, &range.to) else { return None };
    match (&from[..], &to[..]) {
        ([Step::Add(count, unit)], []) if *count < 0 => {
            let count = u32::try_from(-count).ok()?;
            Some(say_filled(Words::Last, &[("span", &span(count, unit_name(*unit)?))]))
        }
        ([Step::Round(unit)], [Step::Round(other)]) if unit == other => Some(say(this(*unit)?).to_owned()),
        ([Step::Add(-1, Unit::Day), Step::Round(Unit::Day)], to) if *to == from[..] => {
            Some(say(Words::Yesterday).to_owned())
        }
        _ => None,
    }
}

fn this(unit: Unit) -> Option<Words> {
    match unit {
        Unit::Day => Some(Words::Today),
        Unit::Week => Some(Words::ThisWeek),
        Unit::Month => Some(Words::ThisMonth),
        Unit::Year => Some(Words::ThisYear),
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Quarter => None,
    }
}

/// As Intl calls it.
fn unit_name(unit: Unit) -> Option<&'static str> {
    match unit {
        Unit::Second => Some("second"),
        Unit::Minute => Some("minute"),
        Unit::Hour => Some("hour"),
        Unit::Day => Some("day"),
        Unit::Week => Some("week"),
        Unit::Month => Some("month"),
        Unit::Year => Some("year"),
        Unit::Quarter => None,
    }
}

/// What was expected where something else stands.
pub(super) fn expected_words(expected: &Expected) -> String {
    let about = |words, text: &str| say_filled(words, &[("text", text)]);
    match expected {
        Expected::Moment(text) => about(Words::ExpectedMoment, text),
        Expected::Number(text) => about(Words::ExpectedNumber, text),
        Expected::Unit(text) => about(Words::ExpectedUnit, text),
        Expected::Calendar => say(Words::ExpectedCalendar).to_owned(),
        Expected::Order => say(Words::ExpectedOrder).to_owned(),
    }
}
