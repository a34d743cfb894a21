//! P-98: `docs/dashboard.schema.json` is what the table of kinds and properties says, and the files that are written
//! keep to it. After a change of the table: `UPDATE_GOLDEN=1 cargo test -p document --test schema`.

#![expect(clippy::unwrap_used, reason = "an unwrap that fails fails the test")]

#[path = "random/dashboard.rs"]
mod dashboard;

use std::{fs, path::PathBuf};

use dashboard::{PEOPLE, dashboard, op};
use document::{
    Aggregate, ControlType, Gesture, Kind, Mark, OpId, Outline, Property, Refresh, Shade, TimeUnit, ValueType, apply,
    grid::{COLUMNS, MAX_ROWS},
    outline::SCHEMA_VERSION,
    property::{MAX_NAME_CHARS, MAX_NAMES, MOMENTS_MS},
    time_text,
};
use proptest::prelude::*;
use serde::Serialize;
use serde_json::{Value as Json, json};

const ID: &str = "^[0-9a-f]{16}$";
const COLOR: &str = "^#[0-9a-fA-F]{6}$";

fn place(file: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").join(file)
}

fn word<T: Serialize>(value: T) -> String {
    serde_json::to_value(value).unwrap().as_str().unwrap().to_owned()
}

fn schema() -> Json {
    let kinds = Kind::ALL.into_iter().filter(|kind| *kind != Kind::Dashboard);
    let definitions: serde_json::Map<_, _> = kinds.map(|kind| (word(kind), node(kind))).collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": format!("urn:ashboard:dashboard:{SCHEMA_VERSION}"),
        "title": "A dashboard of Ashboard",
        "description": "What `ashboard export` writes and `ashboard import` reads. What is left out has its default.",
        "type": "object",
        "required": ["schemaVersion"],
        "additionalProperties": false,
        "properties": {
            "schemaVersion": { "const": SCHEMA_VERSION },
            "properties": properties(Kind::Dashboard),
            "children": children(Kind::Dashboard),
            "draftOf": { "type": "object", "description": "Where a draft began; the relay says it, import ignores it." },
        },
        "$defs": definitions,
    })
}

fn node(kind: Kind) -> Json {
    let mut node = json!({
        "type": "object",
        "required": ["id", "kind"],
        "additionalProperties": false,
        "properties": {
            "id": { "type": "string", "pattern": ID },
            "kind": { "const": word(kind) },
            "properties": properties(kind),
        },
    });
    let below = children(kind);
    if below["items"]["oneOf"].as_array().is_some_and(|kinds| !kinds.is_empty()) {
        node["properties"]["children"] = below;
    }
    node
}

fn children(parent: Kind) -> Json {
    let below = Kind::ALL.into_iter().filter(|kind| kind.fits_below(parent));
    let below: Vec<_> = below.map(|kind| json!({ "$ref": format!("#/$defs/{}", word(kind)) })).collect();
    json!({ "type": "array", "items": { "oneOf": below } })
}

fn properties(kind: Kind) -> Json {
    let each = kind.properties().iter().map(|property| (word(property), value(*property)));
    json!({ "type": "object", "additionalProperties": false, "properties": each.collect::<serde_json::Map<_, _>>() })
}

