//! A written value: what stands in a body before it is a cell, and how it becomes the cell of a type.
//! Pure functions of one value; rows, lines and schemas are the business of others.

use std::borrow::Cow;

use ::table::{
    Cell, DataType,
    cell::OwnedCell,
    infer::{infer, parse_cell, parse_time},
};

/// One value as it stands in the body.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Written<'a> {
    /// Nothing: an empty cell or `null`.
    Gap,
    /// `true` or `false`.
    Flag(bool),
    /// A whole number of JSON.
    Integer(i64),
    /// Any other number of JSON.
    Float(f64),
    /// A text of JSON: a text or a time.
    Text(Cow<'a, str>),
    /// A cell of CSV, not empty: its letters alone say what it may be.
    Bare(&'a str),
    /// An array or an object, which no cell holds.
    Nested(&'static str),
}

/// The types that all values of a field seen so far can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Guess(u8);

/// The order of preference: the first that remains is the type.
const PREFERRED: [DataType; 5] = [DataType::Flag, DataType::Integer, DataType::Float, DataType::Time, DataType::Text];

impl Guess {
    /// Nothing seen yet.
    pub(super) const ANY: Self = Self(0b1_1111);
    /// No type has all the values.
    pub(super) const NONE: Self = Self(0);

    fn of(types: &[DataType]) -> Self {
        Self(types.iter().fold(0, |bits, data_type| bits | 1 << *data_type as u8))
    }

    /// What remains when this value is a cell of the field too.
    #[must_use]
    pub(super) fn narrowed(self, written: &Written<'_>) -> Self {
        Self(self.0 & Self::possible(written).0)
    }

    /// The type; where only gaps were seen it is a number, since a gap in a chart is a missing number.
    #[must_use]
    pub(super) fn data_type(self) -> Option<DataType> {
        if self == Self::ANY {
            return Some(DataType::Float);
        }
        PREFERRED.into_iter().find(|data_type| self.0 & (1 << *data_type as u8) != 0)
    }

    fn possible(written: &Written<'_>) -> Self {
        match written {
            Written::Gap => Self::ANY,
            Written::Flag(_) => Self::of(&[DataType::Flag]),
            Written::Integer(_) => Self::of(&[DataType::Integer, DataType::Float]),
            Written::Float(_) => Self::of(&[DataType::Float]),
            Written::Text(text) if parse_time(text).is_some() => Self::of(&[DataType::Time, DataType::Text]),
            Written::Text(_) => Self::of(&[DataType::Text]),
            Written::Bare(text) => Self::of_bare(text),
            Written::Nested(_) => Self::NONE,
        }
    }

    fn of_bare(text: &str) -> Self {
        match infer([text]) {
            DataType::Flag => Self::of(&[DataType::Flag, DataType::Text]),
            DataType::Integer => Self::of(&[DataType::Integer, DataType::Float, DataType::Text]),
            DataType::Float => Self::of(&[DataType::Float, DataType::Text]),
            DataType::Time => Self::of(&[DataType::Time, DataType::Text]),
            DataType::Text if is_not_finite(text) => Self::of(&[DataType::Float, DataType::Text]),
            DataType::Text => Self::of(&[DataType::Text]),
        }
    }
}

impl Written<'_> {
    /// The cell of that type, or `None` where the value is none.
    #[must_use]
    pub(super) fn cell(&self, data_type: DataType) -> Option<Cell<'_>> {
        match self {
            Written::Gap => Some(Cell::Gap),
            Written::Nested(_) => None,
            Written::Flag(value) => (data_type == DataType::Flag).then_some(Cell::Flag(*value)),
            Written::Integer(value) => match data_type {
                DataType::Integer => Some(Cell::Integer(*value)),
                DataType::Float => Some(Cell::Float(*value as f64)),
                DataType::Time => Some(Cell::Time(*value)),
                DataType::Text | DataType::Flag => None,
            },
            Written::Float(value) => match data_type {
                DataType::Float => Some(number(*value)),
                DataType::Integer => whole(*value).map(Cell::Integer),
                DataType::Time | DataType::Text | DataType::Flag => None,
            },
            Written::Text(text) => match data_type {
                DataType::Text => Some(Cell::Text(text)),
                DataType::Time => parse_time(text).map(Cell::Time),
                DataType::Float | DataType::Integer | DataType::Flag => None,
            },
            Written::Bare(text) => bare_cell(text, data_type),
        }
    }

    /// The value as an error shows it: short, and quoted where it is text.
    #[must_use]
    pub(super) fn shown(&self) -> String {
        match self {
            Written::Gap => "nothing".to_owned(),
            Written::Flag(value) => value.to_string(),
            Written::Integer(value) => value.to_string(),
            Written::Float(value) => value.to_string(),
            Written::Text(text) => quoted(text),
            Written::Bare(text) => quoted(text),
            Written::Nested(what) => (*what).to_owned(),
        }
    }
}

fn bare_cell(text: &str, data_type: DataType) -> Option<Cell<'_>> {
    if data_type == DataType::Text {
        return Some(Cell::Text(text));
    }
    match parse_cell(data_type, text).ok()? {
        OwnedCell::Float(value) => Some(Cell::Float(value)),
        OwnedCell::Integer(value) => Some(Cell::Integer(value)),
        OwnedCell::Time(value) => Some(Cell::Time(value)),
        OwnedCell::Flag(value) => Some(Cell::Flag(value)),
        OwnedCell::Gap | OwnedCell::Text(_) => Some(Cell::Gap),
    }
}

/// Characters of a value that an error repeats; the rest is left out.
const SHOWN_CHARS: usize = 40;

fn quoted(text: &str) -> String {
    match text.char_indices().nth(SHOWN_CHARS) {
        None => format!("{text:?}"),
        Some((end, _)) => format!("{:?}...", &text[..end]),
    }
}

fn number(value: f64) -> Cell<'static> {
    if value.is_finite() { Cell::Float(value) } else { Cell::Gap }
}

/// The whole number that a number is, within the range in which every whole number has a float of its own.
fn whole(value: f64) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    (value.fract() == 0.0 && value.abs() <= EXACT).then_some(value as i64)
}

/// A word such as `NaN`: a gap among numbers, a word among texts.
fn is_not_finite(text: &str) -> bool {
    text.trim().parse().is_ok_and(|number: f64| !number.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_letters_of_a_bare_value_say_what_it_may_be() {
        let cases = [
            (&["1", "2"][..], DataType::Integer),
            (&["1", "2.5"], DataType::Float),
            (&["1", "x"], DataType::Text),
            (&["1e3", "-4"], DataType::Float),
            (&["007"], DataType::Text),
            (&["0.5", "0"], DataType::Float),
            (&["true", "FALSE"], DataType::Flag),
            (&["true", "1"], DataType::Text),
            (&["2024-02-29", "2024-03-01T10:00:00Z"], DataType::Time),
            (&["2024-02-29", "soon"], DataType::Text),
            (&["NaN", "3"], DataType::Float),
            (&[], DataType::Float),
        ];
        for (texts, expected) in cases {
            let guess = texts.iter().fold(Guess::ANY, |guess, text| guess.narrowed(&Written::Bare(text)));
            assert_eq!(guess.data_type(), Some(expected), "{texts:?}");
        }
    }
}
