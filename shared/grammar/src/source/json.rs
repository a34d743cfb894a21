//! JSON as rows: a list of records, or of plain values, which become the field `data`, as Vega does.
//! Nested lists and records are kept.

use std::{collections::HashMap, sync::Arc};

use serde_json::{Map, Value as Json};
use table::{Relation, Value, Values};

use super::{SourceError, check_rows};

/// The names of the fields of rows that are lists; what is beyond is left out.
const INDEXES: [&str; 16] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15"];

/// The rows of a JSON text, of the part at `property` where one is named.
pub(super) fn read(text: &str, property: Option<&str>) -> Result<Relation, SourceError> {
    let values: Json = serde_json::from_str(text)
        .map_err(|error| SourceError::Malformed { format: "JSON", reason: error.to_string() })?;
    relation(&values, property)
}

/// The rows of JSON.
pub(super) fn relation(values: &Json, property: Option<&str>) -> Result<Relation, SourceError> {
    let mut part = values;
    for name in property.into_iter().flat_map(|path| path.split(['.', '[', ']'])).filter(|name| !name.is_empty()) {
        let name = name.trim_matches(['\'', '"']);
        let inner = part.get(name).or_else(|| part.get(name.parse::<usize>().ok()?));
        let missing = || SourceError::Malformed { format: "JSON", reason: format!("it has no property {name:?}") };
        part = inner.ok_or_else(missing)?;
    }
    match part {
        Json::Array(rows) => of_rows(rows),
        Json::Null => Ok(Relation::of_rows(0)),
        row => of_rows(std::slice::from_ref(row)),
    }
}

fn of_rows(rows: &[Json]) -> Result<Relation, SourceError> {
    check_rows(rows.len())?;
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut columns: Vec<(&str, Vec<Value>)> = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let mut put = |name, value: &Json| {
            let place = *places.entry(name).or_insert_with(|| {
                columns.push((name, Vec::with_capacity(rows.len())));
                columns.len() - 1
            });
            let (_, values) = &mut columns[place];
            values.resize(index, Value::Missing);
            values.push(value_from_json(value));
        };
        match row {
            Json::Object(members) => members.iter().for_each(|(name, value)| put(name, value)),
            Json::Array(values) => values.iter().zip(INDEXES).for_each(|(value, name)| put(name, value)),
            value => put("data", value),
        }
    }
    let mut relation = Relation::of_rows(rows.len());
    for (name, mut values) in columns {
        values.resize(rows.len(), Value::Missing);
        relation.set(name, Arc::new(Values::of(values)));
    }
    Ok(relation)
}

/// The features of an object of a topology, without their shapes: maps are not drawn, what is known of places is shown.
pub(super) fn features(text: &str, object: Option<&str>) -> Result<Relation, SourceError> {
    let malformed = |reason: String| SourceError::Malformed { format: "TopoJSON", reason };
    let topology: Json = serde_json::from_str(text).map_err(|error| malformed(error.to_string()))?;
    let Some(name) = object else { return Ok(Relation::of_rows(1)) };
    let object = topology.get("objects").and_then(|objects| objects.get(name));
    let object = object.ok_or_else(|| malformed(format!("it has no object {name:?}")))?;
    let geometries = match object.get("geometries").and_then(Json::as_array) {
        Some(geometries) => geometries.as_slice(),
        None => std::slice::from_ref(object),
    };
    let feature = |geometry: &Json| {
        let mut feature = Map::new();
        feature.insert("type".to_owned(), "Feature".into());
        feature.extend(geometry.get("id").map(|id| ("id".to_owned(), id.clone())));
        let properties = geometry.get("properties").cloned().unwrap_or_else(|| Map::new().into());
        feature.insert("properties".to_owned(), properties);
        Json::Object(feature)
    };
    of_rows(&geometries.iter().map(feature).collect::<Vec<_>>())
}

/// A JSON value as a value of a column.
#[must_use]
pub fn value_from_json(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(flag) => Value::Flag(*flag),
        Json::Number(number) => Value::Number(number.as_f64().unwrap_or(f64::NAN)),
        Json::String(text) => Value::text(text),
        Json::Array(values) => Value::List(values.iter().map(value_from_json).collect()),
        Json::Object(members) => Value::Record(record(members)),
    }
}

fn record(members: &Map<String, Json>) -> Arc<[(Arc<str>, Value)]> {
    members.iter().map(|(name, value)| (Arc::from(name.as_str()), value_from_json(value))).collect()
}
