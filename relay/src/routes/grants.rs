//! The routes of grants: who has which role on a dashboard or in a folder. Only its owners rule that, and there is always
//! one left who can.

use std::{str::FromStr, time::Duration};

use bytes::Buf;
use document::Role;
use futures_util::Stream;
use serde::Deserialize;
use serde_json::json;
use warp::{Filter, Rejection, Reply, http::StatusCode, reply::Response};

use super::{acts::unchanged, answer::json_answer, asked::asked, dashboards::or_problem, gate::Gate};
use crate::{
    audit::Act,
    authority::Asker,
    clock,
    dashboard::DashboardId,
    directory::{Change, Entries, Grant, Holder, Key, Place, Record},
    problem::{Code, Problem},
};

/// Most grants on one dashboard or folder: more people are a group.
const MAX_GRANTS: usize = 1_000;

/// What the routes share.
#[derive(Clone)]
pub(super) struct GrantRoutes {
    pub(super) gate: Gate,
    pub(super) body_timeout: Duration,
}

/// Who is to have which role. One of the two names whom.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    /// The login of an account.
    #[serde(default)]
    account: Option<String>,
    /// The name of a group.
    #[serde(default)]
    group: Option<String>,
    role: Role,
}

impl GrantRoutes {
    /// `/api/v1/dashboards/{id}/grants` and `/api/v1/folders/{id}/grants`, and `…/grants/{holder}`.
    pub(super) fn all(self) -> impl Filter<Extract = (Response,), Error = Rejection> + Clone + Send + Sync + use<> {
        let (list, give, take, gate) = (self.clone(), self.clone(), self.clone(), self.gate);
        let list =
            places("grants").and(warp::path::end()).and(warp::get()).map(move |place| or_problem(list.list(place)));
        let give =
            places("grants").and(warp::path::end()).and(warp::put()).and(gate.asker()).and(warp::body::stream()).then(
                move |place, asker, body| {
                    let routes = give.clone();
                    async move { or_problem(routes.give(place, &asker, body).await) }
                },
            );
        let take = places("grants")
            .and(warp::path::param::<String>())
            .and(warp::path::end())
            .and(warp::delete())
            .and(gate.asker())
            .then(move |place, holder: String, asker| {
                let routes = take.clone();
                async move { or_problem(routes.take(place, &holder, &asker).await) }
            });
        list.or(give).unify().or(take).unify()
    }

    fn list(&self, place: Option<Place>) -> Result<Response, Problem> {
        let place = place.ok_or_else(no_place)?;
        let grants = self.gate.authority().directory().read(|entries| {
            let grants = entries.grants().filter(|grant| grant.place == place);
            grants.map(|grant| told(grant, entries)).collect::<Vec<_>>()
        });
        Ok(json_answer(&json!({ "grants": grants })))
    }

    async fn give<B: Buf>(
        &self,
        place: Option<Place>,
        asker: &Asker,
        body: impl Stream<Item = Result<B, warp::Error>> + Send,
    ) -> Result<Response, Problem> {
        let place = self.existing(place).await?;
        let wanted: Wanted = asked(body, self.body_timeout, "{\"account\": \"ada\", \"role\": \"viewer\"}").await?;
        let directory = self.gate.authority().directory();
        let holder = directory.read(|entries| wanted.holder(entries))?;
        let grant = Grant { holder, place, role: wanted.role };
        let detail = format!("{} as {:?}", word(holder), wanted.role).to_lowercase();
        let line = asker.line(clock::now_ms(), Act::RoleGranted, object(place), detail);
        let change = |entries: &Entries| {
            keeps_an_owner(entries, place, holder, Some(wanted.role))?;
            let there = entries.grants().filter(|other| other.place == place).count();
            if there >= MAX_GRANTS && entries.grant(holder, place).is_none() {
                return Err(Problem::new(Code::TooMany, "As many have a role here as may: make a group of them."));
            }
            Ok(vec![Change::put(Record::Grant(grant))])
        };
        directory.change(line, Vec::new(), change).await.map_err(unchanged)?;
        Ok(json_answer(&directory.read(|entries| told(&grant, entries))))
    }

