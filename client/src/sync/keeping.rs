//! Keeping: what of this page's work is on this device, and what has to be. Pending gestures are written at once, one
//! batch after the other; a confirmed document some seconds after it changed, and with it goes what it contains.
//! It knows no storage: it says what is to be written and is told when it is on the disk.

use std::collections::{BTreeSet, VecDeque};

use document::{ClientId, Gesture, OpId, Replica, Seq};

use super::{Effect, Sync};
use crate::{
    shelf::{
        Batch, KeptDocument, Slot, Unkept, WrittenDocument,
        record::{MAX_DOCUMENT_BYTES, MAX_ORPHANS, write},
    },
    workspace::view::{Connection, Stop},
};

/// How long after its first change a confirmed document is written, in milliseconds: the gestures of others come many
/// a second and are the relay's to keep.
const DOCUMENT_PAUSE_MS: i64 = 2_000;
/// A large document is written more rarely, because writing it takes the page's own time: for each so many bytes it
/// waits a millisecond longer, a second for 256 KB.
const BYTES_A_MS: usize = 256;

/// What is on this device, as far as this page knows.
#[derive(Debug, Default)]
pub(super) struct Keeping {
    is_on: bool,
    /// Pending gestures that are not on the disk in their newest words.
    unwritten: BTreeSet<OpId>,
    /// Batches on their way to the disk, oldest first.
    writing: VecDeque<Writing>,
    /// On the disk, pending or not.
    written: BTreeSet<OpId>,
    /// Refused by the relay: nothing waits for them.
    refused: BTreeSet<OpId>,
    /// Clients whose records can go.
    idle: Vec<ClientId>,
    /// Counters below it are reserved on the disk.
    reserved: u64,
    document_due_ms: Option<i64>,
    /// As it was written last.
    document_bytes: usize,
    /// The relay has another history than the one that was kept.
    replaces_newer: bool,
    /// Why nothing is kept, until it was said.
    why_not: Option<Unkept>,
}

#[derive(Debug)]
struct Writing {
    gestures: BTreeSet<OpId>,
    reserved: u64,
}

impl Keeping {
    /// When the next document is to be written.
    pub(super) fn due_ms(&self) -> Option<i64> {
        self.document_due_ms
    }

    pub(super) fn changed(&mut self, id: OpId) {
        if self.is_on {
            self.unwritten.insert(id);
        }
    }

    pub(super) fn refused(&mut self, id: OpId) {
        if self.is_on {
            self.refused.insert(id);
        }
    }

    /// The confirmed document, or what this person may do, is another.
    pub(super) fn document_changed(&mut self, now_ms: i64) {
        if self.is_on {
            let longer_ms = i64::try_from(self.document_bytes / BYTES_A_MS).unwrap_or(DOCUMENT_PAUSE_MS);
            self.document_due_ms.get_or_insert(now_ms + DOCUMENT_PAUSE_MS + longer_ms);
        }
    }

    /// The relay's document is at this `Seq` from now on.
    pub(super) fn history_changed(&mut self, from: Seq, to: Seq) {
        self.replaces_newer |= to < from;
    }
}

