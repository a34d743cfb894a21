//! View: a spec as a whole: what every view says alike, and what it consists of.

use serde_json::{Map, Value as Json};

use super::{
    channel,
    cursor::{Item, Object},
    data,
    dropped::{Loss, Read},
    encoding, mark,
    names::Named,
    param, put, step, title, value,
};
use crate::spec::{Body, Channel, ChannelDef, Encoding, Facet, Repeat, RepeatAxis, Size, Source, Spec};

/// What is kept as it is written.
const LAYOUT: &str = "view spacing align center bounds padding background autosize projection usermeta";

/// A view and all within.
pub(super) fn read(item: Item<'_>) -> Read<Spec> {
    let path = item.path().to_owned();
    let remedy = "write an object with a `mark` and an `encoding`";
    let object = item.object();
    let mut object = object.ok_or_else(|| super::Problem::new(&path, "a view is an object", remedy))?;
    let body = body(&mut object)?;
    drop(object.take("$schema"));
    if !matches!(body, Body::Unit(_) | Body::Layer(_)) {
        for key in ["encoding", "width", "height"] {
            object.lacks(key, Loss::Nothing, "this belongs to marks and layers; say it in the views within");
        }
    }
    object.note("projection", Loss::Content, "maps are not drawn: there is no projection");
    object.lacks("selection", Loss::Content, "selections are `params` since Vega-Lite 5");
    Ok(Spec {
        name: object.text("name"),
        title: object.take("title").and_then(title::read),
        description: object.text("description"),
        data: object.take("data").and_then(data::read),
        datasets: object.said("datasets").and_then(Item::object).map(datasets).unwrap_or_default(),
        transform: object.said("transform").map(step::read_all).unwrap_or_default(),
        params: object.said("params").map(param::read_all).unwrap_or_default(),
        width: object.said("width").and_then(size),
        height: object.said("height").and_then(size),
        encoding: object.said("encoding").map(encoding::read).unwrap_or_default(),
        body,
        resolve: object.said("resolve").and_then(Item::object).map(resolve).unwrap_or_default(),
        config: object.said("config").and_then(Item::object).map(all).unwrap_or_default(),
        layout: object.keep(LAYOUT),
    })
}

/// What a view consists of, in the order in which Vega-Lite looks.
fn body(object: &mut Object<'_>) -> Read<Body> {
    if let Some(item) = object.said("layer") {
        return Ok(Body::Layer(views(item)?));
    }
    if let Some(item) = object.said("facet") {
        let facet = facet(item);
        let Some(facet) = facet else { return Err(no_field(object)) };
        return Ok(Body::Facet { facet, columns: columns(object), spec: within(object)? });
    }
    if let Some(item) = object.said("repeat") {
        let repeat = repeat(item);
        return Ok(Body::Repeat { repeat, columns: columns(object), spec: within(object)? });
    }
    for (key, columns_of) in [("concat", None), ("hconcat", Some(None)), ("vconcat", Some(Some(1)))] {
        if let Some(item) = object.said(key) {
            let columns = columns_of.unwrap_or_else(|| columns(object));
            return Ok(Body::Concat { views: views(item)?, columns });
        }
    }
    match object.take("mark") {
        Some(item) => mark::read(item).map(Body::Unit),
        None => {
            Err(object.fault("the view has no mark", "say which: \"mark\": \"bar\", or `layer`, `hconcat`, `facet`"))
        }
    }
}

fn no_field(object: &Object<'_>) -> super::Problem {
    object.fault("the facet names no field", "write \"facet\": {\"field\": …}, or `row` and `column` with fields")
}

fn views(item: Item<'_>) -> Read<Vec<Spec>> {
    item.list().into_iter().map(read).collect()
}

fn within(object: &mut Object<'_>) -> Read<Box<Spec>> {
    match object.take("spec") {
        Some(item) => read(item).map(Box::new),
        None => Err(object.fault("there is no view to repeat", "say it in `spec`")),
    }
}

fn columns(object: &mut Object<'_>) -> Option<usize> {
    object.said("columns").and_then(Item::count).filter(|columns| *columns > 0)
}

fn facet(item: Item<'_>) -> Option<Facet> {
    let is_grid = ["row", "column"].iter().any(|key| item.peek().get(key).is_some());
    let read = |channel, item| channel::read(channel, item).filter(splits).map(Box::new);
    if !is_grid {
        return read(Channel::Facet, item).map(Facet::Wrapped);
    }
    let mut object = item.object()?;
    let mut side = |key, channel| object.said(key).and_then(|item| read(channel, item));
    let (row, column) = (side("row", Channel::Row), side("column", Channel::Column));
    (row.is_some() || column.is_some()).then_some(Facet::Grid { row, column })
}

/// Whether a definition has values to split by.
fn splits(definition: &ChannelDef) -> bool {
    matches!(definition.source, Source::Field(_) | Source::Repeated(_))
}

