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

/// A draft's way back as it goes on, page by page: a draft may be longer than anybody wants to hold at once.
#[derive(Clone, Debug)]
pub struct Merging<'a> {
    now: &'a Document,
    base: Seq,
    role: Role,
    document: Document,
    seq: Seq,
    refused: Vec<(OpId, Refusal)>,
    touched: BTreeSet<NodeId>,
    /// The replicas that have written to the draft.
    own: BTreeSet<ClientId>,
}

impl<'a> Merging<'a> {
    /// On top of the document `now`, whose newest gesture is `newest`; the draft began at `base`. Each op is judged as one
    /// of somebody of that role who speaks for its author's replica.
    #[must_use]
    pub fn new(now: &'a Document, newest: Seq, base: Seq, role: Role) -> Self {
        let (refused, touched, own) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
        Self { now, base, role, document: now.clone(), seq: newest, refused, touched, own }
    }

    /// The next gesture of the draft.
    pub fn add(&mut self, gesture: &Gesture) {
        let client = gesture.id.client;
        self.own.insert(client);
        match apply_as(&mut self.document, gesture, Who { role: self.role, client }, Some(self.seq.next())) {
            Ok(()) => {
                self.seq = self.seq.next();
                self.touched.extend(gesture.ops.iter().map(Op::node));
            }
            Err(refusal) => self.refused.push((gesture.id, refusal)),
        }
    }

    /// What came of all of them.
    #[must_use]
    pub fn finish(self) -> Merged {
        let Self { now, base, document, refused, touched, own, .. } = self;
        let is_foreign = |stamp: &Stamp| stamp.seq > Some(base) && !own.contains(&stamp.client);
        let replaced = differences(now, &document).into_iter().filter(|difference| touched.contains(&difference.node));
        let overwritten = replaced.filter_map(|difference| {
            let by = stamp_of(now, difference.node, &difference.what).filter(is_foreign)?;
            Some(Overwritten { difference, by })
        });
        let overwritten = overwritten.collect();
        Merged { document, refused, overwritten }
    }
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