fn value(property: Property) -> Json {
    let whole = |least: u16, most: u16| json!({ "type": "integer", "minimum": least, "maximum": most });
    let words = |all: Vec<String>| json!({ "enum": all });
    let or_null = |mut schema: Json| {
        schema["enum"].as_array_mut().unwrap().push(Json::Null);
        schema
    };
    let name = json!({ "type": "string", "minLength": 1, "maxLength": MAX_NAME_CHARS });
    let text = json!({ "type": "string", "maxLength": MAX_NAME_CHARS });
    let moment = json!({ "type": "integer", "minimum": MOMENTS_MS.start(), "maximum": MOMENTS_MS.end() });
    match property.value_type() {
        ValueType::Text { max_chars } => json!({ "type": "string", "maxLength": max_chars }),
        ValueType::Grammar { max_chars } => json!({
            "type": "string",
            "description": "Part of a chart's spec, as Vega-Lite's JSON.",
            "maxLength": max_chars,
        }),
        ValueType::Name => json!({ "type": ["string", "null"], "minLength": 1, "maxLength": MAX_NAME_CHARS }),
        ValueType::Rect => json!({
            "type": "object",
            "description": format!("On a grid of {COLUMNS} columns; x + w is at most {COLUMNS}."),
            "required": ["x", "y", "w", "h"],
            "additionalProperties": false,
            "properties": {
                "x": whole(0, COLUMNS - 1),
                "y": whole(0, MAX_ROWS),
                "w": whole(1, COLUMNS),
                "h": whole(1, MAX_ROWS),
            },
        }),
        ValueType::Mark => words(Mark::ALL.map(word).into()),
        ValueType::Color => json!({ "type": ["string", "null"], "pattern": COLOR }),
        ValueType::Aggregate => or_null(words(Aggregate::ALL.map(word).into())),
        ValueType::TimeUnit => or_null(words(TimeUnit::ALL.map(word).into())),
        ValueType::Flag => json!({ "type": "boolean" }),
        ValueType::Names => json!({ "type": "array", "uniqueItems": true, "maxItems": MAX_NAMES, "items": name }),
        ValueType::Control => words(ControlType::ALL.map(word).into()),
        ValueType::Moment => json!({
            "type": ["integer", "null"],
            "description": "Milliseconds since 1970-01-01, UTC.",
            "minimum": MOMENTS_MS.start(),
            "maximum": MOMENTS_MS.end(),
        }),
        ValueType::Anchor => json!({
            "type": ["object", "null"],
            "description": "The data point: its place along the horizontal axis, and its series where there are several.",
            "required": ["x", "series"],
            "additionalProperties": false,
            "properties": {
                "x": { "oneOf": [
                    { "type": "object", "required": ["time"], "additionalProperties": false, "properties": { "time": moment } },
                    { "type": "object", "required": ["text"], "additionalProperties": false, "properties": { "text": text } },
                ] },
                "series": { "type": ["string", "null"], "maxLength": MAX_NAME_CHARS },
            },
        }),
        ValueType::Shade => or_null(words(Shade::ALL.map(word).into())),
        ValueType::Time => json!({
            "type": "string",
            "description": "A time as people write it: now, now-6h, now-1d/d, 2026-01-31T12:00Z; empty for none.",
            "maxLength": time_text::MAX_CHARS,
        }),
        ValueType::Refresh => words(Refresh::ALL.map(word).into()),
    }
}

/// The part of JSON Schema that the file uses; what it does not use is an error, so that nothing passes unseen.
fn check(root: &Json, schema: &Json, value: &Json) -> Result<(), String> {
    for (rule, wanted) in schema.as_object().ok_or("a schema is an object")? {
        let holds = match rule.as_str() {
            "$schema" | "$id" | "$defs" | "title" | "description" => true,
            "$ref" => return check(root, root.pointer(&wanted.as_str().unwrap()[1..]).ok_or("no such ref")?, value),
            "type" => types(wanted).iter().any(|name| is_type(name, value)),
            "const" => value == wanted,
            "enum" => wanted.as_array().unwrap().contains(value),
            "pattern" => value.as_str().is_none_or(|text| matches(wanted.as_str().unwrap(), text)),
            "minimum" => value.as_i64().is_none_or(|number| number >= wanted.as_i64().unwrap()),
            "maximum" => value.as_i64().is_none_or(|number| number <= wanted.as_i64().unwrap()),
            "minLength" => value.as_str().is_none_or(|text| text.chars().count() as u64 >= wanted.as_u64().unwrap()),
            "maxLength" => value.as_str().is_none_or(|text| text.chars().count() as u64 <= wanted.as_u64().unwrap()),
            "maxItems" => value.as_array().is_none_or(|items| items.len() as u64 <= wanted.as_u64().unwrap()),
            "uniqueItems" => {
                value.as_array().is_none_or(|items| (1..items.len()).all(|i| !items[..i].contains(&items[i])))
            }
            "required" => value.as_object().is_none_or(|object| {
                wanted.as_array().unwrap().iter().all(|name| object.contains_key(name.as_str().unwrap()))
            }),
            "additionalProperties" => value
                .as_object()
                .is_none_or(|object| object.keys().all(|name| schema["properties"].get(name).is_some())),
            "oneOf" => wanted.as_array().unwrap().iter().filter(|one| check(root, one, value).is_ok()).count() == 1,
            "items" => {
                value.as_array().into_iter().flatten().try_for_each(|item| check(root, wanted, item))?;
                true
            }
            "properties" => {
                let known = |(name, value): (&String, &Json)| {
                    wanted
                        .get(name)
                        .map_or(Ok(()), |schema| check(root, schema, value).map_err(|why| format!("{name}: {why}")))
                };
                value.as_object().into_iter().flatten().try_for_each(known)?;
                true
            }
            other => return Err(format!("the check knows no {other:?}")),
        };
        if !holds {
            return Err(format!("{rule} {wanted} does not hold for {value}"));
        }
    }
    Ok(())
}

