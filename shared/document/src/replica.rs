//! A replica: one client's confirmed document, what it has submitted since, and the two together, which is shown.
//! Sans-I/O: it says what is to be sent and is told what came; it knows no socket and no storage.

use std::collections::VecDeque;

use crate::{
    apply::{Refusal, apply},
    ids::{ClientId, OpId, Seq},
    op::{Gesture, Op, Sequenced},
    tree::Document,
    undo::{Content, Direction, Entry, Extent, Key, Label, UndoStack, Undone},
};

/// One client's view of one document: `optimistic = confirmed + pending`, always.
#[derive(Clone, Debug)]
pub struct Replica {
    client: ClientId,
    made: u64,
    last_seq: Seq,
    last_id: Option<OpId>,
    confirmed: Document,
    pending: VecDeque<Pending>,
    optimistic: Document,
    undo: UndoStack,
}

#[derive(Clone, Debug)]
struct Pending {
    gesture: Gesture,
    /// On this connection.
    sent: bool,
    /// On any connection: the relay may have it in these words already.
    told: bool,
}

/// What a sequenced gesture turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Received {
    /// One's own: it is saved now.
    Own,
    /// Somebody else's.
    Foreign,
    /// Seen before: nothing changed.
    Repeated,
}

/// Why a message from the relay cannot be taken over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OutOfStep {
    /// Something between is missing: ask for the tail after `last_seq`.
    #[error("expected {expected}, got {got}")]
    Gap {
        /// The only one that could follow.
        expected: Seq,
        /// The one that came.
        got: Seq,
    },
    /// A sequenced gesture does not apply here: the documents differ, ask for a snapshot.
    #[error("the document here differs from the relay's at {0}")]
    Diverged(Seq),
}

impl Replica {
    /// A replica that has seen nothing yet.
    #[must_use]
    pub fn new(client: ClientId) -> Self {
        Self {
            client,
            made: 0,
            last_seq: Seq::ZERO,
            last_id: None,
            confirmed: Document::default(),
            pending: VecDeque::new(),
            optimistic: Document::default(),
            undo: UndoStack::default(),
        }
    }

    /// What is shown.
    #[must_use]
    pub fn document(&self) -> &Document {
        &self.optimistic
    }

    /// The document at [`Self::last_seq`].
    #[must_use]
    pub fn confirmed(&self) -> &Document {
        &self.confirmed
    }

    /// The newest `Seq` that is part of `confirmed`.
    #[must_use]
    pub fn last_seq(&self) -> Seq {
        self.last_seq
    }

    /// The gesture at [`Self::last_seq`]; `None` where the document began with it.
    #[must_use]
    pub fn last_id(&self) -> Option<OpId> {
        self.last_id
    }

    /// The id under which this replica submits.
    #[must_use]
    pub fn client(&self) -> ClientId {
        self.client
    }

    /// The gestures that are not sequenced yet, oldest first.
    pub fn pending(&self) -> impl DoubleEndedIterator<Item = &Gesture> {
        self.pending.iter().map(|pending| &pending.gesture)
    }

    /// The highest counter that was used under [`Self::client`].
    #[must_use]
    pub fn made(&self) -> u64 {
        self.made
    }

    /// How many gestures are not sequenced yet.
    #[must_use]
    pub fn pending_len(&self) -> usize {
        self.pending.len()
    }

    /// Takes a user act: shown at once, sent by and by.
    ///
    /// # Errors
    /// The rule that an op breaks; nothing changed then.
    pub fn submit(&mut self, ops: Vec<Op>) -> Result<OpId, Refusal> {
        self.submit_after(ops, false)
    }

    /// Like [`Self::submit`]. `continues` says that the act goes on with the typing before it: the two are undone as
    /// one, if they set one property.
    ///
    /// # Errors
    /// The rule that an op breaks; nothing changed then.
    pub fn submit_after(&mut self, ops: Vec<Op>, continues: bool) -> Result<OpId, Refusal> {
        let entry = Entry::of(&self.optimistic, &ops);
        let id = self.make(ops)?;
        self.undo.record(entry, id.counter, continues);
        Ok(id)
    }

    /// What would be taken back or done again next.
    #[must_use]
    pub fn undo_label(&self, direction: Direction) -> Option<Label> {
        self.undo.label(direction, &self.optimistic)
    }

    /// Takes back, or does again, the newest of one's own gestures that can be, by a new gesture that writes only
    /// what nobody else has written since; `None` where there is no such gesture.
    pub fn undo(&mut self, direction: Direction) -> Option<Undone> {
        let entry = self.undo.take(direction)?;
        let label = entry.label(&self.optimistic);
        let ops = entry.inverse(&self.optimistic, self.client);
        let extent = entry.extent(ops.len());
        let turned = entry.turned(&self.optimistic, &ops);
        let made = if ops.is_empty() { None } else { self.make(ops).ok() };
        let Some(id) = made else { return Some(Undone { direction, label, extent: Extent::Nothing }) };
        self.undo.turn(direction, turned, id.counter);
        Some(Undone { direction, label, extent })
    }

