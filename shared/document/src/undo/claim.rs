//! A claim: what one gesture did to one register, and how that is taken back. It reads the document it is shown;
//! it keeps no order and knows no stack.

use serde::{Deserialize, Serialize};

use crate::{
    ids::{ClientId, NodeId},
    op::Op,
    place::Place,
    property::{Property, Value},
    tree::{Document, Node, Stamp},
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

    /// The op that writes it there; none where the register holds something of another sort.
    pub(crate) fn op(self, content: &Content) -> Option<Op> {
        let node = self.node;
        match (self.part, content) {
            (Part::Deleted, Content::Deleted(true)) => Some(Op::Delete { node }),
            (Part::Deleted, Content::Deleted(false)) => Some(Op::Restore { node }),
            (Part::Place, Content::Place(place)) => Some(Op::Place { node, place: place.clone() }),
            (Part::Property(property), Content::Property(value)) => {
                Some(Op::Set { node, property, value: value.clone() })
            }
            (Part::Deleted | Part::Place | Part::Property(_), _) => None,
        }
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
        let may = match &self.before {
            Content::Deleted(true) => !takes_work_of_others(document, node, me),
            Content::Deleted(false) => true,
            Content::Place(place) => {
                !is_deleted_by_other(document, node, me) && !is_deleted_by_other(document, place.parent, me)
            }
            Content::Property(_) => !is_deleted_by_other(document, node, me),
        };
        self.key.op(&self.before).filter(|_| may)
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
    let mut ops = Vec::new();
    for claim in claims.iter().rev().filter(|claim| claim.stands(document, me)) {
        ops.extend(claim.inverse(&after, me).filter(|op| applies(&mut after, op)));
    }
    ops
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

/// Whether somebody else has worked on the node, or on what is shown with it below it, since it was last inserted,
/// deleted or restored. Where panels lie does not count: others' panels make way for each other all the time.
pub(crate) fn takes_work_of_others(document: &Document, id: NodeId, me: ClientId) -> bool {
    let Some(since) = document.nodes.get(&id).and_then(|node| node.deleted.stamp.seq) else { return false };
    let is_work = |stamp: Stamp| stamp.client != me && stamp.seq.is_some_and(|written| written > since);
    let is_worked_on = |node: &Node| {
        let mut written = node.properties.iter().filter(|(property, _)| **property != Property::Layout);
        written.any(|(_, register)| is_work(register.stamp))
    };
    let came = |node: &Node| is_work(node.place.stamp) || is_work(node.deleted.stamp);
    document.nodes.iter().any(|(other, node)| match *other == id {
        true => is_worked_on(node),
        false => (is_worked_on(node) || came(node)) && document.is_shown_with(*other, id),
    })
}
