//! Column: the values of a tree for all rows at once, from the leaves up. What does not depend on the row is computed
//! once; numbers, times and comparisons run over flat slices; the rest goes row by row. The result is that of `eval`.

use std::{borrow::Cow, cmp::Ordering, sync::Arc};

use super::{
    Environment,
    eval::{self, random, record},
    function::{Body, Function, part},
    node::{Binary, Node},
    operator,
};
use crate::relation::{Relation, Value, Values};

/// What a part of a tree is.
#[derive(Clone)]
pub(super) enum Column {
    /// The same in every row.
    One(Value),
    /// A value for each row.
    Each(Arc<Values>),
}

/// Numbers, one or as many as rows.
enum Numbers<'a> {
    One(f64),
    Each(Cow<'a, [f64]>),
}

pub(super) fn column(node: &Node, relation: &Relation, environment: &Environment<'_>) -> Column {
    let of = |node: &Node| column(node, relation, environment);
    let all = |nodes: &[&Node]| nodes.iter().map(|node| of(node)).collect::<Vec<Column>>();
    let rows = relation.rows();
    match node {
        Node::Constant(constant) => Column::One(constant.clone()),
        Node::Row => Column::each((0..rows).map(|row| record(relation, row)).collect()),
        Node::Column(name) => {
            relation.column(name).map_or(Column::One(Value::Missing), |values| Column::Each(values.clone()))
        }
        Node::Param(name) => Column::One((environment.params)(name).unwrap_or_default()),
        Node::Now => Column::One(Value::Number(environment.now_ms)),
        Node::Random(place) => Column::numbers((0..rows).map(|row| random(environment.seed, *place, row)).collect()),
        Node::Unary(sign, inner) => by_row(rows, &[of(inner)], |values| operator::unary(*sign, &values[0])),
        Node::Binary(sign, left, right) => binary(rows, *sign, &[of(left), of(right)]),
        Node::And(left, right) => {
            let left = of(left);
            choice(rows, &left.truth(rows), &of(right), &left)
        }
        Node::Or(left, right) => {
            let left = of(left);
            choice(rows, &left.truth(rows), &left, &of(right))
        }
        Node::Choice(parts) => match of(&parts[0]) {
            Column::One(test) => of(if test.truthy() { &parts[1] } else { &parts[2] }),
            test => choice(rows, &test.truth(rows), &of(&parts[1]), &of(&parts[2])),
        },
        Node::Call(function, parts) => call(rows, function, &all(&parts.iter().collect::<Vec<_>>()), environment),
        Node::Member(..) => by_row(rows, &all(&node.parts()), |values| values[0].member(&values[1].to_text())),
        Node::List(_) => by_row(rows, &all(&node.parts()), |values| Value::List(values.into())),
        Node::Record(members) => by_row(rows, &all(&node.parts()), |values| {
            Value::Record(members.iter().map(|(name, _)| name.clone()).zip(values.iter().cloned()).collect())
        }),
        Node::Test(matcher, _) => by_row(rows, &all(&node.parts()), |values| match values.split_last() {
            Some((text, parts)) => eval::test(matcher, parts, text),
            None => Value::Null,
        }),
        Node::Replace(_, matcher, _) => by_row(rows, &all(&node.parts()), |values| match values {
            [text, parts @ .., by] => eval::replace(text, matcher, parts, by),
            _ => Value::Null,
        }),
    }
}

/// Computes once where nothing depends on the row, else for each row.
fn by_row(rows: usize, columns: &[Column], compute: impl Fn(&[Value]) -> Value) -> Column {
    let mut values: Vec<Value> = columns.iter().map(|column| column.get(0)).collect();
    if columns.iter().all(|column| matches!(column, Column::One(_))) {
        return Column::One(compute(&values));
    }
    let row = |row| {
        for (value, column) in values.iter_mut().zip(columns) {
            if let Column::Each(each) = column {
                *value = each.get(row);
            }
        }
        compute(&values)
    };
    Column::each((0..rows).map(row).collect())
}

fn binary(rows: usize, sign: Binary, sides: &[Column; 2]) -> Column {
    let [left, right] = sides;
    let plain = left.is_plain() && right.is_plain();
    if let Some(compute) = operator::arithmetic(sign) {
        return zip(&left.as_numbers(rows), &right.as_numbers(rows), compute);
    }
    if let (Binary::Add, true) = (sign, plain) {
        return zip(&left.as_numbers(rows), &right.as_numbers(rows), |left, right| left + right);
    }
    if let (Some(holds), true) = (operator::order(sign), plain || (left.is_number() && right.is_number())) {
        return order(&left.as_numbers(rows), &right.as_numbers(rows), holds);
    }
    equality(sign, left, right)
        .unwrap_or_else(|| by_row(rows, sides, |values| operator::binary(sign, &values[0], &values[1])))
}

fn zip(left: &Numbers<'_>, right: &Numbers<'_>, compute: impl Fn(f64, f64) -> f64) -> Column {
    Column::numbers(match (left, right) {
        (Numbers::One(left), Numbers::One(right)) => return Column::One(Value::Number(compute(*left, *right))),
        (Numbers::One(left), Numbers::Each(right)) => right.iter().map(|right| compute(*left, *right)).collect(),
        (Numbers::Each(left), Numbers::One(right)) => left.iter().map(|left| compute(*left, *right)).collect(),
        (Numbers::Each(left), Numbers::Each(right)) => {
            left.iter().zip(right.iter()).map(|(left, right)| compute(*left, *right)).collect()
        }
    })
}

