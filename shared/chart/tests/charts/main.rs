//! Charts from the outside: as pictures, and under any spec, table and frame.

#![expect(clippy::unwrap_used, reason = "a test that cannot make its table or drawing has failed")]

mod golden;
mod labels;
mod live;
mod properties;
mod renewed;
mod tables;
mod thresholds;
