//! What is half written: kept in this window until it is said, so that a sheet that closes, or a page that is loaded
//! again, loses no word of it.

use document::{NodeId, Property, Value};
use web_sys::Storage;

/// Before the id of what the words are about.
const KEY: &str = "ashboard.unsaid.";

/// What was written about a node and not said.
pub(super) fn kept(on: NodeId) -> String {
    storage().and_then(|storage| storage.get_item(&key(on)).ok()?).unwrap_or_default()
}

/// Keeps what is written about a node; nothing where there is nothing, or more than can be said.
pub(super) fn keep(on: NodeId, text: &str) {
    let Some(storage) = storage() else { return };
    let is_sayable = !text.trim().is_empty() && Property::Body.check(&Value::Text(text.to_owned())).is_ok();
    let _storage_is_full_or_off = match is_sayable {
        true => storage.set_item(&key(on), text),
        false => storage.remove_item(&key(on)),
    };
}

fn key(on: NodeId) -> String {
    [KEY, &on.to_string()].concat()
}

fn storage() -> Option<Storage> {
    gloo::utils::window().session_storage().ok().flatten()
}
