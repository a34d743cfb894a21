//! The body of a request, read to its end within its bounds: size and time.

use bytes::{Buf, Bytes, BytesMut};
use futures_util::{Stream, StreamExt};
use tokio::time::{Instant, timeout_at};

use crate::problem::{Code, Problem};

/// Reads a body of at most `max_bytes` until the deadline.
pub(super) async fn collect<B: Buf>(
    body: impl Stream<Item = Result<B, warp::Error>> + Send,
    max_bytes: u64,
    deadline: Instant,
) -> Result<Bytes, Problem> {
    let mut body = std::pin::pin!(body);
    let mut bytes = BytesMut::new();
    loop {
        let next = timeout_at(deadline, body.next()).await;
        match next.map_err(|_| Problem::new(Code::TooSlow, "Send smaller posts, or over a faster line."))? {
            None => return Ok(bytes.freeze()),
            Some(Err(_)) => return Err(Problem::new(Code::BadRequest, "The body broke off.")),
            Some(Ok(chunk)) if (bytes.len() + chunk.remaining()) as u64 > max_bytes => {
                let detail = format!("The body has at most {max_bytes} bytes here; send less at once.");
                return Err(Problem::new(Code::TooLarge, detail));
            }
            Some(Ok(mut chunk)) => {
                while chunk.has_remaining() {
                    let part = chunk.chunk();
                    bytes.extend_from_slice(part);
                    let length = part.len();
                    chunk.advance(length);
                }
            }
        }
    }
}
