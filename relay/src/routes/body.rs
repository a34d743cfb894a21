//! The body of a request, read to its end within its bounds: size, compressed and inflated, and time.

use std::sync::Arc;

use bytes::{Buf, Bytes};
use futures_util::{Stream, StreamExt};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{Instant, timeout_at},
};

use crate::{
    inflate::{Encoding, Fault, Inflate},
    problem::{Code, Problem},
};

/// The least that a body takes of the space for bodies, in bytes.
const GRAIN_BYTES: usize = 16 * 1024;

/// Space for bodies that are on their way, all together. Who finds none left is told to come again; nobody waits for it, so
/// that whoever sends slowly keeps nobody else from sending.
#[derive(Clone, Debug)]
pub(super) struct Space(Arc<Semaphore>);

/// What one body takes of it, for as long as it is there.
#[derive(Debug, Default)]
pub(super) struct Taken(Option<OwnedSemaphorePermit>);

impl Space {
    pub(super) fn of(max_bytes: usize) -> Self {
        Self(Arc::new(Semaphore::new(max_bytes / GRAIN_BYTES)))
    }

    /// Takes what a body of this size needs.
    fn grow(&self, taken: &mut Taken, bytes: usize) -> Result<(), Problem> {
        let has = taken.0.as_ref().map_or(0, OwnedSemaphorePermit::num_permits);
        let more = u32::try_from(bytes.div_ceil(GRAIN_BYTES).saturating_sub(has)).unwrap_or(u32::MAX);
        if more == 0 {
            return Ok(());
        }
        let more = Arc::clone(&self.0).try_acquire_many_owned(more).map_err(|_| {
            let detail = "Too many posts are on their way; send this one again in a moment.";
            Problem { retry_after_s: Some(1), ..Problem::new(Code::TooManyRequests, detail) }
        })?;
        match &mut taken.0 {
            Some(permit) => permit.merge(more),
            none => *none = Some(more),
        }
        Ok(())
    }
}

/// Reads a body of at most `max_bytes` until the deadline.
pub(super) async fn collect<B: Buf>(
    body: impl Stream<Item = Result<B, warp::Error>> + Send,
    max_bytes: u64,
    deadline: Instant,
) -> Result<Bytes, Problem> {
    read(body, Encoding::Plain, max_bytes, deadline, |_| Ok(())).await
}

/// The same of a body that may be compressed, within the space for all: neither it nor what it inflates to has more than
/// `max_bytes`.
pub(super) async fn collect_within<B: Buf>(
    space: &Space,
    body: impl Stream<Item = Result<B, warp::Error>> + Send,
    encoding: Encoding,
    max_bytes: u64,
    deadline: Instant,
) -> Result<(Bytes, Taken), Problem> {
    let mut taken = Taken::default();
    let body = read(body, encoding, max_bytes, deadline, |bytes| space.grow(&mut taken, bytes)).await?;
    Ok((body, taken))
}

async fn read<B: Buf>(
    body: impl Stream<Item = Result<B, warp::Error>> + Send,
    encoding: Encoding,
    max_bytes: u64,
    deadline: Instant,
    mut grow: impl FnMut(usize) -> Result<(), Problem>,
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
                grow(inflate.size())?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn space_is_taken_as_a_body_grows_and_given_back_with_it() {
        let space = Space::of(4 * GRAIN_BYTES);
        let (mut one, mut other) = (Taken::default(), Taken::default());
        for bytes in [0, 1, GRAIN_BYTES, GRAIN_BYTES + 1, 3 * GRAIN_BYTES] {
            space.grow(&mut one, bytes).unwrap();
        }
        space.grow(&mut other, 10).unwrap();
        let refused = space.grow(&mut other, GRAIN_BYTES + 1).unwrap_err();
        assert_eq!((refused.code, refused.retry_after_s), (Code::TooManyRequests, Some(1)));
        drop(one);
        space.grow(&mut other, 4 * GRAIN_BYTES).unwrap();
    }
}
