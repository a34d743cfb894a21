//! Apply: the only code that changes a document. A gesture takes effect whole or not at all, and equally on every
//! replica, because everything it depends on is the document and the gesture.

use std::{mem, sync::Arc};

use serde::{Deserialize, Serialize};

use crate::{
    ids::{NodeId, Seq},
    op::{Gesture, Op},
    permission::{Who, allows},
    place::{MAX_ORDER_BYTES, Place},
    property::{Invalid, Kind, Property, Value},
    registers::Registers,
    tree::{Document, Node, Register, Stamp},
};

/// Most ops in one gesture; more are refused.
pub const MAX_OPS: usize = 512;
/// Most nodes in one document, deleted ones included; more are refused.
pub const MAX_NODES: usize = 20_000;
/// Most bytes of one document, as [`Document::bytes`] counts them, deleted nodes included: a snapshot fits into one
/// message. A gesture that makes it larger than that is refused; what is larger already opens, and can shrink.
pub const MAX_DOCUMENT_BYTES: usize = 7 * 1024 * 1024;
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
    /// Only an owner may change this node, or something below or above it.
    #[error("this is locked: only an owner may change it")]
    Locked,
    /// The document has too many bytes.
    #[error("a dashboard has at most {MAX_DOCUMENT_BYTES} bytes: shorten some of its texts")]
    DocumentTooLarge,
}

/// Applies a gesture that is in the order, or is shown before it is; `seq` is `None` while it is pending.
///
/// # Errors
/// The first rule that an op breaks; the document is then as it was.
pub fn apply(document: &mut Document, gesture: &Gesture, seq: Option<Seq>) -> Result<(), Refusal> {
    apply_where(document, gesture, seq, apply_op)
}

/// Judges a gesture as what its author may do, and applies it: each op is judged in the document that the ops before it
/// have made. What is in the order was judged when it came there, by the rules and limits of that time.
///
/// # Errors
/// The first rule that an op breaks, permission and size included; the document is then as it was.
pub fn apply_as(document: &mut Document, gesture: &Gesture, who: Who, seq: Option<Seq>) -> Result<(), Refusal> {
    apply_where(document, gesture, seq, |document, op, stamp| {
        allows(who, op, document)?;
        let bytes = document.bytes();
        let before = apply_op(document, op, stamp)?;
        if document.bytes() > bytes.max(MAX_DOCUMENT_BYTES) {
            roll_back(document, vec![(op.node(), before)]);
            return Err(Refusal::DocumentTooLarge);
        }
        Ok(before)
    })
}

fn apply_where(
    document: &mut Document,
    gesture: &Gesture,
    seq: Option<Seq>,
    apply_one: impl Fn(&mut Document, &Op, Stamp) -> Result<Before, Refusal>,
) -> Result<(), Refusal> {
    if gesture.ops.is_empty() || gesture.ops.len() > MAX_OPS {
        return Err(Refusal::OpCount(gesture.ops.len() as u64));
    }
    let stamp = Stamp { client: gesture.id.client, seq };
    let alone = gesture.ops.len() == 1;
    let mut done = Vec::new();
    for op in &gesture.ops {
        match apply_one(document, op, stamp) {
            Ok(_) if alone => {}
            Ok(before) => done.push((op.node(), before)),
            Err(refusal) => {
                roll_back(document, done);
                return Err(refusal);
            }
        }
    }
    Ok(())
}

/// What an op that took effect has replaced. No copy of the node: with a second owner its next change would copy it whole.
enum Before {
    Absent,
    Property(Property, Option<Register<Value>>),
    Place(Register<Place>),
    Deleted(Register<bool>),
}

/// Takes ops back, the last one first.
fn roll_back(Document { nodes, index }: &mut Document, done: Vec<(NodeId, Before)>) {
    for (id, before) in done.into_iter().rev() {
        match (before, nodes.get_mut(&id)) {
            (Before::Absent, _) | (_, None) => index.remove(nodes, id),
            (Before::Property(property, register), Some(node)) => {
                index.write((id, node), property, register);
            }
            (Before::Place(place), Some(node)) => {
                index.write_place((id, node), place);
            }
            (Before::Deleted(deleted), Some(node)) => Arc::make_mut(node).deleted = deleted,
        }
    }
}

/// One op takes effect whole or not at all.
fn apply_op(document: &mut Document, op: &Op, stamp: Stamp) -> Result<Before, Refusal> {
    match op {
        Op::Insert { node, kind, place } => insert(document, *node, *kind, place, stamp),
        Op::Set { node, property, value } => set(document, *node, *property, value, stamp),
        Op::Place { node, place } => move_to(document, *node, place, stamp),
        Op::Delete { node } => set_deleted(document, *node, true, stamp),
        Op::Restore { node } => set_deleted(document, *node, false, stamp),
    }
}

fn insert(document: &mut Document, id: NodeId, kind: Kind, place: &Place, stamp: Stamp) -> Result<Before, Refusal> {
    check_place(document, id, kind, place)?;
    if document.nodes.len() >= MAX_NODES {
        return Err(Refusal::Full);
    }
    if document.nodes.contains_key(&id) {
        return Err(Refusal::IdTaken(id));
    }
    let place = Register { value: place.clone(), stamp };
    let deleted = Register { value: false, stamp };
    let node = Node { kind, place, deleted, properties: Registers::default() };
    document.index.count(id, &node);
    document.nodes.insert(id, Arc::new(node));
    Ok(Before::Absent)
}

fn set(
    document: &mut Document,
    id: NodeId,
    property: Property,
    value: &Value,
    stamp: Stamp,
) -> Result<Before, Refusal> {
    let node = document.nodes.get_mut(&id).ok_or(Refusal::NoSuchNode(id))?;
    let invalid = |reason| Refusal::Invalid { property, reason };
    if !node.kind.properties().contains(&property) {
        return Err(invalid(Invalid::NotOfKind { kind: node.kind, property }));
    }
    property.check(value).map_err(invalid)?;
    let register = Register { value: value.clone(), stamp };
    Ok(Before::Property(property, document.index.write((id, node), property, Some(register))))
}

fn move_to(document: &mut Document, id: NodeId, place: &Place, stamp: Stamp) -> Result<Before, Refusal> {
    let kind = document.nodes.get(&id).ok_or(Refusal::NoSuchNode(id))?.kind;
    check_place(document, id, kind, place)?;
    let node = document.nodes.get_mut(&id).ok_or(Refusal::NoSuchNode(id))?;
    let place = Register { value: place.clone(), stamp };
    Ok(Before::Place(document.index.write_place((id, node), place)))
}

fn set_deleted(document: &mut Document, id: NodeId, deleted: bool, stamp: Stamp) -> Result<Before, Refusal> {
    if id == NodeId::ROOT {
        return Err(Refusal::Root);
    }
    let node = document.nodes.get_mut(&id).ok_or(Refusal::NoSuchNode(id))?;
    let deleted = Register { value: deleted, stamp };
    Ok(Before::Deleted(mem::replace(&mut Arc::make_mut(node).deleted, deleted)))
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
