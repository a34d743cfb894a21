//! The gate: judges every request before any route sees it. Who asks, from which page, and what the route needs.
//! The one list of rights of the HTTP API; what a gesture needs is judged where gestures are put in order.

use std::{net::IpAddr, sync::Arc};

use document::Role;
use warp::{
    Filter, Rejection,
    filters::path::FullPath,
    http::{HeaderMap, HeaderName, Method, Uri, header},
};

use crate::{
    accept::Peer,
    config::Config,
    problem::{Code, Problem},
};

/// What other sites cannot send: a browser asks before it lets a foreign page set this header.
const WRITE_HEADER: HeaderName = HeaderName::from_static("x-ashboard");
const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// What a request needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Everybody may: the page itself, and whether the relay is well.
    Nothing,
    /// At least this role.
    Role(Role),
    /// The role is judged when the socket is open, so that the page hears a Close code it can understand.
    Socket,
}

/// What a request needs, by method and path. A path of the API that is not listed here needs the most.
#[must_use]
pub fn need(method: &Method, path: &str) -> Need {
    let Some(rest) = path.strip_prefix("/api/") else { return Need::Nothing };
    let parts: Vec<_> = rest.split('/').collect();
    match (method.as_str(), parts.as_slice()) {
        ("GET", ["v1", "dashboards", _, "ws"]) => Need::Socket,
        ("GET", ["v1", "dashboards" | "tables"] | ["v1", "dashboards", _]) => Need::Role(Role::Viewer),
        ("GET", ["v1", "dashboards", _, "ops" | "moments" | "document" | "blame" | "versions"]) => {
            Need::Role(Role::Viewer)
        }
        ("GET", ["v1", "tables", _, "rows"]) => Need::Role(Role::Viewer),
        ("POST", ["v1", "dashboards", _, "versions"]) | ("DELETE", ["v1", "dashboards", _, "versions", _]) => {
            Need::Role(Role::Editor)
        }
        ("POST", ["v1", "dashboards", _, "drafts" | "publish"]) => Need::Role(Role::Editor),
        ("GET" | "DELETE", ["v1", "dashboards", _, "draft"]) => Need::Role(Role::Editor),
        ("POST", ["v1", "dashboards"] | ["v1", "tables", _, "rows"]) => Need::Role(Role::Editor),
        _ => Need::Role(Role::Owner),
    }
}

/// Judges requests: a cheap handle.
#[derive(Clone, Debug)]
pub struct Gate(Arc<Rules>);

#[derive(Debug)]
struct Rules {
    /// What somebody may do who has not signed in.
    anonymous: Option<Role>,
    /// Whether that is only because the relay listens on a loopback address.
    by_loopback: bool,
    allowed_origins: Vec<String>,
}

/// A request as far as the gate looks at it.
struct Asked<'a> {
    method: &'a Method,
    path: &'a str,
    headers: &'a HeaderMap,
    peer: Option<IpAddr>,
}

impl Gate {
    /// The gate of a relay that is configured so.
    #[must_use]
    pub fn new(config: &Config) -> Self {
        Self(Arc::new(Rules {
            anonymous: config.role_of_anonymous(),
            by_loopback: config.anonymous_role.is_none(),
            allowed_origins: config.allowed_origins.clone(),
        }))
    }

    /// What somebody may do whose request has passed.
    #[must_use]
    pub fn role(&self) -> Option<Role> {
        self.0.anonymous
    }

    /// Lets a request through to the routes, or rejects it with a [`Problem`].
    pub fn pass(&self) -> impl Filter<Extract = (), Error = Rejection> + Clone + Send + Sync + 'static {
        let rules = Arc::clone(&self.0);
        warp::method()
            .and(warp::path::full())
            .and(warp::header::headers_cloned())
            .and(warp::ext::optional::<Peer>())
            .and_then(move |method: Method, path: FullPath, headers: HeaderMap, peer: Option<Peer>| {
                let peer = peer.map(|peer| peer.address.ip());
                let asked = Asked { method: &method, path: path.as_str(), headers: &headers, peer };
                std::future::ready(rules.judge(&asked).map_err(warp::reject::custom))
            })
            .untuple_one()
    }
}

impl Rules {
    fn judge(&self, asked: &Asked<'_>) -> Result<(), Problem> {
        let need = need(asked.method, asked.path);
        if need == Need::Nothing {
            return Ok(());
        }
        self.judge_host(asked)?;
        self.judge_origin(asked, need)?;
        match need {
            Need::Role(needed) if self.anonymous.is_none_or(|role| role < needed) => Err(Problem::new(
                Code::NotAllowed,
                "What you may do here does not go so far; ask the owner for access.",
            )),
            Need::Role(_) | Need::Nothing | Need::Socket => Ok(()),
        }
    }

    /// A name that anybody can point to this machine is no sign that the page came from it (DNS rebinding).
    fn judge_host(&self, asked: &Asked<'_>) -> Result<(), Problem> {
        let host = text(asked.headers, &header::HOST).unwrap_or_default();
        if !self.by_loopback || is_own_name(host) || self.allowed_origins.iter().any(|origin| authority(origin) == host)
        {
            return Ok(());
        }
        Err(foreign("Ask by the address 127.0.0.1 or localhost, or add the name's origin to allowed_origins."))
    }

    fn judge_origin(&self, asked: &Asked<'_>, need: Need) -> Result<(), Problem> {
        let writes = ![Method::GET, Method::HEAD].contains(asked.method);
        let site = text(asked.headers, &SEC_FETCH_SITE);
        match asked.headers.get(header::ORIGIN) {
            Some(origin) if !origin.to_str().is_ok_and(|origin| self.trusts(origin, asked.headers)) => {
                Err(foreign("The page that asks is of another origin; add it to allowed_origins if you trust it."))
            }
            None if need == Need::Socket && !asked.peer.is_some_and(|peer| peer.is_loopback()) => {
                Err(foreign("A WebSocket from another machine says by its Origin header which page opens it."))
            }
            None if writes && site.is_some_and(|site| !["same-origin", "none"].contains(&site)) => {
                Err(foreign("The page that asks is of another site."))
            }
            origin if writes && (origin.is_some() || site.is_some()) => judge_write(asked.headers),
            _ => Ok(()),
        }
    }

    fn trusts(&self, origin: &str, headers: &HeaderMap) -> bool {
        let own = text(headers, &header::HOST).is_some_and(|host| !host.is_empty() && authority(origin) == host);
        own || self.allowed_origins.iter().any(|allowed| allowed == origin)
    }
}

fn judge_write(headers: &HeaderMap) -> Result<(), Problem> {
    if text(headers, &WRITE_HEADER) == Some("1") {
        return Ok(());
    }
    Err(Problem::new(Code::MissingHeader, "A write from a page carries the header X-Ashboard: 1.")
        .in_field("X-Ashboard"))
}

fn foreign(detail: &str) -> Problem {
    Problem::new(Code::ForeignOrigin, detail)
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// `host:port` of an origin; empty for `null` and whatever else is none.
fn authority(origin: &str) -> &str {
    origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://")).unwrap_or_default()
}

/// An address, or the name that every machine has for itself.
fn is_own_name(host: &str) -> bool {
    let Ok(uri) = host.parse::<Uri>() else { return false };
    let name = uri.host().unwrap_or_default();
    let address = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name);
    name.eq_ignore_ascii_case("localhost") || address.parse::<IpAddr>().is_ok()
}

#[cfg(test)]
mod tests;
