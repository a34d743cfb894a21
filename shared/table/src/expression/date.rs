//! Date: functions of times. Local time is UTC here, so each function and its `utc` twin are the same.

use super::{
    MAX_ITEMS,
    function::{Function, at, number},
    list,
};
use crate::{
    civil::{Civil, DAY_MS, ms_from_parts},
    format,
    relation::Value,
};

pub(super) const FUNCTIONS: &[Function] = &[
    Function::part("date", |civil| civil.date),
    Function::part("day", |civil| civil.day),
    Function::part("dayofyear", |civil| civil.day_of_year),
    Function::part("hours", |civil| civil.hours),
    Function::part("milliseconds", |civil| civil.milliseconds),
    Function::part("minutes", |civil| civil.minutes),
    Function::part("month", |civil| civil.month),
    Function::part("quarter", |civil| civil.month / 3 + 1),
    Function::part("seconds", |civil| civil.seconds),
    Function::part("timezoneoffset", |_| 0),
    Function::part("week", |civil| civil.week_from(0)),
    Function::part("year", |civil| civil.year),
    Function::part("utcdate", |civil| civil.date),
    Function::part("utcday", |civil| civil.day),
    Function::part("utcdayofyear", |civil| civil.day_of_year),
    Function::part("utchours", |civil| civil.hours),
    Function::part("utcmilliseconds", |civil| civil.milliseconds),
    Function::part("utcminutes", |civil| civil.minutes),
    Function::part("utcmonth", |civil| civil.month),
    Function::part("utcquarter", |civil| civil.month / 3 + 1),
    Function::part("utcseconds", |civil| civil.seconds),
    Function::part("utcweek", |civil| civil.week_from(0)),
    Function::part("utcyear", |civil| civil.year),
    Function::values("time", 1, 1, |values| Value::Number(time(&values[0]))),
    Function::values("datetime", 0, 7, datetime),
    Function::values("utc", 1, 7, |values| Value::Number(of_parts(values))),
    Function::values("timeOffset", 2, 3, time_offset),
    Function::values("utcOffset", 2, 3, time_offset),
    Function::values("timeSequence", 3, 4, time_sequence),
    Function::values("utcSequence", 3, 4, time_sequence),
];

/// Most parts of a date; what is left out is the first.
const FIRST: [f64; 7] = [1970.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0];

/// The instant that a value means, in milliseconds: a time, a number, or a written date. NaN where it means none.
pub(super) fn time(value: &Value) -> f64 {
    match value {
        Value::Text(text) => format::parse_date(text).unwrap_or(f64::NAN),
        value => value.to_number(),
    }
}

fn datetime(values: &[Value]) -> Value {
    let ms = if values.len() == 1 { time(&values[0]) } else { of_parts(values) };
    if Civil::of(ms).is_some() { Value::Time(ms.trunc()) } else { Value::Null }
}

/// Years 0 to 99 are of the last century, as in JavaScript.
fn of_parts(values: &[Value]) -> f64 {
    let mut parts = FIRST;
    for (part, value) in parts.iter_mut().zip(values) {
        *part = value.to_number();
    }
    if (0.0..100.0).contains(&parts[0]) {
        parts[0] = 1900.0 + parts[0].trunc();
    }
    ms_from_parts(parts)
}

/// `timeOffset(unit, date, step)`: the time so many units later.
fn time_offset(values: &[Value]) -> Value {
    let step = values.get(2).map_or(1.0, Value::to_number);
    let moved = Unit::named(&values[0].to_text()).map(|unit| unit.offset(time(&values[1]), step));
    moved.filter(|ms| !ms.is_nan()).map_or(Value::Null, Value::Time)
}

/// `timeSequence(unit, start, stop, step)`: beginnings of units from `start` up to but without `stop`.
fn time_sequence(values: &[Value]) -> Value {
    let Some(unit) = Unit::named(&values[0].to_text()) else { return Value::Null };
    let (start, stop) = (time(&at(values, 1)), time(&at(values, 2)));
    let step = values.get(3).map_or(1.0, |_| number(values, 3)).floor();
    let floor = unit.floor(start);
    let mut next = if floor < start { unit.floor(unit.offset(floor, 1.0)) } else { floor };
    let mut times = Vec::new();
    while next < stop && step >= 1.0 {
        if times.len() == MAX_ITEMS {
            return Value::Null;
        }
        times.push(Value::Time(next));
        next = unit.offset(next, step);
    }
    list::of(times)
}

/// What times are counted in.
#[derive(Clone, Copy)]
enum Unit {
    Months(f64),
    Ms(f64),
    Week,
}

impl Unit {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "year" => Self::Months(12.0),
            "quarter" => Self::Months(3.0),
            "month" => Self::Months(1.0),
            "week" => Self::Week,
            "date" | "day" | "dayofyear" => Self::Ms(DAY_MS),
            "hours" => Self::Ms(3_600_000.0),
            "minutes" => Self::Ms(60_000.0),
            "seconds" => Self::Ms(1000.0),
            "milliseconds" => Self::Ms(1.0),
            _ => return None,
        })
    }

    fn offset(self, ms: f64, step: f64) -> f64 {
        let step = step.floor();
        match self {
            Self::Ms(width) => ms + step * width,
            Self::Week => ms + step * 7.0 * DAY_MS,
            Self::Months(months) => Civil::of(ms).map_or(f64::NAN, |civil| {
                let month = civil.month as f64 + step * months;
                ms_from_parts([civil.year as f64, month, civil.date as f64, 0.0, 0.0, 0.0, 0.0]) + ms.rem_euclid(DAY_MS)
            }),
        }
    }

    /// Where the unit begins.
    fn floor(self, ms: f64) -> f64 {
        match self {
            Self::Ms(width) => (ms / width).floor() * width,
            Self::Week => {
                let day = (ms / DAY_MS).floor();
                (day - (day + 4.0).rem_euclid(7.0)) * DAY_MS
            }
            Self::Months(months) => Civil::of(ms).map_or(f64::NAN, |civil| {
                let month = (civil.month as f64 / months).floor() * months;
                ms_from_parts([civil.year as f64, month, 1.0, 0.0, 0.0, 0.0, 0.0])
            }),
        }
    }
}
