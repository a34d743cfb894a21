//! Presence: who is where. Ephemeral, never logged; the newest state wins.

use document::NodeId;
use serde::{Deserialize, Serialize};

/// Numbers the sessions of one relay process, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SessionId(pub u64);

/// Longest name that is shown, in characters; longer ones are refused.
pub const MAX_PERSON_NAME_CHARS: usize = 64;

/// What others see of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// At most [`MAX_PERSON_NAME_CHARS`].
    pub name: String,
    /// Index into the palette of people, taken modulo its length.
    pub color: u8,
}

/// Where a person is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PresenceState {
    /// The panel whose form is open or that has the focus.
    pub panel: Option<NodeId>,
    /// Whether that panel is being edited.
    pub editing: bool,
}
