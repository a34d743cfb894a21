//! Columns: values of one type, gaps included. Enum order is the wire format: append only.

use std::ops::Range;

use serde::{Deserialize, Serialize};

pub use crate::cell::Cell;
use crate::{dictionary::Dictionary, kept::Kept, schema::DataType};

/// The values of one field, in row order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Column {
    /// NaN is a gap.
    Float(Kept<f64>),
    /// `None` is a gap.
    Integer(Kept<Option<i64>>),
    /// Milliseconds since the Unix epoch, UTC; `None` is a gap.
    Time(Kept<Option<i64>>),
    /// Codes into a dictionary.
    Text(TextColumn),
    /// `None` is a gap.
    Flag(Kept<Option<bool>>),
}

/// Text by dictionary: each distinct value is stored once.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TextColumn {
    /// Index into `dictionary`, plus one; 0 is a gap.
    pub codes: Kept<u32>,
    /// The distinct values that rows use, in order of first appearance.
    pub dictionary: Vec<String>,
}

impl Column {
    /// An empty column of that type.
    #[must_use]
    pub fn empty(data_type: DataType) -> Self {
        match data_type {
            DataType::Float => Self::Float(Kept::default()),
            DataType::Integer => Self::Integer(Kept::default()),
            DataType::Time => Self::Time(Kept::default()),
            DataType::Text => Self::Text(TextColumn::default()),
            DataType::Flag => Self::Flag(Kept::default()),
        }
    }

    /// Its type.
    #[must_use]
    pub fn data_type(&self) -> DataType {
        match self {
            Self::Float(_) => DataType::Float,
            Self::Integer(_) => DataType::Integer,
            Self::Time(_) => DataType::Time,
            Self::Text(_) => DataType::Text,
            Self::Flag(_) => DataType::Flag,
        }
    }

    /// How many rows.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Float(values) => values.len(),
            Self::Integer(values) | Self::Time(values) => values.len(),
            Self::Text(text) => text.codes.len(),
            Self::Flag(values) => values.len(),
        }
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value of a row; a gap where there is no such row.
    #[must_use]
    pub fn cell(&self, row: usize) -> Cell<'_> {
        match self {
            Self::Float(values) => {
                values.get(row).copied().filter(|value| value.is_finite()).map_or(Cell::Gap, Cell::Float)
            }
            Self::Integer(values) => values.get(row).copied().flatten().map_or(Cell::Gap, Cell::Integer),
            Self::Time(values) => values.get(row).copied().flatten().map_or(Cell::Gap, Cell::Time),
            Self::Text(text) => text.get(row).map_or(Cell::Gap, Cell::Text),
            Self::Flag(values) => values.get(row).copied().flatten().map_or(Cell::Gap, Cell::Flag),
        }
    }

    /// These rows; those that do not exist are left out. The dictionary of a text has only what these rows use.
    #[must_use]
    pub fn slice(&self, rows: Range<usize>) -> Self {
        let end = rows.end.min(self.len());
        let rows = rows.start.min(end)..end;
        match self {
            Self::Float(values) => Self::Float(values[rows].to_vec().into()),
            Self::Integer(values) => Self::Integer(values[rows].to_vec().into()),
            Self::Time(values) => Self::Time(values[rows].to_vec().into()),
            Self::Text(text) => Self::Text(text.slice(rows)),
            Self::Flag(values) => Self::Flag(values[rows].to_vec().into()),
        }
    }

    /// Memory, about.
    #[must_use]
    pub fn bytes(&self) -> usize {
        match self {
            Self::Float(values) => values.capacity() * size_of::<f64>(),
            Self::Integer(values) | Self::Time(values) => values.capacity() * size_of::<Option<i64>>(),
            Self::Text(text) => text.bytes(),
            Self::Flag(values) => values.capacity() * size_of::<Option<bool>>(),
        }
    }

    /// The value of a row as a number (times in milliseconds, flags 0 and 1); NaN for gaps and text.
    #[must_use]
    #[inline]
    pub fn number(&self, row: usize) -> f64 {
        match self {
            Self::Float(values) => values.get(row).copied().filter(|value| value.is_finite()).unwrap_or(f64::NAN),
            Self::Integer(values) | Self::Time(values) => {
                values.get(row).copied().flatten().map_or(f64::NAN, |value| value as f64)
            }
            Self::Flag(values) => values.get(row).copied().flatten().map_or(f64::NAN, |flag| f64::from(u8::from(flag))),
            Self::Text(_) => f64::NAN,
        }
    }
}

impl TextColumn {
    /// The text of a row, `None` for a gap.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<&str> {
        let code = *self.codes.get(row)? as usize;
        self.dictionary.get(code.checked_sub(1)?).map(String::as_str)
    }

    fn slice(&self, rows: Range<usize>) -> Self {
        let mut slice = Self { codes: Vec::with_capacity(rows.len()).into(), dictionary: Vec::new() };
        Dictionary::default().append(&mut slice, self, rows);
        slice
    }

    fn bytes(&self) -> usize {
        let texts: usize = self.dictionary.iter().map(String::capacity).sum();
        texts + self.dictionary.capacity() * size_of::<String>() + self.codes.capacity() * size_of::<u32>()
    }
}
