//! Sync: the connection to the relay as a state machine without I/O. It owns the replica, says what is to be sent,
//! and is told what came, what time it is and one random number. It knows no WebSocket, no timer and no component;
//! the content of tables passes through unread.

pub mod backoff;
pub mod farewell;
mod keeping;
mod link;
pub mod loss;
mod outgoing;
mod receive;
pub mod socket;
pub mod told;
pub mod whereabouts;

use std::collections::BTreeMap;

use document::{
    ClientId, Direction, Document, Gesture, Label, NodeId, Op, Refusal, Replica, Role, Seq, Undone, Value, Who, allows,
};
use protocol::{FromClient, Hello, Person, PresenceState, Present, Seen, SessionId};

use crate::{
    data::TableMessage,
    shelf::{Batch, Slot, Unkept},
    workspace::view::Connection,
};
pub use farewell::Farewell;
use keeping::Keeping;
use link::{Link, Live};
use loss::Fresh;
use loss::Loss;
use told::Told;
use whereabouts::Whereabouts;

/// Most gestures that wait for the relay; further edits are refused in words. At one a second it is three hours.
pub const MAX_PENDING_GESTURES: usize = 10_000;

/// Edits of one property that follow each other faster than this, in milliseconds, are one act of typing and are
/// undone as one; longer than people pause between letters, shorter than between thoughts.
pub const TYPING_PAUSE_MS: i64 = 1_000;

/// Names one socket of this page, so that a late word from an old one is not taken for the new one's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SocketId(pub u64);

/// What happened.
#[derive(Clone, Debug)]
pub enum Event {
    /// This browser kept something; said before [`Event::Start`].
    Found(Box<Slot>),
    /// This browser does not keep, from the start or from now on; a client that was never used goes on.
    Unkept(Unkept, ClientId),
    /// The oldest [`Effect::Keep`] is on the disk.
    Kept,
    /// What tabs of this browser left behind that have died meanwhile.
    Orphaned(Vec<Gesture>),
    /// Connect for the first time.
    Start,
    /// The socket is open.
    Opened(SocketId),
    /// A frame came.
    Received(SocketId, Vec<u8>),
    /// The socket is closed, by whomever.
    Closed(SocketId, Farewell),
    /// The time asked for by [`Effect::WakeIn`] has passed.
    Tick,
    /// The frame asked for by [`Effect::AskFrame`] is over.
    FrameEnded,
    /// A person did something: the ops of one gesture.
    Edited(Vec<Op>),
    /// A person takes back a gesture of theirs, or does it again.
    Turned(Direction),
    /// A person went somewhere else.
    Moved(Box<PresenceState>),
    /// A person has another name or colour.
    Renamed(Person),
    /// Tables are wanted, or no longer. Lost while there is no connection: say it again after [`Effect::Welcomed`].
    Say(FromClient),
    /// The browser says that the network came or went.
    NetworkChanged,
    /// The page is hidden, or left: it may not come back.
    Leaving,
    /// The person does not want to wait for the next attempt.
    RetryNow,
}

/// What is to be done, in this order.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Open a socket under this name.
    Open(SocketId),
    /// Send a frame on it.
    Send(SocketId, Vec<u8>),
    /// Close it; nothing that comes from it counts any more.
    Close(SocketId),
    /// Say [`Event::Tick`] after so many milliseconds; forget the wish before.
    WakeIn(u32),
    /// Say [`Event::FrameEnded`] after the next animation frame.
    AskFrame,
    /// The optimistic document or its `Seq` is another.
    DocumentChanged,
    /// Connection, role, people or what is pending is another.
    ViewChanged,
    /// Somebody moved, and components show nothing of it.
    PeopleMoved,
    /// A session began: subscriptions are to be said anew.
    Welcomed,
    /// News of a table.
    Table(TableMessage),
    /// Write this to the disk and say [`Event::Kept`], or [`Event::Unkept`]; one after the other.
    Keep(Batch),
    /// This dashboard is not to be kept any more.
    Forget,
    /// The person has to be told that what waits for the relay is not on the disk.
    NotKept(Unkept),
    /// The person has to be told that something of theirs does not stand.
    Lost(Loss),
    /// The person has to be told.
    Notice(Told),
    /// What an undo or redo did.
    Undone(Undone),
}

