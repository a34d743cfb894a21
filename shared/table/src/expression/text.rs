//! Text: functions of texts. Positions and lengths count UTF-16 code units, as in JavaScript.

use std::sync::Arc;

use super::{
    MAX_TEXT_BYTES,
    function::{Function, at, given, number},
    list,
};
use crate::{
    format::{self, Locale},
    relation::Value,
};

pub(super) const FUNCTIONS: &[Function] = &[
    Function::values("upper", 1, 1, |values| Value::text(&values[0].to_text().to_uppercase())),
    Function::values("lower", 1, 1, |values| Value::text(&values[0].to_text().to_lowercase())),
    Function::values("trim", 1, 1, |values| Value::text(values[0].to_text().trim())),
    Function::values("substring", 1, 3, substring),
    Function::values("split", 1, 3, split),
    Function::values("pad", 2, 4, pad),
    Function::values("truncate", 2, 4, truncate),
    Function::written("format", 1, 2, number_format),
    Function::written("timeFormat", 1, 2, time_format),
    Function::written("utcFormat", 1, 2, time_format),
    Function::written("timeParse", 2, 2, time_parse),
    Function::written("utcParse", 2, 2, time_parse),
    Function::written("monthFormat", 1, 1, |values, locale| name(&locale.months, number(values, 0))),
    Function::written("monthAbbrevFormat", 1, 1, |values, locale| name(&locale.short_months, number(values, 0))),
    Function::written("dayFormat", 1, 1, |values, locale| name(&locale.days, number(values, 0))),
    Function::written("dayAbbrevFormat", 1, 1, |values, locale| name(&locale.short_days, number(values, 0))),
];

/// How long a text is.
pub(super) fn length(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.encode_utf16().count() }
}

/// The part of a text between two positions.
pub(super) fn slice(text: &str, from: usize, to: usize) -> String {
    if text.is_ascii() {
        return text.get(from.min(text.len())..to.min(text.len())).unwrap_or_default().to_owned();
    }
    let units: Vec<u16> = text.encode_utf16().skip(from).take(to.saturating_sub(from)).collect();
    String::from_utf16_lossy(&units)
}

fn substring(values: &[Value]) -> Value {
    let text = values[0].to_text();
    let length = length(&text);
    // What is no number is 0; `as` cuts to the range.
    let end = |index, default| given(values, index).map_or(default, |end| (end as usize).min(length));
    let (from, to) = (end(1, 0), end(2, length));
    Value::text(&slice(&text, from.min(to), from.max(to)))
}

fn split(values: &[Value]) -> Value {
    let text = values[0].to_text();
    let most = given(values, 2).map_or(usize::MAX, |most| most as usize);
    let parts: Vec<Value> = match at(values, 1) {
        Value::Missing => vec![Value::Text(text)],
        separator if separator.to_text().is_empty() => {
            text.chars().take(most).map(|c| Value::text(c.encode_utf8(&mut [0; 4]))).collect()
        }
        separator => text.split(&*separator.to_text()).take(most).map(Value::text).collect(),
    };
    list::of(parts)
}

/// `pad(text, length, character, align)`: fills up, at the end unless `align` is `left` or `center`.
fn pad(values: &[Value]) -> Value {
    let text = values[0].to_text();
    let with = values.get(2).filter(|with| with.truthy()).map_or_else(|| " ".into(), Value::to_text);
    let missing = number(values, 1).max(0.0) as usize;
    let missing = missing.saturating_sub(length(&text));
    if missing.saturating_mul(with.len()) > MAX_TEXT_BYTES {
        return Value::Null;
    }
    let fill = |count| with.repeat(count);
    Value::text(&match &*at(values, 3).to_text() {
        "left" => fill(missing) + &text,
        "center" => fill(missing / 2) + &text + &fill(missing.div_ceil(2)),
        _ => text.to_string() + &fill(missing),
    })
}

/// `truncate(text, length, align, ellipsis)`: cuts the end off unless `align` is `left` or `center`.
fn truncate(values: &[Value]) -> Value {
    let text = values[0].to_text();
    let ellipsis = values.get(3).filter(|given| given.is_valid()).map_or_else(|| "…".into(), Value::to_text);
    let (whole, room) = (length(&text), number(values, 1).max(0.0) as usize);
    if whole <= room {
        return Value::Text(text);
    }
    let kept = room.saturating_sub(length(&ellipsis));
    Value::text(&match &*at(values, 2).to_text() {
        "left" => ellipsis.to_string() + &slice(&text, whole - kept, whole),
        "center" => slice(&text, 0, kept.div_ceil(2)) + &ellipsis + &slice(&text, whole - kept / 2, whole),
        _ => slice(&text, 0, kept) + &ellipsis,
    })
}

/// `format(value, specifier)`; a gap where the specifier is none.
fn number_format(values: &[Value], locale: &Locale) -> Value {
    let specifier = values.get(1).filter(|given| given.is_valid()).map_or_else(|| "".into(), Value::to_text);
    let Ok(format) = format::Number::parse(&specifier) else { return Value::Null };
    Value::text(&format.write_in(values[0].to_number(), locale))
}

/// `timeFormat(value, specifier)`; without a specifier as an axis writes it.
fn time_format(values: &[Value], locale: &Locale) -> Value {
    let ms = super::date::time(&values[0]);
    match values.get(1).filter(|given| given.is_valid()) {
        None => Value::text(&format::Time::axis(ms, locale)),
        Some(specifier) => match format::Time::parse(&specifier.to_text()) {
            Ok(format) => Value::text(&format.write_in(ms, locale)),
            Err(_) => Value::Null,
        },
    }
}

fn time_parse(values: &[Value], locale: &Locale) -> Value {
    let format = format::Time::parse(&values[1].to_text()).ok();
    format.and_then(|format| format.read_in(&values[0].to_text(), locale)).map_or(Value::Null, Value::Time)
}

fn name(names: &[std::borrow::Cow<'static, str>], index: f64) -> Value {
    let name = if index.is_nan() { None } else { names.get(index.rem_euclid(names.len() as f64) as usize) };
    name.map_or(Value::Missing, |name| Value::Text(Arc::from(&**name)))
}
