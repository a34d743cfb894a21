//! Group: rows with equal keys become one row of measures. A key is a field, a time by calendar unit if asked.
//! Groups come in ascending order of their keys, gaps last, so that equal rows in any order give equal groups.

use std::{cmp::Ordering, collections::HashMap};

use crate::{
    aggregate::{Accumulator, Measure, MeasureError},
    builder::push,
    calendar::CalendarUnit,
    cell::Cell,
    column::{Column, TextColumn},
    dictionary::Dictionary,
    schema::DataType,
    tabular::Tabular,
};

/// By what rows are grouped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The field; a gap is a key too.
    pub field: String,
    /// Times become the beginning of this unit.
    pub unit: Option<CalendarUnit>,
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grouping {
    /// By what; without any, all rows are one group. Where there is no row, there is no group.
    pub keys: Vec<Key>,
    /// What of each group.
    pub measures: Vec<Measure>,
    /// So many groups at most: those that appear first. The rows of others are left out and `truncated` says so.
    pub max_groups: usize,
}

/// One row per group.
#[derive(Clone, Debug, PartialEq)]
pub struct Grouped {
    /// A column per key.
    pub keys: Vec<Column>,
    /// A column per measure.
    pub measures: Vec<Column>,
    /// The index of the first row of each group: for an order by appearance.
    pub first_rows: Vec<u32>,
    /// Whether there were more than `max_groups`.
    pub truncated: bool,
}

/// Why rows cannot be grouped so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GroupError {
    /// The table has no such field.
    #[error("there is no field {0:?}")]
    NoSuchField(String),
    /// Only times have calendar units.
    #[error("the field {field:?} is {got}, only a time can be grouped by {unit:?}")]
    NotATime {
        /// Which field.
        field: String,
        /// The unit.
        unit: CalendarUnit,
        /// What the field holds.
        got: DataType,
    },
    /// A measure that cannot be taken.
    #[error(transparent)]
    Measure(#[from] MeasureError),
}

impl Key {
    /// A field as it is.
    #[must_use]
    pub fn field(field: &str) -> Self {
        Self { field: field.to_owned(), unit: None }
    }

    /// A time by calendar unit.
    #[must_use]
    pub fn by(field: &str, unit: CalendarUnit) -> Self {
        Self { field: field.to_owned(), unit: Some(unit) }
    }
}

impl Grouping {
    /// Groups the rows, or only the selected ones; an index that does not exist is passed over.
    ///
    /// # Errors
    /// When it does not fit the schema.
    pub fn group(&self, rows: &impl Tabular, selected: Option<&[u32]>) -> Result<Grouped, GroupError> {
        let keys = self.keys.iter().map(|key| BoundKey::new(key, rows)).collect::<Result<Vec<_>, _>>()?;
        let mut measures = Vec::with_capacity(self.measures.len());
        let mut result_types = Vec::with_capacity(self.measures.len());
        for measure in &self.measures {
            let (field, result_type) = measure.resolve(rows.schema())?;
            measures.push((measure, field.and_then(|index| rows.columns().get(index))));
            result_types.push(result_type);
        }
        let mut groups = Groups::new(keys, measures, self.max_groups);
        let all = 0..rows.rows() as u32;
        match selected {
            Some(selected) => selected.iter().filter(|row| all.contains(row)).for_each(|row| groups.add(*row)),
            None => all.for_each(|row| groups.add(row)),
        }
        Ok(groups.finish(&result_types))
    }
}

/// A key and its column.
struct BoundKey<'a> {
    column: &'a Column,
    unit: Option<CalendarUnit>,
    /// For a text, by code: the first code of an equal text.
    codes: Vec<u32>,
}

impl<'a> BoundKey<'a> {
    fn new(key: &Key, rows: &'a impl Tabular) -> Result<Self, GroupError> {
        let (data_type, column) = rows.field(&key.field).ok_or_else(|| GroupError::NoSuchField(key.field.clone()))?;
        if let Some(unit) = key.unit
            && data_type != DataType::Time
        {
            return Err(GroupError::NotATime { field: key.field.clone(), unit, got: data_type });
        }
        let codes = if let Column::Text(text) = column { first_codes(text) } else { Vec::new() };
        Ok(Self { column, unit: key.unit, codes })
    }

