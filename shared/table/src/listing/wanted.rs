//! What is wanted in a field, as somebody types it above a column: a part of the text that is shown, or a bound of numbers
//! and times (`>5`, `<=2026-01-31`, `1..9`, `=3`). What cannot be read as a bound is looked for as text.

use std::fmt::Write;

use crate::{
    column::Column,
    schema::DataType,
    time_range::{Moment, Side, local_words, utc},
};

/// What is wanted in a field.
#[derive(Clone, Debug, PartialEq)]
pub enum Wanted {
    /// This text in what is shown; lower case.
    Has(String),
    /// A value between these, each with whether it is one itself.
    Between {
        /// The lowest.
        from: (f64, bool),
        /// The highest.
        to: (f64, bool),
    },
}

impl Wanted {
    /// What a text asks of a field of this type; `None` where it says nothing. `number` reads a decimal number.
    #[must_use]
    pub fn parse(text: &str, data_type: DataType, number: fn(&str) -> Option<f64>) -> Option<Self> {
        let text = text.trim();
        let is_measured = matches!(data_type, DataType::Float | DataType::Integer | DataType::Time);
        let bounds = is_measured.then(|| bounds(text, |text, side| value(text, side, data_type, number))).flatten();
        let has = || (!text.is_empty()).then(|| Self::Has(text.to_lowercase()));
        bounds.map(|(from, to)| Self::Between { from, to }).or_else(has)
    }

    /// Keeps the rows of a column that are wanted.
    pub(super) fn keep(&self, column: &Column, rows: &mut Vec<u32>) {
        match (self, column) {
            (Self::Between { from, to }, _) => rows.retain(|row| is_between(column.number(*row as usize), *from, *to)),
            (Self::Has(part), Column::Text(text)) => {
                let passes: Vec<bool> = text.dictionary.iter().map(|entry| has(entry, part)).collect();
                rows.retain(|row| {
                    let code = text.codes.get(*row as usize).and_then(|code| code.checked_sub(1));
                    code.is_some_and(|code| passes[code as usize])
                });
            }
            (Self::Has(part), _) => {
                let mut words = String::new();
                rows.retain(|row| {
                    words.clear();
                    shown(column, *row as usize, &mut words);
                    has(&words, part)
                });
            }
        }
    }
}

/// Writes a value as it is looked for and saved: times by ISO 8601 in UTC, nothing for a gap.
pub fn shown(column: &Column, row: usize, words: &mut String) {
    use crate::cell::Cell;
    let _memory = match column.cell(row) {
        Cell::Gap => Ok(()),
        Cell::Float(value) => write!(words, "{value}"),
        Cell::Integer(value) => write!(words, "{value}"),
        Cell::Time(at_ms) => words.write_str(&local_words(at_ms, &utc)),
        Cell::Text(text) => words.write_str(text),
        Cell::Flag(flag) => words.write_str(if flag { "true" } else { "false" }),
    };
}

fn has(text: &str, part: &str) -> bool {
    text.contains(part) || text.to_lowercase().contains(part)
}

fn is_between(value: f64, (from, is_from): (f64, bool), (to, is_to): (f64, bool)) -> bool {
    (value > from || is_from && value == from) && (value < to || is_to && value == to)
}

type Bound = (f64, bool);

const LOWEST: Bound = (f64::NEG_INFINITY, true);
const HIGHEST: Bound = (f64::INFINITY, true);

/// A day is a value from its beginning to before its end.
fn bounds(text: &str, value: impl Fn(&str, Side) -> Option<f64>) -> Option<(Bound, Bound)> {
    let begins = |text: &str| value(text, Side::From);
    let ends = |text: &str| {
        let to = value(text, Side::To)?;
        Some((to, begins(text) == Some(to)))
    };
    if let Some((from, to)) = text.split_once("..") {
        let from = if from.trim().is_empty() { LOWEST } else { (begins(from)?, true) };
        let to = if to.trim().is_empty() { HIGHEST } else { ends(to)? };
        return Some((from, to));
    }
    let (sign, text) = [">=", "<=", ">", "<", "="].iter().find_map(|sign| Some((*sign, text.strip_prefix(sign)?)))?;
    Some(match sign {
        ">=" => ((begins(text)?, true), HIGHEST),
        "<=" => (LOWEST, ends(text)?),
        ">" => ends(text).map(|(to, is_in)| ((to, !is_in), HIGHEST))?,
        "<" => (LOWEST, (begins(text)?, false)),
        _ => ((begins(text)?, true), ends(text)?),
    })
}

fn value(text: &str, side: Side, data_type: DataType, number: fn(&str) -> Option<f64>) -> Option<f64> {
    let text = text.trim();
    match data_type {
        DataType::Time => match Moment::parse(text, side, &utc).ok()? {
            Moment::At(at_ms) => Some(at_ms as f64),
            Moment::Now(_) => None,
        },
        DataType::Float | DataType::Integer => number(text),
        DataType::Text | DataType::Flag => None,
    }
}
