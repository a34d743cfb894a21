//! Scenes from the outside: specs over small real data as pictures, and any spec in any frame.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its spec or draw it has failed")]

mod frames;
mod golden;
mod looks;
mod sources;
