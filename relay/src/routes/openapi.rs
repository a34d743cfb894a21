//! The route of the description of the API: made once, and the same for everybody.

use bytes::Bytes;
use warp::{
    Filter, Rejection, Reply,
    http::{HeaderValue, header},
    reply::Response,
};

use crate::openapi;

/// `/api/openapi.json`.
pub(super) fn all() -> impl Filter<Extract = (Response,), Error = Rejection> + Clone + Send + Sync + 'static {
    let document = serde_json::to_vec(&openapi::document()).map(Bytes::from);
    let document = document.map_err(|error| tracing::error!(%error, "the description of the API cannot be written"));
    warp::path!("api" / "openapi.json").and(warp::get()).map(move || match &document {
        Ok(document) => answer(document.clone()),
        Err(()) => openapi::unwritten().into_response(),
    })
}

fn answer(document: Bytes) -> Response {
    let mut response = Response::new(document.into());
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}
