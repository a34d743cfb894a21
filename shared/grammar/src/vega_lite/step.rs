//! Step: the list of a view's transforms, lookups among them, which need another source.

use serde_json::{Map, Value as Json};

use super::{
    cursor::{Item, Object},
    data,
    dropped::Loss,
    put, transform, value,
};
use crate::spec::{LookupFrom, Step};

/// The transforms of a view, in order.
pub(super) fn read_all(item: Item<'_>) -> Vec<Step> {
    item.list().into_iter().filter_map(Item::object).filter_map(read).collect()
}

fn read(mut object: Object<'_>) -> Option<Step> {
    match object.has("lookup") {
        true => lookup(&mut object),
        false => transform::read(object).map(Step::Plain),
    }
}

fn lookup(object: &mut Object<'_>) -> Option<Step> {
    let (lookup, names) = (object.name("lookup"), object.names("as"));
    let default = object.take("default").map_or(Json::Null, Item::json);
    let mut from = object.take("from")?.object()?;
    let (key, fields) = (from.name("key"), from.names("fields"));
    let from = match from.name("param") {
        Some(param) => LookupFrom::Param(param),
        None => LookupFrom::Data(Box::new(data::read(from.take("data")?)?)),
    };
    let names = if names.is_empty() { fields.clone() } else { names };
    if !fields.is_empty() && names.len() != fields.len() {
        object.lacks("as", Loss::Content, "a lookup has as many names as fields");
    }
    Some(Step::Lookup { lookup: lookup?, from, key: key?, fields, names, default })
}

/// A step as JSON.
pub(super) fn write(step: &Step) -> Json {
    let Step::Lookup { lookup, from, key, fields, names, default } = step else {
        let Step::Plain(transform) = step else { return Json::Null };
        return transform::write(transform);
    };
    let mut source = Map::new();
    match from {
        LookupFrom::Data(data) => put(&mut source, "data", Some(data::write(data))),
        LookupFrom::Param(param) => put(&mut source, "param", Some(&**param)),
    }
    put(&mut source, "key", Some(&**key));
    put(&mut source, "fields", (!fields.is_empty()).then(|| value::names(fields)));
    let mut object = Map::new();
    put(&mut object, "lookup", Some(&**lookup));
    put(&mut object, "from", Some(source));
    match (fields.is_empty(), &names[..]) {
        (true, [name]) => put(&mut object, "as", Some(&**name)),
        _ => put(&mut object, "as", (!names.is_empty()).then(|| value::names(names))),
    }
    put(&mut object, "default", (!default.is_null()).then(|| default.clone()));
    Json::Object(object)
}
