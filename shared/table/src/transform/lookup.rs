//! Lookup: fields of another relation, by key; of several rows with one key the last counts. As in Vega, keys are compared
//! as texts, so that the number 1 finds the text "1". A key that is not found gives the default.

use std::{collections::HashMap, sync::Arc};

use crate::{
    relation::{Relation, Value, Values},
    transform::{FieldPath, field, tally::record},
};

/// What is looked up and where.
pub(crate) struct Lookup<'a> {
    pub(crate) field: &'a FieldPath,
    pub(crate) other: &'a Relation,
    pub(crate) key: &'a FieldPath,
    /// Without any, the whole row is looked up.
    pub(crate) fields: &'a [FieldPath],
    pub(crate) names: &'a [Arc<str>],
    pub(crate) default: &'a Value,
}

pub(crate) fn apply(relation: &Relation, lookup: &Lookup<'_>) -> Relation {
    let keys = field::column(lookup.other, lookup.key);
    let index: HashMap<Arc<str>, usize> = (0..keys.len()).map(|row| (keys.get(row).to_text(), row)).collect();
    let column = field::column(relation, lookup.field);
    let found: Vec<Option<usize>> =
        (0..relation.rows()).map(|row| index.get(&column.get(row).to_text()).copied()).collect();
    let mut relation = relation.clone();
    if let (true, Some(name)) = (lookup.fields.is_empty(), lookup.names.first()) {
        relation.set(name, Arc::new(lookup.values(&found, |row| record(lookup.other, row))));
    }
    for (index, path) in lookup.fields.iter().enumerate() {
        let name = lookup.names.get(index).cloned().unwrap_or_else(|| field::name(path));
        let column = field::column(lookup.other, path);
        relation.set(&name, Arc::new(lookup.values(&found, |row| column.get(row))));
    }
    relation
}

impl Lookup<'_> {
    fn values(&self, found: &[Option<usize>], value: impl Fn(usize) -> Value) -> Values {
        Values::of(found.iter().map(|row| row.map_or_else(|| self.default.clone(), &value)).collect())
    }
}
