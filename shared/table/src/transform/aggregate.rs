//! Aggregate: one row for each group, with its keys and its measures. Groups come in order of first appearance. The
//! running form keeps the groups and their tallies, so that more rows cost what they are.

use std::sync::Arc;

use crate::{
    relation::{Relation, Value, Values},
    transform::{FieldPath, Measure, field, partition::Grouper, tally::Tally},
};

/// One row for each group; where there is no row, there is no group.
pub(crate) fn apply(relation: &Relation, groupby: &[FieldPath], measures: &[Measure]) -> Relation {
    let mut running = Running::new(groupby, measures);
    running.append(relation);
    running.relation()
}

/// Groups and tallies of the rows so far.
#[derive(Clone, Debug)]
pub(crate) struct Running {
    groupby: Vec<FieldPath>,
    measures: Vec<Measure>,
    grouper: Grouper,
    /// The values of each key, one for each group.
    keys: Vec<Vec<Value>>,
    tallies: Vec<Tally>,
}

impl Running {
    pub(crate) fn new(groupby: &[FieldPath], measures: &[Measure]) -> Self {
        let tallies = measures.iter().map(|measure| Tally::new(measure.op)).collect();
        let grouper = Grouper::new(groupby.len());
        Self {
            groupby: groupby.to_vec(),
            measures: measures.to_vec(),
            grouper,
            keys: vec![Vec::new(); groupby.len()],
            tallies,
        }
    }

    /// Takes more rows into account; gives the group of each.
    pub(crate) fn append(&mut self, relation: &Relation) -> Vec<u32> {
        let before = self.grouper.count();
        let keys = field::columns(relation, &self.groupby);
        let groups = self.grouper.assign(&keys, relation.rows());
        let count = self.grouper.count();
        for row in first_rows(&groups, before) {
            self.keys.iter_mut().zip(&keys).for_each(|(kept, values)| kept.push(values.get(row)));
        }
        for (measure, tally) in self.measures.iter().zip(&mut self.tallies) {
            let values = measure.field.as_ref().map(|path| field::column(relation, path));
            tally.add(relation, values.as_deref().unwrap_or(&Values::Flag(Vec::new())), &groups, count);
        }
        groups
    }

    /// The aggregate of all rows so far.
    pub(crate) fn relation(&self) -> Relation {
        let mut relation = Relation::of_rows(self.grouper.count());
        for (path, keys) in self.groupby.iter().zip(&self.keys) {
            relation.set(path, Arc::new(Values::of(keys.clone())));
        }
        for (measure, tally) in self.measures.iter().zip(&self.tallies) {
            relation.set(&measure.name, Arc::new(tally.values()));
        }
        relation
    }
}

/// The first rows of the groups that begin among these rows; `before` groups began earlier.
fn first_rows(groups: &[u32], before: usize) -> Vec<usize> {
    let mut first_rows = Vec::new();
    for (row, group) in groups.iter().enumerate() {
        if *group as usize == before + first_rows.len() {
            first_rows.push(row);
        }
    }
    first_rows
}
