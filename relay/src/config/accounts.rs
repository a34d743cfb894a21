//! Settings of accounts: whether one must sign in, how long that lasts, and which proxies are trusted to say who asks.

use std::net::IpAddr;

use document::Role;
use serde::{Deserialize, Serialize};

use super::mistake::Mistakes;

/// One day, in milliseconds.
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// Accounts and their sign-ins.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AccountsConfig {
    /// Whether one must sign in on a loopback address too.
    pub required: bool,
    /// Days after which a sign-in ends in any case.
    pub sign_in_days: u32,
    /// Days without a visit after which a sign-in ends.
    pub idle_days: u32,
    /// Whether the cookie is sent by TLS only; without it on every address but loopback ones.
    pub secure_cookie: Option<bool>,
}

/// A proxy that knows who asks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ProxyConfig {
    /// The addresses of the proxies that are believed; none are where this is empty.
    pub addresses: Vec<IpAddr>,
    /// The header in which they say the login of whoever asks.
    pub header: String,
    /// The role of an account that is made when a login comes for the first time; without it only logins that have an
    /// account come in.
    pub role: Option<Role>,
}

impl Default for AccountsConfig {
    fn default() -> Self {
        Self { required: false, sign_in_days: 30, idle_days: 7, secure_cookie: None }
    }
}

impl Default for ProxyConfig {
    fn default() -> Self {
        Self { addresses: Vec::new(), header: "x-forwarded-user".to_owned(), role: None }
    }
}

impl AccountsConfig {
    /// How long a sign-in lasts at most, in milliseconds.
    #[must_use]
    pub fn sign_in_ms(&self) -> i64 {
        i64::from(self.sign_in_days) * DAY_MS
    }

    /// How long it lasts without a visit, in milliseconds.
    #[must_use]
    pub fn idle_ms(&self) -> i64 {
        i64::from(self.idle_days) * DAY_MS
    }

    pub(super) fn check(&self, mistakes: &mut Mistakes) {
        mistakes.require_positive("accounts.sign_in_days", self.sign_in_days.into());
        mistakes.require_positive("accounts.idle_days", self.idle_days.into());
    }
}

impl ProxyConfig {
    pub(super) fn check(&self, mistakes: &mut Mistakes) {
        if self.header.parse::<hyper::http::HeaderName>().is_err() {
            mistakes.add("proxy.header", format!("{:?} is no name of a header.", self.header));
        }
    }
}
