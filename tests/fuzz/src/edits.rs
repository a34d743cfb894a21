//! Edits: gestures from the wire, sensible or hostile, on two replicas. A refused gesture changes nothing (P-01), a taken
//! one changes both replicas equally (P-02), and what came of it can be stored, shown, outlined, compared and restored.

use document::{
    ClientId, Document, Gesture, Op, OpId, Order, Outline, Role, Scope, Seq, Who,
    apply::{MAX_OPS, apply, apply_as},
    difference::{differences, restore},
};
use protocol::codec::{canonical_hash, from_stored, to_stored};

use super::{
    dice::{self, Dice},
    grids::no_two_overlap,
};

/// So many gestures are applied at most; more would only fill the few nodes that there are.
const MAX_GESTURES: u64 = 64;
/// Whoever writes an outline or a restored document.
const SOMEBODY: ClientId = ClientId::from_bytes([9; 8]);

/// Applies gestures to two replicas, one of which has them from the wire.
pub fn gestures(bytes: &[u8]) {
    let mut dice = Dice::new(bytes);
    let (mut here, mut there) = (Document::default(), Document::default());
    let (mut seq, mut earlier) = (Seq::ZERO, here.clone());
    for counter in 1..=MAX_GESTURES {
        if dice.is_empty() {
            break;
        }
        let client = ClientId::from_bytes(dice.node().bytes());
        let gesture = dice.gesture(&here, client, counter);
        let at = (!dice.one_in(8)).then(|| seq.next());
        let who = Who { role: dice.draw().unwrap_or(Role::Owner), client };
        let judged = dice.one_in(2);
        let done = |document: &mut Document, gesture: &Gesture| {
            if judged { apply_as(document, gesture, who, at) } else { apply(document, gesture, at) }
        };
        let before = here.clone();
        let outcome = done(&mut here, &gesture);
        assert_eq!(done(&mut there, &from_the_wire(&gesture)), outcome, "P-02: {gesture:?}");
        assert!(!judged || who.role != Role::Viewer || outcome.is_err(), "a viewer did {gesture:?}");
        match outcome {
            Ok(()) => seq = at.unwrap_or(seq),
            Err(refusal) => assert_eq!(here, before, "P-01: {refusal}: {gesture:?}"),
        }
        if dice.one_in(8) {
            earlier = here.clone();
        }
    }
    equal(&here, &there);
    is_shown(&here);
    is_outlined(&here);
    comes_back(&here, &earlier);
}

fn from_the_wire(gesture: &Gesture) -> Gesture {
    let stored = to_stored(gesture).expect("a gesture can be stored");
    let copy = from_stored(&stored).expect("a stored gesture can be read");
    assert_eq!(&copy, gesture);
    copy
}

fn equal(here: &Document, there: &Document) {
    assert_eq!(here, there, "P-02");
    let stored = to_stored(here).expect("a document can be stored");
    let copy: Document = from_stored(&stored).expect("a stored document can be read");
    assert_eq!(&copy, here);
    assert_eq!(canonical_hash(&copy), canonical_hash(there), "P-12");
    assert_eq!(differences(here, &copy), [], "equal documents do not differ");
}

/// The page can draw it, and drop a panel between any two neighbours.
fn is_shown(document: &Document) {
    for parent in dice::pool() {
        let children = document.children(parent);
        let orders: Vec<&Order> = children.iter().map(|(_, node)| &node.place().order).collect();
        let ends = [None].into_iter().chain(orders.iter().copied().map(Some)).chain([None]);
        for (before, after) in ends.clone().zip(ends.skip(1)) {
            let middle = Order::between(before, after);
            if before.zip(after).is_none_or(|(before, after)| before < after) {
                let lies_between =
                    before.is_none_or(|before| *before < middle) && after.is_none_or(|after| middle < *after);
                assert!(lies_between, "P-05: {middle:?} between {before:?} and {after:?}");
            }
        }
        no_two_overlap(&document.grid(parent));
    }
}

/// Written for people and files, and read again, it says the same.
fn is_outlined(document: &Document) {
    let outline = Outline::of(document);
    let mut copy = Document::default();
    take_all(&mut copy, &outline.to_ops());
    assert_eq!(Outline::of(&copy), outline);
}

/// Restored, it says what it said earlier.
fn comes_back(now: &Document, then: &Document) {
    let mut restored = now.clone();
    take_all(&mut restored, &restore(now, then, Scope::All));
    assert_eq!(Outline::of(&restored), Outline::of(then));
}

fn take_all(document: &mut Document, ops: &[Op]) {
    for (ops, counter) in ops.chunks(MAX_OPS).zip(1..) {
        let gesture = Gesture { id: OpId { client: SOMEBODY, counter }, ops: ops.to_vec() };
        let outcome = apply(document, &gesture, None);
        assert_eq!(outcome, Ok(()), "{gesture:?}");
    }
}
