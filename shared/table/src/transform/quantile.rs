//! Quantile: rows of a probability and the value that so large a share of the field's values lies below, for each group.

use std::sync::Arc;

use crate::{
    relation::{Relation, Values},
    transform::{
        FieldPath, MAX_ROWS, TransformError, field,
        partition::Partition,
        quantiles::{ascending, quantile},
    },
};

/// As Vega: what lies this near to 1 is 1 and not a quantile to ask for.
const NEAR_ONE: f64 = 1e-14;

pub(crate) fn apply(
    relation: &Relation,
    path: &FieldPath,
    groupby: &[FieldPath],
    probabilities: &[f64],
    [probability, value]: &[Arc<str>; 2],
) -> Result<Relation, TransformError> {
    let partition = Partition::of(relation, groupby);
    if partition.count().saturating_mul(probabilities.len()) > MAX_ROWS {
        return Err(TransformError::Rows("quantile"));
    }
    let numbers = Values::Number(field::numbers(&field::column(relation, path)).into_owned());
    let mut values = Vec::new();
    for rows in partition.members() {
        let ascending = ascending(&field::numbers(&numbers.take(&rows)));
        values.extend(probabilities.iter().map(|probability| quantile(&ascending, *probability)));
    }
    let mut quantiles = partition.repeated_keys(relation, groupby, |_| probabilities.len());
    let all = (0..partition.count()).flat_map(|_| probabilities.iter().copied()).collect();
    quantiles.set(probability, Arc::new(Values::Number(all)));
    quantiles.set(value, Arc::new(Values::Number(values)));
    Ok(quantiles)
}

/// The probabilities from half a step on, a step apart, below 1.
///
/// # Errors
/// When the step is not above 0, or so small that there would be too many.
pub(crate) fn probabilities(step: f64) -> Result<Vec<f64>, TransformError> {
    let count = ((1.0 - NEAR_ONE - step / 2.0) / step).ceil();
    if !(step > 0.0 && count <= MAX_ROWS as f64) {
        return Err(TransformError::argument("quantile", "step", "a number above 0, like 0.01".to_owned()));
    }
    Ok((0..count as usize).map(|index| step / 2.0 + index as f64 * step).collect())
}
