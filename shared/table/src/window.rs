//! The table: a window of the newest rows, appended at the end and evicted from the front.
//! Rows are numbered from the table's beginning, so that a reader notices when it missed some.
//! Appending and evicting cost a constant time per row on average, and no memory once the window is full.

mod narrow;

use std::ops::Range;

use crate::{
    batch::Batch,
    builder::empty_columns,
    column::Column,
    dictionary::Dictionary,
    schema::{DataType, Schema},
};

/// Rows that are no longer wanted stay until they are more than one in this many of the wanted ones: then all of them
/// go at once. So each row pays for moving 128 others, and a reader sees less than one row in a hundred too many.
/// A table of fewer rows keeps none that it should not.
const ROWS_PER_LEFTOVER: usize = 128;

/// How many and how old rows are kept. A few more may linger: at most one in 128 of those that are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retention {
    /// This many rows; the oldest go first.
    pub max_rows: usize,
    /// Rows whose first time field is more than this much older than the newest go; `None` keeps them.
    /// Only the front is evicted: a late row stays until those before it have gone. A row without a time goes as soon
    /// as those before it have gone and there is a row with one.
    pub max_age_ms: Option<i64>,
}

/// The newest rows of one table.
#[derive(Clone, Debug)]
pub struct Table {
    schema: Schema,
    columns: Vec<Column>,
    dictionaries: Vec<Dictionary>,
    first_row: u64,
    retention: Retention,
    /// Index of the first time field, where age matters.
    time_column: Option<usize>,
    newest: Option<Newest>,
    /// So many rows at the front are no longer wanted.
    leftover: usize,
}

/// The row with the greatest time.
#[derive(Clone, Copy, Debug)]
struct Newest {
    time_ms: i64,
    row: u64,
}

/// Why rows cannot be appended.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the rows have another schema than the table")]
pub struct SchemaMismatch;

impl Table {
    /// A table without rows.
    #[must_use]
    pub fn new(schema: Schema, retention: Retention) -> Self {
        Self::from_row(schema, retention, 0)
    }

    /// A table without rows, whose next row has this number: for a reader that comes late.
    #[must_use]
    pub fn from_row(schema: Schema, retention: Retention, first_row: u64) -> Self {
        let columns = empty_columns(&schema);
        let dictionaries = vec![Dictionary::default(); columns.len()];
        let is_time = |column: &Column| column.data_type() == DataType::Time;
        let time_column = retention.max_age_ms.and_then(|_| columns.iter().position(is_time));
        Self { schema, columns, dictionaries, first_row, retention, time_column, newest: None, leftover: 0 }
    }

    /// Names and types.
    #[must_use]
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// What is kept.
    #[must_use]
    pub fn retention(&self) -> Retention {
        self.retention
    }

