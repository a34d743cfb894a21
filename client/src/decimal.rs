//! A decimal number as a text says it. The browser has a reader of its own, exact to the last bit; Rust's would bring ten
//! kilobytes of tables to every page.

#[cfg(target_family = "wasm")]
use wasm_bindgen::JsValue;

/// The finite number that the whole text says.
#[must_use]
pub(crate) fn number(text: &str) -> Option<f64> {
    read(text).filter(|number| number.is_finite())
}

#[cfg(target_family = "wasm")]
fn read(text: &str) -> Option<f64> {
    // What the browser takes for zero or reads in another base is no number here.
    let is_decimal = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+' | b'e' | b'E');
    (!text.is_empty() && text.bytes().all(is_decimal)).then(|| JsValue::from_str(text).unchecked_into_f64())
}

#[cfg(not(target_family = "wasm"))]
fn read(text: &str) -> Option<f64> {
    text.parse().ok()
}
