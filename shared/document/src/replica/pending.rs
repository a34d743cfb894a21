//! Pending: gestures that were submitted here, or taken over from a dead replica of the same browser, and have no `Seq`
//! yet, in the order in which the relay gets them. It knows no document: whether they apply is the replica's to see.

use std::collections::VecDeque;

use crate::{
    ids::OpId,
    op::{Gesture, Op},
    undo::Key,
};

/// The gestures that wait, oldest first.
#[derive(Clone, Debug, Default)]
pub(super) struct Pending {
    pub(super) waiting: VecDeque<Waiting>,
    /// Gestures that left because nothing of them was left to say.
    gone: Vec<OpId>,
}

#[derive(Clone, Debug)]
pub(super) struct Waiting {
    pub(super) gesture: Gesture,
    /// Whether it is an undo or a redo that was never sent: it gives way to what others write.
    pub(super) turn: bool,
    /// Whether it says something else than it did when this was asked last.
    pub(super) reworded: bool,
    /// On this connection.
    sent: bool,
    /// On any connection: the relay may have it in these words already.
    told: bool,
}

impl Waiting {
    fn new(gesture: Gesture, turn: bool, told: bool) -> Self {
        Self { gesture, turn, reworded: false, sent: false, told }
    }
}

impl Pending {
    pub(super) fn len(&self) -> usize {
        self.waiting.len()
    }

    pub(super) fn gestures(&self) -> impl DoubleEndedIterator<Item = &Gesture> {
        self.waiting.iter().map(|waiting| &waiting.gesture)
    }

    /// Puts a gesture behind the others and says under which id it is sent: one that sets the property that the last
    /// one sets takes its place, if that was never sent, so that only the last value is sent.
    pub(super) fn push(&mut self, gesture: Gesture, turn: bool) -> OpId {
        if let Some(last) = self.waiting.back_mut().filter(|last| !last.told && goes_on(&last.gesture, &gesture)) {
            (last.gesture.ops, last.turn) = (gesture.ops, turn);
            return last.gesture.id;
        }
        let id = gesture.id;
        self.waiting.push_back(Waiting::new(gesture, turn, false));
        id
    }

    /// Puts gestures of an earlier life, or of another replica, in front of all that was not sent on this connection.
    /// The relay may have them already.
    pub(super) fn insert_told(&mut self, gestures: impl IntoIterator<Item = Gesture>, turns: &[u64]) {
        let mut place = self.waiting.iter().rposition(|waiting| waiting.sent).map_or(0, |last_sent| last_sent + 1);
        for gesture in gestures {
            if self.gestures().all(|pending| pending.id != gesture.id) {
                let turn = turns.contains(&gesture.id.counter);
                self.waiting.insert(place, Waiting::new(gesture, turn, true));
                place += 1;
            }
        }
    }

    /// The gestures that say something else, or nothing any more, since this was asked last.
    pub(super) fn take_reworded(&mut self) -> Vec<OpId> {
        let mut reworded = std::mem::take(&mut self.gone);
        for waiting in &mut self.waiting {
            if std::mem::take(&mut waiting.reworded) {
                reworded.push(waiting.gesture.id);
            }
        }
        reworded
    }

    /// A gesture that says nothing is none.
    pub(super) fn forget_empty(&mut self) {
        let gone = self.waiting.iter().filter(|waiting| waiting.gesture.ops.is_empty());
        self.gone.extend(gone.map(|waiting| waiting.gesture.id));
        self.waiting.retain(|waiting| !waiting.gesture.ops.is_empty());
    }

    /// What was not sent on this connection, up to the first one that may not be sent yet; it counts as sent from now on.
    pub(super) fn take_unsent(&mut self, may_be_sent: impl Fn(OpId) -> bool) -> Vec<Gesture> {
        let ready = self.waiting.iter_mut().take_while(|waiting| may_be_sent(waiting.gesture.id));
        let unsent = ready.filter(|waiting| !waiting.sent);
        unsent
            .map(|waiting| {
                (waiting.sent, waiting.told, waiting.turn) = (true, true, false);
                waiting.gesture.clone()
            })
            .collect()
    }

    pub(super) fn sent_len(&self) -> usize {
        self.waiting.iter().filter(|waiting| waiting.sent).count()
    }

    pub(super) fn forget_sent(&mut self) {
        self.waiting.iter_mut().for_each(|waiting| waiting.sent = false);
    }

    pub(super) fn remove(&mut self, id: OpId) -> Option<Gesture> {
        let index = self.gestures().position(|gesture| gesture.id == id)?;
        self.waiting.remove(index).map(|waiting| waiting.gesture)
    }

    pub(super) fn writes(&self, key: Key) -> bool {
        self.gestures().any(|gesture| writes(gesture, key))
    }
}

fn writes(gesture: &Gesture, key: Key) -> bool {
    gesture.ops.iter().any(|op| Key::of(op) == key)
}

/// Whether both do nothing but set one and the same property.
fn goes_on(last: &Gesture, next: &Gesture) -> bool {
    let ([last @ Op::Set { .. }], [next @ Op::Set { .. }]) = (last.ops.as_slice(), next.ops.as_slice()) else {
        return false;
    };
    Key::of(last) == Key::of(next)
}
