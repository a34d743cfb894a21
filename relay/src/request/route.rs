//! The routes by name: a path without what changes in it, so that a list of them stays as long as it is here, whatever is
//! asked for. It judges nothing; a path of no route is counted among the others.

use crate::routes::listing;

/// What is beside the API.
const OPEN: [&str; 6] = ["/healthz", "/readyz", "/metrics", "/version", "/config.json", "/api/openapi.json"];
/// Whatever else the API is asked for.
pub const OTHER_API: &str = "/api/other";
/// The page and its files.
pub const PAGE: &str = "/page";

/// The route of a path: one of the listing, one that is open to everybody, [`OTHER_API`] or [`PAGE`].
#[must_use]
pub fn of(path: &str) -> &'static str {
    let other = if path.starts_with("/api/") { OTHER_API } else { PAGE };
    let open = OPEN.into_iter().find(|route| *route == path);
    open.or_else(|| listing::pattern(path)).unwrap_or(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Routes of one shape and several methods share the name that the first of them gives its part.
    fn shape(path: &str) -> Vec<&str> {
        path.split('/').map(|part| if part.starts_with('{') { "{}" } else { part }).collect()
    }

    #[test]
    fn every_path_has_one_of_few_names() {
        for route in listing::ROUTES {
            assert_eq!(shape(of(&route.path.replace(['{', '}'], "x"))), shape(route.path));
        }
        for (path, route) in [
            ("/api/v1/dashboards/0190/ops", "/api/v1/dashboards/{id}/ops"),
            ("/api/v1/nothing/here", OTHER_API),
            ("/api/v1/dashboards/0190/ops/more", OTHER_API),
            ("/healthz", "/healthz"),
            ("/", PAGE),
            ("/d/0190", PAGE),
            ("", PAGE),
        ] {
            assert_eq!(of(path), route, "{path}");
        }
    }
}
