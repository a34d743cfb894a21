//! Edits: what a form or a drag says before it becomes ops. Lowering is pure; it knows no replica and no role.

use document::{Document, Kind, NodeId, Op, Property, Rect, Value};

/// What a person wants, in the words of the page.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// A form field has a new value.
    SetProperty {
        /// Whose.
        node: NodeId,
        /// Which.
        property: Property,
        /// What it says from now on.
        value: Value,
    },
    /// A new panel at the bottom of the grid.
    AddPanel {
        /// What it is.
        kind: Kind,
    },
    /// A panel was dropped, or moved by keys; the others make way.
    MovePanel {
        /// Which.
        node: NodeId,
        /// Where it was dropped.
        rect: Rect,
    },
    /// Delete was pressed.
    DeletePanel {
        /// Which.
        node: NodeId,
    },
    /// Undo of a deletion was pressed.
    RestorePanel {
        /// Which.
        node: NodeId,
    },
}

/// Where new ids come from: randomness is the caller's.
pub trait IdSource {
    /// An id that no document has.
    fn node_id(&mut self) -> NodeId;
}

/// The ops of an edit; none where nothing changes.
pub fn lower(document: &Document, edit: Edit, ids: &mut impl IdSource) -> Vec<Op> {
    let _ = (document, edit, ids);
    Vec::new()
}
