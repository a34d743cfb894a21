//! Condition: another definition of a channel that holds under a test or in a selection.

use serde_json::Value as Json;

use super::{
    channel,
    cursor::{Item, Object},
    dropped::Loss,
    test,
};
use crate::spec::{Channel, Condition};

/// The conditions of a channel: one or a list.
pub(super) fn read_all(channel: Channel, item: Item<'_>) -> Vec<Condition> {
    item.list().into_iter().filter_map(Item::object).filter_map(|object| read(channel, object)).collect()
}

fn read(channel: Channel, mut object: Object<'_>) -> Option<Condition> {
    let test = match object.take("test") {
        Some(item) => test::read(item),
        None => test::selected(&mut object),
    };
    let Some(test) = test else {
        object.leave(Loss::Content, "a condition names a `param` or says a `test`");
        return None;
    };
    Some(Condition { test, then: Box::new(channel::definition(channel, object)) })
}

/// Conditions as JSON: one alone, several as a list.
pub(super) fn write_all(channel: Channel, conditions: &[Condition]) -> Option<Json> {
    let write = |condition: &Condition| {
        let mut object = test::write_selected(&condition.test);
        object.extend(channel::members(channel, &condition.then));
        Json::Object(object)
    };
    match conditions {
        [] => None,
        [condition] => Some(write(condition)),
        several => Some(several.iter().map(write).collect()),
    }
}
