//! The theme: what a person chose (light, dark, as the system) and what that comes to now. Kept in this browser;
//! `first-paint.js` applies it before the first paint, this file when it changes.

use std::rc::Rc;

use gloo::{events::EventListener, utils::document_element};
use web_sys::{MediaQueryList, Storage};
use yew::prelude::*;

/// Where the choice is kept; `first-paint.js` reads it too.
const STORAGE_KEY: &str = "ashboard.theme";

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

    /// Shows the choice and keeps it. A browser that keeps nothing shows it until the page is closed.
    fn apply(self) {
        let root = document_element();
        let _shown = match self.name() {
            Some(name) => root.set_attribute("data-theme", name),
            None => root.remove_attribute("data-theme"),
        };
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
    let system_is_dark = use_system_is_dark();
    let choose = {
        let choice = choice.clone();
        use_callback((), move |wanted: Choice, ()| {
            wanted.apply();
            choice.set(wanted);
        })
    };
    let is_dark = match *choice {
        Choice::Light => false,
        Choice::Dark => true,
        Choice::System => system_is_dark,
    };
    Theme { choice: *choice, is_dark, choose }
}

#[hook]
fn use_system_is_dark() -> bool {
    let query = use_memo((), |()| system_query());
    let is_dark = use_state(|| query.as_ref().as_ref().is_some_and(MediaQueryList::matches));
    let setter = is_dark.setter();
    use_effect_with((), move |()| {
        let listener = (*query).as_ref().map(|query| {
            let level = Rc::new(query.clone());
            EventListener::new(query, "change", move |_| setter.set(level.matches()))
        });
        move || drop(listener)
    });
    *is_dark
}

fn system_query() -> Option<MediaQueryList> {
    gloo::utils::window().match_media("(prefers-color-scheme: dark)").ok().flatten()
}

fn storage() -> Option<Storage> {
    gloo::utils::window().local_storage().ok().flatten()
}
