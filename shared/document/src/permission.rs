//! Permission: which role may do which op. One match, used by the form to disable and by the room to judge.

use serde::{Deserialize, Serialize};

use crate::op::Op;

/// What somebody may do in one document, from least to most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Sees.
    Viewer,
    /// Sees and comments.
    Commenter,
    /// Changes everything but rights.
    Editor,
    /// Changes everything.
    Owner,
}

/// Whether the role may do the op.
#[must_use]
pub fn allows(role: Role, op: &Op) -> bool {
    match op {
        Op::Insert { .. } | Op::Set { .. } | Op::Place { .. } | Op::Delete { .. } | Op::Restore { .. } => {
            role >= Role::Editor
        }
    }
}
