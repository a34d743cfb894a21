//! The listing: every route of the API with the right it needs. What does not stand here is not there: the gate lets
//! nothing through to a route that nobody has listed. The matrix of the tests walks this list.

use warp::http::Method;

use crate::{
    authority::Action::{self, Edit, Rule, See},
    problem::{Code, Problem},
};

/// One route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Route {
    /// Its method.
    pub method: &'static str,
    /// Its path; what stands in braces is any one segment, the first of which names what is asked for.
    pub path: &'static str,
    /// What it needs.
    pub need: Need,
}

/// What a request needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Everybody may: the page itself, and whether the relay is well.
    Nothing,
    /// What it carries proves who asks: a password, a link; or it is asked who one is.
    Proof,
    /// To be allowed to do this with what the path names.
    Right(Action, On),
    /// Judged when the socket is open, so that the page hears a Close code it can understand.
    Socket,
}

/// What the path names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    /// The relay itself.
    Relay,
    /// All dashboards.
    Dashboards,
    /// A dashboard or a draft, by id.
    Dashboard,
    /// The place of a dashboard in the list, by its id: a folder, the trash.
    Filing,
    /// All tables.
    Tables,
    /// A table, by name.
    Table,
    /// A folder, by id.
    Folder,
    /// Whoever asks.
    OneSelf,
}

const fn route(method: &'static str, path: &'static str, action: Action, on: On) -> Route {
    Route { method, path, need: Need::Right(action, on) }
}

const fn proof(method: &'static str, path: &'static str) -> Route {
    Route { method, path, need: Need::Proof }
}

/// All routes below `/api/`.
pub const ROUTES: &[Route] = &[
    Route { method: "GET", path: "/api/openapi.json", need: Need::Nothing },
    route("GET", "/api/v1/dashboards", See, On::Dashboards),
    route("POST", "/api/v1/dashboards", Edit, On::Dashboards),
    route("GET", "/api/v1/dashboards/{id}", See, On::Dashboard),
    route("DELETE", "/api/v1/dashboards/{id}", Edit, On::Filing),
    Route { method: "GET", path: "/api/v1/dashboards/{id}/ws", need: Need::Socket },
    route("GET", "/api/v1/dashboards/{id}/ops", See, On::Dashboard),
    route("GET", "/api/v1/dashboards/{id}/moments", See, On::Dashboard),
    route("GET", "/api/v1/dashboards/{id}/document", See, On::Dashboard),
    route("GET", "/api/v1/dashboards/{id}/blame", See, On::Dashboard),
    route("GET", "/api/v1/dashboards/{id}/versions", See, On::Dashboard),
    route("POST", "/api/v1/dashboards/{id}/versions", Edit, On::Dashboard),
    route("DELETE", "/api/v1/dashboards/{id}/versions/{seq}", Edit, On::Dashboard),
    route("POST", "/api/v1/dashboards/{id}/drafts", Edit, On::Dashboard),
    route("GET", "/api/v1/dashboards/{id}/draft", Edit, On::Dashboard),
    route("DELETE", "/api/v1/dashboards/{id}/draft", Edit, On::Dashboard),
    route("POST", "/api/v1/dashboards/{id}/publish", Edit, On::Dashboard),
    route("GET", "/api/v1/dashboards/{id}/panels/{file}", See, On::Dashboard),
    route("GET", "/api/v1/dashboards/{id}/dashboard.pdf", See, On::Dashboard),
    route("GET", "/api/v1/dashboards/{id}/export", See, On::Dashboard),
    route("GET", "/api/v1/dashboards/{id}/thumbnail.svg", See, On::Dashboard),
    route("PUT", "/api/v1/dashboards/{id}/folder", Edit, On::Filing),
    route("POST", "/api/v1/dashboards/{id}/restore", Edit, On::Filing),
    route("GET", "/api/v1/trash", See, On::Dashboards),
    route("DELETE", "/api/v1/dashboards/{id}/trash", Rule, On::Filing),
    route("GET", "/api/v1/templates", See, On::Dashboards),
    route("GET", "/api/v1/templates/{file}", See, On::Dashboards),
    route("POST", "/api/v1/templates/{id}", Edit, On::Dashboards),
    route("GET", "/api/v1/dashboards/{id}/shares", Rule, On::Dashboard),
    route("POST", "/api/v1/dashboards/{id}/shares", Rule, On::Dashboard),
    route("PATCH", "/api/v1/dashboards/{id}/shares/{share}", Rule, On::Dashboard),
    route("DELETE", "/api/v1/dashboards/{id}/shares/{share}", Rule, On::Dashboard),
    route("GET", "/api/v1/dashboards/{id}/grants", Rule, On::Dashboard),
    route("PUT", "/api/v1/dashboards/{id}/grants", Rule, On::Dashboard),
    route("DELETE", "/api/v1/dashboards/{id}/grants/{holder}", Rule, On::Dashboard),
    Route { method: "POST", path: "/api/v1/links", need: Need::Proof },
    route("GET", "/api/v1/folders", See, On::Dashboards),
    route("POST", "/api/v1/folders", Edit, On::Dashboards),
    route("DELETE", "/api/v1/folders/{id}", Rule, On::Folder),
    route("POST", "/api/v1/folders/{id}/dashboards", Edit, On::Folder),
    route("GET", "/api/v1/folders/{id}/grants", Rule, On::Folder),
    route("PUT", "/api/v1/folders/{id}/grants", Rule, On::Folder),
    route("DELETE", "/api/v1/folders/{id}/grants/{holder}", Rule, On::Folder),
    route("GET", "/api/v1/groups", See, On::Dashboards),
    route("POST", "/api/v1/groups", Rule, On::Relay),
    route("PUT", "/api/v1/groups/{id}", Rule, On::Relay),
    route("DELETE", "/api/v1/groups/{id}", Rule, On::Relay),
    route("GET", "/api/v1/audit", Rule, On::Relay),
    route("GET", "/api/v1/status", Rule, On::Relay),
    route("GET", "/api/v1/tables", See, On::Tables),
    route("GET", "/api/v1/tables/{name}/rows", See, On::Table),
    route("POST", "/api/v1/tables/{name}/rows", Edit, On::Table),
    proof("POST", "/api/v1/sign-in"),
    proof("POST", "/api/v1/first-owner"),
    proof("POST", "/api/v1/reset"),
    #[cfg(feature = "openid")]
    proof("GET", "/api/v1/openid"),
    #[cfg(feature = "openid")]
    proof("GET", "/api/v1/openid/callback"),
    proof("GET", "/api/v1/account"),
    route("POST", "/api/v1/sign-out", See, On::OneSelf),
    route("PATCH", "/api/v1/account", Edit, On::OneSelf),
    route("POST", "/api/v1/account/password", Edit, On::OneSelf),
    route("GET", "/api/v1/account/sign-ins", See, On::OneSelf),
    route("DELETE", "/api/v1/account/sign-ins/{sign_in}", Edit, On::OneSelf),
    route("GET", "/api/v1/account/tokens", See, On::OneSelf),
    route("POST", "/api/v1/account/tokens", Edit, On::OneSelf),
    route("DELETE", "/api/v1/account/tokens/{token}", Edit, On::OneSelf),
    route("GET", "/api/v1/accounts", Rule, On::Relay),
    route("POST", "/api/v1/accounts", Rule, On::Relay),
    route("PATCH", "/api/v1/accounts/{account}", Rule, On::Relay),
    route("DELETE", "/api/v1/accounts/{account}", Rule, On::Relay),
    route("POST", "/api/v1/accounts/{account}/invitation", Rule, On::Relay),
    route("GET", "/api/v1/accounts/{account}/tokens", Rule, On::Relay),
    route("POST", "/api/v1/accounts/{account}/tokens", Rule, On::Relay),
    route("DELETE", "/api/v1/accounts/{account}/tokens/{token}", Rule, On::Relay),
];

