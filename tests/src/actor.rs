//! Actor: one person of a test: a replica, what the person asked for, and how each wish ended.
//! It keeps its own account beside the replica's, so that the two can be compared after every step.

use std::collections::{BTreeMap, BTreeSet};

use document::{
    ClientId, Direction, Document, Gesture, NodeId, Op, OpId, OutOfStep, Property, Received, Refusal, Replica, Role,
    Seq, Sequenced, Who, apply, apply_as,
};
use protocol::{CatchUp, FromClient, FromRelay, Hello, Person, Seen, Welcome, canonical_hash};

use crate::{chance::Chance, simulation::Stored, whim};

/// One person and all that she knows.
#[derive(Debug)]
pub struct Actor {
    replica: Replica,
    remembered: Vec<NodeId>,
    welcomed: bool,
    unlucky: bool,
    wishes: BTreeMap<OpId, Wish>,
    rejected: BTreeMap<OpId, Refusal>,
    heard: BTreeMap<Seq, Gesture>,
}

/// What a person asked for under one id.
#[derive(Clone, Debug)]
pub struct Wish {
    /// Its wordings: what is typed on takes the place of what was not sent.
    wordings: Vec<Vec<Op>>,
    /// The first wording that may be done: the last one, or after a kill of the browser the one that it had kept.
    first: usize,
    /// An undo or redo leaves out, or brings back, what somebody else has written meanwhile (P-58).
    may_shrink: bool,
    /// Whether it still waits for the relay.
    waits: bool,
}

impl Wish {
    /// Whether this is what was asked for.
    #[must_use]
    pub fn is(&self, ops: &[Op]) -> bool {
        let said = |op: &Op, wording: &Vec<Op>| wording.iter().any(|other| is_same_register(op, other));
        let shrunk = |wording: &Vec<Op>| self.may_shrink && ops.iter().all(|op| said(op, wording));
        self.wordings[self.first..].iter().any(|wording| wording == ops || shrunk(wording))
    }

    /// Whether it may be withdrawn before it was sent, since nothing of it is left to do.
    #[must_use]
    pub fn may_vanish(&self) -> bool {
        self.may_shrink
    }
}

/// Whether both ops write one register; a deletion and its opposite do.
fn is_same_register(op: &Op, other: &Op) -> bool {
    let part = |op: &Op| match op {
        Op::Set { property, .. } => (0, Some(*property)),
        Op::Place { .. } => (1, None),
        Op::Insert { .. } | Op::Delete { .. } | Op::Restore { .. } => (2, None),
    };
    (op.node(), part(op)) == (other.node(), part(other))
}

impl Actor {
    /// Somebody who has seen nothing yet, in a browser that keeps nothing.
    #[must_use]
    pub fn new(client: ClientId) -> Self {
        Self::with(Replica::new(client))
    }

    fn with(replica: Replica) -> Self {
        Self {
            replica,
            remembered: vec![NodeId::ROOT],
            welcomed: false,
            unlucky: false,
            wishes: BTreeMap::new(),
            rejected: BTreeMap::new(),
            heard: BTreeMap::new(),
        }
    }

    /// The same person after her browser was killed and came back with what it had kept, under this id.
    #[must_use]
    pub(crate) fn revived(self, client: ClientId, stored: Stored, role: Option<Role>) -> Self {
        let kept = stored.kept.get(&client).cloned().unwrap_or_default();
        let gestures: Vec<Gesture> = stored.gestures.values().cloned().collect();
        let replica = Replica::revive(client, kept, stored.document, gestures, role);
        let mut revived = Self { remembered: self.remembered, heard: self.heard, ..Self::with(replica) };
        for (id, mut wish) in self.wishes {
            match stored.gestures.get(&id) {
                Some(gesture) => {
                    wish.first = wish.wordings.iter().position(|wording| *wording == gesture.ops).unwrap_or(wish.first);
                    wish.waits = true;
                    revived.wishes.insert(id, wish);
                }
                None if !wish.waits => {
                    revived.rejected.extend(self.rejected.get(&id).map(|reason| (id, reason.clone())));
                    revived.wishes.insert(id, wish);
                }
                None => {}
            }
        }
        revived
    }

    /// The replica.
    #[must_use]
    pub fn replica(&self) -> &Replica {
        &self.replica
    }

    /// Everything this person ever asked for, but for what her browser had not kept when it was killed.
    #[must_use]
    pub fn wishes(&self) -> &BTreeMap<OpId, Wish> {
        &self.wishes
    }

