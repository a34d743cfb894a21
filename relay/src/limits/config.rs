//! The section `[limits]` of the configuration: rates with their bursts, and connections of one address.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{Kind, Rate};
use crate::config::Mistakes;

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(60 * 60);

/// How much one person may ask for, or one address where nobody is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LimitsConfig {
    /// Whether they hold also for a relay on a loopback address where nobody signs in: there everybody is one person.
    pub on_loopback: bool,
    /// Gestures that change a dashboard.
    pub edits_per_minute: u32,
    /// How many of them at once: an afternoon's work that comes back from offline.
    pub edits_burst: u32,
    /// Reading rows and drawing panels over HTTP.
    pub queries_per_hour: u32,
    /// How many of them at once.
    pub queries_burst: u32,
    /// Posts of rows.
    pub posts_per_minute: u32,
    /// How many of them at once.
    pub posts_burst: u32,
    /// Attempts to sign in.
    pub sign_ins_per_minute: u32,
    /// How many of them at once.
    pub sign_ins_burst: u32,
    /// Connections of one address at once.
    pub connections_per_address: usize,
}

impl Default for LimitsConfig {
    fn default() -> Self {
        Self {
            on_loopback: false,
            edits_per_minute: 100,
            edits_burst: 1_000,
            queries_per_hour: 1_000,
            queries_burst: 300,
            posts_per_minute: 6_000,
            posts_burst: 6_000,
            sign_ins_per_minute: 60,
            sign_ins_burst: 60,
            connections_per_address: 256,
        }
    }
}

impl LimitsConfig {
    /// The rate of a kind.
    #[must_use]
    pub fn rate(&self, kind: Kind) -> Rate {
        let (count, period, burst) = match kind {
            Kind::Edits => (self.edits_per_minute, MINUTE, self.edits_burst),
            Kind::Queries => (self.queries_per_hour, HOUR, self.queries_burst),
            Kind::Posts => (self.posts_per_minute, MINUTE, self.posts_burst),
            Kind::SignIns => (self.sign_ins_per_minute, MINUTE, self.sign_ins_burst),
        };
        Rate::new(count, period, burst)
    }

    /// None of the numbers may be 0.
    pub(crate) fn check(&self, mistakes: &mut Mistakes) {
        for (key, value) in [
            ("limits.edits_per_minute", self.edits_per_minute.into()),
            ("limits.edits_burst", self.edits_burst.into()),
            ("limits.queries_per_hour", self.queries_per_hour.into()),
            ("limits.queries_burst", self.queries_burst.into()),
            ("limits.posts_per_minute", self.posts_per_minute.into()),
            ("limits.posts_burst", self.posts_burst.into()),
            ("limits.sign_ins_per_minute", self.sign_ins_per_minute.into()),
            ("limits.sign_ins_burst", self.sign_ins_burst.into()),
            ("limits.connections_per_address", self.connections_per_address as u64),
        ] {
            mistakes.require_positive(key, value);
        }
    }
}
