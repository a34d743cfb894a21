//! Calculate: a column computed from an expression over each row.

use std::sync::Arc;

use crate::{
    expression::Expression,
    relation::Relation,
    transform::{Context, TransformError},
};

pub(crate) fn apply(
    relation: &Relation,
    expression: &str,
    name: &Arc<str>,
    context: &Context<'_>,
) -> Result<Relation, TransformError> {
    let values = parse("calculate", expression)?.column(relation, &context.environment());
    let mut relation = relation.clone();
    relation.set(name, Arc::new(values));
    Ok(relation)
}

/// Reads the expression of a step.
pub(crate) fn parse(step: &'static str, expression: &str) -> Result<Expression, TransformError> {
    Expression::parse(expression).map_err(|error| TransformError::Expression { step, error })
}
