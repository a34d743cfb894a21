//! Domain: the values of a discrete channel in their order, as Vega-Lite's `domainSort` and Vega's domains have it: in
//! natural order unless a list, a field, another channel or the rows themselves decide.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use serde_json::Value as Json;
use table::{
    Relation, Value, Values,
    civil::ms_from_parts,
    transform::{self, AggregateOp, Context, Measure, TimeUnit, Transform, compare},
};

use super::{encoded::Encoded, name, stack::Stack};
use crate::{
    source::value_from_json,
    spec::{ChannelAggregate, ChannelDef, FieldPath, Sort, Source},
};

/// The rows from which a domain is taken.
#[derive(Clone, Copy)]
pub(crate) struct Rows<'a> {
    /// What the mark shows.
    pub(crate) main: &'a Relation,
    /// What was there before it was aggregated.
    pub(crate) raw: &'a Relation,
}

/// A value as a key: equal values have equal keys.
pub(crate) fn key(value: &Value) -> String {
    match value {
        Value::Number(number) => format!("n{}", if *number == 0.0 { 0.0 } else { *number }),
        Value::Time(ms) => format!("t{ms}"),
        Value::Text(text) => format!("s{text}"),
        value => format!("{value:?}"),
    }
}

/// The values of a discrete channel in the order of its domain.
pub(crate) fn of(rows: &Rows<'_>, definition: &ChannelDef, encoded: &Encoded, stack: Option<&Stack>) -> Vec<Value> {
    let said = definition.scale.as_ref().and_then(Option::as_ref).and_then(|scale| scale.domain.as_ref());
    if let Some(Json::Array(values)) = said {
        return values.iter().map(|value| said_value(value, definition.time_unit)).collect();
    }
    let column = name::of(definition);
    match &definition.source {
        Source::Datum(datum) => return vec![said_value(datum, definition.time_unit)],
        Source::Field(_) => {}
        Source::None if name::is_count(definition) => {}
        Source::None | Source::Repeated(_) | Source::Value(_) => return Vec::new(),
    }
    let mut values = match by_field(definition, encoded, stack) {
        Some((field, op, descending)) => sorted_by(rows.raw, &column, (field.as_ref(), op), descending),
        None => {
            let mut values = distinct(rows.main, &column);
            sort(&mut values, definition);
            values
        }
    };
    if let Some(Json::Object(domain)) = said
        && let Some(Json::Array(more)) = domain.get("unionWith")
    {
        let present: HashSet<String> = values.iter().map(key).collect();
        let more = more.iter().map(|value| said_value(value, definition.time_unit));
        values.extend(more.filter(|value| !present.contains(&key(value))));
    }
    values
}

/// A value as a spec writes it: dates by their parts become times.
pub(crate) fn said_value(json: &Json, unit: Option<TimeUnit>) -> Value {
    let parts = match (json, unit) {
        (Json::Object(date), _) => date.clone(),
        (Json::Number(_) | Json::String(_), Some(unit)) => match name::unit_parts(unit)[..] {
            [part] => std::iter::once((part.to_owned(), json.clone())).collect(),
            _ => return value_from_json(json),
        },
        _ => return value_from_json(json),
    };
    let part = |name: &str| parts.get(name).and_then(Json::as_f64);
    let month = part("month").map(|month| month - 1.0).or_else(|| named(parts.get("month"), &MONTHS));
    let quarter = || part("quarter").map_or(0.0, |quarter| (quarter - 1.0) * 3.0);
    // 2012 began on a Sunday.
    let day = part("day").or_else(|| named(parts.get("day"), &DAYS)).map(|day| day % 7.0 + 1.0);
    Value::Time(ms_from_parts([
        part("year").unwrap_or(2012.0),
        month.unwrap_or_else(quarter),
        part("date").or(day).unwrap_or(1.0),
        part("hours").unwrap_or_default(),
        part("minutes").unwrap_or_default(),
        part("seconds").unwrap_or_default(),
        part("milliseconds").unwrap_or_default(),
    ]))
}

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const DAYS: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

