//! How large a document is, is known without writing it, and holds what is submitted within bounds.

use document::{
    Document, Gesture, Kind, NodeId, Op, OpId, Order, Place, Property, Refusal, Role, Seq, Value, Who, apply,
    apply::{MAX_DOCUMENT_BYTES, apply_as},
    property::MAX_BODY_CHARS,
};
use proptest::prelude::*;

#[path = "random/dashboard.rs"]
mod dashboard;

use dashboard::{PEOPLE, dashboard, id, op};

const OWNER: Who = Who { role: Role::Owner, client: PEOPLE[0] };

fn gesture(ops: Vec<Op>) -> Gesture {
    Gesture { id: OpId { client: OWNER.client, counter: 1 }, ops }
}

fn body(number: u32, words: String) -> Op {
    let node = NodeId::from_bytes((u64::from(number) + 100).to_be_bytes());
    Op::Set { node, property: Property::Body, value: Value::Text(words) }
}

/// A text panel and what it says.
fn text_panel(number: u32) -> Vec<Op> {
    let says = body(number, "x".repeat(MAX_BODY_CHARS));
    let place = Place { parent: NodeId::ROOT, order: Order::default() };
    vec![Op::Insert { node: says.node(), kind: Kind::Text, place }, says]
}

proptest! {
    /// P-84: it is never larger than it is said to be, and what is said follows from what is stored, also after
    /// gestures that were refused half-way.
    #[test]
    fn the_size_is_known_without_writing(made in prop::collection::vec(prop::collection::vec(op(), 1..4), 0..40)) {
        let (mut document, mut seq) = dashboard();
        for ops in made {
            seq = seq.next();
            let _may_be_refused = apply(&mut document, &gesture(ops), Some(seq));
        }
        let stored = postcard::to_allocvec(&document).unwrap();
        prop_assert!(stored.len() <= document.bytes() + id(0).bytes().len(), "{} > {}", stored.len(), document.bytes());
        let read: Document = postcard::from_bytes(&stored).unwrap();
        prop_assert_eq!(read.bytes(), document.bytes());
        prop_assert_eq!(read, document);
    }
}

/// P-84: what would grow beyond the limit is refused, what shrinks is not; and what was larger before opens.
#[test]
fn growth_ends_at_the_limit() {
    let (mut document, _) = dashboard();
    let refused = (0..).find(|number| {
        apply_as(&mut document, &gesture(text_panel(*number)), OWNER, Some(Seq(1))) == Err(Refusal::DocumentTooLarge)
    });
    let number = refused.unwrap();
    assert!(document.bytes() <= MAX_DOCUMENT_BYTES && document.bytes() > MAX_DOCUMENT_BYTES - 2 * MAX_BODY_CHARS);
    for number in number..number + 9 {
        apply(&mut document, &gesture(text_panel(number)), Some(Seq(1))).unwrap();
    }
    let mut read: Document = postcard::from_bytes(&postcard::to_allocvec(&document).unwrap()).unwrap();
    assert!(read.bytes() > MAX_DOCUMENT_BYTES && read == document);
    let shorter = gesture(vec![body(0, "short".into())]);
    assert_eq!(apply_as(&mut read, &shorter, OWNER, Some(Seq(2))), Ok(()));
    let longer = gesture(vec![body(0, "longer".into())]);
    assert_eq!(apply_as(&mut read, &longer, OWNER, Some(Seq(3))), Err(Refusal::DocumentTooLarge));
}