    fn cell(&self, row: u32) -> Cell<'a> {
        match (self.column.cell(row as usize), self.unit) {
            (Cell::Time(time_ms), Some(unit)) => unit.floor(time_ms).map_or(Cell::Gap, Cell::Time),
            (cell, _) => cell,
        }
    }

    /// Equal for equal cells; `None` for a gap.
    fn identity(&self, row: u32) -> Option<u64> {
        if let Column::Text(text) = self.column {
            let code = *text.codes.get(row as usize)? as usize;
            return (code > 0).then(|| self.codes.get(code).copied().map(u64::from)).flatten();
        }
        match self.cell(row) {
            // Adding zero makes the negative zero positive.
            Cell::Float(value) => Some((value + 0.0).to_bits()),
            Cell::Integer(value) | Cell::Time(value) => Some(value.cast_unsigned()),
            Cell::Flag(value) => Some(u64::from(value)),
            Cell::Gap | Cell::Text(_) => None,
        }
    }
}

fn first_codes(text: &TextColumn) -> Vec<u32> {
    let mut first = HashMap::new();
    let texts = text.dictionary.iter().zip(1..);
    std::iter::once(0).chain(texts.map(|(text, code)| *first.entry(text).or_insert(code))).collect()
}

/// The groups so far.
struct Groups<'a> {
    keys: Vec<BoundKey<'a>>,
    measures: Vec<(&'a Measure, Option<&'a Column>)>,
    max_groups: usize,
    by_identity: HashMap<Box<[Option<u64>]>, usize>,
    /// The identity of the row in hand, kept for its memory.
    identity: Vec<Option<u64>>,
    first_rows: Vec<u32>,
    /// One per measure and group, the groups one after another.
    accumulators: Vec<Accumulator<'a>>,
    truncated: bool,
}

impl<'a> Groups<'a> {
    fn new(keys: Vec<BoundKey<'a>>, measures: Vec<(&'a Measure, Option<&'a Column>)>, max_groups: usize) -> Self {
        let identity = Vec::with_capacity(keys.len());
        let (by_identity, first_rows, accumulators) = (HashMap::new(), Vec::new(), Vec::new());
        Self { keys, measures, max_groups, by_identity, identity, first_rows, accumulators, truncated: false }
    }

    fn add(&mut self, row: u32) {
        let Some(group) = self.find(row) else {
            self.truncated = true;
            return;
        };
        let from = group * self.measures.len();
        for (accumulator, (_, column)) in self.accumulators[from..].iter_mut().zip(&self.measures) {
            // A row counts as a value that is no gap.
            accumulator.add(column.map_or(Cell::Flag(true), |column| column.cell(row as usize)));
        }
    }

    /// The group of a row, a new one if need be; `None` when there are too many.
    fn find(&mut self, row: u32) -> Option<usize> {
        self.identity.clear();
        self.identity.extend(self.keys.iter().map(|key| key.identity(row)));
        if let Some(group) = self.by_identity.get(self.identity.as_slice()) {
            return Some(*group);
        }
        let group = self.first_rows.len();
        if group >= self.max_groups {
            return None;
        }
        self.by_identity.insert(self.identity.as_slice().into(), group);
        self.first_rows.push(row);
        self.accumulators.extend(self.measures.iter().map(|(measure, _)| measure.aggregate.start()));
        Some(group)
    }

    fn finish(mut self, result_types: &[DataType]) -> Grouped {
        let order = self.order();
        let first_rows: Vec<u32> = order.iter().map(|group| self.first_rows[*group]).collect();
        let cells_of = |key: &BoundKey<'a>| {
            let cells = first_rows.iter().map(|row| key.cell(*row));
            collect(Column::empty(key.column.data_type()), cells)
        };
        let keys = self.keys.iter().map(cells_of).collect();
        let count = self.measures.len();
        let measures = result_types.iter().enumerate().map(|(index, result_type)| {
            let cells = order.iter().map(|group| self.accumulators[group * count + index].finish());
            collect(Column::empty(*result_type), cells)
        });
        Grouped { keys, measures: measures.collect(), truncated: self.truncated, first_rows }
    }

    /// The groups by ascending keys; the first key matters most.
    fn order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.first_rows.len()).collect();
        order.sort_by(|a, b| {
            let (a, b) = (self.first_rows[*a], self.first_rows[*b]);
            let each = self.keys.iter().map(|key| gaps_last(key.cell(a), key.cell(b)));
            each.fold(Ordering::Equal, Ordering::then)
        });
        order
    }
}

fn gaps_last(a: Cell<'_>, b: Cell<'_>) -> Ordering {
    a.compare(b).unwrap_or_else(|| (a == Cell::Gap).cmp(&(b == Cell::Gap)))
}

fn collect<'a>(mut column: Column, cells: impl Iterator<Item = Cell<'a>>) -> Column {
    let mut dictionary = Dictionary::default();
    for cell in cells {
        push(&mut column, &mut dictionary, cell);
    }
    column
}
