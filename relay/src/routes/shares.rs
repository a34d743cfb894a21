//! The routes of share links: making one, the list of a dashboard's, taking one back, and showing one, which gives
//! whoever shows it a ticket. The secret of a link is told once, to whoever makes it, and comes in a body, never in an
//! address.

mod tries;

use std::time::Duration;

use bytes::Buf;
use document::Role;
use futures_util::Stream;
use jiff::Timestamp;
use serde::{Deserialize, Deserializer};
use serde_json::json;
use tokio::time::Instant;
use warp::{
    Filter, Rejection, Reply,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    reply::Response,
};

use tries::Tries;

use super::{
    acts::{self, unchanged},
    answer::json_answer,
    asked::asked,
    dashboards::{id_of, or_problem},
    gate::Gate,
};
use crate::{
    accounts::password::{Busy, Passwords},
    audit::Act,
    authority::{Asker, Principal},
    clock,
    config::is_origin,
    dashboard::DashboardId,
    directory::{Change, Entries, Record, SecretText, Share, ShareId, Use},
    problem::{Code, Problem},
    tickets::{COOKIE, LIFE_MS},
    visitor::secret::{Secret, parts},
};

/// Most links of a dashboard, those that were taken back included; one more is refused.
const MAX_SHARES: usize = 200;
/// The longest name of a link, in characters.
const MAX_NAME_CHARS: usize = 100;
/// Most pages that may embed one link.
const MAX_ANCESTORS: usize = 20;
/// The longest password of a link, in bytes.
const MAX_PASSWORD_BYTES: usize = 256;
/// Of how many of its last uses a link remembers who they were.
const USES_KEPT: usize = 20;

/// What the routes share.
#[derive(Clone)]
pub(super) struct ShareRoutes {
    gate: Gate,
    passwords: Passwords,
    body_timeout: Duration,
    /// Whether cookies are for TLS only.
    secure: bool,
    /// Wrong passwords of late.
    tries: Tries,
}

/// A link that is to be made.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Wanted {
    #[serde(default)]
    role: Option<Role>,
    #[serde(default)]
    name: String,
    #[serde(default)]
    expires_ms: Option<i64>,
    #[serde(default)]
    password: Option<String>,
    #[serde(default)]
    frame_ancestors: Vec<String>,
}

/// What a link is to be good for from now on.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Other {
    role: Option<Role>,
    name: Option<String>,
    /// `null` is never.
    #[serde(default, deserialize_with = "said")]
    expires_ms: Option<Option<i64>>,
}

impl Other {
    fn of(&self, share: Share) -> Share {
        Share {
            role: self.role.unwrap_or(share.role),
            name: self.name.clone().unwrap_or(share.name),
            expires_ms: self.expires_ms.unwrap_or(share.expires_ms),
            ..share
        }
    }
}

fn said<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<i64>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// A link that is shown.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Shown {
    link: String,
    #[serde(default)]
    password: Option<String>,
    /// Whether the ticket is to be in the answer, for a page in a frame, to which a browser gives no cookie.
    #[serde(default)]
    embedded: bool,
}

impl ShareRoutes {
    /// Behind this gate; `secure` says whether cookies are for TLS only.
    pub(super) fn new(gate: Gate, passwords: Passwords, body_timeout: Duration, secure: bool) -> Self {
        Self { gate, passwords, body_timeout, secure, tries: Tries::default() }
    }