/// One page's side of the protocol.
#[derive(Debug)]
pub struct Sync {
    replica: Replica,
    /// Whether `replica` holds what the relay said; else the next `Hello` asks for a snapshot.
    loaded: bool,
    person: Person,
    whereabouts: Whereabouts,
    /// Since the last welcome.
    session: Option<SessionId>,
    others: BTreeMap<SessionId, Present>,
    keeping: Keeping,
    link: Link,
    socket: SocketId,
    failures: u32,
    /// A `Submit` left in this animation frame: the next one waits for its end.
    submitted_this_frame: bool,
    wake_at_ms: Option<i64>,
    /// When the last edit was, unless something was undone since.
    edited_at_ms: Option<i64>,
    fresh: Fresh,
    effects: Vec<Effect>,
}

impl Sync {
    /// A machine that has not started.
    #[must_use]
    pub fn new(client: ClientId, person: Person) -> Self {
        Self {
            replica: Replica::new(client),
            loaded: false,
            person,
            whereabouts: Whereabouts::default(),
            session: None,
            others: BTreeMap::new(),
            keeping: Keeping::default(),
            link: Link::Idle,
            socket: SocketId::default(),
            failures: 0,
            submitted_this_frame: false,
            wake_at_ms: None,
            edited_at_ms: None,
            fresh: Fresh::default(),
            effects: Vec::new(),
        }
    }

    /// Takes an event. `now_ms` never goes back; `random` is in `0.0..1.0`.
    pub fn handle(&mut self, event: Event, now_ms: i64, random: f64) -> Vec<Effect> {
        match event {
            Event::Found(slot) => self.found(*slot),
            Event::Unkept(why, fresh) => self.unkept(why, fresh, now_ms),
            Event::Kept => self.kept(),
            Event::Orphaned(gestures) => self.adopt(gestures, now_ms),
            Event::Start => self.dial(now_ms),
            Event::Opened(socket) => self.greet(socket),
            Event::Received(socket, frame) => self.receive(socket, &frame, now_ms, random),
            Event::Closed(socket, farewell) => self.closed(socket, farewell, now_ms, random),
            Event::Tick => self.tick(now_ms, random),
            Event::FrameEnded => {
                self.submitted_this_frame = false;
                self.submit();
            }
            Event::Edited(ops) => self.edit(ops, now_ms),
            Event::Turned(direction) => self.turn(direction),
            Event::Moved(state) => self.move_to(*state),
            Event::Renamed(person) => self.rename(person),
            Event::Say(message) => self.say(&message),
            Event::NetworkChanged => self.network_changed(now_ms),
            Event::Leaving => self.leave_page(now_ms),
            Event::RetryNow => self.retry_now(now_ms),
        }
        self.tell_where(now_ms);
        self.keep_alive(now_ms);
        self.keep(now_ms);
        self.warn();
        self.ask_to_be_woken(now_ms);
        std::mem::take(&mut self.effects)
    }

    /// What is shown.
    #[must_use]
    pub fn document(&self) -> &Document {
        self.replica.document()
    }

    /// The replica: confirmed and pending.
    #[must_use]
    pub fn replica(&self) -> &Replica {
        &self.replica
    }

    /// The newest `Seq` that is part of the document.
    #[must_use]
    pub fn last_seq(&self) -> Seq {
        self.replica.last_seq()
    }

    /// Whether there is a document: the relay's, or the one that was kept.
    #[must_use]
    pub fn is_loaded(&self) -> bool {
        self.loaded || self.session.is_some()
    }

    /// What this person may do, as the relay said last, if only in an earlier session.
    #[must_use]
    pub fn role(&self) -> Option<Role> {
        self.replica.role()
    }

    /// This session as the others see it, once it has begun.
    #[must_use]
    pub fn me(&self) -> Option<(SessionId, Present)> {
        let (client, role) = (self.replica.client(), self.role().unwrap_or(Role::Viewer));
        let (person, state) = (self.person.clone(), self.whereabouts.now.clone());
        self.session.map(|session| (session, Present { client, role, person, state }))
    }

    /// Where this person is.
    #[must_use]
    pub fn whereabouts(&self) -> &PresenceState {
        &self.whereabouts.now
    }

    /// The others, in the order in which they came.
    pub fn others(&self) -> impl Iterator<Item = (SessionId, &Present)> {
        self.others.iter().map(|(session, other)| (*session, other))
    }

