//! Messages between client and relay, their bytes and their limits: the only place that serializes the wire.
//! It knows what documents and tables are, not how they travel: no sockets here.

pub mod codec;
pub mod message;
pub mod presence;

pub use codec::{FrameError, MAX_FRAME_BYTES, canonical_hash, decode, encode};
pub use message::{CatchUp, FromClient, FromRelay, Hello, Welcome};
pub use presence::{Person, PresenceState, SessionId};
