//! The room against a model: replicas that edit, lose their connection and come back, and a log that answers late,
//! refuses, or survives a crash of the room, while owners change what the others may do and people move, fall silent and
//! are heard again. Whatever the order of events, the rules P-20 to P-29 hold.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use document::{Kind, NodeId, Op, Order, Place, Property, Received, Replica, Sequenced, Value};
use proptest::prelude::*;
use protocol::{CatchUp, Present, Seen, canonical_hash};

use super::*;

/// One step of a history.
#[derive(Clone, Copy, Debug)]
enum Act {
    Connect(usize),
    Cut(usize),
    Title(usize, u8),
    Insert(usize, u8),
    Delete(usize, u8),
    Send(usize),
    Repeat(usize),
    Deliver(usize, u8),
    AskTail(usize),
    Move(usize, u8),
    Rename(usize, u8),
    Silent(usize),
    Grant(usize, usize, Role),
    Beat,
    Appended,
    NotStored,
    Crash { stored: bool },
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let who = 0..CLIENTS.len();
    let role = prop::sample::select(vec![Role::Viewer, Role::Commenter, Role::Editor, Role::Owner]);
    let act = prop_oneof![
        2 => who.clone().prop_map(Act::Connect),
        1 => who.clone().prop_map(Act::Cut),
        4 => (who.clone(), any::<u8>()).prop_map(|(who, n)| Act::Title(who, n)),
        3 => (who.clone(), 0..6u8).prop_map(|(who, n)| Act::Insert(who, n)),
        2 => (who.clone(), 0..6u8).prop_map(|(who, n)| Act::Delete(who, n)),
        6 => who.clone().prop_map(Act::Send),
        1 => who.clone().prop_map(Act::Repeat),
        6 => (who.clone(), 0..8u8).prop_map(|(who, n)| Act::Deliver(who, n)),
        1 => who.clone().prop_map(Act::AskTail),
        4 => (who.clone(), 0..6u8).prop_map(|(who, n)| Act::Move(who, n)),
        1 => (who.clone(), any::<u8>()).prop_map(|(who, n)| Act::Rename(who, n)),
        1 => who.clone().prop_map(Act::Silent),
        3 => (who.clone(), who, role).prop_map(|(by, who, role)| Act::Grant(by, who, role)),
        3 => Just(Act::Beat),
        6 => Just(Act::Appended),
        1 => Just(Act::NotStored),
        1 => any::<bool>().prop_map(|stored| Act::Crash { stored }),
    ];
    prop::collection::vec(act, 0..200)
}

/// What the door says; what owners say may be something else.
const CLIENTS: [Role; 4] = [Role::Owner, Role::Editor, Role::Editor, Role::Viewer];

struct World {
    room: Room,
    log: Vec<Sequenced>,
    in_flight: Option<Vec<Sequenced>>,
    clients: Vec<Client>,
    sessions: u64,
    told: usize,
    granted: BTreeMap<ClientId, Role>,
    /// What was submitted while its author was allowed to.
    allowed: BTreeSet<OpId>,
}

struct Client {
    replica: Replica,
    door: Role,
    /// As the others are to see it.
    present: Present,
    silent: bool,
    /// What the relay said that it may do.
    told_role: Role,
    session: Option<SessionId>,
    inbox: VecDeque<FromRelay>,
    welcome: bool,
    ever_sent: BTreeMap<OpId, Gesture>,
    settled: BTreeSet<OpId>,
    others: BTreeMap<SessionId, Present>,
}

impl World {
    fn new() -> Self {
        let clients = CLIENTS.iter().enumerate().map(|(index, door)| Client::new(index, *door)).collect();
        let (log, granted, allowed) = (Vec::new(), BTreeMap::new(), BTreeSet::new());
        Self { room: open(&[]), log, in_flight: None, clients, sessions: 0, told: 0, granted, allowed }
    }

