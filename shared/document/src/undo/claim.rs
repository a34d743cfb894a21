//! A claim: what one gesture did to one register, and how that is taken back. It reads the document it is shown;
//! it keeps no order and knows no stack.

use serde::{Deserialize, Serialize};

use crate::{
    ids::{ClientId, NodeId},
    op::Op,
    place::Place,
    property::{Property, Value},
    tree::{Document, Register},
};

/// Names one register of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Key {
    node: NodeId,
    part: Part,
}

/// The registers of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
enum Part {
    Deleted,
    Place,
    Property(Property),
}

/// What stands in a register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Content {
    Deleted(bool),
    Place(Place),
    Property(Value),
}

/// What one gesture did to one register.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Claim {
    pub(super) key: Key,
    /// What stood there before the gesture, in the relay's order as far as it is known.
    pub(super) before: Content,
    /// What the gesture wrote.
    pub(super) after: Content,
}

impl Key {
    /// The register that an op writes. An insert counts as writing that its node is not deleted.
    pub(crate) fn of(op: &Op) -> Self {
        let part = match op {
            Op::Insert { .. } | Op::Delete { .. } | Op::Restore { .. } => Part::Deleted,
            Op::Place { .. } => Part::Place,
            Op::Set { property, .. } => Part::Property(*property),
        };
        Self { node: op.node(), part }
    }

    /// The register of a property.
    pub(crate) fn of_property(node: NodeId, property: Property) -> Self {
        Self { node, part: Part::Property(property) }
    }

    /// What stands there and who wrote it; nobody where a property has its default.
    pub(crate) fn read(self, document: &Document) -> Option<(Content, Option<ClientId>)> {
        let node = document.nodes.get(&self.node)?;
        Some(match self.part {
            Part::Deleted => (Content::Deleted(node.deleted.value), Some(node.deleted.stamp.client)),
            Part::Place => (Content::Place(node.place.value.clone()), Some(node.place.stamp.client)),
            Part::Property(property) => {
                (Content::Property(node.get(property)), node.stamp(property).map(|stamp| stamp.client))
            }
        })
    }
}

impl Content {
    /// What an op writes.
    pub(crate) fn of(op: &Op) -> Self {
        match op {
            Op::Insert { .. } | Op::Restore { .. } => Self::Deleted(false),
            Op::Delete { .. } => Self::Deleted(true),
            Op::Place { place, .. } => Self::Place(place.clone()),
            Op::Set { value, .. } => Self::Property(value.clone()),
        }
    }
}

impl Claim {
    /// What the ops will change in a document that they have not met yet. What a new node is given with its insert
    /// goes and comes with the node, so there is no claim on it.
    pub(super) fn all_of(document: &Document, ops: &[Op]) -> Vec<Self> {
        let mut claims: Vec<Self> = Vec::new();
        for op in ops {
            let (key, after) = (Key::of(op), Content::of(op));
            let before = match key.read(document) {
                Some((before, _)) => before,
                None if key.part == Part::Deleted => Content::Deleted(true),
                None => continue,
            };
            match claims.iter_mut().find(|claim| claim.key == key) {
                Some(claim) => claim.after = after,
                None => claims.push(Self { key, before, after }),
            }
        }
        claims.retain(|claim| claim.before != claim.after);
        claims
    }

    /// Whether the register still holds what was written here by this client.
    pub(super) fn stands(&self, document: &Document, me: ClientId) -> bool {
        self.key.read(document).is_some_and(|(content, writer)| content == self.after && writer == Some(me))
    }

    /// The op that brings back what was before, unless that would take something away from somebody else.
    fn inverse(&self, document: &Document, me: ClientId) -> Option<Op> {
        let node = self.key.node;
        let gone = || is_deleted_by_other(document, node, me);
        match (self.key.part, &self.before) {
            (_, Content::Deleted(true)) => {
                (!is_changed_by_other_since(document, node, me)).then_some(Op::Delete { node })
            }
            (_, Content::Deleted(false)) => Some(Op::Restore { node }),
            (_, Content::Place(place)) => {
                let kept = !gone() && !is_deleted_by_other(document, place.parent, me);
                kept.then(|| Op::Place { node, place: place.clone() })
            }
            (Part::Property(property), Content::Property(value)) => {
                (!gone()).then(|| Op::Set { node, property, value: value.clone() })
            }
            (Part::Deleted | Part::Place, Content::Property(_)) => None,
        }
    }
}

/// The ops that take back those of the claims that still stand, the last one first. Together they apply, as `applies`
/// says of each in the document that the ones before it have made.
pub(super) fn inverse(
    claims: &[Claim],
    document: &Document,
    me: ClientId,
    applies: impl Fn(&mut Document, &Op) -> bool,
) -> Vec<Op> {
    let mut after = document.clone();
    let standing = claims.iter().rev().filter(|claim| claim.stands(document, me));
    standing.filter_map(|claim| claim.inverse(document, me)).filter(|op| applies(&mut after, op)).collect()
}

/// Whether somebody else deleted the node or one above it: nobody would see what is written there.
fn is_deleted_by_other(document: &Document, node: NodeId, me: ClientId) -> bool {
    let mut above = node;
    while let Some(node) = document.nodes.get(&above) {
        if node.deleted.value && node.deleted.stamp.client != me {
            return true;
        }
        if above == NodeId::ROOT {
            return false;
        }
        above = node.place.value.parent;
    }
    false
}

/// Whether somebody else has worked on the node since it was last inserted, deleted or restored. Where it lies does
/// not count: others' panels make way for each other all the time.
fn is_changed_by_other_since(document: &Document, id: NodeId, me: ClientId) -> bool {
    let Some(node) = document.nodes.get(&id) else { return false };
    let Some(since) = node.deleted.stamp.seq else { return false };
    let newer = |register: &Register<Value>| {
        register.stamp.client != me && register.stamp.seq.is_some_and(|written| written > since)
    };
    node.properties.iter().any(|(property, register)| *property != Property::Layout && newer(register))
}
