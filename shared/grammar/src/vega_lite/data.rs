//! Data: where rows come from, and how text becomes rows.

use serde_json::{Map, Value as Json};

use super::{
    cursor::{Item, Object},
    dropped::Loss,
    put, value,
};
use crate::spec::{Data, Format};

const NO_MAP: &str = "maps are not drawn, and topojson is nothing else";

/// The data of a view.
pub(super) fn read(item: Item<'_>) -> Option<Data> {
    if item.peek().is_null() {
        return Some(Data::Empty);
    }
    if ["graticule", "sphere"].iter().any(|key| item.peek().get(key).is_some()) {
        item.note(Loss::Content, "maps are not drawn: there is neither a graticule nor a sphere");
        return Some(Data::Generated(item.json()));
    }
    let mut object = item.object()?;
    if let Some(item) = object.take("sequence") {
        object.lacks("name", Loss::Nothing, "a sequence needs no name");
        return sequence(item.object()?);
    }
    let format = object.said("format").and_then(Item::object).map(format).unwrap_or_default();
    let name = object.name("name");
    if let Some(values) = object.take("values") {
        return Some(Data::Inline { values: values.json(), format, name });
    }
    match (object.take("url"), name) {
        (Some(url), name) => Some(Data::Url { url: url.text()?.into(), format, name }),
        (None, Some(name)) => Some(Data::Named { name, format }),
        (None, None) => {
            object.leave(Loss::Content, "data says one of url, values, name and sequence");
            None
        }
    }
}

fn sequence(mut object: Object<'_>) -> Option<Data> {
    let (start, stop, step) = (object.number("start"), object.number("stop"), object.number("step"));
    let name = object.name("as").unwrap_or_else(|| "data".into());
    Some(Data::Sequence { start: start.unwrap_or(0.0), stop: stop?, step: step.unwrap_or(1.0), name })
}

fn format(mut object: Object<'_>) -> Format {
    object.lacks("mesh", Loss::Content, NO_MAP);
    let kind = object.said("type");
    if let Some(kind) = kind.as_ref().filter(|kind| kind.peek() == "topojson") {
        kind.note(Loss::Content, NO_MAP);
    }
    let kind = kind.and_then(Item::text).map(Into::into);
    let delimiter = object.text("delimiter").and_then(|text| text.chars().next());
    let (property, feature) = (object.name("property"), object.name("feature"));
    Format { kind, parse: object.take("parse").map(Item::json), property, feature, delimiter }
}

/// Data as JSON.
pub(super) fn write(data: &Data) -> Json {
    let mut object = Map::new();
    match data {
        Data::Empty => return Json::Null,
        Data::Generated(json) => return json.clone(),
        Data::Inline { values, format, name } => {
            put(&mut object, "values", Some(values.clone()));
            put(&mut object, "format", write_format(format));
            put(&mut object, "name", name.as_deref());
        }
        Data::Url { url, format, name } => {
            put(&mut object, "url", Some(&**url));
            put(&mut object, "format", write_format(format));
            put(&mut object, "name", name.as_deref());
        }
        Data::Named { name, format } => {
            put(&mut object, "name", Some(&**name));
            put(&mut object, "format", write_format(format));
        }
        Data::Sequence { start, stop, step, name } => {
            let mut sequence = Map::new();
            for (key, number) in [("start", start), ("stop", stop), ("step", step)] {
                put(&mut sequence, key, Some(value::number(*number)));
            }
            put(&mut sequence, "as", Some(&**name));
            put(&mut object, "sequence", Some(sequence));
        }
    }
    Json::Object(object)
}

fn write_format(format: &Format) -> Option<Json> {
    let mut object = Map::new();
    put(&mut object, "type", format.kind.as_deref());
    put(&mut object, "parse", format.parse.clone());
    put(&mut object, "property", format.property.as_deref());
    put(&mut object, "feature", format.feature.as_deref());
    put(&mut object, "delimiter", format.delimiter.map(String::from));
    (!object.is_empty()).then_some(Json::Object(object))
}
