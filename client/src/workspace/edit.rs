//! Edits: what a form or a drag says before it becomes ops. Lowering is pure; it knows no replica, and of a role only
//! that what others have locked stays where it is.

pub mod copy;
mod placing;
mod remarks;
mod sections;
mod several;
#[cfg(test)]
mod tests;

use std::rc::Rc;

use document::{Direction, Document, Kind, NodeId, Op, Property, Rect, Scope, Value, Who, difference};

pub(crate) use self::placing::usual_size;
pub use self::{
    copy::Copied,
    remarks::{Comment, Note},
};

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
    /// Several fields of one form have new values at once.
    SetProperties {
        /// Whose.
        node: NodeId,
        /// Which, and what they say from now on.
        values: Vec<(Property, Value)>,
    },
    /// A new panel at the bottom of a grid.
    AddPanel {
        /// What it is.
        kind: Kind,
        /// Whose grid: the dashboard's, a tab's or a section's.
        parent: NodeId,
    },
    /// A new chart at the bottom of a grid, which says this.
    AddChart {
        /// Whose grid.
        parent: NodeId,
        /// What it says; of what is not here the default.
        values: Vec<(Property, Value)>,
    },
    /// A new panel that says this from the beginning.
    AddWith {
        /// What it is.
        kind: Kind,
        /// Whose grid.
        parent: NodeId,
        /// Where it was dropped; `None` for the bottom.
        rect: Option<Rect>,
        /// What it says; of what is not here the default.
        values: Vec<(Property, Value)>,
    },
    /// A new tab after the others. The first one takes in what there is.
    AddTab {
        /// What it is called.
        title: String,
    },
    /// A new section below the others.
    AddRow {
        /// Of the dashboard or of a tab.
        parent: NodeId,
        /// What it is called.
        title: String,
    },
    /// A panel was dropped, or moved by keys; the others make way.
    MovePanel {
        /// Which.
        node: NodeId,
        /// Where it was dropped.
        rect: Rect,
    },
    /// A panel or a section goes to another tab or section.
    MoveTo {
        /// Which.
        node: NodeId,
        /// Where to.
        parent: NodeId,
        /// Where on that grid a panel was dropped; `None` for where there is room.
        rect: Option<Rect>,
    },
    /// A tab or a section gets another place among those of its kind.
    Reorder {
        /// Which.
        node: NodeId,
        /// The one that it stands in front of then; `None` for the end.
        before: Option<NodeId>,
    },
    /// A panel is to be there twice.
    Duplicate {
        /// Which.
        node: NodeId,
    },
    /// A panel that was copied is to be here too.
    Paste {
        /// What was copied.
        copied: Copied,
        /// Into whose grid.
        parent: NodeId,
    },
    /// A moment or a span is to be marked on the time axis of a chart.
    Annotate {
        /// Which chart; the dashboard for all of them.
        parent: NodeId,
        /// What is to be said about which time.
        note: Note,
    },
    /// Something is said about a panel, or in answer to a comment.
    Comment {
        /// The panel, the dashboard, or the comment that is answered.
        on: NodeId,
        /// By whom, when and what.
        comment: Comment,
    },
    /// Delete was pressed.
    Delete {
        /// Of what: a panel, an annotation, a comment, or a tab or section with all that is in it.
        node: NodeId,
    },
    /// Several panels of one grid get other rectangles at once; the others make way.
    Arrange {
        /// Which, and where they go.
        rects: Vec<(NodeId, Rect)>,
    },
    /// Several panels of one grid are to be there twice.
    DuplicateAll {
        /// Which.
        nodes: Vec<NodeId>,
    },
    /// Delete was pressed while several panels were selected.
    DeleteAll {
        /// Which.
        nodes: Vec<NodeId>,
    },
    /// Undo of a deletion was pressed.
    Restore {
        /// Which.
        node: NodeId,
    },
    /// Something is to be as it was at an earlier time.
    RestoreTo {
        /// The document of that time.
        then: Rc<Document>,
        /// How much of it.
        scope: Scope,
    },
    /// This person's last edit is to be taken back.
    Undo,
    /// What was taken back last is to be done again.
    Redo,
}

