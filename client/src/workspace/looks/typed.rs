//! A filter as somebody types it: a field, and a value of it, or two with `..` between them. Days are from their beginning
//! to their end, in UTC like the axes.

use table::{
    DataType,
    time_range::{Moment, Side},
};

use super::{Filter, Picked, filter::cell};
use crate::decimal::number;

/// The filter that is meant; `None` where the field cannot be that.
#[must_use]
pub fn typed(field: &str, data_type: DataType, text: &str) -> Option<Filter> {
    let text = text.trim();
    let (from, to) = text.split_once("..").unwrap_or((text, text));
    let picked = match data_type {
        DataType::Time => Picked::Span(moment(from, Side::From)?, moment(to, Side::To)?),
        DataType::Float | DataType::Integer if from != to => Picked::Span(number(from.trim())?, number(to.trim())?),
        DataType::Float | DataType::Integer | DataType::Text | DataType::Flag => {
            (!text.is_empty()).then(|| cell(text, data_type)).flatten()?;
            Picked::Values(vec![text.to_owned()])
        }
    };
    let rises = !matches!(picked, Picked::Span(from, to) if from >= to);
    let filter = Filter { by: None, table: None, field: field.to_owned(), picked, words: text.to_owned() };
    rises.then_some(filter)
}

fn moment(text: &str, side: Side) -> Option<f64> {
    match Moment::parse(text, side, &table::time_range::utc).ok()? {
        Moment::At(at_ms) => Some(at_ms as f64),
        Moment::Now(_) => None,
    }
}
