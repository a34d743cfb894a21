//! A replica: one client's confirmed document, what it has submitted since, and the two together, which is shown.
//! Sans-I/O: it says what is to be sent and is told what came; it knows no socket and no storage.

mod kept;
mod loss;
mod pending;
mod turn;

use std::collections::{BTreeSet, VecDeque};

use self::pending::Pending;
pub use self::{
    kept::{Kept, RESERVED_COUNTERS},
    loss::{MAX_OVERWRITTEN, Overwritten, resubmittable},
};
use crate::{
    apply::{Refusal, apply, apply_as},
    ids::{ClientId, OpId, Seq},
    op::{Gesture, Op, Sequenced},
    permission::{Role, Who},
    tree::Document,
    undo::{Direction, Entry, Extent, Key, Label, UndoStack, Undone},
};

/// One client's view of one document: `optimistic = confirmed + pending`, always.
#[derive(Clone, Debug)]
pub struct Replica {
    client: ClientId,
    /// The newest counter.
    made: u64,
    /// Counters below it may be used for sending.
    reserved: u64,
    /// What this person may do, as the relay said last.
    role: Option<Role>,
    last_seq: Seq,
    last_id: Option<OpId>,
    confirmed: Document,
    pending: Pending,
    optimistic: Document,
    undo: UndoStack,
    /// Dead replicas for which this one speaks.
    adopted: BTreeSet<ClientId>,
    overwritten: VecDeque<Overwritten>,
    /// Pending gestures that gave way, until that is asked.
    reworded: BTreeSet<OpId>,
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
    /// A replica that has seen nothing yet, under an id that never had and never gets another life: it needs to
    /// reserve nothing. One that is kept begins as [`Self::revive`] with [`Kept::default`].
    #[must_use]
    pub fn new(client: ClientId) -> Self {
        Self {
            client,
            made: 0,
            reserved: u64::MAX,
            role: None,
            last_seq: Seq::ZERO,
            last_id: None,
            confirmed: Document::default(),
            pending: Pending::default(),
            optimistic: Document::default(),
            undo: UndoStack::default(),
            adopted: BTreeSet::new(),
            overwritten: VecDeque::new(),
            reworded: BTreeSet::new(),
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

    /// How many gestures are not sequenced yet. How many there may be is the caller's to say.
    #[must_use]
    pub fn pending_len(&self) -> usize {
        self.pending.len()
    }

    /// The gestures that are not sequenced yet, oldest first.
    pub fn pending(&self) -> impl DoubleEndedIterator<Item = &Gesture> {
        self.pending.gestures()
    }

    /// What this person may do, as the relay said last; `None` where it never said.
    #[must_use]
    pub fn role(&self) -> Option<Role> {
        self.role
    }

    /// The relay says what this person may do from now on. What is pending is shown as far as the role allows it; all
    /// of it stays pending, because the relay judges.
    pub fn set_role(&mut self, role: Role) {
        if self.role.replace(role) != Some(role) {
            self.rebase();
        }
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
        let id = self.make(ops, false)?;
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
        let ops = entry.inverse(&self.optimistic, self.client, |document, op| self.try_op(document, op).is_ok());
        let extent = entry.extent(ops.len());
        let turned = entry.turned(&self.optimistic, &ops);
        let made = if ops.is_empty() { None } else { self.make(ops, true).ok() };
        let Some(id) = made else { return Some(Undone { direction, label, extent: Extent::Nothing }) };
        self.undo.turn(direction, turned, id.counter);
        Some(Undone { direction, label, extent })
    }

    fn make(&mut self, ops: Vec<Op>, turn: bool) -> Result<OpId, Refusal> {
        let id = OpId { client: self.client, counter: self.made.saturating_add(1) };
        let gesture = Gesture { id, ops };
        show(&mut self.optimistic, &gesture, self.role)?;
        self.made = id.counter;
        Ok(self.pending.push(gesture, turn))
    }

    /// Whether this person may do this one op now, and it applies; the document has it then.
    fn try_op(&self, document: &mut Document, op: &Op) -> Result<(), Refusal> {
        let gesture = Gesture { id: OpId { client: self.client, counter: 0 }, ops: vec![op.clone()] };
        show(document, &gesture, self.role)
    }

    /// The gestures that were not sent on this connection, oldest first, as far as their counters are reserved; they
    /// count as sent from now on.
    pub fn take_unsent(&mut self) -> Vec<Gesture> {
        let (client, reserved) = (self.client, self.reserved);
        self.pending.take_unsent(|id| id.client != client || id.counter < reserved)
    }

    /// How many gestures were sent on this connection and are not answered yet.
    #[must_use]
    pub fn sent_len(&self) -> usize {
        self.pending.sent_len()
    }

    /// A new connection knows nothing: everything pending is to be sent again, under the same ids.
    pub fn forget_sent(&mut self) {
        self.pending.forget_sent();
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
        let Sequenced { seq, gesture } = sequenced;
        let at_stake = if self.is_mine(gesture.id.client) { Vec::new() } else { self.at_stake(&gesture.ops) };
        let before = self.standing(gesture.ops.iter().map(Key::of));
        apply(&mut self.confirmed, gesture, Some(*seq)).map_err(|_| OutOfStep::Diverged(*seq))?;
        (self.last_seq, self.last_id) = (*seq, Some(gesture.id));
        if gesture.id.client != self.client {
            self.overtaken(before);
        }
        let own = self.pending.remove(gesture.id).is_some();
        self.count_losses(at_stake);
        self.rebase();
        Ok(if own { Received::Own } else { Received::Foreign })
    }

    /// The relay has this gesture already, at a `Seq` that this replica has seen or will see.
    pub fn acknowledged(&mut self, id: OpId) {
        if self.pending.remove(id).is_some() {
            self.rebase();
        }
    }

    /// The relay refused a gesture: it is taken back here, and returned so that its author can be told, and can say it
    /// again as far as [`Self::resubmittable`] goes.
    pub fn rejected(&mut self, id: OpId) -> Option<Gesture> {
        let gesture = self.pending.remove(id)?;
        self.rebase();
        if id.client == self.client {
            self.undo.rejected(id.counter, &self.optimistic, self.client);
        }
        Some(gesture)
    }

    /// Starts over from the relay's document, whose last gesture was `id`; what is pending stays pending.
    pub fn load(&mut self, document: Document, seq: Seq, id: Option<OpId>) {
        let at_stake = self.all_at_stake();
        let before = self.standing(self.undo.claimed().chain(self.turning()));
        self.confirmed = document;
        (self.last_seq, self.last_id) = (seq, id);
        let writer = |key: &Key| key.read(&self.confirmed).and_then(|(_, writer)| writer);
        let is_others = |key: &Key| writer(key).is_some_and(|writer| writer != self.client);
        let overtaken = before.into_iter().filter(|(key, _)| is_others(key)).collect();
        self.overtaken(overtaken);
        self.count_losses(at_stake);
        self.rebase();
    }

    /// `optimistic = confirmed + pending`. A pending gesture that no longer applies, or is no longer allowed, is left
    /// out here and stays pending: the relay judges it.
    fn rebase(&mut self) {
        self.optimistic = self.confirmed.clone();
        for gesture in self.pending.gestures() {
            let _refused_by_the_relay_in_turn = show(&mut self.optimistic, gesture, self.role);
        }
    }
}

/// Applies what is pending, as what its author may do; where that is not known yet, as if everything were allowed.
fn show(document: &mut Document, gesture: &Gesture, role: Option<Role>) -> Result<(), Refusal> {
    match role {
        Some(role) => apply_as(document, gesture, Who { role, client: gesture.id.client }, None),
        None => apply(document, gesture, None),
    }
}
