//! Acts: what a gesture was, in a closed set that the page turns into words ("Undo: move panel").
//! An act is read off the ops and the document they met; it decides nothing.

use serde::{Deserialize, Serialize};

use crate::{
    ids::NodeId,
    op::Op,
    property::{Kind, Property, Value},
    tree::Document,
};

/// What a person did, as one says it. Append only: it is stored with what can be taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Act {
    /// Made it, with what it is given from the start; a first tab takes in what was there.
    Add,
    /// Made a panel that says what another one says: a duplicate, or one from the clipboard.
    Copy,
    /// Removed it.
    Remove,
    /// Brought it back.
    Restore,
    /// Moved it on the grid; others may have made way.
    Move,
    /// Changed its size; others may have made way.
    Resize,
    /// Hung it below another parent: on another tab, in another section.
    MoveTo,
    /// Gave it another place among its siblings.
    Reorder,
    /// Let only owners change it.
    Lock,
    /// Let editors change it again.
    Unlock,
    /// Said that a thread is done.
    Resolve,
    /// Said that a thread is not done.
    Reopen,
    /// Folded a section away.
    Fold,
    /// Unfolded it.
    Unfold,
    /// Wrote one property.
    Set(Property),
    /// Several things at once.
    Several,
}

/// An act and whom it was done to, as they are called now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// What was done.
    pub act: Act,
    /// To whom; the root stands for the dashboard.
    pub node: NodeId,
    /// What that is.
    pub kind: Kind,
    /// What the node is called now, empty where it has no title.
    pub title: String,
}

impl Act {
    /// What these ops are to a document that they have not changed yet. The first op names whom they are about.
    pub(super) fn of(document: &Document, ops: &[Op]) -> Self {
        match ops {
            [Op::Insert { node, kind, .. }, rest @ ..] if rest.iter().all(|op| belongs_to_new(op, ops)) => {
                let is_copy = kind.is_panel() && rest.iter().any(|op| says_something(op, *node));
                if is_copy { Self::Copy } else { Self::Add }
            }
            [Op::Set { node, property: Property::Layout, value }, rest @ ..] if rest.iter().all(is_layout) => {
                layout(document, *node, value)
            }
            [Op::Set { property, value, .. }] => set(*property, value),
            [Op::Place { node, place }, rest @ ..] if rest.iter().all(is_layout) => {
                let stays = document.nodes.get(node).is_some_and(|found| found.place.value.parent == place.parent);
                if stays { Self::Reorder } else { Self::MoveTo }
            }
            [Op::Delete { .. }] => Self::Remove,
            [Op::Restore { .. }] => Self::Restore,
            _ => Self::Several,
        }
    }
}

/// Whether the op is about a node that the same ops make, or hangs something below one.
fn belongs_to_new(op: &Op, ops: &[Op]) -> bool {
    let is_new = |id: NodeId| ops.iter().any(|op| matches!(op, Op::Insert { node, .. } if *node == id));
    is_new(op.node()) || matches!(op, Op::Place { place, .. } if is_new(place.parent))
}

/// Whether more is said of the node than what it is called and where it lies.
fn says_something(op: &Op, id: NodeId) -> bool {
    match op {
        Op::Set { node, property, .. } => *node == id && !matches!(property, Property::Title | Property::Layout),
        Op::Insert { .. } | Op::Place { .. } | Op::Delete { .. } | Op::Restore { .. } => false,
    }
}

fn is_layout(op: &Op) -> bool {
    matches!(op, Op::Set { property: Property::Layout, .. })
}

fn layout(document: &Document, node: NodeId, value: &Value) -> Act {
    let size = |value: &Value| match value {
        Value::Rect(rect) => Some((rect.w, rect.h)),
        _ => None,
    };
    let before = document.nodes.get(&node).and_then(|node| size(&node.get(Property::Layout)));
    if before == size(value) { Act::Move } else { Act::Resize }
}

fn set(property: Property, value: &Value) -> Act {
    match (property, value) {
        (Property::Locked, Value::Flag(true)) => Act::Lock,
        (Property::Locked, Value::Flag(false)) => Act::Unlock,
        (Property::Resolved, Value::Flag(true)) => Act::Resolve,
        (Property::Resolved, Value::Flag(false)) => Act::Reopen,
        (Property::Collapsed, Value::Flag(true)) => Act::Fold,
        (Property::Collapsed, Value::Flag(false)) => Act::Unfold,
        _ => Act::Set(property),
    }
}

/// What the first op is about.
pub(super) fn subject(document: &Document, ops: &[Op]) -> (NodeId, Kind) {
    let kind = |id: NodeId| document.nodes.get(&id).map_or(Kind::Dashboard, |node| node.kind);
    match ops.first() {
        Some(Op::Insert { node, kind, .. }) => (*node, *kind),
        Some(op) => (op.node(), kind(op.node())),
        None => (NodeId::ROOT, Kind::Dashboard),
    }
}

impl Label {
    /// The label of an act on a node, which may be deleted by now.
    pub(super) fn of(document: &Document, act: Act, (node, kind): (NodeId, Kind)) -> Self {
        let title = document.nodes.get(&node).map(|node| node.title().to_owned()).unwrap_or_default();
        Self { act, node, kind, title }
    }
}
