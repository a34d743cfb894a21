//! The replicated state of one dashboard: a tree of nodes, the ops that change it, and who may do what.
//! Pure: no I/O, no clock, no randomness, no async. It knows nothing of tables, charts or sockets.

pub mod apply;
pub mod difference;
pub mod grid;
pub mod ids;
pub mod op;
pub mod outline;
pub mod permission;
pub mod place;
pub mod property;
pub mod replica;
pub mod tree;
pub mod undo;

pub use apply::{Refusal, apply};
pub use difference::{Change, Difference, Scope, What};
pub use grid::{Cell, Rect};
pub use ids::{ClientId, NodeId, OpId, Seq};
pub use op::{Gesture, Op, Sequenced};
pub use outline::Outline;
pub use permission::{Role, allows};
pub use place::{Order, Place};
pub use property::{Aggregate, Color, Invalid, Kind, Mark, Property, TimeUnit, Value, ValueType};
pub use replica::{OutOfStep, Received, Replica};
pub use tree::{Document, Node, Register, Stamp};
pub use undo::{Act, Direction, Extent, Label, Undone};