    fn act(&mut self, act: Act) {
        match act {
            Act::Connect(who) => self.connect(who),
            Act::Cut(who) => self.cut(who),
            Act::Title(who, n) => {
                let (property, value) = (Property::Title, Value::Text(format!("title {n}")));
                self.edit(who, Op::Set { node: NodeId::ROOT, property, value });
            }
            Act::Insert(who, n) => {
                let place = Place { parent: NodeId::ROOT, order: Order::default() };
                self.edit(who, Op::Insert { node: panel(n), kind: Kind::Chart, place });
            }
            Act::Delete(who, n) => self.edit(who, Op::Delete { node: panel(n) }),
            Act::Send(who) => {
                let gestures = self.clients[who].take_unsent();
                self.submit(who, gestures);
            }
            Act::Repeat(who) => {
                let again = self.clients[who].ever_sent.values().cloned().collect();
                self.submit(who, again);
            }
            Act::Deliver(who, n) => (0..=n).for_each(|_| self.deliver(who)),
            Act::AskTail(who) => {
                let after = self.clients[who].replica.last_seq();
                self.say(who, |session| Event::Tail { session, after });
            }
            Act::Move(who, n) => {
                let state = PresenceState { panel: Some(panel(n)), editing: n % 2 == 0, ..PresenceState::default() };
                self.say(who, |session| Event::Presence { session, state: state.clone() });
                self.clients[who].present.state = state;
            }
            Act::Rename(who, n) => {
                let person = Person { name: format!("{who}, {n}"), color: n };
                self.say(who, |session| Event::Renamed { session, person: person.clone() });
                self.clients[who].present.person = person;
            }
            Act::Silent(who) => {
                if let Some(session) = self.clients[who].session {
                    self.clients[who].silent = true;
                    self.handle(Event::Silent(session));
                }
            }
            Act::Grant(by, who, role) => self.grant(by, who, role),
            Act::Beat => self.handle(Event::Beat),
            Act::Appended => self.appended(),
            Act::NotStored => self.not_stored(),
            Act::Crash { stored } => self.crash(stored),
        }
    }

    fn edit(&mut self, who: usize, op: Op) {
        let _refused_here_already = self.clients[who].replica.submit(vec![op]);
    }

    /// A word of a session that was silent is told to the room first.
    fn say(&mut self, who: usize, event: impl FnOnce(SessionId) -> Event) {
        let Some(session) = self.clients[who].session else { return };
        if std::mem::take(&mut self.clients[who].silent) {
            self.handle(Event::Heard(session));
        }
        self.handle(event(session));
    }

    /// P-28: an owner, and nobody to themselves.
    fn grant(&mut self, by: usize, who: usize, role: Role) {
        let Some(session) = self.clients[who].session else { return };
        if self.clients[by].session.is_some() && by != who && self.clients[by].present.role == Role::Owner {
            self.granted.insert(self.clients[who].present.client, role);
            self.clients[who].present.role = role;
        }
        self.say(by, |by| Event::Granted { by, session, role });
    }

    fn connect(&mut self, who: usize) {
        if self.clients[who].session.is_some() {
            return;
        }
        self.sessions += 1;
        let session = SessionId(self.sessions);
        let client = &mut self.clients[who];
        client.session = Some(session);
        client.replica.forget_sent();
        let last = client.replica.last_id().map(|id| Seen { seq: client.replica.last_seq(), id: Some(id) });
        let id = client.present.client;
        client.silent = false;
        client.present.state = PresenceState::default();
        client.present.role = self.granted.get(&id).map_or(client.door, |granted| client.door.min(*granted));
        let hello = Hello { client: id, also: Vec::new(), last, person: client.present.person.clone() };
        let role = client.door;
        self.handle(Event::Joined { session, hello, role });
    }

    fn cut(&mut self, who: usize) {
        let client = &mut self.clients[who];
        client.inbox.clear();
        client.welcome = false;
        if let Some(session) = client.session.take() {
            self.handle(Event::Left(session));
        }
    }

    fn submit(&mut self, who: usize, gestures: Vec<Gesture>) {
        let client = &mut self.clients[who];
        if let Some(session) = client.session.filter(|_| client.welcome) {
            client.ever_sent.extend(gestures.iter().map(|gesture| (gesture.id, gesture.clone())));
            if client.present.role >= Role::Editor {
                self.allowed.extend(gestures.iter().map(|gesture| gesture.id));
            }
            self.say(who, |_| Event::Submit { session, gestures, at_ms: 0 });
        }
    }

