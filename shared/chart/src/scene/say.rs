//! What values are called on axes, legends and headers.

use grammar::{spec::TimeUnit, view::Say};
use table::{
    Value,
    format::{Number, Time},
    transform::TimePart,
};

use super::continuous::{Continuous, Curve};
use crate::{
    calendar,
    number::{self, TickFormat},
    scale::Ticks,
    wording::{Wording, said},
};

/// A value in words.
pub(crate) fn value(say: &Say, value: &Value) -> String {
    match value {
        Value::Missing => "undefined".to_owned(),
        Value::Null => "null".to_owned(),
        Value::Flag(flag) => flag.to_string(),
        Value::Number(number) if say.time => time(say, *number),
        Value::Number(number) => match Number::parse(&say.format) {
            Ok(format) if !say.format.is_empty() => format.write(*number),
            _ => number::short(*number),
        },
        Value::Time(at_ms) => time(say, *at_ms),
        Value::Text(text) => text.to_string(),
        Value::List(values) => values.iter().map(|item| self::value(say, item)).collect::<Vec<_>>().join(", "),
        Value::Record(_) => "…".to_owned(),
    }
}

/// The labels of ticks, and what is said once below them: the day or year that begins.
pub(crate) fn ticks(say: &Say, scale: &Continuous, ticks: &Ticks, about: usize) -> Vec<(String, Option<String>)> {
    let bare = |labels: Vec<String>| labels.into_iter().map(|label| (label, None)).collect();
    if let (false, Ok(format)) = (say.time || say.format.is_empty(), Number::parse(&say.format)) {
        let (low, high) = scale.extent();
        let format = format.for_ticks(low, high, ticks.step);
        return bare(ticks.values.iter().map(|tick| format.write(*tick)).collect());
    }
    if !say.format.is_empty() {
        return bare(ticks.values.iter().map(|tick| value(say, &tick_value(say, *tick))).collect());
    }
    let is_partial = say.unit.is_some_and(|unit| unit.parts & (1 << TimePart::Year as u16) == 0);
    if scale.curve == Curve::Time && is_partial {
        let mut labels: Vec<String> = ticks.values.iter().map(|tick| time(say, *tick)).collect();
        for index in (1..labels.len()).rev() {
            if labels[index] == labels[index - 1] {
                labels[index].clear();
            }
        }
        return bare(labels);
    }
    if scale.curve == Curve::Time {
        let words = calendar::ticks(scale.extent(), about);
        let word = |tick: &f64| {
            let word = words.iter().find(|word| word.at_ms as f64 == *tick);
            word.map_or_else(|| (time(say, *tick), None), |word| (word.label.clone(), word.context.clone()))
        };
        return ticks.values.iter().map(word).collect();
    }
    if matches!(scale.curve, Curve::Log(_)) {
        return bare(ticks.values.iter().map(|tick| number::with_unit(*tick, "")).collect());
    }
    let format = TickFormat::new(ticks, "");
    bare(ticks.values.iter().map(|tick| format.label(*tick)).collect())
}

fn tick_value(say: &Say, tick: f64) -> Value {
    if say.time { Value::Time(tick) } else { Value::Number(tick) }
}

/// A time by its format, by its unit, or as exactly as it is.
fn time(say: &Say, at_ms: f64) -> String {
    let format = if say.format.is_empty() { say.unit.and_then(unit_format) } else { Some(say.format.as_str()) };
    if let Some(wording) = format.filter(|_| say.format.is_empty()).and_then(worded) {
        return said(at_ms as i64, wording);
    }
    match format.map(Time::parse) {
        Some(Ok(format)) => format.write(at_ms),
        _ => calendar::date_words(at_ms),
    }
}

/// What a format that names months or days says in any language.
fn worded(format: &str) -> Option<Wording> {
    match format {
        "%Y" => Some(Wording::Year),
        "%b" => Some(Wording::Month),
        "%b %Y" => Some(Wording::MonthOfYear),
        "%a" => Some(Wording::Weekday),
        "%-d %b" => Some(Wording::Day),
        _ => None,
    }
}

/// How a unit without a year is written: its time stands in a year that nobody meant.
fn unit_format(unit: TimeUnit) -> Option<&'static str> {
    use TimePart as P;
    let has = |part: TimePart| unit.parts & (1 << part as u16) != 0;
    let clock = match (has(P::Hours), has(P::Minutes), has(P::Seconds)) {
        (true, _, true) => Some("%H:%M:%S"),
        (true, ..) => Some("%H:%M"),
        (false, true, true) => Some("%M:%S"),
        (false, true, false) => Some("%M"),
        (false, false, true) => Some("%S"),
        (false, false, false) => None,
    };
    match (has(P::Year), has(P::Quarter), has(P::Month), has(P::Date), has(P::Day), clock) {
        (true, true, ..) => Some("Q%q %Y"),
        (true, false, false, false, false, None) if !has(P::Week) && !has(P::DayOfYear) => Some("%Y"),
        (true, false, true, false, false, None) => Some("%b %Y"),
        (true, ..) => None,
        (false, true, ..) => Some("Q%q"),
        (false, false, true, true, ..) => Some("%-d %b"),
        (false, false, true, false, ..) => Some("%b"),
        (false, false, false, true, _, None) => Some("%-d"),
        (false, false, false, false, true, None) => Some("%a"),
        (false, false, false, false, true, Some(_)) => Some("%a %H:%M"),
        (false, false, false, _, _, clock) if has(P::Week) => clock.or(Some("W%U")),
        (false, false, false, _, _, clock) if has(P::DayOfYear) => clock.or(Some("%j")),
        (false, false, false, _, _, clock) => clock,
    }
}
