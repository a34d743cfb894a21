//! The pulse: what the others are still to be told about people. Of each session only the newest is kept, and a beat
//! takes no more than the room can tell at once, whoever has waited longest first. It knows no clock: whoever runs the
//! room sees to it that [`BEAT_MS`] pass between two beats, so that nobody is told of more than 20 times a second.

use std::{
    collections::BTreeMap,
    ops::Bound::{Excluded, Unbounded},
};

use protocol::{SessionId, presence::MAX_STATES_PER_SECOND};

/// Time between two beats, in milliseconds.
pub const BEAT_MS: u64 = 1000 / MAX_STATES_PER_SECOND as u64;
/// What one beat tells at most, as news times those who hear it: a few milliseconds of work, so that no gesture waits
/// for presence. Further news wait for the next beat: where 200 people are here, 100 of them can move all the time
/// without anybody noticing it, and where 1,000 people all move at once, each is seen once in 2.5 seconds.
pub const MAX_TOLD_AT_ONCE: usize = 20_000;

/// Listeners to whom a beat may go every [`BEAT_MS`]; with more the beats are rarer, so that presence costs no more than
/// 10,000 writes to sockets in a second.
const LISTENERS_OF_A_BEAT: u64 = 500;

/// Listeners in all rooms to whom a beat may go every [`BEAT_MS`]; with more the beats are rarer, so that presence costs
/// no more than 40,000 writes in a second, also where everybody comes back at once.
const LISTENERS_EVERYWHERE: u64 = 2_000;

/// Time from a beat to the next in a room of so many, and so many in all rooms, in milliseconds.
pub(super) fn beat_ms(listeners: usize, everywhere: usize) -> u64 {
    let here = (listeners as u64).div_ceil(LISTENERS_OF_A_BEAT);
    BEAT_MS * here.max((everywhere as u64).div_ceil(LISTENERS_EVERYWHERE)).max(1)
}

/// What there is to tell about a session, the more the greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum News {
    /// It is somewhere else.
    Where,
    /// It is here, and who it is.
    Who,
}

/// What is still to be told.
#[derive(Debug)]
pub(super) struct Pulse {
    news: BTreeMap<SessionId, News>,
    /// The last one that was told of: the next beat goes on after it.
    last: SessionId,
}

impl Pulse {
    pub(super) fn new() -> Self {
        Self { news: BTreeMap::new(), last: SessionId(0) }
    }

    /// There is news about a session.
    pub(super) fn note(&mut self, session: SessionId, news: News) {
        let noted = self.news.entry(session).or_insert(news);
        *noted = news.max(*noted);
    }

    /// There is nothing to tell about a session any more.
    pub(super) fn forget(&mut self, session: SessionId) {
        self.news.remove(&session);
    }

    /// Whether a beat would tell anything.
    pub(super) fn is_due(&self) -> bool {
        !self.news.is_empty()
    }

    /// What is to be told now to so many listeners.
    pub(super) fn beat(&mut self, listeners: usize) -> Vec<(SessionId, News)> {
        let at_most = (MAX_TOLD_AT_ONCE / listeners.max(1)).max(1);
        let later = self.news.range((Excluded(self.last), Unbounded));
        let told: Vec<_> =
            later.chain(self.news.range(..=self.last)).take(at_most).map(|(id, news)| (*id, *news)).collect();
        for (session, _) in &told {
            self.news.remove(session);
            self.last = *session;
        }
        told
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// P-102: however many there are, a beat is bounded, everybody has their turn, and the newest is what is told.
    #[test]
    fn everybody_has_their_turn_and_a_beat_stays_small() {
        let mut pulse = Pulse::new();
        let sessions = || (1..=1000).map(SessionId);
        let mut told = Vec::new();
        for _ in 0..50 {
            sessions().for_each(|session| pulse.note(session, News::Where));
            let beat = pulse.beat(1000);
            assert_eq!(beat.len() * 1000, MAX_TOLD_AT_ONCE);
            told.extend(beat.into_iter().map(|(session, _)| session));
        }
        assert_eq!(told, sessions().collect::<Vec<_>>());
    }

    #[test]
    fn who_somebody_is_includes_where_and_nothing_is_told_twice() {
        let mut pulse = Pulse::new();
        pulse.note(SessionId(2), News::Who);
        pulse.note(SessionId(2), News::Where);
        pulse.note(SessionId(1), News::Where);
        pulse.note(SessionId(3), News::Where);
        pulse.forget(SessionId(3));
        assert_eq!(pulse.beat(2), [(SessionId(1), News::Where), (SessionId(2), News::Who)]);
        assert!(!pulse.is_due() && pulse.beat(2).is_empty());
    }

    /// P-102.
    #[test]
    fn beats_are_rarer_in_a_large_room() {
        assert_eq!([0, 1, 500, 501, 10_000].map(|here| beat_ms(here, here)), [50, 50, 50, 100, 1_000]);
        assert_eq!([2_000, 2_001, 10_000].map(|everywhere| beat_ms(10, everywhere)), [50, 100, 250]);
    }

    #[test]
    fn a_room_of_any_size_tells_something() {
        let mut pulse = Pulse::new();
        pulse.note(SessionId(1), News::Where);
        assert_eq!(pulse.beat(10 * MAX_TOLD_AT_ONCE).len(), 1);
    }
}
