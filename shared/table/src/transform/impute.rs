//! Impute: values for the keys that a group lacks. Every group gets a row for each key that occurs anywhere or is asked for;
//! rows that are there stay first, in their order. As in Vega-Lite, a value that is given is put into the new rows only, while
//! a mean or another figure of the frame is put wherever the field is null, frames counted in the order of the rows.

use std::{collections::HashSet, sync::Arc};

use crate::{
    relation::{Relation, Value, Values},
    transform::{
        AggregateOp, FieldPath, ImputeKeys, ImputeMethod, MAX_ROWS, TransformError, WindowField, WindowOp, field,
        partition::{Identity, Partition},
        window,
    },
};

/// What is imputed.
pub(crate) struct Impute<'a> {
    pub(crate) field: &'a FieldPath,
    pub(crate) key: &'a FieldPath,
    pub(crate) keys: Option<&'a ImputeKeys>,
    pub(crate) groupby: &'a [FieldPath],
    pub(crate) frame: [Option<i64>; 2],
    pub(crate) method: &'a ImputeMethod,
}

pub(crate) fn apply(relation: &Relation, impute: &Impute<'_>) -> Result<Relation, TransformError> {
    let lacking = lacking(relation, impute)?;
    let value = if let ImputeMethod::Value(value) = impute.method { value.clone() } else { Value::Null };
    let mut imputed = Relation::of_rows(relation.rows() + lacking.len());
    for (name, values) in relation.columns() {
        let is_group = impute.groupby.iter().any(|path| path == name);
        let fill = |(row, key): &(u32, Value)| match name {
            name if name == impute.key => key.clone(),
            name if name == impute.field => value.clone(),
            _ if is_group => values.get(*row as usize),
            _ => Value::Missing,
        };
        imputed.set(name, Arc::new(extended(values, lacking.iter().map(fill))));
    }
    if relation.column(impute.field).is_none() {
        let values = field::column(relation, impute.field);
        imputed.set(impute.field, Arc::new(extended(&values, lacking.iter().map(|_| value.clone()))));
    }
    match figure(impute.method) {
        Some(op) => fill_gaps(&imputed, impute, op),
        None => Ok(imputed),
    }
}

/// A row of the group and the key, for each key that a group lacks.
fn lacking(relation: &Relation, impute: &Impute<'_>) -> Result<Vec<(u32, Value)>, TransformError> {
    let column = field::column(relation, impute.key);
    let mut seen = HashSet::new();
    let occurring = (0..column.len()).map(|row| column.get(row));
    let keys: Vec<Value> = asked(impute.keys)?
        .into_iter()
        .chain(occurring)
        .filter(|key| seen.insert(Identity::from(key.clone())))
        .collect();
    let groups = Partition::of(relation, impute.groupby);
    if keys.len().saturating_mul(groups.count()) > MAX_ROWS {
        return Err(TransformError::Rows("impute"));
    }
    let mut lacking = Vec::new();
    for rows in groups.members() {
        let present: HashSet<Identity> = rows.iter().map(|row| column.get(*row as usize).into()).collect();
        let first = rows.first().copied().unwrap_or_default();
        let absent = keys.iter().filter(|key| !present.contains(&Identity::from((*key).clone())));
        lacking.extend(absent.map(|key| (first, key.clone())));
    }
    Ok(lacking)
}

fn asked(keys: Option<&ImputeKeys>) -> Result<Vec<Value>, TransformError> {
    match keys {
        None => Ok(Vec::new()),
        Some(ImputeKeys::Values(values)) => Ok(values.clone()),
        Some(ImputeKeys::Sequence { start, stop, step }) => {
            let count = ((stop - start) / step).ceil().max(0.0);
            if count.is_nan() || count > MAX_ROWS as f64 {
                let remedy = format!("a start, a stop and a step that make at most {MAX_ROWS} keys");
                return Err(TransformError::argument("impute", "keyvals", remedy));
            }
            Ok((0..count as usize).map(|index| Value::Number(start + index as f64 * step)).collect())
        }
    }
}

fn extended(values: &Values, more: impl Iterator<Item = Value>) -> Values {
    Values::of((0..values.len()).map(|row| values.get(row)).chain(more).collect())
}

fn figure(method: &ImputeMethod) -> Option<AggregateOp> {
    match method {
        ImputeMethod::Value(_) => None,
        ImputeMethod::Mean => Some(AggregateOp::Mean),
        ImputeMethod::Median => Some(AggregateOp::Median),
        ImputeMethod::Max => Some(AggregateOp::Max),
        ImputeMethod::Min => Some(AggregateOp::Min),
    }
}

/// The figure of a row's frame wherever the field is null.
fn fill_gaps(relation: &Relation, impute: &Impute<'_>, op: AggregateOp) -> Result<Relation, TransformError> {
    let name: Arc<str> = "figure".into();
    let running =
        WindowField { op: WindowOp::Aggregate(op), field: Some(impute.field.clone()), param: None, name: name.clone() };
    let reach = window::Reach { frame: impute.frame, ignore_peers: false };
    let figures = field::column(&window::apply(relation, impute.groupby, &[], reach, &[running])?, &name);
    let values = field::column(relation, impute.field);
    let filled = (0..values.len()).map(|row| match values.get(row) {
        Value::Null => figures.get(row),
        value => value,
    });
    let mut relation = relation.clone();
    relation.set(impute.field, Arc::new(Values::of(filled.collect())));
    Ok(relation)
}
