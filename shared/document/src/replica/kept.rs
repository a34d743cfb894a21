//! Kept: what of a replica outlives its page beside its documents and its gestures, and how it comes back to life.
//! A gesture's id is never used twice, whatever dies when: a counter is used for sending only after it was reserved on
//! the disk, and another life begins behind all that were reserved. It knows no disk: it is told what stands there.

use serde::{Deserialize, Serialize};

use super::{Replica, pending::Pending};
use crate::{
    ids::{ClientId, OpId, Seq},
    op::Gesture,
    permission::Role,
    tree::Document,
    undo::UndoStack,
};

/// Counters that are reserved at once: a write to the disk for so many gestures, and so many that a crash may skip.
pub const RESERVED_COUNTERS: u64 = 64;

/// What [`Replica::revive`] needs beside documents and gestures. It may be stored at any time and in any order of
/// events here, as long as the stores keep their order; best together with the gesture that changed it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Kept {
    /// Counters below it may have been used.
    reserved: u64,
    /// The counters of pending undos and redos that were never sent.
    turns: Vec<u64>,
    undo: UndoStack,
}

impl Kept {
    /// Counters below it may be used as soon as this is on the disk: say so by [`Replica::reserve`].
    #[must_use]
    pub fn reserved(&self) -> u64 {
        self.reserved
    }
}

impl Replica {
    /// A replica under the id of an earlier one that is dead, with all that it had, oldest first; pending gestures of
    /// other clients are adopted. Nothing that is submitted is sent until counters are reserved.
    #[must_use]
    pub fn revive(
        client: ClientId,
        kept: Kept,
        confirmed: Option<(Document, Seq, Option<OpId>)>,
        pending: Vec<Gesture>,
        role: Option<Role>,
    ) -> Self {
        let Kept { reserved, turns, undo } = kept;
        let (own, others): (Vec<_>, Vec<_>) = pending.into_iter().partition(|gesture| gesture.id.client == client);
        let newest = own.iter().map(|gesture| gesture.id.counter).max().unwrap_or_default();
        let made = newest.max(reserved.saturating_sub(1));
        let mut pending = Pending::default();
        pending.insert_told(own, &turns);
        let mut replica = Self { made, reserved, role, undo, pending, ..Self::new(client) };
        let (document, seq, id) = confirmed.unwrap_or_default();
        replica.load(document, seq, id);
        replica.adopt(others);
        replica
    }

    /// What is to be stored so that the replica can be revived. It asks for as many counters as are wanted.
    #[must_use]
    pub fn kept(&self) -> Kept {
        let reserved = self.wants_reserve().unwrap_or(self.reserved);
        let turns = self.pending.turns().map(|turn| turn.gesture.id.counter).collect();
        Kept { reserved, turns, undo: self.undo.clone() }
    }

    /// Counters run out: [`Self::kept`], which says how far they are to be reserved, should be stored soon. Until then
    /// submitting goes on, but what has no reserved counter is not sent. It never wants less than it wanted before.
    #[must_use]
    pub fn wants_reserve(&self) -> Option<u64> {
        let next = self.made.saturating_add(1);
        let is_low = self.reserved.saturating_sub(next) < RESERVED_COUNTERS / 2;
        is_low.then(|| next.saturating_add(RESERVED_COUNTERS)).filter(|wanted| *wanted > self.reserved)
    }

    /// It is on the disk that counters below `up_to` may be used.
    pub fn reserve(&mut self, up_to: u64) {
        self.reserved = self.reserved.max(up_to);
    }

    /// The newest counter; of a revived replica at least the newest that the one before may have used.
    #[must_use]
    pub fn made(&self) -> u64 {
        self.made
    }

    /// Takes over what another replica of the same browser left pending when it died: it is sent in front of what was
    /// not sent yet, which may build on it (so it does in each life that follows the first), under its own ids. What is
    /// pending already is left out.
    pub fn adopt(&mut self, gestures: impl IntoIterator<Item = Gesture>) {
        self.pending.insert_told(gestures, &[]);
        let others = self.pending.gestures().map(|gesture| gesture.id.client).filter(|client| *client != self.client);
        self.adopted.extend(others);
        self.rebase();
    }

    /// The dead replicas for which this one speaks.
    pub fn adopted(&self) -> impl Iterator<Item = ClientId> {
        self.adopted.iter().copied()
    }
}
