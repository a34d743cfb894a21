//! What comes from the relay, taken over into the replica in the relay's order, or not at all.

use document::{Document, OpId, OutOfStep, Received, Refusal, Seq, Sequenced};
use protocol::{CatchUp, FrameError, FromClient, FromRelay, Welcome, canonical_hash, decode};

use super::{
    Effect, SocketId, Sync,
    link::{Link, Live},
    whereabouts::settled,
};
use crate::{data::TableMessage, workspace::view::Stop};

impl Sync {
    pub(super) fn receive(&mut self, socket: SocketId, frame: &[u8], now_ms: i64, random: f64) {
        if socket != self.socket {
            return;
        }
        match decode(frame) {
            Ok(message) => self.take(message, now_ms, random),
            Err(FrameError::Version { .. }) => self.stop(Stop::OtherVersion),
            Err(_) => self.start_over(now_ms, random),
        }
    }

    fn take(&mut self, message: FromRelay, now_ms: i64, random: f64) {
        match (&mut self.link, message) {
            (Link::Dialing { .. }, FromRelay::Welcome(welcome)) => self.welcome(welcome, now_ms, random),
            (Link::Live(live), message) => {
                live.heard(now_ms);
                self.take_live(message, now_ms, random);
                // It may have answered one of those under way.
                self.submit();
            }
            (Link::Idle | Link::Dialing { .. } | Link::Waiting { .. } | Link::Stopped(_), _) => {}
        }
    }

    fn take_live(&mut self, message: FromRelay, now_ms: i64, random: f64) {
        match message {
            FromRelay::Sequenced(sequenced) => self.take_sequenced(&sequenced, now_ms, random),
            FromRelay::Tail(tail) => {
                if let Some(live) = self.live() {
                    live.tail_came();
                }
                self.take_tail(&tail, now_ms, random);
            }
            FromRelay::Acknowledged(id) => {
                self.replica.acknowledged(id);
                self.keeping.document_changed(now_ms);
                self.effects.push(Effect::DocumentChanged);
            }
            FromRelay::Rejected { id, reason } => self.rejected(id, reason, now_ms, random),
            FromRelay::Digest { seq, hash } => self.compare(seq, hash, now_ms, random),
            FromRelay::Presence { session, present } => {
                if self.session != Some(session) {
                    self.others.insert(session, present);
                    self.effects.push(Effect::ViewChanged);
                }
            }
            FromRelay::Moved { session, state } => {
                if let Some(other) = self.others.get_mut(&session) {
                    let stays = settled(&other.state) == settled(&state);
                    other.state = state;
                    self.effects.push(if stays { Effect::PeopleMoved } else { Effect::ViewChanged });
                }
            }
            FromRelay::Role(role) => {
                self.replica.set_role(role);
                self.keeping.document_changed(now_ms);
                self.effects.extend([Effect::DocumentChanged, Effect::ViewChanged]);
            }
            FromRelay::Left(session) => {
                self.others.remove(&session);
                self.effects.push(Effect::ViewChanged);
            }
            FromRelay::Table { table, schema, first_row, max_rows, max_age_ms } => {
                let began = TableMessage::Began { table, schema, first_row, max_rows, max_age_ms };
                self.effects.push(Effect::Table(began));
            }
            FromRelay::Rows { table, first_row, batch } => {
                self.effects.push(Effect::Table(TableMessage::Rows { table, first_row, batch }));
            }
            FromRelay::NoSuchTable(table) => self.effects.push(Effect::Table(TableMessage::Missing(table))),
            FromRelay::Welcome(_) | FromRelay::Heartbeat => {}
        }
    }

    fn welcome(&mut self, welcome: Welcome, now_ms: i64, random: f64) {
        self.link = Link::Live(Live::begin(now_ms));
        self.session = Some(welcome.session);
        self.replica.set_role(welcome.role);
        self.replica.forget_sent();
        // What others wrote over while this person looked on was seen.
        let _seen = self.replica.take_overwritten();
        self.others = welcome.others.into_iter().collect();
        self.others.remove(&welcome.session);
        match welcome.catch_up {
            CatchUp::Snapshot { document, seq, id } => {
                self.keeping.history_changed(self.replica.last_seq(), seq);
                self.replica.load(document, seq, id);
            }
            CatchUp::Tail(tail) => {
                if !self.loaded {
                    self.replica.load(Document::default(), Seq::ZERO, None);
                }
                if self.append(&tail).is_err() {
                    return self.start_over(now_ms, random);
                }
            }
        }
        self.loaded = true;
        self.tell_overwritten();
        self.keeping.document_changed(now_ms);
        self.effects.extend([Effect::DocumentChanged, Effect::ViewChanged]);
        self.fresh.back_with(self.replica.pending().map(|gesture| gesture.id));
        self.submit_all();
        self.whereabouts.begin();
        self.effects.push(Effect::Welcomed);
    }

    /// What waited for the connection does not wait for the frame too.
    pub(super) fn submit_all(&mut self) {
        self.submitted_this_frame = false;
        self.submit();
    }

    fn take_sequenced(&mut self, sequenced: &Sequenced, now_ms: i64, random: f64) {
        match self.replica.receive(sequenced) {
            Ok(received @ (Received::Own | Received::Foreign)) => {
                match received {
                    Received::Own => self.fresh.sequenced(sequenced.seq, sequenced.gesture.id, now_ms),
                    Received::Foreign | Received::Repeated => self.tell_crossed(now_ms),
                }
                self.keeping.document_changed(now_ms);
                self.effects.push(Effect::DocumentChanged);
            }
            Ok(Received::Repeated) => {}
            Err(OutOfStep::Gap { .. }) => {
                let after = self.replica.last_seq();
                if self.live().is_some_and(|live| live.ask_tail(now_ms)) {
                    self.send(&FromClient::Tail { after });
                }
            }
            Err(OutOfStep::Diverged(_)) => self.start_over(now_ms, random),
        }
    }

    fn take_tail(&mut self, tail: &[Sequenced], now_ms: i64, random: f64) {
        match self.append(tail) {
            Ok(()) => {
                self.keeping.document_changed(now_ms);
                self.effects.push(Effect::DocumentChanged);
            }
            Err(_) => self.start_over(now_ms, random),
        }
    }

    fn append(&mut self, tail: &[Sequenced]) -> Result<(), OutOfStep> {
        tail.iter().try_for_each(|sequenced| self.replica.receive(sequenced).map(|_| ()))
    }

    fn rejected(&mut self, id: OpId, reason: Refusal, now_ms: i64, random: f64) {
        if reason == Refusal::StorageFailed {
            self.hold(now_ms, random);
        } else {
            self.take_back(id, reason);
        }
    }

    fn compare(&mut self, seq: Seq, hash: u64, now_ms: i64, random: f64) {
        if seq == self.replica.last_seq() && hash != canonical_hash(self.replica.confirmed()) {
            self.start_over(now_ms, random);
        }
    }

    /// What is here is not what the relay has: the next connection asks for all of it.
    fn start_over(&mut self, now_ms: i64, random: f64) {
        self.loaded = false;
        self.fail(now_ms, random);
    }
}
