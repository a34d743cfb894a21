//! Actor: one person of a test: a replica, what the person asked for, and how each wish ended.
//! It keeps its own account beside the replica's, so that the two can be compared after every step.

use std::collections::BTreeMap;

use document::{
    ClientId, Document, Gesture, NodeId, Op, OpId, OutOfStep, Property, Received, Refusal, Replica, Seq, Sequenced,
    apply,
};
use protocol::{CatchUp, FromClient, FromRelay, Hello, Person, Seen, Welcome, canonical_hash};

use crate::{chance::Chance, whim};

/// One person and all that she knows.
#[derive(Debug)]
pub struct Actor {
    replica: Replica,
    remembered: Vec<NodeId>,
    welcomed: bool,
    unlucky: bool,
    waiting: Vec<Gesture>,
    rejected: BTreeMap<OpId, Refusal>,
    wishes: BTreeMap<OpId, Vec<Op>>,
    heard: BTreeMap<Seq, Gesture>,
}

impl Actor {
    /// Somebody who has seen nothing yet.
    #[must_use]
    pub fn new(client: ClientId) -> Self {
        Self {
            replica: Replica::new(client),
            remembered: vec![NodeId::ROOT],
            welcomed: false,
            unlucky: false,
            waiting: Vec::new(),
            rejected: BTreeMap::new(),
            wishes: BTreeMap::new(),
            heard: BTreeMap::new(),
        }
    }

    /// The replica.
    #[must_use]
    pub fn replica(&self) -> &Replica {
        &self.replica
    }

    /// Everything this person ever asked for, in its last wording.
    #[must_use]
    pub fn wishes(&self) -> &BTreeMap<OpId, Vec<Op>> {
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

    /// A random user act; the gesture that it became, or the refusal by the own replica.
    ///
    /// # Errors
    /// The rule that the act breaks here already.
    pub fn act(&mut self, chance: &mut Chance) -> Result<Gesture, Refusal> {
        let ops = match self.typed_into() {
            Some((node, property)) if chance.one_in(3) => whim::keystroke(chance, node, property),
            _ => whim::gesture(chance, self.replica.document(), &mut self.remembered),
        };
        self.wish(ops)
    }

    /// The field of the newest gesture, if that was one write.
    fn typed_into(&self) -> Option<(NodeId, Property)> {
        match self.wishes.last_key_value()?.1.as_slice() {
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
            Ok(id) => {
                let gesture = Gesture { id, ops };
                self.waiting.retain(|waiting| waiting.id != id);
                self.waiting.push(gesture.clone());
                self.wishes.insert(id, gesture.ops.clone());
                Ok(gesture)
            }
            Err(refusal) => {
                assert!(*self.replica.document() == before, "a refused act changed the document");
                Err(refusal)
            }
        }
    }

    /// The first message of a new connection.
    pub fn hello(&mut self, from_snapshot: bool) -> FromClient {
        (self.welcomed, self.unlucky) = (false, false);
        let person = Person { name: format!("person {}", self.replica.client()), color: 0 };
        let last = (!from_snapshot).then(|| Seen { seq: self.replica.last_seq(), id: self.replica.last_id() });
        FromClient::Hello(Hello { client: self.replica.client(), also: Vec::new(), last, person })
    }

    /// The relay could not store an edit: it stays pending, and all that is pending is sent again, in order, on a new
    /// connection.
    #[must_use]
    pub fn wants_to_reconnect(&self) -> bool {
        self.unlucky
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
            FromRelay::Presence { .. }
            | FromRelay::Moved { .. }
            | FromRelay::Role(_)
            | FromRelay::Left(_)
            | FromRelay::Table { .. }
            | FromRelay::Rows { .. }
            | FromRelay::NoSuchTable(_)
            | FromRelay::Heartbeat => None,
        }
    }

    fn be_welcomed(&mut self, welcome: Welcome) -> Option<FromClient> {
        self.welcomed = true;
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

    fn settle(&mut self, id: OpId) {
        self.waiting.retain(|waiting| waiting.id != id);
    }

    /// `optimistic = confirmed + pending`, computed here from nothing.
    pub fn check(&self) {
        assert_eq!(self.replica.pending_len(), self.waiting.len(), "pending of {}", self.replica.client());
        let mut expected: Document = self.replica.confirmed().clone();
        for gesture in &self.waiting {
            let _left_out_until_the_relay_judges = apply(&mut expected, gesture, None);
        }
        assert!(*self.replica.document() == expected, "optimistic of {} is not confirmed + pending", {
            self.replica.client()
        });
    }
}
