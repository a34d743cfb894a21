//! The pages: what an address shows. A page owns the data of its parts and hands it down.

pub(crate) mod account;
pub(crate) mod aloud;
pub(crate) mod audit;
pub(crate) mod beside;
mod blank;
mod company;
pub(crate) mod dashboard;
pub(crate) mod dashboards;
pub(crate) mod deletion;
pub(crate) mod draft;
pub(crate) mod embed;
mod explore;
pub(crate) mod link;
pub(crate) mod look_back;
mod manner;
pub(crate) mod not_found;
pub(crate) mod over;
mod past;
pub(crate) mod present;
mod selection;
pub(crate) mod sign_in;
pub(crate) mod status;

use yew::prelude::*;

/// The tab says this title.
#[hook]
pub(crate) fn use_tab_title(title: &str) {
    use_effect_with(title.to_owned(), |title| set_tab_title(title));
}

/// What the tab says.
pub(crate) fn set_tab_title(title: &str) {
    gloo::utils::document().set_title(&if title.is_empty() {
        "Ashboard".to_owned()
    } else {
        format!("{title} · Ashboard")
    });
}
