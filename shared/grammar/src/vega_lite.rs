//! Vega-Lite: specs read from its JSON, version 6, and written as it. Reading takes what the spec's types hold and lists
//! everything else, with its place and a reason; only what shows nothing at all is a problem. `read(write(spec))` is the
//! spec again. Each file below is one noun of the format in both directions; none of them looks at a row.

mod channel;
mod condition;
mod cursor;
mod data;
mod dropped;
mod encoding;
mod guide;
mod mark;
pub mod names;
mod param;
mod scale;
mod sort;
mod span;
mod step;
mod test;
mod time_unit;
mod title;
mod transform;
mod value;
mod view;

use serde_json::{Map, Value as Json};

use self::cursor::{Item, Report};
pub use self::{
    dropped::{Dropped, Loss, Problem},
    names::Named,
};
use crate::spec::Spec;

/// Longer text is refused, so that a paste cannot stall the page: bytes.
pub const MAX_BYTES: usize = 32 << 20;
/// Deeper specs are refused, because reading recurses: levels of objects and lists.
pub const MAX_DEPTH: usize = 100;
/// What a written spec says that it is.
pub const SCHEMA: &str = "https://vega.github.io/schema/vega-lite/v6.json";

/// Reads a spec and what it could not take over.
///
/// # Errors
/// Where the JSON is nested too deeply, or a view has neither a mark nor views within.
pub fn read(spec: &Json) -> Result<(Spec, Vec<Dropped>), Problem> {
    if is_deeper(spec, MAX_DEPTH) {
        let what = format!("the spec is nested more than {MAX_DEPTH} levels deep");
        return Err(Problem::new("", &what, "say it with fewer levels"));
    }
    let report = Report::default();
    let spec = view::read(Item::new(spec.clone(), &report))?;
    Ok((spec, report.into_dropped()))
}

/// Reads a spec from its text.
///
/// # Errors
/// As [`read`], and where the text is not JSON or too long.
pub fn read_text(text: &str) -> Result<(Spec, Vec<Dropped>), Problem> {
    if text.len() > MAX_BYTES {
        let what = format!("the spec is longer than {} MiB", MAX_BYTES >> 20);
        return Err(Problem::new("", &what, "keep its rows in a file or a table and name that in `data`"));
    }
    let json: Json = serde_json::from_str(text).map_err(|error| {
        let what = format!("the text is not JSON: {error}");
        Problem::new("", &what, "paste a Vega-Lite spec, which begins with { and ends with }")
    })?;
    read(&json)
}

/// Writes a spec as Vega-Lite 6.
#[must_use]
pub fn write(spec: &Spec) -> Json {
    let mut object = Map::new();
    object.insert("$schema".to_owned(), SCHEMA.into());
    object.extend(view::write(spec));
    Json::Object(object)
}

/// Whether there are more levels than so many.
fn is_deeper(json: &Json, levels: usize) -> bool {
    let Some(below) = levels.checked_sub(1) else { return true };
    match json {
        Json::Array(items) => items.iter().any(|item| is_deeper(item, below)),
        Json::Object(members) => members.values().any(|member| is_deeper(member, below)),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => false,
    }
}

/// Adds a member if there is one.
fn put(object: &mut Map<String, Json>, key: &str, value: Option<impl Into<Json>>) {
    if let Some(value) = value {
        object.insert(key.to_owned(), value.into());
    }
}
