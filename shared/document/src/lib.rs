//! The replicated state of one dashboard: a tree of nodes, the ops that change it, and who may do what.
//! Pure: no I/O, no clock, no randomness, no async. It knows nothing of tables, charts or sockets.

pub mod apply;
pub mod blame;
pub mod difference;
pub mod draft;
pub mod grid;
pub mod ids;
mod index;
pub mod kind;
mod nodes;
pub mod op;
pub mod outline;
pub mod permission;
pub mod place;
pub mod property;
mod registers;
pub mod replica;
pub mod time_text;
pub mod tree;
pub mod undo;
pub mod value;

pub use apply::{Refusal, apply, apply_as};
pub use difference::{Change, Difference, Scope, What};
pub use grid::{Cell, Rect};
pub use ids::{ClientId, NodeId, OpId, Seq};
pub use kind::Kind;
pub use op::{Gesture, Op, Sequenced};
pub use outline::Outline;
pub use permission::{Role, Who, allows};
pub use place::{Order, Place};
pub use property::{Invalid, Property};
pub use replica::{Kept, OutOfStep, Overwritten, Received, Replica};
pub use tree::{Document, Node, Register, Stamp};
pub use undo::{Act, Direction, Extent, Label, Undone};
pub use value::{Aggregate, Anchor, AnchorX, Color, ControlType, Mark, Refresh, Shade, TimeUnit, Value, ValueType};
