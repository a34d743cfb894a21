//! The routes of groups: accounts that are given rights together. The owners of the relay rule them; who rules a dashboard
//! names them.

use std::{collections::BTreeSet, time::Duration};

use bytes::Buf;
use futures_util::Stream;
use serde::Deserialize;
use serde_json::json;
use warp::{Filter, Rejection, Reply, http::StatusCode, reply::Response};

use super::{acts::unchanged, answer::json_answer, asked::asked, dashboards::or_problem, gate::Gate};
use crate::{
    audit::Act,
    authority::Asker,
    clock,
    directory::{AccountId, Change, Entries, Group, GroupId, Holder, Key, Record},
    problem::{Code, Problem},
};

/// Most groups: each is looked at when somebody's rights are judged.
const MAX_GROUPS: usize = 1_000;
/// The longest name of a group, in characters.
const MAX_NAME_CHARS: usize = 100;

/// What the routes share.
#[derive(Clone)]
pub(super) struct GroupRoutes {
    pub(super) gate: Gate,
    pub(super) body_timeout: Duration,
}

/// A group as it is to be.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    name: String,
    /// The logins of its members.
    #[serde(default)]
    members: Vec<String>,
}

impl GroupRoutes {
    /// `/api/v1/groups` and `/api/v1/groups/{id}`.
    pub(super) fn all(self) -> impl Filter<Extract = (Response,), Error = Rejection> + Clone + Send + Sync + use<> {
        let (list, make, change, remove, gate) = (self.clone(), self.clone(), self.clone(), self.clone(), self.gate);
        let list = warp::path!("api" / "v1" / "groups").and(warp::get()).map(move || list.list());
        let make =
            warp::path!("api" / "v1" / "groups").and(warp::post()).and(gate.asker()).and(warp::body::stream()).then(
                move |asker, body| {
                    let routes = make.clone();
                    async move { or_problem(routes.put(None, &asker, body).await) }
                },
            );
        let change = warp::path!("api" / "v1" / "groups" / String)
            .and(warp::put())
            .and(gate.asker())
            .and(warp::body::stream())
            .then(move |id: String, asker, body| {
                let routes = change.clone();
                async move { or_problem(routes.put(Some(&id), &asker, body).await) }
            });
        let remove = warp::path!("api" / "v1" / "groups" / String).and(warp::delete()).and(gate.asker()).then(
            move |id: String, asker| {
                let routes = remove.clone();
                async move { or_problem(routes.remove(&id, &asker).await) }
            },
        );
        list.or(make).unify().or(change).unify().or(remove).unify()
    }

    fn list(&self) -> Response {
        let groups = self
            .gate
            .authority()
            .directory()
            .read(|entries| entries.groups().map(|group| told(group, entries)).collect::<Vec<_>>());
        json_answer(&json!({ "groups": groups }))
    }

    async fn put<B: Buf>(
        &self,
        id: Option<&str>,
        asker: &Asker,
        body: impl Stream<Item = Result<B, warp::Error>> + Send,
    ) -> Result<Response, Problem> {
        let wanted: Wanted = asked(body, self.body_timeout, "{\"name\": \"Sales\", \"members\": [\"ada\"]}").await?;
        let fresh = || GroupId::fresh().map_err(|_| Problem::new(Code::Internal, "The relay has no randomness."));
        let known = id.map(|id| id.parse::<GroupId>().map_err(|_| no_group())).transpose()?;
        let group = known.map_or_else(fresh, Ok)?;
        let directory = self.gate.authority().directory();
        let detail = format!("{} with {} members", wanted.name, wanted.members.len());
        let line = asker.line(clock::now_ms(), Act::GroupChanged, format!("group:{group}"), detail);
        let change = |entries: &Entries| {
            if known.is_some_and(|known| entries.group(known).is_none()) {
                return Err(no_group());
            }
            let group = wanted.group(group, entries)?;
            Ok(vec![Change::put(Record::Group(group))])
        };
        directory.change(line, Vec::new(), change).await.map_err(unchanged)?;
        let told = directory.read(|entries| entries.group(group).map(|group| told(group, entries)));
        let mut response = json_answer(&told);
        if known.is_none() {
            *response.status_mut() = StatusCode::CREATED;
        }
        Ok(response)
    }

    /// What was given to a group goes with it.
    async fn remove(&self, id: &str, asker: &Asker) -> Result<Response, Problem> {
        let id = id.parse::<GroupId>().map_err(|_| no_group())?;
        let line = asker.line(clock::now_ms(), Act::GroupChanged, format!("group:{id}"), "removed");
        let change = |entries: &Entries| {
            entries.group(id).ok_or_else(no_group)?;
            let grants = entries.grants().filter(|grant| grant.holder == Holder::Group(id));
            let keys = grants.map(|grant| Key::Grant(grant.holder, grant.place)).chain([Key::Group(id)]);
            Ok::<_, Problem>(keys.map(Change::Remove).collect())
        };
        self.gate.authority().directory().change(line, Vec::new(), change).await.map_err(unchanged)?;
        Ok(StatusCode::NO_CONTENT.into_response())
    }
}

impl Wanted {
    fn group(&self, id: GroupId, entries: &Entries) -> Result<Group, Problem> {
        let bad = |field: &str, detail: &str| Problem::new(Code::BadRequest, detail).in_field(field);
        let chars = self.name.chars().count();
        if !(1..=MAX_NAME_CHARS).contains(&chars) || self.name.chars().any(char::is_control) {
            return Err(bad("name", "A name has 1 to 100 characters on one line."));
        }
        if entries.groups().any(|other| other.id != id && other.name == self.name) {
            return Err(Problem::new(Code::Taken, "Another group has this name.").in_field("name"));
        }
        if entries.group(id).is_none() && entries.groups().count() >= MAX_GROUPS {
            return Err(Problem::new(Code::TooMany, "There are as many groups as there may be."));
        }
        let member = |login: &String| entries.account_by_login(login).map(|account| account.id);
        let members: Option<BTreeSet<AccountId>> = self.members.iter().map(member).collect();
        let no_member = || Problem::new(Code::NoSuchAccount, "One of the members has no account.").in_field("members");
        Ok(Group { id, name: self.name.clone(), members: members.ok_or_else(no_member)? })
    }
}

fn told(group: &Group, entries: &Entries) -> serde_json::Value {
    let members = group.members.iter().filter_map(|id| entries.account(*id));
    let members: Vec<_> =
        members.map(|account| json!({ "id": account.id, "login": account.login, "name": account.name })).collect();
    json!({ "id": group.id, "name": group.name, "members": members })
}

fn no_group() -> Problem {
    Problem::new(Code::NoSuchAccount, "There is no such group.")
}
