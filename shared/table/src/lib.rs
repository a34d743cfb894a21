//! Tables: typed columns with gaps, the rows that travel together, and what can be asked of them.
//! Pure: no I/O, no clock. It knows nothing of documents, charts or sockets.

pub mod aggregate;
pub mod batch;
pub mod builder;
pub mod calendar;
pub mod cell;
pub mod civil;
pub mod column;
mod dictionary;
pub mod expression;
pub mod format;
pub mod group;
pub mod infer;
mod kept;
pub mod listing;
pub mod packed;
pub mod predicate;
pub mod pyramid;
pub mod relation;
pub mod schema;
pub mod statistics;
pub mod tabular;
pub mod time_range;
pub mod transform;
mod window;

pub use aggregate::{Aggregate, Measure, MeasureError};
pub use batch::{Batch, BatchError};
pub use builder::{BatchBuilder, RowError};
pub use calendar::CalendarUnit;
pub use cell::{Cell, OwnedCell};
pub use column::{Column, TextColumn};
pub use expression::{Environment, Expression, ExpressionError};
pub use group::{GroupError, Grouped, Grouping, Key};
pub use infer::{CellError, Inference, infer, parse_cell, parse_time};
pub use kept::Kept;
pub use packed::{PACK_ROWS, PackedTable};
pub use predicate::{Comparison, Predicate, PredicateError, Test};
pub use pyramid::{Grid, OutOfOrder, Pyramid, Stretch};
pub use relation::{Relation, Value, Values};
pub use schema::{DataType, Field, Schema, SchemaError};
pub use tabular::Tabular;
pub use time_range::TimeRange;
pub use window::{Retention, SchemaMismatch, Table};
