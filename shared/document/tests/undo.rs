//! Undo and redo over random gestures: alone they go back and forth exactly; beside others they leave others' work.
#![expect(clippy::unwrap_used, reason = "a test whose gesture does not apply has failed")]

use std::collections::{BTreeSet, VecDeque};

use document::{
    Act, ClientId, Direction, Document, Extent, Gesture, Kind, Mark, NodeId, Op, OpId, Order, Place, Property, Rect,
    Refusal, Replica, Role, Seq, Sequenced, Value, apply, difference::differences, replica::Kept, undo::MAX_ENTRIES,
};
use proptest::prelude::*;

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
    /// written over by this person before it.
    fn send(&mut self, who: usize) {
        let replica = &mut self.people[who];
        let before: Vec<Gesture> = replica.pending().cloned().collect();
        let standing = registers(replica.confirmed());
        for gesture in unsent(replica) {
            if self.turns.remove(&gesture.id) {
                let earlier = before.iter().take_while(|pending| pending.id != gesture.id);
                let written: Vec<String> = earlier.flat_map(|pending| pending.ops.iter().map(register)).collect();
                for op in gesture.ops.iter().map(register).filter(|op| !written.contains(op)) {
                    let writer = standing.iter().find(|(found, _)| *found == op).map(|(_, (_, writer))| *writer);
                    assert!(writer.is_none_or(|writer| writer == gesture.id.client), "{op} is somebody else's");
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

/// A has said "mine" of a panel; then, with no word from others, takes it back, and that waits.
fn waiting_undo(is_mine_sequenced: bool) -> Replica {
    let mut replica = alone();
    let id = replica.submit(vec![title(1, "mine")]).unwrap();
    if is_mine_sequenced {
        order_own(&mut replica, true);
    } else {
        assert_eq!(replica.take_unsent().len(), 1);
    }
    assert_eq!(replica.undo(Direction::Undo).unwrap().extent, Extent::Whole);
    assert_eq!(replica.pending().next_back().map(|gesture| gesture.id.counter), Some(id.counter + 1));
    replica.forget_sent();
    replica
}

/// B's words come, by a gesture or in a snapshot.
fn hear_others(replica: &mut Replica, ops: Vec<Op>, snapshot: bool) {
    let seq = replica.last_seq().next();
    let gesture = Gesture { id: OpId { client: B, counter: 9 }, ops };
    if snapshot {
        let mut document = replica.confirmed().clone();
        apply(&mut document, &gesture, Some(seq)).unwrap();
        replica.load(document, seq, Some(gesture.id));
    } else {
        replica.receive(&Sequenced { seq, gesture }).unwrap();
    }
}

/// P-58: an undo that was made without a network writes over nothing that B has written since: it is withdrawn, and its
/// redo with it; where my own write comes after B's, undoing it brings back B's.
#[test]
fn an_undo_that_waits_gives_way() {
    for snapshot in [false, true] {
        for (is_mine_sequenced, redoes, waits) in [(true, false, 0), (true, true, 0), (false, false, 2)] {
            let mut replica = waiting_undo(is_mine_sequenced);
            if redoes {
                replica.undo(Direction::Redo).unwrap();
            }
            hear_others(&mut replica, vec![title(1, "theirs")], snapshot);
            assert_eq!(replica.document().node(panel(1)).unwrap().title(), "theirs");
            assert_eq!((replica.pending_len(), replica.take_reworded().is_empty()), (waits, false));
            order_own(&mut replica, true);
            assert_eq!(replica.document().node(panel(1)).unwrap().title(), "theirs");
            if let Some(step) = replica.undo(Direction::Undo) {
                assert_eq!(step.extent, Extent::Nothing);
            }
        }
    }
}

/// P-54, P-58: B works on a panel while my undo of adding it waits: the panel stays. So does a section into which B put
/// something.
#[test]
fn an_undo_that_waits_takes_no_work_of_others_away() {
    let row = || Op::Insert { node: panel(6), kind: Kind::Row, place: Place { parent: NodeId::ROOT, order: order(6) } };
    let below = Op::Place { node: panel(2), place: Place { parent: panel(6), order: order(1) } };
    for (mine, theirs) in [(insert(6), title(6, "theirs")), (row(), below)] {
        for waits in [false, true] {
            let mut replica = alone();
            replica.submit(vec![mine.clone()]).unwrap();
            order_own(&mut replica, true);
            if waits {
                assert_eq!(replica.undo(Direction::Undo).unwrap().extent, Extent::Whole);
                hear_others(&mut replica, vec![theirs.clone()], false);
            } else {
                hear_others(&mut replica, vec![theirs.clone()], false);
                assert_eq!(replica.undo(Direction::Undo).unwrap().extent, Extent::Nothing);
            }
            assert_eq!((replica.document().node(panel(6)).is_some(), replica.pending_len()), (true, 0));
        }
    }
}

/// P-50: what can be taken back is said in a closed set of words.
#[test]
fn acts_are_told_apart() {
    let (document, seq) = dashboard::dashboard();
    let id = dashboard::id;
    let place = |parent: u8, number: u8| Place { parent: id(parent), order: dashboard::order(number) };
    let insert = |number: u8, kind: Kind, parent: u8| Op::Insert { node: id(number), kind, place: place(parent, 9) };
    let set = |number: u8, property: Property, value: Value| Op::Set { node: id(number), property, value };
    let flag = |number: u8, property: Property| set(number, property, Value::Flag(true));
    let layout = |number: u8, w: u16| set(number, Property::Layout, Value::Rect(Rect { x: 3, y: 0, w, h: 8 }));
    let words = |number: u8, property: Property| set(number, property, Value::Text("words".into()));
    let cases = [
        (
            vec![insert(13, Kind::Tab, 0), words(13, Property::Title), Op::Place { node: id(7), place: place(13, 1) }],
            Act::Add,
        ),
        (vec![insert(13, Kind::Reply, 11), words(13, Property::Body)], Act::Add),
        (vec![insert(13, Kind::Text, 0), layout(13, 4)], Act::Add),
        (vec![insert(13, Kind::Text, 0), words(13, Property::Body), layout(13, 4)], Act::Copy),
        (vec![Op::Place { node: id(7), place: place(2, 1) }, layout(7, 12), layout(5, 12)], Act::MoveTo),
        (vec![Op::Place { node: id(2), place: place(0, 0) }], Act::Reorder),
        (vec![layout(5, 12), layout(6, 12)], Act::Move),
        (vec![layout(5, 9)], Act::Resize),
        (vec![flag(2, Property::Locked)], Act::Lock),
        (vec![flag(11, Property::Resolved)], Act::Resolve),
        (vec![flag(3, Property::Collapsed)], Act::Fold),
        (vec![Op::Delete { node: id(1) }], Act::Remove),
        (vec![words(6, Property::Body)], Act::Set(Property::Body)),
        (vec![words(6, Property::Body), words(1, Property::Title)], Act::Several),
    ];
    for (ops, act) in cases {
        let mut replica = Replica::new(A);
        replica.load(document.clone(), seq, None);
        let node = ops[0].node();
        replica.submit(ops).unwrap();
        let label = replica.undo_label(Direction::Undo).unwrap();
        let kind = replica.document().node(node).map_or(Kind::Tab, |node| node.kind());
        assert_eq!((label.act, label.node, label.kind), (act, node, kind));
        assert_eq!(replica.undo(Direction::Undo).unwrap().label, label);
        assert!(shows(replica.document(), &document));
        assert_eq!(replica.undo_label(Direction::Redo).map(|label| label.act), Some(act));
    }
}
