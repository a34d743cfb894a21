//! A person of a simulation: an actor before a browser that keeps what it is given, and may be killed.

use std::collections::BTreeSet;

use document::{ClientId, Direction, Gesture, Op, OpId, Refusal, Role};

use super::shelf::{Shelf, Transaction};
use crate::{actor::Actor, chance::Chance};

/// Somebody before a browser.
#[derive(Debug)]
pub(super) struct Person {
    /// Who does and hears everything.
    pub(super) actor: Actor,
    /// What the relay lets this person do now.
    pub(super) role: Role,
    /// Whether this person was ever more than a viewer.
    pub(super) ever_wrote: bool,
    shelf: Shelf,
    /// Settled gestures whose records are still on the shelf.
    recorded: BTreeSet<OpId>,
}

impl Person {
    pub(super) fn new(client: ClientId, role: Role) -> Self {
        let actor = Actor::new(client);
        let mut person =
            Self { actor, role, ever_wrote: role > Role::Viewer, shelf: Shelf::default(), recorded: BTreeSet::new() };
        // A browser that keeps its replicas never begins with one that reserves nothing.
        person.come_back(client);
        person
    }

    /// A random act, which is put on the shelf.
    pub(super) fn act(&mut self, chance: &mut Chance) -> Result<Option<Gesture>, Refusal> {
        let done = self.actor.act(chance)?;
        self.keep(done.clone());
        Ok(done)
    }

    /// A given act, which is put on the shelf.
    pub(super) fn wish(&mut self, ops: Vec<Op>) -> Result<Gesture, Refusal> {
        let done = self.actor.wish(ops)?;
        self.keep(Some(done.clone()));
        Ok(done)
    }

    /// An undo or redo, which is put on the shelf.
    pub(super) fn turn(&mut self, direction: Direction) {
        let done = self.actor.turn(direction);
        self.keep(done);
    }

    /// Puts gestures and what belongs to them on the shelf.
    fn keep(&mut self, gestures: impl IntoIterator<Item = Gesture>) {
        let (client, kept) = (self.actor.replica().client(), Box::new(self.actor.replica().kept()));
        let gestures: Vec<Gesture> = gestures.into_iter().collect();
        self.recorded.extend(gestures.iter().map(|gesture| gesture.id));
        self.shelf.put(Transaction::Pending { client, gestures, kept });
    }

    /// Puts the confirmed document on the shelf, in place of what it contains.
    pub(super) fn keep_confirmed(&mut self) {
        self.actor.settle_withdrawn();
        let settled: BTreeSet<OpId> = self.actor.settled().collect();
        let settled = self.recorded.extract_if(.., |id| settled.contains(id)).collect();
        let replica = self.actor.replica();
        let (document, seq, id) = (replica.confirmed().clone(), replica.last_seq(), replica.last_id());
        self.shelf.put(Transaction::Confirmed { document, seq, id, settled });
    }

    /// The oldest transaction of the shelf becomes durable; whether there was one.
    pub(super) fn commit(&mut self) -> bool {
        match self.shelf.commit() {
            Some(Transaction::Pending { kept, .. }) => {
                self.actor.reserve(kept.reserved());
                true
            }
            Some(Transaction::Confirmed { .. }) => true,
            None => false,
        }
    }

    /// The browser is killed and comes back with what the shelf has, in the same slot or in another one.
    pub(super) fn come_back(&mut self, client: ClientId) {
        let stored = self.shelf.kill();
        self.recorded = stored.gestures.keys().copied().collect();
        let role = self.actor.replica().role();
        let dead = std::mem::replace(&mut self.actor, Actor::new(client));
        self.actor = dead.revived(client, stored, role);
        self.keep(None);
    }
}