    fn make(&mut self, ops: Vec<Op>) -> Result<OpId, Refusal> {
        let id = OpId { client: self.client, counter: self.made + 1 };
        let gesture = Gesture { id, ops };
        apply(&mut self.optimistic, &gesture, None)?;
        self.made = id.counter;
        if !self.collapse(&gesture) {
            self.pending.push_back(Pending { gesture, sent: false, told: false });
        }
        Ok(self.pending.back().map_or(id, |last| last.gesture.id))
    }

    /// A set that follows a set of the same property that was never sent takes its place: only the last value is sent.
    fn collapse(&mut self, gesture: &Gesture) -> bool {
        let Some(last) = self.pending.back_mut().filter(|last| !last.told) else { return false };
        let (
            [Op::Set { node, property, value }],
            [Op::Set { node: last_node, property: last_property, value: last_value }],
        ) = (gesture.ops.as_slice(), last.gesture.ops.as_mut_slice())
        else {
            return false;
        };
        if node != last_node || property != last_property {
            return false;
        }
        last_value.clone_from(value);
        true
    }

    /// The gestures that were not sent on this connection, oldest first; they count as sent from now on.
    pub fn take_unsent(&mut self) -> Vec<Gesture> {
        let unsent = self.pending.iter_mut().filter(|pending| !pending.sent);
        unsent
            .map(|pending| {
                (pending.sent, pending.told) = (true, true);
                pending.gesture.clone()
            })
            .collect()
    }

    /// A new connection knows nothing: everything pending is to be sent again, under the same ids.
    pub fn forget_sent(&mut self) {
        for pending in &mut self.pending {
            pending.sent = false;
        }
    }

    /// Takes over the next gesture in the order.
    ///
    /// # Errors
    /// A gap, or documents that differ; nothing changed then.
    pub fn receive(&mut self, sequenced: &Sequenced) -> Result<Received, OutOfStep> {
        if sequenced.seq <= self.last_seq {
            return Ok(Received::Repeated);
        }
        if sequenced.seq != self.last_seq.next() {
            return Err(OutOfStep::Gap { expected: self.last_seq.next(), got: sequenced.seq });
        }
        apply(&mut self.confirmed, &sequenced.gesture, Some(sequenced.seq))
            .map_err(|_| OutOfStep::Diverged(sequenced.seq))?;
        self.last_seq = sequenced.seq;
        self.last_id = Some(sequenced.gesture.id);
        if sequenced.gesture.id.client != self.client {
            self.written_by_other(&sequenced.gesture.ops);
        }
        let own = self.drop_pending(sequenced.gesture.id).is_some();
        self.rebase();
        Ok(if own { Received::Own } else { Received::Foreign })
    }

    /// The relay has this gesture already, at a `Seq` that this replica has seen or will see.
    pub fn acknowledged(&mut self, id: OpId) {
        if self.drop_pending(id).is_some() {
            self.rebase();
        }
    }

    /// The relay refused a gesture: it is taken back here, and returned so that its author can be told.
    pub fn rejected(&mut self, id: OpId) -> Option<Gesture> {
        let gesture = self.drop_pending(id)?;
        self.rebase();
        self.undo.rejected(id.counter, &self.optimistic, self.client);
        Some(gesture)
    }

    /// Starts over from the relay's document, whose last gesture was `id`; what is pending stays pending.
    pub fn load(&mut self, document: Document, seq: Seq, id: Option<OpId>) {
        self.confirmed = document;
        (self.last_seq, self.last_id) = (seq, id);
        for key in self.undo.claimed() {
            match key.read(&self.confirmed) {
                Some((_, Some(writer))) if writer == self.client => {}
                Some((content, _)) => self.undo.written_by_other(key, &content, self.oldest_pending(key)),
                None => {}
            }
        }
        self.rebase();
    }

    /// Somebody else's gesture is in the order in front of all that is pending here.
    fn written_by_other(&mut self, ops: &[Op]) {
        for op in ops {
            let key = Key::of(op);
            self.undo.written_by_other(key, &Content::of(op), self.oldest_pending(key));
        }
    }

    /// The counter of the first pending gesture that writes the register.
    fn oldest_pending(&self, key: Key) -> Option<u64> {
        let writes = |pending: &&Pending| pending.gesture.ops.iter().any(|op| Key::of(op) == key);
        self.pending.iter().find(writes).map(|pending| pending.gesture.id.counter)
    }

    fn drop_pending(&mut self, id: OpId) -> Option<Gesture> {
        let index = self.pending.iter().position(|pending| pending.gesture.id == id)?;
        self.pending.remove(index).map(|pending| pending.gesture)
    }

    /// `optimistic = confirmed + pending`. A pending gesture that no longer applies is left out here
    /// and stays pending: the relay judges it.
    fn rebase(&mut self) {
        self.optimistic = self.confirmed.clone();
        for pending in &self.pending {
            let _refused_by_the_relay_in_turn = apply(&mut self.optimistic, &pending.gesture, None);
        }
    }
}
