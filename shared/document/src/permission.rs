//! Permission: who may do which op in which document. One match, used by the form to disable and by the room to judge.
//! It says nothing about who is who: that is the session's.

use serde::{Deserialize, Serialize};

use crate::{
    apply::Refusal,
    ids::{ClientId, NodeId},
    op::Op,
    property::{Kind, Property},
    tree::Document,
};

/// What somebody may do in one document, from least to most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Sees.
    Viewer,
    /// Sees and comments.
    Commenter,
    /// Changes everything but what is locked, and rights.
    Editor,
    /// Changes everything.
    Owner,
}

/// Who does something: a role says what is open to everybody of that role, the replica which comments are one's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Who {
    /// What this person may do.
    pub role: Role,
    /// The replica that speaks for this person.
    pub client: ClientId,
}

/// Whether the op may be done to the document as it is, before the op.
///
/// # Errors
/// [`Refusal::NotAllowed`] where the role does not go so far, [`Refusal::Locked`] where only an owner may.
pub fn allows(who: Who, op: &Op, document: &Document) -> Result<(), Refusal> {
    let subject = subject(op, document);
    match who.role {
        Role::Viewer => Err(Refusal::NotAllowed),
        Role::Commenter if is_own_comment(who.client, op, document) => Ok(()),
        Role::Commenter => Err(Refusal::NotAllowed),
        Role::Editor if subject.is_some_and(Kind::is_comment) => Ok(()),
        Role::Editor => check_locks(op, document),
        Role::Owner => Ok(()),
    }
}

/// The kind of the node that the op is about; `None` where there is no such node, which `apply` says.
fn subject(op: &Op, document: &Document) -> Option<Kind> {
    match op {
        Op::Insert { kind, .. } => Some(*kind),
        Op::Set { node, .. } | Op::Place { node, .. } | Op::Delete { node } | Op::Restore { node } => {
            document.nodes.get(node).map(|node| node.kind)
        }
    }
}

/// Comments and replies, new ones and one's own; whether a thread is done is everybody's to say. Nobody moves one.
fn is_own_comment(me: ClientId, op: &Op, document: &Document) -> bool {
    match op {
        Op::Insert { kind, .. } => kind.is_comment(),
        Op::Set { property: Property::Resolved, .. } => subject(op, document).is_some_and(Kind::is_comment),
        Op::Set { node, .. } | Op::Delete { node } | Op::Restore { node } => {
            document.nodes.get(node).is_some_and(|node| node.kind.is_comment() && node.place.stamp.client == me)
        }
        Op::Place { .. } => false,
    }
}

/// What is locked, all below it, and what holds it, only an owner moves, removes or brings back; nor does anybody else
/// write to it, hang something below it, or set a lock.
fn check_locks(op: &Op, document: &Document) -> Result<(), Refusal> {
    let is_free = match op {
        Op::Set { property: Property::Locked, .. } => false,
        Op::Set { node, .. } => !document.is_locked(*node),
        Op::Insert { place, .. } => !document.is_locked(place.parent),
        Op::Place { node, place } => !document.is_locked(place.parent) && !document.holds_locked(*node),
        Op::Delete { node } | Op::Restore { node } => !document.holds_locked(*node),
    };
    is_free.then_some(()).ok_or(Refusal::Locked)
}

impl Document {
    /// Whether only owners may change the node: it or one above it is locked.
    #[must_use]
    pub fn is_locked(&self, id: NodeId) -> bool {
        let mut above = id;
        while let Some(node) = self.nodes.get(&above) {
            if node.flag(Property::Locked) {
                return true;
            }
            if above == NodeId::ROOT {
                return false;
            }
            above = node.place.value.parent;
        }
        false
    }

    /// Whether the node or one above or below it is locked.
    fn holds_locked(&self, id: NodeId) -> bool {
        let is_lock = |node: &NodeId| self.nodes.get(node).is_some_and(|found| found.flag(Property::Locked));
        self.is_locked(id) || self.nodes.keys().filter(|node| is_lock(node)).any(|node| self.is_below(*node, id))
    }

    /// Whether the node is the other one or hangs somewhere below it.
    fn is_below(&self, id: NodeId, other: NodeId) -> bool {
        let mut above = id;
        while above != other {
            match self.nodes.get(&above) {
                Some(node) if above != NodeId::ROOT => above = node.place.value.parent,
                Some(_) | None => return false,
            }
        }
        true
    }
}
