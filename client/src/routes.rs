//! The addresses of the page: what each shows, and the way from one to another without loading the page anew. Few as
//! they are, a matching of paths in general would be larger than all that is said here.

use gloo::{events::EventListener, utils::window};
use yew::prelude::*;

use crate::relay_address::in_path;

/// Said by the browser when a person goes back or forth, and here when the page goes on.
const MOVED: &str = "popstate";

/// What an address shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Route {
    /// All dashboards.
    Dashboards,
    /// One dashboard.
    Dashboard {
        /// Names it at the relay.
        id: String,
    },
    /// Who did what.
    Audit,
    /// What the share link behind the `#` opens.
    Link,
    /// What a share opens, in the frame of another page.
    Embedded {
        /// Names the share; its secret stands behind the `#`.
        share: String,
    },
    /// The state of the relay.
    Status,
    /// Signing in.
    SignIn,
    /// One's own account.
    Account,
    /// Nothing.
    NotFound,
}

impl Route {
    fn of_path(path: &str) -> Self {
        let mut parts = path.split('/').filter(|part| !part.is_empty());
        match (parts.next(), parts.next(), parts.next()) {
            (None, None, None) => Self::Dashboards,
            (Some("status"), None, None) => Self::Status,
            (Some("sign-in"), None, None) => Self::SignIn,
            (Some("account"), None, None) => Self::Account,
            (Some("d"), Some(id), None) => Self::Dashboard { id: decoded(id) },
            (Some("audit"), None, None) => Self::Audit,
            (Some("s"), None, None) => Self::Link,
            (Some("embed"), Some(share), None) => Self::Embedded { share: decoded(share) },
            _ => Self::NotFound,
        }
    }

    /// The path that shows it.
    pub(crate) fn path(&self) -> String {
        match self {
            Self::Dashboards => "/".to_owned(),
            Self::Dashboard { id } => ["/d/", &in_path(id)].concat(),
            Self::Audit => "/audit".to_owned(),
            Self::Link => "/s".to_owned(),
            Self::Embedded { share } => ["/embed/", &in_path(share)].concat(),
            Self::Status => "/status".to_owned(),
            Self::SignIn => sign_in_path(),
            Self::Account => "/account".to_owned(),
            Self::NotFound => "/not-found".to_owned(),
        }
    }

    /// Goes there; the browser's way back leads here again.
    pub(crate) fn go(&self) {
        self.write(false);
    }

    /// Goes there in place of where the page is: the way back does not lead here.
    pub(crate) fn replace(&self) {
        self.write(true);
    }

    fn write(&self, in_place: bool) {
        let Ok(history) = window().history() else { return };
        let (nothing, path) = (wasm_bindgen::JsValue::NULL, self.path());
        let written = match in_place {
            true => history.replace_state_with_url(&nothing, "", Some(&path)),
            false => history.push_state_with_url(&nothing, "", Some(&path)),
        };
        if let (Ok(()), Ok(event)) = (written, Event::new(MOVED)) {
            let _nobody_prevents_it = window().dispatch_event(&event);
        }
    }
}

/// Where one signs in and comes back from to where the page is now.
fn sign_in_path() -> String {
    let location = window().location();
    let here = [location.pathname(), location.search()].map(Result::unwrap_or_default).concat();
    if here == "/" || here.starts_with("/sign-in") {
        return "/sign-in".to_owned();
    }
    let to = js_sys::encode_uri_component(&here);
    ["/sign-in?to=", &String::from(to)].concat()
}

/// Where the page is, followed for as long as the component stands.
#[hook]
pub(crate) fn use_route() -> Route {
    let here = || Route::of_path(&window().location().pathname().unwrap_or_default());
    let route = use_state_eq(here);
    let setter = route.setter();
    use_effect_with((), move |()| {
        let listener = EventListener::new(&window(), MOVED, move |_| setter.set(here()));
        move || drop(listener)
    });
    (*route).clone()
}

/// A link within the page; what a browser opens elsewhere by a key or another button stays the browser's.
pub(crate) fn link(to: Route, class: &'static str, content: Html) -> Html {
    let href = to.path();
    let onclick = Callback::from(move |event: MouseEvent| {
        let is_plain = !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key());
        if is_plain && event.button() == 0 {
            event.prevent_default();
            to.go();
        }
    });
    html! { <a {class} {href} {onclick}>{ content }</a> }
}

fn decoded(part: &str) -> String {
    if !part.contains('%') {
        return part.to_owned();
    }
    js_sys::decode_uri_component(part).map_or_else(|_| part.to_owned(), String::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_shows_one_thing_and_what_is_shown_has_its_path() {
        let dashboard = |id: &str| Route::Dashboard { id: id.to_owned() };
        let cases = [
            ("/", Route::Dashboards),
            ("", Route::Dashboards),
            ("/d/0190-ab", dashboard("0190-ab")),
            ("/d/0190-ab/", dashboard("0190-ab")),
            ("/audit", Route::Audit),
            ("/s", Route::Link),
            ("/embed/0190-ab", Route::Embedded { share: "0190-ab".to_owned() }),
            ("/status", Route::Status),
            ("/account", Route::Account),
            ("/d", Route::NotFound),
            ("/d/a/b", Route::NotFound),
            ("/x/a", Route::NotFound),
        ];
        for (path, route) in cases {
            assert_eq!(Route::of_path(path), route, "{path}");
            assert_eq!(Route::of_path(&route.path()), route, "{path}");
        }
    }
}
