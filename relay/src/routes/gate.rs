//! The gate: judges every request before any route sees it. Who asks, from which page, and whether they may do what the
//! route is there for; what a route needs stands in `listing`, who may what is for `authority` to say.

use std::{net::IpAddr, sync::Arc};

use warp::{
    Filter, Rejection,
    filters::path::FullPath,
    http::{HeaderMap, HeaderName, Method, Uri, header},
};

use super::listing::{Need, On, is_export, need};
use crate::{
    accept::Peer,
    audit::Act,
    authority::{Action, Asker, Authority, Denied, Door, Object},
    clock,
    config::Config,
    dashboard::DashboardId,
    directory::FolderId,
    limits::Key,
    problem::{Code, Problem},
    request,
    rooms::Rooms,
    tickets::Tickets,
    visitor::{Unknown, Visitors},
};

/// What other sites cannot send: a browser asks before it lets a foreign page set this header.
const WRITE_HEADER: HeaderName = HeaderName::from_static("x-ashboard");
const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Characters of a name that somebody asks for, in the audit.
const MAX_TOLD_CHARS: usize = 100;

/// Judges requests: a cheap handle.
#[derive(Clone, Debug)]
pub struct Gate(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    rules: Rules,
    visitors: Visitors,
    authority: Authority,
    rooms: Rooms,
    tickets: Tickets,
}

/// From which pages requests come.
#[derive(Debug)]
struct Rules {
    /// Whether what somebody may do who has shown nothing is only because the relay listens on a loopback address.
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
    pub fn new(config: &Config, visitors: Visitors, authority: Authority, rooms: Rooms) -> Self {
        let by_loopback = config.is_for_one_person() && config.role_of_anonymous().is_some();
        let rules = Rules { by_loopback, allowed_origins: config.allowed_origins.clone() };
        Self(Arc::new(Shared { rules, visitors, authority, rooms, tickets: Tickets::default() }))
    }

    /// Who may what.
    #[must_use]
    pub fn authority(&self) -> &Authority {
        &self.0.authority
    }

    /// What stands for links that were shown.
    #[must_use]
    pub fn tickets(&self) -> &Tickets {
        &self.0.tickets
    }

    /// Whether this is a dashboard that is there, and no draft.
    pub async fn is_published(&self, dashboard: DashboardId) -> bool {
        self.0.rooms.base(dashboard).await.is_ok_and(|base| base.is_none())
    }

    /// Lets a request through to the routes, or rejects it with a [`Problem`].
    pub fn pass(&self) -> impl Filter<Extract = (), Error = Rejection> + Clone + Send + Sync + use<> {
        let gate = self.clone();
        warp::method()
            .and(warp::path::full())
            .and(warp::header::headers_cloned())
            .and(warp::ext::optional::<Peer>())
            .and_then(move |method: Method, path: FullPath, headers: HeaderMap, peer: Option<Peer>| {
                let gate = gate.clone();
                async move {
                    let peer = peer.map(|peer| peer.address.ip());
                    let asked = Asked { method: &method, path: path.as_str(), headers: &headers, peer };
                    gate.judge(&asked).await.map_err(warp::reject::custom)
                }
            })
            .untuple_one()
    }

    /// Who asks; for routes to which what they answer depends on it.
    pub fn asker(&self) -> impl Filter<Extract = (Asker,), Error = Rejection> + Clone + Send + Sync + use<> {
        let gate = self.clone();
        warp::header::headers_cloned().and(warp::ext::optional::<Peer>()).and_then(
            move |headers: HeaderMap, peer: Option<Peer>| {
                let gate = gate.clone();
                async move {
                    let asker = gate.who(&headers, peer.map(|peer| peer.address.ip())).await;
                    asker.map_err(warp::reject::custom)
                }
            },
        )
    }

    /// Lets somebody in before a dashboard or a draft, if they may see it at all.
    ///
    /// # Errors
    /// Why not.
    pub async fn admit(&self, asker: Asker, dashboard: DashboardId) -> Result<Door, Denied> {
        let object = self.dashboard(dashboard).await;
        self.0.authority.authorise(&asker, Action::See, object)?;
        Ok(Door::Judged { authority: self.0.authority.clone(), asker: Box::new(asker), object })
    }

    /// With whom requests count together; who cannot be told counts by address.
    pub(super) fn key(&self, headers: &HeaderMap, address: IpAddr) -> Key {
        let visitor = self.0.visitors.look(headers, Some(address));
        visitor.map_or_else(|_| Key::of_address(address), |visitor| Key::of_visitor(&visitor, address))
    }