    fn appended(&mut self) {
        if let Some(stored) = self.in_flight.take() {
            self.log.extend(stored);
            self.handle(Event::Appended);
        }
    }

    fn not_stored(&mut self) {
        if self.in_flight.take().is_some() {
            self.handle(Event::NotStored);
        }
    }

    /// The relay dies; what was on its way to the log got there, or did not.
    fn crash(&mut self, stored: bool) {
        (0..self.clients.len()).for_each(|who| self.cut(who));
        let in_flight = self.in_flight.take().filter(|_| stored);
        self.log.extend(in_flight.into_iter().flatten());
        self.room = open(&self.log);
        self.granted.clear();
        self.told = self.log.len();
    }

    fn handle(&mut self, event: Event) {
        for effect in self.room.handle(event) {
            match effect {
                Effect::Append { accepted, .. } => self.append(accepted),
                Effect::Broadcast { message, except } => self.broadcast(&message, except),
                Effect::Send(session, message) => self.send(session, message),
                Effect::Outdated(session) => {
                    panic!("{session:?} asked for a tail that was never longer than it is kept")
                }
                Effect::Snapshot { seq, document } => assert_eq!((&document, seq), self.room.durable()),
                Effect::Published { number, .. } => panic!("nobody has published {number} here"),
                Effect::Broken(refusal) => panic!("the room broke: {refusal}"),
            }
        }
    }

    fn append(&mut self, accepted: Vec<Accepted>) {
        assert!(self.in_flight.is_none(), "two appends at once");
        let entries: Vec<_> = accepted.into_iter().map(|accepted| accepted.sequenced).collect();
        for (index, entry) in entries.iter().enumerate() {
            assert_eq!(entry.seq.0, (self.log.len() + index + 1) as u64, "P-20: no gaps");
            assert!(self.log.iter().all(|logged| logged.gesture.id != entry.gesture.id), "P-22: one effect for an id");
            assert!(self.allowed.contains(&entry.gesture.id), "P-23, P-28: its author was not allowed to");
        }
        self.in_flight = Some(entries);
    }

    fn broadcast(&mut self, message: &FromRelay, except: Option<SessionId>) {
        if let FromRelay::Sequenced(sequenced) = message {
            assert_eq!(self.log.get(self.told), Some(sequenced), "P-21: told once, in order, and only what is durable");
            self.told += 1;
        }
        if let FromRelay::Digest { seq, hash } = message {
            assert_eq!((seq.0, *hash), (self.told as u64, canonical_hash(open(&self.log[..self.told]).durable().0)));
        }
        for client in &mut self.clients {
            if client.session.is_some() && client.session != except {
                client.inbox.push_back(message.clone());
            }
        }
    }

    fn send(&mut self, session: SessionId, message: FromRelay) {
        let client = self.clients.iter_mut().find(|client| client.session == Some(session)).expect("a live session");
        if let FromRelay::Acknowledged(id) = &message {
            assert!(self.log.iter().any(|logged| logged.gesture.id == *id), "P-22: acknowledged before it is durable");
        }
        if let FromRelay::Rejected { id, .. } = &message {
            assert_eq!(id.client, client.replica.client(), "P-23: a rejection is the author's");
        }
        client.inbox.push_back(message);
    }

    fn deliver(&mut self, who: usize) {
        let Some(message) = self.clients[who].inbox.pop_front() else { return };
        if !self.clients[who].take(message) {
            self.cut(who);
        }
    }

    /// Lets everything come to rest.
    fn settle(&mut self) {
        for _ in 0..4 {
            for who in 0..self.clients.len() {
                self.connect(who);
                self.drain();
                self.act(Act::Send(who));
                self.drain();
            }
        }
    }

    fn drain(&mut self) {
        let waits = |client: &Client| !client.inbox.is_empty();
        while self.in_flight.is_some() || self.room.has_news() || self.clients.iter().any(waits) {
            self.act(Act::Beat);
            self.appended();
            (0..self.clients.len()).for_each(|who| self.deliver(who));
        }
    }
}

