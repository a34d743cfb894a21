//! Undo and redo over random gestures: alone they go back and forth exactly; beside others they leave others' work.
#![expect(clippy::unwrap_used, reason = "a test whose gesture does not apply has failed")]

use std::collections::{BTreeSet, VecDeque};

use document::{
    Act, ClientId, Direction, Document, Extent, Gesture, Kind, Mark, NodeId, Op, OpId, Order, Place, Property, Rect,
    Refusal, Replica, Role, Seq, Sequenced, Value, apply, difference::differences, replica::Kept, undo::MAX_ENTRIES,
};
use proptest::prelude::*;

#[path = "undo/cases.rs"]
mod cases;
#[path = "random/dashboard.rs"]
mod dashboard;

const A: ClientId = dashboard::PEOPLE[0];
const B: ClientId = dashboard::PEOPLE[1];

fn panel(number: u8) -> NodeId {
    NodeId::from_bytes([number; 8])
}

fn order(number: u8) -> Order {
    (0..number).fold(Order::default(), |last, _| Order::between(Some(&last), None))
}

fn set(number: u8, property: Property, value: Value) -> Op {
    Op::Set { node: panel(number), property, value }
}

fn title(number: u8, words: &str) -> Op {
    set(number, Property::Title, Value::Text(words.into()))
}

fn rect(x: u16) -> Value {
    Value::Rect(Rect { x, y: 0, w: 12, h: 8 })
}

fn insert(number: u8) -> Op {
    Op::Insert { node: panel(number), kind: Kind::Chart, place: Place { parent: NodeId::ROOT, order: order(number) } }
}

/// Ops that mostly apply, on panels 1 to 8; the first four are there from the start.
fn op() -> impl Strategy<Value = Op> {
    let number = 1..9u8;
    prop_oneof![
        1 => (5..9u8).prop_map(insert),
        4 => (number.clone(), "[a-c]").prop_map(|(number, words)| title(number, &words)),
        2 => (number.clone(), 0..4u16).prop_map(|(number, x)| set(number, Property::Layout, rect(x))),
        2 => (number.clone(), prop::sample::select(Mark::ALL.as_slice()))
            .prop_map(|(number, mark)| set(number, Property::Mark, Value::Mark(mark))),
        1 => (number.clone(), 0..6u8).prop_map(|(number, to)| {
            Op::Place { node: panel(number), place: Place { parent: NodeId::ROOT, order: order(to) } }
        }),
        1 => number.clone().prop_map(|number| Op::Delete { node: panel(number) }),
        1 => number.prop_map(|number| Op::Restore { node: panel(number) }),
    ]
}

/// What one of two people, or the network, does next.
#[derive(Clone, Debug)]
enum Step {
    Say {
        who: usize,
        ops: Vec<Op>,
        continues: bool,
    },
    /// An undo or a redo, sent at once or by and by.
    Turn {
        who: usize,
        direction: Direction,
        at_once: bool,
    },
    /// The relay takes the next gesture of this person, or refuses it.
    Order {
        who: usize,
        refused: bool,
    },
    /// This person hears the next of what is in the order.
    Hear {
        who: usize,
    },
    /// This person starts over from a snapshot.
    Load {
        who: usize,
    },
    /// This person's page is loaded anew, on a new connection.
    Revive {
        who: usize,
    },
}

fn steps(op: impl Strategy<Value = Op>) -> impl Strategy<Value = Vec<Step>> {
    let who = 0..2usize;
    let direction = prop::sample::select(vec![Direction::Undo, Direction::Undo, Direction::Redo]);
    let ops = prop::collection::vec(op, 1..4);
    let step = prop_oneof![
        6 => (who.clone(), ops, any::<bool>()).prop_map(|(who, ops, continues)| Step::Say { who, ops, continues }),
        5 => (who.clone(), direction, any::<bool>())
            .prop_map(|(who, direction, at_once)| Step::Turn { who, direction, at_once }),
        6 => (who.clone(), prop::bool::weighted(0.1)).prop_map(|(who, refused)| Step::Order { who, refused }),
        8 => who.clone().prop_map(|who| Step::Hear { who }),
        1 => who.clone().prop_map(|who| Step::Load { who }),
        1 => who.prop_map(|who| Step::Revive { who }),
    ];
    prop::collection::vec(step, 0..60)
}

