//! Channel: one definition of what a channel shows: a field with its aggregate, bin, unit, scale, guide, or a value.

use serde_json::{Map, Value as Json, json};

use super::{
    condition,
    cursor::{Item, Object},
    dropped::Loss,
    guide,
    names::Named,
    put, scale, sort, span, time_unit, title, value,
};
use crate::spec::{Channel, ChannelAggregate, ChannelBin, ChannelDef, Offset, Source, StackMode};

/// How the cells of a facet lie.
const LAYOUT: &str = "columns align bounds center spacing";
const IMPUTE: &str = "keyvals frame method value";

/// A definition; a bare text, number or flag is a value.
pub(super) fn read(channel: Channel, item: Item<'_>) -> Option<ChannelDef> {
    match item.peek() {
        Json::Null => Some(ChannelDef::default()),
        Json::String(_) | Json::Number(_) | Json::Bool(_) => {
            Some(ChannelDef { source: Source::Value(item.json()), ..ChannelDef::default() })
        }
        Json::Object(_) | Json::Array(_) => item.object().map(|object| definition(channel, object)),
    }
}

/// The definition whose members an object has.
pub(super) fn definition(channel: Channel, mut object: Object<'_>) -> ChannelDef {
    ChannelDef {
        source: source(&mut object),
        aggregate: object.said("aggregate").and_then(aggregate),
        bin: object.take("bin").and_then(bin),
        time_unit: object.said("timeUnit").and_then(time_unit::read),
        field_type: object.said("type").and_then(Item::named),
        stack: object.take("stack").and_then(stack),
        sort: object.take("sort").and_then(sort::read),
        scale: object.take("scale").map(scale::read),
        guide: guide::key(channel).and_then(|key| object.take(key)).map(guide::read),
        title: object.take("title").map(title::lines),
        format: object.said("format").map(Item::json),
        format_type: object.text("formatType"),
        band_position: object.number("bandPosition"),
        impute: object.take("impute").and_then(impute),
        conditions: object.said("condition").map(|item| condition::read_all(channel, item)).unwrap_or_default(),
        layout: object.keep(LAYOUT),
    }
}

fn source(object: &mut Object<'_>) -> Source {
    if let Some(value) = object.take("value") {
        return Source::Value(value.json());
    }
    if let Some(datum) = object.take("datum") {
        return Source::Datum(datum.json());
    }
    match object.said("field") {
        Some(item) if item.peek().is_object() => {
            item.object().and_then(|mut object| object.take("repeat")?.named()).map_or(Source::None, Source::Repeated)
        }
        Some(item) => item.text().map_or(Source::None, |field| Source::Field(field.into())),
        None => Source::None,
    }
}

fn aggregate(item: Item<'_>) -> Option<ChannelAggregate> {
    if !item.peek().is_object() {
        return item.named().map(ChannelAggregate::Op);
    }
    let mut object = item.object()?;
    object.lacks("exponential", Loss::Content, "weighted aggregates are not computed here");
    match object.name("argmin") {
        Some(field) => Some(ChannelAggregate::ArgMin(field)),
        None => object.name("argmax").map(ChannelAggregate::ArgMax),
    }
}

fn bin(item: Item<'_>) -> Option<ChannelBin> {
    match item.peek() {
        Json::Null | Json::Bool(false) => return Some(ChannelBin::Bin(None)),
        Json::Bool(true) => return Some(ChannelBin::Bin(Some(Default::default()))),
        Json::String(word) if word == "binned" => return Some(ChannelBin::Binned(Default::default())),
        _ => {}
    }
    let mut object = item.object()?;
    let is_selection = object.peek("extent").is_some_and(Json::is_object);
    let param = if is_selection { object.take("extent")?.object()?.name("param") } else { None };
    let is_binned = object.flag("binned").unwrap_or(false);
    let bin = span::bin(&mut object);
    Some(match param {
        Some(param) => ChannelBin::ByParam { param, bin },
        None if is_binned => ChannelBin::Binned(bin),
        None => ChannelBin::Bin(Some(bin)),
    })
}

