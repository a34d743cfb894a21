//! Running: steps over rows that keep coming. Steps that look at one row at a time (filter, calculate, bins of a given extent,
//! time units, fold, flatten) see new rows only; an aggregate keeps its groups and tallies; steps behind an aggregate are
//! carried out again on its few groups. What has come cannot be taken back: after rows leave, begin anew with those that stay.

use super::{
    Context, Test, Transform, TransformError, aggregate,
    apply::{apply, check_measures},
};
use crate::relation::Relation;

/// Steps, and what they have made of the rows so far.
#[derive(Clone, Debug)]
pub struct Running {
    /// Of one row at a time.
    by_row: Vec<Transform>,
    aggregate: Option<aggregate::Running>,
    /// Of the groups of the aggregate.
    behind: Vec<Transform>,
}

/// What new rows change.
#[derive(Clone, Debug, PartialEq)]
pub enum Appended {
    /// These rows come behind those before.
    Rows(Relation),
    /// This takes the place of all rows before.
    Whole(Relation),
}

impl Running {
    /// Steps that have seen no row; `None` where one of them needs all rows at once, before any aggregate.
    ///
    /// # Errors
    /// When an aggregate lacks a field.
    pub fn new(steps: &[Transform]) -> Result<Option<Self>, TransformError> {
        let by_row = steps.iter().take_while(|step| is_by_row(step)).count();
        let (by_row, rest) = steps.split_at(by_row);
        let (aggregate, behind) = match rest {
            [] => (None, rest),
            [Transform::Aggregate { groupby, measures }, behind @ ..] => {
                check_measures("aggregate", measures)?;
                (Some(aggregate::Running::new(groupby, measures)), behind)
            }
            _ => return Ok(None),
        };
        Ok(Some(Self { by_row: by_row.to_vec(), aggregate, behind: behind.to_vec() }))
    }

    /// Takes more rows into account. It costs what they are, and the groups of the aggregate.
    ///
    /// # Errors
    /// Those of the steps.
    pub fn append(&mut self, rows: &Relation, context: &Context<'_>) -> Result<Appended, TransformError> {
        let rows = carried_out(&self.by_row, rows.clone(), context)?;
        let Some(aggregate) = &mut self.aggregate else { return Ok(Appended::Rows(rows)) };
        aggregate.append(&rows);
        carried_out(&self.behind, aggregate.relation(), context).map(Appended::Whole)
    }
}

fn carried_out(steps: &[Transform], rows: Relation, context: &Context<'_>) -> Result<Relation, TransformError> {
    steps.iter().try_fold(rows, |rows, step| apply(step, &rows, context))
}

/// Whether the step makes of each row what it makes of it among others. A number that is drawn depends on the row's place.
fn is_by_row(step: &Transform) -> bool {
    let is_drawn = |expression: &str| expression.contains("random");
    match step {
        Transform::Filter(test) => !is_drawn_test(test),
        Transform::Calculate { expression, .. } => !is_drawn(expression),
        Transform::Bin { bin, .. } => bin.extent.is_some(),
        Transform::TimeUnit { .. } | Transform::Fold { .. } | Transform::Flatten { .. } => true,
        Transform::Aggregate { .. }
        | Transform::JoinAggregate { .. }
        | Transform::Window { .. }
        | Transform::Stack { .. }
        | Transform::Pivot { .. }
        | Transform::Impute { .. }
        | Transform::Sample { .. }
        | Transform::Lookup { .. }
        | Transform::Density { .. }
        | Transform::Regression { .. }
        | Transform::Loess { .. }
        | Transform::Quantile { .. }
        | Transform::Extent { .. } => false,
    }
}

/// Whether a test draws numbers, or asks for a selection of rows by their place.
fn is_drawn_test(test: &Test) -> bool {
    let mut open = vec![test];
    while let Some(test) = open.pop() {
        match test {
            Test::Expression(expression) if expression.contains("random") => return true,
            Test::Selected { .. } => return true,
            Test::All(tests) | Test::Any(tests) => open.extend(tests),
            Test::Not(test) => open.push(test),
            Test::Expression(_) | Test::Field { .. } => {}
        }
    }
    false
}
