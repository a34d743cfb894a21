//! A loss: something of this person's that does not stand, because the relay refused it or because somebody wrote over
//! it who cannot have seen it; and what of it can be said again. What others do while one looks on is no loss.

use std::collections::{BTreeSet, VecDeque};

use document::{Gesture, NodeId, Op, OpId, Overwritten, Property, Refusal, Seq, Value};

use super::{Effect, Sync, told::Told};

/// Whoever writes over a value so soon after it got its place, in milliseconds, was writing already when it came.
pub const CROSSING_MS: i64 = 5_000;
/// The same for what was made while this page was away: others may have been away too, and come back later.
pub const LATE_MS: i64 = 600_000;
/// Own gestures that are remembered as fresh; of more the oldest are no longer, as after their time.
const MAX_FRESH: usize = 200;

/// Own gestures that somebody may write over without having seen them.
#[derive(Debug, Default)]
pub(super) struct Fresh {
    made_away: BTreeSet<OpId>,
    until_ms: VecDeque<(Seq, i64)>,
}

impl Fresh {
    /// This page is back, and all this was made before.
    pub(super) fn back_with(&mut self, pending: impl Iterator<Item = OpId>) {
        self.made_away.extend(pending.take(MAX_FRESH));
    }

    /// An own gesture got its place.
    pub(super) fn sequenced(&mut self, seq: Seq, id: OpId, now_ms: i64) {
        let fresh_ms = if self.made_away.remove(&id) { LATE_MS } else { CROSSING_MS };
        self.until_ms.retain(|(_, until_ms)| *until_ms > now_ms);
        if self.until_ms.len() == MAX_FRESH {
            self.until_ms.pop_front();
        }
        self.until_ms.push_back((seq, now_ms + fresh_ms));
    }

    fn contains(&self, written: Option<Seq>, now_ms: i64) -> bool {
        self.until_ms.iter().any(|(seq, until_ms)| Some(*seq) == written && *until_ms > now_ms)
    }
}

/// Something of this person's that does not stand.
#[derive(Clone, Debug, PartialEq)]
pub enum Loss {
    /// Somebody else's value stands in its place.
    Overwritten {
        /// Whose property.
        node: NodeId,
        /// Which.
        property: Property,
        /// What this person wrote.
        mine: Value,
        /// What stands there now.
        theirs: Value,
        /// The name of whoever wrote it, where it is known.
        by: Option<String>,
    },
    /// The relay took a gesture back.
    Refused {
        /// Why.
        reason: Refusal,
        /// Those of its ops that would be taken now.
        again: Vec<Op>,
    },
}

impl Loss {
    /// What brings it back, as a new gesture.
    #[must_use]
    pub fn again(&self) -> Vec<Op> {
        match self {
            Self::Overwritten { node, property, mine, .. } => {
                vec![Op::Set { node: *node, property: *property, value: mine.clone() }]
            }
            Self::Refused { again, .. } => again.clone(),
        }
    }
}

impl Sync {
    /// Tells what others wrote over while this page was away, as it stands now.
    pub(super) fn tell_overwritten(&mut self) {
        for overwritten in self.replica.take_overwritten() {
            let loss = self.as_it_stands(overwritten);
            self.effects.extend(loss.map(Effect::Lost));
        }
    }

    /// Tells what somebody has just written over without having seen it.
    pub(super) fn tell_crossed(&mut self, now_ms: i64) {
        for overwritten in self.replica.take_overwritten() {
            if self.fresh.contains(overwritten.written, now_ms) {
                let loss = self.as_it_stands(overwritten);
                self.effects.extend(loss.map(Effect::Lost));
            }
        }
    }

    /// Somebody may have written it again since, or have brought it back.
    fn as_it_stands(&self, Overwritten { node, property, mine, .. }: Overwritten) -> Option<Loss> {
        let now = self.replica.document().node(node)?;
        let theirs = Some(now.get(property)).filter(|theirs| *theirs != mine)?;
        let writer = now.stamp(property)?.client;
        let by = self.others.values().find(|other| other.client == writer).map(|other| other.person.name.clone());
        Some(Loss::Overwritten { node, property, mine, theirs, by })
    }

    /// Tells that a gesture was taken back. What can be said again waits for its author's word.
    pub(super) fn tell_refused(&mut self, gesture: &Gesture, reason: Refusal) {
        let again = self.replica.resubmittable(gesture);
        if again.is_empty() {
            self.notice(Told::TakenBack(reason));
        } else {
            self.effects.push(Effect::Lost(Loss::Refused { reason, again }));
        }
    }
}
