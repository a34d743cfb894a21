//! The sync machine against a small model of the relay: connections are cut at any point and old ones linger, time
//! passes, tabs die and others of their browser come after them, and in the end all replicas are equal, with every
//! gesture in the order exactly once and nothing missing that a page had called kept or saved.
#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::unwrap_used, reason = "a test that cannot read its own frames has failed")]

mod disk;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use client::{
    sync::{Effect, Event, SocketId, Sync},
    workspace::Connection,
};
use document::{
    ClientId, Document, Gesture, Kind, NodeId, Op, OpId, Order, Place, Property, Role, Seq, Sequenced, Value, apply,
};
use protocol::{CatchUp, FromClient, FromRelay, Hello, Person, SessionId, Welcome, canonical_hash, decode, encode};

use disk::Disk;

/// Tabs of the first browser; every further page has a browser of its own.
const TABS: usize = 2;

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
    rejected: BTreeSet<OpId>,
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
    /// For whom it speaks.
    clients: Vec<ClientId>,
}

impl Relay {
    fn connect(&mut self, owner: usize, socket: SocketId) {
        self.sessions += 1;
        let link =
            Link { owner, socket, up: VecDeque::new(), down: VecDeque::new(), is_greeted: false, clients: Vec::new() };
        self.links.insert(SessionId(self.sessions), link);
    }

    /// Takes the oldest frame of a connection, also of one that its client has given up.
    fn hear(&mut self, session: SessionId) {
        let Some(frame) = self.links.get_mut(&session).and_then(|link| link.up.pop_front()) else { return };
        match decode(&frame).unwrap() {
            FromClient::Hello(hello) => self.welcome(session, hello),
            FromClient::Submit(gestures) => gestures.into_iter().for_each(|gesture| self.judge(session, gesture)),
            FromClient::Tail { after } => self.say(session, &FromRelay::Tail(self.after(after))),
            FromClient::Heartbeat => self.say(session, &FromRelay::Heartbeat),
            FromClient::Presence(_)
            | FromClient::Rename(_)
            | FromClient::Grant { .. }
            | FromClient::Subscribe { .. }
            | FromClient::Unsubscribe { .. } => {}
        }
    }

    fn welcome(&mut self, session: SessionId, hello: Hello) {
        let (seq, id) = (Seq(self.log.len() as u64), self.log.last().map(|last| last.gesture.id));
        let catch_up = match hello.last {
            Some(last) => {
                assert_eq!(last.id, self.id_at(last.seq), "a document of no known history");
                CatchUp::Tail(self.after(last.seq))
            }
            None => CatchUp::Snapshot { document: self.document.clone(), seq, id },
        };
        let link = self.links.get_mut(&session).unwrap();
        link.is_greeted = true;
        link.clients = std::iter::once(hello.client).chain(hello.also).collect();
        self.say(session, &FromRelay::Welcome(Welcome { session, role: Role::Editor, catch_up, others: Vec::new() }));
    }

    fn id_at(&self, seq: Seq) -> Option<OpId> {
        let index = usize::try_from(seq.0).unwrap().checked_sub(1)?;
        Some(self.log[index].gesture.id)
    }

