//! The outbox: what waits to be sent to one session, bounded, in three lanes with one overflow policy each.
//! Ops must all arrive, so too many of them end the session; rows can be fetched again, so their source is told to
//! wait; presence is a level, so the newest replaces what waits. Live rows go at once while the session is idle and
//! else with the next tick, so that the updates of many tables are one send. It holds encoded frames; where it has a
//! wire the delivery sends them, and the session is asked for only where somebody has to wait.

mod delivery;
mod lanes;
#[cfg(test)]
mod tests;

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use bytes::Bytes;
use prometheus_client::metrics::{counter::Counter, gauge::Gauge};
use protocol::SessionId;
use tokio::{sync::Notify, time::Instant};

use self::lanes::Lanes;
pub use self::{delivery::Delivery, lanes::Drained};
use crate::{
    close::Close,
    wire::{Sent, Wire},
};

/// Ops that may wait, in bytes. A session that falls behind further is closed as slow and resumes from its `Seq`.
/// One more message of any size is let in while fewer wait, so that a large snapshot reaches an idle session.
pub const MAX_WAITING_OPS_BYTES: usize = 1024 * 1024;
/// Rows of all tables that may wait or be on their way, in bytes; one more frame is let in while fewer do. Beyond it
/// the tables keep their place and go on when these are sent.
pub const MAX_WAITING_ROWS_BYTES: usize = 64 * 1024;
/// What may wait in all outboxes together, in bytes, each counted as if it shared nothing with the others. Beyond it
/// rows stay at their tables whoever they are for, and posts of rows are refused with 429.
pub const MAX_WAITING_BYTES: i64 = 256 * 1024 * 1024;
/// The pace of live rows: whoever was sent rows less than this ago gets the next ones with the tick. Where many look at
/// many the ticks are further apart.
pub const TICK: Duration = Duration::from_millis(50);

/// The sending side of one session: a cheap handle to its queue.
#[derive(Clone)]
pub struct Outbox(Arc<Shared>);

/// Where rows come from: the tables, as a session sees them.
pub trait RowSource: Send + Sync + 'static {
    /// Sends the table's schema and its rows from `from_row` on to the outbox, then every new batch. A second
    /// subscription of the same session to the same table replaces the first.
    fn subscribe(&self, table: &str, from_row: u64, outbox: &Outbox);
    /// Sends this table's rows no longer.
    fn unsubscribe(&self, table: &str, session: SessionId);
    /// What waited of this table is sent: goes on where [`Outbox::push_rows`] did not take any more.
    fn resume(&self, table: &str, outbox: &Outbox);
    /// Forgets the session and all its subscriptions.
    fn leave(&self, session: SessionId);
}

/// What became of rows that were offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "rows that were not taken must be offered again, an outbox that waits must be woken"]
pub struct Offer {
    /// Whether they were taken. Where too much waits they were not: the source goes on from there when it is told to
    /// [resume](RowSource::resume).
    pub taken: bool,
    /// Whether [`Outbox::wake`] is to be called with the next tick.
    pub wake: bool,
}

/// When rows are to be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// At once: a session that fetches what it lacks is not to wait for ticks.
    Now,
    /// At once if the session was sent no rows for a tick, else with the tick.
    Tick(Beat),
}

/// What time it is, and how far apart ticks are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Beat {
    /// The time.
    pub now: Instant,
    /// At least [`TICK`].
    pub tick: Duration,
}

/// The pace of a relay that has little to do.
impl From<Instant> for Beat {
    fn from(now: Instant) -> Self {
        Self { now, tick: TICK }
    }
}

/// What a frame about somebody's presence says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// All of it, or that they left: nothing that was said before counts any more.
    Whole,
    /// Only where they are: an older such word no longer counts.
    Where,
}

/// What the delivery leaves to the session, before anything more is sent.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Left {
    /// Whether the other end did not take all of what is on its way.
    pub unsent: bool,
    /// Whether there is no line any more.
    pub broken: bool,
    /// As in [`Drained`].
    pub hungry: Vec<Arc<str>>,
    /// As in [`Drained`].
    pub close: Option<Close>,
}

/// How an outbox sends by itself.
#[derive(Clone, Debug)]
pub struct Way {
    /// Where to.
    pub wire: Wire,
    /// By whom.
    pub delivery: Delivery,
    /// What is sent, in bytes.
    pub sent_bytes: Counter,
}

struct Shared {
    session: SessionId,
    lanes: Mutex<Lanes>,
    /// Wakes the session: something is ready, or, where there is a way, something is left to it.
    waiting: Notify,
    way: Option<Way>,
    left: Mutex<Option<Left>>,
    /// What waits in all outboxes.
    all: Gauge,
}

impl Outbox {
    /// An empty outbox that is counted alone.
    #[must_use]
    pub fn new(session: SessionId) -> Self {
        Self::counted(session, Gauge::default())
    }

    /// An empty outbox; what waits in it is counted in the gauge together with all others.
    #[must_use]
    pub fn counted(session: SessionId, all: Gauge) -> Self {
        Self::of(session, all, None)
    }

    /// An empty outbox that sends what is ready by itself; the session listens to [`Self::left`].
    #[must_use]
    pub fn sending(session: SessionId, all: Gauge, way: Way) -> Self {
        Self::of(session, all, Some(way))
    }

