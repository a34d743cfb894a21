//! Undo and redo over random gestures: alone they go back and forth exactly; beside others they leave others' work.
#![expect(clippy::unwrap_used, reason = "a test whose gesture does not apply has failed")]

use std::collections::VecDeque;

use document::{
    Act, ClientId, Direction, Document, Extent, Gesture, Kind, Mark, NodeId, Op, OpId, Order, Outline, Place, Property,
    Rect, Refusal, Replica, Seq, Sequenced, Value, apply, undo::MAX_ENTRIES,
};
use proptest::prelude::*;

const A: ClientId = ClientId::from_bytes([1; 8]);
const B: ClientId = ClientId::from_bytes([2; 8]);

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
    Turn {
        who: usize,
        direction: Direction,
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
}

fn step() -> impl Strategy<Value = Step> {
    let who = 0..2usize;
    let direction = prop::sample::select(vec![Direction::Undo, Direction::Undo, Direction::Redo]);
    let ops = prop::collection::vec(op(), 1..4);
    prop_oneof![
        6 => (who.clone(), ops, any::<bool>()).prop_map(|(who, ops, continues)| Step::Say { who, ops, continues }),
        4 => (who.clone(), direction).prop_map(|(who, direction)| Step::Turn { who, direction }),
        6 => (who.clone(), prop::bool::weighted(0.1)).prop_map(|(who, refused)| Step::Order { who, refused }),
        8 => who.clone().prop_map(|who| Step::Hear { who }),
        1 => who.prop_map(|who| Step::Load { who }),
    ]
}

/// Two people and a relay, each reached after any delay.
struct World {
    people: [Replica; 2],
    sent: [VecDeque<Gesture>; 2],
    log: Vec<Sequenced>,
    document: Document,
}

impl World {
    fn new() -> Self {
        let mut document = Document::default();
        let start = Gesture { id: OpId { client: B, counter: 0 }, ops: (1..5).map(insert).collect() };
        apply(&mut document, &start, Some(Seq(1))).unwrap();
        let people = [A, B].map(|client| {
            let mut replica = Replica::new(client);
            replica.load(document.clone(), Seq(1), None);
            replica
        });
        Self { people, sent: [VecDeque::new(), VecDeque::new()], log: Vec::new(), document }
    }

    fn step(&mut self, step: &Step) {
        match step {
            Step::Say { who, ops, continues } => {
                let _may_be_refused = self.people[*who].submit_after(ops.clone(), *continues);
            }
            Step::Turn { who, direction } => self.turn(*who, *direction),
            Step::Order { who, refused } => self.order(*who, *refused),
            Step::Hear { who } => self.hear(*who),
            Step::Load { who } => {
                let seq = Seq(self.log.len() as u64 + 1);
                let pending: Vec<_> = self.log.iter().map(|sequenced| sequenced.gesture.id).collect();
                self.people[*who].load(self.document.clone(), seq, None);
                pending.into_iter().for_each(|id| self.people[*who].acknowledged(id));
            }
        }
    }

    /// P-51: what somebody else wrote last still stands after an undo. P-52: what an undo says applies.
    fn turn(&mut self, who: usize, direction: Direction) {
        self.send(who);
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
        let said = replica.take_unsent();
        let extent = undone.map(|undone| undone.extent);
        assert_eq!(said.len(), usize::from(matches!(extent, Some(Extent::Whole | Extent::Part))));
        for gesture in said {
            assert_eq!(apply(&mut before.clone(), &gesture, None), Ok(()));
            self.sent[who].push_back(gesture);
        }
    }

    fn send(&mut self, who: usize) {
        let unsent = self.people[who].take_unsent();
        self.sent[who].extend(unsent);
    }

    fn order(&mut self, who: usize, refused: bool) {
        self.send(who);
        let Some(gesture) = self.sent[who].pop_front() else { return };
        let seq = Seq(self.log.len() as u64 + 2);
        if refused || apply(&mut self.document, &gesture, Some(seq)).is_err() {
            self.people[who].rejected(gesture.id);
        } else {
            self.log.push(Sequenced { seq, gesture });
        }
    }

