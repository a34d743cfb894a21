//! The body of a request as JSON: read within its bounds and refused with the words of what is wrong in it.

use std::time::Duration;

use bytes::Buf;
use futures_util::Stream;
use serde::de::DeserializeOwned;
use tokio::time::Instant;

use super::body::collect;
use crate::problem::{Code, Problem};

/// The largest body of a request that rules something, in bytes; a larger one is refused with 413.
const MAX_ASKED_BYTES: u64 = 64 * 1024;

/// Reads what is asked; `shape` shows what is expected.
pub(super) async fn asked<T: DeserializeOwned, B: Buf>(
    body: impl Stream<Item = Result<B, warp::Error>> + Send,
    timeout: Duration,
    shape: &str,
) -> Result<T, Problem> {
    let body = collect(body, MAX_ASKED_BYTES, Instant::now() + timeout).await?;
    serde_json::from_slice(&body).map_err(|error| Problem::new(Code::BadRequest, format!("Send {shape}: {error}.")))
}
