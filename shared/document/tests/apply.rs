//! Properties of apply and of the replica, over random gestures: what may come from the wire, sensible or not.

use document::{
    ClientId, Document, Gesture, Kind, NodeId, Op, OpId, Order, Outline, Place, Property, Replica, Seq, Value, apply,
};
use proptest::prelude::*;

mod random;

use random::{gestures, op, sequence};

proptest! {
    /// P-01, P-07: a gesture that is refused changes nothing.
    #[test]
    fn refused_means_unchanged(before in gestures(12), gesture in gestures(2)) {
        let (document, _) = sequence(&before);
        for gesture in gesture {
            let mut after = document.clone();
            if apply(&mut after, &gesture, Some(Seq(99))).is_err() {
                prop_assert_eq!(&after, &document);
            }
        }
    }

    /// P-03: writes of different properties commute but for their stamps.
    #[test]
    fn different_properties_commute(before in gestures(12), left in op(), right in op()) {
        let (Op::Set { node: a, property: p, .. }, Op::Set { node: b, property: q, .. }) = (&left, &right) else {
            return Ok(());
        };
        prop_assume!((a, p) != (b, q));
        let (document, _) = sequence(&before);
        let both = |first: &Op, second: &Op| {
            let mut document = document.clone();
            for op in [first, second] {
                let id = OpId { client: ClientId::from_bytes([9; 8]), counter: 1 };
                let _refusals_commute_too = apply(&mut document, &Gesture { id, ops: vec![op.clone()] }, Some(Seq(99)));
            }
            document
        };
        prop_assert_eq!(both(&left, &right), both(&right, &left));
    }

    /// P-04: every node that lives hangs below the root, whatever was moved where.
    #[test]
    fn the_tree_stays_a_tree(made in gestures(30)) {
        let (document, _) = sequence(&made);
        let mut reached = 1;
        let mut below = vec![NodeId::ROOT];
        while let Some(parent) = below.pop() {
            let children = document.children(parent);
            reached += children.len();
            prop_assert!(reached <= document.len(), "a node was reached twice");
            prop_assert!(children.windows(2).all(|pair| {
                (&pair[0].1.place().order, pair[0].0) < (&pair[1].1.place().order, pair[1].0)
            }), "P-05: children are in one order");
            below.extend(children.into_iter().map(|(id, _)| id));
        }
    }

    /// P-08 in a document: the grid has every living panel once and no overlap.
    #[test]
    fn the_grid_shows_every_panel_once(made in gestures(30)) {
        let (document, _) = sequence(&made);
        let grid = document.grid(NodeId::ROOT);
        prop_assert_eq!(grid.len(), document.children(NodeId::ROOT).len());
    }

    /// P-02, P-10, P-11: a replica that hears of everything, with its own gestures pending meanwhile, ends equal;
    /// repeats change nothing, gaps are refused.
    #[test]
    fn replicas_converge(made in gestures(24), own in prop::collection::vec(prop::collection::vec(op(), 1..3), 0..6)) {
        let (expected, log) = sequence(&made);
        let mut replica = Replica::new(ClientId::from_bytes([42; 8]));
        let mut own = own.into_iter();
        for (index, sequenced) in log.iter().enumerate() {
            if index % 3 == 0 && let Some(ops) = own.next() {
                let _may_be_refused = replica.submit(ops);
            }
            if let Some(after_next) = log.get(index + 1) {
                prop_assert!(replica.receive(after_next).is_err());
            }
            prop_assert!(replica.receive(sequenced).is_ok());
            prop_assert!(replica.receive(sequenced).is_ok());
        }
        prop_assert_eq!(replica.confirmed(), &expected);
        for gesture in replica.take_unsent() {
            replica.rejected(gesture.id);
        }
        prop_assert_eq!(replica.document(), &expected);
    }

    /// An outline says everything that is shown: its ops make a document with the same outline.
    #[test]
    fn outlines_round_trip(made in gestures(24)) {
        let outline = Outline::of(&sequence(&made).0);
        let json = serde_json::to_string(&outline).unwrap();
        let read: Outline = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(&read, &outline);
        let mut document = Document::default();
        let id = OpId { client: ClientId::from_bytes([1; 8]), counter: 1 };
        let ops = read.to_ops();
        if !ops.is_empty() {
            apply(&mut document, &Gesture { id, ops }, Some(Seq(1))).unwrap();
        }
        prop_assert_eq!(Outline::of(&document), outline);
    }
}

