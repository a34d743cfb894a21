//! Permission: who may do which op in which document. One match, used by the form to disable and by the room to judge.
//! It says nothing about who is who: that is the session's.

use serde::{Deserialize, Serialize};

use crate::{
    apply::Refusal,
    ids::{ClientId, NodeId},
    op::Op,
    property::{Kind, Property},
    tree::{Document, Node},
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
    let is_comment = subject(op, document).is_some_and(Kind::is_comment);
    let (is_allowed, refusal) = match who.role {
        Role::Viewer => (false, Refusal::NotAllowed),
        Role::Commenter => (is_comment && may_comment(who.client, op, document), Refusal::NotAllowed),
        Role::Editor | Role::Owner if is_comment => (!is_move(op), Refusal::NotAllowed),
        Role::Editor => (is_free(op, document), Refusal::Locked),
        Role::Owner => (true, Refusal::NotAllowed),
    };
    is_allowed.then_some(()).ok_or(refusal)
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

/// Nobody moves a comment: it is about what it was made on, and it stays its author's.
fn is_move(op: &Op) -> bool {
    matches!(op, Op::Place { .. })
}

/// Comments and replies, new ones and one's own; whether a thread is done is everybody's to say. One's own goes only
/// while no answer of somebody else goes with it, and comes back only if one has deleted it oneself.
fn may_comment(me: ClientId, op: &Op, document: &Document) -> bool {
    match op {
        Op::Insert { .. } | Op::Set { property: Property::Resolved, .. } => true,
        Op::Set { node, .. } => document.is_own(*node, me),
        Op::Delete { node } | Op::Restore { node } => {
            document.is_own(*node, me) && !document.is_deleted_by_other(*node, me) && !document.is_answered(*node, me)
        }
        Op::Place { .. } => false,
    }
}

/// What is locked, all below it, and what holds it, only an owner moves, removes or brings back; nor does anybody else
/// write to it, hang something below it, or set a lock.
fn is_free(op: &Op, document: &Document) -> bool {
    match op {
        Op::Set { property: Property::Locked, .. } => false,
        Op::Set { node, .. } => !document.is_locked(*node),
        Op::Insert { place, .. } => !document.is_locked(place.parent),
        Op::Place { node, place } => !document.is_locked(place.parent) && !document.holds_locked(*node),
        Op::Delete { node } | Op::Restore { node } => !document.holds_locked(*node),
    }
}

impl Document {
    /// Whether only owners may change the node: it or one above it is locked.
    #[must_use]
    pub fn is_locked(&self, id: NodeId) -> bool {
        self.path(id).any(|(_, node)| node.flag(Property::Locked))
    }

    /// Whether the node or one above it is locked, or one below it that is shown with it.
    fn holds_locked(&self, id: NodeId) -> bool {
        self.is_locked(id) || self.index.locked().any(|locked| self.is_shown_with(locked, id))
    }

    /// Whether the node hangs somewhere below the other one, and is shown where that is.
    pub(crate) fn is_shown_with(&self, id: NodeId, other: NodeId) -> bool {
        let mut path = self.path(id).skip_while(|(above, node)| *above != other && !node.deleted.value);
        path.next().is_some_and(|(above, _)| above == other)
    }

    /// The node and those above it, up to the root.
    fn path(&self, id: NodeId) -> impl Iterator<Item = (NodeId, &Node)> {
        let found = move |id: NodeId| self.nodes.get(&id).map(|node| (id, &**node));
        std::iter::successors(
            found(id),
            move |(below, node)| {
                if *below == NodeId::ROOT { None } else { found(node.place.value.parent) }
            },
        )
    }

    /// Whether this replica has made the comment, which nobody moves.
    fn is_own(&self, id: NodeId, me: ClientId) -> bool {
        self.nodes.get(&id).is_some_and(|node| node.place.stamp.client == me)
    }

    fn is_deleted_by_other(&self, id: NodeId, me: ClientId) -> bool {
        self.nodes.get(&id).is_some_and(|node| node.deleted.value && node.deleted.stamp.client != me)
    }

    /// Whether the comment has answers of others that are shown with it.
    fn is_answered(&self, comment: NodeId, me: ClientId) -> bool {
        self.index.replies(comment).any(|reply| {
            self.nodes.get(&reply).is_some_and(|node| !node.deleted.value && node.place.stamp.client != me)
        })
    }
}
