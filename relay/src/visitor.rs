//! The visitor: who asks, as a request shows it. A token wins over a trusted proxy, a proxy over a cookie; whoever shows
//! nothing is anonymous. [`identify`] is pure; [`Visitors`] looks into the directory and keeps what a visit changes there.
//! What a visitor may do is `authority`'s to say.

use std::net::IpAddr;

use warp::http::{HeaderMap, HeaderName, header};

use crate::{
    audit::{Act, Line},
    authority::Principal,
    config::Config,
    directory::{Account, AccountId, Entries, SecretHash, SignIn, SignInId, Token, TokenId},
};

pub mod secret;
mod visitors;

pub use visitors::Visitors;

/// What a token begins with, so that a search finds one that was lost.
pub const TOKEN_PREFIX: &str = "ash_";
/// What the secret of a command on this machine begins with.
pub const CONSOLE_PREFIX: &str = "ash_console_";
/// The longest login or name that a proxy may give, in characters; a longer one is nobody.
pub const MAX_LOGIN_CHARS: usize = 128;
/// What the account of a proxy's login has in front of it as its `outside`.
const PROXY: &str = "proxy ";

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visitor {
    /// As far as it was proved.
    pub principal: Principal,
    /// By which name others know them; empty for the anonymous.
    pub name: String,
    /// From which address: the peer's, or the one that a trusted proxy says.
    pub from: Option<IpAddr>,
    /// How it was proved.
    pub by: By,
}

/// How a visitor was proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// Not at all.
    Nothing,
    /// By what every page in the browser sends along, foreign ones too: such a request must show from which page it is.
    Cookie,
    /// By what only a program sends.
    Token,
    /// By a proxy; as to foreign pages it is as a cookie.
    Proxy,
}

/// Why a visitor is nobody, though something was shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// The token is none, or no more.
    Token,
    /// A trusted proxy names somebody who has no account yet.
    Newcomer(String),
    /// A trusted proxy names somebody whose account is disabled, or says what is no login.
    Proxy,
}

/// Whom and what the relay believes.
#[derive(Clone, Debug)]
pub struct Trust {
    /// The name of the session cookie.
    pub cookie: &'static str,
    /// Whether it is for TLS only.
    pub secure: bool,
    /// What proves a command on this machine; without it none does.
    pub console: Option<SecretHash>,
    /// How long a sign-in lasts without a visit, in milliseconds.
    pub idle_ms: i64,
    /// The proxies that may say who asks, and from where.
    pub proxies: Vec<IpAddr>,
    /// In which header.
    pub proxy_header: HeaderName,
}

impl Trust {
    /// As it is configured, with cookies that are for TLS only, or not.
    #[must_use]
    pub fn new(config: &Config, secure: bool) -> Self {
        let proxy_header = config.proxy.header.parse().unwrap_or(HeaderName::from_static("x-forwarded-user"));
        Self {
            cookie: if secure { "__Host-ashboard" } else { "ashboard" },
            secure,
            console: None,
            idle_ms: config.accounts.idle_ms(),
            proxies: config.proxy.addresses.clone(),
            proxy_header,
        }
    }

    fn is_proxy(&self, peer: Option<IpAddr>) -> bool {
        peer.is_some_and(|peer| self.proxies.contains(&peer.to_canonical()))
    }
}

impl Visitor {
    /// Somebody of whom nothing is known.
    #[must_use]
    pub fn anonymous(from: Option<IpAddr>) -> Self {
        Self { principal: Principal::Anonymous, name: String::new(), from, by: By::Nothing }
    }

    /// What is put on record of an act of theirs.
    #[must_use]
    pub fn line(&self, at_ms: i64, act: Act, object: impl Into<String>, detail: impl Into<String>) -> Line {
        let (who, object, detail) = (self.principal.to_string(), object.into(), detail.into());
        Line { at_ms, who, name: self.name.clone(), from: self.from, act, object, detail }
    }
}

