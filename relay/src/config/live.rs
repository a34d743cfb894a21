//! The configuration that holds now. Whoever needs a setting that may change asks for it each time; what is bound to an
//! open socket, a folder or a thread stays as it was at the start, and whoever changes it is told so.

use std::sync::Arc;

use tokio::sync::watch;

use crate::limits::LimitsConfig;

use super::{Config, LogConfig, Sessions, Timeouts, source::settings};

/// The configuration that holds now: a cheap handle.
#[derive(Clone, Debug)]
pub struct Live(Arc<watch::Sender<Arc<Config>>>);

/// What became of a configuration that was read again, by key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reload {
    /// What holds from now on.
    pub changed: Vec<String>,
    /// What stays as it was until the relay is started again.
    pub needs_restart: Vec<String>,
}

impl Live {
    /// The first one.
    #[must_use]
    pub fn new(config: Config) -> Self {
        Self(Arc::new(watch::Sender::new(Arc::new(config))))
    }

    /// The one that holds now. Do not keep it: the next one may say something else.
    #[must_use]
    pub fn now(&self) -> Arc<Config> {
        Arc::clone(&self.0.borrow())
    }

    /// Says when another one holds.
    #[must_use]
    pub fn follow(&self) -> watch::Receiver<Arc<Config>> {
        self.0.subscribe()
    }

    /// Puts another one in force, as far as that goes while the relay runs.
    pub fn replace(&self, wanted: &Config) -> Reload {
        let before = self.now();
        let after = with_what_is_bound(&before, wanted.clone());
        let reload = Reload { changed: different(&before, &after), needs_restart: different(&after, wanted) };
        self.0.send_replace(Arc::new(after));
        reload
    }
}

impl From<Config> for Live {
    fn from(config: Config) -> Self {
        Self::new(config)
    }
}

/// The configuration that is wanted, but for what is bound since the start: a setting that is read once stands here.
fn with_what_is_bound(start: &Config, wanted: Config) -> Config {
    Config {
        listen: start.listen,
        data_dir: start.data_dir.clone(),
        page: start.page.clone(),
        allowed_origins: start.allowed_origins.clone(),
        anonymous_role: start.anonymous_role,
        max_connections: start.max_connections,
        machine_feed: start.machine_feed,
        log: LogConfig { format: start.log.format, ..wanted.log },
        timeouts: Timeouts {
            header_ms: start.timeouts.header_ms,
            body_ms: start.timeouts.body_ms,
            stall_ms: start.timeouts.stall_ms,
            ..wanted.timeouts
        },
        sessions: Sessions { silence_ms: start.sessions.silence_ms, ..wanted.sessions },
        tables: start.tables.clone(),
        accounts: start.accounts.clone(),
        proxy: start.proxy.clone(),
        openid: start.openid.clone(),
        limits: LimitsConfig {
            on_loopback: start.limits.on_loopback,
            connections_per_address: start.limits.connections_per_address,
            ..wanted.limits
        },
        ..wanted
    }
}

fn different(one: &Config, other: &Config) -> Vec<String> {
    let pairs = settings(one).into_iter().zip(settings(other));
    pairs.filter(|(one, other)| one != other).map(|((key, _), _)| key).collect()
}
