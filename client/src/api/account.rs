//! Who one is at the relay: signing in and out, one's own account, its sign-ins and tokens.

use gloo::net::http::Method;

use super::{ApiError, ask, read, send};
use crate::{
    json::{Json, quoted},
    relay_address::in_path,
};

/// Who asks, as the relay knows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Asker {
    /// Whoever has signed in.
    pub(crate) account: Option<Account>,
    /// Whether signing in would make somebody more than they are.
    pub(crate) can_sign_in: bool,
    /// Whether they own the whole relay.
    pub(crate) is_owner: bool,
}

/// One's own account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Account {
    /// What one signs in by.
    pub(crate) login: String,
    /// What others see.
    pub(crate) name: String,
    /// Whether one signs in by a password here.
    pub(crate) has_password: bool,
}

/// A browser in which one is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SignIn {
    /// Names it.
    pub(crate) id: String,
    /// What the browser calls itself.
    pub(crate) agent: String,
    /// When it was there last, to the hour, in milliseconds since the Unix epoch.
    pub(crate) seen_ms: i64,
    /// Whether it is this one.
    pub(crate) is_here: bool,
}

/// A token, but for its secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    /// Names it.
    pub(crate) id: String,
    /// What it is for.
    pub(crate) name: String,
    /// When it was used last, to the hour.
    pub(crate) used_ms: Option<i64>,
}

/// Who one is.
pub(crate) async fn who() -> Result<Asker, ApiError> {
    read(&ask(Method::GET, "/api/v1/account").await?, |answer| {
        let account = answer.object("account").and_then(|account| {
            let has_password = account.flag("hasPassword");
            Some(Account { login: account.text("login")?, name: account.text("name")?, has_password })
        });
        let by_account = answer.object("account").and_then(|account| account.text("role"));
        let is_owner = [by_account, answer.text("anonymousRole")].iter().flatten().any(|role| role == "owner");
        Some(Asker { can_sign_in: answer.flag("hasAccounts"), is_owner, account })
    })
}

/// Posts texts by their names; what is answered is nothing.
pub(crate) async fn post(path: &str, fields: &[(&str, &str)]) -> Result<(), ApiError> {
    send(Method::POST, path, Some(object(fields))).await.map(|_| ())
}

/// Ends this sign-in, or all.
pub(crate) async fn sign_out(everywhere: bool) -> Result<(), ApiError> {
    let body = if everywhere { "{\"everywhere\":true}" } else { "{}" };
    send(Method::POST, "/api/v1/sign-out", Some(body.to_owned())).await.map(|_| ())
}

/// Another name.
pub(crate) async fn rename(name: &str) -> Result<(), ApiError> {
    send(Method::PATCH, "/api/v1/account", Some(object(&[("name", name)]))).await.map(|_| ())
}

/// Where one is signed in.
pub(crate) async fn sign_ins() -> Result<Vec<SignIn>, ApiError> {
    let sign_in = |json: &Json| {
        let (id, agent) = (json.text("id")?, json.text("agent")?);
        Some(SignIn { id, agent, seen_ms: json.number("seenMs")? as i64, is_here: json.flag("here") })
    };
    read(&ask(Method::GET, "/api/v1/account/sign-ins").await?, |answer| {
        answer.list("signIns")?.iter().map(sign_in).collect()
    })
}

/// One's tokens.
pub(crate) async fn tokens() -> Result<Vec<Token>, ApiError> {
    let token = |json: &Json| {
        Some(Token {
            id: json.text("id")?,
            name: json.text("name")?,
            used_ms: json.number("usedMs").map(|used| used as i64),
        })
    };
    read(&ask(Method::GET, "/api/v1/account/tokens").await?, |answer| {
        answer.list("tokens")?.iter().map(token).collect()
    })
}

/// Makes a token and returns what a program shows: the only time that anybody sees it.
pub(crate) async fn make_token(name: &str, role: &str, table: &str, days: u32) -> Result<String, ApiError> {
    let tables = if table.is_empty() { "null".to_owned() } else { ["[", &quoted(table), "]"].concat() };
    let days = if days == 0 { "null".to_owned() } else { days.to_string() };
    let parts =
        ["{\"name\":", &quoted(name), ",\"role\":", &quoted(role), ",\"tables\":", &tables, ",\"days\":", &days, "}"];
    let answer = send(Method::POST, "/api/v1/account/tokens", Some(parts.concat())).await?;
    let text = answer.text().await.map_err(|_| ApiError::Unreachable)?;
    read(&text, |answer| answer.text("token"))
}

/// Ends a sign-in or a token: `sign-ins` or `tokens`, and its id.
pub(crate) async fn end(what: &str, id: &str) -> Result<(), ApiError> {
    ask(Method::DELETE, &["/api/v1/account/", what, "/", &in_path(id)].concat()).await.map(|_| ())
}

fn object(fields: &[(&str, &str)]) -> String {
    let fields: Vec<String> =
        fields.iter().map(|(name, value)| [&quoted(name), ":", &quoted(value)].concat()).collect();
    ["{", &fields.join(","), "}"].concat()
}
