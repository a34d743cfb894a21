//! Function: what an expression can call: its name, how many arguments it takes, and what it is a function of. Lookups
//! by name happen once, when an expression is read. The functions themselves stand in files by family.

use std::fmt;

use super::{date, distribution, list, math, text};
use crate::{civil::Civil, format::Locale, relation::Value};

/// Arguments beyond those of a function of one number are computed and dropped, as in JavaScript; no call has more.
const MAX_ARGUMENTS: usize = 255;

/// One function by name.
pub(super) struct Function {
    pub(super) name: &'static str,
    pub(super) least: usize,
    pub(super) most: usize,
    pub(super) body: Body,
}

/// What a function is a function of. Those of numbers and times are computed over whole columns.
pub(super) enum Body {
    /// The first argument as a number.
    Number(fn(f64) -> f64),
    /// The parts of the first argument as a time; NaN where it is none.
    Part(fn(&Civil) -> i64),
    /// The arguments as they are.
    Values(fn(&[Value]) -> Value),
    /// The arguments, and how numbers and times are written.
    Written(fn(&[Value], &Locale) -> Value),
}

impl fmt::Debug for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl Function {
    pub(super) const fn number(name: &'static str, body: fn(f64) -> f64) -> Self {
        Self { name, least: 1, most: MAX_ARGUMENTS, body: Body::Number(body) }
    }

    pub(super) const fn part(name: &'static str, body: fn(&Civil) -> i64) -> Self {
        Self { name, least: 1, most: 1, body: Body::Part(body) }
    }

    pub(super) const fn values(name: &'static str, least: usize, most: usize, body: fn(&[Value]) -> Value) -> Self {
        Self { name, least, most, body: Body::Values(body) }
    }

    /// Of any number of arguments.
    pub(super) const fn many(name: &'static str, body: fn(&[Value]) -> Value) -> Self {
        Self::values(name, 0, MAX_ARGUMENTS, body)
    }

    pub(super) const fn written(
        name: &'static str,
        least: usize,
        most: usize,
        body: fn(&[Value], &Locale) -> Value,
    ) -> Self {
        Self { name, least, most, body: Body::Written(body) }
    }

    /// How many arguments it takes, in words.
    pub(super) fn takes(&self) -> String {
        match (self.least, self.most) {
            (1, 1) => "1 argument".to_owned(),
            (least, most) if least == most => format!("{least} arguments"),
            (least, MAX_ARGUMENTS) => format!("{least} to {MAX_ARGUMENTS} arguments"),
            (least, most) => format!("{least} to {most} arguments"),
        }
    }

    /// Its value for these arguments.
    pub(super) fn call(&self, arguments: &[Value], locale: &Locale) -> Value {
        match self.body {
            Body::Number(body) => Value::Number(body(number(arguments, 0))),
            Body::Part(body) => Value::Number(part(body, date::time(&at(arguments, 0)))),
            Body::Values(body) => body(arguments),
            Body::Written(body) => body(arguments, locale),
        }
    }
}

/// The function of that name.
pub(super) fn named(name: &str) -> Option<&'static Function> {
    [math::FUNCTIONS, date::FUNCTIONS, text::FUNCTIONS, list::FUNCTIONS, distribution::FUNCTIONS]
        .into_iter()
        .flatten()
        .find(|function| function.name == name)
}

/// A part of a time; NaN where it is none.
pub(super) fn part(body: fn(&Civil) -> i64, ms: f64) -> f64 {
    Civil::of(ms).map_or(f64::NAN, |civil| body(&civil) as f64)
}

/// An argument; `Missing` where it was not given.
pub(super) fn at(arguments: &[Value], index: usize) -> Value {
    arguments.get(index).cloned().unwrap_or_default()
}

/// An argument as a number.
pub(super) fn number(arguments: &[Value], index: usize) -> f64 {
    arguments.get(index).map_or(f64::NAN, Value::to_number)
}

/// An argument as a number where it was given.
pub(super) fn given(arguments: &[Value], index: usize) -> Option<f64> {
    arguments.get(index).filter(|value| **value != Value::Missing).map(Value::to_number)
}
