//! The outbox: what waits to be sent to one session, bounded, in three lanes with one overflow policy each.
//! Ops must all arrive, so too many of them end the session; rows can be fetched again, so their source is told to
//! wait; presence is a level, so the newest replaces what waits. It holds encoded frames and knows no socket.

use std::{
    collections::{BTreeMap, VecDeque},
    fmt, mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use bytes::Bytes;
use protocol::SessionId;
use tokio::sync::Notify;

use crate::close::Close;

/// Ops that may wait, in bytes. A session that falls behind further is closed as slow and resumes from its `Seq`.
/// One more message of any size is let in while fewer wait, so that a large snapshot reaches an idle session.
pub const MAX_WAITING_OPS_BYTES: usize = 1024 * 1024;
/// Rows of one table that may wait, in bytes. Beyond it the source keeps its place and goes on when these are sent.
pub const MAX_WAITING_ROWS_BYTES: usize = 256 * 1024;

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
    /// What waited of this table is sent: goes on where [`Outbox::push_rows`] said `false`.
    fn resume(&self, table: &str, outbox: &Outbox);
    /// Forgets the session and all its subscriptions.
    fn leave(&self, session: SessionId);
}

/// What the session's writer sends next.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Drained {
    /// Frames in the order in which they are to be sent.
    pub frames: Vec<Bytes>,
    /// Tables whose source waits for [`RowSource::resume`] once the frames are sent.
    pub hungry: Vec<Arc<str>>,
    /// What ends the session, after the frames.
    pub close: Option<Close>,
}

/// What a frame about somebody's presence says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// All of it, or that they left: nothing that was said before counts any more.
    Whole,
    /// Only where they are: an older such word no longer counts.
    Where,
}

struct Shared {
    session: SessionId,
    lanes: Mutex<Lanes>,
    waiting: Notify,
}

#[derive(Default)]
struct Lanes {
    ops: VecDeque<Bytes>,
    ops_bytes: usize,
    rows: BTreeMap<Arc<str>, RowLane>,
    presence: BTreeMap<SessionId, PresenceLane>,
    close: Option<Close>,
}

/// The newest words about one person: who it is, if that is news, and then where.
#[derive(Default)]
struct PresenceLane {
    whole: Option<Bytes>,
    place: Option<Bytes>,
}

#[derive(Default)]
struct RowLane {
    frames: Vec<Bytes>,
    bytes: usize,
    hungry: bool,
}

impl Outbox {
    /// An empty outbox.
    #[must_use]
    pub fn new(session: SessionId) -> Self {
        Self(Arc::new(Shared { session, lanes: Mutex::default(), waiting: Notify::new() }))
    }

    /// Whose it is.
    #[must_use]
    pub fn session(&self) -> SessionId {
        self.0.session
    }

    /// Queues a frame that must arrive, after all others of its kind. When more than [`MAX_WAITING_OPS_BYTES`] wait
    /// already, the session is closed as slow instead.
    pub fn push_op(&self, frame: Bytes) {
        self.change(|lanes| {
            if lanes.ops_bytes >= MAX_WAITING_OPS_BYTES {
                lanes.end(Close::Slow);
            } else if lanes.close.is_none() {
                lanes.ops_bytes += frame.len();
                lanes.ops.push_back(frame);
            }
        });
    }

    /// Offers a frame of rows. `false` says that too much of this table waits: the frame is not taken, and the source
    /// goes on from there when it is told to [resume](RowSource::resume).
    #[must_use = "a frame that was not taken must be offered again"]
    pub fn push_rows(&self, table: &Arc<str>, frame: Bytes) -> bool {
        self.change(|lanes| {
            if lanes.close.is_some() {
                return false;
            }
            let lane = lanes.rows.entry(Arc::clone(table)).or_default();
            if lane.hungry || lane.bytes >= MAX_WAITING_ROWS_BYTES {
                lane.hungry = true;
                return false;
            }
            lane.bytes += frame.len();
            lane.frames.push(frame);
            true
        })
    }

