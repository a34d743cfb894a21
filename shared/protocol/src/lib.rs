//! Messages between client and relay, their bytes and their limits: the only place that serializes the wire.
//! It knows what documents and tables are, not how they travel: no sockets here.

pub mod codec;
pub mod history;
pub mod message;
pub mod presence;
pub mod shared;

pub use codec::{FrameError, MAX_FRAME_BYTES, canonical_hash, decode, encode};
pub use message::{CatchUp, FromClient, FromRelay, Hello, MAX_ALSO_CLIENTS, Seen, Welcome};
pub use presence::{Drag, Person, PresenceState, Present, SessionId, Spot, Viewport};
pub use shared::SharedCatchUp;
