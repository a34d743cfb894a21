//! Apply: carries out a transform by the file of its name, with what it may ask from outside, and says in words why it
//! cannot. A field that a relation lacks is no error: its values are missing.

use super::{
    AggregateOp, Measure, Transform, aggregate, bin, flatten, fold, join_aggregate, lookup, pivot, quantile, sample,
    stack, time_unit,
};
use crate::relation::{Relation, Value};

/// More rows than this a step does not produce, lest a page run out of memory: some 100 bytes for each.
pub const MAX_ROWS: usize = 10_000_000;

/// What a transform may ask from outside.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The value of a parameter, by name.
    pub params: &'a dyn Fn(&str) -> Option<Value>,
    /// The relations that a lookup may name.
    pub relations: &'a [Relation],
    /// Whether a row is in the selection of a parameter; `None` while nothing is selected.
    pub selected: &'a dyn Fn(&str, &Relation, usize) -> Option<bool>,
}

impl Context<'_> {
    /// Without parameters, relations and selections.
    pub const EMPTY: Context<'static> = Context { params: &|_| None, relations: &[], selected: &|_, _, _| None };
}

/// Why a transform cannot be carried out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TransformError {
    /// A part of the step is out of its range.
    #[error("{step}: {name} must be {remedy}")]
    Argument {
        /// The step, as Vega-Lite names it.
        step: &'static str,
        /// Which part of it.
        name: &'static str,
        /// What is allowed.
        remedy: String,
    },
    /// It would give more than [`MAX_ROWS`] rows.
    #[error("{0}: more than {MAX_ROWS} rows; filter or aggregate before it")]
    Rows(&'static str),
    /// A lookup names a relation that is not there.
    #[error("lookup: there is no relation number {0}")]
    NoRelation(usize),
    /// An expression cannot be read or evaluated.
    #[error("{0}")]
    Expression(String),
    /// A test holds tests that hold tests, too deep.
    #[error("filter: tests within tests more than {0} deep; write them side by side")]
    Depth(usize),
}

impl TransformError {
    pub(crate) fn argument(step: &'static str, name: &'static str, remedy: String) -> Self {
        Self::Argument { step, name, remedy }
    }
}

/// The relation after the step. [`Transform::Extent`] leaves it as it is: see [`super::extent`].
///
/// # Errors
/// When the step is out of its range or an expression fails.
pub fn apply(transform: &Transform, relation: &Relation, context: &Context<'_>) -> Result<Relation, TransformError> {
    match transform {
        Transform::Aggregate { groupby, measures } => {
            check_measures("aggregate", measures)?;
            Ok(aggregate::apply(relation, groupby, measures))
        }
        Transform::JoinAggregate { groupby, measures } => {
            check_measures("joinaggregate", measures)?;
            Ok(join_aggregate::apply(relation, groupby, measures))
        }
        Transform::Bin { field, bin, names } => bin::apply(relation, field, bin, names),
        Transform::TimeUnit { field, unit, name, end } => time_unit::apply(relation, field, *unit, name, end.as_ref()),
        Transform::Stack { field, groupby, sort, offset, names } => {
            Ok(stack::apply(relation, field.as_ref(), (groupby, sort), *offset, names))
        }
        Transform::Fold { fields, names } => fold::apply(relation, fields, names),
        Transform::Pivot { field, value, groupby, limit, op } => {
            pivot::apply(relation, &pivot::Pivot { field, value, groupby, limit: *limit, op: *op })
        }
        Transform::Flatten { fields, names } => flatten::apply(relation, fields, names),
        Transform::Sample { rows } => Ok(sample::apply(relation, *rows)),
        Transform::Lookup { field, other, key, fields, names, default } => {
            let other = context.relations.get(*other).ok_or(TransformError::NoRelation(*other))?;
            Ok(lookup::apply(relation, &lookup::Lookup { field, other, key, fields, names, default }))
        }
        Transform::Quantile { field, groupby, probs, step, names } => {
            let probabilities = probs.clone().map_or_else(|| quantile::probabilities(*step), Ok)?;
            quantile::apply(relation, field, groupby, &probabilities, names)
        }
        Transform::Extent { .. } => Ok(relation.clone()),
        _ => Err(TransformError::Expression("this step is not carried out".to_owned())),
    }
}

/// Only counting goes without a field.
pub(crate) fn check_measures(step: &'static str, measures: &[Measure]) -> Result<(), TransformError> {
    let lacks = |measure: &Measure| measure.field.is_none() && measure.op != AggregateOp::Count;
    let wrong = measures.iter().any(lacks);
    let remedy = || TransformError::argument(step, "field", "given for every operation but count".to_owned());
    if wrong { Err(remedy()) } else { Ok(()) }
}
