//! A stream: one table, its newest rows, and the sessions that look at it. Rows are sent at once while the line is
//! idle and gathered for a tick under load; a session that falls behind goes on from its own row when it has room.
//! Sans I/O: the time is an argument, outboxes take or refuse frames; the disk is somebody else's.

use std::{collections::BTreeMap, mem, sync::Arc};

use bytes::Bytes;
use protocol::{FromRelay, SessionId, encode};
use table::{Batch, PackedTable, Retention, Schema, SchemaMismatch};
use tokio::time::Instant;

use super::{
    encoded::Encoded,
    frame::{Frame, frames},
};
use crate::outbox::{Beat, Due, Outbox};

/// Gathered rows from this size on are sent before the tick, in bytes of memory.
pub(super) const MAX_UNSENT_BYTES: usize = 64 * 1024;
/// Gathered rows from this number on are sent before the tick.
pub(super) const MAX_UNSENT_ROWS: u64 = 4096;

/// One table while it lives.
#[derive(Debug)]
pub(super) struct Stream {
    name: Arc<str>,
    /// `None` until the first rows come: sessions may wait for a table that is not there yet.
    table: Option<PackedTable>,
    encoded: Encoded,
    /// Every row below this number was offered to the sessions that are in step.
    sent: u64,
    unsent_bytes: usize,
    sent_at: Option<Instant>,
    subscribers: BTreeMap<SessionId, Subscriber>,
    /// Outboxes that are to be woken with the tick.
    waiting: Vec<Outbox>,
}

#[derive(Debug)]
struct Subscriber {
    outbox: Outbox,
    /// The number of the next row that it gets.
    next: u64,
    /// It has refused a frame and will say when there is room.
    full: bool,
}

impl Stream {
    pub(super) fn new(name: Arc<str>) -> Self {
        let (encoded, subscribers, waiting) = (Encoded::default(), BTreeMap::new(), Vec::new());
        Self { name, table: None, encoded, sent: 0, unsent_bytes: 0, sent_at: None, subscribers, waiting }
    }

    pub(super) fn table(&self) -> Option<&PackedTable> {
        self.table.as_ref()
    }

    pub(super) fn subscribers(&self) -> usize {
        self.subscribers.len()
    }

    /// Memory of the rows, about.
    pub(super) fn bytes(&self) -> usize {
        self.table.as_ref().map_or(0, PackedTable::bytes) + self.encoded.bytes()
    }

    /// How much more memory the table takes with these rows, about: less what the retention will evict for them.
    pub(super) fn growth_bytes(&self, batch: &Batch) -> usize {
        let Some(table) = &self.table else { return batch.bytes() };
        let room = table.retention().max_rows.saturating_sub(table.rows());
        batch.bytes() * room.min(batch.rows()) / batch.rows().max(1)
    }

    /// The table is there from now on; whoever waits for it is told.
    pub(super) fn create(&mut self, schema: Schema, retention: Retention, first_row: u64) {
        let table = PackedTable::from_row(schema, retention, first_row);
        self.sent = first_row;
        for subscriber in self.subscribers.values_mut() {
            subscriber.begin(&self.name, &table);
        }
        self.table = Some(table);
    }

    /// Appends rows and sends them at once or leaves them for the tick.
    ///
    /// # Errors
    /// When the batch has another schema than the table, or there is none.
    pub(super) fn append(&mut self, batch: &Batch, beat: impl Into<Beat>) -> Result<(), SchemaMismatch> {
        self.table.as_mut().ok_or(SchemaMismatch)?.append(batch)?;
        self.unsent_bytes += batch.bytes();
        let beat @ Beat { now, tick } = beat.into();
        let idle = self.sent_at.is_none_or(|sent_at| now.saturating_duration_since(sent_at) >= tick);
        let unsent_rows = self.table.as_ref().map_or(0, |table| table.next_row().saturating_sub(self.sent));
        if idle || self.unsent_bytes >= MAX_UNSENT_BYTES || unsent_rows >= MAX_UNSENT_ROWS {
            self.flush(beat);
        }
        Ok(())
    }

    /// The tick has come: sends what was gathered, and tells which outboxes are to be woken now.
    pub(super) fn tick(&mut self, beat: impl Into<Beat>) -> Vec<Outbox> {
        let beat = beat.into();
        if self.table.as_ref().is_some_and(|table| table.next_row() > self.sent) {
            self.flush(beat);
        }
        self.encoded.forget(beat.now);
        mem::take(&mut self.waiting)
    }

