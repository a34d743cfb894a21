//! A loss: something of this person's that does not stand, because the relay refused it or because somebody wrote over
//! it while this page was away; and what of it can be said again. What others do while one looks on is no loss.

use document::{Gesture, NodeId, Op, Overwritten, Property, Value};

use super::{Effect, Sync};

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
        /// Why, in words.
        reason: String,
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

    /// Somebody may have written it again since, or have brought it back.
    fn as_it_stands(&self, Overwritten { node, property, mine, .. }: Overwritten) -> Option<Loss> {
        let now = self.replica.document().node(node)?;
        let theirs = Some(now.get(property)).filter(|theirs| *theirs != mine)?;
        let writer = now.stamp(property)?.client;
        let by = self.others.values().find(|other| other.client == writer).map(|other| other.person.name.clone());
        Some(Loss::Overwritten { node, property, mine, theirs, by })
    }

    /// Tells that a gesture was taken back. What can be said again waits for its author's word.
    pub(super) fn tell_refused(&mut self, gesture: &Gesture, reason: &str) {
        let again = self.replica.resubmittable(gesture);
        if again.is_empty() {
            self.notice(["A change was taken back: ", reason, "."].concat());
        } else {
            self.effects.push(Effect::Lost(Loss::Refused { reason: reason.to_owned(), again }));
        }
    }
}
