//! Shelf: what this browser keeps of dashboards, so that the page opens and edits without a network and a crash loses
//! nothing: the last confirmed document, the gestures that may not have reached the relay, and what can be taken back.
//! It keeps what it is given, all of a batch or nothing; what that means to the relay is the sync machine's business.

mod database;
pub mod record;
mod slot;

pub use database::Shelf;
pub use record::{Batch, Cover, KeptDocument, KeptReplica, Slot, Stock, WrittenDocument};
pub use slot::{Held, orphans, take};

/// Most dashboards that are kept; beyond it the one that was kept longest ago goes, never one with pending gestures.
pub const MAX_DASHBOARDS: usize = 50;

/// Why nothing is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unkept {
    /// This browser has no storage for this page, or does not let it in.
    #[error("this browser gives the page no storage")]
    NoStorage,
    /// There is no room left.
    #[error("there is no room left on this device")]
    Full,
    /// A record is of another version of this page.
    #[error("what is kept was written by another version of this page")]
    Unreadable,
}
