//! The theme: what a person chose (light, dark, as the system) and what that comes to now, and whether they want colours
//! to be told apart by patterns too. Kept in this browser; `first-paint.js` applies light and dark before the first
//! paint, this file when they change.

use std::rc::Rc;

use gloo::{events::EventListener, utils::document_element};
use web_sys::{MediaQueryList, Storage};
use yew::prelude::*;

/// Where the choice is kept; `first-paint.js` reads it too.
const STORAGE_KEY: &str = "ashboard.theme";
/// Where is kept whether patterns are wanted: `on` or `off`. Who never chose has them where the system asks for them.
const PATTERNS_KEY: &str = "ashboard.patterns";
/// Whether the page is dark where nothing is chosen.
const DARK: &str = "(prefers-color-scheme: dark)";
/// Whether there are patterns where nothing is chosen: colours that the system forces are few, and say nothing.
const CONTRAST: &str = "(forced-colors: active), (prefers-contrast: more)";

/// What a person chose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Choice {
    Light,
    Dark,
    #[default]
    System,
}

/// The theme of the page, for every component below the app.
#[derive(Clone, PartialEq)]
pub(crate) struct Theme {
    /// What the person chose.
    pub(crate) choice: Choice,
    /// Whether that comes to a dark page now.
    pub(crate) is_dark: bool,
    /// Chooses another.
    pub(crate) choose: Callback<Choice>,
    /// Shows another for as long as a dashboard is open that is light or dark for everybody; `None` ends that. What a
    /// person chooses meanwhile counts more.
    pub(crate) lend: Callback<Option<Choice>>,
    /// Whether what colours tell apart is told apart by dashes, symbols and hatches too.
    pub(crate) has_patterns: bool,
    /// Wants patterns, or none.
    pub(crate) want_patterns: Callback<bool>,
}

impl Choice {
    /// All choices, in the order of the menu.
    pub(crate) const ALL: [Self; 3] = [Self::Light, Self::Dark, Self::System];

    fn name(self) -> Option<&'static str> {
        match self {
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
            Self::System => None,
        }
    }

    fn of_page() -> Self {
        let name = document_element().get_attribute("data-theme");
        Self::ALL.into_iter().find(|choice| choice.name() == name.as_deref()).unwrap_or_default()
    }

    fn show(self) {
        let root = document_element();
        let _shown = match self.name() {
            Some(name) => root.set_attribute("data-theme", name),
            None => root.remove_attribute("data-theme"),
        };
    }

    /// Shows the choice and keeps it. A browser that keeps nothing shows it until the page is closed.
    fn apply(self) {
        self.show();
        let Some(storage) = storage() else { return };
        let _kept = match self.name() {
            Some(name) => storage.set_item(STORAGE_KEY, name),
            None => storage.remove_item(STORAGE_KEY),
        };
    }
}

/// The theme, followed through changes of the choice and of the system.
#[hook]
pub(crate) fn use_theme() -> Theme {
    let choice = use_state(Choice::of_page);
    let system_is_dark = use_query(DARK);
    let (has_patterns, want_patterns) = use_patterns();
    let lent = use_state_eq(|| None::<Choice>);
    let choose = {
        let (choice, lent) = (choice.setter(), lent.setter());
        use_callback((), move |wanted: Choice, ()| {
            wanted.apply();
            choice.set(wanted);
            lent.set(None);
        })
    };
    let lend = {
        let lent = lent.setter();
        use_callback(*choice, move |wanted: Option<Choice>, own| {
            wanted.unwrap_or(*own).show();
            lent.set(wanted);
        })
    };
    let is_dark = match lent.unwrap_or(*choice) {
        Choice::Light => false,
        Choice::Dark => true,
        Choice::System => system_is_dark,
    };
    Theme { choice: *choice, is_dark, choose, lend, has_patterns, want_patterns }
}

/// Whether there are patterns, and how that is chosen.
#[hook]
fn use_patterns() -> (bool, Callback<bool>) {
    let chosen = use_state(|| storage()?.get_item(PATTERNS_KEY).ok()?.map(|kept| kept == "on"));
    let is_asked_for = use_query(CONTRAST);
    let setter = chosen.setter();
    let want = use_callback((), move |wanted: bool, ()| {
        if let Some(storage) = storage() {
            let _kept = storage.set_item(PATTERNS_KEY, if wanted { "on" } else { "off" });
        }
        setter.set(Some(wanted));
    });
    (chosen.unwrap_or(is_asked_for), want)
}

/// Whether a media query holds, followed through its changes.
#[hook]
fn use_query(words: &'static str) -> bool {
    let query = use_memo((), |()| gloo::utils::window().match_media(words).ok().flatten());
    let holds = use_state(|| query.as_ref().as_ref().is_some_and(MediaQueryList::matches));
    let setter = holds.setter();
    use_effect_with((), move |()| {
        let listener = (*query).as_ref().map(|query| {
            let level = Rc::new(query.clone());
            EventListener::new(query, "change", move |_| setter.set(level.matches()))
        });
        move || drop(listener)
    });
    *holds
}

fn storage() -> Option<Storage> {
    gloo::utils::window().local_storage().ok().flatten()
}
