//! Properties of differences and of restoring, over random histories.

#![expect(clippy::unwrap_used, reason = "a gesture that does not apply fails the test")]

use document::{
    Change, ClientId, Difference, Document, Gesture, Kind, Mark, NodeId, Op, OpId, Order, Outline, Place, Property,
    Scope, Seq, Sequenced, Value, What, apply,
    apply::MAX_OPS,
    difference::{advance, differences, restore},
};
use proptest::prelude::*;

mod random;

use random::{gestures, sequence};

const PANEL: NodeId = NodeId::from_bytes([0, 0, 0, 0, 0, 0, 0, 1]);

/// The document after the first `count` gestures, and after all of them.
fn then_and_now(log: &[Sequenced], count: usize) -> (Document, Document) {
    let at = |count: usize| {
        let mut document = Document::default();
        for sequenced in &log[..count] {
            apply(&mut document, &sequenced.gesture, Some(sequenced.seq)).unwrap();
        }
        document
    };
    (at(count), at(log.len()))
}

/// Gives ops to the document as gestures, as a client does.
fn submit(document: &mut Document, ops: &[Op]) {
    for (ops, counter) in ops.chunks(MAX_OPS).zip(1..) {
        let id = OpId { client: ClientId::from_bytes([9; 8]), counter };
        apply(document, &Gesture { id, ops: ops.to_vec() }, None).unwrap();
    }
}

proptest! {
    /// P-60: what is told of the gestures one by one says where the document ends, property by property.
    #[test]
    fn the_last_change_of_a_property_says_what_it_says_now(made in gestures(30)) {
        let (now, log) = sequence(&made);
        let mut document = Document::default();
        for sequenced in &log {
            let before = document.clone();
            let told = advance(&mut document, sequenced).unwrap();
            prop_assert_eq!(&told, &differences(&before, &document));
            for Difference { node, what, .. } in told {
                if let (What::Changed(Change { property, from, to }), Some(found)) = (what, document.node(node)) {
                    prop_assert_ne!(&from, &to);
                    prop_assert_eq!(found.get(property), to);
                }
            }
        }
        prop_assert_eq!(document, now);
    }

    /// P-61: restoring everything to an earlier `Seq` shows what was shown then, and restoring it again changes nothing.
    #[test]
    fn everything_comes_back(made in gestures(30), share in 0.0..1.0) {
        let (_, log) = sequence(&made);
        let (then, mut now) = then_and_now(&log, (log.len() as f64 * share) as usize);
        let ops = restore(&now, &then, Scope::All);
        submit(&mut now, &ops);
        prop_assert_eq!(Outline::of(&now), Outline::of(&then));
        prop_assert_eq!(restore(&now, &then, Scope::All), vec![]);
    }

    /// P-61: an outline is enough to bring a document back.
    #[test]
    fn everything_comes_back_from_an_outline(made in gestures(30), share in 0.0..1.0) {
        let (_, log) = sequence(&made);
        let (then, mut now) = then_and_now(&log, (log.len() as f64 * share) as usize);
        let outline = Outline::of(&then);
        let mut read = Document::default();
        submit(&mut read, &outline.to_ops());
        let ops = restore(&now, &read, Scope::All);
        submit(&mut now, &ops);
        prop_assert_eq!(Outline::of(&now), outline);
    }

    /// P-62: restoring one property or one panel changes nothing else.
    #[test]
    fn nothing_else_changes(made in gestures(30), share in 0.0..1.0, index in any::<prop::sample::Index>()) {
        let (_, log) = sequence(&made);
        let (then, now) = then_and_now(&log, (log.len() as f64 * share) as usize);
        let property = *index.get(Kind::Chart.properties());
        let mut one = now.clone();
        submit(&mut one, &restore(&now, &then, Scope::Property(PANEL, property)));
        for difference in differences(&now, &one) {
            prop_assert_eq!(difference.node, PANEL);
            let What::Changed(change) = difference.what else { panic!("{difference:?}") };
            prop_assert_eq!(change.property, property);
        }
        let mut panel = now.clone();
        submit(&mut panel, &restore(&now, &then, Scope::Node(PANEL)));
        prop_assert!(differences(&now, &panel).iter().all(|difference| difference.node == PANEL));
        if then.node(PANEL).is_some() {
            prop_assert!(differences(&then, &panel).iter().all(|difference| difference.node != PANEL));
        }
    }

    /// A difference is told as JSON and read back.
    #[test]
    fn differences_survive_json(made in gestures(12)) {
        let told = differences(&Document::default(), &sequence(&made).0);
        let json = serde_json::to_string(&told).unwrap();
        prop_assert_eq!(serde_json::from_str::<Vec<Difference>>(&json).unwrap(), told);
    }
}

/// P-60: each fact by an example, in the words that programs read.
#[test]
fn what_a_gesture_did_is_told_in_closed_words() {
    let place = || Place { parent: NodeId::ROOT, order: Order::between(Some(&Order::default()), None) };
    let set = |property, value| Op::Set { node: PANEL, property, value };
    let title = |text: &str| set(Property::Title, Value::Text(text.into()));
    let insert = Op::Insert { node: PANEL, kind: Kind::Chart, place: Place { order: Order::default(), ..place() } };
    let cases = [
        (vec![insert, title("CPU")], r#"[{"what":"added"}]"#),
        (vec![set(Property::Mark, Value::Mark(Mark::Area)), set(Property::Mark, Value::Mark(Mark::Line))], "[]"),
        (
            vec![set(Property::Mark, Value::Mark(Mark::Area)), title("Load")],
            r#"[{"what":"changed","from":{"title":"CPU"},"to":{"title":"Load"}},
                {"what":"changed","from":{"mark":"line"},"to":{"mark":"area"}}]"#,
        ),
        (vec![Op::Place { node: PANEL, place: place() }], r#"[{"what":"moved"}]"#),
        (vec![Op::Delete { node: PANEL }], r#"[{"what":"removed"}]"#),
        (vec![Op::Restore { node: PANEL }], r#"[{"what":"restored"}]"#),
    ];
    let (mut document, mut heading) = (Document::default(), "CPU");
    for ((ops, expected), seq) in cases.into_iter().zip(1..) {
        let id = OpId { client: ClientId::from_bytes([1; 8]), counter: seq };
        let told = advance(&mut document, &Sequenced { seq: Seq(seq), gesture: Gesture { id, ops } }).unwrap();
        let mut expected: serde_json::Value = serde_json::from_str(expected).unwrap();
        for fact in expected.as_array_mut().unwrap() {
            fact["node"] = PANEL.to_string().into();
            fact["kind"] = "chart".into();
            fact["title"] = heading.into();
        }
        assert_eq!(serde_json::to_value(&told).unwrap(), expected);
        heading = if seq < 3 { "CPU" } else { "Load" };
    }
    let two = r#"{"node":"0000000000000001","kind":"chart","title":"","what":"changed","from":{"unit":"","mark":"line"},"to":{"unit":"%"}}"#;
    assert!(serde_json::from_str::<Difference>(two).is_err());
}