fn order(left: &Numbers<'_>, right: &Numbers<'_>, holds: fn(Ordering) -> bool) -> Column {
    let test = |left: f64, right: f64| left.partial_cmp(&right).is_some_and(holds);
    Column::flags(match (left, right) {
        (Numbers::One(left), Numbers::One(right)) => return Column::One(Value::Flag(test(*left, *right))),
        (Numbers::One(left), Numbers::Each(right)) => right.iter().map(|right| test(*left, *right)).collect(),
        (Numbers::Each(left), Numbers::One(right)) => left.iter().map(|left| test(*left, *right)).collect(),
        (Numbers::Each(left), Numbers::Each(right)) => {
            left.iter().zip(right.iter()).map(|(left, right)| test(*left, *right)).collect()
        }
    })
}

/// A flat column and a constant of its type.
fn equality(sign: Binary, left: &Column, right: &Column) -> Option<Column> {
    let wanted = match sign {
        Binary::Equal | Binary::Same => true,
        Binary::NotEqual | Binary::NotSame => false,
        _ => return None,
    };
    let ((Column::Each(values), Column::One(constant)) | (Column::One(constant), Column::Each(values))) = (left, right)
    else {
        return None;
    };
    Some(Column::flags(match (&**values, constant) {
        (Values::Number(values), Value::Number(constant)) => {
            values.iter().map(|value| (value == constant) == wanted).collect()
        }
        (Values::Text(values), Value::Text(constant)) => {
            values.iter().map(|value| (value.as_ref() == Some(constant)) == wanted).collect()
        }
        _ => return None,
    }))
}

fn choice(rows: usize, truth: &[bool], yes: &Column, no: &Column) -> Column {
    if let (Column::One(yes), Column::One(no)) = (yes, no)
        && let (Some(first), true) = (truth.first(), truth.windows(2).all(|pair| pair[0] == pair[1]))
    {
        return Column::One(if *first { yes.clone() } else { no.clone() });
    }
    Column::each((0..rows).map(|row| if truth[row] { yes.get(row) } else { no.get(row) }).collect())
}

fn call(rows: usize, function: &Function, arguments: &[Column], environment: &Environment<'_>) -> Column {
    match (&function.body, arguments.first()) {
        (Body::Number(body), Some(first)) => first.as_numbers(rows).map(body),
        (Body::Part(body), Some(first)) if first.is_number() => first.as_numbers(rows).map(|ms| part(*body, ms)),
        _ => by_row(rows, arguments, |values| function.call(values, environment.locale)),
    }
}

impl Numbers<'_> {
    fn map(&self, compute: impl Fn(f64) -> f64) -> Column {
        match self {
            Self::One(number) => Column::One(Value::Number(compute(*number))),
            Self::Each(numbers) => Column::numbers(numbers.iter().map(|number| compute(*number)).collect()),
        }
    }
}

impl Column {
    fn each(values: Vec<Value>) -> Self {
        Self::Each(Arc::new(Values::of(values)))
    }

    fn flags(flags: Vec<bool>) -> Self {
        Self::Each(Arc::new(Values::Flag(flags.into_iter().map(Some).collect())))
    }

    /// A computed NaN is no gap: where there is one, the column is not flat.
    fn numbers(numbers: Vec<f64>) -> Self {
        let flat = !numbers.iter().any(|number| number.is_nan());
        Self::Each(Arc::new(if flat {
            Values::Number(numbers)
        } else {
            Values::Any(numbers.into_iter().map(Value::Number).collect())
        }))
    }

    fn get(&self, row: usize) -> Value {
        match self {
            Self::One(value) => value.clone(),
            Self::Each(values) => values.get(row),
        }
    }

    pub(super) fn into_values(self, rows: usize) -> Arc<Values> {
        match self {
            Self::One(value) => Arc::new(Values::of(vec![value; rows])),
            Self::Each(values) => values,
        }
    }

    /// Which rows are truthy.
    pub(super) fn truth(&self, rows: usize) -> Vec<bool> {
        match self {
            Self::One(value) => vec![value.truthy(); rows],
            Self::Each(values) => match &**values {
                Values::Flag(flags) => flags.iter().map(|flag| *flag == Some(true)).collect(),
                values => (0..rows).map(|row| values.get(row).truthy()).collect(),
            },
        }
    }

    /// Whether `+` adds it: numbers, flags and gaps.
    fn is_plain(&self) -> bool {
        match self {
            Self::One(value) => matches!(value, Value::Number(_) | Value::Flag(_) | Value::Null),
            Self::Each(values) => matches!(**values, Values::Number(_) | Values::Flag(_)),
        }
    }

    /// Whether it is compared as a number.
    fn is_number(&self) -> bool {
        match self {
            Self::One(value) => matches!(value, Value::Number(_) | Value::Flag(_) | Value::Null | Value::Time(_)),
            Self::Each(values) => matches!(**values, Values::Number(_) | Values::Flag(_) | Values::Time(_)),
        }
    }

    /// Each value as a number; a gap is 0.
    fn as_numbers(&self, rows: usize) -> Numbers<'_> {
        let gap_as_zero = |number: &f64| if number.is_nan() { 0.0 } else { *number };
        match self {
            Self::One(value) => Numbers::One(value.to_number()),
            Self::Each(values) => Numbers::Each(match &**values {
                Values::Number(numbers) | Values::Time(numbers) if numbers.iter().any(|number| number.is_nan()) => {
                    numbers.iter().map(gap_as_zero).collect()
                }
                Values::Number(numbers) | Values::Time(numbers) => Cow::Borrowed(numbers.as_slice()),
                values => (0..rows).map(|row| values.get(row).to_number()).collect(),
            }),
        }
    }
}
