//! The address of the page: what a person looks at is named in its query, so that the address can be sent on.
//! Writing it is no step in the browser's history: the way back stays the way to the page before.

use wasm_bindgen::JsValue;
use web_sys::UrlSearchParams;

/// What the address says under a name.
pub(crate) fn read(name: &str) -> Option<String> {
    parameters()?.get(name)
}

/// Says it under a name, or nothing any more; the rest of the address stays as it is.
pub(crate) fn write(name: &str, value: Option<&str>) {
    let Some(parameters) = parameters() else { return };
    if parameters.get(name).as_deref() == value {
        return;
    }
    match value {
        Some(value) => parameters.set(name, value),
        None => parameters.delete(name),
    }
    show(&parameters);
}

/// All that the address says, in its order.
pub(crate) fn pairs() -> Vec<(String, String)> {
    parameters().map(|parameters| pairs_of(&parameters)).unwrap_or_default()
}

/// All that parameters say, in their order.
pub(crate) fn pairs_of(parameters: &UrlSearchParams) -> Vec<(String, String)> {
    let parameters = js_sys::try_iter(parameters).ok().flatten();
    let pair = |pair: JsValue| {
        let pair = js_sys::Array::from(&pair);
        Some((pair.get(0).as_string()?, pair.get(1).as_string()?))
    };
    parameters.into_iter().flatten().filter_map(|found| pair(found.ok()?)).collect()
}

/// These as the query of an address.
pub(crate) fn query(pairs: &[(String, String)]) -> String {
    let Ok(parameters) = UrlSearchParams::new() else { return String::new() };
    pairs.iter().for_each(|(name, value)| parameters.append(name, value));
    parameters.to_string().into()
}

/// What the query of an address says.
pub(crate) fn pairs_in(query: &str) -> Vec<(String, String)> {
    UrlSearchParams::new_with_str(query).map(|parameters| pairs_of(&parameters)).unwrap_or_default()
}

/// Says exactly these in place of all whose name is meant.
pub(crate) fn replace(is_meant: impl Fn(&str) -> bool, with: &[(String, String)]) {
    let Ok(parameters) = UrlSearchParams::new() else { return };
    let others = pairs().into_iter().filter(|(name, _)| !is_meant(name));
    for (name, value) in others.chain(with.iter().cloned()) {
        parameters.append(&name, &value);
    }
    show(&parameters);
}

/// The whole address of this page with exactly these parameters.
pub(crate) fn of(pairs: &[(String, String)]) -> String {
    let location = gloo::utils::window().location();
    let here = [location.origin(), location.pathname()].map(Result::unwrap_or_default).concat();
    let Ok(parameters) = UrlSearchParams::new() else { return here };
    for (name, value) in pairs {
        parameters.append(name, value);
    }
    let search = String::from(parameters.to_string());
    if search.is_empty() { here } else { [&here, "?", &search].concat() }
}

/// Shows the address of these parameters.
fn show(parameters: &UrlSearchParams) {
    let window = gloo::utils::window();
    let (Ok(path), Ok(history)) = (window.location().pathname(), window.history()) else { return };
    let search = String::from(parameters.to_string());
    let address = if search.is_empty() { path } else { [&path, "?", &search].concat() };
    let state = history.state().unwrap_or_default();
    let _shown_all_the_same = history.replace_state_with_url(&state, "", Some(&address));
}

fn parameters() -> Option<UrlSearchParams> {
    let search = gloo::utils::window().location().search().ok()?;
    UrlSearchParams::new_with_str(&search).ok()
}
