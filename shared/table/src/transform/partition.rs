//! Partition: which rows share their keys. Groups are numbered by first appearance. A gap is a key too, and so is a
//! missing field; a number and a text are never the same key. It knows nothing of what is asked of a group.

use std::{collections::HashMap, sync::Arc};

use crate::{
    relation::{Relation, Value, Values},
    transform::field,
};

/// Rows put into groups.
#[derive(Debug)]
pub(crate) struct Partition {
    /// The group of each row.
    pub(crate) groups: Vec<u32>,
    /// The first row of each group.
    pub(crate) first_rows: Vec<u32>,
}

impl Partition {
    /// By the values of these fields; without any, all rows are one group. Where there is no row, there is no group.
    pub(crate) fn of(relation: &Relation, groupby: &[Arc<str>]) -> Self {
        let mut grouper = Grouper::new(groupby.len());
        let groups = grouper.assign(&field::columns(relation, groupby), relation.rows());
        let mut first_rows = Vec::with_capacity(grouper.count());
        for (group, row) in groups.iter().zip(0..) {
            if *group as usize == first_rows.len() {
                first_rows.push(row);
            }
        }
        Self { groups, first_rows }
    }

    /// How many groups.
    pub(crate) fn count(&self) -> usize {
        self.first_rows.len()
    }

    /// The rows of each group, in order.
    pub(crate) fn members(&self) -> Vec<Vec<u32>> {
        let mut members = vec![Vec::new(); self.count()];
        for (group, row) in self.groups.iter().zip(0..) {
            members[*group as usize].push(row);
        }
        members
    }

    /// A relation of the keys, one row for each group.
    pub(crate) fn keys(&self, relation: &Relation, groupby: &[Arc<str>]) -> Relation {
        self.repeated_keys(relation, groupby, |_| 1)
    }

    /// A relation of the keys, each as often as said of its group.
    pub(crate) fn repeated_keys(
        &self,
        relation: &Relation,
        groupby: &[Arc<str>],
        times: impl Fn(usize) -> usize,
    ) -> Relation {
        let repeated = self.first_rows.iter().enumerate();
        let rows: Vec<u32> = repeated.flat_map(|(group, row)| std::iter::repeat_n(*row, times(group))).collect();
        let mut keys = Relation::of_rows(rows.len());
        for path in groupby {
            keys.set(path, Arc::new(field::column(relation, path).take(&rows)));
        }
        keys
    }
}

/// Numbers the groups of rows, some of which may come later.
#[derive(Clone, Debug)]
pub(crate) struct Grouper {
    keys: Vec<Numbering<Identity>>,
    /// The number of the keys before and of this one together, for every key but the first.
    pairs: Vec<Numbering<(u32, u32)>>,
    rows: usize,
}

impl Grouper {
    pub(crate) fn new(keys: usize) -> Self {
        let pairs = vec![Numbering::default(); keys.saturating_sub(1)];
        Self { keys: vec![Numbering::default(); keys], pairs, rows: 0 }
    }

    /// The group of each of these rows; one column for each key.
    pub(crate) fn assign(&mut self, columns: &[Arc<Values>], rows: usize) -> Vec<u32> {
        self.rows += rows;
        let mut codes = columns.iter().zip(&mut self.keys).map(|(values, numbering)| encode(values, numbering));
        let Some(mut groups) = codes.next() else { return vec![0; rows] };
        for (codes, pairs) in codes.zip(&mut self.pairs) {
            for (group, code) in groups.iter_mut().zip(codes) {
                *group = pairs.number((*group, code));
            }
        }
        groups
    }

    /// How many groups.
    pub(crate) fn count(&self) -> usize {
        let keyed = self.pairs.last().map(Numbering::count).or_else(|| self.keys.first().map(Numbering::count));
        keyed.unwrap_or(usize::from(self.rows > 0))
    }
}

/// What makes two values the same key.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Identity {
    Missing,
    Null,
    Flag(bool),
    Number(u64),
    Time(u64),
    Text(Arc<str>),
    /// A list or record, as it is written out.
    Nested(String),
}

impl From<Value> for Identity {
    fn from(value: Value) -> Self {
        match value {
            Value::Missing => Self::Missing,
            Value::Null => Self::Null,
            Value::Flag(flag) => Self::Flag(flag),
            Value::Number(number) => Self::Number(bits(number)),
            Value::Time(time_ms) => Self::Time(bits(time_ms)),
            Value::Text(text) => Self::Text(text),
            Value::List(_) | Value::Record(_) => Self::Nested(format!("{value:?}")),
        }
    }
}

/// One pattern for both zeros and one for every NaN.
fn bits(number: f64) -> u64 {
    if number.is_nan() { f64::NAN.to_bits() } else { (number + 0.0).to_bits() }
}

/// Numbers for what has been seen, from 0.
#[derive(Clone, Debug)]
struct Numbering<T>(HashMap<T, u32>);

impl<T> Default for Numbering<T> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<T: Eq + std::hash::Hash> Numbering<T> {
    fn number(&mut self, seen: T) -> u32 {
        let next = self.0.len() as u32;
        *self.0.entry(seen).or_insert(next)
    }

    fn count(&self) -> usize {
        self.0.len()
    }
}

fn encode(values: &Values, numbering: &mut Numbering<Identity>) -> Vec<u32> {
    if let Values::Text(texts) = values {
        return encode_texts(texts, numbering);
    }
    (0..values.len()).map(|row| numbering.number(values.get(row).into())).collect()
}

/// A text that is the same in memory as the one before it needs no second look.
fn encode_texts(texts: &[Option<Arc<str>>], numbering: &mut Numbering<Identity>) -> Vec<u32> {
    let mut last: Option<(&Arc<str>, u32)> = None;
    let mut codes = Vec::with_capacity(texts.len());
    for text in texts {
        let code = match (text, last) {
            (Some(text), Some((before, code))) if Arc::ptr_eq(text, before) => code,
            (Some(text), _) => numbering.number(Identity::Text(text.clone())),
            (None, _) => numbering.number(Identity::Null),
        };
        last = text.as_ref().map(|text| (text, code));
        codes.push(code);
    }
    codes
}
