//! The routes by name: a path without what changes in it, so that a list of them stays as long as it is here, whatever is
//! asked for. It judges nothing; a route that is missing here is counted among the others.

/// What the API has, `{}` for what changes.
pub const ROUTES: &[&str] = &[
    "/api/v1/dashboards",
    "/api/v1/dashboards/{}",
    "/api/v1/dashboards/{}/ws",
    "/api/v1/dashboards/{}/ops",
    "/api/v1/dashboards/{}/moments",
    "/api/v1/dashboards/{}/document",
    "/api/v1/dashboards/{}/blame",
    "/api/v1/dashboards/{}/versions",
    "/api/v1/dashboards/{}/versions/{}",
    "/api/v1/dashboards/{}/drafts",
    "/api/v1/dashboards/{}/draft",
    "/api/v1/dashboards/{}/publish",
    "/api/v1/dashboards/{}/panels/{}",
    "/api/v1/dashboards/{}/shares",
    "/api/v1/dashboards/{}/shares/{}",
    "/api/v1/dashboards/{}/grants",
    "/api/v1/dashboards/{}/grants/{}",
    "/api/v1/links",
    "/api/v1/folders",
    "/api/v1/folders/{}",
    "/api/v1/folders/{}/dashboards",
    "/api/v1/folders/{}/grants",
    "/api/v1/folders/{}/grants/{}",
    "/api/v1/groups",
    "/api/v1/groups/{}",
    "/api/v1/audit",
    "/api/v1/tables",
    "/api/v1/tables/{}",
    "/api/v1/tables/{}/rows",
    "/api/v1/status",
    "/api/v1/write",
    "/api/v2/write",
    "/api/openapi.json",
    "/healthz",
    "/readyz",
    "/metrics",
    "/version",
    "/config.json",
];
/// Whatever else the API is asked for.
pub const OTHER_API: &str = "/api/other";
/// The page and its files.
pub const PAGE: &str = "/page";

/// The route of a path: one of [`ROUTES`], [`OTHER_API`] or [`PAGE`].
#[must_use]
pub fn of(path: &str) -> &'static str {
    let other = if path.starts_with("/api/") { OTHER_API } else { PAGE };
    ROUTES.iter().find(|route| matches(route, path)).copied().unwrap_or(other)
}

fn matches(route: &str, path: &str) -> bool {
    let (mut wanted, mut got) = (route.split('/'), path.split('/'));
    loop {
        match (wanted.next(), got.next()) {
            (None, None) => return true,
            (Some("{}"), Some(_)) => {}
            (Some(wanted), Some(got)) if wanted == got => {}
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_has_one_of_few_names() {
        for route in ROUTES {
            assert_eq!(of(&route.replace("{}", "x%2f..")), *route);
        }
        for (path, route) in [
            ("/api/v1/dashboards/0190/ops", "/api/v1/dashboards/{}/ops"),
            ("/api/v1/nothing/here", OTHER_API),
            ("/api/v1/dashboards/0190/ops/more", OTHER_API),
            ("/", PAGE),
            ("/d/0190", PAGE),
            ("", PAGE),
        ] {
            assert_eq!(of(path), route, "{path}");
        }
    }
}
