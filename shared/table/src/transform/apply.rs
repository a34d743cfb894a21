//! Apply: carries out a transform by the file of its name, with what it may ask from outside, and says in words why it
//! cannot. A field that a relation lacks is no error: its values are missing.

use super::{
    AggregateOp, Measure, Transform, aggregate, bin, calculate, curve::Steps, density, filter, flatten, fold, impute,
    join_aggregate, loess, lookup, pivot, quantile, regression, sample, stack, time_unit, window,
};
use crate::{
    expression::{Environment, ExpressionError},
    format::Locale,
    relation::{Relation, Value},
};

/// More rows than this a step does not produce, lest a page run out of memory: some 100 bytes for each.
pub const MAX_ROWS: usize = 10_000_000;

/// What a transform may ask from outside. Start from [`Context::EMPTY`].
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The value of a parameter, by name.
    pub params: &'a dyn Fn(&str) -> Option<Value>,
    /// The relations that a lookup may name.
    pub relations: &'a [Relation],
    /// Whether a row is in the selection of a parameter; `None` while nothing is selected.
    pub selected: &'a dyn Fn(&str, &Relation, usize) -> Option<bool>,
    /// What `now()` is in expressions, in milliseconds since the Unix epoch.
    pub now_ms: f64,
    /// What `random()` begins with in expressions.
    pub seed: u64,
    /// How expressions write numbers and times; `None` is English.
    pub locale: Option<&'a Locale>,
}

impl<'a> Context<'a> {
    /// Without parameters, relations and selections.
    pub const EMPTY: Context<'static> =
        Context { params: &|_| None, relations: &[], selected: &|_, _, _| None, now_ms: 0.0, seed: 0, locale: None };

    pub(crate) fn environment(&self) -> Environment<'a> {
        let locale = self.locale.unwrap_or_else(|| Locale::english());
        Environment { params: self.params, now_ms: self.now_ms, seed: self.seed, locale }
    }
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
    /// An expression cannot be read.
    #[error("{step}: {error}")]
    Expression {
        /// The step, as Vega-Lite names it.
        step: &'static str,
        /// Where and why.
        error: ExpressionError,
    },
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
        Transform::Filter(test) => filter::apply(relation, test, context),
        Transform::Calculate { expression, name } => calculate::apply(relation, expression, name, context),
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
        Transform::Window { groupby, sort, frame, ignore_peers, fields } => {
            let reach = window::Reach { frame: *frame, ignore_peers: *ignore_peers };
            window::apply(relation, groupby, sort, reach, fields)
        }
        Transform::Stack { field, groupby, sort, offset, names } => {
            Ok(stack::apply(relation, field.as_ref(), (groupby, sort), *offset, names))
        }
        Transform::Fold { fields, names } => fold::apply(relation, fields, names),
        Transform::Pivot { field, value, groupby, limit, op } => {
            pivot::apply(relation, &pivot::Pivot { field, value, groupby, limit: *limit, op: *op })
        }
        Transform::Flatten { fields, names } => flatten::apply(relation, fields, names),
        Transform::Impute { field, key, keys, groupby, frame, method } => {
            impute::apply(relation, &impute::Impute { field, key, keys: keys.as_ref(), groupby, frame: *frame, method })
        }
        Transform::Sample { rows } => Ok(sample::apply(relation, *rows)),
        Transform::Lookup { field, other, key, fields, names, default } => {
            let other = context.relations.get(*other).ok_or(TransformError::NoRelation(*other))?;
            Ok(lookup::apply(relation, &lookup::Lookup { field, other, key, fields, names, default }))
        }
        Transform::Density {
            field,
            groupby,
            cumulative,
            counts,
            bandwidth,
            extent,
            minsteps,
            maxsteps,
            steps,
            resolve_shared,
            names,
        } => {
            let steps = density_steps(*steps, [*minsteps, *maxsteps], *resolve_shared);
            let (cumulative, counts, shared) = (*cumulative, *counts, *resolve_shared);
            let (bandwidth, extent) = (*bandwidth, *extent);
            density::apply(
                relation,
                &density::Density { field, groupby, cumulative, counts, bandwidth, extent, steps, shared, names },
            )
        }
        Transform::Regression { on, regression, groupby, method, order, extent, params, names } => {
            let (method, order, extent, params) = (*method, *order, *extent, *params);
            let (x, y) = (on, regression);
            regression::apply(relation, &regression::Regression { x, y, groupby, method, order, extent, params, names })
        }
        Transform::Loess { on, loess, groupby, bandwidth, names } => {
            loess::apply(relation, &loess::Loess { x: on, y: loess, groupby, bandwidth: *bandwidth, names })
        }
        Transform::Quantile { field, groupby, probs, step, names } => {
            let probabilities = probs.clone().map_or_else(|| quantile::probabilities(*step), Ok)?;
            quantile::apply(relation, field, groupby, &probabilities, names)
        }
        Transform::Extent { .. } => Ok(relation.clone()),
    }
}

/// Only counting goes without a field.
pub(crate) fn check_measures(step: &'static str, measures: &[Measure]) -> Result<(), TransformError> {
    let lacks = |measure: &Measure| measure.field.is_none() && measure.op != AggregateOp::Count;
    let wrong = measures.iter().any(lacks);
    let remedy = || TransformError::argument(step, "field", "given for every operation but count".to_owned());
    if wrong { Err(remedy()) } else { Ok(()) }
}

/// As in Vega: 25 and 200 where nothing is said; curves that are shared have the same points.
fn density_steps(steps: Option<usize>, [least, most]: [usize; 2], shared: bool) -> Steps {
    let or = |count: usize, default| if count == 0 { default } else { count };
    match (steps.filter(|steps| *steps > 0), shared) {
        (Some(steps), _) => Steps { least: steps, most: steps },
        (None, true) => Steps { least: or(most, 200), most: or(most, 200) },
        (None, false) => Steps { least: or(least, 25), most: or(most, 200) },
    }
}
