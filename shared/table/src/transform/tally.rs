//! Tally: one measure of all groups at once. It takes rows column by column, more of them at any time, and gives a column
//! with one value for each group. As in Vega, nulls, missing fields and empty texts are missing, NaN is neither missing nor
//! valid, and what has no valid value gives a gap, except counts.

use std::{cmp::Ordering, collections::HashSet};

use crate::{
    aggregate::Sum,
    relation::{Relation, Value, Values},
    transform::{
        AggregateOp, field,
        moments::Moments,
        order::compare,
        partition::Identity,
        quantiles::{ascending, confidence, quantile},
    },
};

/// The accumulators of one measure.
#[derive(Clone, Debug)]
pub(crate) struct Tally {
    op: AggregateOp,
    state: State,
}

/// One accumulator for each group.
#[derive(Clone, Debug)]
enum State {
    Rows(Vec<f64>),
    Valid(Vec<f64>),
    Missing(Vec<f64>),
    Distinct(Vec<HashSet<Identity>>),
    Sum(Vec<Sum>),
    Product(Vec<Option<f64>>),
    Moments(Vec<Moments>),
    Numbers(Vec<Vec<f64>>),
    /// The value that comes first in this order.
    Best(Ordering, Vec<Value>),
    /// The best value and its row.
    Row(Ordering, Vec<(Value, Value)>),
    First(Vec<Value>),
    Last(Vec<Value>),
    Records(Vec<Vec<Value>>),
}

impl Tally {
    pub(crate) fn new(op: AggregateOp) -> Self {
        let state = match op {
            AggregateOp::Count => State::Rows(Vec::new()),
            AggregateOp::Valid => State::Valid(Vec::new()),
            AggregateOp::Missing => State::Missing(Vec::new()),
            AggregateOp::Distinct => State::Distinct(Vec::new()),
            AggregateOp::Sum => State::Sum(Vec::new()),
            AggregateOp::Product => State::Product(Vec::new()),
            AggregateOp::Mean
            | AggregateOp::Average
            | AggregateOp::Variance
            | AggregateOp::VarianceP
            | AggregateOp::Stdev
            | AggregateOp::StdevP
            | AggregateOp::Stderr => State::Moments(Vec::new()),
            AggregateOp::Median | AggregateOp::Q1 | AggregateOp::Q3 | AggregateOp::Ci0 | AggregateOp::Ci1 => {
                State::Numbers(Vec::new())
            }
            AggregateOp::Min => State::Best(Ordering::Less, Vec::new()),
            AggregateOp::Max => State::Best(Ordering::Greater, Vec::new()),
            AggregateOp::ArgMin => State::Row(Ordering::Less, Vec::new()),
            AggregateOp::ArgMax => State::Row(Ordering::Greater, Vec::new()),
            AggregateOp::First => State::First(Vec::new()),
            AggregateOp::Last => State::Last(Vec::new()),
            AggregateOp::Values => State::Records(Vec::new()),
        };
        Self { op, state }
    }

    /// Takes these rows into account. `groups` names the group of each row, `count` is how many groups there are by now.
    pub(crate) fn add(&mut self, relation: &Relation, values: &Values, groups: &[u32], count: usize) {
        match &mut self.state {
            State::Rows(rows) => each(rows, groups, count, |rows, _| *rows += 1.0),
            State::Valid(valid) => {
                each(valid, groups, count, |valid, row| *valid += f64::from(u8::from(is_valid(values, row))));
            }
            State::Missing(missing) => {
                each(missing, groups, count, |missing, row| *missing += f64::from(u8::from(is_missing(values, row))));
            }
            State::Distinct(seen) => each(seen, groups, count, |seen, row| {
                seen.insert(values.get(row).into());
            }),
            State::Sum(sums) => each_number(sums, values, groups, count, Sum::add),
            State::Product(products) => each_number(products, values, groups, count, |product, number| {
                *product = Some(product.unwrap_or(1.0) * number);
            }),
            State::Moments(moments) => each_number(moments, values, groups, count, Moments::add),
            State::Numbers(numbers) => each_number(numbers, values, groups, count, Vec::push),
            State::Best(keep, best) => add_best(best, *keep, values, groups, count),
            State::Row(keep, best) => add_rows(best, *keep, (relation, values), groups, count),
            State::First(first) => each(first, groups, count, |first, row| {
                if *first == Value::Missing && is_valid(values, row) {
                    *first = values.get(row);
                }
            }),
            State::Last(last) => each(last, groups, count, |last, row| {
                if is_valid(values, row) {
                    *last = values.get(row);
                }
            }),
            State::Records(records) => each(records, groups, count, |records, row| records.push(record(relation, row))),
        }
    }

    /// One value for each group.
    pub(crate) fn values(&self) -> Values {
        match &self.state {
            State::Rows(counts) | State::Valid(counts) | State::Missing(counts) => Values::Number(counts.clone()),
            State::Distinct(seen) => Values::Number(seen.iter().map(|seen| seen.len() as f64).collect()),
            State::Sum(sums) => Values::Number(sums.iter().map(|sum| sum.total()).collect()),
            State::Product(products) => {
                Values::Number(products.iter().map(|product| product.unwrap_or(f64::NAN)).collect())
            }
            State::Moments(moments) => Values::Number(moments.iter().map(|moments| self.moment(*moments)).collect()),
            State::Numbers(numbers) => Values::Number(numbers.iter().map(|numbers| self.quantile(numbers)).collect()),
            State::Best(_, values) | State::First(values) | State::Last(values) => {
                Values::of(values.iter().map(known).collect())
            }
            State::Row(_, best) => Values::of(best.iter().map(|(_, row)| known(row)).collect()),
            State::Records(records) => {
                Values::Any(records.iter().map(|records| Value::List(records.as_slice().into())).collect())
            }
        }
    }