/// What is imputed; `null` is nothing, even where a stack would.
fn impute(item: Item<'_>) -> Option<Map<String, Json>> {
    if item.peek().is_null() {
        return Some(Map::new());
    }
    item.object().map(|mut impute| impute.keep(IMPUTE))
}

fn stack(item: Item<'_>) -> Option<StackMode> {
    match item.peek() {
        Json::Null | Json::Bool(false) => Some(StackMode::Off),
        Json::Bool(true) => Some(StackMode::On(Offset::Zero)),
        _ => item.named().map(StackMode::On),
    }
}

/// A definition as JSON; one that says nothing is `null`.
pub(super) fn write(channel: Channel, definition: &ChannelDef) -> Json {
    let members = members(channel, definition);
    if members.is_empty() { Json::Null } else { Json::Object(members) }
}

/// What a definition says.
pub(super) fn members(channel: Channel, definition: &ChannelDef) -> Map<String, Json> {
    let mut object = Map::new();
    put(&mut object, "condition", condition::write_all(channel, &definition.conditions));
    put(&mut object, "aggregate", definition.aggregate.as_ref().map(write_aggregate));
    match &definition.source {
        Source::None => {}
        Source::Field(field) => put(&mut object, "field", Some(&**field)),
        Source::Repeated(axis) => put(&mut object, "field", Some(json!({ "repeat": axis.name() }))),
        Source::Datum(datum) => put(&mut object, "datum", Some(datum.clone())),
        Source::Value(value) => put(&mut object, "value", Some(value.clone())),
    }
    put(&mut object, "bin", definition.bin.as_ref().map(write_bin));
    put(&mut object, "timeUnit", definition.time_unit.map(time_unit::write));
    put(&mut object, "type", definition.field_type.map(Named::name));
    put(&mut object, "stack", definition.stack.map(write_stack));
    put(&mut object, "sort", definition.sort.as_ref().map(sort::write));
    put(&mut object, "scale", definition.scale.as_ref().map(|scale| scale::write(scale.as_ref())));
    if let (Some(key), Some(guide)) = (guide::key(channel), &definition.guide) {
        put(&mut object, key, Some(guide.clone().map_or(Json::Null, Json::Object)));
    }
    put(&mut object, "title", definition.title.as_ref().map(|lines| title::write_lines(lines.as_deref())));
    put(&mut object, "format", definition.format.clone());
    put(&mut object, "formatType", definition.format_type.as_deref());
    put(&mut object, "bandPosition", definition.band_position.map(value::number));
    let impute = definition.impute.as_ref();
    let written = |impute: &Map<String, Json>| if impute.is_empty() { Json::Null } else { impute.clone().into() };
    put(&mut object, "impute", impute.map(written));
    object.extend(definition.layout.clone());
    object
}

fn write_aggregate(aggregate: &ChannelAggregate) -> Json {
    match aggregate {
        ChannelAggregate::Op(op) => op.name().into(),
        ChannelAggregate::ArgMin(field) => json!({ "argmin": &**field }),
        ChannelAggregate::ArgMax(field) => json!({ "argmax": &**field }),
    }
}

fn write_bin(bin: &ChannelBin) -> Json {
    match bin {
        ChannelBin::Bin(None) => Json::Null,
        ChannelBin::ByParam { param, bin } => {
            let mut object = span::write_bin(bin);
            put(&mut object, "extent", Some(json!({ "param": &**param })));
            Json::Object(object)
        }
        ChannelBin::Bin(Some(bin)) => match span::write_bin(bin) {
            object if object.is_empty() => Json::Bool(true),
            object => Json::Object(object),
        },
        ChannelBin::Binned(bin) => match span::write_bin(bin) {
            object if object.is_empty() => "binned".into(),
            mut object => {
                put(&mut object, "binned", Some(true));
                Json::Object(object)
            }
        },
    }
}

fn write_stack(stack: StackMode) -> Json {
    match stack {
        StackMode::Off => Json::Null,
        StackMode::On(offset) => offset.name().into(),
    }
}
