//! What the page reads over HTTP about a dashboard's past: pages of its history, the moments of its time slider, who
//! wrote a node, named versions, and what publishing a draft does. Their bytes are those of `codec::to_stored`.
//! It owns the shapes; which address answers with which is the relay's business.

use document::{ClientId, Difference, Document, NodeId, Op, OpId, Property, Refusal, Seq};
use serde::{Deserialize, Serialize};

/// A page of the history: gestures in order, the oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryPage {
    /// The newest `Seq` of the dashboard.
    pub newest: Seq,
    /// The lowest `Seq` that opens; what led to it was compacted, all gestures after it are there. 0 where all are.
    pub horizon: Seq,
    /// In order.
    pub gestures: Vec<GestureTold>,
}

/// A gesture with who, when and what it changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GestureTold {
    /// Its place.
    pub seq: Seq,
    /// Its name.
    pub id: OpId,
    /// The name of its author at that time.
    pub author: String,
    /// When it was sequenced.
    pub at_ms: i64,
    /// What it said.
    pub ops: Vec<Op>,
    /// What that changed.
    pub differences: Vec<Difference>,
}

/// A dashboard as it was at a `Seq`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentAt {
    /// At which.
    pub seq: Seq,
    /// The document.
    pub document: Document,
}

/// What a time slider is drawn from: the ends of the history, and moments spread over it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moments {
    /// The newest `Seq`.
    pub newest: Seq,
    /// The lowest `Seq` that opens, see [`HistoryPage::horizon`].
    pub horizon: Seq,
    /// In order, the first and the last gesture that are there among them; none where no gesture is.
    pub moments: Vec<Moment>,
}

/// When a gesture was sequenced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    /// Which gesture.
    pub seq: Seq,
    /// When; a clock that jumped makes it earlier than the one before.
    pub at_ms: i64,
}

/// Most moments of one answer; whoever asks for more gets so many.
pub const MAX_MOMENTS: usize = 500;

/// A `Seq` that somebody gave a name; it opens as long as it has one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedVersion {
    /// Which.
    pub seq: Seq,
    /// 1 to [`MAX_VERSION_NAME_CHARS`] characters.
    pub name: String,
    /// The name of whoever named it.
    pub author: String,
    /// When it was named.
    pub at_ms: i64,
}

/// The longest name of a version, in characters; a longer one is refused.
pub const MAX_VERSION_NAME_CHARS: usize = 120;

/// Who wrote the registers of a node: what was ever written of it, its place and its deletion among them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Blame {
    /// Of which node.
    pub node: NodeId,
    /// In the order of the registers: place, deleted, then the properties.
    pub written: Vec<Written>,
}

/// Who wrote one register last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// What was written.
    pub register: Register,
    /// In which gesture.
    pub seq: Seq,
    /// By which replica.
    pub client: ClientId,
    /// Under which name; `None` where the gesture was compacted.
    pub author: Option<String>,
    /// When; `None` where the gesture was compacted.
    pub at_ms: Option<i64>,
}

/// One register of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Register {
    /// Where it hangs.
    Place,
    /// Whether it is deleted.
    Deleted,
    /// One of its properties.
    Property(Property),
}

/// A draft, and what publishing it now would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftTold {
    /// The id of the dashboard that it is a draft of, as its address has it.
    pub base: String,
    /// The `Seq` of that dashboard at which the draft began.
    pub base_seq: Seq,
    /// The newest `Seq` of that dashboard.
    pub base_newest: Seq,
    /// The newest `Seq` of the draft, which counts on from `base_seq`.
    pub newest: Seq,
    /// What would be different in the published dashboard.
    pub differences: Vec<Difference>,
    /// Gestures of the draft that no longer apply.
    pub refused: Vec<Unpublished>,
    /// What others have written since the draft began, and publishing would replace.
    pub overwritten: Vec<Overwritten>,
}

/// What publishing a draft has done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// Gestures of the draft that are part of the dashboard now.
    pub published: u64,
    /// Those that are not.
    pub refused: Vec<Unpublished>,
    /// What others had written since the draft began, and was replaced.
    pub overwritten: Vec<Overwritten>,
}

/// A gesture of a draft that the dashboard did not take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unpublished {
    /// Its `Seq` in the draft.
    pub seq: Seq,
    /// Why.
    pub reason: Refusal,
}

/// A write that a draft replaces.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overwritten {
    /// From what it said to what the draft says.
    pub difference: Difference,
    /// The gesture of the dashboard that had written it.
    pub seq: Seq,
    /// Its author; `None` where the gesture was compacted.
    pub by: Option<String>,
}
