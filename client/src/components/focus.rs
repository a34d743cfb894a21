//! The focus of the page: where it goes when what had it is gone or when a key walks on.

use gloo::utils::document;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Gives the focus to an element, if it is there.
pub(crate) fn focus(id: &str) {
    let element = document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok());
    if let Some(element) = element {
        let _may_be_gone = element.focus();
    }
}

/// Gives the focus to the first thing inside an element that is filled in or pressed.
pub(crate) fn focus_into(selector: &str) {
    let inside = [selector, " :is(input, select, textarea)"].concat();
    let found = document().query_selector(&inside).ok().flatten();
    if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _may_be_gone = element.focus();
    }
}
