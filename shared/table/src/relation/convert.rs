//! Convert: what a value is as a flag, a number and a text, and when two are equal or one is less, exactly as ECMAScript
//! converts and compares, with two differences: times are equal when their instants are, and a time has no zone but UTC.

use std::{cmp::Ordering, sync::Arc};

use super::Value;
use crate::{civil::Civil, format};

impl Value {
    /// Whether it counts as true: not `Missing`, `Null`, false, 0, NaN and empty text.
    #[must_use]
    pub fn truthy(&self) -> bool {
        match self {
            Self::Missing | Self::Null => false,
            Self::Flag(flag) => *flag,
            Self::Number(number) => *number != 0.0 && !number.is_nan(),
            Self::Text(text) => !text.is_empty(),
            Self::Time(_) | Self::List(_) | Self::Record(_) => true,
        }
    }

    /// As a number: `Null` is 0, `Missing` NaN, flags are 0 and 1, times milliseconds, texts what they say, or NaN.
    #[must_use]
    pub fn to_number(&self) -> f64 {
        match self {
            Self::Missing | Self::Record(_) => f64::NAN,
            Self::Null => 0.0,
            Self::Flag(flag) => f64::from(u8::from(*flag)),
            Self::Number(number) | Self::Time(number) => *number,
            Self::Text(text) => number_of(text),
            Self::List(_) => number_of(&self.to_text()),
        }
    }

    /// As a text: numbers as short as they read back, lists joined by commas, a time as `Date.prototype.toString` in UTC.
    #[must_use]
    pub fn to_text(&self) -> Arc<str> {
        match self {
            Self::Missing => "undefined".into(),
            Self::Null => "null".into(),
            Self::Flag(flag) => if *flag { "true" } else { "false" }.into(),
            Self::Number(number) => format::number_text(*number).into(),
            Self::Time(ms) => time_text(*ms).into(),
            Self::Text(text) => text.clone(),
            Self::List(values) => {
                let texts: Vec<Arc<str>> = values.iter().map(Self::item_text).collect();
                texts.join(",").into()
            }
            Self::Record(_) => "[object Object]".into(),
        }
    }

    /// As the element of a joined list: nothing where there is nothing.
    pub(crate) fn item_text(&self) -> Arc<str> {
        if matches!(self, Self::Missing | Self::Null) { "".into() } else { self.to_text() }
    }

    /// Neither `Missing` nor `Null` nor NaN.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        !matches!(self, Self::Missing | Self::Null)
            && !matches!(self, Self::Number(value) | Self::Time(value) if value.is_nan())
    }

    /// `===`. Lists and records are equal to themselves only.
    #[must_use]
    pub fn same_as(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Missing, Self::Missing) | (Self::Null, Self::Null) => true,
            (Self::Flag(left), Self::Flag(right)) => left == right,
            (Self::Number(left), Self::Number(right)) | (Self::Time(left), Self::Time(right)) => left == right,
            (Self::Text(left), Self::Text(right)) => left == right,
            (Self::List(left), Self::List(right)) => Arc::ptr_eq(left, right),
            (Self::Record(left), Self::Record(right)) => Arc::ptr_eq(left, right),
            _ => false,
        }
    }

    /// `==`: after conversion where the types differ.
    #[must_use]
    pub fn equals(&self, other: &Self) -> bool {
        match (self.class(), other.class()) {
            (left, right) if left == right => self.same_as(other) || left == Class::Nothing,
            (Class::Nothing, _) | (_, Class::Nothing) | (Class::Object, Class::Object) => false,
            (Class::Object, _) => self.primitive().equals(other),
            (_, Class::Object) => self.equals(&other.primitive()),
            _ => self.to_number() == other.to_number(),
        }
    }

    /// `<`, `=` or `>`: texts by UTF-16 code units, all else as numbers; `None` where one is NaN.
    #[must_use]
    pub fn compare(&self, other: &Self) -> Option<Ordering> {
        match (self.ordinal(), other.ordinal()) {
            (Self::Text(left), Self::Text(right)) => Some(left.encode_utf16().cmp(right.encode_utf16())),
            (left, right) => left.to_number().partial_cmp(&right.to_number()),
        }
    }

    /// Times, lists and records as texts, anything else as it is.
    pub(crate) fn primitive(&self) -> Self {
        if self.class() == Class::Object { Self::Text(self.to_text()) } else { self.clone() }
    }

    /// Lists and records as texts, anything else as it is.
    fn ordinal(&self) -> Self {
        if matches!(self, Self::List(_) | Self::Record(_)) { Self::Text(self.to_text()) } else { self.clone() }
    }

    fn class(&self) -> Class {
        match self {
            Self::Missing | Self::Null => Class::Nothing,
            Self::Flag(_) => Class::Flag,
            Self::Number(_) => Class::Number,
            Self::Text(_) => Class::Text,
            Self::Time(_) | Self::List(_) | Self::Record(_) => Class::Object,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Nothing,
    Flag,
    Number,
    Text,
    Object,
}

/// What a text says as a number: decimal, `0x`, `0o`, `0b`, `Infinity`; empty is 0, anything else NaN.
fn number_of(text: &str) -> f64 {
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let digits = |radix| whole_number(&text[2..], radix);
    match text.as_bytes() {
        [] => 0.0,
        [b'0', b'x' | b'X', ..] => digits(16),
        [b'0', b'o' | b'O', ..] => digits(8),
        [b'0', b'b' | b'B', ..] => digits(2),
        _ => decimal(text),
    }
}

fn whole_number(digits: &str, radix: u32) -> f64 {
    let add = |sum: f64, digit: char| Some(sum * f64::from(radix) + f64::from(digit.to_digit(radix)?));
    if digits.is_empty() { f64::NAN } else { digits.chars().try_fold(0.0, add).unwrap_or(f64::NAN) }
}

fn decimal(text: &str) -> f64 {
    match text {
        "Infinity" | "+Infinity" => f64::INFINITY,
        "-Infinity" => f64::NEG_INFINITY,
        _ if text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte)) => {
            text.parse().unwrap_or(f64::NAN)
        }
        _ => f64::NAN,
    }
}