impl Sync {
    /// Whether everything that is pending is on the disk of this device.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        let Keeping { is_on, unwritten, writing, .. } = &self.keeping;
        *is_on && unwritten.is_empty() && writing.iter().all(|writing| writing.gestures.is_empty())
    }

    /// Goes on with what this browser kept. Said once, before anything else.
    pub(super) fn found(&mut self, slot: Slot) {
        let Slot { client, kept, document, pending, orphans, idle } = slot;
        let written = pending.iter().chain(&orphans).map(|gesture| gesture.id).collect();
        self.keeping = Keeping { is_on: true, written, idle, reserved: kept.reserved(), ..Keeping::default() };
        self.loaded = document.is_some();
        let role = document.as_ref().map(|document| document.role);
        let confirmed = document.map(|KeptDocument { document, seq, last, .. }| (document, seq, last));
        self.replica = Replica::revive(client, kept, confirmed, pending, role);
        self.replica.adopt(orphans);
        self.effects.extend([Effect::DocumentChanged, Effect::ViewChanged]);
    }

    /// Speaks for tabs that died meanwhile, as far as the relay listens to one that speaks for many.
    pub(super) fn adopt(&mut self, gestures: Vec<Gesture>, now_ms: i64) {
        let mut clients: BTreeSet<ClientId> = self.replica.adopted().collect();
        let mut fits = |client| clients.contains(&client) || clients.len() < MAX_ORPHANS && clients.insert(client);
        let gestures: Vec<Gesture> = gestures.into_iter().filter(|gesture| fits(gesture.id.client)).collect();
        self.keeping.written.extend(gestures.iter().map(|gesture| gesture.id));
        self.replica.adopt(gestures);
        self.effects.extend([Effect::DocumentChanged, Effect::ViewChanged]);
        self.redial(now_ms);
    }

    /// The oldest batch is on the disk: counters that it reserved may be used.
    pub(super) fn kept(&mut self) {
        if let Some(Writing { gestures, reserved }) = self.keeping.writing.pop_front() {
            self.keeping.written.extend(gestures);
            self.keeping.reserved = reserved;
            self.replica.reserve(reserved);
            if self.live().is_none() {
                self.effects.push(Effect::ViewChanged);
            }
            self.submit();
        }
    }

    /// This browser does not keep, or not any more. No further counters can be reserved then, so the page goes on under
    /// a client that has no other life; what was never sent is said under that one.
    pub(super) fn unkept(&mut self, why: Unkept, fresh: ClientId, now_ms: i64) {
        let Keeping { is_on, reserved, .. } = std::mem::take(&mut self.keeping);
        self.keeping.why_not = Some(why);
        if !is_on {
            return;
        }
        let before = std::mem::replace(&mut self.replica, Replica::new(fresh));
        if let Some(role) = before.role() {
            self.replica.set_role(role);
        }
        self.replica.load(before.confirmed().clone(), before.last_seq(), before.last_id());
        let may_be_sent = |id: OpId| id.client != before.client() || id.counter < reserved;
        let (sent, unsent): (Vec<_>, Vec<_>) = before.pending().cloned().partition(|gesture| may_be_sent(gesture.id));
        self.replica.adopt(sent);
        for gesture in unsent {
            let _no_longer_applies = self.replica.submit(gesture.ops);
        }
        self.effects.extend([Effect::DocumentChanged, Effect::ViewChanged]);
        self.redial(now_ms);
    }

    /// Says once, when it matters, that what waits is lost if the page is closed.
    pub(super) fn warn(&mut self) {
        let waits = self.replica.pending_len() > 0 && matches!(self.connection(), Connection::Offline { .. });
        if waits && let Some(why) = self.keeping.why_not.take() {
            self.effects.push(Effect::NotKept(why));
        }
    }

    /// The page may be gone in a moment: what is not on the disk is sent there now.
    pub(super) fn leave_page(&mut self, now_ms: i64) {
        if let Some(due_ms) = &mut self.keeping.document_due_ms {
            *due_ms = now_ms;
        }
        self.write(now_ms);
    }

    /// What may not be seen any more, or is gone, is not kept; unless something waits that its author may still want.
    pub(super) fn forget_kept(&mut self, reason: Stop) {
        let is_over = matches!(reason, Stop::NotAllowed | Stop::NoSuchDashboard);
        if is_over && self.keeping.is_on && self.replica.pending_len() == 0 {
            self.keeping.is_on = false;
            self.effects.push(Effect::Forget);
        }
    }

    /// Writes what is to be written, one batch after the other.
    pub(super) fn keep(&mut self, now_ms: i64) {
        if self.keeping.writing.is_empty() {
            self.write(now_ms);
        }
    }

    fn write(&mut self, now_ms: i64) {
        for id in self.replica.take_reworded() {
            let waits = self.replica.pending().any(|gesture| gesture.id == id);
            if waits { self.keeping.changed(id) } else { self.keeping.refused(id) }
        }
        let Keeping { is_on, unwritten, refused, document_due_ms, .. } = &self.keeping;
        let document_is_due = document_due_ms.is_some_and(|due_ms| due_ms <= now_ms);
        let wants = document_is_due || !unwritten.is_empty() || !refused.is_empty();
        if !is_on || !(wants || self.replica.wants_reserve().is_some()) {
            return;
        }
        let kept = self.replica.kept();
        let mut batch = Batch { done_with: std::mem::take(&mut self.keeping.idle), ..Batch::default() };
        if document_is_due {
            self.keeping.document_due_ms = None;
            batch.document = self.document_to_write();
            batch.settled = self.settled();
        }
        batch.gestures = self.gestures_to_write();
        let refused = std::mem::take(&mut self.keeping.refused);
        self.keeping.written.retain(|id| !refused.contains(id));
        batch.settled.extend(refused);
        batch.replica = write(&kept).ok().map(|bytes| (self.replica.client(), bytes));
        let gestures = batch.gestures.iter().map(|(id, _)| *id).collect();
        self.keeping.writing.push_back(Writing { gestures, reserved: kept.reserved() });
        self.effects.push(Effect::Keep(batch));
    }

    /// The pending gestures that are not on the disk in these words. One that cannot be written is sent all the same.
    fn gestures_to_write(&mut self) -> Vec<(OpId, Vec<u8>)> {
        let unwritten = std::mem::take(&mut self.keeping.unwritten);
        let pending = self.replica.pending().filter(|gesture| unwritten.contains(&gesture.id));
        pending.filter_map(|gesture| Some((gesture.id, write(gesture).ok()?))).collect()
    }

    /// What is on the disk and no longer pending: the confirmed document contains it, or the relay has it.
    fn settled(&mut self) -> Vec<OpId> {
        let pending: BTreeSet<OpId> = self.replica.pending().map(|gesture| gesture.id).collect();
        let settled = self.keeping.written.difference(&pending).copied().collect();
        self.keeping.written.retain(|id| pending.contains(id));
        settled
    }

    /// The confirmed document, unless it is too large to be kept.
    fn document_to_write(&mut self) -> Option<WrittenDocument> {
        let document = self.replica.confirmed().clone();
        let (seq, last) = (self.replica.last_seq(), self.replica.last_id());
        let title = document.title().to_owned();
        let bytes = write(&KeptDocument { document, seq, last, role: self.replica.role()? }).ok()?;
        self.keeping.document_bytes = bytes.len();
        let replaces_newer = std::mem::take(&mut self.keeping.replaces_newer);
        (bytes.len() <= MAX_DOCUMENT_BYTES).then_some(WrittenDocument { title, seq, bytes, replaces_newer })
    }
}
