//! Join aggregate: the measures of a row's group, in every row of it. Rows and their order stay.

use std::sync::Arc;

use crate::{
    relation::Relation,
    transform::{FieldPath, Measure, aggregate::Running, field},
};

pub(crate) fn apply(relation: &Relation, groupby: &[FieldPath], measures: &[Measure]) -> Relation {
    let mut running = Running::new(groupby, measures);
    let groups = running.append(relation);
    let aggregated = running.relation();
    let mut relation = relation.clone();
    for measure in measures {
        relation.set(&measure.name, Arc::new(field::column(&aggregated, &measure.name).take(&groups)));
    }
    relation
}
