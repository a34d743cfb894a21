//! A stall: the other end takes nothing of what is to be sent. A line that stalls too long is given up, so that an answer
//! that nobody reads does not keep its memory and its place for ever. It knows bytes only; no timer runs while they flow.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use hyper::rt::{Read, ReadBufCursor, Write};
use tokio::time::{Sleep, sleep};

/// A line that gives up when it stalls for too long.
pub(super) struct Stalling<T> {
    io: T,
    patience: Duration,
    /// Runs from the first write that was not taken.
    stalled: Option<Pin<Box<Sleep>>>,
}

impl<T> Stalling<T> {
    pub(super) fn new(io: T, patience: Duration) -> Self {
        Self { io, patience, stalled: None }
    }

    /// The line itself.
    pub(super) fn into_inner(self) -> T {
        self.io
    }

    /// Passes an outcome on, or gives up.
    fn judge<R>(&mut self, context: &mut Context<'_>, outcome: Poll<io::Result<R>>) -> Poll<io::Result<R>> {
        if outcome.is_ready() {
            self.stalled = None;
            return outcome;
        }
        let stalled = self.stalled.get_or_insert_with(|| Box::pin(sleep(self.patience)));
        ready!(stalled.as_mut().poll(context));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<T: Read + Unpin> Read for Stalling<T> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_read(context, buffer)
    }
}

impl<T: Write + Unpin> Write for Stalling<T> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.io).poll_write(context, bytes);
        self.judge(context, outcome)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let outcome = Pin::new(&mut self.io).poll_flush(context);
        self.judge(context, outcome)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(context)
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.io).poll_write_vectored(context, parts);
        self.judge(context, outcome)
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use hyper_util::rt::TokioIo;
    use tokio::io::{AsyncReadExt, duplex};

    use super::*;

    async fn write(line: &mut Stalling<TokioIo<tokio::io::DuplexStream>>) -> io::Result<usize> {
        poll_fn(|context| Pin::new(&mut *line).poll_write(context, &[7; 8])).await
    }

    #[tokio::test]
    async fn a_line_that_takes_nothing_is_given_up() {
        let (near, mut far) = duplex(8);
        let mut line = Stalling::new(TokioIo::new(near), Duration::from_millis(20));
        for _ in 0..5 {
            assert_eq!(write(&mut line).await.unwrap(), 8);
            far.read_exact(&mut [0; 8]).await.unwrap();
        }
        assert_eq!(write(&mut line).await.unwrap(), 8);
        assert_eq!(write(&mut line).await.unwrap_err().kind(), io::ErrorKind::TimedOut);
    }
}