    fn hear(&mut self, who: usize) {
        let index = self.people[who].last_seq().0 as usize - 1;
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
            while (self.people[who].last_seq().0 as usize) <= self.log.len() {
                self.hear(who);
            }
        }
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

proptest! {
    /// P-51, P-52, P-53, P-54, P-56: two people, every delay: undo leaves what others wrote, and all stay equal.
    #[test]
    fn undo_leaves_what_others_wrote(steps in prop::collection::vec(step(), 0..60)) {
        let mut world = World::new();
        steps.iter().for_each(|step| world.step(step));
        world.settle();
        prop_assert_eq!(world.people[0].document(), world.people[1].document());
        prop_assert_eq!(world.people[0].pending_len(), 0);
    }

    /// P-52: alone, so many undos and as many redos change nothing, and all undos lead to the start.
    #[test]
    fn alone_undo_and_redo_are_exact(gestures in prop::collection::vec(prop::collection::vec(op(), 1..4), 0..40)) {
        let mut replica = alone();
        let start = Outline::of(replica.document());
        for ops in gestures {
            let _may_be_refused = replica.submit(ops);
        }
        let end = Outline::of(replica.document());
        let mut undone = Vec::new();
        while let Some(step) = replica.undo(Direction::Undo) {
            prop_assert_eq!(step.extent, Extent::Whole);
            undone.push(Outline::of(replica.document()));
        }
        prop_assert_eq!(&Outline::of(replica.document()), &start);
        for outline in undone.iter().rev().skip(1) {
            replica.undo(Direction::Redo).unwrap();
            prop_assert_eq!(&Outline::of(replica.document()), outline);
        }
        replica.undo(Direction::Redo);
        prop_assert_eq!(&Outline::of(replica.document()), &end);
        prop_assert_eq!(replica.undo(Direction::Redo), None);
    }
}

/// P-50: the newest 200 can be taken back.
#[test]
fn the_oldest_entries_go() {
    let mut replica = alone();
    for number in 0..=MAX_ENTRIES {
        replica.submit(vec![title(1, &number.to_string())]).unwrap();
    }
    let count = std::iter::from_fn(|| replica.undo(Direction::Undo)).count();
    assert_eq!(count, MAX_ENTRIES);
    assert_eq!(replica.document().node(panel(1)).unwrap().title(), "0");
    assert_eq!(std::iter::from_fn(|| replica.undo(Direction::Redo)).count(), MAX_ENTRIES);
}

/// P-55: one word is one entry; after a pause the next word is another.
#[test]
fn typing_is_one_entry_until_it_pauses() {
    let mut replica = alone();
    for (words, continues) in [("C", false), ("CP", true), ("CPU", true), ("CPU ", false), ("CPU l", true)] {
        replica.submit_after(vec![title(1, words)], continues).unwrap();
        replica.take_unsent();
    }
    let mut undo = || {
        let label = replica.undo(Direction::Undo)?.label;
        assert_eq!(label.act, Act::Set(Property::Title));
        Some(replica.document().node(panel(1)).unwrap().title().to_owned())
    };
    assert_eq!([undo(), undo(), undo()], [Some("CPU".into()), Some(String::new()), None]);
}

/// P-57: whoever does something else has nothing to do again.
#[test]
fn a_new_gesture_ends_redo() {
    let mut replica = alone();
    replica.submit(vec![title(1, "x")]).unwrap();
    replica.undo(Direction::Undo).unwrap();
    assert!(replica.undo_label(Direction::Redo).is_some());
    replica.submit(vec![title(2, "y")]).unwrap();
    assert_eq!(replica.undo_label(Direction::Redo), None);
}

/// A says something that A is told was sequenced; then B's words come.
fn said_and_answered(ops: Vec<Op>, answer: Vec<Op>) -> Replica {
    let mut replica = alone();
    let id = replica.submit(ops.clone()).unwrap();
    replica.receive(&Sequenced { seq: Seq(2), gesture: Gesture { id, ops } }).unwrap();
    hear(&mut replica, 3, answer);
    replica
}

fn hear(replica: &mut Replica, seq: u64, ops: Vec<Op>) {
    let gesture = Gesture { id: OpId { client: B, counter: seq }, ops };
    replica.receive(&Sequenced { seq: Seq(seq), gesture }).unwrap();
}

/// P-51: A moves, B names, A undoes: the panel is back, the name stays. Where B wrote over all of it nothing happens.
#[test]
fn what_others_wrote_since_is_left_out() {
    let moved = || vec![set(1, Property::Layout, rect(9)), set(2, Property::Layout, rect(3))];
    for (answer, extent) in [
        (vec![title(1, "B's")], Extent::Whole),
        (vec![set(2, Property::Layout, rect(7))], Extent::Part),
        (vec![set(2, Property::Layout, rect(3)), set(1, Property::Layout, rect(9))], Extent::Nothing),
        (vec![Op::Delete { node: panel(1) }, Op::Delete { node: panel(2) }], Extent::Nothing),
    ] {
        let mut replica = said_and_answered(moved(), answer.clone());
        let undone = replica.undo(Direction::Undo).unwrap();
        assert_eq!((undone.label.act, undone.extent), (Act::Move, extent), "{answer:?}");
        assert_eq!(replica.undo_label(Direction::Undo), None);
    }
}

/// P-51: the same value, but between the two writes somebody else had another: the older claim is void for ever.
#[test]
fn a_claim_does_not_come_back_with_the_value() {
    let mut replica = said_and_answered(vec![title(1, "mine")], vec![title(1, "B's")]);
    replica.submit(vec![title(1, "mine")]).unwrap();
    assert_eq!(replica.undo(Direction::Undo).unwrap().extent, Extent::Whole);
    assert_eq!(replica.document().node(panel(1)).unwrap().title(), "B's");
    assert_eq!(replica.undo(Direction::Undo).unwrap().extent, Extent::Nothing);
}

/// P-53: B's words were in the order before mine, which were on their way: mine replaced B's, so B's come back.
#[test]
fn what_was_overtaken_is_what_comes_back() {
    for snapshot in [false, true] {
        let mut replica = alone();
        replica.submit(vec![title(1, "mine")]).unwrap();
        replica.take_unsent();
        if snapshot {
            let mut document = World::new().document;
            let gesture = Gesture { id: OpId { client: B, counter: 2 }, ops: vec![title(1, "B's")] };
            apply(&mut document, &gesture, Some(Seq(2))).unwrap();
            replica.load(document, Seq(2), None);
        } else {
            hear(&mut replica, 2, vec![title(1, "B's")]);
        }
        assert_eq!(replica.document().node(panel(1)).unwrap().title(), "mine");
        assert_eq!(replica.undo(Direction::Undo).unwrap().extent, Extent::Whole);
        assert_eq!(replica.document().node(panel(1)).unwrap().title(), "B's");
    }
}

/// P-54: a panel that I added and that B has worked on since is not removed by undo; B moving it is no work on it.
#[test]
fn an_undone_insert_takes_no_work_of_others_away() {
    for (answer, extent) in [(title(5, "B's"), Extent::Nothing), (set(5, Property::Layout, rect(7)), Extent::Whole)] {
        let mut replica = said_and_answered(vec![insert(5), title(5, "mine")], vec![answer]);
        let undone = replica.undo(Direction::Undo).unwrap();
        assert_eq!((undone.label.act, undone.extent), (Act::Add, extent));
    }
}

/// P-56: a refused gesture leaves the stack, and the one after it replaced what the refused one had replaced.
#[test]
fn a_refused_gesture_cannot_be_undone() {
    let mut replica = alone();
    replica.submit(vec![title(1, "before")]).unwrap();
    replica.take_unsent();
    let refused = replica.submit(vec![title(1, "refused")]).unwrap();
    replica.take_unsent();
    replica.submit(vec![title(1, "after")]).unwrap();
    replica.rejected(refused);
    for expected in ["before", ""] {
        assert_eq!(replica.undo(Direction::Undo).unwrap().extent, Extent::Whole);
        assert_eq!(replica.document().node(panel(1)).unwrap().title(), expected);
    }
    assert_eq!(replica.undo(Direction::Undo), None);
    assert!(matches!(replica.submit(vec![Op::Delete { node: NodeId::ROOT }]), Err(Refusal::Root)));
    assert_eq!(replica.undo_label(Direction::Undo), None);
}