    /// Sends what was gathered: to all who are in step the same frames.
    pub(super) fn flush(&mut self, beat: impl Into<Beat>) {
        let beat @ Beat { now, .. } = beat.into();
        let Some(table) = &self.table else { return };
        let mut row = self.sent;
        while self.subscribers.values().any(|subscriber| subscriber.in_step(row))
            && row >= table.first_row()
            && let Some(batch) = table.rows_from(row, MAX_UNSENT_ROWS as usize)
        {
            row += batch.rows() as u64;
            for frame in frames(&self.name, row - batch.rows() as u64, batch) {
                for subscriber in self.subscribers.values_mut() {
                    subscriber.offer(&self.name, &frame, Due::Tick(beat), &mut self.waiting);
                }
            }
        }
        for subscriber in self.subscribers.values_mut().filter(|subscriber| !subscriber.full) {
            subscriber.catch_up(&self.name, table, &mut self.encoded, now, &mut self.waiting);
        }
        (self.sent, self.unsent_bytes, self.sent_at) = (table.next_row(), 0, Some(now));
    }

    /// Sends the table from a row on, then every new batch: what is kept and what comes have no gap and no row twice,
    /// because the caller holds the stream meanwhile. A client that has all rows below `from_row` keeps them.
    pub(super) fn subscribe(&mut self, from_row: u64, outbox: &Outbox, now: Instant) {
        let mut subscriber = Subscriber { outbox: outbox.clone(), next: from_row, full: false };
        match &self.table {
            None => outbox.push_table(&self.name, no_such_table(&self.name)),
            Some(table) => {
                if from_row > 0 && (table.first_row()..=table.next_row()).contains(&from_row) {
                    outbox.drop_table(&self.name);
                } else {
                    subscriber.begin(&self.name, table);
                }
                subscriber.catch_up(&self.name, table, &mut self.encoded, now, &mut self.waiting);
            }
        }
        self.subscribers.insert(outbox.session(), subscriber);
    }

    /// The session has room again.
    pub(super) fn resume(&mut self, session: SessionId, now: Instant) {
        if let (Some(subscriber), Some(table)) = (self.subscribers.get_mut(&session), &self.table) {
            subscriber.catch_up(&self.name, table, &mut self.encoded, now, &mut self.waiting);
        }
    }

    /// Whether the tick has something to do here.
    pub(super) fn waits(&self) -> bool {
        let unsent = self.table.as_ref().is_some_and(|table| table.next_row() > self.sent);
        unsent || !self.waiting.is_empty() || self.encoded.bytes() > 0
    }

    /// The session looks at this table no longer.
    pub(super) fn unsubscribe(&mut self, session: SessionId) {
        if let Some(subscriber) = self.subscribers.remove(&session) {
            subscriber.outbox.drop_table(&self.name);
        }
    }
}

impl Subscriber {
    fn in_step(&self, row: u64) -> bool {
        !self.full && self.next == row
    }

    /// Begins the table anew for this session.
    fn begin(&mut self, name: &Arc<str>, table: &PackedTable) {
        let retention = table.retention();
        let message = FromRelay::Table {
            table: name.to_string(),
            schema: table.schema().clone(),
            first_row: table.first_row(),
            max_rows: retention.max_rows as u64,
            max_age_ms: retention.max_age_ms,
        };
        self.outbox.push_table(name, encoded(&message));
        self.next = table.first_row();
        self.full = false;
    }

    fn offer(&mut self, name: &Arc<str>, frame: &Frame, due: Due, waiting: &mut Vec<Outbox>) {
        if !self.in_step(frame.first_row) {
            return;
        }
        let offer = self.outbox.push_rows(name, frame.bytes.clone(), due);
        if offer.wake {
            waiting.push(self.outbox.clone());
        }
        if offer.taken {
            self.next = frame.end_row;
        } else {
            self.full = true;
        }
    }

    /// Sends what it lacks, as far as there is room; rows that were evicted meanwhile make it begin anew.
    fn catch_up(
        &mut self,
        name: &Arc<str>,
        table: &PackedTable,
        encoded: &mut Encoded,
        now: Instant,
        waiting: &mut Vec<Outbox>,
    ) {
        self.full = false;
        while !self.full && self.next < table.next_row() {
            if self.next < table.first_row() {
                self.begin(name, table);
            }
            match encoded.frame(name, table, self.next, now) {
                // A row that fits no frame is not told.
                Some(frame) => {
                    self.next = frame.first_row;
                    self.offer(name, &frame, Due::Now, waiting);
                }
                None => self.next += 1,
            }
        }
    }
}

/// Says that there is no such table, without remembering who asked.
pub(super) fn refuse(name: &Arc<str>, outbox: &Outbox) {
    outbox.push_table(name, no_such_table(name));
}

fn no_such_table(name: &Arc<str>) -> Bytes {
    encoded(&FromRelay::NoSuchTable(name.to_string()))
}

/// A small message; it is far below the largest that can be encoded.
fn encoded(message: &FromRelay) -> Bytes {
    encode(message).unwrap_or_default().into()
}

#[cfg(test)]
mod tests;