/// Two people and a relay, each reached after any delay.
struct World {
    people: [Replica; 2],
    sent: [VecDeque<Gesture>; 2],
    /// Undos and redos that were never sent.
    turns: BTreeSet<OpId>,
    /// Before the log.
    start: Seq,
    log: Vec<Sequenced>,
    document: Document,
}

impl World {
    /// Four charts by B.
    fn new() -> Self {
        let mut document = Document::default();
        let start = Gesture { id: OpId { client: B, counter: 0 }, ops: (1..5).map(insert).collect() };
        apply(&mut document, &start, Some(Seq(1))).unwrap();
        Self::at(document, Seq(1))
    }

    fn at(document: Document, start: Seq) -> Self {
        let people = [A, B].map(|client| {
            let mut replica = Replica::revive(client, Kept::default(), None, Vec::new(), Some(Role::Owner));
            replica.load(document.clone(), start, None);
            replica
        });
        let sent = [VecDeque::new(), VecDeque::new()];
        Self { people, sent, turns: BTreeSet::new(), start, log: Vec::new(), document }
    }

    fn step(&mut self, step: &Step) {
        match step {
            Step::Say { who, ops, continues } => {
                if let Ok(id) = self.people[*who].submit_after(ops.clone(), *continues) {
                    self.turns.remove(&id);
                }
            }
            Step::Turn { who, direction, at_once: true } => self.turn_at_once(*who, *direction),
            Step::Turn { who, direction, at_once: false } => {
                self.turn(*who, *direction);
            }
            Step::Order { who, refused } => self.order(*who, *refused),
            Step::Hear { who } => self.hear(*who),
            Step::Load { who } => {
                let newest = self.log.last().map(|sequenced| sequenced.gesture.id);
                self.people[*who].load(self.document.clone(), self.seq(), newest);
                self.log.iter().for_each(|sequenced| self.people[*who].acknowledged(sequenced.gesture.id));
            }
            Step::Revive { who } => self.revive(*who),
        }
    }

    /// The newest in the order.
    fn seq(&self) -> Seq {
        Seq(self.start.0 + self.log.len() as u64)
    }

    /// P-51: what somebody else wrote last still stands after an undo.
    fn turn(&mut self, who: usize, direction: Direction) -> Option<Extent> {
        let replica = &mut self.people[who];
        let (me, before) = (replica.client(), replica.document().clone());
        let label = replica.undo_label(direction);
        let undone = replica.undo(direction);
        assert_eq!(undone.as_ref().map(|undone| undone.label.clone()), label);
        for (register, written) in registers(&before) {
            if written.1 != me {
                let now = registers(replica.document()).into_iter().find(|(found, _)| *found == register);
                assert_eq!(now.map(|(_, written)| written), Some(written), "{register}");
            }
        }
        let extent = undone.map(|undone| undone.extent).filter(|extent| *extent != Extent::Nothing);
        if extent.is_some() {
            self.turns.insert(replica.pending().next_back().unwrap().id);
        }
        extent
    }

    /// P-52: what an undo says applies.
    fn turn_at_once(&mut self, who: usize, direction: Direction) {
        self.send(who);
        let before = self.people[who].document().clone();
        let extent = self.turn(who, direction);
        let said = unsent(&mut self.people[who]);
        assert_eq!(said.len(), usize::from(extent.is_some()));
        for gesture in said {
            self.turns.remove(&gesture.id);
            assert_eq!(apply(&mut before.clone(), &gesture, None), Ok(()));
            self.sent[who].push_back(gesture);
        }
    }

