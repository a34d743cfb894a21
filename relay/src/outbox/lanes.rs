//! The lanes of an outbox: what waits in which order, what is on its way, and when the session is to be woken for it.
//! Sans I/O: plain values that change under the outbox's lock; what time it is they are told.

use std::{
    collections::{BTreeMap, VecDeque},
    mem,
    sync::Arc,
};

use bytes::Bytes;
use protocol::SessionId;
use tokio::time::Instant;

use super::{Beat, Due, MAX_WAITING_OPS_BYTES, MAX_WAITING_ROWS_BYTES, Offer, Word};
use crate::close::Close;

/// What the session's writer sends next.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Drained {
    /// Frames in the order in which they are to be sent.
    pub frames: Vec<Bytes>,
    /// Tables whose source waits for [`RowSource::resume`](super::RowSource::resume) once the frames are sent.
    pub hungry: Vec<Arc<str>>,
    /// What ends the session, after the frames.
    pub close: Option<Close>,
}

#[derive(Default)]
pub(super) struct Lanes {
    ops: VecDeque<Bytes>,
    ops_bytes: usize,
    rows: Vec<(Arc<str>, Bytes)>,
    rows_bytes: usize,
    /// Tables that were refused; who has waited longest is first.
    hungry: Vec<Arc<str>>,
    /// When rows were taken last.
    rows_taken: Option<Instant>,
    /// Rows that were taken and are not sent yet, in bytes.
    under_way_bytes: usize,
    /// Who was refused was so because too much waits elsewhere.
    starves: bool,
    presence: BTreeMap<SessionId, PresenceLane>,
    close: Option<Close>,
    state: State,
    /// What was taken is not sent yet: nothing more is taken meanwhile.
    is_sending: bool,
}

/// Whether the session knows that there is something to send.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Nothing,
    /// Only rows, which go with the next tick.
    Waits,
    /// Something is to be sent now.
    Ready,
}

/// The newest words about one person: who it is, if that is news, and then where.
#[derive(Default)]
struct PresenceLane {
    whole: Option<Bytes>,
    place: Option<Bytes>,
}

impl Lanes {
    /// What waits and what is on its way, but for presence, of which there is one word for each person.
    pub(super) fn bytes(&self) -> usize {
        self.ops_bytes + self.rows_bytes + self.under_way_bytes
    }

    pub(super) fn is_ready(&self) -> bool {
        self.state == State::Ready && !self.is_sending
    }

    pub(super) fn closed(&self) -> Option<Close> {
        self.close
    }

    pub(super) fn push_op(&mut self, frame: Bytes) {
        if self.ops_bytes >= MAX_WAITING_OPS_BYTES {
            self.end(Close::Slow);
        } else if self.close.is_none() {
            self.ops_bytes += frame.len();
            self.ops.push_back(frame);
            self.state = State::Ready;
        }
    }

    /// `full` says that too much waits in all outboxes together: then nothing that is sent here makes room.
    pub(super) fn push_rows(&mut self, table: &Arc<str>, frame: Bytes, due: Due, full: bool) -> Offer {
        if self.close.is_some() {
            return Offer { taken: false, wake: false };
        }
        let is_hungry = self.hungry.contains(table);
        let busy = self.rows_bytes + self.under_way_bytes >= MAX_WAITING_ROWS_BYTES;
        if is_hungry || busy || full {
            if !is_hungry {
                self.hungry.push(Arc::clone(table));
            }
            self.starves = full && !busy;
            return Offer { taken: false, wake: self.starves && self.wait() };
        }
        self.rows_bytes += frame.len();
        self.rows.push((Arc::clone(table), frame));
        let is_idle =
            |Beat { now, tick }| self.rows_taken.is_none_or(|taken| now.saturating_duration_since(taken) >= tick);
        let wake = match due {
            Due::Tick(beat) if !is_idle(beat) => self.wait(),
            Due::Tick(_) | Due::Now => {
                self.state = State::Ready;
                false
            }
        };
        Offer { taken: true, wake }
    }

    pub(super) fn push_table(&mut self, table: &Arc<str>, frame: Bytes) {
        if self.close.is_none() {
            self.drop_table(table);
            self.rows_bytes += frame.len();
            self.rows.push((Arc::clone(table), frame));
            self.state = State::Ready;
        }
    }

    pub(super) fn drop_table(&mut self, table: &str) {
        self.rows.retain(|(of, _)| **of != *table);
        self.rows_bytes = self.rows.iter().map(|(_, frame)| frame.len()).sum();
        self.hungry.retain(|of| **of != *table);
    }

    pub(super) fn push_presence(&mut self, about: SessionId, word: Word, frame: Bytes) {
        if self.close.is_some() {
            return;
        }
        let lane = self.presence.entry(about).or_default();
        match word {
            Word::Whole => *lane = PresenceLane { whole: Some(frame), place: None },
            Word::Where => lane.place = Some(frame),
        }
        self.state = State::Ready;
    }

    pub(super) fn end(&mut self, close: Close) {
        if self.close.is_none() {
            if close == Close::Slow {
                let (under_way_bytes, is_sending) = (self.under_way_bytes, self.is_sending);
                *self = Self { under_way_bytes, is_sending, ..Self::default() };
            }
            self.close = Some(close);
            self.state = State::Ready;
        }
    }

    /// The tick has come.
    pub(super) fn wake(&mut self) {
        self.starves = false;
        if self.state == State::Waits {
            self.state = State::Ready;
        }
    }

    /// What was taken is sent, so that there is room for whoever was refused.
    pub(super) fn sent(&mut self) {
        (self.under_way_bytes, self.is_sending) = (0, false);
        if !self.hungry.is_empty() && !self.starves {
            self.state = State::Ready;
        }
    }

    /// All that is to be sent now, if anything is.
    pub(super) fn take(&mut self, now: impl Fn() -> Instant) -> Option<Drained> {
        if !self.is_ready() {
            return None;
        }
        (self.state, self.is_sending) = (State::Nothing, true);
        self.ops_bytes = 0;
        let mut frames = Vec::with_capacity(self.ops.len() + 2 * self.presence.len() + self.rows.len());
        frames.extend(mem::take(&mut self.ops));
        let presence = mem::take(&mut self.presence).into_values();
        frames.extend(presence.flat_map(|lane| [lane.whole, lane.place]).flatten());
        if !self.rows.is_empty() {
            self.rows_taken = Some(now());
            self.under_way_bytes = mem::take(&mut self.rows_bytes);
            frames.extend(mem::take(&mut self.rows).into_iter().map(|(_, frame)| frame));
        }
        Some(Drained { frames, hungry: mem::take(&mut self.hungry), close: self.close })
    }

    /// Waits for the tick; says whether that is news.
    fn wait(&mut self) -> bool {
        let is_news = self.state == State::Nothing;
        if is_news {
            self.state = State::Waits;
        }
        is_news
    }
}
