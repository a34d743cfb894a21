//! The past of a dashboard over HTTP: its gestures page by page, the moments of its time slider, the document at a
//! `Seq`, and who wrote what of a node.

use document::{NodeId, Seq};
use protocol::history::{Blame, DocumentAt, HistoryPage, Moments};

use super::{ApiError, ask_stored, of_dashboard};

/// Which part of a history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HistoryPart {
    /// The newest gestures.
    Newest,
    /// The last ones before this `Seq`.
    Before(Seq),
    /// The first ones after this `Seq`.
    After(Seq),
}

/// A part of the history of a dashboard, 50 gestures at most.
pub(crate) async fn read_history(id: &str, part: HistoryPart) -> Result<HistoryPage, ApiError> {
    let (side, seq) = match part {
        HistoryPart::Newest => ("", String::new()),
        HistoryPart::Before(seq) => ("&before=", seq.to_string()),
        HistoryPart::After(seq) => ("&after=", seq.to_string()),
    };
    ask_stored(&of_dashboard(id, &["/ops?limit=50&format=stored", side, &seq].concat())).await
}

/// When things happened, spread over the whole history.
pub(crate) async fn read_moments(id: &str) -> Result<Moments, ApiError> {
    ask_stored(&of_dashboard(id, "/moments?buckets=500&format=stored")).await
}

/// The dashboard as it was.
pub(crate) async fn read_document(id: &str, at: Seq) -> Result<DocumentAt, ApiError> {
    ask_stored(&of_dashboard(id, &["/document?at=", &at.to_string()].concat())).await
}

/// Who wrote what of a node.
pub(crate) async fn read_blame(id: &str, node: NodeId) -> Result<Blame, ApiError> {
    ask_stored(&of_dashboard(id, &["/blame?format=stored&node=", &node.to_string()].concat())).await
}
