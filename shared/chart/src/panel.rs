//! The panel as a spec: what the node of a chart says, written as Vega-Lite, and a spec of Vega-Lite as what a node
//! says (`settings`). The plain properties (x, y, colour, aggregate, time unit) say what a form can; a register of a
//! channel extends them, or replaces them where it names its own source. How a spec is drawn is not known here.

mod bounds;
mod definition;
mod exchange;
mod settings;

use document::{Mark, Node, Property, Value, ValueType};
use serde_json::{Map, Value as Json, json};
use table::Schema;

pub use definition::{escaped, time_unit_name};
pub use exchange::{Imported, MAX_EXPORTED_ROWS, export, import};
pub use settings::{Settings, settings};

use definition::Plain;

/// The schema that exports name.
const SCHEMA: &str = "https://vega.github.io/schema/vega-lite/v6.json";
/// What the address of data begins with that are a table here.
pub const TABLE: &str = "table:";
/// The member of `usermeta` that is ours.
const OURS: &str = "ashboard";
/// The member of a step that switches it off. It is ours: other programs never see such a step.
pub const OFF: &str = "disabled";
/// Members of a spec that bring marks of their own, so that the mark of the panel is none of it.
const COMPOSITES: [&str; 6] = ["layer", "hconcat", "vconcat", "concat", "spec", "facet"];

/// A property that holds no part of a spec.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{property:?} is no {expected}: {reason}")]
pub struct Broken {
    /// Which one.
    pub property: Property,
    /// What belongs there.
    pub expected: &'static str,
    /// What is wrong and where.
    pub reason: String,
}

/// Whether the chart says more than a mark over x, y and colour.
#[must_use]
pub fn needs_grammar(node: &Node) -> bool {
    !Mark::PLAIN.contains(&node.mark()) || registers().any(|property| !node.text(property).trim().is_empty())
}

/// The properties that hold parts of a spec.
fn registers() -> impl Iterator<Item = Property> {
    Property::ALL.into_iter().filter(|property| matches!(property.value_type(), ValueType::Grammar { .. }))
}

/// The whole chart as a spec of Vega-Lite 6 that stands by itself, but for its rows: `data` names the table.
/// The schema of the table says which types its fields have; without it the types that are not said stay unsaid.
///
/// # Errors
/// The first property that holds no part of a spec.
pub fn vega_lite(node: &Node, schema: Option<&Schema>) -> Result<Json, Broken> {
    Ok(whole(node, drawn(node, schema)?))
}

/// The whole chart as people write it: as [`vega_lite`], with the steps that are switched off too.
///
/// # Errors
/// The first property that holds no part of a spec.
pub fn written(node: &Node, schema: Option<&Schema>) -> Result<Json, Broken> {
    Ok(whole(node, said(node, schema)?))
}

/// A spec with the words around it.
fn whole(node: &Node, mut spec: Map<String, Json>) -> Json {
    let mut whole = Map::new();
    whole.insert("$schema".to_owned(), SCHEMA.into());
    for (member, property) in [("title", Property::Title), ("description", Property::Description)] {
        if !node.text(property).is_empty() {
            whole.insert(member.to_owned(), node.text(property).into());
        }
    }
    let unit = node.text(Property::Unit).trim();
    if !unit.is_empty() {
        whole.insert("usermeta".to_owned(), json!({ OURS: { "unit": unit } }));
    }
    whole.append(&mut spec);
    Json::Object(whole)
}

/// What is drawn in the panel: the spec without title and description, which the panel itself shows.
///
/// # Errors
/// The first property that holds no part of a spec.
pub fn drawn(node: &Node, schema: Option<&Schema>) -> Result<Map<String, Json>, Broken> {
    let mut spec = said(node, schema)?;
    if let Some(Json::Array(steps)) = spec.get_mut("transform") {
        steps.retain(|step| !is_off(step));
        if steps.is_empty() {
            spec.shift_remove("transform");
        }
    }
    Ok(spec)
}

/// Whether a step is switched off: it is kept, and does nothing.
#[must_use]
pub fn is_off(step: &Json) -> bool {
    step.get(OFF) == Some(&Json::Bool(true))
}

fn said(node: &Node, schema: Option<&Schema>) -> Result<Map<String, Json>, Broken> {
    let mut spec = object(node, Property::Views)?;
    if let Some(table) = node.name(Property::Table).filter(|_| !spec.contains_key("data")) {
        spec.insert("data".to_owned(), json!({ "url": format!("{TABLE}{table}") }));
    }
    if let Some(transforms) = parsed(node, Property::Transform, "list of transforms", Json::is_array)? {
        spec.insert("transform".to_owned(), transforms);
    }
    if !is_composite(&spec) {
        spec.insert("mark".to_owned(), mark(node)?);
    }
    let encoding = encoding(node, schema)?;
    if !encoding.is_empty() {
        spec.insert("encoding".to_owned(), encoding.into());
    }
    Ok(spec)
}

fn is_composite(spec: &Map<String, Json>) -> bool {
    COMPOSITES.iter().any(|member| spec.contains_key(*member))
}

fn mark(node: &Node) -> Result<Json, Broken> {
    let mut style = object(node, Property::MarkStyle)?;
    let has_type = style.contains_key("type");
    if let Some(color) = node.mark_color().filter(|_| node.name(Property::Color).is_none()) {
        style.entry("color").or_insert_with(|| color.to_string().into());
    }
    let name = definition::mark_name(node.mark());
    if style.is_empty() {
        return Ok(name.into());
    }
    if !has_type {
        style.insert("type".to_owned(), name.into());
    }
    Ok(style.into())
}

fn encoding(node: &Node, schema: Option<&Schema>) -> Result<Map<String, Json>, Broken> {
    let plain = Plain::of(node);
    let mut encoding = Map::new();
    for property in registers() {
        let Some(channel) = property.channel() else { continue };
        let said = parsed(node, property, "definition of a channel", |json| json.is_object() || json.is_array())?;
        if let Some(definition) = plain.definition(channel, said, schema) {
            encoding.insert(channel.to_owned(), definition);
        }
    }
    encoding.append(&mut object(node, Property::EncodingMore)?);
    Ok(encoding)
}

fn object(node: &Node, property: Property) -> Result<Map<String, Json>, Broken> {
    match parsed(node, property, "object", Json::is_object)? {
        Some(Json::Object(object)) => Ok(object),
        Some(_) | None => Ok(Map::new()),
    }
}

/// What stands in a register, if anything does.
fn parsed(
    node: &Node,
    property: Property,
    expected: &'static str,
    is_expected: impl Fn(&Json) -> bool,
) -> Result<Option<Json>, Broken> {
    let text = match node.get(property) {
        Value::Text(text) if !text.trim().is_empty() => text,
        _ => return Ok(None),
    };
    let broken = |reason| Broken { property, expected, reason };
    let json: Json = serde_json::from_str(&text).map_err(|error| broken(error.to_string()))?;
    if is_expected(&json) { Ok(Some(json)) } else { Err(broken("it is JSON of another kind".to_owned())) }
}
