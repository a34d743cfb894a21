//! The routes of one's own account: who one is, name and password, where one is signed in. They turn requests into calls
//! of the accounts; that whoever asks is somebody the gate has judged.

use std::time::Duration;

use document::Role;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use tokio::time::Instant;
use warp::{
    Filter, Reply,
    filters::BoxedFilter,
    http::{HeaderMap, StatusCode},
    reply::Response,
};

use super::{answer::json_answer, body::collect, dashboards::or_problem};
use crate::{
    accounts::{AccountError, Accounts, Ending, Member},
    authority::Principal,
    directory::{Account, AccountId, SignIn, SignInId},
    problem::{Code, Problem},
    visitor::{Trust, Visitor, cookies},
};

/// The largest body that the routes of accounts read, in bytes; a larger one is refused with 413.
const MAX_BODY_BYTES: u64 = 64 * 1024;

/// What the routes of accounts share.
#[derive(Clone)]
pub struct AccountRoutes {
    /// Whose they are.
    pub accounts: Accounts,
    /// The name and the kind of the cookie.
    pub trust: Trust,
    /// What somebody may do who has shown nothing: the page asks nobody to sign in where that is enough.
    pub anonymous: Option<Role>,
    /// Who asks.
    pub visitor: BoxedFilter<(Visitor,)>,
    /// A body that takes longer is given up.
    pub body_timeout: Duration,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AnotherPassword {
    present: String,
    new: String,
}

/// An account as others with the right to see it do.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Seen<'a> {
    id: AccountId,
    login: &'a str,
    name: &'a str,
    role: Option<Role>,
    has_password: bool,
    outside: bool,
    disabled: bool,
    made_ms: i64,
}

impl<'a> From<&'a Account> for Seen<'a> {
    fn from(account: &'a Account) -> Self {
        let Account { id, login, name, role, password, outside, disabled, made_ms } = account;
        let (has_password, outside) = (password.is_some(), outside.is_some());
        Self { id: *id, login, name, role: *role, has_password, outside, disabled: *disabled, made_ms: *made_ms }
    }
}

impl AccountRoutes {
    /// All routes of accounts.
    #[must_use]
    pub fn all(&self) -> BoxedFilter<(Response,)> {
        let own = self.who().or(self.renaming()).unify().or(self.password()).unify().or(self.signed_in()).unify();
        own.or(self.proving()).unify().or(self.tokens()).unify().or(self.members()).unify().boxed()
    }

    fn who(&self) -> BoxedFilter<(Response,)> {
        let routes = self.clone();
        let asked = warp::get().and(self.visitor.clone()).and(warp::header::headers_cloned());
        let who = warp::path!("api" / "v1" / "account").and(asked).then(move |visitor: Visitor, headers: HeaderMap| {
            let routes = routes.clone();
            async move { or_problem(routes.tell(&visitor, &headers).await) }
        });
        who.boxed()
    }

    /// Who asks; in passing, the cookie of a sign-in is replaced when its time has come.
    async fn tell(&self, visitor: &Visitor, headers: &HeaderMap) -> Result<Response, Problem> {
        let account = match visitor.principal {
            Principal::Account(id, _) => Some(self.accounts.account(id).map_err(problem)?),
            Principal::Anonymous | Principal::Token(_) | Principal::Link(_) | Principal::Console => None,
        };
        let seen = account.as_ref().map(Seen::from);
        let mut response = json_answer(&json!({
            "account": seen, "anonymousRole": self.anonymous, "hasAccounts": self.accounts.are_there(),
        }));
        if let (Principal::Account(_, Some(id)), Some(shown)) =
            (visitor.principal, cookies(headers, self.trust.cookie).next())
            && let Some(next) = self.accounts.refresh(id, shown).await.map_err(problem)?
        {
            self.keep(&mut response, &next);
        }
        Ok(response)
    }

    fn renaming(&self) -> BoxedFilter<(Response,)> {
        let routes = self.clone();
        let asked = warp::patch().and(self.visitor.clone()).and(self.body());
        let rename = warp::path!("api" / "v1" / "account").and(asked).then(move |visitor: Visitor, body: Named| {
            let accounts = routes.accounts.clone();
            async move {
                let altered = async {
                    let wanted = Member { name: Some(body.name), ..Member::default() };
                    let account = accounts.alter(&visitor, own(&visitor)?.0, wanted).await.map_err(problem)?;
                    Ok(json_answer(&Seen::from(&account)))
                };
                or_problem(altered.await)
            }
        });
        rename.boxed()
    }