impl Client {
    fn new(index: usize, door: Role) -> Self {
        let id = ClientId::from_bytes([index as u8; 8]);
        let person = Person { name: format!("person {index}"), color: 0 };
        Self {
            replica: Replica::new(id),
            door,
            present: Present { client: id, role: door, person, state: PresenceState::default() },
            silent: false,
            told_role: Role::Viewer,
            session: None,
            inbox: VecDeque::new(),
            welcome: false,
            ever_sent: BTreeMap::new(),
            settled: BTreeSet::new(),
            others: BTreeMap::new(),
        }
    }

    fn take_unsent(&mut self) -> Vec<Gesture> {
        if self.welcome { self.replica.take_unsent() } else { Vec::new() }
    }

    /// `false` cuts the connection.
    fn take(&mut self, message: FromRelay) -> bool {
        match message {
            FromRelay::Welcome(welcome) => {
                self.others = welcome.others.into_iter().collect();
                self.told_role = welcome.role;
                match welcome.catch_up {
                    CatchUp::Tail(tail) => tail.iter().for_each(|sequenced| self.receive(sequenced)),
                    CatchUp::Snapshot { document, seq, id } => self.replica.load(document, seq, id),
                }
                self.welcome = true;
            }
            FromRelay::Sequenced(sequenced) => {
                assert_eq!(sequenced.seq, self.replica.last_seq().next(), "P-25: every gesture once");
                self.receive(&sequenced);
            }
            FromRelay::Tail(tail) => tail.iter().for_each(|sequenced| self.receive(sequenced)),
            FromRelay::Acknowledged(id) => self.replica.acknowledged(id),
            FromRelay::Rejected { reason: Refusal::StorageFailed, .. } => return false,
            FromRelay::Rejected { id, .. } => {
                self.replica.rejected(id);
            }
            FromRelay::Digest { seq, hash } => {
                if seq == self.replica.last_seq() {
                    assert_eq!(hash, canonical_hash(self.replica.confirmed()), "P-12");
                }
            }
            FromRelay::Presence { session, present } => {
                self.others.insert(session, present);
            }
            FromRelay::Moved { session, state } => {
                self.others.get_mut(&session).expect("P-26: who it is comes before where").state = state;
            }
            FromRelay::Role(role) => self.told_role = role,
            FromRelay::Left(session) => {
                self.others.remove(&session);
            }
            FromRelay::Table { .. } | FromRelay::Rows { .. } | FromRelay::NoSuchTable(_) | FromRelay::Heartbeat => {}
        }
        true
    }

    fn receive(&mut self, sequenced: &Sequenced) {
        if self.replica.receive(sequenced).expect("P-11: no gap, no divergence") == Received::Own {
            assert!(self.settled.insert(sequenced.gesture.id), "acknowledged twice");
        }
    }
}

pub(super) fn panel(n: u8) -> NodeId {
    NodeId::from_bytes([n + 1; 8])
}

/// A room as the relay opens it from a log.
pub(super) fn open(log: &[Sequenced]) -> Room {
    let mut document = Document::default();
    for sequenced in log {
        document::apply(&mut document, &sequenced.gesture, Some(sequenced.seq)).expect("the log applies");
    }
    let ids = log.iter().map(|sequenced| sequenced.gesture.id).collect();
    let seq = Seq(log.len() as u64);
    Room::new(Start { document, seq, tail: log.to_vec(), ids, snapshot_seq: Seq::ZERO })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn every_history_ends_in_one_document_and_loses_nothing(acts in acts()) {
        let mut world = World::new();
        for act in acts {
            world.act(act);
        }
        world.settle();
        let (document, seq) = world.room.durable();
        prop_assert_eq!(seq.0, world.log.len() as u64);
        let visible = |client: &&Client| !client.silent;
        let here = world.clients.iter().filter(visible).map(|client| (client.session, client.present.clone()));
        let here: BTreeMap<_, _> = here.collect();
        for client in &world.clients {
            prop_assert_eq!(client.replica.last_seq(), seq);
            prop_assert_eq!(client.replica.confirmed(), document);
            prop_assert_eq!(client.replica.pending_len(), 0, "every gesture is acknowledged or refused");
            prop_assert_eq!(client.told_role, client.present.role, "P-28: everybody knows what they may do");
            let mut others = here.clone();
            others.remove(&client.session);
            let seen: BTreeMap<_, _> = client.others.iter().map(|(id, other)| (Some(*id), other.clone())).collect();
            prop_assert_eq!(seen, others, "P-26, P-27: who is there, where, in which role; the silent are not seen");
        }
    }
}

