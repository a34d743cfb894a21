//! Named versions over HTTP: which there are, a new name, and one name less. Deleting a name deletes no history.

use document::Seq;
use gloo::net::http::Method;
use protocol::history::NamedVersion;

use super::{ApiError, ask_stored, of_dashboard, send};
use crate::json::quoted;

/// The named versions of a dashboard, in the order of their `Seq`.
pub(crate) async fn list_versions(id: &str) -> Result<Vec<NamedVersion>, ApiError> {
    ask_stored(&of_dashboard(id, "/versions?format=stored")).await
}

/// Gives a `Seq` a name.
pub(crate) async fn name_version(id: &str, seq: Seq, name: &str, author: &str) -> Result<(), ApiError> {
    let body = ["{\"seq\":", &seq.to_string(), ",\"name\":", &quoted(name), ",\"author\":", &quoted(author), "}"];
    send(Method::POST, &of_dashboard(id, "/versions"), Some(body.concat())).await.map(|_| ())
}

/// Takes the name from a `Seq`.
pub(crate) async fn delete_version(id: &str, seq: Seq) -> Result<(), ApiError> {
    send(Method::DELETE, &of_dashboard(id, &["/versions/", &seq.to_string()].concat()), None).await.map(|_| ())
}
