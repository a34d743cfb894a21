//! The address of the page: what a person looks at is named in its query, so that the address can be sent on.
//! Writing it is no step in the browser's history: the way back stays the way to the page before.

use web_sys::UrlSearchParams;

/// What the address says under a name.
pub(crate) fn read(name: &str) -> Option<String> {
    parameters()?.get(name)
}

/// Says it under a name, or nothing any more; the rest of the address stays as it is.
pub(crate) fn write(name: &str, value: Option<&str>) {
    let window = gloo::utils::window();
    let (Some(parameters), Ok(path), Ok(history)) = (parameters(), window.location().pathname(), window.history())
    else {
        return;
    };
    if parameters.get(name).as_deref() == value {
        return;
    }
    match value {
        Some(value) => parameters.set(name, value),
        None => parameters.delete(name),
    }
    let search = String::from(parameters.to_string());
    let address = if search.is_empty() { path } else { [&path, "?", &search].concat() };
    let state = history.state().unwrap_or_default();
    let _shown_all_the_same = history.replace_state_with_url(&state, "", Some(&address));
}

fn parameters() -> Option<UrlSearchParams> {
    let search = gloo::utils::window().location().search().ok()?;
    UrlSearchParams::new_with_str(&search).ok()
}
