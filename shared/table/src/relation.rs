//! Relation: what a transform reads and writes: named columns of equal length, shared by pointer, so that a step that
//! leaves a column alone costs nothing for it. Values behave as in Vega: whole numbers are numbers, a column of one
//! type is stored flat, anything else as `Values::Any`. Relations never travel: batches do.

use std::sync::Arc;

use crate::{cell::Cell, tabular::Tabular};

mod convert;
mod path;

pub use path::steps;

/// One value of any type that an expression knows.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// There is no such field in this row: `undefined`.
    #[default]
    Missing,
    /// A gap: `null`.
    Null,
    /// True or false.
    Flag(bool),
    /// A number; may be NaN or infinite where it was computed.
    Number(f64),
    /// Milliseconds since the Unix epoch, UTC; NaN is no date.
    Time(f64),
    /// Text.
    Text(Arc<str>),
    /// Several values.
    List(Arc<[Value]>),
    /// Named values, in order.
    Record(Arc<[(Arc<str>, Value)]>),
}

/// The values of one column, in row order.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// NaN is a gap.
    Number(Vec<f64>),
    /// Milliseconds since the Unix epoch, UTC; NaN is a gap.
    Time(Vec<f64>),
    /// `None` is a gap.
    Flag(Vec<Option<bool>>),
    /// `None` is a gap.
    Text(Vec<Option<Arc<str>>>),
    /// Of several types, or lists and records.
    Any(Vec<Value>),
}

/// Named columns of equal length.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Relation {
    columns: Vec<(Arc<str>, Arc<Values>)>,
    rows: usize,
}

impl Default for Values {
    fn default() -> Self {
        Self::Any(Vec::new())
    }
}

impl Values {
    /// The flattest column that holds these values. `Missing` keeps a column from being flat.
    #[must_use]
    pub fn of(values: Vec<Value>) -> Self {
        let flat = |is: fn(&Value) -> bool| values.iter().all(|value| matches!(value, Value::Null) || is(value));
        if flat(|value| matches!(value, Value::Number(number) if !number.is_nan())) {
            return Self::Number(values.iter().map(Value::number_or_gap).collect());
        }
        if flat(|value| matches!(value, Value::Time(_))) {
            return Self::Time(values.iter().map(Value::number_or_gap).collect());
        }
        if flat(|value| matches!(value, Value::Flag(_))) {
            let flag = |value: &Value| if let Value::Flag(flag) = value { Some(*flag) } else { None };
            return Self::Flag(values.iter().map(flag).collect());
        }
        if flat(|value| matches!(value, Value::Text(_))) {
            let text = |value| if let Value::Text(text) = value { Some(text) } else { None };
            return Self::Text(values.into_iter().map(text).collect());
        }
        Self::Any(values)
    }

    /// How many rows.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Number(values) | Self::Time(values) => values.len(),
            Self::Flag(values) => values.len(),
            Self::Text(values) => values.len(),
            Self::Any(values) => values.len(),
        }
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value of a row; `Missing` where there is no such row.
    #[must_use]
    pub fn get(&self, row: usize) -> Value {
        let gap = |value: Option<Value>| value.unwrap_or(Value::Null);
        let value = match self {
            Self::Number(values) => {
                values.get(row).map(|number| gap((!number.is_nan()).then_some(Value::Number(*number))))
            }
            Self::Time(values) => values.get(row).map(|time| gap((!time.is_nan()).then_some(Value::Time(*time)))),
            Self::Flag(values) => values.get(row).map(|flag| gap(flag.map(Value::Flag))),
            Self::Text(values) => values.get(row).map(|text| gap(text.clone().map(Value::Text))),
            Self::Any(values) => values.get(row).cloned(),
        };
        value.unwrap_or_default()
    }

    /// The value of a row as a number: times in milliseconds, flags 0 and 1; NaN for anything else.
    #[must_use]
    pub fn number(&self, row: usize) -> f64 {
        match self {
            Self::Number(values) | Self::Time(values) => values.get(row).copied().unwrap_or(f64::NAN),
            Self::Flag(values) => values.get(row).copied().flatten().map_or(f64::NAN, |flag| f64::from(u8::from(flag))),
            Self::Text(_) => f64::NAN,
            Self::Any(values) => values.get(row).map_or(f64::NAN, Value::number_or_gap),
        }
    }

    /// These rows, in this order; a row may occur several times.
    #[must_use]
    pub fn take(&self, rows: &[u32]) -> Self {
        fn pick<T: Clone>(values: &[T], rows: &[u32]) -> Vec<T> {
            rows.iter().map(|row| values[*row as usize].clone()).collect()
        }
        match self {
            Self::Number(values) => Self::Number(pick(values, rows)),
            Self::Time(values) => Self::Time(pick(values, rows)),
            Self::Flag(values) => Self::Flag(pick(values, rows)),
            Self::Text(values) => Self::Text(pick(values, rows)),
            Self::Any(values) => Self::Any(pick(values, rows)),
        }
    }
}

