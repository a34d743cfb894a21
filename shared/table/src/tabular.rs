//! Tabular: what a filter or an aggregate can read, be it a whole table or one batch.

use crate::{
    batch::Batch,
    column::Column,
    schema::{DataType, Schema},
    window::Table,
};

/// Columns of equal length, named by a schema.
pub trait Tabular {
    /// Names and types.
    fn schema(&self) -> &Schema;

    /// The columns, in the order of the schema.
    fn columns(&self) -> &[Column];

    /// How many rows.
    fn rows(&self) -> usize {
        self.columns().first().map_or(0, Column::len)
    }

    /// Type and column of a field.
    fn field(&self, name: &str) -> Option<(DataType, &Column)> {
        let (index, field) = self.schema().find(name)?;
        Some((field.data_type, self.columns().get(index)?))
    }
}

impl Tabular for Table {
    fn schema(&self) -> &Schema {
        self.schema()
    }

    fn columns(&self) -> &[Column] {
        self.columns()
    }
}

impl Tabular for Batch {
    fn schema(&self) -> &Schema {
        self.schema()
    }

    fn columns(&self) -> &[Column] {
        self.columns()
    }
}
