//! The sync machine against a small model of the relay: connections are cut at any point and old ones linger, time
//! passes, and in the end all replicas are equal, with every gesture in the order exactly once.
#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::unwrap_used, reason = "a test that cannot read its own frames has failed")]

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use client::{
    sync::{Effect, Event, SocketId, Sync},
    workspace::Connection,
};
use document::{
    ClientId, Document, Gesture, Kind, NodeId, Op, OpId, Order, Place, Property, Role, Seq, Sequenced, Value, apply,
};
use protocol::{CatchUp, FromClient, FromRelay, Person, SessionId, Welcome, canonical_hash, decode, encode};

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers on every machine.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    fn fraction(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// The relay as PROTOCOL.md has it, without storage, with one document.
#[derive(Default)]
struct Relay {
    document: Document,
    log: Vec<Sequenced>,
    seen: BTreeSet<OpId>,
    links: BTreeMap<SessionId, Link>,
    sessions: u64,
}

/// One connection, each way in order.
struct Link {
    owner: usize,
    socket: SocketId,
    up: VecDeque<Vec<u8>>,
    down: VecDeque<Vec<u8>>,
    is_greeted: bool,
}

impl Relay {
    fn connect(&mut self, owner: usize, socket: SocketId) {
        self.sessions += 1;
        let link = Link { owner, socket, up: VecDeque::new(), down: VecDeque::new(), is_greeted: false };
        self.links.insert(SessionId(self.sessions), link);
    }

    /// Takes the oldest frame of a connection, also of one that its client has given up.
    fn hear(&mut self, session: SessionId) {
        let Some(frame) = self.links.get_mut(&session).and_then(|link| link.up.pop_front()) else { return };
        match decode(&frame).unwrap() {
            FromClient::Hello(hello) => self.welcome(session, hello.last_seq),
            FromClient::Submit(gestures) => gestures.into_iter().for_each(|gesture| self.judge(session, gesture)),
            FromClient::Tail { after } => self.say(session, &FromRelay::Tail(self.after(after))),
            FromClient::Heartbeat => self.say(session, &FromRelay::Heartbeat),
            FromClient::Presence(_) | FromClient::Subscribe { .. } | FromClient::Unsubscribe { .. } => {}
        }
    }

    fn welcome(&mut self, session: SessionId, last_seq: Option<Seq>) {
        let seq = Seq(self.log.len() as u64);
        let catch_up = match last_seq {
            Some(last_seq) => CatchUp::Tail(self.after(last_seq)),
            None => CatchUp::Snapshot { document: self.document.clone(), seq },
        };
        self.links.get_mut(&session).unwrap().is_greeted = true;
        self.say(session, &FromRelay::Welcome(Welcome { session, role: Role::Editor, catch_up, others: Vec::new() }));
    }

    fn judge(&mut self, session: SessionId, gesture: Gesture) {
        let seq = Seq(self.log.len() as u64 + 1);
        if self.seen.contains(&gesture.id) {
            return self.say(session, &FromRelay::Acknowledged(gesture.id));
        }
        if let Err(reason) = apply(&mut self.document, &gesture, Some(seq)) {
            return self.say(session, &FromRelay::Rejected { id: gesture.id, reason });
        }
        self.seen.insert(gesture.id);
        let sequenced = Sequenced { seq, gesture };
        self.log.push(sequenced.clone());
        self.tell(&FromRelay::Sequenced(sequenced));
        if seq.0.is_multiple_of(8) {
            self.tell(&FromRelay::Digest { seq, hash: canonical_hash(&self.document) });
        }
    }

    fn after(&self, seq: Seq) -> Vec<Sequenced> {
        self.log.iter().filter(|sequenced| sequenced.seq > seq).cloned().collect()
    }

    fn say(&mut self, session: SessionId, message: &FromRelay) {
        self.links.get_mut(&session).unwrap().down.push_back(encode(message).unwrap());
    }

    fn tell(&mut self, message: &FromRelay) {
        for link in self.links.values_mut().filter(|link| link.is_greeted) {
            link.down.push_back(encode(message).unwrap());
        }
    }
}

/// One page: the machine, and what its browser owes it.
struct Page {
    sync: Sync,
    wake_at_ms: Option<i64>,
    frame_asked: bool,
    /// The connections on which a `Submit` left in this frame.
    submitted_on: BTreeSet<SocketId>,
    made: u64,
}

impl Page {
    fn new(number: u8) -> Self {
        let person = Person { name: "Ada".into(), color: 0 };
        let sync = Sync::new(ClientId::from_bytes([number; 8]), person);
        let submitted_on = BTreeSet::new();
        Self { sync, wake_at_ms: None, frame_asked: false, submitted_on, made: 0 }
    }
}

struct World {
    relay: Relay,
    pages: Vec<Page>,
    chance: Chance,
    now_ms: i64,
    submitted: usize,
}

impl World {
    fn new(seed: u64, pages: u8) -> Self {
        let pages: Vec<Page> = (0..pages).map(|index| Page::new(index + 1)).collect();
        let mut world = Self { relay: Relay::default(), pages, chance: Chance(seed), now_ms: 0, submitted: 0 };
        for index in 0..world.pages.len() {
            world.handle(index, Event::Start);
        }
        world
    }

    fn handle(&mut self, index: usize, event: Event) {
        let random = self.chance.fraction();
        for effect in self.pages[index].sync.handle(event, self.now_ms, random) {
            self.perform(index, effect);
        }
    }

    fn perform(&mut self, index: usize, effect: Effect) {
        let page = &mut self.pages[index];
        match effect {
            Effect::Open(socket) => self.relay.connect(index, socket),
            Effect::Send(socket, frame) => {
                if matches!(decode(&frame), Ok(FromClient::Submit(_))) {
                    assert!(page.submitted_on.insert(socket), "more than one Submit in a frame");
                }
                let mut links = self.relay.links.values_mut();
                if let Some(link) = links.find(|link| (link.owner, link.socket) == (index, socket)) {
                    link.up.push_back(frame);
                }
            }
            Effect::WakeIn(wait_ms) => page.wake_at_ms = Some(self.now_ms + i64::from(wait_ms)),
            Effect::AskFrame => page.frame_asked = true,
            // The connection lingers at the relay: what is on the way may still be heard.
            Effect::Close(_)
            | Effect::DocumentChanged
            | Effect::ViewChanged
            | Effect::Welcomed
            | Effect::Table(_)
            | Effect::Notice(_)
            | Effect::Undone(_) => {}
        }
    }

    fn sessions(&self) -> Vec<SessionId> {
        self.relay.links.keys().copied().collect()
    }

    fn pick_session(&mut self) -> Option<SessionId> {
        let sessions = self.sessions();
        (!sessions.is_empty()).then(|| sessions[self.chance.below(sessions.len())])
    }

    /// Hands the oldest frame of a connection to its page.
    fn deliver(&mut self, session: SessionId) {
        let link = self.relay.links.get_mut(&session).unwrap();
        let (owner, socket) = (link.owner, link.socket);
        if let Some(frame) = link.down.pop_front() {
            self.handle(owner, Event::Received(socket, frame));
        }
    }

    /// The browser says it is open; the machine ignores it where that is news of yesterday.
    fn open(&mut self, session: SessionId) {
        let link = &self.relay.links[&session];
        if link.up.is_empty() && !link.is_greeted {
            let (owner, socket) = (link.owner, link.socket);
            self.handle(owner, Event::Opened(socket));
        }
    }

    /// Frames on the way are lost, in part or whole, and the page may hear of it now or by silence.
    fn cut(&mut self, session: SessionId) {
        let Some(link) = self.relay.links.remove(&session) else { return };
        if self.chance.below(2) == 0 {
            self.handle(link.owner, Event::Closed(link.socket, 1006));
        }
    }

    fn end_frame(&mut self, index: usize) {
        let page = &mut self.pages[index];
        page.submitted_on.clear();
        if std::mem::take(&mut page.frame_asked) {
            self.handle(index, Event::FrameEnded);
        }
    }

    fn pass(&mut self, ms: i64) {
        self.now_ms += ms;
        for index in 0..self.pages.len() {
            if self.pages[index].wake_at_ms.is_some_and(|at_ms| at_ms <= self.now_ms) {
                self.pages[index].wake_at_ms = None;
                self.handle(index, Event::Tick);
            }
        }
    }

    fn edit(&mut self, index: usize) {
        let page = &mut self.pages[index];
        let panels = page.sync.document().children(NodeId::ROOT);
        let pick = self.chance.below(panels.len() + 2);
        let ops = match panels.get(pick) {
            None => {
                page.made += 1;
                let mut bytes = page.made.to_be_bytes();
                bytes[0] = index as u8 + 1;
                let place = Place { parent: NodeId::ROOT, order: Order::default() };
                vec![Op::Insert { node: NodeId::from_bytes(bytes), kind: Kind::Chart, place }]
            }
            Some((node, _)) if self.chance.below(6) == 0 => vec![Op::Delete { node: *node }],
            Some((node, _)) => {
                let value = Value::Text(self.chance.next().to_string());
                vec![Op::Set { node: *node, property: Property::Title, value }]
            }
        };
        if self.pages[index].sync.role().is_some() {
            self.submitted += 1;
        }
        self.handle(index, Event::Edited(ops));
    }

    fn step(&mut self) {
        let index = self.chance.below(self.pages.len());
        let session = self.pick_session();
        match (self.chance.below(40), session) {
            (0..=9, _) => self.edit(index),
            (10..=15, _) => self.end_frame(index),
            (16..=18, Some(session)) => self.open(session),
            (19..=26, Some(session)) => self.relay.hear(session),
            (27..=35, Some(session)) => self.deliver(session),
            (36, Some(session)) => self.cut(session),
            (37, _) => self.pass(15_000),
            _ => self.pass(100),
        }
    }

    /// No more cuts: everything on the way arrives.
    fn heal(&mut self) {
        for _ in 0..600 {
            for session in self.sessions() {
                self.open(session);
                while !self.relay.links[&session].up.is_empty() {
                    self.relay.hear(session);
                }
                while !self.relay.links[&session].down.is_empty() {
                    self.deliver(session);
                }
            }
            (0..self.pages.len()).for_each(|index| self.end_frame(index));
            self.pass(100);
        }
    }
}

/// P-10, P-11, P-13, P-15, P-22.
fn converges(seed: u64) {
    let mut world = World::new(seed, 3);
    for _ in 0..1_500 {
        world.step();
    }
    world.heal();
    let relay = &world.relay;
    let ids: BTreeSet<OpId> = relay.log.iter().map(|sequenced| sequenced.gesture.id).collect();
    assert_eq!(ids.len(), relay.log.len(), "seed {seed}: a gesture was sequenced twice");
    assert!(relay.log.len() <= world.submitted);
    for page in &world.pages {
        let replica = page.sync.replica();
        assert_eq!(page.sync.connection(), Connection::Live, "seed {seed}");
        assert_eq!(replica.pending_len(), 0, "seed {seed}: something still waits");
        assert_eq!(replica.confirmed(), &relay.document, "seed {seed}");
        assert_eq!(page.sync.document(), &relay.document, "seed {seed}");
    }
}

#[test]
fn cuts_and_lingering_connections_lose_nothing_and_repeat_nothing() {
    (0..60).for_each(converges);
}
