//! A replica over its lives: it judges by its role, comes back from what was kept, speaks for dead ones, and says what
//! of its work others wrote over.
#![expect(clippy::unwrap_used, reason = "a test whose gesture does not apply has failed")]

use std::collections::BTreeSet;

use document::{
    ClientId, Direction, Document, Extent, Gesture, Kind, NodeId, Op, OpId, Order, Place, Property, Refusal, Replica,
    Role, Seq, Sequenced, Value,
    replica::{Kept, resubmittable},
};
use proptest::prelude::*;

const A: ClientId = ClientId::from_bytes([1; 8]);
const B: ClientId = ClientId::from_bytes([2; 8]);
const C: ClientId = ClientId::from_bytes([3; 8]);
const PANEL: NodeId = NodeId::from_bytes([7; 8]);

fn insert() -> Op {
    let place = Place { parent: NodeId::ROOT, order: Order::default() };
    Op::Insert { node: PANEL, kind: Kind::Chart, place }
}

fn set(property: Property, words: &str) -> Op {
    Op::Set { node: PANEL, property, value: Value::Text(words.into()) }
}

fn title(words: &str) -> Op {
    set(Property::Title, words)
}

fn lock() -> Op {
    Op::Set { node: PANEL, property: Property::Locked, value: Value::Flag(true) }
}

fn hear(replica: &mut Replica, client: ClientId, counter: u64, ops: Vec<Op>) {
    let seq = replica.last_seq().next();
    replica.receive(&Sequenced { seq, gesture: Gesture { id: OpId { client, counter }, ops } }).unwrap();
}

/// Everything that is unsent is put in the order.
fn order(replica: &mut Replica) {
    for gesture in replica.take_unsent() {
        let seq = replica.last_seq().next();
        replica.receive(&Sequenced { seq, gesture }).unwrap();
    }
}

/// A replica of A that has heard of a panel by B.
fn with_panel() -> Replica {
    let mut replica = Replica::new(A);
    hear(&mut replica, B, 1, vec![insert()]);
    replica
}

fn shown(replica: &Replica) -> &str {
    replica.document().node(PANEL).unwrap().title()
}

/// What was kept, as bytes and back.
fn stored(kept: &Kept) -> Kept {
    serde_json::from_str(&serde_json::to_string(kept).unwrap()).unwrap()
}

/// The next life, some gestures of the last one being in the order already.
fn next_life(replica: &Replica, kept: &Kept) -> Replica {
    let confirmed = (replica.confirmed().clone(), replica.last_seq(), replica.last_id());
    let pending = replica.pending().cloned().collect();
    Replica::revive(replica.client(), stored(kept), Some(confirmed), pending, replica.role())
}

/// P-16: what the role no longer allows is not shown, stays pending, and is shown again with the role.
#[test]
fn a_role_decides_what_is_shown_of_what_is_pending() {
    let mut replica = with_panel();
    replica.set_role(Role::Editor);
    replica.submit(vec![title("mine")]).unwrap();
    assert_eq!(replica.submit(vec![lock()]), Err(Refusal::Locked));
    replica.set_role(Role::Viewer);
    assert_eq!((shown(&replica), replica.pending_len()), ("", 1));
    assert_eq!(replica.submit(vec![title("more")]), Err(Refusal::NotAllowed));
    replica.set_role(Role::Editor);
    assert_eq!(shown(&replica), "mine");
    hear(&mut replica, B, 2, vec![lock()]);
    assert_eq!((shown(&replica), replica.pending_len()), ("", 1));
    assert_eq!(replica.take_unsent().len(), 1);
}

/// P-16: an undo does not say what the role may not say.
#[test]
fn an_undo_leaves_out_what_was_locked_since() {
    let mut replica = with_panel();
    replica.set_role(Role::Editor);
    replica.submit(vec![title("mine")]).unwrap();
    order(&mut replica);
    hear(&mut replica, B, 2, vec![lock()]);
    assert_eq!(replica.undo(Direction::Undo).unwrap().extent, Extent::Nothing);
    assert_eq!((shown(&replica), replica.pending_len()), ("mine", 0));
}

proptest! {
    /// P-17: over any number of lives, each ended at any point between storing and sending, no id is sent with two
    /// different contents, and nothing waits for ever.
    #[test]
    fn no_id_is_used_twice(steps in prop::collection::vec(0..6u8, 0..400)) {
        let (mut disk, mut sent) = (Kept::default(), BTreeSet::new());
        let mut replica = Replica::revive(A, Kept::default(), None, Vec::new(), None);
        let mut on_its_way = None;
        for (step, number) in steps.into_iter().zip(0..) {
            match step {
                0 | 1 => {
                    replica.submit(vec![Op::Set {
                        node: NodeId::ROOT,
                        property: Property::Title,
                        value: Value::Text(format!("{number}")),
                    }]).unwrap();
                }
                2 => on_its_way = replica.wants_reserve().map(|_| replica.kept()).or(on_its_way),
                3 => if let Some(kept) = on_its_way.take() {
                    replica.reserve(kept.reserved());
                    disk = kept;
                },
                4 => for gesture in replica.take_unsent() {
                    prop_assert!(sent.insert(gesture.id), "{:?} was sent twice", gesture.id);
                },
                _ => {
                    on_its_way = None;
                    replica = Replica::revive(A, stored(&disk), None, Vec::new(), None);
                }
            }
        }
        let kept = replica.kept();
        replica.reserve(kept.reserved());
        replica.submit(vec![Op::Set {
            node: NodeId::ROOT, property: Property::Title, value: Value::Text("last".into()),
        }]).unwrap();
        prop_assert!(!replica.take_unsent().is_empty());
    }
}

