//! Apply: the only code that changes a document. A gesture takes effect whole or not at all, and equally on every
//! replica, because everything it depends on is the document and the gesture.

use std::{
    collections::{BTreeMap, btree_map::Entry},
    sync::Arc,
};

use serde::{Deserialize, Serialize};

use crate::{
    ids::{NodeId, Seq},
    op::{Gesture, Op},
    place::{MAX_ORDER_BYTES, Place},
    property::{Invalid, Kind, Property, Value},
    tree::{Document, Node, Register, Stamp},
};

/// Most ops in one gesture; more are refused.
pub const MAX_OPS: usize = 512;
/// Most nodes in one document, deleted ones included; more are refused.
pub const MAX_NODES: usize = 20_000;
/// Deepest nesting below the root; deeper is refused.
pub const MAX_DEPTH: usize = 8;

/// Why a gesture has no effect. Said to its author, so in plain words. Append only: it travels on the wire.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum Refusal {
    /// A gesture without ops, or with too many.
    #[error("a gesture has 1 to {MAX_OPS} ops, this has {0}")]
    OpCount(u64),
    /// A node that this document never had.
    #[error("there is no node {0}")]
    NoSuchNode(NodeId),
    /// An insert under an id that is taken.
    #[error("the id {0} is taken")]
    IdTaken(NodeId),
    /// A value that breaks a rule.
    #[error("{property:?}: {reason}")]
    Invalid {
        /// Where.
        property: Property,
        /// Which rule.
        reason: Invalid,
    },
    /// A kind that does not belong below that parent.
    #[error("a {child:?} does not belong below a {parent:?}")]
    Misplaced {
        /// What was to be placed.
        child: Kind,
        /// Below what.
        parent: Kind,
    },
    /// A node below itself.
    #[error("a node cannot be below itself")]
    Cycle,
    /// Too deep below the root.
    #[error("nodes nest at most {MAX_DEPTH} deep")]
    TooDeep,
    /// The root cannot be inserted, moved or deleted.
    #[error("the dashboard itself stays where it is")]
    Root,
    /// An order that has grown too long.
    #[error("the order is longer than {MAX_ORDER_BYTES} bytes: move it elsewhere first")]
    OrderTooLong,
    /// The document is full.
    #[error("a dashboard has at most {MAX_NODES} nodes")]
    Full,
    /// The role may not.
    #[error("your role does not allow this")]
    NotAllowed,
    /// The relay could not store it; it may be sent again.
    #[error("the relay cannot store edits now; yours is kept here and sent again")]
    StorageFailed,
    /// A gesture of too many bytes.
    #[error("a gesture has at most {max_bytes} bytes: do it in smaller steps")]
    TooLarge {
        /// The limit.
        max_bytes: u64,
    },
}

/// Applies a gesture; `seq` is `None` while it is pending.
///
/// # Errors
/// The first rule that an op breaks; the document is then as it was.
pub fn apply(document: &mut Document, gesture: &Gesture, seq: Option<Seq>) -> Result<(), Refusal> {
    if gesture.ops.is_empty() || gesture.ops.len() > MAX_OPS {
        return Err(Refusal::OpCount(gesture.ops.len() as u64));
    }
    let stamp = Stamp { client: gesture.id.client, seq };
    let mut before = BTreeMap::new();
    for op in &gesture.ops {
        before.entry(op.node()).or_insert_with(|| document.nodes.get(&op.node()).cloned());
        if let Err(refusal) = apply_op(document, op, stamp) {
            roll_back(document, before);
            return Err(refusal);
        }
    }
    Ok(())
}

fn roll_back(document: &mut Document, before: BTreeMap<NodeId, Option<Arc<Node>>>) {
    for (id, node) in before {
        match node {
            Some(node) => document.nodes.insert(id, node),
            None => document.nodes.remove(&id),
        };
    }
}

fn apply_op(document: &mut Document, op: &Op, stamp: Stamp) -> Result<(), Refusal> {
    match op {
        Op::Insert { node, kind, place } => insert(document, *node, *kind, place, stamp),
        Op::Set { node, property, value } => set(document, *node, *property, value, stamp),
        Op::Place { node, place } => move_to(document, *node, place, stamp),
        Op::Delete { node } => set_deleted(document, *node, true, stamp),
        Op::Restore { node } => set_deleted(document, *node, false, stamp),
    }
}

fn insert(document: &mut Document, id: NodeId, kind: Kind, place: &Place, stamp: Stamp) -> Result<(), Refusal> {
    check_place(document, id, kind, place)?;
    if document.nodes.len() >= MAX_NODES {
        return Err(Refusal::Full);
    }
    match document.nodes.entry(id) {
        Entry::Occupied(_) => Err(Refusal::IdTaken(id)),
        Entry::Vacant(slot) => {
            let place = Register { value: place.clone(), stamp };
            slot.insert(Arc::new(Node {
                kind,
                place,
                deleted: Register { value: false, stamp },
                properties: BTreeMap::new(),
            }));
            Ok(())
        }
    }
}

fn set(document: &mut Document, id: NodeId, property: Property, value: &Value, stamp: Stamp) -> Result<(), Refusal> {
    let node = document.nodes.get_mut(&id).ok_or(Refusal::NoSuchNode(id))?;
    let invalid = |reason| Refusal::Invalid { property, reason };
    if !node.kind.properties().contains(&property) {
        return Err(invalid(Invalid::NotOfKind { kind: node.kind, property }));
    }
    property.check(value).map_err(invalid)?;
    Arc::make_mut(node).properties.insert(property, Register { value: value.clone(), stamp });
    Ok(())
}

fn move_to(document: &mut Document, id: NodeId, place: &Place, stamp: Stamp) -> Result<(), Refusal> {
    let kind = document.nodes.get(&id).ok_or(Refusal::NoSuchNode(id))?.kind;
    check_place(document, id, kind, place)?;
    if let Some(node) = document.nodes.get_mut(&id) {
        Arc::make_mut(node).place = Register { value: place.clone(), stamp };
    }
    Ok(())
}

fn set_deleted(document: &mut Document, id: NodeId, deleted: bool, stamp: Stamp) -> Result<(), Refusal> {
    if id == NodeId::ROOT {
        return Err(Refusal::Root);
    }
    let node = document.nodes.get_mut(&id).ok_or(Refusal::NoSuchNode(id))?;
    Arc::make_mut(node).deleted = Register { value: deleted, stamp };
    Ok(())
}

/// A node may hang at a place whose parent exists, fits, is not below the node, and is not too deep.
/// A deleted parent is accepted: whoever deleted it did not know, and undo brings both back.
fn check_place(document: &Document, id: NodeId, kind: Kind, place: &Place) -> Result<(), Refusal> {
    if id == NodeId::ROOT {
        return Err(Refusal::Root);
    }
    if place.order.len_bytes() > MAX_ORDER_BYTES {
        return Err(Refusal::OrderTooLong);
    }
    let parent = document.nodes.get(&place.parent).ok_or(Refusal::NoSuchNode(place.parent))?;
    if !kind.fits_below(parent.kind) {
        return Err(Refusal::Misplaced { child: kind, parent: parent.kind });
    }
    let mut above = place.parent;
    for _ in 0..MAX_DEPTH {
        if above == id {
            return Err(Refusal::Cycle);
        }
        if above == NodeId::ROOT {
            return Ok(());
        }
        above = document.nodes.get(&above).ok_or(Refusal::NoSuchNode(above))?.place.value.parent;
    }
    Err(Refusal::TooDeep)
}
