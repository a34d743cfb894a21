//! Fold: one row for each of several fields, with the field's name and its value beside all that the row had.

use std::sync::Arc;

use crate::{
    relation::{Relation, Value, Values},
    transform::{FieldPath, MAX_ROWS, TransformError, field},
};

pub(crate) fn apply(
    relation: &Relation,
    fields: &[FieldPath],
    [key, value]: &[Arc<str>; 2],
) -> Result<Relation, TransformError> {
    if relation.rows().saturating_mul(fields.len()) > MAX_ROWS {
        return Err(TransformError::Rows("fold"));
    }
    let rows: Vec<u32> = (0..relation.rows() as u32).flat_map(|row| fields.iter().map(move |_| row)).collect();
    let names: Vec<Arc<str>> = fields.iter().map(field::name).collect();
    let columns = field::columns(relation, fields);
    let names = (0..relation.rows()).flat_map(|_| names.iter().cloned().map(Some)).collect();
    let values: Vec<Value> =
        (0..relation.rows()).flat_map(|row| columns.iter().map(move |column| column.get(row))).collect();
    let mut folded = relation.take(&rows);
    folded.set(key, Arc::new(Values::Text(names)));
    folded.set(value, Arc::new(Values::of(values)));
    Ok(folded)
}