    /// `/api/v1/dashboards/{id}/shares`, what is below it, and `POST /api/v1/links`.
    pub(super) fn all(self) -> impl Filter<Extract = (Response,), Error = Rejection> + Clone + Send + Sync + use<> {
        let [list, make, alter, revoke, show] = [(); 5].map(|()| self.clone());
        let gate = self.gate;
        let list = warp::path!("api" / "v1" / "dashboards" / String / "shares")
            .and(warp::get())
            .map(move |id: String| or_problem(list.list(&id)));
        let make = warp::path!("api" / "v1" / "dashboards" / String / "shares")
            .and(warp::post())
            .and(gate.asker())
            .and(warp::body::stream())
            .then(move |id: String, asker, body| {
                let routes = make.clone();
                async move { or_problem(routes.make(&id, &asker, body).await) }
            });
        let revoke = warp::path!("api" / "v1" / "dashboards" / String / "shares" / String)
            .and(warp::delete())
            .and(gate.asker())
            .then(move |id: String, share: String, asker| {
                let routes = revoke.clone();
                async move { or_problem(routes.revoke(&id, &share, &asker).await) }
            });
        let alter = warp::path!("api" / "v1" / "dashboards" / String / "shares" / String)
            .and(warp::patch())
            .and(gate.asker())
            .and(warp::body::stream())
            .then(move |id: String, share: String, asker, body| {
                let routes = alter.clone();
                async move { or_problem(routes.alter(&id, &share, &asker, body).await) }
            });
        let show =
            warp::path!("api" / "v1" / "links").and(warp::post()).and(gate.asker()).and(warp::body::stream()).then(
                move |asker, body| {
                    let routes = show.clone();
                    async move { or_problem(routes.show(&asker, body).await) }
                },
            );
        list.or(make).unify().or(alter).unify().or(revoke).unify().or(show).unify()
    }

    fn list(&self, id: &str) -> Result<Response, Problem> {
        let dashboard = id_of(id)?;
        let shares = self.gate.authority().directory().read(|entries| {
            let shares = entries.shares().filter(|share| share.dashboard == dashboard);
            shares.map(|share| told(share, entries)).collect::<Vec<_>>()
        });
        Ok(json_answer(&json!({ "shares": shares })))
    }

    async fn make<B: Buf>(
        &self,
        id: &str,
        asker: &Asker,
        body: impl Stream<Item = Result<B, warp::Error>> + Send,
    ) -> Result<Response, Problem> {
        let dashboard = id_of(id)?;
        if !self.gate.is_published(dashboard).await {
            return Err(Problem::new(Code::BadRequest, "A draft is not shared by link: share its dashboard."));
        }
        let wanted: Wanted = asked(body, self.body_timeout, "{\"role\": \"viewer\"}").await?;
        wanted.check()?;
        let password = match &wanted.password {
            Some(password) => Some(self.passwords.hash(password.clone()).await.map_err(busy)?),
            None => None,
        };
        let no_randomness = |_| Problem::new(Code::Internal, "The relay has no randomness.");
        let (share, secret) = (ShareId::fresh().map_err(no_randomness)?, Secret::fresh().map_err(no_randomness)?);
        let made_by = self.gate.authority().directory().read(|entries| acts::account(entries, asker.visitor.principal));
        let share = Share {
            id: share,
            dashboard,
            role: wanted.role.unwrap_or(Role::Viewer),
            secret: secret.hash(),
            password,
            name: wanted.name,
            made_by,
            made_ms: clock::now_ms(),
            expires_ms: wanted.expires_ms,
            revoked: false,
            uses: 0,
            last_uses: Vec::new(),
            frame_ancestors: wanted.frame_ancestors,
        };
        self.store(asker, share.clone()).await?;
        let directory = self.gate.authority().directory();
        let mut told = directory.read(|entries| told(&share, entries));
        told["link"] = json!(secret.with_id(share.id));
        let mut response = json_answer(&told);
        *response.status_mut() = StatusCode::CREATED;
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        Ok(response)
    }

    async fn store(&self, asker: &Asker, share: Share) -> Result<(), Problem> {
        let detail = format!("share:{} {}", share.id, words(&share));
        let line = asker.line(clock::now_ms(), Act::ShareMade, format!("dashboard:{}", share.dashboard), detail);
        let change = |entries: &Entries| {
            let there = entries.shares().filter(|other| other.dashboard == share.dashboard).count();
            if there >= MAX_SHARES {
                return Err(Problem::new(Code::TooMany, "The dashboard has as many links as it may have."));
            }
            Ok(vec![Change::put(Record::Share(share))])
        };
        self.gate.authority().directory().change(line, Vec::new(), change).await.map_err(unchanged)
    }

