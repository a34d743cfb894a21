//! Sort: the order of a domain: `"descending"`, `"-y"`, `{"field": …, "op": …}`, a list of values, `null`.

use serde_json::{Map, Value as Json};

use super::{
    cursor::{Item, Object},
    dropped::Loss,
    names::Named,
    put,
};
use crate::spec::{Channel, Sort};

/// An order.
pub(super) fn read(item: Item<'_>) -> Option<Sort> {
    match item.peek() {
        Json::Null => Some(Sort::Unsorted),
        Json::Array(values) => Some(Sort::Values(values.clone())),
        Json::String(word) => match named(word) {
            Some(sort) => Some(sort),
            None => item.unfit("ascending, descending, or a channel such as \"-y\""),
        },
        _ => object(item.object()?),
    }
}

fn named(word: &str) -> Option<Sort> {
    match word {
        "ascending" => Some(Sort::Ascending),
        "descending" => Some(Sort::Descending),
        _ => {
            let (descending, name) = word.strip_prefix('-').map_or((false, word), |rest| (true, rest));
            Channel::of(name).map(|channel| Sort::Channel { channel, descending })
        }
    }
}

fn object(mut object: Object<'_>) -> Option<Sort> {
    let order = object.take("order");
    if order.as_ref().is_some_and(|order| order.peek().is_null()) {
        object.leave(Loss::Nothing, "an order of null leaves the rows as they come");
        return Some(Sort::Unsorted);
    }
    let descending = order.and_then(Item::text).is_some_and(|order| order == "descending");
    if let Some(channel) = object.said("encoding") {
        return channel.named().map(|channel| Sort::Channel { channel, descending });
    }
    let op = object.said("op").and_then(Item::named);
    Some(Sort::Field { field: object.name("field"), op, descending })
}

/// An order as JSON.
pub(super) fn write(sort: &Sort) -> Json {
    let mut object = Map::new();
    let down = |descending: bool| descending.then_some("descending");
    match sort {
        Sort::Ascending => return "ascending".into(),
        Sort::Descending => return "descending".into(),
        Sort::Unsorted => return Json::Null,
        Sort::Values(values) => return Json::Array(values.clone()),
        Sort::Field { field, op, descending } => {
            put(&mut object, "field", field.as_deref());
            put(&mut object, "op", op.map(Named::name));
            put(&mut object, "order", down(*descending));
        }
        Sort::Channel { channel, descending } => {
            put(&mut object, "encoding", Some(channel.name()));
            put(&mut object, "order", down(*descending));
        }
    }
    Json::Object(object)
}