    async fn who(&self, headers: &HeaderMap, peer: Option<IpAddr>) -> Result<Asker, Problem> {
        let visitor = self.0.visitors.find(headers, peer).await.map_err(|error| unknown(&error))?;
        request::asked_by(|| visitor.principal.to_string());
        Ok(Asker { visitor, link: self.0.tickets.shown(headers, clock::now_ms()) })
    }

    async fn judge(&self, asked: &Asked<'_>) -> Result<(), Problem> {
        let (need, name) = need(asked.method, asked.path)?;
        if need == Need::Nothing {
            return Ok(());
        }
        self.0.rules.judge_host(asked)?;
        self.0.rules.judge_origin(asked, need)?;
        let asker = self.who(asked.headers, asked.peer).await?;
        match need {
            Need::Right(action, on) => self.judge_right(&asker, action, on, name, asked).await,
            Need::Nothing | Need::Proof | Need::Socket => Ok(()),
        }
    }

    async fn judge_right(
        &self,
        asker: &Asker,
        action: Action,
        on: On,
        name: &str,
        asked: &Asked<'_>,
    ) -> Result<(), Problem> {
        let object = match on {
            On::Relay => Object::Relay,
            On::Dashboards => Object::Dashboards,
            // What is no id names a dashboard that is not there.
            On::Dashboard => self.dashboard(name.parse().unwrap_or(DashboardId::fixed(0))).await,
            On::Filing => match self.dashboard(name.parse().unwrap_or(DashboardId::fixed(0))).await {
                Object::Dashboard(id) => Object::Filing(id),
                draft => draft,
            },
            On::Tables => Object::Tables,
            On::Table => Object::Table(name),
            On::Folder => Object::Folder(name.parse().unwrap_or(FolderId::fixed(0))),
            On::OneSelf => Object::OneSelf,
        };
        let authority = &self.0.authority;
        let put_on_record = |act| {
            let detail = asked.method.as_str();
            authority.record_repeated(asker.line(clock::now_ms(), act, word(object), detail));
        };
        match authority.authorise(asker, action, object) {
            Ok(()) if is_export(asked.method, asked.path) => put_on_record(Act::Exported),
            Ok(()) => {}
            // Nobody: the log of requests has them.
            Err(Denied::SignIn) => return Err(refusal(Denied::SignIn, on)),
            Err(denied) => {
                put_on_record(Act::Denied);
                return Err(refusal(denied, on));
            }
        }
        Ok(())
    }

    /// A draft is judged by the dashboard that it is of. What is not there is judged as a dashboard is.
    async fn dashboard(&self, id: DashboardId) -> Object<'static> {
        self.0.rooms.published(id).await.map_or(Object::Dashboard(id), Object::Draft)
    }
}

/// As the audit says it; an address that nobody is to guess is not told in full.
fn word(object: Object<'_>) -> String {
    match object {
        Object::Relay | Object::AnyTable => String::new(),
        Object::Dashboards => "dashboards".to_owned(),
        Object::Dashboard(id) | Object::Draft(id) | Object::Filing(id) => format!("dashboard:{id:?}"),
        Object::Folder(id) => format!("folder:{id}"),
        Object::Tables => "tables".to_owned(),
        Object::Table(name) => format!("table:{}", name.chars().take(MAX_TOLD_CHARS).collect::<String>()),
        Object::OneSelf => "account".to_owned(),
    }
}

fn refusal(denied: Denied, on: On) -> Problem {
    match (denied, on) {
        (Denied::SignIn, _) => Problem::new(Code::SignInNeeded, "Sign in, or show a token."),
        (Denied::Hidden, On::Dashboard | On::Filing) => {
            Problem::new(Code::NoSuchDashboard, "GET /api/v1/dashboards lists those that there are.")
        }
        (Denied::Hidden, On::Table) => {
            Problem::new(Code::NoSuchTable, "GET /api/v1/tables lists those that there are.")
        }
        (Denied::Hidden, On::Folder) => Problem::new(Code::NoSuchFolder, "There is no such folder."),
        (Denied::Hidden | Denied::Role, _) => {
            Problem::new(Code::NotAllowed, "What you may do here does not go so far; ask the owner for access.")
        }
    }
}

fn unknown(unknown: &Unknown) -> Problem {
    Problem::new(
        Code::SignInNeeded,
        match unknown {
            Unknown::Token => "The token is none, or no longer one.",
            Unknown::Newcomer(_) => "The proxy names somebody who has no account yet.",
            Unknown::Proxy => "The proxy names nobody who may come in.",
        },
    )
}

impl Rules {
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