    fn moment(&self, moments: Moments) -> f64 {
        match self.op {
            AggregateOp::Variance => moments.variance(),
            AggregateOp::VarianceP => moments.population_variance(),
            AggregateOp::Stdev => moments.variance().sqrt(),
            AggregateOp::StdevP => moments.population_variance().sqrt(),
            AggregateOp::Stderr => moments.standard_error(),
            _ => moments.mean(),
        }
    }

    fn quantile(&self, numbers: &[f64]) -> f64 {
        match self.op {
            AggregateOp::Q1 => quantile(&ascending(numbers), 0.25),
            AggregateOp::Q3 => quantile(&ascending(numbers), 0.75),
            AggregateOp::Ci0 => confidence(numbers).map_or(f64::NAN, |[low, _]| low),
            AggregateOp::Ci1 => confidence(numbers).map_or(f64::NAN, |[_, high]| high),
            _ => quantile(&ascending(numbers), 0.5),
        }
    }
}

/// Whether a row has a value that counts.
pub(crate) fn is_valid(values: &Values, row: usize) -> bool {
    !is_missing(values, row) && !matches!(values, Values::Any(values) if values[row].is_not_a_number())
}

pub(crate) fn is_missing(values: &Values, row: usize) -> bool {
    match values {
        Values::Number(values) | Values::Time(values) => values[row].is_nan(),
        Values::Flag(values) => values[row].is_none(),
        Values::Text(values) => values[row].as_ref().is_none_or(|text| text.is_empty()),
        Values::Any(values) => match &values[row] {
            Value::Missing | Value::Null => true,
            Value::Text(text) => text.is_empty(),
            Value::Flag(_) | Value::Number(_) | Value::Time(_) | Value::List(_) | Value::Record(_) => false,
        },
    }
}

impl Value {
    fn is_not_a_number(&self) -> bool {
        matches!(self, Self::Number(number) | Self::Time(number) if number.is_nan())
    }
}

/// The whole row.
pub(crate) fn record(relation: &Relation, row: usize) -> Value {
    let members = relation.columns().iter().map(|(name, values)| (name.clone(), values.get(row)));
    Value::Record(members.filter(|(_, value)| *value != Value::Missing).collect())
}

/// What no value was found for is a gap.
fn known(value: &Value) -> Value {
    if *value == Value::Missing { Value::Null } else { value.clone() }
}

fn each<T: Clone + Default>(state: &mut Vec<T>, groups: &[u32], count: usize, mut add: impl FnMut(&mut T, usize)) {
    state.resize(count, T::default());
    for (row, group) in groups.iter().enumerate() {
        add(&mut state[*group as usize], row);
    }
}

fn each_number<T: Clone + Default>(
    state: &mut Vec<T>,
    values: &Values,
    groups: &[u32],
    count: usize,
    mut add: impl FnMut(&mut T, f64),
) {
    state.resize(count, T::default());
    for (group, number) in groups.iter().zip(field::numbers(values).iter()) {
        if !number.is_nan() {
            add(&mut state[*group as usize], *number);
        }
    }
}

fn add_best(best: &mut Vec<Value>, keep: Ordering, values: &Values, groups: &[u32], count: usize) {
    best.resize(count, Value::Missing);
    for (group, row) in best_rows(best, keep, values, groups) {
        best[group] = values.get(row);
    }
}

fn add_rows(
    best: &mut Vec<(Value, Value)>,
    keep: Ordering,
    (relation, values): (&Relation, &Values),
    groups: &[u32],
    count: usize,
) {
    best.resize(count, (Value::Missing, Value::Missing));
    let so_far: Vec<Value> = best.iter().map(|(value, _)| value.clone()).collect();
    for (group, row) in best_rows(&so_far, keep, values, groups) {
        best[group] = (values.get(row), record(relation, row));
    }
}

/// For the groups whose best value is among these rows: the first row that has it.
fn best_rows(so_far: &[Value], keep: Ordering, values: &Values, groups: &[u32]) -> Vec<(usize, usize)> {
    let mut rows: Vec<Option<usize>> = vec![None; so_far.len()];
    for (row, group) in groups.iter().enumerate().filter(|(row, _)| is_valid(values, *row)) {
        let best = &mut rows[*group as usize];
        if best.is_none_or(|best| compare_rows(values, row, best) == keep) {
            *best = Some(row);
        }
    }
    let better = |(group, row): &(usize, usize)| {
        so_far[*group] == Value::Missing || compare(&values.get(*row), &so_far[*group]) == keep
    };
    rows.into_iter().enumerate().filter_map(|(group, row)| Some((group, row?))).filter(better).collect()
}

fn compare_rows(values: &Values, a: usize, b: usize) -> Ordering {
    match values {
        Values::Number(values) | Values::Time(values) => values[a].total_cmp(&values[b]),
        _ => compare(&values.get(a), &values.get(b)),
    }
}
