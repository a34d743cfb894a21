//! The body of an answer in its two forms: JSON for people and programs, stored bytes for the page. What changes with
//! every edit is asked for each time.

use protocol::codec;
use serde::Serialize;
use warp::{
    Reply,
    http::{HeaderValue, header},
    reply::Response,
};

use crate::problem::{Code, Problem};

pub(super) fn json_answer<T: Serialize>(value: &T) -> Response {
    fresh(warp::reply::json(value).into_response())
}

pub(super) fn stored_answer<T: Serialize>(value: &T) -> Result<Response, Problem> {
    let bytes = codec::to_stored(value).map_err(|error| {
        tracing::error!(%error, "an answer cannot be written");
        Problem::new(Code::Internal, "The answer could not be written; the relay's log says why.")
    })?;
    let mut response = bytes.into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    Ok(fresh(response))
}

fn fresh(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}
