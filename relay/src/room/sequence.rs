//! The sequence: the order of one document's gestures and the documents at its two ends. What is accepted waits
//! until the log has it; only then it is part of `durable`, of the tail, and of what may be told to anybody.
//! It judges gestures and knows no session.

use std::collections::{BTreeSet, VecDeque};

use document::{Document, Gesture, Op, OpId, Property, Refusal, Role, Seq, Sequenced, Value, Who, apply, apply_as};
use protocol::{CatchUp, Seen, canonical_hash, codec};

use super::marks::Marks;

/// Newest gestures that are kept for sessions that resume; whoever lacks more gets a snapshot.
pub const MAX_TAIL_GESTURES: usize = 1000;
/// The same in stored bytes: a tail fits into one message.
pub const MAX_TAIL_BYTES: usize = 2 * 1024 * 1024;
/// The largest gesture in stored bytes; a larger one is refused.
pub const MAX_GESTURE_BYTES: usize = 256 * 1024;
/// Gestures that may wait for the log; more are refused for now and sent again by their authors.
pub const MAX_AWAITING_GESTURES: usize = 4096;
/// A digest is told every so many gestures.
pub const DIGEST_GESTURES: u64 = 64;
/// A snapshot is stored at every multiple of so many gestures: bounds the replay when the document is opened, now or as
/// it was at any `Seq`.
pub const SNAPSHOT_GESTURES: u64 = 500;

/// What the log knows about a document when its room opens.
#[derive(Clone, Debug)]
pub struct Start {
    /// The document at `seq`.
    pub document: Document,
    /// The newest.
    pub seq: Seq,
    /// The newest gestures, in order, ending at `seq`.
    pub tail: Vec<Sequenced>,
    /// The ids of all gestures that were ever sequenced.
    pub ids: Vec<OpId>,
    /// The `Seq` of the stored snapshot.
    pub snapshot_seq: Seq,
}

/// A gesture that has its place, with what the history shows about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The gesture and its place.
    pub sequenced: Sequenced,
    /// The name of its author.
    pub author: String,
    /// When.
    pub at_ms: i64,
}

/// What a submitted gesture turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It has a place now, and waits for the log.
    Accepted,
    /// It came before and waits for the log.
    Awaiting,
    /// It came before and is in the log.
    Durable,
    /// It has no effect.
    Refused(Refusal),
}

/// A gesture that became durable, and the hash and the snapshot of the document where they are due.
#[derive(Debug)]
pub(super) struct Durable {
    pub(super) sequenced: Sequenced,
    pub(super) hash: Option<u64>,
    pub(super) snapshot: Option<Document>,
}

#[derive(Debug)]
pub(super) struct Sequence {
    head: Document,
    durable: Document,
    durable_seq: Seq,
    snapshot_seq: Seq,
    marks: Marks,
    tail: VecDeque<Kept>,
    tail_bytes: usize,
    /// Accepted, not yet in the log; the first `in_flight` of them are on their way there.
    awaiting: VecDeque<Accepted>,
    awaiting_ids: BTreeSet<OpId>,
    in_flight: usize,
}

#[derive(Debug)]
struct Kept {
    sequenced: Sequenced,
    bytes: usize,
}

impl Sequence {
    pub(super) fn new(start: Start) -> Self {
        let mut sequence = Self {
            head: start.document.clone(),
            durable: start.document,
            durable_seq: start.seq,
            snapshot_seq: start.snapshot_seq,
            marks: start.ids.into_iter().collect(),
            tail: VecDeque::new(),
            tail_bytes: 0,
            awaiting: VecDeque::new(),
            awaiting_ids: BTreeSet::new(),
            in_flight: 0,
        };
        for sequenced in start.tail {
            sequence.keep(sequenced);
        }
        sequence
    }

    pub(super) fn durable(&self) -> (&Document, Seq) {
        (&self.durable, self.durable_seq)
    }

    /// The document with all that is accepted, and the `Seq` of the last of it.
    pub(super) fn head(&self) -> (&Document, Seq) {
        (&self.head, Seq(self.durable_seq.0 + self.awaiting.len() as u64))
    }

    /// Whether the gesture is in the log, or on its way there.
    pub(super) fn knows(&self, id: OpId) -> bool {
        self.marks.contains(id) || self.awaiting_ids.contains(&id)
    }

    /// Whether the gesture names only tables that stand somewhere in the document already.
    pub(super) fn names_no_other_table(&self, gesture: &Gesture) -> bool {
        let named = gesture.ops.iter().filter_map(|op| match op {
            Op::Set { property: Property::Table, value: Value::Name(Some(table)), .. } => Some(table),
            _ => None,
        });
        named.into_iter().all(|table| self.head.names_table(table))
    }

    /// Whether everything accepted is in the log.
    pub(super) fn is_settled(&self) -> bool {
        self.awaiting.is_empty()
    }

    /// Judges a gesture at the end of the order, and gives it the next place where nothing stands against it.
    pub(super) fn submit(&mut self, gesture: Gesture, role: Role, author: &str, at_ms: i64) -> Verdict {
        if self.marks.contains(gesture.id) {
            return Verdict::Durable;
        }
        if self.awaiting_ids.contains(&gesture.id) {
            return Verdict::Awaiting;
        }
        let seq = Seq(self.durable_seq.0 + self.awaiting.len() as u64).next();
        if let Err(refusal) = self.judge(&gesture, role, seq) {
            return Verdict::Refused(refusal);
        }
        self.awaiting_ids.insert(gesture.id);
        let sequenced = Sequenced { seq, gesture };
        self.awaiting.push_back(Accepted { sequenced, author: author.to_owned(), at_ms });
        Verdict::Accepted
    }

