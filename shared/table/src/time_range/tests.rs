//! Words and moments, in UTC and in a zone whose clocks change.

use jiff::{Timestamp, tz::TimeZone};
use proptest::prelude::*;

use super::*;

/// A zone by its rule, as POSIX writes it.
fn zone(rule: &str) -> impl Fn(i64) -> i64 {
    let zone = TimeZone::posix(rule).unwrap();
    move |at_ms| {
        let at = Timestamp::from_millisecond(at_ms).unwrap();
        i64::from(zone.to_offset(at).seconds()) * 1000
    }
}

fn berlin() -> impl Fn(i64) -> i64 {
    zone("CET-1CEST,M3.5.0,M10.5.0/3")
}

/// Milliseconds of a moment in UTC.
fn ms(text: &str) -> i64 {
    text.parse::<Timestamp>().unwrap().as_millisecond()
}

fn window(text: &str, now: &str, offset: Offset<'_>) -> (String, String) {
    let (from_ms, to_ms) = TimeRange::parse(text, offset).unwrap().window(ms(now), offset).unwrap();
    let said = |at_ms| Timestamp::from_millisecond(at_ms).unwrap().to_string();
    (said(from_ms), said(to_ms))
}

#[test]
fn words_mean_windows() {
    let now = "2026-03-31T10:20:30Z";
    for (text, from, to) in [
        ("now-6h to now", "2026-03-31T04:20:30Z", "2026-03-31T10:20:30Z"),
        ("6h", "2026-03-31T04:20:30Z", "2026-03-31T10:20:30Z"),
        ("now-90m", "2026-03-31T08:50:30Z", "2026-03-31T10:20:30Z"),
        ("now/d", "2026-03-31T00:00:00Z", "2026-04-01T00:00:00Z"),
        ("now-1d/d to now/d", "2026-03-30T00:00:00Z", "2026-04-01T00:00:00Z"),
        ("now-1M/M to now-1M/M", "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z"),
        ("now-1M", "2026-02-28T10:20:30Z", "2026-03-31T10:20:30Z"),
        ("now/w", "2026-03-30T00:00:00Z", "2026-04-06T00:00:00Z"),
        ("now/Q", "2026-01-01T00:00:00Z", "2026-04-01T00:00:00Z"),
        ("now-1y/y to now/h", "2025-01-01T00:00:00Z", "2026-03-31T11:00:00Z"),
        ("now-1d/d+8h to now", "2026-03-30T08:00:00Z", "2026-03-31T10:20:30Z"),
        ("2026-02-01", "2026-02-01T00:00:00Z", "2026-02-02T00:00:00Z"),
        ("2026-02-01 to 2026-02-03", "2026-02-01T00:00:00Z", "2026-02-04T00:00:00Z"),
        ("2026-02-01 10:00 to 2026-02-01T10:00:05.250Z", "2026-02-01T10:00:00Z", "2026-02-01T10:00:05.25Z"),
        ("2026-02-01 10:00", "2026-02-01T10:00:00Z", "2026-03-31T10:20:30Z"),
        ("1700000000000 to now", "2023-11-14T22:13:20Z", "2026-03-31T10:20:30Z"),
    ] {
        assert_eq!(window(text, now, &utc), (from.to_owned(), to.to_owned()), "{text}");
    }
}

