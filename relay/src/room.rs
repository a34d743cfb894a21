//! The room: one live document on the relay. It judges what sessions submit, puts it in order, and says what is to be
//! stored and who is to hear of it. Nobody hears of a gesture that the log could lose.
//! Sans-I/O: it knows no socket, no log, no clock and no task; it is told what happened and answers with effects.

use std::collections::{BTreeMap, BTreeSet};

use document::{ClientId, Document, Gesture, OpId, Refusal, Role, Seq};
use protocol::{FromRelay, Hello, Person, PresenceState, SessionId};

mod marks;
mod people;
mod publish;
mod pulse;
mod sequence;
#[cfg(test)]
mod tests;

use people::Author;
use publish::Publishing;
pub use publish::{Authored, Outcome, Publication};
use pulse::Pulse;
pub use pulse::{BEAT_MS, MAX_TOLD_AT_ONCE};
pub use sequence::{
    Accepted, DIGEST_GESTURES, MAX_AWAITING_GESTURES, MAX_GESTURE_BYTES, MAX_TAIL_BYTES, MAX_TAIL_GESTURES,
    SNAPSHOT_GESTURES, Start,
};
use sequence::{Durable, Sequence, Verdict};

/// What happened.
#[derive(Clone, Debug)]
pub enum Event {
    /// A session said hello.
    Joined {
        /// Its number.
        session: SessionId,
        /// What it said.
        hello: Hello,
        /// What it may do.
        role: Role,
    },
    /// A session submits gestures, oldest first.
    Submit {
        /// Whose.
        session: SessionId,
        /// What.
        gestures: Vec<Gesture>,
        /// When they came.
        at_ms: i64,
    },
    /// Somebody publishes a draft.
    Publish(Publication),
    /// A session misses what follows a `Seq`.
    Tail {
        /// Which.
        session: SessionId,
        /// The newest that it has.
        after: Seq,
    },
    /// A person is somewhere else now.
    Presence {
        /// Whose session.
        session: SessionId,
        /// Where.
        state: PresenceState,
    },
    /// A person has another name or colour.
    Renamed {
        /// Whose session.
        session: SessionId,
        /// From now on.
        person: Person,
    },
    /// A session wants another one to do more, or less.
    Granted {
        /// Who wants it.
        by: SessionId,
        /// Whose role it is.
        session: SessionId,
        /// From now on.
        role: Role,
    },
    /// A session may do more, or less, because somebody outside this room said so.
    RoleChanged {
        /// Whose.
        session: SessionId,
        /// From now on.
        role: Role,
    },
    /// Whether of all tables a session sees only those that this dashboard shows; it may then name no other.
    Confined {
        /// Whose.
        session: SessionId,
        /// From now on.
        confined: bool,
    },
    /// Nothing came from a session for so long that the others no longer count its person as present.
    Silent(SessionId),
    /// A session that was silent has said something.
    Heard(SessionId),
    /// A session is gone.
    Left(SessionId),
    /// [`BEAT_MS`] have passed since the last beat and there is news of people, see [`Room::has_news`].
    Beat,
    /// The last [`Effect::Append`] is durable.
    Appended,
    /// The last [`Effect::Append`] left nothing in the log, for certain, and may be tried again later.
    NotStored,
    /// The room is about to be forgotten.
    Unload,
}

/// What is to be done, in this order.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Store these and answer with [`Event::Appended`] or [`Event::NotStored`]. There is never a second one before
    /// the answer to the first. Any other outcome means that this room must be forgotten and opened anew from the log.
    Append {
        /// The title of the dashboard after them.
        title: String,
        /// Its tags after them.
        tags: Vec<String>,
        /// In order, at least one.
        accepted: Vec<Accepted>,
    },
    /// Tell all sessions, but for one.
    Broadcast {
        /// What.
        message: FromRelay,
        /// Who already knows.
        except: Option<SessionId>,
    },
    /// Tell one session.
    Send(SessionId, FromRelay),
    /// What the session lacks is no longer in memory: end it, it gets a snapshot when it comes again.
    Outdated(SessionId),
    /// Store a snapshot; nothing waits for it.
    Snapshot {
        /// At which `Seq`.
        seq: Seq,
        /// The document.
        document: Document,
    },
    /// Answer a publication: it is stored as far as it was taken, or nothing is known to be and it may come again.
    Published {
        /// Which.
        number: u64,
        /// What came of it.
        outcome: Option<Outcome>,
    },
    /// The room cannot trust its own document: forget it, end its sessions, open it anew from the log.
    Broken(Refusal),
}

/// One live document and who looks at it.
#[derive(Debug)]
pub struct Room {
    sequence: Sequence,
    present: BTreeMap<SessionId, Author>,
    /// What owners have granted, by replica, so that coming again is no way around it; at most [`MAX_GRANTS`].
    grants: BTreeMap<ClientId, Role>,
    publishing: Vec<Publishing>,
    /// What is still to be told of those who are present.
    pulse: Pulse,
}

impl Room {
    /// A room without sessions.
    #[must_use]
    pub fn new(start: Start) -> Self {
        Self {
            sequence: Sequence::new(start),
            present: BTreeMap::new(),
            grants: BTreeMap::new(),
            publishing: Vec::new(),
            pulse: Pulse::new(),
        }
    }

    /// The document as the log has it, and its `Seq`.
    #[must_use]
    pub fn durable(&self) -> (&Document, Seq) {
        self.sequence.durable()
    }

