//! A simulation: some persons, the real room and a log, between them links whose every delivery is chosen by chance.
//! After each step the rules that always hold are checked; at the end everything is delivered and all must agree.
//! A run is a function of its seed.

use std::collections::{BTreeMap, BTreeSet};

use document::{ClientId, Direction, Gesture, NodeId, Op, OpId, Role, Seq};
use protocol::{CatchUp, FromClient, FromRelay, SessionId};
use relay::room::{Effect, Event, Room};

use crate::chance::Chance;

mod faults;
mod link;
mod person;
mod rules;
mod shelf;
mod storage;
mod tally;

use link::Link;
use person::Person;
pub(crate) use shelf::Stored;
use storage::Storage;
pub use tally::Tally;

/// Rounds of delivering everything after which all must be quiet.
const MAX_ROUNDS_TO_SETTLE: usize = 200;

/// Everything that a run consists of. Dropped by a panic, it prints the seed and all steps.
#[derive(Debug)]
pub struct Simulation {
    seed: u64,
    chance: Chance,
    persons: Vec<Person>,
    links: BTreeMap<SessionId, Link>,
    sessions: u64,
    /// `None` while the log cannot be read.
    room: Option<Room>,
    storage: Storage,
    /// What was refused at least once.
    refused: BTreeSet<OpId>,
    /// The roles as which each gesture was submitted.
    submitted_as: BTreeMap<OpId, Vec<Role>>,
    /// Replicas so far.
    clients: u8,
    hashes: BTreeMap<(Seq, Option<OpId>), u64>,
    tally: Tally,
    steps: Vec<String>,
}

