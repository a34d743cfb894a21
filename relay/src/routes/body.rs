//! The body of a request, read to its end within its bounds: size, compressed and inflated, and time.

use bytes::{Buf, Bytes};
use futures_util::{Stream, StreamExt};
use tokio::time::{Instant, timeout_at};

use crate::{
    inflate::{Encoding, Fault, Inflate},
    problem::{Code, Problem},
};

/// Reads a body of at most `max_bytes` until the deadline.
pub(super) async fn collect<B: Buf>(
    body: impl Stream<Item = Result<B, warp::Error>> + Send,
    max_bytes: u64,
    deadline: Instant,
) -> Result<Bytes, Problem> {
    collect_encoded(body, Encoding::Plain, max_bytes, deadline).await
}

/// The same of a body that may be compressed: neither it nor what it inflates to has more than `max_bytes`.
pub(super) async fn collect_encoded<B: Buf>(
    body: impl Stream<Item = Result<B, warp::Error>> + Send,
    encoding: Encoding,
    max_bytes: u64,
    deadline: Instant,
) -> Result<Bytes, Problem> {
    let mut body = std::pin::pin!(body);
    let mut inflate = Inflate::new(encoding, usize::try_from(max_bytes).unwrap_or(usize::MAX));
    let mut left = max_bytes;
    loop {
        let next = timeout_at(deadline, body.next()).await;
        match next.map_err(|_| Problem::new(Code::TooSlow, "Send smaller posts, or over a faster line."))? {
            None => return inflate.finish().map_err(|fault| problem(fault, max_bytes)),
            Some(Err(_)) => return Err(Problem::new(Code::BadRequest, "The body broke off.")),
            Some(Ok(mut part)) => {
                let rest = left.checked_sub(part.remaining() as u64);
                left = rest.ok_or_else(|| problem(Fault::TooLarge, max_bytes))?;
                push(&mut inflate, &mut part).map_err(|fault| problem(fault, max_bytes))?;
            }
        }
    }
}

fn push(inflate: &mut Inflate, part: &mut impl Buf) -> Result<(), Fault> {
    while part.has_remaining() {
        let bytes = part.chunk();
        inflate.push(bytes)?;
        let length = bytes.len();
        part.advance(length);
    }
    Ok(())
}

fn problem(fault: Fault, max_bytes: u64) -> Problem {
    match fault {
        Fault::TooLarge => {
            let detail = format!("The body has at most {max_bytes} bytes here, also inflated; send less at once.");
            Problem::new(Code::TooLarge, detail)
        }
        Fault::Broken => {
            let detail = "The body is not the gzip that its Content-Encoding says, or it breaks off.";
            Problem::new(Code::BadRequest, detail).in_field("Content-Encoding")
        }
    }
}