    /// Whether nobody is here and nothing waits for the log.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.present.is_empty() && self.sequence.is_settled()
    }

    /// Whether there is news of people: then [`Event::Beat`] is due as soon as [`BEAT_MS`] have passed since the last.
    #[must_use]
    pub fn has_news(&self) -> bool {
        self.pulse.is_due()
    }

    /// The tables that panels show, as far as the log has it.
    #[must_use]
    pub fn shown_tables(&self) -> BTreeSet<String> {
        self.sequence.durable().0.shown_tables().map(str::to_owned).collect()
    }

    /// Time from a beat to the next, in milliseconds: longer in a large room, where each beat is heard by many, and where
    /// so many are in all rooms.
    #[must_use]
    pub fn beat_ms(&self, everywhere: usize) -> u64 {
        pulse::beat_ms(self.present.len(), everywhere)
    }

    /// Takes an event and says what follows from it.
    pub fn handle(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Joined { session, hello, role } => self.join(session, hello, role),
            Event::Submit { session, gestures, at_ms } => self.submit(session, gestures, at_ms),
            Event::Publish(publication) => self.publish(publication),
            Event::Tail { session, after } => vec![self.tail(session, after)],
            Event::Presence { session, state } => self.move_to(session, state),
            Event::Renamed { session, person } => self.rename(session, person),
            Event::Granted { by, session, role } => self.grant(by, session, role),
            Event::RoleChanged { session, role } => self.change_door(session, role),
            Event::Confined { session, confined } => self.confine(session, confined),
            Event::Silent(session) => self.fall_silent(session),
            Event::Heard(session) => self.hear(session),
            Event::Left(session) => self.leave(session),
            Event::Beat => self.beat(),
            Event::Appended => self.appended(),
            Event::NotStored => self.not_stored(),
            Event::Unload => {
                let last = self.sequence.last_snapshot();
                last.map(|(seq, document)| Effect::Snapshot { seq, document }).into_iter().collect()
            }
        }
    }

    fn submit(&mut self, session: SessionId, gestures: Vec<Gesture>, at_ms: i64) -> Vec<Effect> {
        let Some(author) = self.present.get_mut(&session) else { return Vec::new() };
        let mut effects = Vec::new();
        for gesture in gestures {
            let id = gesture.id;
            if !author.hears(id) {
                continue;
            }
            let is_within = !author.confined || self.sequence.names_no_other_table(&gesture);
            let verdict = if author.speaks_for(id.client) && is_within {
                self.sequence.submit(gesture, author.present.role, &author.present.person.name, at_ms)
            } else {
                Verdict::Refused(Refusal::NotAllowed)
            };
            match verdict {
                Verdict::Accepted | Verdict::Awaiting => {}
                Verdict::Durable => effects.push(Effect::Send(session, FromRelay::Acknowledged(id))),
                Verdict::Refused(reason) => {
                    if reason == Refusal::StorageFailed {
                        author.waits_for(id);
                    }
                    effects.push(Effect::Send(session, FromRelay::Rejected { id, reason }));
                }
            }
        }
        effects.extend(self.append());
        effects
    }

    fn append(&mut self) -> Option<Effect> {
        let accepted = self.sequence.next_append()?;
        let (title, tags) = self.sequence.called();
        Some(Effect::Append { title, tags, accepted })
    }

    fn appended(&mut self) -> Vec<Effect> {
        let durable = match self.sequence.appended() {
            Ok(durable) => durable,
            Err(refusal) => return vec![Effect::Broken(refusal)],
        };
        let mut effects: Vec<_> = self.append().into_iter().collect();
        let stored: Vec<OpId> = durable.iter().map(|durable| durable.sequenced.gesture.id).collect();
        for Durable { sequenced, hash, snapshot } in durable {
            let seq = sequenced.seq;
            effects.push(Effect::Broadcast { message: FromRelay::Sequenced(sequenced), except: None });
            let digest = |hash| Effect::Broadcast { message: FromRelay::Digest { seq, hash }, except: None };
            effects.extend(hash.map(digest));
            effects.extend(snapshot.map(|document| Effect::Snapshot { seq, document }));
        }
        effects.extend(self.publications_done(&stored));
        effects
    }

    fn not_stored(&mut self) -> Vec<Effect> {
        let lost = self.sequence.not_stored();
        let mut effects = self.publications_failed(&lost);
        effects.extend(lost.iter().flat_map(|id| self.reject(*id)));
        // The first of each author is the one to begin again with.
        for id in lost.iter().rev() {
            self.present.values_mut().filter(|author| author.speaks_for(id.client)).for_each(|a| a.waits_for(*id));
        }
        effects
    }

    /// Tells every session of the author's replica: it may have connected anew since it submitted.
    fn reject(&self, id: OpId) -> Vec<Effect> {
        let authors = self.present.iter().filter(|(_, author)| author.speaks_for(id.client));
        let rejected = FromRelay::Rejected { id, reason: Refusal::StorageFailed };
        authors.map(|(session, _)| Effect::Send(*session, rejected.clone())).collect()
    }

    fn tail(&self, session: SessionId, after: Seq) -> Effect {
        match self.sequence.tail(after) {
            Some(tail) => Effect::Send(session, FromRelay::Tail(tail)),
            None => Effect::Outdated(session),
        }
    }
}
