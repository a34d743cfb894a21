//! The routes of tokens: one's own below `account`, those of others below `accounts`.

use std::collections::BTreeSet;

use document::Role;
use serde::Deserialize;
use serde_json::{Value, json};
use warp::{Filter, Reply, filters::BoxedFilter, http::StatusCode, reply::Response};

use super::{
    account::{AccountRoutes, own, problem},
    accounts::id_of,
    answer::json_answer,
    dashboards::or_problem,
};
use crate::{
    accounts::{AccountError, NewToken},
    clock,
    dashboard::DashboardId,
    directory::{AccountId, Scope, Token},
    problem::Problem,
    visitor::Visitor,
};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    name: String,
    role: Role,
    dashboards: Option<BTreeSet<DashboardId>>,
    tables: Option<BTreeSet<String>>,
    /// Days until it ends; never where it is not said.
    days: Option<u32>,
}

impl AccountRoutes {
    /// `/api/v1/account/tokens` and `/api/v1/accounts/{id}/tokens`, and what is below them.
    pub(super) fn tokens(&self) -> BoxedFilter<(Response,)> {
        let mine = warp::path!("api" / "v1" / "account" / "tokens").and(self.visitor.clone());
        let mine = mine.map(|visitor: Visitor| (own(&visitor).map(|own| own.0), visitor)).untuple_one();
        let theirs = warp::path!("api" / "v1" / "accounts" / String / "tokens").and(self.visitor.clone());
        let theirs = theirs.map(|id: String, visitor| (id_of(&id), visitor)).untuple_one();
        let all = mine.or(theirs).unify();
        let (listing, making) = (self.clone(), self.clone());
        let list = all.clone().and(warp::get()).map(move |account: Result<AccountId, Problem>, _| {
            let tokens = account.map(|account| listing.accounts.tokens(account));
            or_problem(
                tokens.map(|tokens| json_answer(&json!({ "tokens": tokens.iter().map(seen).collect::<Vec<_>>() }))),
            )
        });
        let make = all.and(warp::post()).and(self.body()).then(move |account, visitor: Visitor, wanted: Wanted| {
            let routes = making.clone();
            async move { or_problem(routes.make_token(account, &visitor, wanted).await) }
        });
        list.or(make).unify().or(self.revoking()).unify().boxed()
    }

    fn revoking(&self) -> BoxedFilter<(Response,)> {
        let mine = warp::path!("api" / "v1" / "account" / "tokens" / String).and(self.visitor.clone());
        let mine = mine.map(|token, visitor: Visitor| (own(&visitor).map(|own| own.0), token, visitor)).untuple_one();
        let theirs = warp::path!("api" / "v1" / "accounts" / String / "tokens" / String).and(self.visitor.clone());
        let theirs = theirs.map(|id: String, token, visitor| (id_of(&id), token, visitor)).untuple_one();
        let accounts = self.accounts.clone();
        let revoke = mine.or(theirs).unify().and(warp::delete()).then(
            move |account: Result<AccountId, Problem>, token: String, visitor: Visitor| {
                let accounts = accounts.clone();
                let revoked = async move {
                    let token = token.parse().map_err(|_| problem(AccountError::NotTheirs))?;
                    accounts.revoke_token(&visitor, Some(account?), token).await.map_err(problem)?;
                    Ok(StatusCode::NO_CONTENT.into_response())
                };
                async move { or_problem(revoked.await) }
            },
        );
        revoke.boxed()
    }

    async fn make_token(
        &self,
        account: Result<AccountId, Problem>,
        visitor: &Visitor,
        wanted: Wanted,
    ) -> Result<Response, Problem> {
        let Wanted { name, role, dashboards, tables, days } = wanted;
        let expires_ms = days.map(|days| clock::now_ms().saturating_add(i64::from(days) * DAY_MS));
        let new = NewToken { name, scope: Scope { role, dashboards, tables }, expires_ms };
        let minted = self.accounts.make_token(visitor, account?, new).await.map_err(problem)?;
        let mut answer = seen(&minted.token);
        answer["token"] = minted.shown.into();
        let mut response = json_answer(&answer);
        *response.status_mut() = StatusCode::CREATED;
        Ok(response)
    }
}

fn seen(token: &Token) -> Value {
    let Token { id, account, name, scope, made_ms, expires_ms, used_ms, .. } = token;
    json!({
        "id": id, "account": account, "name": name, "role": scope.role, "dashboards": scope.dashboards,
        "tables": scope.tables, "madeMs": made_ms, "expiresMs": expires_ms, "usedMs": used_ms,
    })
}
