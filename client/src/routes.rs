//! The addresses of the page.

use yew_router::prelude::*;

/// What an address shows.
#[derive(Clone, Debug, PartialEq, Routable)]
pub(crate) enum Route {
    /// All dashboards.
    #[at("/")]
    Dashboards,
    /// One dashboard.
    #[at("/d/:id")]
    Dashboard {
        /// Names it at the relay.
        id: String,
    },
    /// Nothing.
    #[not_found]
    #[at("/not-found")]
    NotFound,
}