    /// The columns, in the order of the schema.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The column of a field.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.schema.find(name).map(|(index, _)| &self.columns[index])
    }

    /// How many rows are kept.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, Column::len)
    }

    /// The number of the first row that is kept.
    #[must_use]
    pub fn first_row(&self) -> u64 {
        self.first_row
    }

    /// The number that the next appended row gets.
    #[must_use]
    pub fn next_row(&self) -> u64 {
        self.first_row + self.rows() as u64
    }

    /// At most `max_rows` kept rows from a row number on; the batch begins with row `max(row, first_row())`.
    /// `None` where there is no such row.
    #[must_use]
    pub fn rows_from(&self, row: u64, max_rows: usize) -> Option<Batch> {
        let start = usize::try_from(row.saturating_sub(self.first_row)).ok()?;
        let end = start.saturating_add(max_rows).min(self.rows());
        (start < end).then(|| {
            let columns = self.columns.iter().map(|column| column.slice(start..end)).collect();
            Batch::from_checked(self.schema.clone(), columns)
        })
    }

    /// All rows.
    pub(crate) fn into_batch(self) -> Batch {
        Batch::from_checked(self.schema, self.columns)
    }

    /// Memory, about.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let columns: usize = self.columns.iter().map(Column::bytes).sum();
        columns + self.dictionaries.iter().map(Dictionary::bytes).sum::<usize>()
    }

    /// Appends rows at the end and evicts what the retention no longer keeps.
    ///
    /// # Errors
    /// When the batch has another schema.
    pub fn append(&mut self, batch: &Batch) -> Result<(), SchemaMismatch> {
        if *batch.schema() != self.schema {
            return Err(SchemaMismatch);
        }
        let skipped = batch.rows().saturating_sub(self.retention.max_rows);
        if skipped > 0 {
            self.clear_to(self.next_row() + skipped as u64);
        }
        let old_rows = self.rows();
        self.extend(batch.columns(), skipped..batch.rows());
        self.notice_newest(old_rows);
        self.evict();
        Ok(())
    }

    /// Forgets all rows; the next one has this number.
    pub fn clear_to(&mut self, first_row: u64) {
        for (column, dictionary) in self.columns.iter_mut().zip(&mut self.dictionaries) {
            match column {
                Column::Float(values) => values.clear(),
                Column::Integer(values) | Column::Time(values) => values.clear(),
                Column::Text(text) => dictionary.clear(text),
                Column::Flag(values) => values.clear(),
            }
        }
        self.first_row = first_row;
        self.newest = None;
        self.leftover = 0;
    }

    /// Appends rows of columns of the same types; evicts nothing.
    pub(crate) fn extend(&mut self, columns: &[Column], rows: Range<usize>) {
        for ((column, dictionary), new) in self.columns.iter_mut().zip(&mut self.dictionaries).zip(columns) {
            let rows = rows.clone();
            match (column, new) {
                (Column::Float(values), Column::Float(new)) => values.extend_from_slice(&new[rows]),
                (Column::Integer(values), Column::Integer(new)) | (Column::Time(values), Column::Time(new)) => {
                    values.extend_from_slice(&new[rows]);
                }
                (Column::Text(text), Column::Text(new)) => dictionary.append(text, new, rows),
                (Column::Flag(values), Column::Flag(new)) => values.extend_from_slice(&new[rows]),
                (column, new) => unreachable!("equal schemas, yet {:?} and {:?}", column.data_type(), new.data_type()),
            }
        }
    }

    fn evict(&mut self) {
        self.leftover = self.leftover.max(self.rows().saturating_sub(self.retention.max_rows));
        let wanted_from = self.first_row + self.leftover as u64;
        if self.newest.is_some_and(|newest| newest.row < wanted_from) {
            // The age of the others is known again once that row has gone.
            if self.drop_leftover() {
                self.notice_newest(0);
                self.expire();
            }
        } else {
            self.expire();
        }
        self.drop_leftover();
    }

    /// Counts the rows at the front that are too old.
    fn expire(&mut self) {
        let (Some(age_ms), Some(newest)) = (self.retention.max_age_ms, self.newest) else { return };
        let oldest_ms = newest.time_ms.saturating_sub(age_ms.max(0));
        let rest = self.times().get(self.leftover..).unwrap_or_default();
        let expired = rest.iter().take_while(|time| time.is_none_or(|time_ms| time_ms < oldest_ms)).count();
        self.leftover += expired;
    }

    /// Drops the rows that are no longer wanted if they are many enough; says whether it did.
    fn drop_leftover(&mut self) -> bool {
        let dropped = self.leftover;
        if dropped <= (self.rows() - dropped) / ROWS_PER_LEFTOVER {
            return false;
        }
        for (column, dictionary) in self.columns.iter_mut().zip(&mut self.dictionaries) {
            match column {
                Column::Float(values) => values.drop_front(dropped),
                Column::Integer(values) | Column::Time(values) => values.drop_front(dropped),
                Column::Text(text) => dictionary.drop_front(text, dropped),
                Column::Flag(values) => values.drop_front(dropped),
            }
        }
        let first_row = self.first_row + dropped as u64;
        self.newest = self.newest.filter(|newest| newest.row >= first_row);
        self.first_row = first_row;
        self.leftover = 0;
        true
    }

    /// Looks for the newest time among the rows from an index on.
    fn notice_newest(&mut self, from: usize) {
        let mut newest = self.newest;
        for (index, time) in self.times().iter().enumerate().skip(from) {
            if let Some(time_ms) = *time
                && newest.is_none_or(|newest| newest.time_ms <= time_ms)
            {
                newest = Some(Newest { time_ms, row: self.first_row + index as u64 });
            }
        }
        self.newest = newest;
    }

    /// The times by which rows age; none where they do not.
    fn times(&self) -> &[Option<i64>] {
        match self.time_column.map(|index| &self.columns[index]) {
            Some(Column::Time(times)) => times,
            _ => &[],
        }
    }
}