fn named(name: Option<&Json>, names: &[&str]) -> Option<f64> {
    let name = name?.as_str()?.to_lowercase();
    names.iter().position(|short| name.starts_with(short)).map(|index| index as f64)
}

/// The distinct values of a column, in order of first appearance.
pub(crate) fn distinct(relation: &Relation, column: &str) -> Vec<Value> {
    let Some(values) = relation.column(column) else { return Vec::new() };
    let mut seen = HashSet::new();
    (0..relation.rows()).map(|row| values.get(row)).filter(|value| seen.insert(key(value))).collect()
}

fn sort(values: &mut [Value], definition: &ChannelDef) {
    match &definition.sort {
        Some(Sort::Unsorted) => {}
        Some(Sort::Descending) => values.sort_by(|a, b| compare(b, a)),
        Some(Sort::Values(order)) => {
            let order: HashMap<String, usize> = order
                .iter()
                .enumerate()
                .map(|(index, value)| (key(&comparable(&said_value(value, definition.time_unit), definition)), index))
                .collect();
            let place = |value: &Value| order.get(&key(&comparable(value, definition))).copied().unwrap_or(usize::MAX);
            values.sort_by_key(place);
        }
        _ => values.sort_by(compare),
    }
}

/// Times that only their unit tells apart compare by it.
fn comparable(value: &Value, definition: &ChannelDef) -> Value {
    match (value, definition.time_unit) {
        (Value::Time(ms), Some(unit)) => Value::Time(unit.floor(*ms)),
        _ => value.clone(),
    }
}

/// By which field the domain is sorted, how aggregated, and whether descending.
fn by_field(
    definition: &ChannelDef,
    encoded: &Encoded,
    stack: Option<&Stack>,
) -> Option<(Option<FieldPath>, AggregateOp, bool)> {
    let default_op = |field: Option<&FieldPath>| {
        let column = field.map(|path| name::of_path(path));
        let is_measure = stack.is_some_and(|stack| {
            let mut dimensions = stack.dimensions.iter().filter_map(|channel| encoded.get(*channel)).map(name::of);
            let is = |other: &String| Some(other) == column.as_ref();
            !dimensions.any(|dimension| is(&dimension)) && !stack.by.iter().any(is)
        });
        if is_measure { AggregateOp::Sum } else { AggregateOp::Min }
    };
    match definition.sort.as_ref()? {
        Sort::Field { field, op, descending } => {
            Some((field.clone(), op.unwrap_or_else(|| default_op(field.as_ref())), *descending))
        }
        Sort::Channel { channel, descending } => {
            let by = encoded.field(*channel)?;
            let field = by.field().cloned();
            let op = match by.aggregate {
                Some(ChannelAggregate::Op(op)) => op,
                _ => default_op(field.as_ref()),
            };
            Some((field, op, *descending))
        }
        Sort::Ascending | Sort::Descending | Sort::Unsorted | Sort::Values(_) => None,
    }
}

/// The distinct values of a column in the order of an aggregate of a field over their rows.
pub(crate) fn sorted_by(
    relation: &Relation,
    column: &str,
    (field, op): (Option<&FieldPath>, AggregateOp),
    descending: bool,
) -> Vec<Value> {
    const BY: &str = "__by";
    let measure = Measure { op, field: field.cloned(), name: BY.into() };
    let step = Transform::Aggregate { groupby: vec![column.into()], measures: vec![measure] };
    let Ok(groups) = transform::apply(&step, relation, &Context::EMPTY) else { return distinct(relation, column) };
    let missing = || Arc::new(Values::Any(Vec::new()));
    let values = groups.column(column).cloned().unwrap_or_else(missing);
    let by = groups.column(BY).cloned().unwrap_or_else(missing);
    let mut order: Vec<usize> = (0..groups.rows()).collect();
    order.sort_by(|a, b| {
        let ordering = compare(&by.get(*a), &by.get(*b));
        if descending { ordering.reverse() } else { ordering }
    });
    order.into_iter().map(|row| values.get(row)).collect()
}
