//! What values are called on axes, legends and headers.

use grammar::view::Say;
use table::Value;

use super::continuous::Continuous;
use crate::{
    calendar,
    number::{self, TickFormat},
    scale::Ticks,
};

/// A value in words.
pub(crate) fn value(say: &Say, value: &Value) -> String {
    match value {
        Value::Missing => "undefined".to_owned(),
        Value::Null => "null".to_owned(),
        Value::Flag(flag) => flag.to_string(),
        Value::Number(number) if say.time => time(say, *number),
        Value::Number(number) => number::short(*number),
        Value::Time(at_ms) => time(say, *at_ms),
        Value::Text(text) => text.to_string(),
        Value::List(values) => values.iter().map(|item| self::value(say, item)).collect::<Vec<_>>().join(", "),
        Value::Record(_) => "…".to_owned(),
    }
}

/// The labels of ticks, and what is said once below them: the day or year that begins.
pub(crate) fn ticks(say: &Say, scale: &Continuous, ticks: &Ticks, about: usize) -> Vec<(String, Option<String>)> {
    let bare = |labels: Vec<String>| labels.into_iter().map(|label| (label, None)).collect();
    if !say.format.is_empty() {
        return bare(ticks.values.iter().map(|tick| value(say, &tick_value(say, *tick))).collect());
    }
    if scale.curve == super::continuous::Curve::Time {
        let words = calendar::ticks(scale.extent(), about);
        let word = |tick: &f64| {
            let word = words.iter().find(|word| word.at_ms as f64 == *tick);
            word.map_or_else(|| (time(say, *tick), None), |word| (word.label.clone(), word.context.clone()))
        };
        return ticks.values.iter().map(word).collect();
    }
    if matches!(scale.curve, super::continuous::Curve::Log(_)) {
        return bare(ticks.values.iter().map(|tick| number::with_unit(*tick, "")).collect());
    }
    let format = TickFormat::new(ticks, "");
    bare(ticks.values.iter().map(|tick| format.label(*tick)).collect())
}

fn tick_value(say: &Say, tick: f64) -> Value {
    if say.time { Value::Time(tick) } else { Value::Number(tick) }
}

fn time(_say: &Say, at_ms: f64) -> String {
    calendar::date_words(at_ms)
}
