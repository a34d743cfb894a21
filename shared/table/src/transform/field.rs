//! Field: the column that a path names, and its values as numbers. The one place that resolves a path and the one that
//! says which texts are numbers. What is not there is a column of `Missing`, never an error: rows may lack a field.

use std::{borrow::Cow, sync::Arc};

use crate::{
    infer::parse_time,
    relation::{Relation, Value, Values, steps},
    transform::FieldPath,
};

/// The column that the path names; all `Missing` where there is none.
pub(crate) fn column(relation: &Relation, path: &FieldPath) -> Arc<Values> {
    relation.path(path).unwrap_or_else(|| Arc::new(missing(relation.rows())))
}

/// The columns that the paths name.
pub(crate) fn columns(relation: &Relation, paths: &[FieldPath]) -> Vec<Arc<Values>> {
    paths.iter().map(|path| column(relation, path)).collect()
}

/// The name of the column that a path gives where it is not named otherwise: a single name without its escapes, a longer
/// path as it is written.
pub(crate) fn name(path: &FieldPath) -> Arc<str> {
    match steps(path).as_slice() {
        [name] => name.as_str().into(),
        _ => path.clone(),
    }
}

/// So many rows without a value.
pub(crate) fn missing(rows: usize) -> Values {
    Values::Any(vec![Value::Missing; rows])
}

/// The values as numbers: times in milliseconds, flags 0 and 1, texts that read as a number; NaN for anything else, empty
/// texts among it.
pub(crate) fn numbers(values: &Values) -> Cow<'_, [f64]> {
    match values {
        Values::Number(values) | Values::Time(values) => Cow::Borrowed(values),
        Values::Flag(_) => (0..values.len()).map(|row| values.number(row)).collect(),
        Values::Text(texts) => texts.iter().map(|text| text.as_ref().map_or(f64::NAN, number_of_text)).collect(),
        Values::Any(values) => values.iter().map(number).collect(),
    }
}

/// A value as a number, as [`numbers`] has it.
pub(crate) fn number(value: &Value) -> f64 {
    if let Value::Text(text) = value { number_of_text(text) } else { value.number_or_gap() }
}

/// The values as times in milliseconds: as [`numbers`], but texts are written times first.
pub(crate) fn times(values: &Values) -> Cow<'_, [f64]> {
    let time = |row| match values.get(row) {
        Value::Text(text) => parse_time(&text).map_or_else(|| number_of_text(&text), |time_ms| time_ms as f64),
        value => value.number_or_gap(),
    };
    match values {
        Values::Number(_) | Values::Time(_) | Values::Flag(_) => numbers(values),
        Values::Text(_) | Values::Any(_) => (0..values.len()).map(time).collect(),
    }
}

/// The least and the greatest finite number of a field; `None` where there is none.
#[must_use]
pub fn extent(relation: &Relation, path: &str) -> Option<[f64; 2]> {
    extent_of(&numbers(&column(relation, &path.into())))
}

/// The least and the greatest finite number.
pub(crate) fn extent_of(numbers: &[f64]) -> Option<[f64; 2]> {
    let finite = numbers.iter().copied().filter(|number| number.is_finite());
    finite.fold(None, |extent, number| {
        let [least, greatest] = extent.unwrap_or([number; 2]);
        Some([f64::min(least, number), f64::max(greatest, number)])
    })
}

fn number_of_text(text: &Arc<str>) -> f64 {
    if text.is_empty() { f64::NAN } else { Value::Text(text.clone()).to_number() }
}
