//! The admission: how many sessions begin in a second, so that ten thousand that come at once do not take the relay from
//! those who are in. Who comes too fast waits in line for a short time; who would wait longer is told when to come again.
//! It also says within what time those whom the relay sends away shall come back. It knows no socket; what time it is, it
//! is told.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use tokio::time::Instant;

use crate::config::Live;

/// How much of a second's sessions begin at once when nobody came before: all of them.
const BURST: Duration = Duration::from_secs(1);
/// The longest wait in line; whoever would wait longer is sent away, because a page that waits looks like one that hangs.
const MAX_WAIT: Duration = Duration::from_secs(2);
/// The shortest time over which those who were sent away come back.
const MIN_SPREAD: Duration = Duration::from_millis(500);
/// The longest: a person looks at a page that says "offline" meanwhile.
const MAX_SPREAD: Duration = Duration::from_secs(30);

/// Lets sessions begin at a rate: a cheap handle.
#[derive(Clone, Debug)]
pub struct Admission(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    config: Live,
    line: Mutex<Line>,
    /// How many sessions are sent away together.
    sent_away: AtomicU64,
}

/// When somebody may begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// After this time; zero as a rule.
    After(Duration),
    /// Not now.
    Refused,
}

/// Sessions that began, as the time at which they would have been due at an even pace.
#[derive(Clone, Copy, Debug)]
struct Line {
    even: Option<Instant>,
}

impl Line {
    fn enter(&mut self, per_second: u32, now: Instant) -> Entry {
        let even = self.even.map_or(now, |even| even.max(now)) + Duration::from_secs(1) / per_second.max(1);
        let wait = even.saturating_duration_since(now + BURST);
        if wait > MAX_WAIT {
            return Entry::Refused;
        }
        self.even = Some(even);
        Entry::After(wait)
    }
}

impl Admission {
    /// At the rate that the configuration says.
    #[must_use]
    pub fn new(config: Live) -> Self {
        Self(Arc::new(Shared { config, line: Mutex::new(Line { even: None }), sent_away: AtomicU64::new(0) }))
    }

    /// Somebody comes.
    #[must_use]
    pub fn enter(&self, now: Instant) -> Entry {
        let per_second = self.0.config.now().sessions.admit_per_s;
        self.0.line.lock().unwrap_or_else(PoisonError::into_inner).enter(per_second, now)
    }

    /// So many sessions are sent away from now on.
    pub fn send_away(&self, sessions: u64) {
        self.0.sent_away.store(sessions, Ordering::Relaxed);
    }

    /// Within what time those who are sent away shall come back, each at a moment of its own: as long as the relay needs
    /// to let all of them in.
    #[must_use]
    pub fn spread(&self) -> Duration {
        let per_second = u64::from(self.0.config.now().sessions.admit_per_s.max(1));
        let needed = self.0.sent_away.load(Ordering::Relaxed).saturating_mul(1000) / per_second;
        Duration::from_millis(needed).clamp(MIN_SPREAD, MAX_SPREAD)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    /// P-142: a second's sessions begin at once, the next two seconds' wait in line, whoever comes then is sent away.
    #[test]
    fn a_crowd_is_let_in_evenly_and_the_rest_comes_later() {
        let (mut line, start) = (Line { even: None }, Instant::now());
        let entries: Vec<_> = (0..500).map(|_| line.enter(100, start)).collect();
        let at_once = entries.iter().filter(|entry| **entry == Entry::After(Duration::ZERO)).count();
        let refused = entries.iter().filter(|entry| **entry == Entry::Refused).count();
        assert_eq!((at_once, refused), (100, 200));
        let waits: Vec<_> = entries[100..300].iter().map(|entry| matches!(entry, Entry::After(_))).collect();
        assert!(waits.iter().all(|waits| *waits) && entries[299] == Entry::After(MAX_WAIT));
        let later = start + Duration::from_secs(60);
        assert_eq!(line.enter(100, later), Entry::After(Duration::ZERO), "rest is no credit, and no debt either");
    }

    #[test]
    fn who_is_sent_away_comes_back_as_fast_as_all_can_be_let_in() {
        let admission = Admission::new(Live::new(Config::default()));
        assert_eq!(admission.spread(), MIN_SPREAD);
        admission.send_away(10_000);
        assert_eq!(admission.spread(), Duration::from_secs(2));
        admission.send_away(u64::MAX);
        assert_eq!(admission.spread(), MAX_SPREAD);
    }
}
