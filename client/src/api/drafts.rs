//! Drafts over HTTP: making one of a dashboard, what it would do, publishing and discarding it.

use gloo::net::http::Method;
use protocol::{
    codec::from_stored,
    history::{DraftTold, Published},
};

use super::{ApiError, ask, ask_stored, of_dashboard, read, send};

/// Makes a draft of a dashboard and returns its id.
pub(crate) async fn make_draft(id: &str) -> Result<String, ApiError> {
    read(&ask(Method::POST, &of_dashboard(id, "/drafts")).await?, |answer| answer.text("id"))
}

/// What a draft is of, and what publishing it now would do.
pub(crate) async fn read_draft(id: &str) -> Result<DraftTold, ApiError> {
    ask_stored(&of_dashboard(id, "/draft?format=stored")).await
}

/// Puts the gestures of a draft into the dashboard that it is of.
pub(crate) async fn publish_draft(id: &str) -> Result<Published, ApiError> {
    let answer = send(Method::POST, &of_dashboard(id, "/publish?format=stored"), None).await?;
    let bytes = answer.binary().await.map_err(|_| ApiError::Unreachable)?;
    from_stored(&bytes).map_err(|_| ApiError::Malformed)
}

/// Deletes a draft.
pub(crate) async fn discard_draft(id: &str) -> Result<(), ApiError> {
    super::delete_dashboard(id).await
}
