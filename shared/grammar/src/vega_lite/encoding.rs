//! Encoding: the channels of a view, in the order in which they are said.

use serde_json::{Map, Value as Json};

use super::{channel, cursor::Item, dropped::Loss, names::Named};
use crate::spec::{Channel, Encoding};

/// The channels of a view.
pub(super) fn read(item: Item<'_>) -> Encoding {
    let mut encoding = Encoding::default();
    let Some(mut object) = item.object() else { return encoding };
    for (name, item) in object.take_all() {
        let Some(key) = Channel::of(&name) else {
            item.leave(Loss::Content, "there is no such channel");
            continue;
        };
        if let Some(why) = lacking(key) {
            item.note(Loss::Content, why);
        }
        let items = if item.peek().is_array() { item.list() } else { vec![item] };
        let definitions = items.into_iter().filter_map(|item| channel::read(key, item)).collect();
        encoding.0.push((key, definitions));
    }
    encoding
}

/// Why a channel that is read is not drawn.
fn lacking(channel: Channel) -> Option<&'static str> {
    match channel {
        Channel::Longitude | Channel::Latitude | Channel::Longitude2 | Channel::Latitude2 => {
            Some("maps are not drawn: places on the earth have no place in a chart")
        }
        Channel::Time => Some("charts are not animated"),
        _ => None,
    }
}

/// Channels as JSON: one definition alone, several as a list.
pub(super) fn write(encoding: &Encoding) -> Map<String, Json> {
    let mut object = Map::new();
    for (key, definitions) in &encoding.0 {
        let mut written = definitions.iter().map(|definition| channel::write(*key, definition));
        let json = match definitions.len() {
            1 => written.next().unwrap_or_default(),
            _ => written.collect(),
        };
        object.insert(key.name().to_owned(), json);
    }
    object
}