    fn of(session: SessionId, all: Gauge, way: Option<Way>) -> Self {
        let (lanes, waiting, left) = (Mutex::default(), Notify::new(), Mutex::default());
        Self(Arc::new(Shared { session, lanes, waiting, way, left, all }))
    }

    /// Whose it is.
    #[must_use]
    pub fn session(&self) -> SessionId {
        self.0.session
    }

    /// Queues a frame that must arrive, after all others of its kind. When more than [`MAX_WAITING_OPS_BYTES`] wait
    /// already, the session is closed as slow instead.
    pub fn push_op(&self, frame: Bytes) {
        self.change(|lanes| lanes.push_op(frame));
    }

    /// Offers a frame of rows.
    pub fn push_rows(&self, table: &Arc<str>, frame: Bytes, due: Due) -> Offer {
        let full = self.0.all.get() >= MAX_WAITING_BYTES;
        let mut offer = Offer { taken: false, wake: false };
        self.change(|lanes| offer = lanes.push_rows(table, frame, due, full));
        offer
    }

    /// Begins a table anew: what waits of it is dropped, and this frame (its schema and first row) comes first.
    pub fn push_table(&self, table: &Arc<str>, frame: Bytes) {
        self.change(|lanes| lanes.push_table(table, frame));
    }

    /// Drops what waits of a table.
    pub fn drop_table(&self, table: &str) {
        self.change(|lanes| lanes.drop_table(table));
    }

    /// Queues the newest frame about somebody's presence in place of older ones that say no more than it does.
    pub fn push_presence(&self, about: SessionId, word: Word, frame: Bytes) {
        self.change(|lanes| lanes.push_presence(about, word, frame));
    }

    /// The tick has come: what waited for it is sent.
    pub fn wake(&self) {
        self.change(Lanes::wake);
    }

    /// What was taken is sent.
    pub fn sent(&self) {
        self.change(Lanes::sent);
    }

    /// Ends the session after what waits is sent; nothing is taken from then on, and only the first reason counts.
    pub fn close(&self, close: Close) {
        self.change(|lanes| lanes.end(close));
    }

    /// Why the session ends, once it is to end.
    #[must_use]
    pub fn closed(&self) -> Option<Close> {
        self.lanes().closed()
    }

    /// Waits until there is something to send and takes all of it; whatever was taken before counts as sent.
    pub async fn drain(&self) -> Drained {
        loop {
            let mut drained = None;
            self.change(|lanes| {
                lanes.sent();
                drained = lanes.take(Instant::now);
            });
            match drained {
                Some(drained) => return drained,
                None => self.0.waiting.notified().await,
            }
        }
    }

    /// Waits until the delivery leaves something to the session. Nothing more is sent until it says that that is
    /// [sent](Self::sent).
    pub async fn left(&self) -> Left {
        loop {
            let left = self.0.left.lock().unwrap_or_else(PoisonError::into_inner).take();
            match left {
                Some(left) => return left,
                None => self.0.waiting.notified().await,
            }
        }
    }

    /// Sends what is ready, without waiting.
    fn deliver(&self) {
        let Some(way) = &self.0.way else { return };
        let mut drained = None;
        self.change(|lanes| drained = lanes.take(Instant::now));
        let Some(Drained { frames, hungry, close }) = drained else { return };
        let sent = way.wire.send(&frames);
        if let Ok(Sent::All(bytes) | Sent::Part(bytes)) = sent {
            way.sent_bytes.inc_by(bytes as u64);
        }
        match sent {
            Ok(Sent::All(_)) if hungry.is_empty() && close.is_none() => self.sent(),
            Ok(Sent::All(_)) => self.leave(Left { hungry, close, ..Left::default() }),
            Ok(Sent::Part(_)) => self.leave(Left { unsent: true, hungry, close, ..Left::default() }),
            Err(_) => self.give_up(),
        }
    }

    /// There is no line any more.
    fn give_up(&self) {
        self.leave(Left { broken: true, ..Left::default() });
    }

    fn leave(&self, left: Left) {
        *self.0.left.lock().unwrap_or_else(PoisonError::into_inner) = Some(left);
        self.0.waiting.notify_one();
    }

    /// Counts what a change does to the bytes, and wakes whoever sends where there is something to send that was not.
    fn change(&self, change: impl FnOnce(&mut Lanes)) {
        let mut lanes = self.lanes();
        let (bytes, was_ready) = (lanes.bytes(), lanes.is_ready());
        change(&mut lanes);
        let (change, wakes) = (lanes.bytes() as i64 - bytes as i64, lanes.is_ready() && !was_ready);
        drop(lanes);
        if change != 0 {
            self.0.all.inc_by(change);
        }
        if wakes {
            match &self.0.way {
                Some(way) => way.delivery.wake(self.clone()),
                None => self.0.waiting.notify_one(),
            }
        }
    }

    fn lanes(&self) -> MutexGuard<'_, Lanes> {
        self.0.lanes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        let lanes = self.lanes.get_mut().unwrap_or_else(PoisonError::into_inner);
        self.all.dec_by(lanes.bytes() as i64);
    }
}

impl fmt::Debug for Outbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Outbox").field(&self.0.session).finish()
    }
}
