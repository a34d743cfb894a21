//! The link: whether there is a connection, how it begins, how silence ends it, and when to try again.

use super::{Effect, Farewell, SocketId, Sync, backoff};
use crate::workspace::view::Stop;
use protocol::FromClient;

/// How often a heartbeat is said, in milliseconds: the others no longer see a person who was silent for 10 s, and one
/// that is late by a stalled network does not count yet.
pub(super) const HEARTBEAT_MS: i64 = 4_000;
/// How long the relay may be silent, in milliseconds; then the link counts as cut, whatever the socket says.
pub(super) const SILENCE_MS: i64 = 25_000;
/// How long the relay may take to answer after the browser said that the network changed, in milliseconds.
const PROBE_MS: i64 = 5_000;
/// How long a connection may take from dialling to the welcome, in milliseconds; then it is given up.
const WELCOME_MS: i64 = 10_000;
/// How long a tail may take, in milliseconds; then the connection is given up and resumes.
const TAIL_MS: i64 = 10_000;
/// How long pending gestures wait for room on the relay's disk at least, in milliseconds …
const HOLD_MS: i64 = 2_000;
/// … and at most as much longer as a page waits after so many failures, so that not all of them come at once.
const HOLD_FAILURES: u32 = 4;
/// A connection that lasted so long was no failure, in milliseconds; a shorter one keeps the backoff growing, so that
/// a relay that welcomes and drops is not dialled without pause.
const HEALTHY_MS: i64 = 5_000;

/// Whether there is a connection.
#[derive(Debug)]
pub(super) enum Link {
    /// Not started.
    Idle,
    /// On the way to the welcome.
    Dialing { until_ms: i64 },
    /// A session.
    Live(Live),
    /// Until the next attempt.
    Waiting { until_ms: i64, retry_in_ms: u32 },
    /// Until the person asks for another attempt.
    Stopped(Stop),
}

/// The times of a session.
#[derive(Debug)]
pub(super) struct Live {
    since_ms: i64,
    /// The relay has to be heard before.
    patience_until_ms: i64,
    heartbeat_at_ms: i64,
    tail_until_ms: Option<i64>,
    /// The relay has no room on its disk: until then nothing is submitted.
    held_until_ms: Option<i64>,
}

impl Live {
    pub(super) fn begin(now_ms: i64) -> Self {
        Self {
            since_ms: now_ms,
            patience_until_ms: now_ms + SILENCE_MS,
            heartbeat_at_ms: now_ms + HEARTBEAT_MS,
            tail_until_ms: None,
            held_until_ms: None,
        }
    }

    pub(super) fn is_held(&self) -> bool {
        self.held_until_ms.is_some()
    }

    pub(super) fn heard(&mut self, now_ms: i64) {
        self.patience_until_ms = now_ms + SILENCE_MS;
    }

    /// Whether the tail is to be asked for: once, not for every message beyond the gap.
    pub(super) fn ask_tail(&mut self, now_ms: i64) -> bool {
        let ask = self.tail_until_ms.is_none();
        self.tail_until_ms.get_or_insert(now_ms + TAIL_MS);
        ask
    }

    pub(super) fn tail_came(&mut self) {
        self.tail_until_ms = None;
    }

    fn gives_up_at_ms(&self) -> i64 {
        self.tail_until_ms.unwrap_or(i64::MAX).min(self.patience_until_ms)
    }
}

/// Why there is no next attempt after this close code; the others are worth one.
fn final_reason(code: u16) -> Option<Stop> {
    match code {
        4401 => Some(Stop::NotAllowed),
        4404 => Some(Stop::NoSuchDashboard),
        4406 => Some(Stop::OtherVersion),
        4500 => Some(Stop::Damaged),
        _ => None,
    }
}

impl Sync {
    pub(super) fn dial(&mut self, now_ms: i64) {
        self.socket = SocketId(self.socket.0 + 1);
        self.link = Link::Dialing { until_ms: now_ms + WELCOME_MS };
        self.effects.extend([Effect::Open(self.socket), Effect::ViewChanged]);
    }

    /// Connects anew, where there is a connection, as whoever the replica is now.
    pub(super) fn redial(&mut self, now_ms: i64) {
        if matches!(self.link, Link::Dialing { .. } | Link::Live(_)) {
            self.effects.push(Effect::Close(self.socket));
            self.dial(now_ms);
        }
    }

    /// Gives the socket up and tries again later.
    pub(super) fn fail(&mut self, now_ms: i64, random: f64) {
        self.retry(0, now_ms, random);
    }

