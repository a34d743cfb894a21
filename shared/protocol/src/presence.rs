//! Presence: who is where. Ephemeral, never logged; the newest state wins.

use document::{
    ClientId, NodeId, Rect, Role,
    grid::{COLUMNS, MAX_ROWS},
};
use serde::{Deserialize, Serialize};

/// Numbers the sessions of one relay process, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SessionId(pub u64);

/// Longest name that is shown, in characters; longer ones are refused.
pub const MAX_PERSON_NAME_CHARS: usize = 64;
/// Most nodes in a selection that others see; the rest is left out.
pub const MAX_SELECTION_NODES: usize = 64;
/// Longest text of what somebody looks at; of a longer one others are told nothing.
pub const MAX_LOOK_BYTES: usize = 1_024;
/// Most states of one session that others hear of in a second; of those between the newest is told.
pub const MAX_STATES_PER_SECOND: u32 = 20;
/// After so many milliseconds without a word, a heartbeat included, others no longer see a person.
pub const EXPIRY_MS: u64 = 10_000;

/// What others see of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// At most [`MAX_PERSON_NAME_CHARS`].
    pub name: String,
    /// Index into the palette of people, taken modulo its length.
    pub color: u8,
}

/// Somebody who is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Present {
    /// The replica, as the stamps of its writes name it.
    pub client: ClientId,
    /// What it may do.
    pub role: Role,
    /// What others see.
    pub person: Person,
    /// Where.
    pub state: PresenceState,
}

/// Where a person is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PresenceState {
    /// The panel whose form is open or that has the focus.
    pub panel: Option<NodeId>,
    /// Whether that panel is being edited.
    pub editing: bool,
    /// Where the pointer is; `None` where it is not on a grid, and for touch.
    pub cursor: Option<Spot>,
    /// What is selected, at most [`MAX_SELECTION_NODES`].
    pub selection: Vec<NodeId>,
    /// What is being dragged or resized, and where it would lie if it were dropped now.
    pub drag: Option<Drag>,
    /// What is in sight, so that somebody can follow.
    pub viewport: Option<Viewport>,
    /// Whom this person follows.
    pub follows: Option<SessionId>,
    /// What this person looks at, as the query of an address says it, at most [`MAX_LOOK_BYTES`]: whoever follows sees the
    /// same.
    pub look: String,
}

impl PresenceState {
    /// The same within the bounds of what others are told: what is too much is left out, what lies outside the grid
    /// lies at its edge.
    #[must_use]
    pub fn bounded(mut self) -> Self {
        self.selection.truncate(MAX_SELECTION_NODES);
        if self.look.len() > MAX_LOOK_BYTES {
            self.look.clear();
        }
        for spot in self.cursor.iter_mut().chain(self.viewport.iter_mut().map(|viewport| &mut viewport.top)) {
            spot.x = spot.x.min(u32::from(COLUMNS) * SPOT_PARTS);
            spot.y = spot.y.min(u32::from(MAX_ROWS) * SPOT_PARTS);
        }
        if let Some(drag) = &mut self.drag {
            drag.rect = drag.rect.clamped();
        }
        self
    }
}

/// Parts of a grid unit: spots are told finer than panels lie.
pub const SPOT_PARTS: u32 = 64;

/// A spot on a grid, in [`SPOT_PARTS`] of a column and of a row, so that it means the same on screens of any width.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spot {
    /// The node whose grid it is: the dashboard, a tab or a row.
    pub section: NodeId,
    /// From the start edge.
    pub x: u32,
    /// From the top.
    pub y: u32,
}

/// A panel under somebody's pointer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drag {
    /// Which.
    pub node: NodeId,
    /// Where it would lie.
    pub rect: Rect,
}

/// What of a dashboard is in sight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Viewport {
    /// The open tab, if there are tabs.
    pub tab: Option<NodeId>,
    /// The spot at the top of the screen.
    pub top: Spot,
}