    fn judge(&mut self, session: SessionId, gesture: Gesture) {
        assert!(self.links[&session].clients.contains(&gesture.id.client), "sent for somebody else");
        let seq = Seq(self.log.len() as u64 + 1);
        if self.seen.contains(&gesture.id) {
            return self.say(session, &FromRelay::Acknowledged(gesture.id));
        }
        if let Err(reason) = apply(&mut self.document, &gesture, Some(seq)) {
            self.rejected.insert(gesture.id);
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
    /// What it could send from the start: gestures of earlier lives.
    inherited: BTreeSet<OpId>,
    /// The life of the page, which no other page has.
    life: u64,
}

impl Page {
    fn new(life: u64) -> Self {
        let sync = Sync::new(fresh(life), Person { name: "Ada".into(), color: 0 });
        let (submitted_on, inherited) = (BTreeSet::new(), BTreeSet::new());
        Self { sync, wake_at_ms: None, frame_asked: false, submitted_on, inherited, life }
    }
}

fn fresh(life: u64) -> ClientId {
    ClientId::from_bytes(life.to_be_bytes())
}

struct World {
    relay: Relay,
    pages: Vec<Page>,
    /// Of the browser with the tabs, then of the others.
    disks: Vec<Disk>,
    chance: Chance,
    now_ms: i64,
    submitted: usize,
    lives: u64,
    made: u64,
    /// In which life a gesture was sent first.
    sent: BTreeMap<OpId, u64>,
    /// What a page had called kept when it died.
    promised: BTreeSet<OpId>,
}

impl World {
    fn new(seed: u64, pages: usize) -> Self {
        let mut world = Self {
            relay: Relay::default(),
            pages: (0..pages).map(|index| Page::new(index as u64 + 1)).collect(),
            disks: (0..=pages - TABS).map(|_| Disk::default()).collect(),
            chance: Chance(seed),
            now_ms: 0,
            submitted: 0,
            lives: pages as u64,
            made: 0,
            sent: BTreeMap::new(),
            promised: BTreeSet::new(),
        };
        (0..pages).for_each(|index| world.open_page(index));
        world
    }

    fn disk_of(index: usize) -> usize {
        (index + 1).saturating_sub(TABS)
    }

    /// A page goes on with what its browser has; the slots of tabs that are alive are theirs.
    fn open_page(&mut self, index: usize) {
        let disk = Self::disk_of(index);
        self.write_all(disk);
        let tabs = (0..self.pages.len()).filter(|other| *other != index && Self::disk_of(*other) == disk);
        let alive: Vec<ClientId> = tabs.flat_map(|tab| self.speaks_for(tab)).collect();
        let slot = self.disks[disk].take(fresh(self.pages[index].life), &alive);
        self.pages[index].inherited = slot.pending.iter().chain(&slot.orphans).map(|gesture| gesture.id).collect();
        self.handle(index, Event::Found(Box::new(slot)));
        self.handle(index, Event::Start);
    }

    fn speaks_for(&self, index: usize) -> Vec<ClientId> {
        let replica = self.pages[index].sync.replica();
        std::iter::once(replica.client()).chain(replica.adopted()).collect()
    }

    /// A page dies without a word; what it had called kept must arrive all the same.
    fn kill(&mut self, index: usize) {
        let sync = &self.pages[index].sync;
        if sync.is_kept() {
            self.promised.extend(sync.replica().pending().map(|gesture| gesture.id));
        }
        let client = sync.replica().client();
        let mut chance = Chance(self.chance.next());
        self.disks[Self::disk_of(index)].lose(client, || chance.below(3) == 0);
        self.lives += 1;
        self.pages[index] = Page::new(self.lives);
        self.open_page(index);
    }

    /// The oldest batch of a browser reaches its disk.
    fn write(&mut self, disk: usize) -> bool {
        let Some(client) = self.disks[disk].write() else { return false };
        let tab = self.pages.iter().position(|page| page.sync.replica().client() == client);
        if let Some(tab) = tab {
            self.handle(tab, Event::Kept);
        }
        true
    }

    fn write_all(&mut self, disk: usize) {
        while self.write(disk) {}
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
                if let Ok(FromClient::Submit(gestures)) = decode(&frame) {
                    assert!(page.submitted_on.insert(socket), "more than one Submit in a frame");
                    for Gesture { id, .. } in gestures {
                        let life = *self.sent.entry(id).or_insert(page.life);
                        assert!(life == page.life || page.inherited.contains(&id), "{id:?} was used twice");
                    }
                }
                let mut links = self.relay.links.values_mut();
                if let Some(link) = links.find(|link| (link.owner, link.socket) == (index, socket)) {
                    link.up.push_back(frame);
                }
            }
            Effect::WakeIn(wait_ms) => page.wake_at_ms = Some(self.now_ms + i64::from(wait_ms)),
            Effect::AskFrame => page.frame_asked = true,
            Effect::Keep(batch) => self.disks[Self::disk_of(index)].put(page.sync.replica().client(), batch),
            // The connection lingers at the relay: what is on the way may still be heard.
            Effect::Close(_)
            | Effect::DocumentChanged
            | Effect::ViewChanged
            | Effect::PeopleMoved
            | Effect::Welcomed
            | Effect::Table(_)
            | Effect::Notice(_)
            | Effect::Forget
            | Effect::NotKept(_)
            | Effect::Lost(_)
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
            self.handle(link.owner, Event::Closed(link.socket, 1006.into()));
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
                self.made += 1;
                let bytes = self.made.to_be_bytes();
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
            (38, _) if self.chance.below(4) == 0 => self.kill(index),
            (38, _) => drop(self.write(Self::disk_of(index))),
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
            (0..self.disks.len()).for_each(|disk| self.write_all(disk));
            self.pass(100);
        }
    }
}

/// P-10, P-11, P-13, P-15, P-22, and P-70 to P-75.
fn converges(seed: u64) {
    let mut world = World::new(seed, TABS + 1);
    for _ in 0..1_500 {
        world.step();
    }
    world.heal();
    let relay = &world.relay;
    let ids: BTreeSet<OpId> = relay.log.iter().map(|sequenced| sequenced.gesture.id).collect();
    assert_eq!(ids.len(), relay.log.len(), "seed {seed}: a gesture was sequenced twice");
    assert!(relay.log.len() <= world.submitted);
    let lost: Vec<_> = world.promised.iter().filter(|id| !ids.contains(id) && !relay.rejected.contains(id)).collect();
    assert!(lost.is_empty(), "seed {seed}: {lost:?} had been called kept");
    for page in &world.pages {
        let replica = page.sync.replica();
        assert_eq!(page.sync.connection(), Connection::Live, "seed {seed}");
        assert_eq!(replica.pending_len(), 0, "seed {seed}: something still waits");
        assert_eq!(replica.confirmed(), &relay.document, "seed {seed}");
        assert_eq!(page.sync.document(), &relay.document, "seed {seed}");
    }
}

#[test]
fn cuts_and_deaths_lose_nothing_and_repeat_nothing() {
    (0..60).for_each(converges);
}
