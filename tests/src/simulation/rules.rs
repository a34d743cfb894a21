//! Rules: what must hold in a simulation, after every step and at the end. It looks and never acts.

use std::collections::BTreeSet;

use document::{OpId, Seq, Who, apply_as};
use protocol::{CatchUp, FromRelay, canonical_hash};
use relay::room::{Accepted, Effect, MAX_AWAITING_GESTURES};

use super::Simulation;
use crate::actor::{Actor, Wish};

impl Simulation {
    /// P-21: whatever anybody is told is on the disk, exactly so.
    pub(super) fn check_effect(&self, effect: &Effect) {
        let message = match effect {
            Effect::Broadcast { message, .. } | Effect::Send(_, message) => message,
            Effect::Append { .. }
            | Effect::Outdated(_)
            | Effect::Snapshot { .. }
            | Effect::Published { .. }
            | Effect::Broken(_) => return,
        };
        let told = match message {
            FromRelay::Sequenced(sequenced) => std::slice::from_ref(sequenced),
            FromRelay::Tail(tail) => tail,
            FromRelay::Welcome(welcome) => match &welcome.catch_up {
                CatchUp::Tail(tail) => tail,
                CatchUp::Snapshot { seq, .. } => {
                    assert!(*seq <= self.storage.seq(), "a snapshot ahead of the log");
                    return;
                }
            },
            _ => return,
        };
        for sequenced in told {
            let place = usize::try_from(sequenced.seq.0 - 1).expect("small");
            assert_eq!(self.storage.order.get(place), Some(sequenced), "told before it is in the log");
        }
    }

    /// P-23: whatever is put in order was allowed to its author when it came, in the document that it met.
    pub(super) fn check_rights(&self, accepted: &[Accepted]) {
        assert!(accepted.len() <= MAX_AWAITING_GESTURES, "the room lets more wait than it says");
        let mut document = self.storage.document.clone();
        for Accepted { sequenced, .. } in accepted {
            let (gesture, client) = (&sequenced.gesture, sequenced.gesture.id.client);
            let roles = self.submitted_as.get(&gesture.id).map(Vec::as_slice).unwrap_or_default();
            let mut allowed = roles.iter().map(|role| {
                let mut after = document.clone();
                apply_as(&mut after, gesture, Who { role: *role, client }, Some(sequenced.seq)).map(|()| after)
            });
            let after = allowed.find_map(Result::ok);
            document = after.unwrap_or_else(|| panic!("not allowed as any of {roles:?}: {gesture:?}"));
        }
    }

    /// What always holds, of every person.
    pub(super) fn check(&mut self) {
        for actor in self.persons.iter().map(|person| &person.actor) {
            actor.check();
            let (seq, hash) = (actor.replica().last_seq(), canonical_hash(actor.replica().confirmed()));
            let first = *self.hashes.entry((seq, actor.replica().last_id())).or_insert(hash);
            assert_eq!(first, hash, "P-12: two replicas differ at {seq}");
        }
    }

    /// What holds when everything was delivered.
    pub(super) fn check_end(&self) {
        let order = &self.storage.order;
        for (index, sequenced) in order.iter().enumerate() {
            assert_eq!(sequenced.seq, Seq(index as u64 + 1), "P-20: a gap in the order");
        }
        let ids: Vec<OpId> = order.iter().map(|sequenced| sequenced.gesture.id).collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "P-22: an id was sequenced twice");
        let clients: BTreeSet<_> = ids.iter().map(|id| id.client).collect();
        for client in clients {
            // An undo that gave way, of which a killed browser still had the words, comes when it comes; so does what was
            // refused once, where the browser was killed before it forgot it, and is allowed by then.
            let wish = |id: &OpId| self.persons.iter().find_map(|person| person.actor.wishes().get(id));
            let comes_late = |id: &OpId| wish(id).is_some_and(Wish::may_vanish) || self.refused.contains(id);
            let keeps_its_place = |id: &&OpId| id.client == client && !comes_late(id);
            let own: Vec<u64> = ids.iter().filter(keeps_its_place).map(|id| id.counter).collect();
            assert!(own.is_sorted(), "the gestures of {client} were put in another order than they were made: {own:?}");
        }
        for person in &self.persons {
            let (replica, client) = (person.actor.replica(), person.actor.replica().client());
            assert_eq!(replica.pending_len(), 0, "{client} still waits");
            assert_eq!(replica.last_seq(), self.storage.seq(), "{client} is behind");
            assert!(*replica.confirmed() == self.storage.document, "{client} has another document");
            let is_done = |id: &OpId| ids.contains(id);
            assert!(person.ever_wrote || !person.actor.wishes().keys().any(is_done), "P-23: a viewer wrote");
            self.check_wishes(&person.actor);
        }
    }

    /// P-14, P-22: what was asked for was done once and in its last wording, or refused with a reason.
    fn check_wishes(&self, actor: &Actor) {
        for (id, wish) in actor.wishes() {
            let done = self.storage.order.iter().find(|sequenced| sequenced.gesture.id == *id);
            match (done, actor.rejected().get(id)) {
                (Some(sequenced), None) => {
                    assert!(
                        wish.is(&sequenced.gesture.ops),
                        "{id:?} was done as {sequenced:?}, asked for was {wish:?}"
                    );
                }
                (None, Some(_)) => {}
                (None, None) => assert!(wish.may_vanish(), "{id:?} was lost: {wish:?}"),
                (Some(_), Some(reason)) => panic!("{id:?} was done and refused: {reason}"),
            }
        }
    }
}