/// Of these, those that take something out as a file; a page reads the rest all day.
const EXPORTS: [&str; 4] = [
    "/api/v1/dashboards/{id}/panels/{file}",
    "/api/v1/dashboards/{id}/dashboard.pdf",
    "/api/v1/dashboards/{id}/export",
    "/api/v1/tables/{name}/rows",
];

/// What a request needs, and the segment that names what it is about; what is no route of the API everybody may ask for.
///
/// # Errors
/// The API has no such route, whoever asks.
pub fn need<'a>(method: &Method, path: &'a str) -> Result<(Need, &'a str), Problem> {
    if path != "/api" && !path.starts_with("/api/") {
        return Ok((Need::Nothing, ""));
    }
    let mut known = ROUTES.iter().filter_map(|route| Some((route, named(route.path, path)?))).peekable();
    if known.peek().is_none() {
        return Err(Problem::new(Code::NoSuchPath, "No route of the relay has this path."));
    }
    let found = known.find(|(route, _)| route.method == method.as_str());
    let found = found.map(|(route, name)| (route.need, name));
    found.ok_or_else(|| Problem::new(Code::MethodNotAllowed, "This path exists, but it does not take this method."))
}

/// Whether this path takes something out of the relay as a file: a picture or rows.
#[must_use]
pub fn is_export(method: &Method, path: &str) -> bool {
    method == Method::GET && EXPORTS.iter().any(|export| named(export, path).is_some())
}

/// The pattern of the route that a path is of.
#[must_use]
pub fn pattern(path: &str) -> Option<&'static str> {
    ROUTES.iter().find(|route| named(route.path, path).is_some()).map(|route| route.path)
}

/// What stands for the first segment in braces, if the path is one of the pattern; empty where there is none.
fn named<'a>(pattern: &str, path: &'a str) -> Option<&'a str> {
    // The routes take a path with a slash at its end for the same path.
    let (mut wanted, mut given) = (pattern.split('/'), path.strip_suffix('/').unwrap_or(path).split('/'));
    let mut name = None;
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return Some(name.unwrap_or_default()),
            (Some(any), Some(word)) if any.starts_with('{') && !word.is_empty() => {
                name.get_or_insert(word);
            }
            (Some(one), Some(word)) if one == word => {}
            _ => return None,
        }
    }
}
