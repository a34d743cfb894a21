//! Properties of tables: each holds the fast way against a naive one, on generated rows.

#![expect(clippy::unwrap_used, reason = "what a test cannot unwrap has failed")]

mod calendar;
mod group;
mod infer;
mod packed;
mod predicate;
mod pyramid;
mod rows;
mod transform;
mod window;
