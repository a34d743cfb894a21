//! Exchange: a panel to take along as a text of Vega-Lite, and such a text as a panel, with what it could not take over.

use document::{Node, Property, Value};
use grammar::vega_lite::{read_text, write};
use serde_json::{Map, Value as Json, json};
use table::{Cell, Table};

use super::{
    Broken, OURS,
    bounds::{laid_over, taken_off},
    settings, vega_lite,
};
use crate::threshold::Threshold;

/// Most rows that an export takes along, the newest: it is to stand by itself, not to be the table.
pub const MAX_EXPORTED_ROWS: usize = 5_000;

/// A text as a panel.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Imported {
    /// Values by property.
    pub values: Vec<(Property, Value)>,
    /// What was left out, as sentences.
    pub dropped: Vec<String>,
}

/// The whole chart as a text that any program for Vega-Lite draws: its newest rows and its thresholds are in it.
///
/// # Errors
/// The first property that holds no part of a spec.
pub fn export(node: &Node, table: Option<&Table>) -> Result<String, Broken> {
    let mut spec = vega_lite(node, table.map(Table::schema))?;
    laid_over(&mut spec, &Threshold::of(node));
    if let (Some(table), Some(name), Some(members)) = (table, node.name(Property::Table), spec.as_object_mut()) {
        members.insert("data".to_owned(), json!({ "values": rows(table) }));
        let meta = members.entry("usermeta").or_insert_with(|| json!({}));
        meta[OURS]["table"] = name.into();
    }
    Ok(format!("{spec:#}"))
}

/// Reads a text of Vega-Lite.
///
/// # Errors
/// In words, when it is no spec, or too large for a panel.
pub fn import(text: &str) -> Result<Imported, String> {
    let (spec, dropped) = read_text(text).map_err(|problem| problem.to_string())?;
    let mut spec = write(&spec);
    let thresholds: Vec<String> = taken_off(&mut spec).iter().map(Threshold::line).collect();
    let meta = serde_json::from_str::<Json>(text).ok().and_then(|written| written.get("usermeta").cloned());
    if let (Some(meta), Some(members)) = (meta, spec.as_object_mut()) {
        members.insert("usermeta".to_owned(), meta);
    }
    let mut read = settings(&spec, |_| None).map_err(|(_, invalid)| invalid.to_string())?;
    if !thresholds.is_empty() {
        let value = Value::Names(thresholds);
        Property::Thresholds.check(&value).map_err(|invalid| invalid.to_string())?;
        read.values.push((Property::Thresholds, value));
    }
    let sizes = read.dropped.iter().map(|what| format!("{what}: a panel decides it itself"));
    let dropped = dropped.iter().map(|dropped| format!("{}: {}", dropped.path, dropped.why));
    Ok(Imported { values: read.values, dropped: dropped.chain(sizes).collect() })
}

fn rows(table: &Table) -> Vec<Json> {
    let fields = table.schema().fields();
    let first = table.rows().saturating_sub(MAX_EXPORTED_ROWS);
    let row = |row: usize| {
        let member =
            |(field, column): (&table::Field, &table::Column)| (field.name.to_string(), json_of(column.cell(row)));
        Json::Object(fields.iter().zip(table.columns()).map(member).collect::<Map<_, _>>())
    };
    (first..table.rows()).map(row).collect()
}

fn json_of(cell: Cell<'_>) -> Json {
    match cell {
        Cell::Gap => Json::Null,
        Cell::Float(value) => value.into(),
        Cell::Integer(value) | Cell::Time(value) => value.into(),
        Cell::Text(text) => text.into(),
        Cell::Flag(flag) => flag.into(),
    }
}
