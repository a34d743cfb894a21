//! Drafts over HTTP: making one of a dashboard, what it would do, publishing and discarding it.

use gloo::net::http::Method;
use protocol::history::{DraftTold, Published};
use yew::AttrValue;

use super::{ApiError, ask, ask_stored, of_dashboard, read, send, stored};
use crate::json::Json;

/// The dashboard that a draft is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DraftBase {
    /// Names it at the relay.
    pub(crate) id: String,
    /// What its heading says now.
    pub(crate) title: String,
}

/// What a dashboard is a draft of; `None` where it is none.
pub(crate) async fn read_base(id: &str) -> Result<Option<DraftBase>, ApiError> {
    let of_draft = |answer: &Json| Some(answer.object("draftOf").and_then(|base| base.text("id")));
    let Some(base) = read(&ask(Method::GET, &of_dashboard(id, "")).await?, of_draft)? else { return Ok(None) };
    let of_base = |answer: &Json| answer.object("properties").map(|said| said.text("title").unwrap_or_default());
    let title = read(&ask(Method::GET, &of_dashboard(&base, "")).await?, of_base)?;
    Ok(Some(DraftBase { id: base, title }))
}

/// Makes a draft of a dashboard and returns its id.
pub(crate) async fn make_draft(id: AttrValue) -> Result<String, ApiError> {
    read(&ask(Method::POST, &of_dashboard(&id, "/drafts")).await?, |answer| answer.text("id"))
}

/// What a draft is of, and what publishing it now would do.
pub(crate) async fn read_draft(id: AttrValue) -> Result<DraftTold, ApiError> {
    ask_stored(&of_dashboard(&id, "/draft?format=stored")).await
}

/// Puts the gestures of a draft into the dashboard that it is of.
pub(crate) async fn publish_draft(id: AttrValue) -> Result<Published, ApiError> {
    stored(send(Method::POST, &of_dashboard(&id, "/publish?format=stored"), None).await?).await
}

/// Deletes a draft.
pub(crate) async fn discard_draft(id: AttrValue) -> Result<(), ApiError> {
    send(Method::DELETE, &of_dashboard(&id, "/draft"), None).await.map(|_| ())
}
