//! Rows as a file: the browser is handed the text, not an address that holds it, which for many rows would be too long.

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlElement, Url};

/// Saves a text as a file of this name.
pub(super) fn save(text: &str, name: &str) {
    let _the_browser_says_why_not = handed_over(text, name);
}

fn handed_over(text: &str, name: &str) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type("text/csv;charset=utf-8");
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&JsValue::from_str(text)), &options)?;
    let address = Url::create_object_url_with_blob(&blob)?;
    let link = gloo::utils::document().create_element("a")?;
    link.set_attribute("href", &address)?;
    link.set_attribute("download", name)?;
    if let Ok(link) = link.dyn_into::<HtmlElement>() {
        link.click();
    }
    // The browser has taken the text by then.
    gloo::timers::callback::Timeout::new(10_000, move || drop(Url::revoke_object_url(&address))).forget();
    Ok(())
}
