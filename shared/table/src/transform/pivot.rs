//! Pivot: one column for each value of a field, with the aggregate of another field over the rows that have it. Columns come
//! in ascending order of their values; a limit keeps the first ones.

use std::{cmp::Ordering, sync::Arc};

use crate::{
    relation::{Relation, Values},
    transform::{AggregateOp, FieldPath, TransformError, field, order::compare, partition::Partition, tally::Tally},
};

/// More columns than this no one can read, and each costs a name in every row that is shown.
const MAX_COLUMNS: usize = 2_000;

/// What is pivoted: the field whose values become columns, and the field that fills them.
pub(crate) struct Pivot<'a> {
    pub(crate) field: &'a FieldPath,
    pub(crate) value: &'a FieldPath,
    pub(crate) groupby: &'a [FieldPath],
    /// 0 is none.
    pub(crate) limit: usize,
    pub(crate) op: AggregateOp,
}

pub(crate) fn apply(relation: &Relation, pivot: &Pivot<'_>) -> Result<Relation, TransformError> {
    let groups = Partition::of(relation, pivot.groupby);
    let columns = Partition::of(relation, std::slice::from_ref(pivot.field));
    let keys = field::column(relation, pivot.field);
    let first_key = |column: &usize| keys.get(columns.first_rows[*column] as usize);
    let mut order: Vec<usize> = (0..columns.count()).collect();
    order.sort_by(|a, b| -> Ordering { compare(&first_key(a), &first_key(b)) });
    order.truncate(if pivot.limit == 0 { order.len() } else { pivot.limit });
    if order.len() > MAX_COLUMNS {
        return Err(TransformError::argument("pivot", "limit", format!("at most {MAX_COLUMNS} columns")));
    }
    let values = field::column(relation, pivot.value);
    let members = columns.members();
    let mut pivoted = groups.keys(relation, pivot.groupby);
    for column in order {
        let cells = cells(relation, (&values, pivot.op), &members[column], &groups);
        pivoted.set(&first_key(&column).to_text(), Arc::new(cells));
    }
    Ok(pivoted)
}

/// The aggregate of these rows in each group.
fn cells(relation: &Relation, (values, op): (&Values, AggregateOp), rows: &[u32], groups: &Partition) -> Values {
    let mut tally = Tally::new(op);
    let rows_groups: Vec<u32> = rows.iter().map(|row| groups.groups[*row as usize]).collect();
    let needs_rows = matches!(op, AggregateOp::ArgMin | AggregateOp::ArgMax | AggregateOp::Values);
    let rows_relation = if needs_rows { relation.take(rows) } else { Relation::of_rows(rows.len()) };
    tally.add(&rows_relation, &values.take(rows), &rows_groups, groups.count());
    tally.values()
}