    /// Begins a table anew: what waits of it is dropped, and this frame (its schema and first row) comes first.
    pub fn push_table(&self, table: &Arc<str>, frame: Bytes) {
        self.change(|lanes| {
            if lanes.close.is_none() {
                let lane = RowLane { bytes: frame.len(), frames: vec![frame], hungry: false };
                lanes.rows.insert(Arc::clone(table), lane);
            }
        });
    }

    /// Drops what waits of a table.
    pub fn drop_table(&self, table: &str) {
        self.change(|lanes| {
            lanes.rows.remove(table);
        });
    }

    /// Queues the newest frame about somebody's presence in place of older ones that say no more than it does.
    pub fn push_presence(&self, about: SessionId, word: Word, frame: Bytes) {
        self.change(|lanes| {
            if lanes.close.is_some() {
                return;
            }
            let lane = lanes.presence.entry(about).or_default();
            match word {
                Word::Whole => *lane = PresenceLane { whole: Some(frame), place: None },
                Word::Where => lane.place = Some(frame),
            }
        });
    }

    /// Ends the session after what waits is sent; nothing is taken from then on, and only the first reason counts.
    pub fn close(&self, close: Close) {
        self.change(|lanes| lanes.end(close));
    }

    /// Why the session ends, once it is to end.
    #[must_use]
    pub fn closed(&self) -> Option<Close> {
        self.lanes().close
    }

    /// Waits until there is something to send and takes all of it.
    pub async fn drain(&self) -> Drained {
        loop {
            if let Some(drained) = self.lanes().take() {
                return drained;
            }
            self.0.waiting.notified().await;
        }
    }

    fn change<T>(&self, change: impl FnOnce(&mut Lanes) -> T) -> T {
        let result = change(&mut self.lanes());
        self.0.waiting.notify_one();
        result
    }

    fn lanes(&self) -> MutexGuard<'_, Lanes> {
        self.0.lanes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Outbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Outbox").field(&self.0.session).finish()
    }
}

impl Lanes {
    fn end(&mut self, close: Close) {
        if self.close.is_none() {
            self.close = Some(close);
            if close == Close::Slow {
                *self = Self { close: self.close, ..Self::default() };
            }
        }
    }