    /// P-58: when an undo or redo is sent first, what it writes over is this person's, as far as is known here, or what is
    /// written over by this person before it, or says the same.
    fn send(&mut self, who: usize) {
        let replica = &mut self.people[who];
        let before: Vec<Gesture> = replica.pending().cloned().collect();
        let standing = registers(replica.confirmed());
        for gesture in unsent(replica) {
            if self.turns.remove(&gesture.id) {
                let earlier = before.iter().take_while(|pending| pending.id != gesture.id);
                let written: Vec<String> = earlier.flat_map(|pending| pending.ops.iter().map(register)).collect();
                for op in gesture.ops.iter().filter(|op| !written.contains(&register(op))) {
                    let found = standing.iter().find(|(found, _)| *found == register(op));
                    let is_fine = found
                        .is_none_or(|(_, (stands, writer))| *writer == gesture.id.client || *stands == content(op));
                    assert!(is_fine, "{op:?} writes over somebody else's");
                }
            }
            self.sent[who].push_back(gesture);
        }
    }

    /// What had been sent may still arrive, and comes again.
    fn revive(&mut self, who: usize) {
        let replica = &self.people[who];
        let kept: Kept = serde_json::from_str(&serde_json::to_string(&replica.kept()).unwrap()).unwrap();
        let confirmed = Some((replica.confirmed().clone(), replica.last_seq(), replica.last_id()));
        let pending = replica.pending().cloned().collect();
        let mut revived = Replica::revive(replica.client(), kept, confirmed, pending, replica.role());
        for direction in [Direction::Undo, Direction::Redo] {
            assert_eq!(revived.undo_label(direction), replica.undo_label(direction));
        }
        let gave_way = !revived.take_reworded().is_empty();
        assert!(gave_way || revived.document() == replica.document(), "another life shows something else");
        self.people[who] = revived;
    }

    fn order(&mut self, who: usize, refused: bool) {
        self.send(who);
        let Some(gesture) = self.sent[who].pop_front() else { return };
        let seq = self.seq().next();
        if self.log.iter().any(|sequenced| sequenced.gesture.id == gesture.id) {
            let is_known = |sequenced: &&Sequenced| sequenced.gesture.id == gesture.id;
            let at = self.log.iter().find(is_known).map(|sequenced| sequenced.seq);
            if at <= Some(self.people[who].last_seq()) {
                self.people[who].acknowledged(gesture.id);
            }
        } else if refused || apply(&mut self.document, &gesture, Some(seq)).is_err() {
            self.people[who].rejected(gesture.id);
        } else {
            self.log.push(Sequenced { seq, gesture });
        }
    }

    fn hear(&mut self, who: usize) {
        let index = (self.people[who].last_seq().0 - self.start.0) as usize;
        if let Some(sequenced) = self.log.get(index) {
            self.people[who].receive(sequenced).unwrap();
        }
    }

    /// Everything arrives everywhere.
    fn settle(&mut self) {
        for who in [0, 1] {
            self.send(who);
            while !self.sent[who].is_empty() {
                self.order(who, false);
            }
        }
        for who in [0, 1] {
            while self.people[who].last_seq() < self.seq() {
                self.hear(who);
            }
        }
    }

    /// Does all that, and sees that all end equal.
    fn run(mut self, steps: &[Step]) {
        steps.iter().for_each(|step| self.step(step));
        self.settle();
        for person in &self.people {
            assert_eq!(person.pending_len(), 0);
            assert!(*person.document() == self.document, "two people see different documents");
        }
    }
}

/// What is to be sent, on a disk that is always quick.
fn unsent(replica: &mut Replica) -> Vec<Gesture> {
    replica.reserve(replica.kept().reserved());
    replica.take_unsent()
}

/// The name of the register that an op writes.
fn register(op: &Op) -> String {
    let name = match op {
        Op::Set { property, .. } => serde_json::to_value(property).unwrap().as_str().unwrap().to_owned(),
        Op::Place { .. } => "place".to_owned(),
        Op::Insert { .. } | Op::Delete { .. } | Op::Restore { .. } => "deleted".to_owned(),
    };
    format!("{} {name}", op.node())
}

