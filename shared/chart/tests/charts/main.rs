//! Charts from the outside: as pictures, and under any spec, table and frame.

mod golden;
mod properties;
mod tables;