    fn take(&mut self) -> Option<Drained> {
        if self.ops.is_empty() && self.rows.is_empty() && self.presence.is_empty() && self.close.is_none() {
            return None;
        }
        self.ops_bytes = 0;
        let mut drained = Drained { frames: mem::take(&mut self.ops).into(), hungry: Vec::new(), close: self.close };
        let presence = mem::take(&mut self.presence).into_values();
        drained.frames.extend(presence.flat_map(|lane| [lane.whole, lane.place]).flatten());
        for (table, lane) in mem::take(&mut self.rows) {
            drained.frames.extend(lane.frames);
            if lane.hungry {
                drained.hungry.push(table);
            }
        }
        Some(drained)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(bytes: usize) -> Bytes {
        Bytes::from(vec![7; bytes])
    }

    fn outbox() -> Outbox {
        Outbox::new(SessionId(1))
    }

    fn take(outbox: &Outbox) -> Drained {
        outbox.lanes().take().unwrap_or_default()
    }

    /// P-35, ops: all or the end of the session.
    #[test]
    fn ops_come_in_order_and_too_many_end_the_session_and_free_its_memory() {
        let outbox = outbox();
        let half = MAX_WAITING_OPS_BYTES / 2;
        let large = 5 * MAX_WAITING_OPS_BYTES;
        for bytes in [half - 1, half, large] {
            outbox.push_op(frame(bytes));
        }
        assert_eq!(take(&outbox).frames.iter().map(Bytes::len).collect::<Vec<_>>(), [half - 1, half, large]);
        for _ in 0..3 {
            outbox.push_op(frame(half));
        }
        outbox.push_presence(SessionId(2), Word::Where, frame(1));
        let drained = take(&outbox);
        assert_eq!(drained, Drained { close: Some(Close::Slow), ..Drained::default() });
        outbox.close(Close::Away);
        outbox.push_op(frame(1));
        assert_eq!(take(&outbox), Drained { close: Some(Close::Slow), ..Drained::default() }, "the first reason stays");
    }

    /// P-35, rows: what does not fit stays at the table.
    #[test]
    fn rows_are_refused_until_they_are_sent_and_each_table_has_its_own_bound() {
        let outbox = outbox();
        let (slow, quick): (Arc<str>, Arc<str>) = ("slow".into(), "quick".into());
        assert!(outbox.push_rows(&slow, frame(MAX_WAITING_ROWS_BYTES)));
        assert!(!outbox.push_rows(&slow, frame(1)));
        assert!(outbox.push_rows(&quick, frame(1)));
        let drained = take(&outbox);
        assert_eq!((drained.frames.len(), drained.hungry), (2, vec![Arc::clone(&slow)]));
        assert!(outbox.push_rows(&slow, frame(1)), "there is room again");
    }

    #[test]
    fn a_table_that_begins_anew_drops_what_waits_of_it() {
        let outbox = outbox();
        let table: Arc<str> = "t".into();
        assert!(outbox.push_rows(&table, frame(MAX_WAITING_ROWS_BYTES)));
        assert!(!outbox.push_rows(&table, frame(1)));
        outbox.push_table(&table, frame(2));
        assert!(outbox.push_rows(&table, frame(3)));
        let drained = take(&outbox);
        assert_eq!((drained.frames, drained.hungry), (vec![frame(2), frame(3)], vec![]));
        assert!(outbox.push_rows(&table, frame(4)));
        outbox.drop_table(&table);
        assert_eq!(take(&outbox), Drained::default());
    }

    /// P-36: a name that waited was once lost to the next movement of the pointer.
    #[test]
    fn where_somebody_is_does_not_take_the_place_of_who_it_is() {
        let outbox = outbox();
        let push = |word, bytes| outbox.push_presence(SessionId(2), word, frame(bytes));
        let lengths = || take(&outbox).frames.iter().map(Bytes::len).collect::<Vec<_>>();
        for (word, bytes) in [(Word::Where, 1), (Word::Whole, 2), (Word::Where, 3), (Word::Where, 4)] {
            push(word, bytes);
        }
        assert_eq!(lengths(), [2, 4]);
        push(Word::Where, 5);
        push(Word::Whole, 6);
        assert_eq!(lengths(), [6], "whoever left is nowhere");
    }

    /// P-35, presence: the newest.
    #[test]
    fn ops_go_before_presence_before_rows_and_the_newest_presence_wins() {
        let outbox = outbox();
        assert!(outbox.push_rows(&"t".into(), frame(6)));
        for (about, bytes) in [(3, 3), (2, 1), (3, 4), (2, 2)] {
            outbox.push_presence(SessionId(about), Word::Whole, frame(bytes));
        }
        outbox.push_op(frame(5));
        outbox.close(Close::Away);
        let drained = take(&outbox);
        assert_eq!(drained.frames.iter().map(Bytes::len).collect::<Vec<_>>(), [5, 2, 4, 6]);
        assert_eq!(drained.close, Some(Close::Away), "after what waits");
    }

    #[tokio::test]
    async fn whoever_waits_is_woken_by_the_next_push() {
        let outbox = outbox();
        let waiting = tokio::spawn({
            let outbox = outbox.clone();
            async move { outbox.drain().await }
        });
        tokio::task::yield_now().await;
        outbox.push_op(frame(1));
        assert_eq!(waiting.await.unwrap().frames, [frame(1)]);
    }
}