pub(super) fn title(client: ClientId, counter: u64, text: &str) -> Gesture {
    let op = Op::Set { node: NodeId::ROOT, property: Property::Title, value: Value::Text(text.into()) };
    Gesture { id: OpId { client, counter }, ops: vec![op] }
}

fn joined(room: &mut Room, session: u64, client: ClientId, last: Option<Seen>) -> Vec<Effect> {
    let hello = Hello { client, also: Vec::new(), last, person: Person { name: "Ada".into(), color: 1 } };
    room.handle(Event::Joined { session: SessionId(session), hello, role: Role::Editor })
}

pub(super) fn submitted(room: &mut Room, session: u64, gestures: Vec<Gesture>) -> Vec<Effect> {
    room.handle(Event::Submit { session: SessionId(session), gestures, at_ms: 7 })
}

#[test]
fn long_histories_are_digested_snapshotted_and_bounded() {
    let client = ClientId::from_bytes([1; 8]);
    let mut room = open(&[]);
    joined(&mut room, 1, client, None);
    let (mut digests, mut snapshots) = (Vec::new(), Vec::new());
    for counter in 1..=1200 {
        submitted(&mut room, 1, vec![title(client, counter, &format!("{counter}"))]);
        for effect in room.handle(Event::Appended) {
            match effect {
                Effect::Broadcast { message: FromRelay::Digest { seq, .. }, .. } => digests.push(seq.0),
                Effect::Snapshot { seq, .. } => snapshots.push(seq.0),
                _ => {}
            }
        }
    }
    assert_eq!(digests, (1..=1200 / 64).map(|n| n * 64).collect::<Vec<_>>());
    assert_eq!(snapshots, [500, 1000]);

    let caught_up = |effects: Vec<Effect>| match effects.into_iter().next() {
        Some(Effect::Send(_, FromRelay::Welcome(welcome))) => welcome.catch_up,
        other => panic!("no welcome but {other:?}"),
    };
    let seen = |seq, counter| Some(Seen { seq: Seq(seq), id: Some(OpId { client, counter }) });
    let tail = caught_up(joined(&mut room, 2, client, seen(201, 201)));
    assert!(matches!(tail, CatchUp::Tail(tail) if tail.len() == 999 && tail[0].seq == Seq(202)));
    for unknown in [None, seen(200, 200), seen(1201, 1201), seen(300, 299), Some(Seen { seq: Seq(300), id: None })] {
        let snapshot = caught_up(joined(&mut room, 3, client, unknown));
        assert!(matches!(snapshot, CatchUp::Snapshot { seq: Seq(1200), .. }), "{unknown:?}");
    }
    let asked = room.handle(Event::Tail { session: SessionId(1), after: Seq(10) });
    assert_eq!(asked, [Effect::Outdated(SessionId(1))]);
    assert!(matches!(room.handle(Event::Unload).as_slice(), [Effect::Snapshot { seq: Seq(1200), .. }]));
    assert_eq!(room.handle(Event::Unload), [], "stored once");
}

#[test]
fn a_gesture_under_a_foreign_client_or_of_too_many_bytes_is_refused() {
    let (ada, bob) = (ClientId::from_bytes([1; 8]), ClientId::from_bytes([2; 8]));
    let mut room = open(&[]);
    joined(&mut room, 1, ada, None);
    let huge = Value::Text("x".repeat(MAX_GESTURE_BYTES));
    let op = Op::Set { node: NodeId::ROOT, property: Property::Title, value: huge };
    let huge = Gesture { id: OpId { client: ada, counter: 9 }, ops: vec![op] };
    let max_bytes = MAX_GESTURE_BYTES as u64;
    for (gesture, reason) in [(title(bob, 1, "x"), Refusal::NotAllowed), (huge, Refusal::TooLarge { max_bytes })] {
        let id = gesture.id;
        let rejected = Effect::Send(SessionId(1), FromRelay::Rejected { id, reason });
        assert_eq!(submitted(&mut room, 1, vec![gesture]), [rejected]);
    }
}