    async fn take(&self, place: Option<Place>, holder: &str, asker: &Asker) -> Result<Response, Problem> {
        let place = place.ok_or_else(no_place)?;
        let holder = holder_of(holder).ok_or_else(no_grant)?;
        let line = asker.line(clock::now_ms(), Act::RoleRevoked, object(place), word(holder));
        let change = |entries: &Entries| {
            entries.grant(holder, place).ok_or_else(no_grant)?;
            keeps_an_owner(entries, place, holder, None)?;
            Ok::<_, Problem>(vec![Change::Remove(Key::Grant(holder, place))])
        };
        self.gate.authority().directory().change(line, Vec::new(), change).await.map_err(unchanged)?;
        Ok(StatusCode::NO_CONTENT.into_response())
    }

    /// Nothing is given on what is not there, and on a draft only through its dashboard.
    async fn existing(&self, place: Option<Place>) -> Result<Place, Problem> {
        let place = place.ok_or_else(no_place)?;
        let is_there = match place {
            Place::Dashboard(dashboard) => self.gate.is_published(dashboard).await,
            Place::Folder(folder) => self.gate.authority().directory().read(|entries| entries.folder(folder).is_some()),
        };
        is_there.then_some(place).ok_or_else(no_place)
    }
}

impl Wanted {
    fn holder(&self, entries: &Entries) -> Result<Holder, Problem> {
        match (&self.account, &self.group) {
            (Some(login), None) => {
                let account = entries.account_by_login(login).map(|account| Holder::Account(account.id));
                account.ok_or_else(|| Problem::new(Code::NoSuchAccount, "Nobody signs in so.").in_field("account"))
            }
            (None, Some(name)) => {
                let group = entries.groups().find(|group| group.name == *name).map(|group| Holder::Group(group.id));
                group.ok_or_else(|| Problem::new(Code::NoSuchAccount, "No group has this name.").in_field("group"))
            }
            _ => Err(Problem::new(Code::BadRequest, "Name an account or a group, one of them.")),
        }
    }
}

/// The place that the path names; `None` for what is no id.
fn places(last: &'static str) -> impl Filter<Extract = (Option<Place>,), Error = Rejection> + Clone + Send + Sync {
    let dashboard = warp::path!("api" / "v1" / "dashboards" / String / ..)
        .and(warp::path(last))
        .map(|id: String| id.parse::<DashboardId>().ok().map(Place::Dashboard));
    let folder = warp::path!("api" / "v1" / "folders" / String / ..)
        .and(warp::path(last))
        .map(|id: String| id.parse().ok().map(Place::Folder));
    dashboard.or(folder).unify()
}

/// Where somebody owns it, somebody goes on owning it.
fn keeps_an_owner(entries: &Entries, place: Place, holder: Holder, role: Option<Role>) -> Result<(), Problem> {
    let mut owners = entries.grants().filter(|grant| grant.place == place && grant.role == Role::Owner).peekable();
    let was_owned = owners.peek().is_some();
    if !was_owned || role == Some(Role::Owner) || owners.any(|owner| owner.holder != holder) {
        return Ok(());
    }
    Err(Problem::new(Code::LastOwner, "Make somebody else an owner first: somebody has to be one."))
}

fn holder_of(word: &str) -> Option<Holder> {
    let (kind, id) = word.split_once(':')?;
    match kind {
        "account" => FromStr::from_str(id).ok().map(Holder::Account),
        "group" => FromStr::from_str(id).ok().map(Holder::Group),
        _ => None,
    }
}

fn word(holder: Holder) -> String {
    match holder {
        Holder::Account(id) => format!("account:{id}"),
        Holder::Group(id) => format!("group:{id}"),
    }
}

fn object(place: Place) -> String {
    match place {
        Place::Dashboard(id) => format!("dashboard:{id}"),
        Place::Folder(id) => format!("folder:{id}"),
    }
}

fn told(grant: &Grant, entries: &Entries) -> serde_json::Value {
    let (name, login) = match grant.holder {
        Holder::Account(id) => {
            let account = entries.account(id);
            (account.map(|account| account.name.as_str()), account.map(|account| account.login.as_str()))
        }
        Holder::Group(id) => (entries.group(id).map(|group| group.name.as_str()), None),
    };
    json!({ "holder": word(grant.holder), "name": name, "login": login, "role": grant.role })
}

fn no_place() -> Problem {
    Problem::new(Code::NoSuchDashboard, "There is no such dashboard or folder.")
}

fn no_grant() -> Problem {
    Problem::new(Code::NoSuchAccount, "They were given nothing here.")
}
