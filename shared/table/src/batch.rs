//! A batch: rows that travel together. Built once, checked at the door, then only read.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::{
    column::Column,
    schema::{DataType, Schema},
};

/// Columns of equal length that fit a schema.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Parts", into = "Parts")]
pub struct Batch {
    schema: Schema,
    columns: Vec<Column>,
}

/// The fields of a batch before they are checked.
#[derive(Serialize, Deserialize)]
struct Parts {
    schema: Schema,
    columns: Vec<Column>,
}

/// Why these columns are no batch.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BatchError {
    /// Not one column per field.
    #[error("{fields} fields but {columns} columns")]
    ColumnCount {
        /// Fields of the schema.
        fields: usize,
        /// Columns given.
        columns: usize,
    },
    /// A column of another type.
    #[error("the field {field:?} is {expected:?}, its column is {got:?}")]
    Type {
        /// Which field.
        field: String,
        /// What the schema says.
        expected: DataType,
        /// What came.
        got: DataType,
    },
    /// Columns of different lengths.
    #[error("the column of {0:?} has another length than the first")]
    Length(String),
    /// A text code without an entry in the dictionary.
    #[error("the column of {0:?} has a code outside its dictionary")]
    Code(String),
}

impl Batch {
    /// Checks the columns against the schema.
    ///
    /// # Errors
    /// The first rule they break.
    pub fn new(schema: Schema, columns: Vec<Column>) -> Result<Self, BatchError> {
        if schema.fields().len() != columns.len() {
            return Err(BatchError::ColumnCount { fields: schema.fields().len(), columns: columns.len() });
        }
        let rows = columns.first().map_or(0, Column::len);
        for (field, column) in schema.fields().iter().zip(&columns) {
            if column.data_type() != field.data_type {
                let (field, expected) = (field.name.clone(), field.data_type);
                return Err(BatchError::Type { field, expected, got: column.data_type() });
            }
            if column.len() != rows {
                return Err(BatchError::Length(field.name.clone()));
            }
            if let Column::Text(text) = column
                && text.codes.iter().any(|code| *code as usize > text.dictionary.len())
            {
                return Err(BatchError::Code(field.name.clone()));
            }
        }
        Ok(Self { schema, columns })
    }

    /// Columns that were made by the schema.
    pub(crate) fn from_checked(schema: Schema, columns: Vec<Column>) -> Self {
        Self { schema, columns }
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

    /// These rows; those that do not exist are left out.
    #[must_use]
    pub fn slice(&self, rows: Range<usize>) -> Self {
        let columns = self.columns.iter().map(|column| column.slice(rows.clone())).collect();
        Self::from_checked(self.schema.clone(), columns)
    }

    /// Memory, about.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.columns.iter().map(Column::bytes).sum()
    }

    /// How many rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, Column::len)
    }
}

impl TryFrom<Parts> for Batch {
    type Error = BatchError;

    fn try_from(parts: Parts) -> Result<Self, BatchError> {
        Self::new(parts.schema, parts.columns)
    }
}

impl From<Batch> for Parts {
    fn from(batch: Batch) -> Self {
        Self { schema: batch.schema, columns: batch.columns }
    }
}
