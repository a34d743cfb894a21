//! Replicas: three people edit, type, undo, get another role, are cut off, die and come back, in any order, around one
//! sequencer. What each sees is confirmed plus pending at every step (P-10), no id names two gestures (P-22), and once all
//! is delivered all have the same (P-12).

use std::collections::{BTreeMap, VecDeque};

use document::{
    ClientId, Document, Gesture, Op, OpId, OutOfStep, Replica, Role, Seq, Sequenced, Who,
    apply::{apply, apply_as},
    replica::Kept,
    undo::Direction,
};
use protocol::{
    FromRelay, canonical_hash,
    codec::{from_stored, to_stored},
};

use super::dice::Dice;

const PEOPLE: usize = 3;
/// So many acts at most; more would only repeat the way of the first.
const MAX_ACTS: usize = 400;

/// Plays what the bytes say, then lets everything arrive.
pub fn replicas(bytes: &[u8]) {
    let mut dice = Dice::new(bytes);
    let mut order = Sequencer::default();
    let mut people: Vec<Person> = (1..=PEOPLE as u8).map(Person::new).collect();
    for _ in 0..MAX_ACTS {
        if dice.is_empty() {
            break;
        }
        let who = dice.below(PEOPLE);
        people[who].act(&mut dice, &mut order);
        order.tell(&mut people);
        for person in &people {
            person.sees_confirmed_and_pending();
        }
    }
    settle(&mut people, &mut order);
}

fn settle(people: &mut [Person], order: &mut Sequencer) {
    for person in &mut *people {
        person.reserve();
        person.send(order);
    }
    order.tell(people);
    for person in people {
        while person.hear() {
            person.sees_confirmed_and_pending();
        }
        assert_eq!(person.replica.pending_len(), 0, "everything was answered");
        assert_eq!(person.replica.last_seq(), order.seq());
        assert_eq!(person.replica.confirmed(), &order.document, "P-12");
        assert_eq!(canonical_hash(person.replica.document()), canonical_hash(&order.document), "P-12");
    }
}

/// The order of all gestures, without a disk.
#[derive(Default)]
struct Sequencer {
    document: Document,
    log: Vec<Sequenced>,
    known: BTreeMap<OpId, Vec<Op>>,
    /// So many of the log were told to everybody.
    told: usize,
}

impl Sequencer {
    fn seq(&self) -> Seq {
        Seq(self.log.len() as u64)
    }

    /// What the author alone is told.
    fn judge(&mut self, gesture: Gesture, role: Role) -> Option<FromRelay> {
        if let Some(ops) = self.known.get(&gesture.id) {
            assert_eq!(ops, &gesture.ops, "P-22: an id was used twice");
            return Some(FromRelay::Acknowledged(gesture.id));
        }
        let (seq, who) = (self.seq().next(), Who { role, client: gesture.id.client });
        match apply_as(&mut self.document, &gesture, who, Some(seq)) {
            Err(reason) => Some(FromRelay::Rejected { id: gesture.id, reason }),
            Ok(()) => {
                self.known.insert(gesture.id, gesture.ops.clone());
                self.log.push(Sequenced { seq, gesture });
                None
            }
        }
    }

    fn tell(&mut self, people: &mut [Person]) {
        for sequenced in &self.log[self.told..] {
            for person in &mut *people {
                person.inbox.push_back(FromRelay::Sequenced(sequenced.clone()));
            }
        }
        self.told = self.log.len();
    }
}

struct Person {
    replica: Replica,
    inbox: VecDeque<FromRelay>,
    /// What the sequencer lets this person do; the replica hears of it later.
    role: Role,
    /// What was stored when counters were reserved last.
    kept: Vec<u8>,
}

impl Person {
    fn new(number: u8) -> Self {
        let replica = Replica::revive(ClientId::from_bytes([number; 8]), Kept::default(), None, Vec::new(), None);
        let mut person = Self { replica, inbox: VecDeque::new(), role: Role::Owner, kept: Vec::new() };
        person.reserve();
        person
    }

    /// First to the disk, then into use.
    fn reserve(&mut self) {
        if let Some(up_to) = self.replica.wants_reserve() {
            self.kept = to_stored(&self.replica.kept()).expect("what is kept can be stored");
            self.replica.reserve(up_to);
        }
    }

    fn act(&mut self, dice: &mut Dice<'_>, order: &mut Sequencer) {
        match dice.below(16) {
            0..=3 => self.edit(dice),
            4 | 5 => drop(self.replica.undo(Direction::Undo)),
            6 => drop(self.replica.undo(Direction::Redo)),
            7 | 8 => self.send(order),
            9..=12 => drop(self.hear()),
            13 => self.may(dice),
            14 => self.is_cut(dice, order),
            _ => self.dies(dice, order),
        }
        self.reserve();
    }