/// P-06.
#[test]
fn a_deleted_panel_comes_back_with_what_was_written_meanwhile() {
    let panel = NodeId::from_bytes([7; 8]);
    let place = Place { parent: NodeId::ROOT, order: Order::default() };
    let mut replica = Replica::new(ClientId::from_bytes([1; 8]));
    replica.submit(vec![Op::Insert { node: panel, kind: Kind::Chart, place }]).unwrap();
    replica.submit(vec![Op::Delete { node: panel }]).unwrap();
    assert!(replica.document().node(panel).is_none());
    let title = Value::Text("CPU".into());
    replica.submit(vec![Op::Set { node: panel, property: Property::Title, value: title }]).unwrap();
    replica.submit(vec![Op::Restore { node: panel }]).unwrap();
    assert_eq!(replica.document().node(panel).map(|node| node.title()), Some("CPU"));
}

#[test]
fn p_13_unsent_sets_of_one_property_collapse_and_sent_ones_do_not() {
    let mut replica = Replica::new(ClientId::from_bytes([1; 8]));
    let title =
        |text: &str| vec![Op::Set { node: NodeId::ROOT, property: Property::Title, value: Value::Text(text.into()) }];
    for text in ["C", "CP", "CPU"] {
        replica.submit(title(text)).unwrap();
    }
    let sent = replica.take_unsent();
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0].ops, title("CPU"));
    replica.submit(title("CPU!")).unwrap();
    assert_eq!(replica.take_unsent().len(), 1);
    assert_eq!(replica.pending_len(), 2);
    replica.forget_sent();
    assert_eq!(replica.take_unsent().len(), 2);
}

#[test]
fn p_14_a_rejected_gesture_is_taken_back() {
    let mut replica = Replica::new(ClientId::from_bytes([1; 8]));
    let ops = vec![Op::Set { node: NodeId::ROOT, property: Property::Title, value: Value::Text("mine".into()) }];
    let id = replica.submit(ops.clone()).unwrap();
    assert_eq!(replica.document().title(), "mine");
    assert_eq!(replica.rejected(id).map(|gesture| gesture.ops), Some(ops));
    assert_eq!(replica.document().title(), "");
    assert_eq!(replica.pending_len(), 0);
}

/// P-04: bytes in which a node hangs below itself or nowhere are no document: no walk upwards would end.
#[test]
fn what_is_no_tree_is_no_document() {
    let [tab, row, chart] = [1, 2, 3].map(|number| NodeId::from_bytes([number; 8]));
    let insert = |node, kind, parent| Op::Insert { node, kind, place: Place { parent, order: Order::default() } };
    let ops = vec![insert(tab, Kind::Tab, NodeId::ROOT), insert(row, Kind::Row, tab), insert(chart, Kind::Chart, row)];
    let id = OpId { client: ClientId::from_bytes([9; 8]), counter: 1 };
    let mut document = Document::default();
    apply(&mut document, &Gesture { id, ops }, Some(Seq(1))).unwrap();
    let stored = serde_json::to_value(&document).unwrap();
    assert_eq!(serde_json::from_value::<Document>(stored.clone()).unwrap(), document);
    for parent in [tab, row, chart, NodeId::from_bytes([8; 8])] {
        let mut damaged = stored.clone();
        damaged["nodes"][tab.to_string()]["place"]["value"]["parent"] = parent.to_string().into();
        let refused = serde_json::from_value::<Document>(damaged).unwrap_err();
        assert!(refused.to_string().contains("not a tree"), "{refused}");
    }
    let mut damaged = stored;
    damaged["nodes"].as_object_mut().unwrap().remove(&NodeId::ROOT.to_string());
    assert!(serde_json::from_value::<Document>(damaged).is_err());
}
