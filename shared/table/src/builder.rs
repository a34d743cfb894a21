//! The batch builder: takes rows cell by cell until somebody closes the batch.
//! It checks every cell against the schema; when a batch is large or old enough is the caller's to say.

use crate::{
    batch::Batch,
    column::{Cell, Column},
    dictionary::Dictionary,
    schema::{DataType, Schema},
};

/// Rows on their way into a [`Batch`].
#[derive(Clone, Debug)]
pub struct BatchBuilder {
    schema: Schema,
    columns: Vec<Column>,
    dictionaries: Vec<Dictionary>,
}

/// Why a row is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RowError {
    /// Not one cell per field.
    #[error("a row has {fields} cells, this has {cells}")]
    CellCount {
        /// Fields of the schema.
        fields: usize,
        /// Cells given.
        cells: usize,
    },
    /// A cell of another type.
    #[error("the field {field:?} is {expected}, not {got}")]
    Type {
        /// Which field.
        field: String,
        /// What the schema says.
        expected: DataType,
        /// What came.
        got: DataType,
    },
}

impl BatchBuilder {
    /// A builder without rows.
    #[must_use]
    pub fn new(schema: Schema) -> Self {
        let columns = empty_columns(&schema);
        let dictionaries = vec![Dictionary::default(); columns.len()];
        Self { schema, columns, dictionaries }
    }

    /// Names and types of the rows.
    #[must_use]
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// How many rows it has.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, Column::len)
    }

    /// Whether it has no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows() == 0
    }

    /// Adds one row: a cell for each field, in the order of the schema. A whole number may stand in a float field;
    /// a number that is not finite is a gap.
    ///
    /// # Errors
    /// Where the cells do not fit the schema; then nothing is added.
    pub fn push_row(&mut self, cells: &[Cell<'_>]) -> Result<(), RowError> {
        self.check(cells)?;
        for ((column, dictionary), cell) in self.columns.iter_mut().zip(&mut self.dictionaries).zip(cells) {
            push(column, dictionary, *cell);
        }
        Ok(())
    }

    /// The rows so far as a batch; the builder is empty again.
    pub fn finish(&mut self) -> Batch {
        let columns = std::mem::replace(&mut self.columns, empty_columns(&self.schema));
        self.dictionaries.fill_with(Dictionary::default);
        Batch::from_checked(self.schema.clone(), columns)
    }

    fn check(&self, cells: &[Cell<'_>]) -> Result<(), RowError> {
        let fields = self.schema.fields();
        if fields.len() != cells.len() {
            return Err(RowError::CellCount { fields: fields.len(), cells: cells.len() });
        }
        for (field, cell) in fields.iter().zip(cells) {
            match (field.data_type, cell.data_type()) {
                (_, None) | (DataType::Float, Some(DataType::Integer)) => {}
                (expected, Some(got)) if expected == got => {}
                (expected, Some(got)) => return Err(RowError::Type { field: field.name.clone(), expected, got }),
            }
        }
        Ok(())
    }
}

/// One empty column per field.
pub(crate) fn empty_columns(schema: &Schema) -> Vec<Column> {
    schema.fields().iter().map(|field| Column::empty(field.data_type)).collect()
}

/// Adds a cell that fits; any other is a gap.
pub(crate) fn push(column: &mut Column, dictionary: &mut Dictionary, cell: Cell<'_>) {
    match column {
        Column::Float(values) => values.push(match cell {
            Cell::Float(value) if value.is_finite() => value,
            Cell::Integer(value) => value as f64,
            _ => f64::NAN,
        }),
        Column::Integer(values) => values.push(if let Cell::Integer(value) = cell { Some(value) } else { None }),
        Column::Time(values) => values.push(if let Cell::Time(value) = cell { Some(value) } else { None }),
        Column::Flag(values) => values.push(if let Cell::Flag(value) = cell { Some(value) } else { None }),
        Column::Text(text) => dictionary.push(text, if let Cell::Text(value) = cell { Some(value) } else { None }),
    }
}
