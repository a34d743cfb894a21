//! Sheets: the style of a later part comes with it, as a style sheet that the page adopts. The policy of the page allows
//! no inline style elements; an adopted sheet is none.

use std::cell::RefCell;

use wasm_bindgen::JsValue;
use web_sys::CssStyleSheet;

thread_local! {
    static ADOPTED: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) };
}

/// Gives the page a style, once. It goes on without where the browser does not take it.
pub(crate) fn adopt(css: &'static str) {
    let is_new = ADOPTED.with_borrow_mut(|adopted| {
        let is_new = !adopted.iter().any(|known| std::ptr::eq(*known, css));
        adopted.extend(is_new.then_some(css));
        is_new
    });
    if is_new {
        let _plain_all_the_same = add(css);
    }
}

fn add(css: &str) -> Result<(), JsValue> {
    let sheet = CssStyleSheet::new()?;
    sheet.replace_sync(css)?;
    let document = gloo::utils::document();
    let sheets = document.adopted_style_sheets();
    sheets.push(&sheet);
    document.set_adopted_style_sheets(&sheets);
    Ok(())
}