    /// Every gesture that this person was ever told, by its place in the order.
    #[must_use]
    pub fn heard(&self) -> &BTreeMap<Seq, Gesture> {
        &self.heard
    }

    /// What was refused, with the reason that the author was told.
    #[must_use]
    pub fn rejected(&self) -> &BTreeMap<OpId, Refusal> {
        &self.rejected
    }

    /// What no longer waits for the relay.
    pub fn settled(&self) -> impl Iterator<Item = OpId> {
        self.wishes.iter().filter(|(_, wish)| !wish.waits).map(|(id, _)| *id)
    }

    /// The dashboard begins anew: what was heard and done counts no longer.
    pub fn forget_what_was_heard(&mut self) {
        self.heard.clear();
        self.wishes.retain(|_, wish| wish.waits);
    }

    /// It is on the disk that counters below this one may be used.
    pub fn reserve(&mut self, up_to: u64) {
        self.replica.reserve(up_to);
    }

    /// A random user act; the gesture that it became, `None` where there was nothing to do, or the refusal by the own
    /// replica.
    ///
    /// # Errors
    /// The rule that the act breaks here already.
    pub fn act(&mut self, chance: &mut Chance) -> Result<Option<Gesture>, Refusal> {
        if chance.one_in(8) {
            let direction = if chance.one_in(3) { Direction::Redo } else { Direction::Undo };
            return Ok(self.turn(direction));
        }
        let ops = match self.typed_into() {
            Some((node, property)) if chance.one_in(3) => whim::keystroke(chance, node, property),
            _ => whim::gesture(chance, self.replica.document(), &mut self.remembered),
        };
        self.wish(ops).map(Some)
    }

    /// The field of the newest gesture, if that was one write.
    fn typed_into(&self) -> Option<(NodeId, Property)> {
        match self.wishes.last_key_value()?.1.wordings.last()?.as_slice() {
            [Op::Set { node, property, .. }] => Some((*node, *property)),
            _ => None,
        }
    }

    /// A given user act.
    ///
    /// # Errors
    /// The rule that the act breaks here already; the document is then as it was.
    pub fn wish(&mut self, ops: Vec<Op>) -> Result<Gesture, Refusal> {
        let before = self.replica.document().clone();
        match self.replica.submit(ops.clone()) {
            Ok(id) => Ok(self.note(Gesture { id, ops }, false)),
            Err(refusal) => {
                assert!(*self.replica.document() == before, "a refused act changed the document");
                Err(refusal)
            }
        }
    }

    /// Takes back what this person did last, or does it again; `None` where nothing of it is left to do.
    pub fn turn(&mut self, direction: Direction) -> Option<Gesture> {
        let made = self.replica.made();
        self.replica.undo(direction)?;
        let gesture = self.replica.pending().next_back().cloned()?;
        let is_new = self.replica.made() > made;
        is_new.then(|| self.note(gesture, true))
    }

    fn note(&mut self, gesture: Gesture, may_shrink: bool) -> Gesture {
        let new = || Wish { wordings: Vec::new(), first: 0, may_shrink, waits: true };
        let wish = self.wishes.entry(gesture.id).or_insert_with(new);
        wish.may_shrink |= may_shrink;
        wish.wordings.push(gesture.ops.clone());
        wish.first = wish.wordings.len() - 1;
        gesture
    }

    /// The first message of a new connection.
    pub fn hello(&mut self, from_snapshot: bool) -> FromClient {
        (self.welcomed, self.unlucky) = (false, false);
        let person = Person { name: format!("person {}", self.replica.client()), color: 0 };
        let last = (!from_snapshot).then(|| Seen { seq: self.replica.last_seq(), id: self.replica.last_id() });
        let also = self.replica.adopted().collect();
        FromClient::Hello(Hello { client: self.replica.client(), also, last, person })
    }

    /// The relay could not store an edit: it stays pending, and all that is pending is sent again, in order, on a new
    /// connection.
    #[must_use]
    pub fn wants_to_reconnect(&self) -> bool {
        self.unlucky
    }

    /// The other way: some time later all that is pending is sent again, in order, on the same connection.
    pub fn send_again(&mut self) {
        if self.unlucky {
            self.unlucky = false;
            self.replica.forget_sent();
        }
    }