    /// The same, within the time that the relay said.
    fn retry(&mut self, within_ms: u32, now_ms: i64, random: f64) {
        if self.live().is_some_and(|live| now_ms - live.since_ms >= HEALTHY_MS) {
            self.failures = 0;
        }
        self.failures = self.failures.saturating_add(1);
        let retry_in_ms = backoff::delay_ms(self.failures, within_ms, random);
        self.leave(Link::Waiting { until_ms: now_ms + i64::from(retry_in_ms), retry_in_ms });
    }

    /// The relay could not store something: the session goes on, and all that is pending is sent again a while later, in
    /// its old order, since what was submitted after it may depend on it.
    pub(super) fn hold(&mut self, now_ms: i64, random: f64) {
        self.replica.forget_sent();
        if let Some(live) = self.live() {
            let wait_ms = HOLD_MS + i64::from(backoff::delay_ms(HOLD_FAILURES, 0, random));
            live.held_until_ms.get_or_insert(now_ms + wait_ms);
            self.effects.push(Effect::ViewChanged);
        }
    }

    fn submit_again(&mut self) {
        if let Some(live) = self.live() {
            live.held_until_ms = None;
        }
        self.effects.push(Effect::ViewChanged);
        self.submit_all();
    }

    pub(super) fn stop(&mut self, reason: Stop) {
        self.failures = self.failures.max(1);
        self.forget_kept(reason);
        self.leave(Link::Stopped(reason));
    }

    fn leave(&mut self, link: Link) {
        self.link = link;
        self.others.clear();
        self.effects.extend([Effect::Close(self.socket), Effect::ViewChanged]);
    }

    pub(super) fn closed(&mut self, socket: SocketId, farewell: Farewell, now_ms: i64, random: f64) {
        if socket != self.socket || !matches!(self.link, Link::Dialing { .. } | Link::Live(_)) {
            return;
        }
        match final_reason(farewell.code) {
            Some(reason) => self.stop(reason),
            None => self.retry(farewell.within_ms, now_ms, random),
        }
    }

    pub(super) fn tick(&mut self, now_ms: i64, random: f64) {
        self.wake_at_ms = None;
        match &self.link {
            Link::Waiting { until_ms, .. } if *until_ms <= now_ms => self.dial(now_ms),
            Link::Dialing { until_ms } if *until_ms <= now_ms => self.fail(now_ms, random),
            Link::Live(live) if live.gives_up_at_ms() <= now_ms => self.fail(now_ms, random),
            Link::Live(live) if live.held_until_ms.is_some_and(|until_ms| until_ms <= now_ms) => self.submit_again(),
            Link::Idle | Link::Dialing { .. } | Link::Live(_) | Link::Waiting { .. } | Link::Stopped(_) => {}
        }
    }

    pub(super) fn network_changed(&mut self, now_ms: i64) {
        match &mut self.link {
            Link::Waiting { .. } => self.dial(now_ms),
            Link::Live(live) => {
                live.heartbeat_at_ms = now_ms;
                live.patience_until_ms = live.patience_until_ms.min(now_ms + PROBE_MS);
            }
            Link::Idle | Link::Dialing { .. } | Link::Stopped(_) => {}
        }
    }

    pub(super) fn retry_now(&mut self, now_ms: i64) {
        if matches!(self.link, Link::Waiting { .. } | Link::Stopped(_)) {
            self.dial(now_ms);
        }
    }

    /// A hidden page's timers are slowed to one a minute, its messages are not: the heartbeat leaves with whatever
    /// event comes first.
    pub(super) fn keep_alive(&mut self, now_ms: i64) {
        if let Some(live) = self.live().filter(|live| live.heartbeat_at_ms <= now_ms) {
            live.heartbeat_at_ms = now_ms + HEARTBEAT_MS;
            self.send(&FromClient::Heartbeat);
        }
    }

    /// Asks for `Event::Tick` when nothing asked for is early enough; an early tick finds nothing to do.
    pub(super) fn ask_to_be_woken(&mut self, now_ms: i64) {
        let due_ms = match &self.link {
            Link::Dialing { until_ms } | Link::Waiting { until_ms, .. } => Some(*until_ms),
            Link::Live(live) => {
                let first = live.gives_up_at_ms().min(live.heartbeat_at_ms);
                let first = live.held_until_ms.map_or(first, |until_ms| first.min(until_ms));
                Some(self.where_due_ms().map_or(first, |due_ms| first.min(due_ms)))
            }
            Link::Idle | Link::Stopped(_) => None,
        };
        let Some(due_ms) = due_ms.into_iter().chain(self.keeping.due_ms()).min() else { return };
        if self.wake_at_ms.is_none_or(|wake_at_ms| due_ms < wake_at_ms) {
            self.wake_at_ms = Some(due_ms);
            let wait_ms = u32::try_from(due_ms - now_ms).unwrap_or(0);
            self.effects.push(Effect::WakeIn(wait_ms));
        }
    }
}
