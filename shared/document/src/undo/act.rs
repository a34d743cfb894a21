//! Acts: what a gesture was, in a closed set that the page turns into words ("Undo: move panel").
//! An act is read off the ops and the document they met; it decides nothing.

use serde::{Deserialize, Serialize};

use crate::{
    ids::NodeId,
    op::Op,
    property::{Property, Value},
    tree::Document,
};

/// What a person did, as one says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Act {
    /// Added a panel.
    Add,
    /// Removed it.
    Remove,
    /// Brought it back.
    Restore,
    /// Moved it on the grid; others may have made way.
    Move,
    /// Changed its size; others may have made way.
    Resize,
    /// Gave it another place among its siblings.
    Reorder,
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
    /// What the node is called now, empty where it has no title.
    pub title: String,
}

impl Act {
    /// What these ops are to a document that they have not changed yet. The first op names whom they are about.
    pub(super) fn of(document: &Document, ops: &[Op]) -> Self {
        match ops {
            [Op::Insert { node, .. }, rest @ ..] if rest.iter().all(|op| op.node() == *node) => Self::Add,
            [Op::Set { node, property: Property::Layout, value }, rest @ ..] if rest.iter().all(is_layout) => {
                layout(document, *node, value)
            }
            [Op::Set { property, .. }] => Self::Set(*property),
            [Op::Place { .. }] => Self::Reorder,
            [Op::Delete { .. }] => Self::Remove,
            [Op::Restore { .. }] => Self::Restore,
            _ => Self::Several,
        }
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

impl Label {
    /// The label of an act on a node, which may be deleted by now.
    pub(super) fn of(document: &Document, act: Act, node: NodeId) -> Self {
        let title = document.nodes.get(&node).map(|node| node.title().to_owned()).unwrap_or_default();
        Self { act, node, title }
    }
}