/// Who sends these headers from that address. A cookie that proves nothing is as none: its sign-in has ended.
///
/// # Errors
/// Where something else was shown and does not hold: to go on as anonymous would hide that from whoever sent it.
pub fn identify(
    headers: &HeaderMap,
    peer: Option<IpAddr>,
    entries: &Entries,
    trust: &Trust,
    now_ms: i64,
) -> Result<Visitor, Unknown> {
    let from = origin(headers, peer, trust);
    if let Some(shown) = bearer(headers) {
        let is_console = |secret| trust.console.is_some_and(|console| console.is_of(secret));
        if shown.strip_prefix(CONSOLE_PREFIX).is_some_and(is_console) {
            return Ok(Visitor { principal: Principal::Console, name: "console".to_owned(), from, by: By::Token });
        }
        let (token, account) = token(entries, shown, now_ms).ok_or(Unknown::Token)?;
        let name = format!("{} ({})", account.name, token.name);
        return Ok(Visitor { principal: Principal::Token(token.id), name, from, by: By::Token });
    }
    if let Some(login) = proxied(headers, peer, trust)? {
        let account = entries.account_by_outside(&proxy_name(&login)).ok_or(Unknown::Newcomer(login))?;
        let principal = Principal::Account(enabled(account).ok_or(Unknown::Proxy)?, None);
        return Ok(Visitor { principal, name: account.name.clone(), from, by: By::Proxy });
    }
    let found = cookies(headers, trust.cookie).find_map(|shown| signed_in(entries, shown, trust, now_ms));
    Ok(found.map_or_else(
        || Visitor::anonymous(from),
        |(sign_in, account)| {
            let principal = Principal::Account(account.id, Some(sign_in.id));
            Visitor { principal, name: account.name.clone(), from, by: By::Cookie }
        },
    ))
}

/// How an account remembers the login that a proxy gives.
#[must_use]
pub fn proxy_name(login: &str) -> String {
    format!("{PROXY}{login}")
}

/// Every value of a cookie of this name.
pub fn cookies<'a>(headers: &'a HeaderMap, name: &'a str) -> impl Iterator<Item = &'a str> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let pairs = all.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.filter(move |(other, _)| *other == name).map(|(_, value)| value)
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, shown) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(shown.trim())
}

fn token<'a>(entries: &'a Entries, shown: &str, now_ms: i64) -> Option<(&'a Token, &'a Account)> {
    let (id, secret) = secret::parts::<TokenId>(shown.strip_prefix(TOKEN_PREFIX)?)?;
    let token = entries.token(id).filter(|token| token.secret.is_of(secret))?;
    let account = entries.account(token.account).filter(|account| !account.disabled)?;
    token.expires_ms.is_none_or(|end| now_ms < end).then_some((token, account))
}

fn proxied(headers: &HeaderMap, peer: Option<IpAddr>, trust: &Trust) -> Result<Option<String>, Unknown> {
    let mut said = headers.get_all(&trust.proxy_header).iter();
    match (trust.is_proxy(peer), said.next(), said.next()) {
        (false, ..) | (true, None, _) => Ok(None),
        (true, Some(login), None) => {
            let login = login.to_str().map_err(|_| Unknown::Proxy)?.trim().to_lowercase();
            let is_fit = !login.is_empty() && login.chars().count() <= MAX_LOGIN_CHARS;
            if is_fit { Ok(Some(login)) } else { Err(Unknown::Proxy) }
        }
        // A proxy that adds its word to the visitor's own has not removed that one.
        (true, Some(_), Some(_)) => Err(Unknown::Proxy),
    }
}

fn enabled(account: &Account) -> Option<AccountId> {
    (!account.disabled).then_some(account.id)
}

fn signed_in<'a>(entries: &'a Entries, shown: &str, trust: &Trust, now_ms: i64) -> Option<(&'a SignIn, &'a Account)> {
    let (id, secret) = secret::parts::<SignInId>(shown)?;
    let sign_in = entries.sign_in(id).filter(|sign_in| now_ms < sign_in.ends_ms(trust.idle_ms))?;
    let is_before = |(hash, until): (SecretHash, i64)| now_ms < until && hash.is_of(secret);
    if !sign_in.secret.is_of(secret) && !sign_in.before.is_some_and(is_before) {
        return None;
    }
    let account = entries.account(sign_in.account).filter(|account| !account.disabled)?;
    Some((sign_in, account))
}

/// From where a request comes: proxies add the address that they saw at the end, and only theirs are believed.
fn origin(headers: &HeaderMap, peer: Option<IpAddr>, trust: &Trust) -> Option<IpAddr> {
    if !trust.is_proxy(peer) {
        return peer;
    }
    let said = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let hops: Vec<_> = said.flat_map(|value| value.split(',')).map(|hop| hop.trim().parse::<IpAddr>().ok()).collect();
    hops.into_iter().rev().map_while(|hop| hop).find(|hop| !trust.is_proxy(Some(*hop))).or(peer)
}

#[cfg(test)]
mod tests;