impl Value {
    /// Numbers and times as they are, flags 0 and 1, NaN for anything else. (An expression converts more: texts.)
    #[must_use]
    pub fn number_or_gap(&self) -> f64 {
        match self {
            Self::Number(value) | Self::Time(value) => *value,
            Self::Flag(flag) => f64::from(u8::from(*flag)),
            Self::Missing | Self::Null | Self::Text(_) | Self::List(_) | Self::Record(_) => f64::NAN,
        }
    }

    /// Text.
    #[must_use]
    pub fn text(text: &str) -> Self {
        Self::Text(text.into())
    }

    /// A named value of a record, an indexed one of a list, a character of a text, or the length of these two.
    #[must_use]
    pub fn member(&self, name: &str) -> Self {
        match self {
            Self::Record(members) => {
                members.iter().find(|(key, _)| **key == *name).map_or(Self::Missing, |(_, value)| value.clone())
            }
            Self::List(values) if name == "length" => Self::Number(values.len() as f64),
            Self::List(values) => {
                name.parse().ok().and_then(|index: usize| values.get(index).cloned()).unwrap_or_default()
            }
            Self::Text(text) if name == "length" => Self::Number(text.encode_utf16().count() as f64),
            Self::Text(text) => {
                let unit = name.parse().ok().and_then(|index: usize| text.encode_utf16().nth(index));
                unit.map_or(Self::Missing, |unit| Self::text(&String::from_utf16_lossy(&[unit])))
            }
            Self::Missing | Self::Null | Self::Flag(_) | Self::Number(_) | Self::Time(_) => Self::Missing,
        }
    }
}

impl From<Cell<'_>> for Value {
    fn from(cell: Cell<'_>) -> Self {
        match cell {
            Cell::Gap => Self::Null,
            Cell::Float(value) => Self::Number(value),
            Cell::Integer(value) => Self::Number(value as f64),
            Cell::Time(value) => Self::Time(value as f64),
            Cell::Text(text) => Self::text(text),
            Cell::Flag(flag) => Self::Flag(flag),
        }
    }
}

impl Relation {
    /// A relation of so many rows without columns.
    #[must_use]
    pub fn of_rows(rows: usize) -> Self {
        Self { columns: Vec::new(), rows }
    }

    /// The rows of a table or batch.
    #[must_use]
    pub fn of(tabular: &impl Tabular) -> Self {
        let mut relation = Self::of_rows(tabular.rows());
        for (field, column) in tabular.schema().fields().iter().zip(tabular.columns()) {
            let values = (0..column.len()).map(|row| column.cell(row).into()).collect();
            relation.set(&field.name, Arc::new(Values::of(values)));
        }
        relation
    }

    /// Rows of named values; a field that a row lacks is `Missing` there. Fields in order of first appearance.
    #[must_use]
    pub fn of_records(records: &[Vec<(Arc<str>, Value)>]) -> Self {
        let mut names: Vec<Arc<str>> = Vec::new();
        for (name, _) in records.iter().flatten() {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        let mut relation = Self::of_rows(records.len());
        for name in names {
            let value = |record: &Vec<(Arc<str>, Value)>| {
                record.iter().rev().find(|(key, _)| *key == name).map(|(_, value)| value.clone()).unwrap_or_default()
            };
            let values = records.iter().map(value).collect();
            relation.set(&name, Arc::new(Values::of(values)));
        }
        relation
    }

    /// How many rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Names and columns, in order.
    #[must_use]
    pub fn columns(&self) -> &[(Arc<str>, Arc<Values>)] {
        &self.columns
    }

    /// The column of that very name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&Arc<Values>> {
        self.columns.iter().find(|(key, _)| **key == *name).map(|(_, values)| values)
    }

    /// Adds a column, or replaces the one of that name. Its length must be that of the relation.
    pub fn set(&mut self, name: &str, values: Arc<Values>) {
        debug_assert_eq!(values.len(), self.rows, "the column {name:?}");
        match self.columns.iter_mut().find(|(key, _)| **key == *name) {
            Some((_, old)) => *old = values,
            None => self.columns.push((name.into(), values)),
        }
    }

    /// These rows, in this order; a row may occur several times.
    #[must_use]
    pub fn take(&self, rows: &[u32]) -> Self {
        let columns = self.columns.iter().map(|(name, values)| (name.clone(), Arc::new(values.take(rows))));
        Self { columns: columns.collect(), rows: rows.len() }
    }
}
