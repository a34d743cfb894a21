//! The relay: puts every edit in order, keeps it, and streams rows to whoever looks at them.
//! This file lists the parts and joins them; each part says for itself what it refuses to know.

pub mod close;
pub mod dashboard;
pub mod feed;
pub mod ingest;
pub mod log;
pub mod metrics;
pub mod outbox;
pub mod problem;
pub mod room;
