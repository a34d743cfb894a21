//! Math: functions of numbers, and those that ask for or change a value's type. As in ECMAScript, to the sign of zero.

use super::function::{Function, at, number};
use crate::{format, relation::Value};

pub(super) const FUNCTIONS: &[Function] = &[
    Function::number("abs", f64::abs),
    Function::number("acos", f64::acos),
    Function::number("asin", f64::asin),
    Function::number("atan", f64::atan),
    Function::number("ceil", f64::ceil),
    Function::number("cos", f64::cos),
    Function::number("exp", f64::exp),
    Function::number("floor", f64::floor),
    Function::number("log", f64::ln),
    Function::number("round", round),
    Function::number("sin", f64::sin),
    Function::number("sqrt", f64::sqrt),
    Function::number("tan", f64::tan),
    Function::values("atan2", 2, 2, |values| Value::Number(number(values, 0).atan2(number(values, 1)))),
    Function::values("pow", 2, 2, |values| Value::Number(power(number(values, 0), number(values, 1)))),
    Function::values("clamp", 3, 3, |values| {
        Value::Number(greater(number(values, 1), less(number(values, 2), number(values, 0))))
    }),
    Function::many("hypot", |values| Value::Number(numbers(values).fold(0.0, f64::hypot))),
    Function::many("max", |values| Value::Number(numbers(values).fold(f64::NEG_INFINITY, greater))),
    Function::many("min", |values| Value::Number(numbers(values).fold(f64::INFINITY, less))),
    Function::values("isArray", 1, 1, |values| Value::Flag(matches!(values[0], Value::List(_)))),
    Function::values("isBoolean", 1, 1, |values| Value::Flag(matches!(values[0], Value::Flag(_)))),
    Function::values("isDate", 1, 1, |values| Value::Flag(matches!(values[0], Value::Time(_)))),
    Function::values("isDefined", 1, 1, |values| Value::Flag(!matches!(values[0], Value::Missing))),
    Function::values("isFinite", 1, 1, |values| {
        Value::Flag(matches!(values[0], Value::Number(number) if number.is_finite()))
    }),
    Function::values("isNaN", 1, 1, |values| {
        Value::Flag(matches!(values[0], Value::Number(number) if number.is_nan()))
    }),
    Function::values("isNumber", 1, 1, |values| Value::Flag(matches!(values[0], Value::Number(_)))),
    Function::values("isObject", 1, 1, |values| {
        Value::Flag(matches!(values[0], Value::Record(_) | Value::List(_) | Value::Time(_)))
    }),
    Function::values("isRegExp", 1, 1, |_| Value::Flag(false)),
    Function::values("isString", 1, 1, |values| Value::Flag(matches!(values[0], Value::Text(_)))),
    Function::values("isValid", 1, 1, |values| Value::Flag(values[0].is_valid())),
    Function::values("toBoolean", 1, 1, |values| or_gap(&values[0], flag)),
    Function::values("toNumber", 1, 1, |values| or_gap(&values[0], |value| Value::Number(value.to_number()))),
    Function::values("toString", 1, 1, |values| or_gap(&values[0], |value| Value::Text(value.to_text()))),
    Function::values("toDate", 1, 1, |values| or_gap(&values[0], time)),
    Function::values("parseFloat", 1, 1, |values| Value::Number(leading_number(&values[0].to_text()))),
    Function::values("parseInt", 1, 2, |values| {
        Value::Number(leading_integer(&values[0].to_text(), number(&[at(values, 1)], 0)))
    }),
];

fn numbers(values: &[Value]) -> impl Iterator<Item = f64> {
    values.iter().map(Value::to_number)
}

/// Halves go up, as in `Math.round`.
pub(super) fn round(number: f64) -> f64 {
    let below = number.floor();
    let rounded = if number - below >= 0.5 { below + 1.0 } else { below };
    if rounded == 0.0 { rounded.copysign(number) } else { rounded }
}

fn power(base: f64, exponent: f64) -> f64 {
    let undefined = exponent.is_nan() || (base.abs() == 1.0 && exponent.is_infinite());
    if undefined { f64::NAN } else { base.powf(exponent) }
}

/// The greater; NaN where one is.
fn greater(left: f64, right: f64) -> f64 {
    if left.is_nan() || right.is_nan() { f64::NAN } else { left.max(right) }
}

fn less(left: f64, right: f64) -> f64 {
    if left.is_nan() || right.is_nan() { f64::NAN } else { left.min(right) }
}

/// What the conversions of Vega do: nothing and empty text stay nothing.
fn or_gap(value: &Value, convert: impl Fn(&Value) -> Value) -> Value {
    match value {
        Value::Missing | Value::Null => Value::Null,
        Value::Text(text) if text.is_empty() => Value::Null,
        value => convert(value),
    }
}

fn flag(value: &Value) -> Value {
    let no = matches!(value, Value::Text(text) if matches!(&**text, "false" | "0"));
    Value::Flag(value.truthy() && !no)
}

/// Milliseconds or a written date; a gap where it is neither.
fn time(value: &Value) -> Value {
    let ms = match value {
        Value::Text(text) => format::parse_date(text).unwrap_or(f64::NAN),
        value => value.to_number(),
    };
    if ms.is_nan() { Value::Null } else { Value::Time(ms) }
}

/// The number with which a text begins.
fn leading_number(text: &str) -> f64 {
    let text = text.trim_start();
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if unsigned.starts_with("Infinity") {
        return if text.starts_with('-') { f64::NEG_INFINITY } else { f64::INFINITY };
    }
    let end = text.find(|c: char| !c.is_ascii_digit() && !"+-.eE".contains(c)).unwrap_or(text.len());
    let candidates = (1..=end.min(400)).rev().map(|end| &text[..end]);
    candidates.filter_map(|text| text.parse().ok()).find(|number: &f64| number.is_finite()).unwrap_or(f64::NAN)
}

/// The whole number with which a text begins; `radix` is 10 unless it is said or the text begins with `0x`.
fn leading_integer(text: &str, radix: f64) -> f64 {
    let text = text.trim_start();
    let sign = if text.starts_with('-') { -1.0 } else { 1.0 };
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let radix = if radix.is_finite() { radix.trunc() } else { 0.0 };
    let hexadecimal =
        digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")).filter(|_| radix == 0.0 || radix == 16.0);
    let (digits, radix) = match hexadecimal {
        Some(digits) => (digits, 16.0),
        None => (digits, if radix == 0.0 { 10.0 } else { radix }),
    };
    if !(2.0..=36.0).contains(&radix) {
        return f64::NAN;
    }
    let mut known = digits.chars().map_while(|digit| digit.to_digit(radix as u32)).peekable();
    if known.peek().is_none() {
        return f64::NAN;
    }
    sign * known.fold(0.0, |sum, digit| sum * radix + f64::from(digit))
}