fn types(wanted: &Json) -> Vec<&str> {
    match wanted {
        Json::Array(names) => names.iter().filter_map(Json::as_str).collect(),
        name => name.as_str().into_iter().collect(),
    }
}

fn is_type(name: &str, value: &Json) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("no type {other}"),
    }
}

fn matches(pattern: &str, text: &str) -> bool {
    match pattern {
        ID => text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte)),
        COLOR => {
            text.strip_prefix('#').is_some_and(|hex| hex.len() == 6 && hex.bytes().all(|byte| byte.is_ascii_hexdigit()))
        }
        other => panic!("no pattern {other}"),
    }
}

#[test]
fn the_published_schema_is_the_table_of_properties() {
    let (file, generated) = (place("docs/dashboard.schema.json"), schema());
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&file, serde_json::to_string_pretty(&generated).unwrap() + "\n").unwrap();
    }
    let published: Json = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    assert_eq!(published, generated, "UPDATE_GOLDEN=1 writes it anew");
}

#[test]
fn the_dashboards_that_come_with_the_program_keep_to_it() {
    let schema = schema();
    for file in ["examples/dashboards/weather.json", "examples/dashboards/this-machine.json"] {
        let value: Json = serde_json::from_str(&fs::read_to_string(place(file)).unwrap()).unwrap();
        assert_eq!(check(&schema, &schema, &value), Ok(()), "{file}");
    }
    for wrong in [
        json!({ "schemaVersion": 1, "properties": {}, "children": [] }),
        json!({ "schemaVersion": 2, "properties": { "mark": "line" } }),
        json!({ "schemaVersion": 2, "children": [{ "id": "1", "kind": "tab" }] }),
        json!({ "schemaVersion": 2, "children": [{ "id": "0000000000000001", "kind": "reply" }] }),
        json!({ "schemaVersion": 2, "children": [{ "id": "0000000000000001", "kind": "chart", "properties": { "mark": "pie" } }] }),
    ] {
        assert!(check(&schema, &schema, &wrong).is_err(), "{wrong}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever people do to a dashboard, what is written keeps to the schema.
    #[test]
    fn every_outline_keeps_to_it(ops in prop::collection::vec(op(), 0..60)) {
        let (mut document, mut seq) = dashboard();
        for op in ops {
            let id = OpId { client: PEOPLE[0], counter: 1000 + seq.0 };
            if apply(&mut document, &Gesture { id, ops: vec![op] }, Some(seq.next())).is_ok() {
                seq = seq.next();
            }
        }
        let (schema, outline) = (schema(), serde_json::to_value(Outline::of(&document)).unwrap());
        prop_assert_eq!(check(&schema, &schema, &outline), Ok(()));
    }
}