impl Edit {
    /// Which way through what this person did, if it is no edit of its own.
    #[must_use]
    pub fn direction(&self) -> Option<Direction> {
        match self {
            Self::Undo => Some(Direction::Undo),
            Self::Redo => Some(Direction::Redo),
            Self::SetProperty { .. }
            | Self::SetProperties { .. }
            | Self::AddPanel { .. }
            | Self::AddChart { .. }
            | Self::AddWith { .. }
            | Self::AddTab { .. }
            | Self::AddRow { .. }
            | Self::MovePanel { .. }
            | Self::MoveTo { .. }
            | Self::Reorder { .. }
            | Self::Duplicate { .. }
            | Self::Paste { .. }
            | Self::Annotate { .. }
            | Self::Comment { .. }
            | Self::Arrange { .. }
            | Self::DuplicateAll { .. }
            | Self::DeleteAll { .. }
            | Self::Delete { .. }
            | Self::Restore { .. }
            | Self::RestoreTo { .. } => None,
        }
    }
}

/// Where new ids come from: randomness is the caller's.
pub trait IdSource {
    /// An id that no document has.
    fn node_id(&mut self) -> NodeId;
}

/// The ops of an edit, as one gesture unless they are more than one holds; none where nothing changes, and none of
/// what only the replica knows how to undo. Panels that make way for another do so unless they are locked for `who`.
pub fn lower(document: &Document, who: Who, edit: Edit, ids: &mut impl IdSource) -> Vec<Op> {
    match edit {
        Edit::SetProperty { node, property, value } => set_property(document, node, property, value),
        Edit::SetProperties { node, values } => {
            values.into_iter().flat_map(|(property, value)| set_property(document, node, property, value)).collect()
        }
        Edit::AddPanel { kind, parent } => placing::add_panel(document, kind, parent, ids.node_id()),
        Edit::AddChart { parent, values } => placing::add_chart(document, values, parent, ids.node_id()),
        Edit::AddWith { kind, parent, rect, values } => {
            placing::add_with(document, who, (kind, parent, rect), values, ids.node_id())
        }
        Edit::AddTab { title } => sections::add_tab(document, who, title, ids.node_id()),
        Edit::AddRow { parent, title } => sections::add(document, Kind::Row, parent, title, ids.node_id()),
        Edit::MovePanel { node, rect } => placing::move_panel(document, who, node, rect),
        Edit::MoveTo { node, parent, rect } => placing::move_to(document, who, node, parent, rect),
        Edit::Reorder { node, before } => sections::reorder(document, node, before),
        Edit::Duplicate { node } => copy::duplicate(document, node, ids),
        Edit::Paste { copied, parent } => copy::paste(document, &copied, parent, ids),
        Edit::Annotate { parent, note } => remarks::annotate(document, parent, note, ids.node_id()),
        Edit::Comment { on, comment } => remarks::comment(document, on, comment, ids.node_id()),
        Edit::Delete { node } => document.node(node).map(|_| Op::Delete { node }).into_iter().collect(),
        Edit::Arrange { rects } => several::arrange(document, who, &rects),
        Edit::DuplicateAll { nodes } => several::duplicate(document, &nodes, ids),
        Edit::DeleteAll { nodes } => several::delete(document, &nodes),
        Edit::Restore { node } => vec![Op::Restore { node }],
        Edit::RestoreTo { then, scope } => difference::restore(document, &then, scope),
        Edit::Undo | Edit::Redo => Vec::new(),
    }
}

fn set_property(document: &Document, node: NodeId, property: Property, value: Value) -> Vec<Op> {
    match document.node(node) {
        Some(found) if found.get(property) != value => vec![Op::Set { node, property, value }],
        Some(_) | None => Vec::new(),
    }
}

/// Writes a text property.
fn set_text(node: NodeId, property: Property, text: String) -> Op {
    Op::Set { node, property, value: Value::Text(text) }
}