impl Simulation {
    /// Two to eight persons before an empty dashboard.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        let count = 2 + Chance::new(seed).below(7);
        Self::of(seed, count)
    }

    /// So many persons. The first owns the dashboard; of more than two the last may only look, of more than three the
    /// one before only comment.
    #[must_use]
    pub fn of(seed: u64, count: usize) -> Self {
        let role = |index| match count - index {
            _ if index == 0 => Role::Owner,
            1 if count > 2 => Role::Viewer,
            2 if count > 3 => Role::Commenter,
            _ => Role::Editor,
        };
        let clients = u8::try_from(count).expect("few persons");
        let person = |index: u8| Person::new(ClientId::from_bytes([index + 1; 8]), role(usize::from(index)));
        let persons = (0..clients).map(person).collect();
        let mut storage = Storage::new();
        let room = Some(Room::new(storage.start()));
        let (chance, links, submitted_as) = (Chance::new(seed), BTreeMap::new(), BTreeMap::new());
        let (hashes, steps, tally) = (BTreeMap::new(), Vec::new(), Tally::default());
        let refused = BTreeSet::new();
        let sessions = 0;
        Self {
            seed,
            chance,
            persons,
            links,
            sessions,
            room,
            storage,
            refused,
            submitted_as,
            clients,
            hashes,
            tally,
            steps,
        }
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
        match self.chance.below(320) {
            0..=69 => self.act(person),
            70..=97 => self.flush(person),
            98..=117 => self.connect(person),
            118..=175 => self.read_some(),
            176..=233 => self.hear_some(),
            234..=261 => self.store(),
            262..=291 => self.commit_shelf(person),
            292..=297 => self.persons[person].keep_confirmed(),
            298 => self.refuse_to_store(),
            299..=301 => self.cut_somehow(person),
            302 => self.notice_a_dead_link(),
            303 => self.double_some(),
            304 => self.lose_some(),
            305 => self.reorder_some(),
            306 => self.crash(),
            307 => self.fail_to_read(),
            308 => self.reopen_the_room(),
            309 => self.change_role(person),
            310 | 311 => self.kill_browser(person),
            312 => self.compact(),
            _ => self.open_the_room(),
        }
    }

    /// A transaction of a person's browser becomes durable.
    fn commit_shelf(&mut self, person: usize) {
        if self.persons[person].commit() {
            self.note(format!("the browser of person {person} has stored something"));
        }
    }

    fn act(&mut self, person: usize) {
        let acted = self.persons[person].act(&mut self.chance);
        self.note(format!("person {person} acts: {acted:?}"));
    }

    /// A person does a given thing.
    pub fn wish(&mut self, person: usize, ops: Vec<Op>) {
        let acted = self.persons[person].wish(ops);
        self.note(format!("person {person} acts: {acted:?}"));
        self.check();
    }

    /// A person takes back what she did last, or does it again.
    pub fn turn(&mut self, person: usize, direction: Direction) {
        self.persons[person].turn(direction);
        self.note(format!("person {person} turns: {direction:?}"));
        self.check();
    }

    /// All that a person's browser was asked to keep is durable.
    pub fn commit_shelves(&mut self, person: usize) {
        while self.persons[person].commit() {}
    }

    /// A person sends what is unsent.
    pub fn flush(&mut self, person: usize) {
        let Some(session) = self.link_of(person) else { return };
        if let Some(message) = self.persons[person].actor.unsent() {
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
        let hello = self.persons[person].actor.hello(from_snapshot);
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

    /// The relay reads all that is on its way up on the newest connection of a person.
    pub fn read_newest(&mut self, person: usize) {
        if let Some(session) = self.link_of(person) {
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
        let role = self.persons[self.links[&session].person].role;
        self.note_submission(&message, role);
        let at_ms = i64::try_from(self.steps.len()).unwrap_or(i64::MAX);
        let event = match message {
            FromClient::Hello(hello) => Some(Event::Joined { session, hello, role }),
            FromClient::Submit(gestures) => Some(Event::Submit { session, gestures, at_ms }),
            FromClient::Tail { after } => Some(Event::Tail { session, after }),
            FromClient::Presence(state) => Some(Event::Presence { session, state }),
            FromClient::Rename(person) => Some(Event::Renamed { session, person }),
            FromClient::Grant { session: to, role } => Some(Event::Granted { by: session, session: to, role }),
            FromClient::Subscribe { .. } | FromClient::Unsubscribe { .. } | FromClient::Heartbeat => None,
        };
        if self.room.is_none() {
            self.end(session);
        } else if let Some(event) = event {
            self.tell_room(event);
        }
        true
    }

    fn note_submission(&mut self, message: &FromClient, role: Role) {
        let FromClient::Submit(gestures) = message else { return };
        for Gesture { id, .. } in gestures {
            self.submitted_as.entry(*id).or_default().push(role);
        }
    }

    fn tell_room(&mut self, event: Event) {
        let effects = self.room.as_mut().map(|room| room.handle(event)).unwrap_or_default();
        for effect in effects {
            self.check_effect(&effect);
            self.carry_out(effect);
        }
    }

    fn carry_out(&mut self, effect: Effect) {
        match effect {
            Effect::Append { title, tags, accepted } => {
                self.check_rights(&accepted);
                self.storage.begin((title, tags), accepted);
            }
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
            Effect::Published { number, .. } => panic!("nobody has published {number} here"),
            Effect::Broken(refusal) => panic!("the room does not trust its document: {refusal}"),
        }
    }

    fn tell(&mut self, session: SessionId, message: &FromRelay) {
        if let FromRelay::Rejected { id, .. } = message {
            self.refused.insert(*id);
        }
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
        let answer = self.persons[person].actor.hear(message);
        if let Some(answer) = answer {
            self.say(session, &answer);
        }
        // A page may wait and send it again, an older one connects anew: both keep the order.
        if self.persons[person].actor.wants_to_reconnect() {
            if self.chance.one_in(2) {
                self.persons[person].actor.send_again();
            } else {
                self.hang_up(session, true);
            }
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
        self.open_the_room();
        self.store();
        for person in 0..self.persons.len() {
            moved |= self.link_of(person).is_none();
            while self.persons[person].commit() {
                moved = true;
            }
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

    /// Whether a person sees the node.
    #[must_use]
    pub fn shows(&self, person: usize, node: NodeId) -> bool {
        self.persons[person].actor.replica().document().node(node).is_some()
    }

    /// How many of a person's gestures were refused.
    #[must_use]
    pub fn refused(&self, person: usize) -> usize {
        self.persons[person].actor.rejected().len()
    }

    /// The title that a person sees.
    #[must_use]
    pub fn title(&self, person: usize) -> &str {
        self.persons[person].actor.replica().document().title()
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