    fn may(&mut self, dice: &mut Dice<'_>) {
        self.role = dice.draw().unwrap_or(Role::Owner);
        self.inbox.push_back(FromRelay::Role(self.role));
    }

    /// The page is gone and comes back with what was stored: now, or when counters were reserved last, and with or
    /// without what was pending.
    fn dies(&mut self, dice: &mut Dice<'_>, order: &Sequencer) {
        let (client, role) = (self.replica.client(), self.replica.role());
        let now = to_stored(&self.replica.kept()).expect("what is kept can be stored");
        let kept: Kept =
            from_stored(if dice.one_in(2) { &now } else { &self.kept }).expect("what was stored can be read");
        let confirmed = (self.replica.confirmed().clone(), self.replica.last_seq(), self.replica.last_id());
        let stored = if dice.one_in(3) { Vec::new() } else { self.replica.pending().cloned().collect() };
        self.replica = Replica::revive(client, kept, Some(confirmed), stored, role);
        self.is_cut(dice, order);
    }

    fn edit(&mut self, dice: &mut Dice<'_>) {
        let ops = dice.ops(self.replica.document());
        let (before, pending) = (self.replica.document().clone(), self.replica.pending_len());
        if self.replica.submit_after(ops, dice.one_in(4)).is_err() {
            assert_eq!((self.replica.document(), self.replica.pending_len()), (&before, pending), "P-01");
        }
    }

    fn send(&mut self, order: &mut Sequencer) {
        for gesture in self.replica.take_unsent() {
            // What is already in the order is told before the answer, as on a connection.
            if let Some(answer) = order.judge(gesture, self.role) {
                let untold = order.log[order.told..].iter().cloned();
                let missing: Vec<Sequenced> = untold.filter(|sequenced| !self.awaits(sequenced.seq)).collect();
                self.inbox.extend(missing.into_iter().map(FromRelay::Sequenced));
                self.inbox.push_back(answer);
            }
        }
    }

    fn awaits(&self, seq: Seq) -> bool {
        self.inbox.iter().any(|message| matches!(message, FromRelay::Sequenced(sequenced) if sequenced.seq == seq))
    }

    /// Takes the next message; false where there is none.
    fn hear(&mut self) -> bool {
        let Some(message) = self.inbox.pop_front() else { return false };
        match message {
            FromRelay::Sequenced(sequenced) => {
                let heard = self.replica.receive(&sequenced);
                assert!(heard.is_ok(), "P-11: {heard:?}");
            }
            FromRelay::Acknowledged(id) => self.replica.acknowledged(id),
            FromRelay::Rejected { id, .. } => drop(self.replica.rejected(id)),
            FromRelay::Role(role) => self.replica.set_role(role),
            _ => {}
        }
        true
    }

    /// What was under way is lost; the tail or a snapshot comes, and all that is pending is sent anew (P-15).
    fn is_cut(&mut self, dice: &mut Dice<'_>, order: &Sequencer) {
        self.refuses_a_gap(order);
        self.inbox.clear();
        self.replica.forget_sent();
        self.replica.set_role(self.role);
        let have = self.replica.last_seq();
        if dice.one_in(3) {
            let document = order.document.clone();
            self.replica.load(document, order.seq(), order.log.last().map(|sequenced| sequenced.gesture.id));
        } else {
            let tail = order.log.iter().filter(|sequenced| sequenced.seq > have);
            self.inbox.extend(tail.cloned().map(FromRelay::Sequenced));
        }
    }

    fn refuses_a_gap(&mut self, order: &Sequencer) {
        let expected = self.replica.last_seq().next();
        let Some(beyond) = order.log.iter().find(|sequenced| sequenced.seq > expected) else { return };
        let before = self.replica.document().clone();
        let got = beyond.seq;
        assert_eq!(self.replica.receive(beyond), Err(OutOfStep::Gap { expected, got }), "P-11");
        assert_eq!(self.replica.document(), &before, "P-11");
    }

    fn sees_confirmed_and_pending(&self) {
        let mut expected = self.replica.confirmed().clone();
        for gesture in self.replica.pending() {
            let _left_out_where_it_no_longer_applies = match self.replica.role() {
                Some(role) => apply_as(&mut expected, gesture, Who { role, client: gesture.id.client }, None),
                None => apply(&mut expected, gesture, None),
            };
        }
        assert_eq!(self.replica.document(), &expected, "P-10");
    }
}
