//! Order: how values compare and rows are sorted. Gaps come first, then numbers, times and flags by their number (NaN
//! first), then texts, then lists and records, which are equal among themselves. It is total, so that no sort can fail;
//! for values of one type it is the order of Vega's `compare`. Sorting is stable.

use std::{cmp::Ordering, sync::Arc};

use crate::{
    relation::{Relation, Value, Values},
    transform::{SortKey, field},
};

/// How two values compare.
#[must_use]
pub fn compare(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::Text(a), Value::Text(b)) => a.cmp(b),
        _ => rank(a).cmp(&rank(b)).then_with(|| compare_numbers(a.number_or_gap(), b.number_or_gap())),
    }
}

/// The rows in the order of the keys, the first key first.
#[must_use]
pub fn sorted(relation: &Relation, keys: &[SortKey]) -> Relation {
    let mut rows: Vec<u32> = (0..relation.rows() as u32).collect();
    Order::new(relation, keys).sort(&mut rows);
    relation.take(&rows)
}

/// The order of the rows of one relation.
pub(crate) struct Order {
    keys: Vec<(Arc<Values>, bool)>,
}

impl Order {
    pub(crate) fn new(relation: &Relation, keys: &[SortKey]) -> Self {
        Self { keys: keys.iter().map(|key| (field::column(relation, &key.field), key.descending)).collect() }
    }

    /// Without a key all rows are equal.
    pub(crate) fn is_any(&self) -> bool {
        self.keys.is_empty()
    }

    pub(crate) fn compare(&self, a: u32, b: u32) -> Ordering {
        let each = self.keys.iter().map(|(values, descending)| {
            let ordering = compare_rows(values, a as usize, b as usize);
            if *descending { ordering.reverse() } else { ordering }
        });
        each.fold(Ordering::Equal, Ordering::then)
    }

    pub(crate) fn sort(&self, rows: &mut [u32]) {
        if !self.is_any() {
            rows.sort_by(|a, b| self.compare(*a, *b));
        }
    }
}

fn compare_rows(values: &Values, a: usize, b: usize) -> Ordering {
    match values {
        Values::Number(values) | Values::Time(values) => compare_numbers(values[a], values[b]),
        Values::Flag(values) => values[a].cmp(&values[b]),
        Values::Text(values) => values[a].cmp(&values[b]),
        Values::Any(values) => compare(&values[a], &values[b]),
    }
}

fn compare_numbers(a: f64, b: f64) -> Ordering {
    a.partial_cmp(&b).unwrap_or_else(|| b.is_nan().cmp(&a.is_nan()))
}

fn rank(value: &Value) -> u8 {
    match value {
        Value::Missing | Value::Null => 0,
        Value::Number(_) | Value::Time(_) | Value::Flag(_) => 1,
        Value::Text(_) => 2,
        Value::List(_) | Value::Record(_) => 3,
    }
}
