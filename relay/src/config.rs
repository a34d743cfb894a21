//! Configuration: flags over environment (`ASHBOARD_*`) over `ashboard.toml` over defaults, checked as a whole.
//! An error names where the value stands, what is wrong with it and what helps. It reads files and variables at the start
//! and when it is asked to again ([`Live`]); it opens nothing and knows no other part.

use std::{
    collections::BTreeMap,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::PathBuf,
    time::Duration,
};

mod accounts;
mod flags;
mod live;
mod mistake;
mod openid;
mod secret;
mod sessions;
mod source;
#[cfg(test)]
mod tests;

use document::Role;
use serde::{Deserialize, Serialize};
use tracing_subscriber::EnvFilter;

pub(crate) use self::mistake::Mistakes;
use self::source::{Source, settings};
pub use self::{
    accounts::{AccountsConfig, ProxyConfig},
    flags::Flags,
    live::{Live, Reload},
    mistake::ConfigError,
    openid::{OpenIdConfig, is_safe},
    secret::Secret,
    sessions::Sessions,
};
use crate::{
    accept::Bounds,
    limits::{Limits, LimitsConfig},
};

/// The file that is read where no `--config` names another.
pub const FILE: &str = "ashboard.toml";
/// What variables of the environment begin with; two underscores part a section from its key.
pub const ENV_PREFIX: &str = "ASHBOARD_";
/// How long a load balancer may take to see that it is to look elsewhere: two of its usual checks.
const UNREADY_MS: u64 = 5_000;

/// Everything that can be set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Where to listen; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The folder of the log; made where it is missing.
    pub data_dir: PathBuf,
    /// The folder of the built page.
    pub page: PathBuf,
    /// Origins of pages hosted elsewhere that may speak to this relay, such as `https://charts.example.org`.
    pub allowed_origins: Vec<String>,
    /// What somebody may do who has not signed in; without it an editor on a loopback address, nothing on any other.
    pub anonymous_role: Option<Role>,
    /// Connections at once; further ones are answered by 503.
    pub max_connections: usize,
    /// Whether the readings of this machine are tables.
    pub machine_feed: bool,
    /// How many days of history are kept beside what has a name; without it all of it.
    pub history_days: Option<u32>,
    /// How the log of the program looks.
    pub log: LogConfig,
    /// How long things may take.
    pub timeouts: Timeouts,
    /// How fast sessions begin and how long one may be silent.
    pub sessions: Sessions,
    /// Bounds of the tables.
    pub tables: TableBounds,
    /// Accounts and their sign-ins.
    pub accounts: AccountsConfig,
    /// Proxies that know who asks.
    pub proxy: ProxyConfig,
    /// A provider at which people sign in.
    pub openid: OpenIdConfig,
    /// How much one person or address may ask for.
    pub limits: LimitsConfig,
}

/// How the log of the program looks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LogConfig {
    /// For people or for programs.
    pub format: LogFormat,
    /// What is said, in the words of `RUST_LOG`.
    pub filter: String,
}

/// For people or for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// A line for people.
    Text,
    /// A JSON object a line.
    Json,
}

/// How long things may take, in milliseconds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Timeouts {
    /// The head of a request.
    pub header_ms: u64,
    /// The body of a request.
    pub body_ms: u64,
    /// Waiting for the other end to take the next bytes of an answer.
    pub stall_ms: u64,
    /// How long `/readyz` refuses before a stopping relay takes no more connections, so that load balancers see it;
    /// without it 5 s beyond loopback addresses, and none on them.
    pub unready_ms: Option<u64>,
    /// Sessions to end when the relay stops.
    pub drain_ms: u64,
}

/// Bounds of the tables.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TableBounds {
    /// Tables.
    pub max_tables: usize,
    /// Rows of each.
    pub max_rows: usize,
    /// Memory of all rows together, in MiB.
    pub max_mib: usize,
    /// Days that rows are kept on disk; without it they go only when they are too many.
    pub keep_days: Option<u32>,
    /// Disk of all rows together, in MiB; of the largest tables the oldest rows go first.
    pub max_disk_mib: u64,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080),
            data_dir: "./data".into(),
            page: "./dist".into(),
            allowed_origins: Vec::new(),
            anonymous_role: None,
            max_connections: 10_000,
            machine_feed: true,
            history_days: None,
            log: LogConfig::default(),
            timeouts: Timeouts::default(),
            sessions: Sessions::default(),
            tables: TableBounds::default(),
            accounts: AccountsConfig::default(),
            proxy: ProxyConfig::default(),
            openid: OpenIdConfig::default(),
            limits: LimitsConfig::default(),
        }
    }
}

impl Default for LogConfig {
    fn default() -> Self {
        Self { format: LogFormat::Text, filter: "info".to_owned() }
    }
}

impl Default for Timeouts {
    fn default() -> Self {
        Self { header_ms: 5_000, body_ms: 30_000, stall_ms: 30_000, unready_ms: None, drain_ms: 5_000 }
    }
}

impl Default for TableBounds {
    fn default() -> Self {
        Self { max_tables: 1_000, max_rows: 100_000, max_mib: 256, keep_days: None, max_disk_mib: 1024 }
    }
}

impl Config {
    /// The effective configuration.
    ///
    /// # Errors
    /// Every mistake that was found, with its place.
    pub fn load(flags: &Flags) -> Result<Self, ConfigError> {
        Self::of(&Source::read(flags)?)
    }

    /// The configuration that a file alone says.
    ///
    /// # Errors
    /// Every mistake that was found, with its place.
    pub fn of_toml(text: &str) -> Result<Self, ConfigError> {
        Self::of(&Source::of_toml(text))
    }

