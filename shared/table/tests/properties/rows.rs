//! Rows: generated cells of every type, gaps and repeated values included, and what tests do with them.

use proptest::{collection::vec, option::weighted, prelude::*};
use table::{Batch, BatchBuilder, Cell, DataType, Field, OwnedCell, Schema, Tabular};

pub(crate) type Row = Vec<OwnedCell>;

/// A field of each type, named by it.
pub(crate) fn schema() -> Schema {
    let fields = [
        ("text", DataType::Text),
        ("time", DataType::Time),
        ("float", DataType::Float),
        ("integer", DataType::Integer),
        ("flag", DataType::Flag),
    ];
    let fields = fields.map(|(name, data_type)| Field { name: name.to_owned(), data_type });
    Schema::new(fields.into()).unwrap()
}

/// A row with few distinct values, so that rows meet in groups, and times within about an hour.
pub(crate) fn row() -> impl Strategy<Value = Row> {
    (
        gappy("[a-d]{0,2}".prop_map(OwnedCell::Text)),
        gappy((0..4_000_000_i64).prop_map(OwnedCell::Time)),
        gappy((-8..8_i32).prop_map(|value| OwnedCell::Float(f64::from(value) / 4.0))),
        gappy((-3..3_i64).prop_map(OwnedCell::Integer)),
        gappy(any::<bool>().prop_map(OwnedCell::Flag)),
    )
        .prop_map(|(text, time, float, integer, flag)| vec![text, time, float, integer, flag])
}

pub(crate) fn rows(max_rows: usize) -> impl Strategy<Value = Vec<Row>> {
    vec(row(), 0..=max_rows)
}

pub(crate) fn batch(rows: &[Row]) -> Batch {
    let mut builder = BatchBuilder::new(schema());
    for row in rows {
        let cells: Vec<Cell<'_>> = row.iter().map(OwnedCell::as_cell).collect();
        builder.push_row(&cells).unwrap();
    }
    builder.finish()
}

/// What a table or batch says, row by row.
pub(crate) fn read(rows: &impl Tabular) -> Vec<Row> {
    let cells = |row| rows.columns().iter().map(|column| column.cell(row).to_owned()).collect();
    (0..rows.rows()).map(cells).collect()
}

pub(crate) fn index(field: &str) -> usize {
    schema().find(field).unwrap().0
}

fn gappy(cell: impl Strategy<Value = OwnedCell>) -> impl Strategy<Value = OwnedCell> {
    weighted(0.85, cell).prop_map(|cell| cell.unwrap_or(OwnedCell::Gap))
}