fn repeat(item: Item<'_>) -> Repeat {
    if !item.peek().is_object() {
        let fields = item.list().into_iter().filter_map(Item::text).map(Into::into).collect();
        return Repeat { list: fields, ..Repeat::default() };
    }
    let Some(mut object) = item.object() else { return Repeat::default() };
    let mut fields = |axis: RepeatAxis| object.names(axis.name());
    Repeat {
        row: fields(RepeatAxis::Row),
        column: fields(RepeatAxis::Column),
        layer: fields(RepeatAxis::Layer),
        list: Vec::new(),
    }
}

fn datasets(mut object: Object<'_>) -> Vec<(std::sync::Arc<str>, Json)> {
    object.take_all().into_iter().map(|(name, item)| (name.into(), item.json())).collect()
}

fn resolve(mut object: Object<'_>) -> Map<String, Json> {
    object.keep("scale axis legend")
}

fn all(mut object: Object<'_>) -> Map<String, Json> {
    object.take_all().into_iter().map(|(name, item)| (name, item.json())).collect()
}

fn size(item: Item<'_>) -> Option<Size> {
    match item.peek() {
        Json::String(word) if word == "container" => Some(Size::Container),
        Json::Object(_) => {
            let mut object = item.object()?;
            let for_offset = object.text("for").is_some_and(|word| word == "offset");
            Some(Size::Step { px: object.number("step")?, for_offset })
        }
        _ => item.number().map(Size::Px),
    }
}

/// A view as JSON.
pub(super) fn write(spec: &Spec) -> Map<String, Json> {
    let mut object = Map::new();
    put(&mut object, "name", spec.name.as_deref());
    put(&mut object, "description", spec.description.as_deref());
    put(&mut object, "title", spec.title.as_ref().map(title::write));
    put(&mut object, "data", spec.data.as_ref().map(data::write));
    let datasets = || spec.datasets.iter().map(|(name, json)| (name.to_string(), json.clone())).collect::<Map<_, _>>();
    put(&mut object, "datasets", (!spec.datasets.is_empty()).then(datasets));
    let steps = || spec.transform.iter().map(step::write).collect::<Json>();
    put(&mut object, "transform", (!spec.transform.is_empty()).then(steps));
    put(&mut object, "params", (!spec.params.is_empty()).then(|| param::write_all(&spec.params)));
    put(&mut object, "width", spec.width.map(write_size));
    put(&mut object, "height", spec.height.map(write_size));
    write_body(&mut object, &spec.body);
    put(&mut object, "encoding", is_said(&spec.encoding).then(|| encoding::write(&spec.encoding)));
    put(&mut object, "resolve", (!spec.resolve.is_empty()).then(|| spec.resolve.clone()));
    object.extend(spec.layout.clone());
    put(&mut object, "config", (!spec.config.is_empty()).then(|| spec.config.clone()));
    object
}

fn is_said(encoding: &Encoding) -> bool {
    !encoding.0.is_empty()
}

fn write_body(object: &mut Map<String, Json>, body: &Body) {
    let several = |views: &[Spec]| views.iter().map(|view| Json::Object(write(view))).collect::<Json>();
    match body {
        Body::Unit(mark) => put(object, "mark", Some(mark::write(mark))),
        Body::Layer(views) => put(object, "layer", Some(several(views))),
        Body::Concat { views, columns } => {
            let key = match columns {
                None => "hconcat",
                Some(1) => "vconcat",
                Some(_) => "concat",
            };
            put(object, "columns", columns.filter(|columns| *columns != 1));
            put(object, key, Some(several(views)));
        }
        Body::Facet { facet, columns, spec } => {
            put(object, "facet", Some(write_facet(facet)));
            put(object, "columns", *columns);
            put(object, "spec", Some(write(spec)));
        }
        Body::Repeat { repeat, columns, spec } => {
            put(object, "repeat", Some(write_repeat(repeat)));
            put(object, "columns", *columns);
            put(object, "spec", Some(write(spec)));
        }
    }
}

fn write_facet(facet: &Facet) -> Json {
    match facet {
        Facet::Wrapped(definition) => Json::Object(channel::members(Channel::Facet, definition)),
        Facet::Grid { row, column } => {
            let mut object = Map::new();
            put(&mut object, "row", row.as_ref().map(|definition| channel::write(Channel::Row, definition)));
            put(&mut object, "column", column.as_ref().map(|definition| channel::write(Channel::Column, definition)));
            Json::Object(object)
        }
    }
}

fn write_repeat(repeat: &Repeat) -> Json {
    let Repeat { row, column, layer, list } = repeat;
    if row.is_empty() && column.is_empty() && layer.is_empty() {
        return value::names(list);
    }
    let mut object = Map::new();
    for (key, fields) in [("row", row), ("column", column), ("layer", layer)] {
        put(&mut object, key, (!fields.is_empty()).then(|| value::names(fields)));
    }
    Json::Object(object)
}

fn write_size(size: Size) -> Json {
    match size {
        Size::Px(px) => value::number(px),
        Size::Container => "container".into(),
        Size::Step { px, for_offset } => {
            let mut object = Map::new();
            put(&mut object, "step", Some(value::number(px)));
            put(&mut object, "for", for_offset.then_some("offset"));
            Json::Object(object)
        }
    }
}
