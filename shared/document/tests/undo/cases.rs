//! Undo in single cases: each opens with the rule or the story that it proves.

use super::*;

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
