//! Whereabouts: where this person is, and what of it the relay has been told: at most 20 states a second, the newest,
//! and no movement of a pointer while nobody is here to see it. It knows no browser.

use protocol::{FromClient, PresenceState, presence::MAX_STATES_PER_SECOND};

use super::{Effect, Sync, link::Link};

/// The shortest time between two states, in milliseconds; what comes sooner waits, and only the newest of it is told.
pub const STATE_MS: i64 = 1_000 / MAX_STATES_PER_SECOND as i64;

/// Where this person is.
#[derive(Debug, Default)]
pub(super) struct Whereabouts {
    pub(super) now: PresenceState,
    /// As the relay has it; a session begins at the default.
    told: PresenceState,
    told_at_ms: Option<i64>,
}

impl Whereabouts {
    /// Another session begins.
    pub(super) fn begin(&mut self) {
        self.told = PresenceState::default();
        self.told_at_ms = None;
    }

    /// When there is something to tell; `None` while there is not.
    fn due_ms(&self, is_seen: bool) -> Option<i64> {
        let is_news = if is_seen { self.told != self.now } else { settled(&self.told) != settled(&self.now) };
        is_news.then(|| self.told_at_ms.map_or(0, |told_at_ms| told_at_ms + STATE_MS))
    }
}

/// The part of a state that stays while a pointer moves: what components show of it.
pub(crate) fn settled(state: &PresenceState) -> PresenceState {
    PresenceState { cursor: None, drag: None, viewport: None, look: String::new(), ..state.clone() }
}

impl Sync {
    pub(super) fn move_to(&mut self, state: PresenceState) {
        if settled(&self.whereabouts.now) != settled(&state) {
            self.effects.push(Effect::ViewChanged);
        }
        self.whereabouts.now = state;
    }

    /// Tells the relay where this person is, when that is news to somebody and the last word is long enough ago.
    pub(super) fn tell_where(&mut self, now_ms: i64) {
        if self.where_due_ms().is_some_and(|due_ms| due_ms <= now_ms) {
            self.whereabouts.told = self.whereabouts.now.clone();
            self.whereabouts.told_at_ms = Some(now_ms);
            self.send(&FromClient::Presence(self.whereabouts.now.clone()));
        }
    }

    /// When this person's whereabouts are to be told next.
    pub(super) fn where_due_ms(&self) -> Option<i64> {
        let is_live = matches!(self.link, Link::Live(_));
        is_live.then(|| self.whereabouts.due_ms(!self.others.is_empty())).flatten()
    }
}
