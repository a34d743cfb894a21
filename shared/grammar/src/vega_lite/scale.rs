//! Scale: how a domain becomes a range, as it is said.

use serde_json::{Map, Value as Json};

use super::{
    cursor::{Item, Object},
    names::Named,
    put, value,
};
use crate::spec::Scale;

/// What the drawing reads as it is written.
const REST: &str = "nice padding paddingInner paddingOuter clamp interpolate round align bins domainMin domainMax domainMid \
    domainRaw rangeMin rangeMax";

/// A scale; `None` is explicitly none.
pub(super) fn read(item: Item<'_>) -> Option<Scale> {
    match item.peek() {
        Json::Null | Json::Bool(false) => None,
        _ => item.object().map(object),
    }
}

fn object(mut object: Object<'_>) -> Scale {
    Scale {
        scale_type: object.said("type").and_then(Item::named),
        domain: object.said("domain").map(Item::json),
        range: object.said("range").map(Item::json),
        scheme: object.said("scheme").map(Item::json),
        zero: object.flag("zero"),
        reverse: object.flag("reverse"),
        exponent: object.number("exponent"),
        base: object.number("base"),
        constant: object.number("constant"),
        rest: object.keep(REST),
    }
}

/// A scale as JSON.
pub(super) fn write(scale: Option<&Scale>) -> Json {
    let Some(scale) = scale else { return Json::Null };
    let mut object = Map::new();
    put(&mut object, "type", scale.scale_type.map(Named::name));
    put(&mut object, "domain", scale.domain.clone());
    put(&mut object, "range", scale.range.clone());
    put(&mut object, "scheme", scale.scheme.clone());
    put(&mut object, "zero", scale.zero);
    put(&mut object, "reverse", scale.reverse);
    put(&mut object, "exponent", scale.exponent.map(value::number));
    put(&mut object, "base", scale.base.map(value::number));
    put(&mut object, "constant", scale.constant.map(value::number));
    object.extend(scale.rest.clone());
    Json::Object(object)
}