    fn password(&self) -> BoxedFilter<(Response,)> {
        let routes = self.clone();
        let asked = warp::post().and(self.visitor.clone()).and(self.body());
        let path = warp::path!("api" / "v1" / "account" / "password");
        let change = path.and(asked).then(move |visitor: Visitor, body: AnotherPassword| {
            let accounts = routes.accounts.clone();
            async move {
                let changed = async {
                    let (id, here) = own(&visitor)?;
                    let changed = accounts.change_password(&visitor, id, body.present, body.new, here).await;
                    changed.map_err(problem)?;
                    Ok(StatusCode::NO_CONTENT.into_response())
                };
                or_problem(changed.await)
            }
        });
        change.boxed()
    }

    fn signed_in(&self) -> BoxedFilter<(Response,)> {
        let (list, end) = (self.accounts.clone(), self.accounts.clone());
        let asked = warp::get().and(self.visitor.clone());
        let list = warp::path!("api" / "v1" / "account" / "sign-ins").and(asked).map(move |visitor: Visitor| {
            or_problem(own(&visitor).map(|(id, here)| {
                let all: Vec<_> = list.sign_ins(id).iter().map(|sign_in| listed(sign_in, here)).collect();
                json_answer(&json!({ "signIns": all }))
            }))
        });
        let path = warp::path!("api" / "v1" / "account" / "sign-ins" / String);
        let asked = path.and(warp::delete()).and(self.visitor.clone());
        let end = asked.then(move |sign_in: String, visitor: Visitor| {
            let accounts = end.clone();
            async move {
                let ended = async {
                    let ending = Ending::One(sign_in.parse().map_err(|_| problem(AccountError::NotTheirs))?);
                    accounts.end_sign_ins(&visitor, own(&visitor)?.0, ending).await.map_err(problem)?;
                    Ok(StatusCode::NO_CONTENT.into_response())
                };
                or_problem(ended.await)
            }
        });
        list.or(end).unify().boxed()
    }

    /// A body of JSON.
    pub(super) fn body<T: DeserializeOwned + Send + 'static>(&self) -> BoxedFilter<(T,)> {
        let body_timeout = self.body_timeout;
        let read = warp::body::stream().and_then(move |body| async move {
            let read = async {
                let bytes = collect(body, MAX_BODY_BYTES, Instant::now() + body_timeout).await?;
                serde_json::from_slice(&bytes).map_err(|error| unread(&error))
            };
            read.await.map_err(warp::reject::custom)
        });
        read.boxed()
    }
}

/// The error of a parser repeats what it has read, which may be a secret: only where it stands is told.
fn unread(error: &serde_json::Error) -> Problem {
    let detail = "Send a JSON object with the fields that the description of this route has.";
    Problem::new(Code::BadRequest, detail).at_line(error.line() as u64)
}

fn listed(sign_in: &SignIn, here: Option<SignInId>) -> Value {
    let SignIn { id, agent, made_ms, rotated_ms, expires_ms, .. } = sign_in;
    json!({
        "id": id, "agent": agent, "madeMs": made_ms, "seenMs": rotated_ms, "expiresMs": expires_ms,
        "here": here == Some(*id),
    })
}

/// Whose account it is, and in which sign-in.
pub(super) fn own(visitor: &Visitor) -> Result<(AccountId, Option<SignInId>), Problem> {
    match visitor.principal {
        Principal::Account(id, sign_in) => Ok((id, sign_in)),
        Principal::Anonymous | Principal::Token(_) | Principal::Link(_) | Principal::Console => {
            Err(Problem::new(Code::SignInNeeded, "Sign in, with a browser."))
        }
    }
}

/// What a failed act is answered.
pub(super) fn problem(error: AccountError) -> Problem {
    let words = error.to_string();
    let sentence = |words: &str| words[..1].to_uppercase() + &words[1..] + ".";
    let with = |code| Problem::new(code, sentence(&words));
    match error {
        AccountError::WrongCredentials | AccountError::SpentLink => with(Code::WrongCredentials),
        AccountError::TooOften(wait) => {
            let retry_after_s = wait.as_secs() + 1;
            let detail = format!("Too many attempts have failed; try again in {retry_after_s} s.");
            Problem { retry_after_s: Some(retry_after_s), ..Problem::new(Code::TooManyRequests, detail) }
        }
        AccountError::Busy(_) => Problem { retry_after_s: Some(1), ..with(Code::TooManyRequests) },
        AccountError::BadLogin => with(Code::BadAccount).in_field("login"),
        AccountError::BadName => with(Code::BadAccount).in_field("name"),
        AccountError::BadPassword(_) => with(Code::BadAccount).in_field("password"),
        AccountError::Taken => with(Code::Taken).in_field("login"),
        AccountError::NoSuchAccount | AccountError::NotTheirs => with(Code::NoSuchAccount),
        AccountError::LastOwner => with(Code::LastOwner),
        AccountError::TooMany | AccountError::Full => with(Code::TooMany),
        AccountError::NoRandomness => with(Code::Internal),
        AccountError::Log(error) => super::dashboards::problem(error),
    }
}