/// What an op writes into its register.
fn content(op: &Op) -> String {
    match op {
        Op::Set { value, .. } => serde_json::to_string(value).unwrap(),
        Op::Place { place, .. } => serde_json::to_string(place).unwrap(),
        Op::Delete { .. } => "true".to_owned(),
        Op::Insert { .. } | Op::Restore { .. } => "false".to_owned(),
    }
}

/// Every register by name, with what stands there and who wrote it.
fn registers(document: &Document) -> Vec<(String, (String, ClientId))> {
    let json = serde_json::to_value(document).unwrap();
    let nodes = json["nodes"].as_object().unwrap();
    let mut found = Vec::new();
    for (id, node) in nodes {
        let properties = node["properties"].as_object().unwrap().iter();
        let all = properties.map(|(name, register)| (name.as_str(), register));
        for (name, register) in all.chain([("place", &node["place"]), ("deleted", &node["deleted"])]) {
            let client = register["stamp"]["client"].as_str().unwrap().parse().unwrap();
            found.push((format!("{id} {name}"), (register["value"].to_string(), client)));
        }
    }
    found
}

fn alone() -> Replica {
    let mut replica = Replica::new(A);
    replica.load(World::new().document, Seq(1), None);
    replica
}

/// What is shown differs in nothing.
fn shows(left: &Document, right: &Document) -> bool {
    let is_shown = |id: NodeId| left.node(id).is_some() || right.node(id).is_some();
    differences(left, right).iter().all(|difference| !is_shown(difference.node))
}

/// Takes all back, step by step, and does all again. Where `at_once`, each step is in the order before the next.
fn back_and_forth(mut replica: Replica, gestures: Vec<Vec<Op>>, at_once: bool) {
    let start = replica.document().clone();
    for ops in gestures {
        let _may_be_refused = replica.submit(ops);
        order_own(&mut replica, at_once);
    }
    let mut states = vec![replica.document().clone()];
    while let Some(step) = replica.undo(Direction::Undo) {
        assert_eq!(step.extent, Extent::Whole);
        order_own(&mut replica, at_once);
        states.push(replica.document().clone());
    }
    assert!(shows(replica.document(), &start));
    states.pop();
    while let Some(before) = states.pop() {
        assert_eq!(replica.undo(Direction::Redo).map(|step| step.extent), Some(Extent::Whole));
        order_own(&mut replica, at_once);
        assert!(shows(replica.document(), &before));
    }
    assert_eq!(replica.undo(Direction::Redo), None);
}

fn order_own(replica: &mut Replica, at_once: bool) {
    for gesture in if at_once { replica.take_unsent() } else { Vec::new() } {
        replica.receive(&Sequenced { seq: replica.last_seq().next(), gesture }).unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    /// P-51, P-52, P-53, P-54, P-56, P-58: two people, every delay: undo leaves what others wrote, and all stay equal.
    #[test]
    fn undo_leaves_what_others_wrote(steps in steps(op())) {
        World::new().run(&steps);
    }

    /// The same with nodes of every kind: tabs, sections, comments, locks.
    #[test]
    fn undo_of_every_kind_leaves_what_others_wrote(steps in steps(dashboard::op())) {
        let (document, seq) = dashboard::dashboard();
        World::at(document, seq).run(&steps);
    }

    /// P-52: alone, so many undos and as many redos change nothing, and all undos lead to the start.
    #[test]
    fn alone_undo_and_redo_are_exact(
        gestures in prop::collection::vec(prop::collection::vec(op(), 1..4), 0..40), at_once in any::<bool>(),
    ) {
        back_and_forth(alone(), gestures, at_once);
    }

    /// The same with nodes of every kind, among others' work.
    #[test]
    fn alone_undo_and_redo_of_every_kind_are_exact(
        gestures in prop::collection::vec(prop::collection::vec(dashboard::op(), 1..3), 0..60), at_once in any::<bool>(),
    ) {
        let mut replica = Replica::new(A);
        let (document, seq) = dashboard::dashboard();
        replica.load(document, seq, None);
        back_and_forth(replica, gestures, at_once);
    }
}
