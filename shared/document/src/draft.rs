//! A draft's way back: its gestures on top of a document that others have changed since the draft began. They apply by
//! the same rules as any other; what no longer applies is left out and named, and so is what they replace that others
//! have written meanwhile. It knows neither where drafts are kept nor who may publish one.

use std::collections::BTreeSet;

use crate::{
    apply::{Refusal, apply_as},
    difference::{Difference, What, differences},
    ids::{ClientId, NodeId, OpId, Seq},
    op::{Gesture, Op},
    permission::{Role, Who},
    tree::{Document, Stamp},
};

/// What comes of a draft's gestures on top of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// The document after them.
    pub document: Document,
    /// The gestures that do not apply, in order.
    pub refused: Vec<(OpId, Refusal)>,
    /// The writes of others that the draft replaces, in the order of the nodes' ids.
    pub overwritten: Vec<Overwritten>,
}

/// A write that a draft replaces although it came after the draft began.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overwritten {
    /// From what it said to what the draft says.
    pub difference: Difference,
    /// Who had written it, and at which `Seq`.
    pub by: Stamp,
}

/// Puts a draft's gestures, in order, on top of the document `now`, whose newest gesture is `newest`; the draft began
/// at `base`. Each op is judged as one of somebody of that role who speaks for its author's replica.
#[must_use]
pub fn merge(now: &Document, newest: Seq, base: Seq, gestures: &[&Gesture], role: Role) -> Merged {
    let (mut document, mut seq, mut refused) = (now.clone(), newest, Vec::new());
    let mut touched = BTreeSet::new();
    for gesture in gestures {
        let who = Who { role, client: gesture.id.client };
        match apply_as(&mut document, gesture, who, Some(seq.next())) {
            Ok(()) => {
                seq = seq.next();
                touched.extend(gesture.ops.iter().map(Op::node));
            }
            Err(refusal) => refused.push((gesture.id, refusal)),
        }
    }
    let own: BTreeSet<ClientId> = gestures.iter().map(|gesture| gesture.id.client).collect();
    let is_foreign = |stamp: &Stamp| stamp.seq > Some(base) && !own.contains(&stamp.client);
    let replaced = differences(now, &document).into_iter().filter(|difference| touched.contains(&difference.node));
    let overwritten = replaced.filter_map(|difference| {
        let by = stamp_of(now, difference.node, &difference.what).filter(is_foreign)?;
        Some(Overwritten { difference, by })
    });
    let overwritten = overwritten.collect();
    Merged { document, refused, overwritten }
}

/// Who wrote what a difference replaces; nobody wrote what was not there.
fn stamp_of(before: &Document, node: NodeId, what: &What) -> Option<Stamp> {
    let node = before.nodes.get(&node)?;
    match what {
        What::Changed(change) => node.properties.get(&change.property).map(|register| register.stamp),
        What::Moved => Some(node.place.stamp),
        What::Removed | What::Restored => Some(node.deleted.stamp),
        What::Added => None,
    }
}