    /// What is to be sent on this connection now, if anything.
    pub fn unsent(&mut self) -> Option<FromClient> {
        if !self.welcomed || self.unlucky {
            return None;
        }
        let gestures = self.replica.take_unsent();
        (!gestures.is_empty()).then_some(FromClient::Submit(gestures))
    }

    /// Takes a message from the relay and answers it where the protocol asks for an answer.
    pub fn hear(&mut self, message: FromRelay) -> Option<FromClient> {
        match message {
            FromRelay::Welcome(welcome) => self.be_welcomed(welcome),
            FromRelay::Sequenced(sequenced) => self.receive(&[sequenced]),
            FromRelay::Tail(tail) => self.receive(&tail),
            FromRelay::Acknowledged(id) => {
                self.replica.acknowledged(id);
                self.settle(id);
                None
            }
            FromRelay::Rejected { reason: Refusal::StorageFailed, .. } => {
                self.unlucky = true;
                None
            }
            FromRelay::Rejected { id, reason } => {
                if self.replica.rejected(id).is_some() {
                    self.rejected.insert(id, reason);
                    self.settle(id);
                }
                None
            }
            FromRelay::Digest { seq, hash } => {
                if seq == self.replica.last_seq() {
                    assert_eq!(hash, canonical_hash(self.replica.confirmed()), "digest at {seq}");
                }
                None
            }
            FromRelay::Role(role) => {
                self.replica.set_role(role);
                None
            }
            FromRelay::Presence { .. }
            | FromRelay::Moved { .. }
            | FromRelay::Left(_)
            | FromRelay::Table { .. }
            | FromRelay::Rows { .. }
            | FromRelay::NoSuchTable(_)
            | FromRelay::Heartbeat => None,
        }
    }

    fn be_welcomed(&mut self, welcome: Welcome) -> Option<FromClient> {
        self.welcomed = true;
        self.replica.set_role(welcome.role);
        self.replica.forget_sent();
        match welcome.catch_up {
            CatchUp::Tail(tail) => self.receive(&tail),
            CatchUp::Snapshot { document, seq, id } => {
                self.replica.load(document, seq, id);
                None
            }
        }
    }

    fn receive(&mut self, tail: &[Sequenced]) -> Option<FromClient> {
        for sequenced in tail {
            let first = self.heard.entry(sequenced.seq).or_insert_with(|| sequenced.gesture.clone());
            assert_eq!(*first, sequenced.gesture, "P-20: two gestures at {}", sequenced.seq);
            match self.replica.receive(sequenced) {
                Ok(Received::Own | Received::Foreign) => self.settle(sequenced.gesture.id),
                Ok(Received::Repeated) => {}
                Err(OutOfStep::Gap { .. }) => return Some(FromClient::Tail { after: self.replica.last_seq() }),
                Err(OutOfStep::Diverged(seq)) => panic!("diverged at {seq}: {:?}", sequenced.gesture),
            }
        }
        None
    }

    /// What gave way before it was sent waits no longer.
    pub fn settle_withdrawn(&mut self) {
        for id in self.replica.take_reworded() {
            if self.replica.pending().all(|gesture| gesture.id != id) {
                self.settle(id);
            }
        }
    }

    fn settle(&mut self, id: OpId) {
        if let Some(wish) = self.wishes.get_mut(&id) {
            wish.waits = false;
        }
    }

    /// What is pending is what this person still waits for, and `optimistic = confirmed + pending`, computed here from
    /// nothing.
    pub fn check(&self) {
        let me = self.replica.client();
        let waiting = self.wishes.iter().filter(|(_, wish)| wish.waits && !wish.may_vanish()).map(|(id, _)| *id);
        let pending: BTreeSet<OpId> = self.replica.pending().map(|gesture| gesture.id).collect();
        assert!(waiting.into_iter().all(|id| pending.contains(&id)), "{me} waits for more than is pending");
        let mut expected: Document = self.replica.confirmed().clone();
        for gesture in self.replica.pending() {
            let wish = self.wishes.get(&gesture.id).filter(|wish| wish.waits);
            assert!(wish.is_some_and(|wish| wish.is(&gesture.ops)), "{me} has {gesture:?} pending, but {wish:?}");
            let who = |role| Who { role, client: gesture.id.client };
            let _left_out_until_the_relay_judges = match self.replica.role() {
                Some(role) => apply_as(&mut expected, gesture, who(role), None),
                None => apply(&mut expected, gesture, None),
            };
        }
        assert!(*self.replica.document() == expected, "optimistic of {me} is not confirmed + pending");
    }
}
