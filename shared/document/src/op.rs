//! Ops: the intents that change a document, and gestures: the ops of one user act, applied all or none.
//! Enum order is the wire format: append only.

use serde::{Deserialize, Serialize};

use crate::{
    ids::{NodeId, OpId, Seq},
    place::Place,
    property::{Kind, Property, Value},
};

/// One intent that changes the document; deterministic to apply.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Op {
    /// Makes a node with default properties.
    Insert {
        /// An id that was never used in this document.
        node: NodeId,
        /// What it is.
        kind: Kind,
        /// Where it hangs.
        place: Place,
    },
    /// Writes one property.
    Set {
        /// Whose.
        node: NodeId,
        /// Which.
        property: Property,
        /// What it says from now on.
        value: Value,
    },
    /// Moves a node below a parent, among its siblings.
    Place {
        /// Which node.
        node: NodeId,
        /// Where to.
        place: Place,
    },
    /// Leaves a tombstone: the node and all below it are no longer shown.
    Delete {
        /// Which node.
        node: NodeId,
    },
    /// Takes a deletion back: the node and all below it are shown again as they are now.
    Restore {
        /// Which node.
        node: NodeId,
    },
}

impl Op {
    /// The node that the op is about.
    #[must_use]
    pub fn node(&self) -> NodeId {
        match self {
            Self::Insert { node, .. }
            | Self::Set { node, .. }
            | Self::Place { node, .. }
            | Self::Delete { node }
            | Self::Restore { node } => *node,
        }
    }
}

/// The ops of one user act: applied all or none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gesture {
    /// Names it for ever; a second gesture of the same id has no effect.
    pub id: OpId,
    /// One to [`MAX_OPS`](crate::apply::MAX_OPS) ops.
    pub ops: Vec<Op>,
}

/// A gesture with its place in the total order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sequenced {
    /// Its place.
    pub seq: Seq,
    /// What happened.
    pub gesture: Gesture,
}