    fn of(source: &Source) -> Result<Self, ConfigError> {
        let config: Self = source.extract()?;
        let mut mistakes = Mistakes::default();
        config.check(&mut mistakes);
        mistakes.into_result(source)?;
        Ok(config)
    }

    /// The configuration as a file that says the same, but for secrets.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let mut sections: BTreeMap<String, String> = BTreeMap::new();
        for (key, value) in settings(self).into_iter().filter(|(_, value)| !value.is_null()) {
            let (section, name) = key.rsplit_once('.').unwrap_or(("", &key));
            let lines = sections.entry(section.to_owned()).or_default();
            *lines += &format!("{name} = {}\n", source::toml(&value));
        }
        let head = |section: &str| if section.is_empty() { String::new() } else { format!("\n[{section}]\n") };
        sections.iter().map(|(section, lines)| head(section) + lines).collect()
    }

    /// What somebody may do who has not signed in.
    #[must_use]
    pub fn role_of_anonymous(&self) -> Option<Role> {
        let alone = !self.wants_accounts() && self.proxy.addresses.is_empty() && self.openid.issuer.is_none();
        self.anonymous_role.or_else(|| alone.then_some(Role::Editor))
    }

    /// Whether somebody has to sign in for anything to be ruled.
    #[must_use]
    pub fn wants_accounts(&self) -> bool {
        !self.listen.ip().is_loopback() || self.accounts.required
    }

    /// Whether this is the relay of whoever sits before the machine: nothing was said about others, or they own it all.
    #[must_use]
    pub fn is_for_one_person(&self) -> bool {
        self.listen.ip().is_loopback() && self.anonymous_role.is_none_or(|role| role == Role::Owner)
    }

    /// Bounds of the tables as the feed takes them.
    #[must_use]
    pub fn limits(&self) -> crate::feed::Limits {
        let TableBounds { max_tables, max_rows, max_mib, .. } = self.tables;
        crate::feed::Limits { max_tables, max_rows, max_bytes: max_mib.saturating_mul(1024 * 1024) }
    }

    /// How long and how much of the tables is kept on disk.
    #[must_use]
    pub fn keep(&self) -> crate::feed::Keep {
        let TableBounds { keep_days, max_disk_mib, .. } = self.tables;
        crate::feed::Keep { days: keep_days, max_bytes: max_disk_mib.saturating_mul(1024 * 1024) }
    }

    /// The rates; none of them holds where everybody is the one person of this machine.
    #[must_use]
    pub fn rates(&self) -> Limits {
        Limits::new(&self.limits, self.limits.on_loopback || !self.is_for_one_person())
    }

    /// Bounds of the connections.
    #[must_use]
    pub fn bounds(&self) -> Bounds {
        Bounds {
            max_connections: self.max_connections,
            max_of_address: self.limits.connections_per_address,
            header_timeout: Duration::from_millis(self.timeouts.header_ms),
            stall_timeout: Duration::from_millis(self.timeouts.stall_ms),
        }
    }

    /// How long a body may take.
    #[must_use]
    pub fn body_timeout(&self) -> Duration {
        Duration::from_millis(self.timeouts.body_ms)
    }

    /// How long sessions may take to end when the relay stops.
    #[must_use]
    pub fn drain_timeout(&self) -> Duration {
        Duration::from_millis(self.timeouts.drain_ms)
    }

    /// Whether `/readyz` refuses for a while before the relay stops taking connections, and for how long.
    #[must_use]
    pub fn unready(&self) -> Duration {
        let beyond_loopback = if self.listen.ip().is_loopback() { 0 } else { UNREADY_MS };
        Duration::from_millis(self.timeouts.unready_ms.unwrap_or(beyond_loopback))
    }

    /// What no type holds. A section says it for itself.
    fn check(&self, mistakes: &mut Mistakes) {
        for origin in self.allowed_origins.iter().filter(|origin| !is_origin(origin)) {
            let what = format!(
                "{origin:?} is no origin; write scheme, host and port only, \
                 such as https://charts.example.org or http://127.0.0.1:8081."
            );
            mistakes.add("allowed_origins", what);
        }
        for (key, value) in [
            ("max_connections", self.max_connections as u64),
            ("timeouts.header_ms", self.timeouts.header_ms),
            ("timeouts.body_ms", self.timeouts.body_ms),
            ("timeouts.stall_ms", self.timeouts.stall_ms),
            ("tables.max_tables", self.tables.max_tables as u64),
            ("tables.max_rows", self.tables.max_rows as u64),
            ("tables.max_mib", self.tables.max_mib as u64),
            ("tables.max_disk_mib", self.tables.max_disk_mib),
        ] {
            mistakes.require_positive(key, value);
        }
        if self.tables.keep_days == Some(0) {
            mistakes.add("tables.keep_days", "0 would keep no rows; give days from 1 on, or leave it out.");
        }
        self.limits.check(mistakes);
        self.sessions.check(mistakes);
        if self.history_days == Some(0) {
            mistakes.add("history_days", "0 would keep no history; give days from 1 on, or leave it out for all.");
        }
        if self.data_dir.is_file() {
            mistakes.add("data_dir", format!("{} is a file; name a folder.", self.data_dir.display()));
        }
        self.accounts.check(mistakes);
        self.proxy.check(mistakes);
        self.openid.check(mistakes);
        if let Err(error) = EnvFilter::try_new(&self.log.filter) {
            mistakes.add("log.filter", format!("{error}. Write a level (info, debug), or target=level with commas."));
        }
    }
}

/// Whether a text is scheme, host and port as a browser sends them, and nothing else.
pub(crate) fn is_origin(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    host.is_some_and(|host| {
        !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte))
    })
}
