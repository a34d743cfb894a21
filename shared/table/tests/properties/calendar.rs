//! The calendar against jiff's own, and against itself.

use jiff::{Timestamp, Unit, Zoned, civil::Weekday, tz::TimeZone};
use proptest::prelude::*;
use table::CalendarUnit;

/// Years 1 to 9998, in milliseconds: well within the calendar.
fn time_ms() -> impl Strategy<Value = i64> {
    -62_000_000_000_000..253_000_000_000_000_i64
}

fn unit() -> impl Strategy<Value = CalendarUnit> {
    proptest::sample::select(CalendarUnit::ALL.to_vec())
}

fn utc(time_ms: i64) -> Zoned {
    Timestamp::from_millisecond(time_ms).unwrap().to_zoned(TimeZone::UTC)
}

/// The beginning of a unit as jiff reckons it.
fn jiff_floor(unit: CalendarUnit, time_ms: i64) -> i64 {
    let time = utc(time_ms);
    let floor = |unit| {
        let round = jiff::ZonedRound::new().smallest(unit).mode(jiff::RoundMode::Floor);
        utc(time_ms).round(round).unwrap()
    };
    let day = time.start_of_day().unwrap();
    let first = match unit {
        CalendarUnit::Minute => floor(Unit::Minute),
        CalendarUnit::Hour => floor(Unit::Hour),
        CalendarUnit::Day => day,
        CalendarUnit::Week if time.weekday() == Weekday::Monday => day,
        CalendarUnit::Week => day.nth_weekday(-1, Weekday::Monday).unwrap(),
        CalendarUnit::Month => day.first_of_month().unwrap(),
        CalendarUnit::Quarter => day.with().day(1).month((day.month() - 1) / 3 * 3 + 1).build().unwrap(),
        CalendarUnit::Year => day.first_of_year().unwrap(),
    };
    first.timestamp().as_millisecond()
}

proptest! {
    #[test]
    fn a_unit_holds_its_times(unit in unit(), time_ms in time_ms()) {
        let floor = unit.floor(time_ms).unwrap();
        let next = unit.next(time_ms).unwrap();
        prop_assert!(floor <= time_ms && time_ms < next);
        prop_assert_eq!(unit.floor(floor), Some(floor));
        prop_assert_eq!(unit.floor(next - 1), Some(floor));
        prop_assert_eq!(unit.floor(next), Some(next));
        prop_assert_eq!(unit.previous(next), Some(floor));
        prop_assert_eq!(unit.step(time_ms, 0), Some(floor));
    }

    #[test]
    fn integers_and_jiff_agree(unit in unit(), time_ms in time_ms()) {
        prop_assert_eq!(unit.floor(time_ms), Some(jiff_floor(unit, time_ms)));
    }

    #[test]
    fn no_time_panics(unit in unit(), time_ms in any::<i64>(), units in any::<i32>()) {
        let _ = (unit.floor(time_ms), unit.step(time_ms, units));
    }
}

#[test]
fn known_beginnings() {
    let check = |unit: CalendarUnit, time: &str, floor: &str, next: &str| {
        let ms = |text| table::parse_time(text).unwrap();
        assert_eq!(
            (unit.floor(ms(time)), unit.next(ms(time))),
            (Some(ms(floor)), Some(ms(next))),
            "{unit:?} of {time}"
        );
    };
    check(CalendarUnit::Minute, "1969-12-31T23:59:59Z", "1969-12-31T23:59:00Z", "1970-01-01");
    check(CalendarUnit::Week, "2024-12-31", "2024-12-30", "2025-01-06");
    check(CalendarUnit::Week, "1970-01-01", "1969-12-29", "1970-01-05");
    check(CalendarUnit::Month, "2024-02-29T12:00:00Z", "2024-02-01", "2024-03-01");
    check(CalendarUnit::Quarter, "2023-12-31", "2023-10-01", "2024-01-01");
    check(CalendarUnit::Year, "1900-06-01", "1900-01-01", "1901-01-01");
}
