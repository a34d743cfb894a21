//! The pages: what an address shows. A page owns the data of its parts and hands it down.

pub(crate) mod account;
pub(crate) mod audit;
mod blank;
mod company;
pub(crate) mod dashboard;
pub(crate) mod dashboards;
mod deletion;
mod draft;
pub(crate) mod link;
mod look_back;
pub(crate) mod not_found;
mod past;
pub(crate) mod sign_in;
pub(crate) mod status;

/// What the tab says.
pub(crate) fn set_tab_title(title: &str) {
    gloo::utils::document().set_title(&if title.is_empty() {
        "Ashboard".to_owned()
    } else {
        format!("{title} · Ashboard")
    });
}