#[test]
fn days_are_those_of_the_zone_also_when_its_clocks_change() {
    let berlin = berlin();
    for (text, now, from, to) in [
        ("now/d", "2026-01-15T23:30:00Z", "2026-01-15T23:00:00Z", "2026-01-16T23:00:00Z"),
        ("now/d", "2026-03-29T12:00:00Z", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"),
        ("now/d", "2026-10-25T12:00:00Z", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"),
        ("now-1d to now", "2026-03-29T12:00:00Z", "2026-03-28T13:00:00Z", "2026-03-29T12:00:00Z"),
        ("now-24h to now", "2026-03-29T12:00:00Z", "2026-03-28T12:00:00Z", "2026-03-29T12:00:00Z"),
        ("2026-03-29 02:30 to now", "2026-03-29T12:00:00Z", "2026-03-29T01:30:00Z", "2026-03-29T12:00:00Z"),
        ("2026-10-25 02:30 to now", "2026-10-25T12:00:00Z", "2026-10-25T00:30:00Z", "2026-10-25T12:00:00Z"),
    ] {
        assert_eq!(window(text, now, &berlin), (from.to_owned(), to.to_owned()), "{text} at {now}");
    }
}

#[test]
fn what_was_expected_is_said() {
    let expected = |text: &str| {
        TimeRange::parse(text, &utc).and_then(|range| range.window(ms("2026-03-31T10:20:30Z"), &utc)).unwrap_err()
    };
    for (text, error) in [
        ("", Expected::Moment(String::new())),
        ("yesterday", Expected::Moment("yesterday".into())),
        ("now 6h", Expected::Moment("now 6h".into())),
        ("now-", Expected::Number("-".into())),
        ("now-h", Expected::Number("-".into())),
        ("now-6", Expected::Number("-6".into())),
        ("now-6x", Expected::Unit("x".into())),
        ("now/ü", Expected::Unit("ü".into())),
        ("now to now-1h", Expected::Order),
        ("2026-02-30", Expected::Calendar),
        ("2026-13-01", Expected::Calendar),
        ("now-999999999y to now", Expected::Calendar),
        ("2026-1-1", Expected::Moment("2026-1-1".into())),
        ("now-1s-1s-1s-1s-1s-1s-1s-1s-1s", Expected::Moment("now-1s".into())),
    ] {
        assert_eq!(expected(text), error, "{text:?}");
    }
}

#[test]
fn wider_and_earlier() {
    let now_ms = ms("2026-03-31T10:00:00Z");
    let hour = TimeRange::last(1, Unit::Hour);
    assert_eq!(hour.zoomed_out(now_ms, &utc).unwrap().to_string(), "now-2h to now");
    let earlier = hour.shifted(-1, now_ms, &utc).unwrap();
    assert_eq!(earlier, TimeRange::fixed((ms("2026-03-31T08:30:00Z"), ms("2026-03-31T09:30:00Z"))));
    assert_eq!(
        hour.shifted(1, now_ms, &utc).unwrap().window(now_ms, &utc),
        hour.window(now_ms, &utc),
        "now is the end"
    );
    let wide = earlier.zoomed_out(now_ms, &utc).unwrap();
    assert_eq!(wide, TimeRange::fixed((ms("2026-03-31T08:00:00Z"), ms("2026-03-31T10:00:00Z"))));
    assert!(hour.slides() && !earlier.slides());
    assert_eq!((hour.from.dated(), earlier.from.dated()), ("now-1h".into(), "2026-03-31T08:30Z".into()));
}

fn unit() -> impl Strategy<Value = Unit> {
    proptest::sample::select(Unit::ALL.to_vec())
}

fn moment() -> impl Strategy<Value = Moment> {
    let step = prop_oneof![
        (-999_999i64..=999_999, unit()).prop_map(|(count, unit)| Step::Add(count, unit)),
        unit().prop_map(Step::Round),
    ];
    prop_oneof![
        prop::collection::vec(step, 0..6).prop_map(Moment::Now),
        (10_000_000i64..4_000_000_000_000).prop_map(Moment::At),
    ]
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(from in moment(), to in moment()) {
        let range = TimeRange { from, to };
        prop_assert_eq!(TimeRange::parse(&range.to_string(), &utc), Ok(range));
    }

    #[test]
    fn a_unit_begins_at_or_before_and_ends_after_what_it_holds(at_ms in 0i64..4_000_000_000_000, unit in unit()) {
        for offset in [&berlin() as Offset<'_>, &zone("NST3:30NDT,M3.2.0,M11.1.0"), &utc] {
            let whole = Moment::Now(vec![Step::Round(unit)]);
            let from_ms = whole.resolve(at_ms, Side::From, offset).unwrap();
            let to_ms = whole.resolve(at_ms, Side::To, offset).unwrap();
            prop_assert!(from_ms <= at_ms && at_ms < to_ms, "{:?} of {}: {}..{}", unit, at_ms, from_ms, to_ms);
            prop_assert_eq!(whole.resolve(from_ms, Side::From, offset), Some(from_ms), "a beginning is its own");
            prop_assert_eq!(whole.resolve(to_ms - 1, Side::To, offset), Some(to_ms), "nothing lies between two");
        }
    }

    #[test]
    fn local_words_are_read_again(at_ms in 0i64..4_000_000_000_000) {
        let berlin = berlin();
        let again = Moment::parse(&local_words(at_ms, &berlin), Side::From, &berlin);
        let Ok(Moment::At(again_ms)) = again else { return Err(TestCaseError::fail("not read")) };
        // A time that clocks show twice is its first.
        prop_assert!(again_ms == at_ms || again_ms == at_ms - 3_600_000);
    }

    #[test]
    fn no_text_is_too_strange(text in "(now)?[-+/0-9a-zA-Z: .ü]{0,24}( to )?[-+/0-9a-z]{0,12}") {
        if let Ok(range) = TimeRange::parse(&text, &utc) {
            let _may_be_beyond_the_calendar = range.window(1_700_000_000_000, &utc);
        }
    }
}
