//! The routes of signing in elsewhere: the way to the provider and the way back. Browsers walk them, so they answer with
//! where to go on; what went wrong stands in the audit, and the page says no more than that it did.

use std::net::IpAddr;

use document::Role;
use warp::{
    Filter, Reply,
    filters::BoxedFilter,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    reply::Response,
};

use super::{account::AccountRoutes, query::Query};
use crate::{
    accept::Peer,
    openid::{OpenId, OpenIdError, PATIENCE},
    visitor::{Visitor, cookies},
};

/// The cookie that ties the way back to the browser that began.
const COOKIE: &str = "ashboard_openid";
/// Where it is sent.
const COOKIE_PATH: &str = "/api/v1/openid";
/// Where the page says that it did not work.
const FAILED: &str = "/sign-in#failed=openid";
/// The longest path to go on at, in bytes.
const MAX_PATH_BYTES: usize = 1024;

/// What the routes share.
#[derive(Clone)]
pub struct OpenIdRoutes {
    /// The provider, where there is one.
    pub openid: Option<OpenId>,
    /// The role of accounts that are made.
    pub newcomers: Option<Role>,
    /// Whose sign-ins they are.
    pub accounts: AccountRoutes,
}

impl OpenIdRoutes {
    /// `GET /api/v1/openid` and `GET /api/v1/openid/callback`.
    pub(super) fn all(&self) -> BoxedFilter<(Response,)> {
        let (begin, back) = (self.clone(), self.clone());
        let query = || warp::query::<Query>().or_else(|_| async { Ok::<_, warp::Rejection>((Query::default(),)) });
        let begin = warp::path!("api" / "v1" / "openid").and(warp::get()).and(query()).then(move |query: Query| {
            let routes = begin.clone();
            async move { routes.begin(query).await }
        });
        let asked = warp::get().and(query()).and(warp::header::headers_cloned()).and(warp::ext::optional::<Peer>());
        let back = warp::path!("api" / "v1" / "openid" / "callback").and(asked).then(
            move |query: Query, headers: HeaderMap, peer: Option<Peer>| {
                let routes = back.clone();
                async move { routes.back(&query, &headers, peer.map(|peer| peer.address.ip())).await }
            },
        );
        begin.or(back).unify().boxed()
    }

    async fn begin(&self, mut query: Query) -> Response {
        let Some(openid) = &self.openid else { return go_on(FAILED) };
        let to = query.remove("to").filter(|to| is_of_this_page(to)).unwrap_or_else(|| "/".to_owned());
        match openid.begin(to).await {
            Ok(begun) => {
                let mut response = go_on(&begun.address);
                self.set_cookie(&mut response, &begun.state, PATIENCE.as_secs());
                response
            }
            Err(error) => {
                tracing::warn!(%error, "nobody can sign in at the provider");
                go_on(FAILED)
            }
        }
    }

    async fn back(&self, query: &Query, headers: &HeaderMap, peer: Option<IpAddr>) -> Response {
        let Some(openid) = &self.openid else { return go_on(FAILED) };
        let visitor = Visitor::anonymous(peer);
        let mut response = match self.signed_in(openid, query, headers, &visitor).await {
            Ok(response) => response,
            Err(why) => {
                tracing::warn!(why, "somebody could not sign in at the provider");
                if let Err(error) = self.accounts.accounts.refused_outside(&visitor, &why).await {
                    tracing::warn!(%error, "a refused sign-in was not put on record");
                }
                go_on(FAILED)
            }
        };
        self.set_cookie(&mut response, "", 0);
        response
    }

    async fn signed_in(
        &self,
        openid: &OpenId,
        query: &Query,
        headers: &HeaderMap,
        visitor: &Visitor,
    ) -> Result<Response, String> {
        let words = |error: OpenIdError| error.to_string();
        let state = query.get("state").ok_or_else(|| words(OpenIdError::NotBegun))?;
        // Another browser's state would sign its owner in here.
        if !cookies(headers, COOKIE).any(|held| held == state) {
            return Err(words(OpenIdError::NotBegun));
        }
        let code = query.get("code").filter(|_| openid.is_issuer(query.get("iss").map(String::as_str)));
        let Some(code) = code else {
            openid.give_up(state);
            return Err(words(OpenIdError::Refused));
        };
        let (person, to) = openid.finish(state, code.clone()).await.map_err(words)?;
        let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
        let signed_in = self.accounts.accounts.sign_in_outside(visitor, person, self.newcomers, agent).await;
        let mut response = go_on(&to);
        self.accounts.keep(&mut response, &signed_in.map_err(|error| error.to_string())?);
        Ok(response)
    }

    /// Lax, because a browser comes back with it from the provider.
    fn set_cookie(&self, response: &mut Response, state: &str, seconds: u64) {
        let secure = if self.accounts.trust.secure { "; Secure" } else { "" };
        let cookie = format!("{COOKIE}={state}; Path={COOKIE_PATH}; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}");
        if let Ok(mut cookie) = HeaderValue::from_str(&cookie) {
            cookie.set_sensitive(true);
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
}

fn go_on(to: &str) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::LOCATION, HeaderValue::from_str(to).unwrap_or(HeaderValue::from_static("/")));
    response
}

/// A path, and nothing that a browser takes for another host.
fn is_of_this_page(to: &str) -> bool {
    let is_path = to.starts_with('/') && !to.starts_with("//") && !to.contains('\\');
    is_path && to.len() <= MAX_PATH_BYTES && to.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_elsewhere_after_signing_in() {
        for (to, is_here) in [
            ("/", true),
            ("/d/0190?from=now-6h#x", true),
            ("", false),
            ("//evil.example", false),
            ("/\\evil.example", false),
            ("https://evil.example", false),
            ("/\t/evil.example", false),
            ("/a\r\nset-cookie: x=y", false),
            (&format!("/{}", "a".repeat(MAX_PATH_BYTES)), false),
        ] {
            assert_eq!(is_of_this_page(to), is_here, "{to:?}");
        }
    }
}
