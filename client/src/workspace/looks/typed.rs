//! A filter as somebody types it, in the words in which columns of rows are filtered too: a value, a part of a text, or a
//! bound of numbers and times (`>5`, `<=2026-01-31`, `1..9`, `=3`). Days are from their beginning to their end, in UTC
//! like the axes. Pure; which texts have the part is found outside.

use table::{DataType, listing::Wanted};

use super::{Filter, Picked, filter::cell};
use crate::decimal::number;

/// The filter that is meant; `None` where the field cannot be that. `found` are the texts of the field that have the
/// text in them: without one it is a value that may come yet.
#[must_use]
pub fn typed(field: &str, data_type: DataType, text: &str, found: &[String]) -> Option<Filter> {
    let text = text.trim();
    let (picked, words) = match data_type {
        DataType::Text if text.is_empty() => return None,
        DataType::Text if found.is_empty() || found.iter().any(|value| value == text) => only(text),
        DataType::Text => (Picked::Values(found.to_vec()), found.join(", ")),
        DataType::Flag => cell(text, data_type).map(|_| only(text))?,
        DataType::Float | DataType::Integer if number(text).is_some() => cell(text, data_type).map(|_| only(text))?,
        DataType::Time if !is_bound(text) => (span(&["=", text].concat(), data_type)?, text.to_owned()),
        DataType::Float | DataType::Integer | DataType::Time => (span(text, data_type)?, text.to_owned()),
    };
    Some(Filter { by: None, table: None, field: field.to_owned(), picked, words })
}

fn only(text: &str) -> (Picked, String) {
    (Picked::Values(vec![text.to_owned()]), text.to_owned())
}

fn is_bound(text: &str) -> bool {
    text.starts_with(['<', '>', '=']) || text.contains("..")
}

/// The bounds from the first value on, up to the first one that is outside.
fn span(text: &str, data_type: DataType) -> Option<Picked> {
    let Wanted::Between { from: (from, has_from), to: (to, has_to) } = Wanted::parse(text, data_type, number)? else {
        return None;
    };
    let after = |value: f64| if data_type == DataType::Float { value.next_up() } else { value.floor() + 1.0 };
    let from = if has_from { from } else { after(from) };
    let to = if has_to { after(to) } else { to };
    let is_some = from < to && (from.is_finite() || to.is_finite());
    is_some.then_some(Picked::Span(from, to))
}
