//! Tables: typed columns with gaps, the rows that travel together, and what can be asked of them.
//! Pure: no I/O, no clock. It knows nothing of documents, charts or sockets.

pub mod batch;
pub mod builder;
pub mod column;
mod dictionary;
pub mod schema;
pub mod window;

pub use batch::{Batch, BatchError};
pub use builder::{BatchBuilder, RowError};
pub use column::{Cell, Column, TextColumn};
pub use schema::{DataType, Field, Schema, SchemaError};
pub use window::{Retention, SchemaMismatch, Table};
