//! The routes by which those who rule the relay rule its accounts: the list, making, changing, removing, inviting.

use document::Role;
use serde::{Deserialize, Deserializer};
use serde_json::json;
use warp::{Filter, Reply, filters::BoxedFilter, http::StatusCode, reply::Response};

use super::{
    account::{AccountRoutes, Seen, problem},
    answer::json_answer,
    dashboards::or_problem,
};
use crate::{
    accounts::{AccountError, Member, NewMember},
    directory::AccountId,
    problem::Problem,
    visitor::Visitor,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct New {
    login: String,
    /// The login where it is not said.
    name: Option<String>,
    role: Option<Role>,
    password: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Altered {
    name: Option<String>,
    /// `null` takes the role away, and what is not said stays.
    #[serde(default, deserialize_with = "said")]
    role: Option<Option<Role>>,
    disabled: Option<bool>,
}

fn said<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<Role>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

impl AccountRoutes {
    /// `/api/v1/accounts` and what is below it, but for tokens.
    pub(super) fn members(&self) -> BoxedFilter<(Response,)> {
        let (listing, making) = (self.accounts.clone(), self.clone());
        let all = warp::path!("api" / "v1" / "accounts");
        let list = all.and(warp::get()).map(move || {
            let members = listing.members();
            json_answer(&json!({ "accounts": members.iter().map(Seen::from).collect::<Vec<_>>() }))
        });
        let posted = all.and(warp::post()).and(self.visitor.clone()).and(self.body());
        let make = posted.then(move |visitor: Visitor, new: New| {
            let routes = making.clone();
            async move { or_problem(routes.make(&visitor, new).await) }
        });
        list.or(make)
            .unify()
            .or(self.altering())
            .unify()
            .or(self.removing())
            .unify()
            .or(self.inviting())
            .unify()
            .boxed()
    }

    /// Whoever has no password yet is invited to set one.
    async fn make(&self, visitor: &Visitor, new: New) -> Result<Response, Problem> {
        let New { login, name, role, password } = new;
        let (name, invited) = (name.unwrap_or_else(|| login.clone()), password.is_none());
        let account = self.accounts.make(visitor, NewMember { login, name, role, password }).await.map_err(problem)?;
        let link = match invited {
            true => Some(self.accounts.invite(visitor, account.id).await.map_err(problem)?),
            false => None,
        };
        let mut response = json_answer(&json!({ "account": Seen::from(&account), "link": link }));
        *response.status_mut() = StatusCode::CREATED;
        Ok(response)
    }

    fn altering(&self) -> BoxedFilter<(Response,)> {
        let accounts = self.accounts.clone();
        let one = warp::path!("api" / "v1" / "accounts" / String).and(warp::patch());
        let alter = one.and(self.visitor.clone()).and(self.body()).then(
            move |id: String, visitor: Visitor, Altered { name, role, disabled }: Altered| {
                let accounts = accounts.clone();
                let altered = async move {
                    let account = accounts.alter(&visitor, id_of(&id)?, Member { name, role, disabled }).await;
                    Ok(json_answer(&Seen::from(&account.map_err(problem)?)))
                };
                async move { or_problem(altered.await) }
            },
        );
        alter.boxed()
    }

    fn removing(&self) -> BoxedFilter<(Response,)> {
        let accounts = self.accounts.clone();
        let one = warp::path!("api" / "v1" / "accounts" / String).and(warp::delete());
        let remove = one.and(self.visitor.clone()).then(move |id: String, visitor: Visitor| {
            let accounts = accounts.clone();
            let removed = async move {
                accounts.remove(&visitor, id_of(&id)?).await.map_err(problem)?;
                Ok(StatusCode::NO_CONTENT.into_response())
            };
            async move { or_problem(removed.await) }
        });
        remove.boxed()
    }

    fn inviting(&self) -> BoxedFilter<(Response,)> {
        let accounts = self.accounts.clone();
        let one = warp::path!("api" / "v1" / "accounts" / String / "invitation").and(warp::post());
        let invite = one.and(self.visitor.clone()).then(move |id: String, visitor: Visitor| {
            let accounts = accounts.clone();
            let invited = async move {
                let link = accounts.invite(&visitor, id_of(&id)?).await.map_err(problem)?;
                Ok(json_answer(&json!({ "link": link })))
            };
            async move { or_problem(invited.await) }
        });
        invite.boxed()
    }
}

pub(super) fn id_of(text: &str) -> Result<AccountId, Problem> {
    text.parse().map_err(|_| problem(AccountError::NoSuchAccount))
}
