//! JSON as the browser itself reads and writes it: a value and what is in it by name. The page takes no other parser
//! along: its code would be as large as all of the history.

use js_sys::{Array, JSON, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// A value that was read.
pub(crate) struct Json(JsValue);

impl Json {
    /// Reads a text; `None` where it is no JSON.
    pub(crate) fn read(text: &str) -> Option<Self> {
        JSON::parse(text).ok().map(Self)
    }

    /// A member that is a text.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        self.member(name)?.as_string()
    }

    /// A member that is a number.
    pub(crate) fn number(&self, name: &str) -> Option<f64> {
        self.member(name)?.as_f64()
    }

    /// Whether a member is there and true.
    pub(crate) fn flag(&self, name: &str) -> bool {
        self.member(name).is_some_and(|member| member.is_truthy())
    }

    /// A member that is a list of texts; what is none is left out.
    pub(crate) fn texts(&self, name: &str) -> Option<Vec<String>> {
        let list = self.member(name)?.dyn_into::<Array>().ok()?;
        Some(list.iter().filter_map(|text| text.as_string()).collect())
    }

    /// A member as people read it: nothing where it is null or not there.
    pub(crate) fn shown(&self, name: &str) -> String {
        let value = self.member(name).filter(|value| !value.is_null() && !value.is_undefined());
        value
            .map(|value| {
                value.as_string().unwrap_or_else(|| JSON::stringify(&value).map(String::from).unwrap_or_default())
            })
            .unwrap_or_default()
    }

    /// A member that has members itself.
    pub(crate) fn object(&self, name: &str) -> Option<Self> {
        self.member(name).filter(JsValue::is_object).map(Self)
    }

    /// A member that is a list.
    pub(crate) fn list(&self, name: &str) -> Option<Vec<Self>> {
        let list = self.member(name)?.dyn_into::<Array>().ok()?;
        Some(list.iter().map(Self).collect())
    }

    /// `None` where the value has no members or not this one.
    fn member(&self, name: &str) -> Option<JsValue> {
        Reflect::get(&self.0, &name.into()).ok()
    }
}

/// A text as JSON writes it, in quotes.
pub(crate) fn quoted(text: &str) -> String {
    JSON::stringify(&text.into()).map(String::from).unwrap_or_default()
}
