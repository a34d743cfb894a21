//! Edits: what a form or a drag says before it becomes ops. Lowering is pure; it knows no replica and no role.

use std::rc::Rc;

use document::{
    Cell, Direction, Document, Kind, NodeId, Op, Order, Place, Property, Rect, Scope, Value, difference,
    grid::{self, COLUMNS, MAX_ROWS},
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
            | Self::AddPanel { .. }
            | Self::MovePanel { .. }
            | Self::DeletePanel { .. }
            | Self::RestorePanel { .. }
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
/// what only the replica knows how to undo.
pub fn lower(document: &Document, edit: Edit, ids: &mut impl IdSource) -> Vec<Op> {
    match edit {
        Edit::SetProperty { node, property, value } => set_property(document, node, property, value),
        Edit::AddPanel { kind } => add_panel(document, kind, ids.node_id()),
        Edit::MovePanel { node, rect } => move_panel(document, node, rect),
        Edit::DeletePanel { node } => document.node(node).map(|_| Op::Delete { node }).into_iter().collect(),
        Edit::RestorePanel { node } => vec![Op::Restore { node }],
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

fn add_panel(document: &Document, kind: Kind, node: NodeId) -> Vec<Op> {
    let last = document.children(NodeId::ROOT).last().map(|(_, last)| last.place().order.clone());
    let place = Place { parent: NodeId::ROOT, order: Order::between(last.as_ref(), None) };
    let layout = set_layout(node, room_for(kind, &document.grid(NodeId::ROOT)));
    vec![Op::Insert { node, kind, place }, layout]
}

/// Beside the last panel where it fits and lies as low, else at the start of a new row.
fn room_for(kind: Kind, cells: &[Cell]) -> Rect {
    let (w, h) = match kind {
        Kind::Stat => (6, 5),
        Kind::Table => (24, 10),
        Kind::Text => (12, 4),
        Kind::Control => (6, 3),
        Kind::Chart
        | Kind::Dashboard
        | Kind::Tab
        | Kind::Row
        | Kind::Annotation
        | Kind::Comment
        | Kind::Reply => (12, 8),
    };
    let bottom = grid::bottom(cells);
    let beside = cells.iter().map(|cell| cell.rect).filter(|rect| rect.y + rect.h == bottom).max_by_key(|rect| rect.x);
    match beside {
        Some(last) if last.x + last.w + w <= COLUMNS && last.h == h => Rect { x: last.x + last.w, y: last.y, w, h },
        Some(_) | None => Rect { x: 0, y: bottom.min(MAX_ROWS), w, h },
    }
}

/// What is shown after the drop is what is stored: every panel that made way says so, after the one that was dropped.
fn move_panel(document: &Document, node: NodeId, rect: Rect) -> Vec<Op> {
    let mut cells = document.grid(NodeId::ROOT);
    let Some(dropped) = cells.iter_mut().find(|cell| cell.node == node) else { return Vec::new() };
    dropped.rect = rect.clamped();
    let mut arranged = grid::arrange(&cells, Some(node));
    arranged.sort_by_key(|cell| cell.node != node);
    let moved =
        arranged.into_iter().filter(|cell| document.node(cell.node).is_some_and(|panel| panel.layout() != cell.rect));
    moved.map(|cell| set_layout(cell.node, cell.rect)).collect()
}

fn set_layout(node: NodeId, rect: Rect) -> Op {
    Op::Set { node, property: Property::Layout, value: Value::Rect(rect) }
}

#[cfg(test)]
mod tests {
    use document::{ClientId, Gesture, OpId, apply, apply::MAX_OPS};

    use super::*;

    struct Counting(u8);

    impl IdSource for Counting {
        fn node_id(&mut self) -> NodeId {
            self.0 += 1;
            NodeId::from_bytes([self.0; 8])
        }
    }

    /// A dashboard to which edits are said, one gesture each.
    struct Desk {
        document: Document,
        ids: Counting,
        gestures: u64,
    }

    impl Desk {
        fn with_charts(count: usize) -> Self {
            let mut desk = Self { document: Document::default(), ids: Counting(0), gestures: 0 };
            for _ in 0..count {
                desk.say(Edit::AddPanel { kind: Kind::Chart });
            }
            desk
        }

        fn say(&mut self, edit: Edit) -> usize {
            let ops = lower(&self.document, edit, &mut self.ids);
            let count = ops.len();
            if count > 0 {
                self.gestures += 1;
                let id = OpId { client: ClientId::from_bytes([1; 8]), counter: self.gestures };
                apply(&mut self.document, &Gesture { id, ops }, None).unwrap();
            }
            count
        }

        fn rects(&self) -> Vec<(u8, Rect)> {
            self.document.grid(NodeId::ROOT).iter().map(|cell| (cell.node.bytes()[0], cell.rect)).collect()
        }
    }

    fn panel(number: u8) -> NodeId {
        NodeId::from_bytes([number; 8])
    }

    fn rect(x: u16, y: u16, w: u16, h: u16) -> Rect {
        Rect { x, y, w, h }
    }

    #[test]
    fn new_panels_fill_the_row_and_then_begin_the_next() {
        let mut desk = Desk::with_charts(3);
        desk.say(Edit::AddPanel { kind: Kind::Stat });
        let expected =
            [(1, rect(0, 0, 12, 8)), (2, rect(12, 0, 12, 8)), (3, rect(0, 8, 12, 8)), (4, rect(0, 16, 6, 5))];
        assert_eq!(desk.rects(), expected);
    }

    #[test]
    fn what_changes_nothing_is_no_op() {
        let mut desk = Desk::with_charts(2);
        let unchanged = [
            Edit::SetProperty { node: panel(1), property: Property::Title, value: Value::Text(String::new()) },
            Edit::SetProperty { node: panel(9), property: Property::Title, value: Value::Text("x".into()) },
            Edit::MovePanel { node: panel(2), rect: rect(12, 0, 12, 8) },
            Edit::MovePanel { node: panel(9), rect: rect(0, 0, 1, 1) },
            Edit::DeletePanel { node: panel(9) },
        ];
        for edit in unchanged {
            assert_eq!(desk.say(edit.clone()), 0, "{edit:?}");
        }
    }

    #[test]
    fn a_drop_stores_what_is_shown_for_all_who_made_way() {
        let mut desk = Desk::with_charts(2);
        assert_eq!(desk.say(Edit::MovePanel { node: panel(2), rect: rect(0, 0, 12, 8) }), 2);
        assert_eq!(desk.rects(), [(2, rect(0, 0, 12, 8)), (1, rect(0, 8, 12, 8))]);
        for (number, shown) in desk.rects() {
            assert_eq!(desk.document.node(panel(number)).unwrap().layout(), shown);
        }
    }

    #[test]
    fn a_drop_outside_the_grid_is_clamped_and_always_valid() {
        let mut desk = Desk::with_charts(5);
        for wild in [rect(u16::MAX, u16::MAX, u16::MAX, u16::MAX), rect(23, 0, 24, 0), rect(0, 10_000, 0, 0)] {
            assert!(desk.say(Edit::MovePanel { node: panel(3), rect: wild }) <= MAX_OPS);
            assert!(desk.rects().iter().all(|(_, rect)| rect.is_valid()));
        }
    }

    #[test]
    fn deletion_and_its_undo() {
        let mut desk = Desk::with_charts(2);
        desk.say(Edit::DeletePanel { node: panel(1) });
        assert_eq!(desk.rects().len(), 1);
        desk.say(Edit::RestorePanel { node: panel(1) });
        assert_eq!(desk.rects().len(), 2);
    }
}
