//! A stream: one table, its newest rows, and the sessions that look at it. Rows are sent at once while the line is
//! idle and gathered for a tick under load; a session that falls behind goes on from its own row when it has room.
//! Sans I/O: the time is an argument, outboxes take or refuse frames; the disk is somebody else's.

use std::{
    collections::BTreeMap,
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::Bytes;
use protocol::{FromRelay, SessionId, encode};
use table::{Batch, Retention, Schema, SchemaMismatch, Table};

use super::frame::{Frame, frames};
use crate::outbox::Outbox;

/// Rows that come faster than this are gathered and sent together.
pub(super) const TICK: Duration = Duration::from_millis(50);
/// Gathered rows from this size on are sent before the tick, in bytes of memory.
pub(super) const MAX_UNSENT_BYTES: usize = 64 * 1024;
/// Gathered rows from this number on are sent before the tick.
pub(super) const MAX_UNSENT_ROWS: u64 = 4096;

/// One table while it lives.
#[derive(Debug)]
pub(super) struct Stream {
    name: Arc<str>,
    /// `None` until the first rows come: sessions may wait for a table that is not there yet.
    table: Option<Table>,
    /// Every row below this number was offered to the sessions that are in step.
    sent: u64,
    unsent_bytes: usize,
    sent_at: Option<Instant>,
    subscribers: BTreeMap<SessionId, Subscriber>,
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
        let subscribers = BTreeMap::new();
        Self { name, table: None, sent: 0, unsent_bytes: 0, sent_at: None, subscribers }
    }

    pub(super) fn table(&self) -> Option<&Table> {
        self.table.as_ref()
    }

    pub(super) fn subscribers(&self) -> usize {
        self.subscribers.len()
    }

    /// Memory of the rows, about.
    pub(super) fn bytes(&self) -> usize {
        self.table.as_ref().map_or(0, Table::bytes)
    }

    /// How much more memory the table takes with these rows, about: less what the retention will evict for them.
    pub(super) fn growth_bytes(&self, batch: &Batch) -> usize {
        let Some(table) = &self.table else { return batch.bytes() };
        let room = table.retention().max_rows.saturating_sub(table.rows());
        batch.bytes() * room.min(batch.rows()) / batch.rows().max(1)
    }

    /// The table is there from now on; whoever waits for it is told.
    pub(super) fn create(&mut self, schema: Schema, retention: Retention, first_row: u64) {
        let table = Table::from_row(schema, retention, first_row);
        self.sent = first_row;
        for subscriber in self.subscribers.values_mut() {
            subscriber.begin(&self.name, &table);
        }
        self.table = Some(table);
    }

    /// Appends rows and sends them at once or leaves them for the tick. Says whether some are left.
    ///
    /// # Errors
    /// When the batch has another schema than the table, or there is none.
    pub(super) fn append(&mut self, batch: &Batch, now: Instant) -> Result<bool, SchemaMismatch> {
        self.table.as_mut().ok_or(SchemaMismatch)?.append(batch)?;
        self.unsent_bytes += batch.bytes();
        let idle = self.sent_at.is_none_or(|sent_at| now.saturating_duration_since(sent_at) >= TICK);
        let unsent_rows = self.table.as_ref().map_or(0, |table| table.next_row().saturating_sub(self.sent));
        if idle || self.unsent_bytes >= MAX_UNSENT_BYTES || unsent_rows >= MAX_UNSENT_ROWS {
            self.flush(now);
            return Ok(false);
        }
        Ok(true)
    }

    /// Sends what was gathered.
    pub(super) fn flush(&mut self, now: Instant) {
        let Some(table) = &self.table else { return };
        let mut row = self.sent;
        while self.subscribers.values().any(|subscriber| subscriber.in_step(row))
            && let Some(batch) = table.rows_from(row, MAX_UNSENT_ROWS as usize)
        {
            if row < table.first_row() {
                break;
            }
            row += batch.rows() as u64;
            for frame in frames(&self.name, row - batch.rows() as u64, batch) {
                for subscriber in self.subscribers.values_mut() {
                    subscriber.offer(&self.name, &frame);
                }
            }
        }
        for subscriber in self.subscribers.values_mut().filter(|subscriber| !subscriber.full) {
            subscriber.catch_up(&self.name, table);
        }
        (self.sent, self.unsent_bytes, self.sent_at) = (table.next_row(), 0, Some(now));
    }

    /// Sends the table from a row on, then every new batch: what is kept and what comes have no gap and no row twice,
    /// because the caller holds the stream meanwhile. A client that has all rows below `from_row` keeps them.
    pub(super) fn subscribe(&mut self, from_row: u64, outbox: &Outbox, now: Instant) {
        self.flush(now);
        let mut subscriber = Subscriber { outbox: outbox.clone(), next: from_row, full: false };
        match &self.table {
            None => outbox.push_table(&self.name, no_such_table(&self.name)),
            Some(table) => {
                if from_row > 0 && (table.first_row()..=table.next_row()).contains(&from_row) {
                    outbox.drop_table(&self.name);
                } else {
                    subscriber.begin(&self.name, table);
                }
                subscriber.catch_up(&self.name, table);
            }
        }
        self.subscribers.insert(outbox.session(), subscriber);
    }

    /// The session has room again.
    pub(super) fn resume(&mut self, session: SessionId, now: Instant) {
        self.flush(now);
        if let (Some(subscriber), Some(table)) = (self.subscribers.get_mut(&session), &self.table) {
            subscriber.catch_up(&self.name, table);
        }
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
    fn begin(&mut self, name: &Arc<str>, table: &Table) {
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

    fn offer(&mut self, name: &Arc<str>, frame: &Frame) {
        if !self.in_step(frame.first_row) {
            return;
        }
        if self.outbox.push_rows(name, frame.bytes.clone()) {
            self.next = frame.end_row;
        } else {
            self.full = true;
        }
    }

    /// Sends what it lacks, as far as there is room; rows that were evicted meanwhile make it begin anew.
    fn catch_up(&mut self, name: &Arc<str>, table: &Table) {
        self.full = false;
        while !self.full && self.next < table.next_row() {
            if self.next < table.first_row() {
                self.begin(name, table);
            }
            let Some(batch) = table.rows_from(self.next, MAX_UNSENT_ROWS as usize) else { return };
            let end = self.next + batch.rows() as u64;
            for frame in frames(name, self.next, batch) {
                self.offer(name, &frame);
            }
            if !self.full {
                self.next = end;
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
