//! The shell: asks the browser to keep the files of the page, so that it opens without a network. What is kept, and
//! when it is asked for anew, `static/sw.js` says.

use js_sys::Reflect;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use crate::later;

/// The service worker, at the root so that every address of the page is its business.
const WORKER: &str = "/sw.js";

/// Begins to keep the shell. A page that came by plain HTTP from another machine has no service worker and opens with
/// a network only; one that is being developed would go on showing what it was.
pub(crate) fn keep() {
    let navigator = gloo::utils::window().navigator();
    if cfg!(debug_assertions) || !Reflect::has(&navigator, &"serviceWorker".into()).unwrap_or(false) {
        return;
    }
    later::after_first_chart(move || {
        let registered = navigator.service_worker().register(WORKER);
        spawn_local(async move {
            let _opens_with_a_network_only = JsFuture::from(registered).await;
        });
    });
}
