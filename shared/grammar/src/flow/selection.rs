//! Selection: what a spec says is selected at first, judged row by row: points by the values of their fields, intervals
//! by the ranges of theirs. What somebody has selected since is given by the caller.

use std::{collections::HashMap, sync::Arc};

use serde_json::{Map, Value as Json};
use table::{Relation, Value, transform::TimeUnit};

use super::{domain::said_value, encoded::field_def, inner, name};
use crate::{
    spec::{Body, Channel, FieldPath, Param, Spec},
    vega_lite::Named,
};

/// The first selections of a spec, by the names of their parameters.
pub(super) struct Selections(HashMap<Arc<str>, Vec<Vec<Part>>>);

/// What one field of a selected row must be.
struct Part {
    field: FieldPath,
    unit: Option<TimeUnit>,
    is: Is,
}

enum Is {
    Equal(Value),
    Within([f64; 2]),
    OneOf(Vec<Value>),
}

impl Selections {
    /// What the spec says of itself and of the views within.
    pub(super) fn of(spec: &Spec) -> Self {
        let mut selections = HashMap::new();
        let mut open = vec![spec];
        while let Some(spec) = open.pop() {
            for param in &spec.params {
                if let Some(rows) = first(param, spec) {
                    selections.entry(param.name.clone()).or_insert(rows);
                }
            }
            open.extend(inner(spec));
        }
        Self(selections)
    }

    /// Whether the row is selected; `None` where nothing is.
    pub(super) fn holds(&self, name: &str, relation: &Relation, row: usize) -> Option<bool> {
        let selected = self.0.get(name)?;
        Some(selected.iter().any(|parts| parts.iter().all(|part| part.holds(relation, row))))
    }
}

impl Part {
    fn holds(&self, relation: &Relation, row: usize) -> bool {
        let value = relation.path(&self.field).map(|values| values.get(row)).unwrap_or_default();
        let value = match (&value, self.unit) {
            (Value::Time(ms), Some(unit)) => Value::Time(unit.floor(*ms)),
            _ => value,
        };
        match &self.is {
            Is::Equal(other) => same(&value, other),
            Is::Within([least, most]) => (*least..=*most).contains(&value.to_number()),
            Is::OneOf(values) => values.iter().any(|other| same(&value, other)),
        }
    }
}

/// Times and numbers of the same instant are the same.
fn same(value: &Value, other: &Value) -> bool {
    match (value, other) {
        (Value::Time(a), Value::Number(b) | Value::Time(b)) => a == b,
        _ => value.same_as(other),
    }
}

/// What is selected at first; `None` where nothing is.
fn first(param: &Param, spec: &Spec) -> Option<Vec<Vec<Part>>> {
    let select = param.select.as_ref()?;
    let value = param.value.as_ref().filter(|value| !value.is_null())?;
    let Body::Unit(_) = &spec.body else { return None };
    if !select.is_point {
        let ranges = value.as_object()?;
        return Some(vec![ranges.iter().filter_map(|(key, range)| interval(key, range, spec)).collect()]);
    }
    let points = match value {
        Json::Array(points) => points.clone(),
        point => vec![point.clone()],
    };
    let only = only_key(select.fields.first(), select.encodings.first());
    Some(points.iter().filter_map(|point| row(point, only.as_deref(), spec)).collect())
}

/// What a value without a name is of.
fn only_key(field: Option<&FieldPath>, channel: Option<&Channel>) -> Option<String> {
    field.map(ToString::to_string).or_else(|| channel.map(|channel| channel.name().to_owned()))
}

fn row(point: &Json, only: Option<&str>, spec: &Spec) -> Option<Vec<Part>> {
    let alone = |key: &str| std::iter::once((key.to_owned(), point.clone())).collect::<Map<_, _>>();
    let members = match point {
        Json::Object(members) => members.clone(),
        _ => alone(only?),
    };
    let part = |(key, value): (&String, &Json)| {
        let (field, unit) = field_of(key, spec);
        Part { field, unit, is: Is::Equal(said_value(value, unit)) }
    };
    Some(members.iter().map(part).collect())
}

/// The field that a key means: that of a channel by its name, or itself.
fn field_of(key: &str, spec: &Spec) -> (FieldPath, Option<TimeUnit>) {
    let channel = Channel::of(key).and_then(|channel| spec.encoding.get(channel)).and_then(field_def);
    match channel {
        Some(definition) if definition.aggregate.is_some() => (name::of(definition).into(), None),
        Some(definition) => (definition.field().cloned().unwrap_or_else(|| key.into()), definition.time_unit),
        None => (key.into(), None),
    }
}

fn interval(key: &str, range: &Json, spec: &Spec) -> Option<Part> {
    let (field, unit) = field_of(key, spec);
    let values: Vec<Value> = range.as_array()?.iter().map(|value| said_value(value, unit)).collect();
    let is = match values[..] {
        [Value::Number(a) | Value::Time(a), Value::Number(b) | Value::Time(b)] => Is::Within([a.min(b), a.max(b)]),
        _ => Is::OneOf(values),
    };
    Some(Part { field, unit, is })
}