    fn judge(&mut self, gesture: &Gesture, role: Role, seq: Seq) -> Result<(), Refusal> {
        if stored_bytes(gesture) > MAX_GESTURE_BYTES {
            return Err(Refusal::TooLarge { max_bytes: MAX_GESTURE_BYTES as u64 });
        }
        if self.awaiting.len() >= MAX_AWAITING_GESTURES {
            return Err(Refusal::StorageFailed);
        }
        apply_as(&mut self.head, gesture, Who { role, client: gesture.id.client }, Some(seq))
    }

    /// What the log is to store next; nothing while it still stores the last.
    pub(super) fn next_append(&mut self) -> Option<Vec<Accepted>> {
        if self.in_flight > 0 || self.awaiting.is_empty() {
            return None;
        }
        self.in_flight = self.awaiting.len();
        Some(self.awaiting.iter().cloned().collect())
    }

    /// The title and the tags of the dashboard after all that awaits the log.
    pub(super) fn called(&self) -> (String, Vec<String>) {
        (self.head.title().to_owned(), self.head.tags().to_vec())
    }

    /// The log has what was on its way: it becomes durable.
    ///
    /// # Errors
    /// When a gesture applies differently than it did when it was judged: the documents here are not to be trusted.
    pub(super) fn appended(&mut self) -> Result<Vec<Durable>, Refusal> {
        let in_flight = std::mem::take(&mut self.in_flight);
        let stored: Vec<_> = self.awaiting.drain(..in_flight).map(|accepted| accepted.sequenced).collect();
        stored.into_iter().map(|sequenced| self.make_durable(sequenced)).collect()
    }

    fn make_durable(&mut self, sequenced: Sequenced) -> Result<Durable, Refusal> {
        apply(&mut self.durable, &sequenced.gesture, Some(sequenced.seq))?;
        self.durable_seq = sequenced.seq;
        self.awaiting_ids.remove(&sequenced.gesture.id);
        self.marks.insert(sequenced.gesture.id);
        self.keep(sequenced.clone());
        let hash = sequenced.seq.0.is_multiple_of(DIGEST_GESTURES).then(|| canonical_hash(&self.durable));
        let snapshot = sequenced.seq.0.is_multiple_of(SNAPSHOT_GESTURES).then(|| self.durable.clone());
        if snapshot.is_some() {
            self.snapshot_seq = sequenced.seq;
        }
        Ok(Durable { sequenced, hash, snapshot })
    }

    /// The log has nothing of what was on its way: it and all that built on it lose their places, which nobody heard of.
    pub(super) fn not_stored(&mut self) -> Vec<OpId> {
        self.in_flight = 0;
        self.awaiting_ids.clear();
        self.head = self.durable.clone();
        self.awaiting.drain(..).map(|accepted| accepted.sequenced.gesture.id).collect()
    }

    /// The durable gestures after a `Seq`; `None` where they are no longer kept, or where there was never such a `Seq`.
    pub(super) fn tail(&self, after: Seq) -> Option<Vec<Sequenced>> {
        let missing = usize::try_from(self.durable_seq.0.checked_sub(after.0)?).ok()?;
        let first = self.tail.len().checked_sub(missing)?;
        Some(self.tail.iter().skip(first).map(|kept| kept.sequenced.clone()).collect())
    }

    /// What brings a replica from what it has seen to what is durable.
    pub(super) fn catch_up(&self, last: Option<Seen>) -> CatchUp {
        match last.filter(|last| self.has_seen_this(last)).and_then(|last| self.tail(last.seq)) {
            Some(tail) => CatchUp::Tail(tail),
            None => {
                let id = self.tail.back().map(|kept| kept.sequenced.gesture.id);
                CatchUp::Snapshot { document: self.durable.clone(), seq: self.durable_seq, id }
            }
        }
    }

    /// Whether the gesture that a replica saw last has the same place here. What is no longer kept cannot be compared.
    fn has_seen_this(&self, last: &Seen) -> bool {
        let Some(behind) = self.durable_seq.0.checked_sub(last.seq.0).and_then(|n| usize::try_from(n).ok()) else {
            return false;
        };
        let place = self.tail.len().checked_sub(behind).and_then(|after| after.checked_sub(1));
        match (place.and_then(|place| self.tail.get(place)), last.id) {
            (Some(kept), Some(id)) => kept.sequenced.gesture.id == id,
            (Some(_), None) => false,
            (None, id) => id.is_none(),
        }
    }

    /// The document to store as a snapshot, when the stored one is behind.
    pub(super) fn last_snapshot(&mut self) -> Option<(Seq, Document)> {
        if self.durable_seq == self.snapshot_seq {
            return None;
        }
        self.snapshot_seq = self.durable_seq;
        Some((self.durable_seq, self.durable.clone()))
    }

    fn keep(&mut self, sequenced: Sequenced) {
        let bytes = stored_bytes(&sequenced.gesture);
        self.tail.push_back(Kept { sequenced, bytes });
        self.tail_bytes += bytes;
        while self.tail.len() > MAX_TAIL_GESTURES || self.tail_bytes > MAX_TAIL_BYTES {
            let Some(oldest) = self.tail.pop_front() else { return };
            self.tail_bytes -= oldest.bytes;
        }
    }
}

/// A gesture that cannot be written counts as too large for anything.
fn stored_bytes(gesture: &Gesture) -> usize {
    codec::to_stored(gesture).map_or(usize::MAX, |bytes| bytes.len())
}