fn time_text(ms: f64) -> String {
    const DAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let Some(civil) = Civil::of(ms) else { return "Invalid Date".to_owned() };
    let Civil { year, date, hours, minutes, seconds, .. } = civil;
    let (day, month) = (DAYS[civil.day as usize], MONTHS[civil.month as usize]);
    let year = if year < 0 { format!("-{:06}", -year) } else { format!("{year:04}") };
    format!("{day} {month} {date:02} {year} {hours:02}:{minutes:02}:{seconds:02} GMT+0000 (Coordinated Universal Time)")
}

#[cfg(test)]
mod tests {
    use super::*;
    use Value::{Flag, Missing, Null, Number, Time};

    #[test]
    fn conversions_are_those_of_ecmascript() {
        let list = |values: &[Value]| Value::List(values.into());
        let cases = [
            (Missing, "undefined", f64::NAN, false),
            (Null, "null", 0.0, false),
            (Flag(true), "true", 1.0, true),
            (Number(-0.0), "0", 0.0, false),
            (Number(f64::NAN), "NaN", f64::NAN, false),
            (Number(0.1 + 0.2), "0.30000000000000004", 0.1 + 0.2, true),
            (Value::text(""), "", 0.0, false),
            (Value::text(" 12.5\n"), " 12.5\n", 12.5, true),
            (Value::text("0x1F"), "0x1F", 31.0, true),
            (Value::text("inf"), "inf", f64::NAN, true),
            (Value::text("1e3"), "1e3", 1000.0, true),
            (list(&[]), "", 0.0, true),
            (list(&[Number(1.0), Null, Value::text("a")]), "1,,a", f64::NAN, true),
            (list(&[Number(7.0)]), "7", 7.0, true),
            (Value::Record(Arc::new([])), "[object Object]", f64::NAN, true),
            (Time(0.0), "Thu Jan 01 1970 00:00:00 GMT+0000 (Coordinated Universal Time)", 0.0, true),
        ];
        for (value, text, number, truthy) in cases {
            assert_eq!(&*value.to_text(), text);
            assert!(value.to_number() == number || (value.to_number().is_nan() && number.is_nan()), "{value:?}");
            assert_eq!(value.truthy(), truthy, "{value:?}");
        }
    }

    #[test]
    fn equality_is_that_of_ecmascript() {
        let equal = [
            (Null, Missing),
            (Number(1.0), Flag(true)),
            (Value::text("1"), Number(1.0)),
            (Value::text(""), Flag(false)),
            (Value::List(Arc::new([Number(1.0)])), Value::text("1")),
        ];
        for (left, right) in equal {
            assert!(left.equals(&right) && right.equals(&left) && !left.same_as(&right), "{left:?} == {right:?}");
        }
        for (left, right) in [(Null, Number(0.0)), (Missing, Flag(false)), (Number(f64::NAN), Number(f64::NAN))] {
            assert!(!left.equals(&right) && !right.equals(&left), "{left:?} != {right:?}");
        }
        assert!(Time(1.0).equals(&Time(1.0)));
        assert_eq!(Value::text("10").compare(&Value::text("9")), Some(Ordering::Less));
        assert_eq!(Value::text("10").compare(&Number(9.0)), Some(Ordering::Greater));
        assert_eq!(Null.compare(&Number(0.0)), Some(Ordering::Equal));
        assert_eq!(Missing.compare(&Number(0.0)), None);
    }
}
