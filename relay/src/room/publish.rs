//! Publishing: the gestures of a draft come in at the end of the order, under their own ids and their authors' names,
//! and are judged like any other. Whoever publishes hears of it when all that was taken is in the log.

use std::collections::BTreeSet;

use document::{
    Gesture, OpId, Refusal, Role, Seq,
    draft::{Merging, Overwritten},
};

use super::{Effect, Room, Verdict};

/// Gestures of a draft, to be put onto the dashboard of this room.
#[derive(Clone, Debug)]
pub struct Publication {
    /// Names it until it is answered.
    pub number: u64,
    /// At which `Seq` of this dashboard the draft began.
    pub base: Seq,
    /// In the order of the draft.
    pub gestures: Vec<Authored>,
    /// What whoever publishes may do.
    pub role: Role,
    /// When.
    pub at_ms: i64,
}

/// A gesture and who made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authored {
    /// What.
    pub gesture: Gesture,
    /// The name of its author.
    pub author: String,
}

/// What came of a publication.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Gestures that have no effect, in order.
    pub refused: Vec<(OpId, Refusal)>,
    /// What others had written since the draft began, and these gestures have replaced.
    pub overwritten: Vec<Overwritten>,
}

/// A publication of which something is on its way to the log.
#[derive(Debug)]
pub(super) struct Publishing {
    number: u64,
    waiting: BTreeSet<OpId>,
    outcome: Outcome,
}

impl Room {
    pub(super) fn publish(&mut self, publication: Publication) -> Vec<Effect> {
        let Publication { number, base, gestures, role, at_ms } = publication;
        let overwritten = self.overwritten(base, &gestures, role);
        let (mut waiting, mut refused) = (BTreeSet::new(), Vec::new());
        for Authored { gesture, author } in gestures {
            let id = gesture.id;
            match self.sequence.submit(gesture, role, &author, at_ms) {
                Verdict::Accepted | Verdict::Awaiting => drop(waiting.insert(id)),
                Verdict::Durable => {}
                Verdict::Refused(reason) => refused.push((id, reason)),
            }
        }
        let is_full = refused.iter().any(|(_, reason)| *reason == Refusal::StorageFailed);
        let publishing = Publishing { number, waiting, outcome: Outcome { refused, overwritten } };
        let mut effects: Vec<_> = self.append().into_iter().collect();
        match is_full {
            true => effects.push(Effect::Published { number, outcome: None }),
            false => {
                self.publishing.push(publishing);
                effects.extend(self.publications_done(&[]));
            }
        }
        effects
    }

    /// What is in the log or on its way there is the draft's own doing and replaces nothing again.
    fn overwritten(&self, base: Seq, gestures: &[Authored], role: Role) -> Vec<Overwritten> {
        let (head, newest) = self.sequence.head();
        let mut merging = Merging::new(head, newest, base, role);
        let gestures = gestures.iter().map(|authored| &authored.gesture);
        gestures.filter(|gesture| !self.sequence.knows(gesture.id)).for_each(|gesture| merging.add(gesture));
        merging.finish().overwritten
    }

    /// Answers the publications that wait for nothing any more, now that these gestures are in the log.
    pub(super) fn publications_done(&mut self, stored: &[OpId]) -> Vec<Effect> {
        for publishing in &mut self.publishing {
            for id in stored {
                publishing.waiting.remove(id);
            }
        }
        let done = self.publishing.extract_if(.., |publishing| publishing.waiting.is_empty());
        done.map(|done| Effect::Published { number: done.number, outcome: Some(done.outcome) }).collect()
    }

    /// Answers the publications of which one of these was not stored: all of it may be tried again.
    pub(super) fn publications_failed(&mut self, lost: &[OpId]) -> Vec<Effect> {
        let is_lost = |publishing: &mut Publishing| lost.iter().any(|id| publishing.waiting.contains(id));
        let failed = self.publishing.extract_if(.., is_lost);
        failed.map(|failed| Effect::Published { number: failed.number, outcome: None }).collect()
    }
}

#[cfg(test)]
mod tests;