    /// What is not said stays. Sessions that came by the link do what it says now, within a second.
    async fn alter<B: Buf>(
        &self,
        id: &str,
        share: &str,
        asker: &Asker,
        body: impl Stream<Item = Result<B, warp::Error>> + Send,
    ) -> Result<Response, Problem> {
        let (dashboard, share) = (id_of(id)?, share.parse::<ShareId>().map_err(|_| no_such_link())?);
        let other: Other = asked(body, self.body_timeout, "{\"role\": \"viewer\", \"expiresMs\": null}").await?;
        let judged = Wanted { expires_ms: other.expires_ms.flatten(), role: other.role, ..Wanted::default() };
        Wanted { name: other.name.clone().unwrap_or_default(), ..judged }.check()?;
        let altered = |entries: &Entries| {
            let found = entries.share(share).filter(|found| found.dashboard == dashboard && !found.revoked);
            found.map(|found| other.of(found.clone())).ok_or_else(no_such_link)
        };
        let directory = self.gate.authority().directory();
        let now = directory.read(altered)?;
        let detail = format!("share:{share} {}", words(&now));
        let line = asker.line(clock::now_ms(), Act::ShareChanged, format!("dashboard:{dashboard}"), detail);
        let change = |entries: &Entries| Ok::<_, Problem>(vec![Change::put(Record::Share(altered(entries)?))]);
        directory.change(line, Vec::new(), change).await.map_err(unchanged)?;
        Ok(json_answer(&directory.read(|entries| told(&now, entries))))
    }

    async fn revoke(&self, id: &str, share: &str, asker: &Asker) -> Result<Response, Problem> {
        let (dashboard, share) = (id_of(id)?, share.parse::<ShareId>().map_err(|_| no_such_link())?);
        let object = format!("dashboard:{dashboard}");
        let line = asker.line(clock::now_ms(), Act::ShareRevoked, object, format!("share:{share}"));
        let change = |entries: &Entries| {
            let found = entries.share(share).filter(|found| found.dashboard == dashboard).ok_or_else(no_such_link)?;
            Ok::<_, Problem>(vec![Change::put(Record::Share(Share { revoked: true, ..found.clone() }))])
        };
        self.gate.authority().directory().change(line, Vec::new(), change).await.map_err(unchanged)?;
        Ok(StatusCode::NO_CONTENT.into_response())
    }

    /// Whoever shows a link gets a ticket for it. A link that is none, has ended, was taken back or is shown with the
    /// wrong password is refused in the same words and the same time.
    async fn show<B: Buf>(
        &self,
        asker: &Asker,
        body: impl Stream<Item = Result<B, warp::Error>> + Send,
    ) -> Result<Response, Problem> {
        let shown: Shown = asked(body, self.body_timeout, "{\"link\": \"…\"}").await?;
        let (directory, now_ms) = (self.gate.authority().directory(), clock::now_ms());
        let share = directory.read(|entries| valid(entries, &shown.link, now_ms).cloned()).ok_or_else(no_such_link)?;
        if let Some(kept) = &share.password {
            let Some(password) = shown.password.filter(|password| password.len() <= MAX_PASSWORD_BYTES) else {
                return Err(Problem::new(Code::PasswordNeeded, "This link asks for a password.").in_field("password"));
            };
            self.prove(share.id, kept.clone(), password).await?;
        }
        self.record_use(asker, &share, now_ms).await?;
        let ticket = self.gate.tickets().issue(share.id, now_ms);
        let ticket = ticket.map_err(|error| Problem::new(Code::TooManyRequests, error.to_string()))?;
        let mut answer = json!({ "dashboard": share.dashboard, "role": share.role, "name": share.name });
        if shown.embedded {
            answer["ticket"] = json!(ticket.reveal());
        }
        let mut response = json_answer(&answer);
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if !shown.embedded {
            set_cookie(headers, ticket.reveal(), share.dashboard, self.secure);
        }
        Ok(response)
    }

    async fn prove(&self, share: ShareId, kept: SecretText, password: String) -> Result<(), Problem> {
        let now = Instant::now();
        if !self.tries.may_try(share, now) {
            return Err(Problem::new(Code::TooManyRequests, "Too many wrong passwords: try again in a minute."));
        }
        if !self.passwords.is_right(Some(kept), password).await.map_err(busy)? {
            self.tries.was_wrong(share, now);
            return Err(Problem::new(Code::WrongCredentials, "This is not the password.").in_field("password"));
        }
        Ok(())
    }

