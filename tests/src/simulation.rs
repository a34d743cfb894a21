//! A simulation: some persons, the real room and a log, between them links whose every delivery is chosen by chance.
//! After each step the rules that always hold are checked; at the end everything is delivered and all must agree.
//! A run is a function of its seed.

use std::collections::BTreeMap;

use document::{ClientId, Op, Role, Seq};
use protocol::{CatchUp, FromClient, FromRelay, SessionId};
use relay::room::{Effect, Event, Room};

use crate::{actor::Actor, chance::Chance};

mod link;
mod rules;
mod storage;
mod tally;

use link::Link;
use storage::Storage;
pub use tally::Tally;

/// Rounds of delivering everything after which all must be quiet.
const MAX_ROUNDS_TO_SETTLE: usize = 200;

/// Everything that a run consists of. Dropped by a panic, it prints the seed and all steps.
#[derive(Debug)]
pub struct Simulation {
    seed: u64,
    chance: Chance,
    persons: Vec<(Actor, Role)>,
    links: BTreeMap<SessionId, Link>,
    sessions: u64,
    room: Room,
    storage: Storage,
    hashes: BTreeMap<Seq, u64>,
    tally: Tally,
    steps: Vec<String>,
}

impl Simulation {
    /// Two to five persons before an empty dashboard.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        let count = 2 + Chance::new(seed).below(4);
        Self::of(seed, count)
    }

    /// So many persons; of more than two the last may only look.
    #[must_use]
    pub fn of(seed: u64, count: usize) -> Self {
        let role = |index| if index > 1 && index + 1 == count { Role::Viewer } else { Role::Editor };
        let persons = (0..count).map(|index| (Actor::new(ClientId::from_bytes([index as u8 + 1; 8])), role(index)));
        let persons = persons.collect();
        let mut storage = Storage::new();
        let room = Room::new(storage.start());
        let (chance, links) = (Chance::new(seed), BTreeMap::new());
        let (hashes, steps, tally) = (BTreeMap::new(), Vec::new(), Tally::default());
        Self { seed, chance, persons, links, sessions: 0, room, storage, hashes, tally, steps }
    }

    /// Takes random steps, checking after each.
    pub fn run(&mut self, steps: usize) {
        for _ in 0..steps {
            self.step();
            self.tally.steps += 1;
            self.check();
        }
    }

    fn step(&mut self) {
        let person = self.chance.below(self.persons.len());
        match self.chance.below(100) {
            0..=24 => self.act(person),
            25..=34 => self.flush(person),
            35..=39 => self.connect(person),
            40..=61 => self.read_some(),
            62..=82 => self.hear_some(),
            83..=91 => self.store(),
            92 => self.refuse_to_store(),
            93 | 94 => self.cut_somehow(person),
            95 => self.notice_a_dead_link(),
            96 => self.double_some(),
            97 => self.lose_some(),
            98 => self.crash(),
            _ => self.reopen_the_room(),
        }
    }

    fn act(&mut self, person: usize) {
        let acted = self.persons[person].0.act(&mut self.chance);
        self.note(format!("person {person} acts: {acted:?}"));
    }

    /// A person does a given thing.
    pub fn wish(&mut self, person: usize, ops: Vec<Op>) {
        let acted = self.persons[person].0.wish(ops);
        self.note(format!("person {person} acts: {acted:?}"));
        self.check();
    }

    /// A person sends what is unsent.
    pub fn flush(&mut self, person: usize) {
        let Some(session) = self.link_of(person) else { return };
        if let Some(message) = self.persons[person].0.unsent() {
            self.note(format!("person {person} sends on {session:?}: {message:?}"));
            self.say(session, &message);
        }
    }

    fn say(&mut self, session: SessionId, message: &FromClient) {
        if let Some(link) = self.links.get_mut(&session) {
            link.say(message);
        }
    }

    /// A person says hello, unless she is connected.
    pub fn connect(&mut self, person: usize) {
        if self.link_of(person).is_some() {
            return;
        }
        self.sessions += 1;
        let session = SessionId(self.sessions);
        let from_snapshot = self.chance.one_in(5);
        let hello = self.persons[person].0.hello(from_snapshot);
        self.note(format!("person {person} connects as {session:?}: {hello:?}"));
        self.links.insert(session, Link::open(person, &hello));
    }

    fn link_of(&self, person: usize) -> Option<SessionId> {
        self.links.iter().find(|(_, link)| link.person == person && link.used).map(|(session, _)| *session)
    }

    fn some_link(&mut self) -> Option<SessionId> {
        let sessions = self.sessions();
        self.chance.pick(&sessions).copied()
    }

    fn read_some(&mut self) {
        let Some(session) = self.some_link() else { return };
        self.read_next(session);
    }

    /// The relay reads all that is on its way up.
    pub fn read_all(&mut self) {
        for session in self.sessions() {
            while self.read_next(session) {}
        }
    }

    /// Everybody hears all that is on its way down.
    pub fn hear_all(&mut self) {
        for session in self.sessions() {
            while self.hear_next(session) {}
        }
    }

    fn sessions(&self) -> Vec<SessionId> {
        self.links.keys().copied().collect()
    }

    /// The relay reads the next frame of a link; whether there was one.
    fn read_next(&mut self, session: SessionId) -> bool {
        let Some(message) = self.links.get_mut(&session).filter(|link| link.read).and_then(Link::read) else {
            return false;
        };
        self.note(format!("the relay reads from {session:?}: {message:?}"));
        let role = self.persons[self.links[&session].person].1;
        let at_ms = i64::try_from(self.steps.len()).unwrap_or(i64::MAX);
        let event = match message {
            FromClient::Hello(hello) => Some(Event::Joined { session, hello, role }),
            FromClient::Submit(gestures) => Some(Event::Submit { session, gestures, at_ms }),
            FromClient::Tail { after } => Some(Event::Tail { session, after }),
            FromClient::Presence(state) => Some(Event::Presence { session, state }),
            FromClient::Subscribe { .. } | FromClient::Unsubscribe { .. } | FromClient::Heartbeat => None,
        };
        if let Some(event) = event {
            self.tell_room(event);
        }
        true
    }

    fn tell_room(&mut self, event: Event) {
        for effect in self.room.handle(event) {
            self.check_effect(&effect);
            self.carry_out(effect);
        }
    }

    fn carry_out(&mut self, effect: Effect) {
        match effect {
            Effect::Append { title, accepted } => self.storage.begin(title, accepted),
            Effect::Broadcast { message, except } => {
                let all: Vec<SessionId> = self.links.keys().copied().filter(|id| Some(*id) != except).collect();
                let joined = all.into_iter().filter(|id| self.links[id].told.is_some()).collect::<Vec<_>>();
                for session in joined {
                    self.tell(session, &message);
                }
            }
            Effect::Send(session, message) => self.tell(session, &message),
            Effect::Outdated(session) => self.end(session),
            Effect::Snapshot { seq, document } => self.storage.snapshot(seq, document),
            Effect::Broken(refusal) => panic!("the room does not trust its document: {refusal}"),
        }
    }

    fn tell(&mut self, session: SessionId, message: &FromRelay) {
        let Some(link) = self.links.get_mut(&session).filter(|link| link.read) else { return };
        if let FromRelay::Welcome(welcome) = message {
            link.told = Some(match &welcome.catch_up {
                CatchUp::Snapshot { seq, .. } => *seq,
                CatchUp::Tail(_) => self.storage.seq(),
            });
        }
        if link.used {
            link.tell(message);
        }
    }

    /// The relay ends a session: it reads no more, the person hears what was said before.
    fn end(&mut self, session: SessionId) {
        self.note(format!("the relay ends {session:?}"));
        if let Some(link) = self.links.get_mut(&session) {
            link.read = false;
            link.up.clear();
        }
        self.tell_room(Event::Left(session));
        self.forget_dead_links();
    }

    fn hear_some(&mut self) {
        let Some(session) = self.some_link() else { return };
        self.hear_next(session);
    }

    /// The person hears the next frame of a link, or that it has ended; whether anything came.
    fn hear_next(&mut self, session: SessionId) -> bool {
        let Some(link) = self.links.get_mut(&session).filter(|link| link.used) else { return false };
        let (person, ended) = (link.person, !link.read);
        let Some(message) = link.hear() else {
            if ended {
                self.hang_up(session, false);
            }
            return ended;
        };
        self.note(format!("person {person} hears on {session:?}: {message:?}"));
        let answer = self.persons[person].0.hear(message);
        if let Some(answer) = answer {
            self.say(session, &answer);
        }
        if self.persons[person].0.wants_to_reconnect() {
            self.hang_up(session, true);
        }
        true
    }

    /// The append that is on its way reaches the disk.
    pub fn store(&mut self) {
        if self.storage.is_busy() {
            self.storage.finish();
            self.note(format!("stored up to {}", self.storage.seq()));
            self.tell_room(Event::Appended);
        }
    }

    /// The append that is on its way finds the disk full.
    pub fn refuse_to_store(&mut self) {
        if self.storage.is_busy() {
            self.storage.lose();
            self.fault("full disk", "the disk is full".into());
            self.tell_room(Event::NotStored);
        }
    }

    fn cut_somehow(&mut self, person: usize) {
        let linger = self.chance.one_in(2);
        self.cut(person, linger);
    }

    /// A person's connection breaks; what she sent is lost, or lingers and is read later.
    pub fn cut(&mut self, person: usize, linger: bool) {
        if let Some(session) = self.link_of(person) {
            self.count("cut");
            self.hang_up(session, linger);
        }
    }

    /// The person's end is gone; what is under way to the relay may still be read there until it notices.
    fn hang_up(&mut self, session: SessionId, linger: bool) {
        self.note(format!(
            "{session:?} is cut at the person's end, what she sent {}",
            if linger { "lingers" } else { "is lost" }
        ));
        if let Some(link) = self.links.get_mut(&session) {
            link.used = false;
            Effect::Published { number, .. } => panic!("nobody has published {number} here"),
            link.down.clear();
            if !linger {
                link.up.clear();
            }
        }
        self.forget_dead_links();
    }

    fn notice_a_dead_link(&mut self) {
        let dead = self.links.iter().find(|(_, link)| !link.used && link.read).map(|(session, _)| *session);
        if let Some(session) = dead {
            self.end(session);
        }
    }

    fn forget_dead_links(&mut self) {
        self.links.retain(|_, link| link.used || link.read);
    }

    fn double_some(&mut self) {
        let Some(session) = self.some_link() else { return };
        let upwards = self.chance.one_in(2);
        if let Some(link) = self.links.get_mut(&session).filter(|link| link.told.is_some()) {
            link.double(upwards);
            self.fault("doubled frame", format!("{session:?} doubles a frame, upwards: {upwards}"));
        }
    }

    fn lose_some(&mut self) {
        let Some(session) = self.some_link() else { return };
        if self.links.get_mut(&session).is_some_and(Link::lose_sequenced) {
            self.fault("lost frame", format!("{session:?} loses a gesture on its way down"));
        }
    }

    /// kill -9: every link is cut; an append that was under way is on the disk or is not.
    fn crash(&mut self) {
        self.settle_append();
        self.fault("kill", format!("the relay is killed, the log ends at {}", self.storage.seq()));
        self.links.clear();
        self.room = Room::new(self.storage.start());
    }

    /// The log failed and nobody knows what is stored: the room is opened anew, its sessions end after what was said.
    fn reopen_the_room(&mut self) {
        self.settle_append();
        self.fault("failed log", format!("the room is opened anew, the log ends at {}", self.storage.seq()));
        for link in self.links.values_mut() {
            link.read = false;
            link.up.clear();
        }
        self.forget_dead_links();
        self.room = Room::new(self.storage.start());
    }

    fn settle_append(&mut self) {
        if self.chance.one_in(2) {
            self.storage.finish();
        } else {
            self.storage.lose();
        }
    }

    fn fault(&mut self, kind: &'static str, step: String) {
        self.count(kind);
        self.note(step);
    }

    fn count(&mut self, kind: &'static str) {
        *self.tally.faults.entry(kind).or_default() += 1;
    }

    fn note(&mut self, step: String) {
        self.steps.push(step);
    }

    /// Delivers everything, connects everybody and delivers again, until all is quiet; then all must agree.
    pub fn settle(&mut self) {
        self.note("settle".into());
        self.deliver_all();
        for person in 0..self.persons.len() {
            if let Some(session) = self.link_of(person) {
                self.hang_up(session, false);
            }
        }
        self.deliver_all();
        self.check_end();
    }

    fn deliver_all(&mut self) {
        for _ in 0..MAX_ROUNDS_TO_SETTLE {
            if !self.deliver_round() {
                return;
            }
            self.check();
        }
        panic!("all was delivered {MAX_ROUNDS_TO_SETTLE} times and there is still something under way");
    }

    fn deliver_round(&mut self) -> bool {
        let mut moved = self.storage.is_busy();
        self.store();
        for person in 0..self.persons.len() {
            moved |= self.link_of(person).is_none();
            self.connect(person);
            self.flush(person);
        }
        for session in self.sessions() {
            while self.read_next(session) {
                moved = true;
            }
            while self.hear_next(session) {
                moved = true;
            }
        }
        moved
    }

    /// The title that a person sees.
    #[must_use]
    pub fn title(&self, person: usize) -> &str {
        self.persons[person].0.replica().document().title()
    }

    /// What this run went through.
    #[must_use]
    pub fn tally(&self) -> Tally {
        Tally { seeds: 1, gestures: self.storage.order.len() as u64, ..self.tally.clone() }
    }
}

impl Drop for Simulation {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("{}\nmake simulate SEEDS=1 FIRST_SEED={} repeats this", self.steps.join("\n"), self.seed);
        }
    }
}
