//! Flatten: one row for each element of a list. Lists of several fields go side by side, the shorter ones end with gaps.
//! A row without any list, or with empty ones only, gives no row.

use std::sync::Arc;

use crate::{
    relation::{Relation, Value, Values},
    transform::{FieldPath, MAX_ROWS, TransformError, field},
};

pub(crate) fn apply(relation: &Relation, fields: &[FieldPath], names: &[Arc<str>]) -> Result<Relation, TransformError> {
    let columns = field::columns(relation, fields);
    let lengths: Vec<usize> = (0..relation.rows()).map(|row| longest(&columns, row)).collect();
    if lengths.iter().fold(0, |sum: usize, length| sum.saturating_add(*length)) > MAX_ROWS {
        return Err(TransformError::Rows("flatten"));
    }
    let places = || lengths.iter().enumerate().flat_map(|(row, length)| (0..*length).map(move |index| (row, index)));
    let rows: Vec<u32> = places().map(|(row, _)| row as u32).collect();
    let mut flat = relation.take(&rows);
    for (index, (path, column)) in fields.iter().zip(&columns).enumerate() {
        let name = names.get(index).cloned().unwrap_or_else(|| field::name(path));
        let values = places().map(|(row, index)| element(column, row, index)).collect();
        flat.set(&name, Arc::new(Values::of(values)));
    }
    Ok(flat)
}

fn longest(columns: &[Arc<Values>], row: usize) -> usize {
    columns.iter().map(|column| list(column, row).len()).max().unwrap_or(0)
}

fn element(column: &Values, row: usize, index: usize) -> Value {
    let value = list(column, row).get(index).cloned().unwrap_or(Value::Null);
    if value == Value::Missing { Value::Null } else { value }
}

fn list(column: &Values, row: usize) -> &[Value] {
    let Values::Any(values) = column else { return &[] };
    if let Some(Value::List(elements)) = values.get(row) { elements } else { &[] }
}