    async fn record_use(&self, asker: &Asker, share: &Share, now_ms: i64) -> Result<(), Problem> {
        let who = match asker.visitor.principal {
            Principal::Anonymous => Principal::Link(share.id),
            known => known,
        };
        let mut line =
            asker.line(now_ms, Act::ShareUsed, format!("dashboard:{}", share.dashboard), format!("share:{}", share.id));
        line.who = who.to_string();
        let this = Use { at_ms: now_ms, from: asker.visitor.from, name: asker.visitor.name.clone() };
        let change = |entries: &Entries| {
            let mut share = entries.share(share.id).filter(|share| !share.revoked).ok_or_else(no_such_link)?.clone();
            share.uses += 1;
            share.last_uses.insert(0, this);
            share.last_uses.truncate(USES_KEPT);
            Ok::<_, Problem>(vec![Change::put(Record::Share(share))])
        };
        self.gate.authority().directory().change(line, Vec::new(), change).await.map_err(unchanged)
    }
}

impl Wanted {
    fn check(&self) -> Result<(), Problem> {
        let bad = |field: &str, detail: &str| Err(Problem::new(Code::BadRequest, detail).in_field(field));
        if self.role == Some(Role::Owner) {
            return bad("role", "A link makes nobody an owner: viewer, commenter or editor.");
        }
        if self.name.chars().count() > MAX_NAME_CHARS || self.name.chars().any(char::is_control) {
            return bad("name", "A name has at most 100 characters on one line.");
        }
        if self.expires_ms.is_some_and(|end| end <= clock::now_ms()) {
            return bad("expiresMs", "A link ends in the future: milliseconds since the Unix epoch.");
        }
        if self.password.as_ref().is_some_and(|password| password.is_empty() || password.len() > MAX_PASSWORD_BYTES) {
            return bad("password", "A password has 1 to 256 bytes.");
        }
        let fits = self.frame_ancestors.len() <= MAX_ANCESTORS && self.frame_ancestors.iter().all(|one| is_origin(one));
        if !fits {
            return bad("frameAncestors", "Up to 20 origins, such as https://intranet.example.org.");
        }
        Ok(())
    }
}

/// The share of a link that is shown, if it is good for anything now. Both comparisons take the same time.
fn valid<'a>(entries: &'a Entries, link: &str, now_ms: i64) -> Option<&'a Share> {
    let (id, secret) = parts::<ShareId>(link)?;
    let share = entries.share(id).filter(|share| share.secret.is_of(secret))?;
    let is_valid = !share.revoked && share.expires_ms.is_none_or(|end| now_ms < end);
    is_valid.then_some(share)
}

fn set_cookie(headers: &mut HeaderMap, ticket: &str, dashboard: DashboardId, secure: bool) {
    let secure = if secure { "; Secure" } else { "" };
    let path = format!("/api/v1/dashboards/{dashboard}");
    let cookie = format!("{COOKIE}={ticket}; Path={path}; Max-Age={}; HttpOnly; SameSite=Lax{secure}", LIFE_MS / 1000);
    if let Ok(mut cookie) = HeaderValue::from_str(&cookie) {
        cookie.set_sensitive(true);
        headers.append(header::SET_COOKIE, cookie);
    }
}

fn busy(busy: Busy) -> Problem {
    Problem::new(Code::TooManyRequests, format!("{busy}; try again in a moment."))
}

fn no_such_link() -> Problem {
    Problem::new(Code::WrongCredentials, "The link is none, has ended or was taken back: ask for another one.")
}

/// For the audit: what the link is good for.
fn words(share: &Share) -> String {
    let password = if share.password.is_some() { ", with a password" } else { "" };
    let end = share.expires_ms.and_then(|end| Timestamp::from_millisecond(end).ok());
    let end = end.map(|end| format!(", until {end:.0}")).unwrap_or_default();
    let role = format!("{:?}", share.role).to_lowercase();
    format!("as {role}{password}{end}")
}

fn told(share: &Share, entries: &Entries) -> serde_json::Value {
    let made_by = share.made_by.and_then(|id| entries.account(id)).map(|account| account.name.as_str());
    let uses = share.last_uses.iter().map(|used| json!({ "atMs": used.at_ms, "from": used.from, "name": used.name }));
    json!({
        "id": share.id,
        "role": share.role,
        "name": share.name,
        "madeBy": made_by,
        "madeMs": share.made_ms,
        "expiresMs": share.expires_ms,
        "password": share.password.is_some(),
        "revoked": share.revoked,
        "uses": share.uses,
        "lastUses": uses.collect::<Vec<_>>(),
        "frameAncestors": share.frame_ancestors,
    })
}