    /// The way to the relay.
    #[must_use]
    pub fn connection(&self) -> Connection {
        match &self.link {
            Link::Live(_) => Connection::Live,
            Link::Idle | Link::Dialing { .. } if self.failures == 0 => Connection::Connecting,
            Link::Idle | Link::Dialing { .. } => Connection::Offline { retry_in_ms: 0, attempt: self.failures },
            Link::Waiting { retry_in_ms, .. } => {
                Connection::Offline { retry_in_ms: *retry_in_ms, attempt: self.failures }
            }
            Link::Stopped(reason) => Connection::Stopped(*reason),
        }
    }

    /// Whether the relay has no room on its disk for what is pending.
    #[must_use]
    pub fn is_held(&self) -> bool {
        matches!(&self.link, Link::Live(live) if live.is_held())
    }

    /// What would be taken back or done again next.
    #[must_use]
    pub fn undo_label(&self, direction: Direction) -> Option<Label> {
        self.replica.undo_label(direction)
    }

    fn edit(&mut self, ops: Vec<Op>, now_ms: i64) {
        if !self.may(&ops) {
            return;
        }
        let soon = self.edited_at_ms.is_some_and(|edited_at_ms| now_ms - edited_at_ms < TYPING_PAUSE_MS);
        let continues = soon && is_gradual(&ops);
        self.edited_at_ms = Some(now_ms);
        match self.replica.submit_after(ops, continues) {
            Ok(id) => {
                self.keeping.changed(id);
                self.effects.push(Effect::DocumentChanged);
                self.submit();
            }
            Err(refusal) => self.not_taken(&refusal),
        }
    }

    fn turn(&mut self, direction: Direction) {
        if !self.may(&[Op::Restore { node: NodeId::ROOT }]) {
            return;
        }
        self.edited_at_ms = None;
        if let Some(undone) = self.replica.undo(direction) {
            if let Some(newest) = self.replica.pending().last().map(|gesture| gesture.id) {
                self.keeping.changed(newest);
            }
            self.effects.extend([Effect::DocumentChanged, Effect::Undone(undone)]);
            self.submit();
        }
    }

    /// Whether an edit is taken now; if not, its author is told why.
    fn may(&mut self, ops: &[Op]) -> bool {
        let Some(role) = self.role().filter(|_| self.is_loaded()) else {
            self.notice(Told::NotArrived);
            return false;
        };
        if matches!(self.link, Link::Stopped(_)) {
            self.notice(Told::NotAnyMore);
            return false;
        }
        let who = Who { role, client: self.replica.client() };
        if let Some(Err(refusal)) = ops.first().map(|op| allows(who, op, self.replica.document())) {
            self.not_taken(&refusal);
            return false;
        }
        if self.replica.pending_len() >= MAX_PENDING_GESTURES {
            self.notice(Told::TooManyWait);
            return false;
        }
        true
    }

    /// Until the welcome the name is told by `Hello`; a welcome that crosses it is followed by the name again.
    fn rename(&mut self, person: Person) {
        if self.person != person {
            self.person = person;
            self.effects.push(Effect::ViewChanged);
            self.say(&FromClient::Rename(self.person.clone()));
        }
    }

    fn greet(&mut self, socket: SocketId) {
        if socket != self.socket || !matches!(self.link, Link::Dialing { .. }) {
            return;
        }
        let last = self.loaded.then(|| Seen { seq: self.replica.last_seq(), id: self.replica.last_id() });
        let (client, also, person) = (self.replica.client(), self.replica.adopted().collect(), self.person.clone());
        let hello = Hello { client, also, last, person };
        self.send(&FromClient::Hello(hello));
    }

    fn live(&mut self) -> Option<&mut Live> {
        match &mut self.link {
            Link::Live(live) => Some(live),
            Link::Idle | Link::Dialing { .. } | Link::Waiting { .. } | Link::Stopped(_) => None,
        }
    }

    fn not_taken(&mut self, refusal: &Refusal) {
        self.notice(Told::NotTaken(refusal.clone()));
    }

    fn notice(&mut self, told: Told) {
        self.effects.push(Effect::Notice(told));
    }
}

/// What is said in many small steps: letters, keys that move a panel, a colour that is dragged. Of a choice each step
/// counts.
fn is_gradual(ops: &[Op]) -> bool {
    matches!(ops, [Op::Set { value: Value::Text(_) | Value::Rect(_) | Value::Color(_), .. }])
}
