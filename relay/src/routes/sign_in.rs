//! The routes of signing in and out: by password, by a one-time link, and the cookie that comes of it. Only what proves
//! somebody is here; what somebody does with their account is in `account`.

use serde::Deserialize;
use warp::{
    Filter, Reply,
    filters::BoxedFilter,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    reply::Response,
};

use super::{
    account::{AccountRoutes, own, problem},
    dashboards::or_problem,
};
use crate::{
    accounts::{Ending, NewMember, SignedIn},
    clock,
    problem::Problem,
    visitor::Visitor,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ByPassword {
    login: String,
    password: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct First {
    secret: String,
    login: String,
    name: String,
    password: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reset {
    secret: String,
    password: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Out {
    #[serde(default)]
    everywhere: bool,
}

impl AccountRoutes {
    /// `/api/v1/sign-in`, `/sign-out`, `/first-owner`, `/reset`.
    pub(super) fn proving(&self) -> BoxedFilter<(Response,)> {
        let [by_password, by_first, by_reset, out] = [(); 4].map(|()| self.clone());
        let by_password = warp::path!("api" / "v1" / "sign-in").and(self.posted()).then(
            move |visitor: Visitor, agent: String, body: ByPassword| {
                let routes = by_password.clone();
                async move {
                    let signed_in = routes.accounts.sign_in(&visitor, &body.login, body.password, &agent).await;
                    or_problem(signed_in.map(|signed_in| routes.told(&signed_in)).map_err(problem))
                }
            },
        );
        let by_first = warp::path!("api" / "v1" / "first-owner").and(self.posted()).then(
            move |visitor: Visitor, agent: String, First { secret, login, name, password }: First| {
                let routes = by_first.clone();
                let new = NewMember { login, name, role: None, password: Some(password) };
                async move {
                    let signed_in = routes.accounts.make_first_owner(&visitor, &secret, new, &agent).await;
                    or_problem(signed_in.map(|signed_in| routes.told(&signed_in)).map_err(problem))
                }
            },
        );
        let by_reset = warp::path!("api" / "v1" / "reset").and(self.posted()).then(
            move |visitor: Visitor, agent: String, body: Reset| {
                let routes = by_reset.clone();
                async move {
                    let signed_in = routes.accounts.accept(&visitor, &body.secret, body.password, &agent).await;
                    or_problem(signed_in.map(|signed_in| routes.told(&signed_in)).map_err(problem))
                }
            },
        );
        let out = warp::path!("api" / "v1" / "sign-out").and(self.posted()).then(
            move |visitor: Visitor, _: String, body: Out| {
                let routes = out.clone();
                async move { or_problem(routes.sign_out(&visitor, body.everywhere).await) }
            },
        );
        by_password.or(by_first).unify().or(by_reset).unify().or(out).unify().boxed()
    }

    async fn sign_out(&self, visitor: &Visitor, everywhere: bool) -> Result<Response, Problem> {
        let (account, sign_in) = own(visitor)?;
        let ending = sign_in.filter(|_| !everywhere).map_or(Ending::All, Ending::One);
        self.accounts.end_sign_ins(visitor, account, ending).await.map_err(problem)?;
        let mut response = StatusCode::NO_CONTENT.into_response();
        self.set_cookie(&mut response, "", 0);
        Ok(response)
    }

    /// The answer to whoever has signed in.
    fn told(&self, signed_in: &SignedIn) -> Response {
        let mut response = StatusCode::NO_CONTENT.into_response();
        self.keep(&mut response, signed_in);
        response
    }

    /// Puts the cookie of a sign-in onto an answer.
    pub(super) fn keep(&self, response: &mut Response, signed_in: &SignedIn) {
        let seconds = signed_in.expires_ms.saturating_sub(clock::now_ms()) / 1000;
        self.set_cookie(response, &signed_in.cookie, seconds.max(0));
    }

    /// Strict would sign nobody in who comes by a link from elsewhere; what changes something carries a header besides.
    fn set_cookie(&self, response: &mut Response, value: &str, seconds: i64) {
        let (name, secure) = (self.trust.cookie, if self.trust.secure { "; Secure" } else { "" });
        let cookie = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}");
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Ok(mut cookie) = HeaderValue::from_str(&cookie) {
            cookie.set_sensitive(true);
            headers.insert(header::SET_COOKIE, cookie);
        }
    }

    /// A post: who sends it, with what browser, and what it says.
    fn posted<T: for<'de> Deserialize<'de> + Send + 'static>(&self) -> BoxedFilter<(Visitor, String, T)> {
        let agent = warp::header::headers_cloned().map(|headers: HeaderMap| {
            let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
            agent.unwrap_or_default().to_owned()
        });
        warp::post().and(self.visitor.clone()).and(agent).and(self.body()).boxed()
    }
}
