//! Field: the column that a path names, and its values as numbers. The one place that resolves a path and the one that
//! says which texts are numbers. What is not there is a column of `Missing`, never an error: rows may lack a field.

use std::{borrow::Cow, sync::Arc};

use crate::relation::{Relation, Value, Values};

/// The column that the path names; all `Missing` where there is none.
pub(crate) fn column(relation: &Relation, path: &str) -> Arc<Values> {
    relation.column(path).cloned().unwrap_or_else(|| Arc::new(missing(relation.rows())))
}

/// The columns that the paths name.
pub(crate) fn columns(relation: &Relation, paths: &[Arc<str>]) -> Vec<Arc<Values>> {
    paths.iter().map(|path| column(relation, path)).collect()
}

/// The name of the column that a path gives where it is not named otherwise: the path without its escapes.
pub(crate) fn name(path: &str) -> Arc<str> {
    path.replace("\\.", ".").into()
}

/// A value as the key of a lookup or the name of a column.
pub(crate) fn text(value: &Value) -> String {
    match value {
        Value::Missing => "undefined".to_owned(),
        Value::Null => "null".to_owned(),
        Value::Flag(flag) => flag.to_string(),
        Value::Number(number) | Value::Time(number) => (number + 0.0).to_string(),
        Value::Text(text) => text.to_string(),
        Value::List(_) | Value::Record(_) => format!("{value:?}"),
    }
}

/// So many rows without a value.
pub(crate) fn missing(rows: usize) -> Values {
    Values::Any(vec![Value::Missing; rows])
}

/// The values as numbers: times in milliseconds, flags 0 and 1, texts that read as a number; NaN for anything else.
pub(crate) fn numbers(values: &Values) -> Cow<'_, [f64]> {
    match values {
        Values::Number(values) | Values::Time(values) => Cow::Borrowed(values),
        Values::Flag(flags) => {
            flags.iter().map(|flag| flag.map_or(f64::NAN, |flag| f64::from(u8::from(flag)))).collect()
        }
        Values::Text(texts) => texts.iter().map(|text| text.as_deref().map_or(f64::NAN, number_of_text)).collect(),
        Values::Any(values) => values.iter().map(number).collect(),
    }
}

/// A value as a number, as [`numbers`] has it.
pub(crate) fn number(value: &Value) -> f64 {
    if let Value::Text(text) = value { number_of_text(text) } else { value.number_or_gap() }
}

/// The least and the greatest finite number of a field; `None` where there is none.
#[must_use]
pub fn extent(relation: &Relation, path: &str) -> Option<[f64; 2]> {
    extent_of(&numbers(&column(relation, path)))
}

/// The least and the greatest finite number.
pub(crate) fn extent_of(numbers: &[f64]) -> Option<[f64; 2]> {
    let finite = numbers.iter().copied().filter(|number| number.is_finite());
    finite.fold(None, |extent, number| {
        let [least, greatest] = extent.unwrap_or([number; 2]);
        Some([f64::min(least, number), f64::max(greatest, number)])
    })
}

/// Decimal notation and `Infinity`; the other words that Rust reads are texts here.
fn number_of_text(text: &str) -> f64 {
    let text = text.trim();
    let bare = text.trim_start_matches(['+', '-']);
    let is_number = bare == "Infinity" || bare.starts_with(|first: char| first.is_ascii_digit() || first == '.');
    if is_number { text.parse().unwrap_or(f64::NAN) } else { f64::NAN }
}
