//! Cell: one value of any type, or a gap. How two of them compare stands here and nowhere else.

use std::cmp::Ordering;

use crate::schema::DataType;

/// One value of any type, borrowed from a column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell<'a> {
    /// A missing or non-finite value.
    Gap,
    /// A finite number.
    Float(f64),
    /// A whole number.
    Integer(i64),
    /// Milliseconds since the Unix epoch, UTC.
    Time(i64),
    /// Text.
    Text(&'a str),
    /// True or false.
    Flag(bool),
}

/// One value of any type that owns its text.
#[derive(Clone, Debug, PartialEq)]
pub enum OwnedCell {
    /// A missing or non-finite value.
    Gap,
    /// A finite number.
    Float(f64),
    /// A whole number.
    Integer(i64),
    /// Milliseconds since the Unix epoch, UTC.
    Time(i64),
    /// Text.
    Text(String),
    /// True or false.
    Flag(bool),
}

impl Cell<'_> {
    /// Its type; `None` for a gap.
    #[must_use]
    pub fn data_type(self) -> Option<DataType> {
        match self {
            Self::Gap => None,
            Self::Float(_) => Some(DataType::Float),
            Self::Integer(_) => Some(DataType::Integer),
            Self::Time(_) => Some(DataType::Time),
            Self::Text(_) => Some(DataType::Text),
            Self::Flag(_) => Some(DataType::Flag),
        }
    }

    /// The value as a number (times in milliseconds, flags 0 and 1); NaN for gaps and text.
    #[must_use]
    pub fn number(self) -> f64 {
        match self {
            Self::Float(value) => value,
            Self::Integer(value) | Self::Time(value) => value as f64,
            Self::Flag(value) => f64::from(u8::from(value)),
            Self::Gap | Self::Text(_) => f64::NAN,
        }
    }

    /// How it compares: numbers by value, times by age, texts by code points, false before true.
    /// `None` for gaps and for values of different types, except that whole numbers and numbers compare.
    #[must_use]
    pub fn compare(self, other: Cell<'_>) -> Option<Ordering> {
        match (self, other) {
            (Self::Integer(a), Cell::Integer(b)) | (Self::Time(a), Cell::Time(b)) => Some(a.cmp(&b)),
            (Self::Float(a), Cell::Float(b)) => a.partial_cmp(&b),
            (Self::Integer(a), Cell::Float(b)) => (a as f64).partial_cmp(&b),
            (Self::Float(a), Cell::Integer(b)) => a.partial_cmp(&(b as f64)),
            (Self::Text(a), Cell::Text(b)) => Some(a.cmp(b)),
            (Self::Flag(a), Cell::Flag(b)) => Some(a.cmp(&b)),
            _ => None,
        }
    }

    /// A copy that owns its text.
    #[must_use]
    pub fn to_owned(self) -> OwnedCell {
        match self {
            Self::Gap => OwnedCell::Gap,
            Self::Float(value) => OwnedCell::Float(value),
            Self::Integer(value) => OwnedCell::Integer(value),
            Self::Time(value) => OwnedCell::Time(value),
            Self::Text(value) => OwnedCell::Text(value.to_owned()),
            Self::Flag(value) => OwnedCell::Flag(value),
        }
    }
}

impl OwnedCell {
    /// The same, borrowed.
    #[must_use]
    pub fn as_cell(&self) -> Cell<'_> {
        match self {
            Self::Gap => Cell::Gap,
            Self::Float(value) => Cell::Float(*value),
            Self::Integer(value) => Cell::Integer(*value),
            Self::Time(value) => Cell::Time(*value),
            Self::Text(value) => Cell::Text(value),
            Self::Flag(value) => Cell::Flag(*value),
        }
    }
}
