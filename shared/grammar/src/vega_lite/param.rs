//! Param: values that expressions refer to, and selections.

use serde_json::{Map, Value as Json};

use super::{
    cursor::{Item, Object},
    dropped::Loss,
    names::Named,
    put, value,
};
use crate::spec::{Param, Select};

const OPTIONS: &str = "on clear toggle resolve mark translate zoom";

/// The parameters of a view.
pub(super) fn read_all(item: Item<'_>) -> Vec<Param> {
    item.list().into_iter().filter_map(Item::object).filter_map(read).collect()
}

fn read(mut object: Object<'_>) -> Option<Param> {
    let Some(name) = object.name("name") else {
        object.leave(Loss::Content, "a parameter has a `name`");
        return None;
    };
    object.lacks("react", Loss::Looks, "an expression is always followed");
    Some(Param {
        name,
        value: object.take("value").map(Item::json),
        expression: object.said("expr").and_then(Item::expression),
        bind: object.said("bind").map(Item::json),
        select: object.said("select").and_then(select),
        views: object.names("views").iter().map(ToString::to_string).collect(),
    })
}

fn select(item: Item<'_>) -> Option<Select> {
    if let Json::String(kind) = item.peek() {
        return match kind.as_str() {
            "point" | "interval" => Some(Select { is_point: kind == "point", ..Select::default() }),
            _ => item.unfit("point or interval"),
        };
    }
    let mut object = item.object()?;
    let kind = object.text("type");
    let encodings = object.said("encodings").map(Item::list).unwrap_or_default();
    Some(Select {
        is_point: kind.is_none_or(|kind| kind != "interval"),
        encodings: encodings.into_iter().filter_map(Item::named).collect(),
        fields: object.names("fields"),
        nearest: object.flag("nearest").unwrap_or(false),
        options: object.keep(OPTIONS),
    })
}

/// Parameters as JSON.
pub(super) fn write_all(params: &[Param]) -> Json {
    params.iter().map(write).collect()
}

fn write(param: &Param) -> Json {
    let mut object = Map::new();
    put(&mut object, "name", Some(&*param.name));
    put(&mut object, "value", param.value.clone());
    put(&mut object, "expr", param.expression.as_deref());
    put(&mut object, "bind", param.bind.clone());
    put(&mut object, "select", param.select.as_ref().map(write_select));
    put(&mut object, "views", (!param.views.is_empty()).then(|| value::names(&param.views)));
    Json::Object(object)
}

fn write_select(select: &Select) -> Json {
    let mut object = Map::new();
    put(&mut object, "type", Some(if select.is_point { "point" } else { "interval" }));
    let encodings = || select.encodings.iter().map(|channel| Json::from(channel.name())).collect::<Json>();
    put(&mut object, "encodings", (!select.encodings.is_empty()).then(encodings));
    put(&mut object, "fields", (!select.fields.is_empty()).then(|| value::names(&select.fields)));
    put(&mut object, "nearest", select.nearest.then_some(true));
    object.extend(select.options.clone());
    Json::Object(object)
}