/// P-17, P-50: a page that is loaded again takes back what the one before did, in the same words, and what was pending
/// is sent under the same id and not collapsed into.
#[test]
fn another_life_goes_on_where_the_last_one_ended() {
    let mut replica = Replica::revive(A, Kept::default(), None, Vec::new(), None);
    replica.reserve(replica.kept().reserved());
    hear(&mut replica, B, 1, vec![insert()]);
    replica.submit(vec![title("first")]).unwrap();
    order(&mut replica);
    replica.submit(vec![set(Property::Description, "second")]).unwrap();
    let label = replica.undo_label(Direction::Undo);
    let waiting: Vec<Gesture> = replica.pending().cloned().collect();
    let kept = replica.kept();
    let mut revived = next_life(&replica, &kept);
    revived.reserve(revived.kept().reserved());
    assert_eq!(revived.document(), replica.document());
    assert_eq!(revived.undo_label(Direction::Undo), label);
    revived.submit_after(vec![set(Property::Description, "second!")], true).unwrap();
    let unsent = revived.take_unsent();
    assert_eq!((&unsent[..1], unsent.len()), (waiting.as_slice(), 2));
    while revived.undo(Direction::Undo).is_some() {}
    assert_eq!((shown(&revived), revived.document().node(PANEL).unwrap().text(Property::Description)), ("", ""));
    assert_eq!(revived.undo(Direction::Redo).unwrap().extent, Extent::Whole);
    assert_eq!(shown(&revived), "first");
}

/// P-51: what a colleague wrote while no page was open is not taken back by the page that comes then.
#[test]
fn another_life_takes_back_nothing_of_what_others_wrote_between() {
    let mut replica = with_panel();
    replica.submit(vec![title("mine")]).unwrap();
    order(&mut replica);
    let kept = replica.kept();
    hear(&mut replica, B, 2, vec![title("theirs")]);
    let mut revived = next_life(&replica, &kept);
    assert_eq!(revived.undo(Direction::Undo).unwrap().extent, Extent::Nothing);
    assert_eq!(shown(&revived), "theirs");
}

/// P-18: what a dead replica left is sent in front of what was not sent yet, under its own ids, once.
#[test]
fn the_gestures_of_a_dead_replica_are_sent_by_another() {
    let mut replica = with_panel();
    replica.submit(vec![set(Property::Description, "mine")]).unwrap();
    let left = Gesture { id: OpId { client: C, counter: 9 }, ops: vec![title("left behind")] };
    replica.adopt([left.clone(), left.clone()]);
    assert_eq!((shown(&replica), replica.adopted().collect::<Vec<_>>()), ("left behind", vec![C]));
    let ids: Vec<ClientId> = replica.take_unsent().into_iter().map(|gesture| gesture.id.client).collect();
    assert_eq!(ids, [C, A]);
    assert_eq!(replica.rejected(left.id), Some(left));
    assert_eq!((shown(&replica), replica.pending_len()), ("", 1));
}

/// P-19: a value of mine that somebody else wrote over is told, once, with both values; one that still waits here comes
/// after theirs and is no loss; where a panel lies is not told.
#[test]
fn what_others_wrote_over_is_told() {
    for snapshot in [false, true] {
        let mut replica = with_panel();
        replica.submit(vec![title("mine"), set(Property::Description, "words")]).unwrap();
        let layout = Op::Set { node: PANEL, property: Property::Layout, value: Property::Layout.default_value() };
        replica.submit(vec![layout.clone()]).unwrap();
        order(&mut replica);
        replica.submit(vec![set(Property::Description, "more words")]).unwrap();
        let theirs = vec![title("theirs"), set(Property::Description, "theirs"), layout];
        if snapshot {
            let mut document = replica.confirmed().clone();
            let gesture = Gesture { id: OpId { client: B, counter: 2 }, ops: theirs };
            document::apply(&mut document, &gesture, Some(Seq(4))).unwrap();
            replica.load(document, Seq(4), Some(gesture.id));
        } else {
            hear(&mut replica, B, 2, theirs);
        }
        let told = replica.take_overwritten();
        assert_eq!(told.len(), 1);
        assert_eq!((told[0].node, told[0].property, told[0].by), (PANEL, Property::Title, B));
        assert_eq!((&told[0].mine, &told[0].theirs), (&Value::Text("mine".into()), &Value::Text("theirs".into())));
        assert_eq!((told[0].written, told[0].seq), (Some(Seq(2)), Some(Seq(4))));
        assert_eq!(replica.take_overwritten(), []);
    }
}

/// P-19: of a refused gesture all can be said again that still applies.
#[test]
fn what_still_applies_can_be_said_again() {
    let gone = Op::Set { node: NodeId::from_bytes([9; 8]), property: Property::Title, value: Value::Text("x".into()) };
    let gesture = Gesture { id: OpId { client: A, counter: 1 }, ops: vec![gone, title("again"), lock()] };
    let mut replica = with_panel();
    assert_eq!(resubmittable(&gesture, replica.document()), [title("again"), lock()]);
    replica.set_role(Role::Editor);
    assert_eq!(replica.resubmittable(&gesture), [title("again")]);
    assert_eq!(resubmittable(&gesture, &Document::default()), []);
}
