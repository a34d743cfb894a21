//! The wire: the TCP stream below a WebSocket, small while it is idle. Whoever has frames for it writes them without
//! waiting; what the system does not take stays here, in order, for the session that waits until there is room. What
//! the WebSocket itself has to say (pongs, goodbyes) goes between whole frames. It knows bytes and the heads of frames.

use std::{
    cell::RefCell,
    collections::VecDeque,
    fmt,
    io::{self, IoSlice},
    net::Shutdown,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, ready},
    time::Duration,
};

use bytes::{BufMut, Bytes, BytesMut};
use socket2::SockRef;
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    time::timeout,
};

/// Frames that take no more than this together, in bytes, are copied into one piece: that is cheaper than to name each
/// piece to the system.
const COPIED_BYTES: usize = 16 * 1024;
/// Parts in one call of the system: as many as Linux is sure to take at once without another allocation.
const PARTS_AT_ONCE: usize = 64;
/// What the WebSocket itself may have to say while the other end takes nothing, in bytes; then the line is given up.
const MAX_CONTROL_BYTES: usize = 4096;
/// How long the other end may take nothing of what is to be sent before the session counts as slow.
const WRITE_TIMEOUT: Duration = Duration::from_secs(10);

/// One TCP stream: a cheap handle.
#[derive(Clone, Debug)]
pub struct Wire(Arc<Inner>);

struct Inner {
    stream: TcpStream,
    rest: Mutex<Rest>,
}

/// What the system has not taken yet.
#[derive(Default)]
struct Rest {
    parts: VecDeque<Bytes>,
    /// How much of the first part is sent.
    sent: usize,
    control_bytes: usize,
}

/// What became of frames.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    /// All are sent; so many bytes.
    All(usize),
    /// The other end takes no more now: [`Wire::finish`] waits for it. So many bytes in all.
    Part(usize),
}

thread_local! {
    /// Where frames are put together; it never holds more than [`COPIED_BYTES`].
    static PIECE: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

impl Wire {
    /// Takes the stream over.
    #[must_use]
    pub fn new(stream: TcpStream) -> Self {
        Self(Arc::new(Inner { stream, rest: Mutex::default() }))
    }

    /// Sends frames, each as a binary message, as far as the other end takes them now.
    ///
    /// # Errors
    /// When the line is gone.
    pub fn send(&self, frames: &[Bytes]) -> io::Result<Sent> {
        let total = frames.iter().map(|frame| header_bytes(frame.len()) + frame.len()).sum();
        let mut rest = self.rest();
        let taken = match rest.parts.is_empty() && (1..=COPIED_BYTES).contains(&total) {
            true => self.send_copied(frames)?,
            false => 0,
        };
        if taken == total {
            return Ok(Sent::All(total));
        }
        let old_parts = rest.parts.len();
        rest.parts.extend(parts(frames));
        if old_parts == 0 {
            rest.advance(taken);
        }
        Ok(if rest.push(&self.0.stream)? { Sent::All(total) } else { Sent::Part(total) })
    }

    /// Waits until all that is left is sent.
    ///
    /// # Errors
    /// When the other end does not take it in time, or is gone.
    pub async fn finish(&self) -> io::Result<()> {
        while !self.push()? {
            timeout(WRITE_TIMEOUT, self.0.stream.writable()).await.map_err(|_| io::ErrorKind::TimedOut)??;
        }
        Ok(())
    }

    /// Ends the line at once, whoever has a handle.
    pub fn shut(&self) {
        let _gone_already = SockRef::from(&self.0.stream).shutdown(Shutdown::Both);
    }

    fn send_copied(&self, frames: &[Bytes]) -> io::Result<usize> {
        PIECE.with_borrow_mut(|piece| {
            piece.clear();
            for frame in frames {
                put_header(piece, frame.len());
                piece.extend_from_slice(frame);
            }
            taken(self.0.stream.try_write(piece))
        })
    }

    /// Sends of what is left as much as the other end takes now; says whether that was all.
    fn push(&self) -> io::Result<bool> {
        self.rest().push(&self.0.stream)
    }

    fn rest(&self) -> MutexGuard<'_, Rest> {
        self.0.rest.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Rest {
    fn push(&mut self, stream: &TcpStream) -> io::Result<bool> {
        while !self.parts.is_empty() {
            let mut slices = [IoSlice::new(&[]); PARTS_AT_ONCE];
            let count = self.fill(&mut slices);
            match taken(stream.try_write_vectored(&slices[..count]))? {
                0 => return Ok(false),
                bytes => self.advance(bytes),
            }
        }
        Ok(true)
    }

    /// What comes next, as far as there is room for it; says how many parts that is.
    fn fill<'a>(&'a self, slices: &mut [IoSlice<'a>]) -> usize {
        let mut skipped = self.sent;
        for (slice, part) in slices.iter_mut().zip(&self.parts) {
            *slice = IoSlice::new(&part[skipped..]);
            skipped = 0;
        }
        self.parts.len().min(slices.len())
    }

    fn advance(&mut self, bytes: usize) {
        self.sent += bytes;
        while let Some(part) = self.parts.front()
            && self.sent >= part.len()
        {
            self.sent -= part.len();
            self.parts.pop_front();
        }
        if self.parts.is_empty() {
            *self = Self::default();
        }
    }
}

/// The parts of frames: header, payload, header, payload. A server's frames are not masked, so a payload is sent to
/// everybody as it is.
fn parts(frames: &[Bytes]) -> impl Iterator<Item = Bytes> {
    let mut headers = BytesMut::with_capacity(frames.len() * MAX_HEADER_BYTES);
    frames.iter().for_each(|frame| put_header(&mut headers, frame.len()));
    let mut headers = headers.freeze();
    let of_frame = move |frame: &Bytes| [headers.split_to(header_bytes(frame.len())), frame.clone()];
    frames.iter().flat_map(of_frame).filter(|part| !part.is_empty())
}

/// How many bytes the system took; none where there is no room.
fn taken(written: io::Result<usize>) -> io::Result<usize> {
    match written {
        Ok(0) => Err(io::ErrorKind::WriteZero.into()),
        Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(0),
        written => written,
    }
}

/// The longest header of a frame that is not masked, in bytes.
const MAX_HEADER_BYTES: usize = 10;

fn header_bytes(payload_bytes: usize) -> usize {
    match payload_bytes {
        ..126 => 2,
        126..=0xffff => 4,
        _ => MAX_HEADER_BYTES,
    }
}

/// A whole binary message in one frame (RFC 6455, section 5.2).
fn put_header(headers: &mut impl BufMut, payload_bytes: usize) {
    headers.put_u8(0x82);
    match (u8::try_from(payload_bytes), u16::try_from(payload_bytes)) {
        (Ok(length @ ..126), _) => headers.put_u8(length),
        (_, Ok(length)) => {
            headers.put_u8(126);
            headers.put_u16(length);
        }
        _ => {
            headers.put_u8(127);
            headers.put_u64(payload_bytes as u64);
        }
    }
}

/// The wire as a WebSocket reads it. What the WebSocket writes joins what is left to be sent.
#[derive(Debug)]
pub struct Ear {
    wire: Wire,
    /// What came together with the request for the WebSocket; a copy, because the buffer of the request is large.
    early: Bytes,
}

impl Ear {
    /// Reads what came early, then the wire.
    #[must_use]
    pub fn new(wire: Wire, early: &[u8]) -> Self {
        Self { wire, early: Bytes::copy_from_slice(early) }
    }

    /// What it listens to.
    #[must_use]
    pub fn wire(&self) -> &Wire {
        &self.wire
    }
}

impl AsyncRead for Ear {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if !self.early.is_empty() {
            let length = self.early.len().min(buffer.remaining());
            buffer.put_slice(&self.early.split_to(length));
            return Poll::Ready(Ok(()));
        }
        let stream = &self.wire.0.stream;
        loop {
            ready!(stream.poll_read_ready(context))?;
            match stream.try_read(buffer.initialize_unfilled()) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                read => {
                    buffer.advance(read?);
                    return Poll::Ready(Ok(()));
                }
            }
        }
    }
}

impl AsyncWrite for Ear {
    fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let mut rest = self.wire.rest();
        rest.control_bytes += bytes.len();
        if rest.control_bytes > MAX_CONTROL_BYTES {
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        rest.parts.push_back(Bytes::copy_from_slice(bytes));
        // A goodbye is written, but not flushed.
        rest.push(&self.wire.0.stream)?;
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        while !self.wire.push()? {
            ready!(self.wire.0.stream.poll_write_ready(context))?;
        }
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.poll_flush(context)
    }
}

impl fmt::Debug for Inner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.stream.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// However the system takes the bytes, they are the same; what was sent is let go of.
    #[test]
    fn frames_come_out_whole_in_any_pieces() {
        let sizes = [0, 1, 125, 126, 300, 70_000, 0, 5];
        let frames = sizes.map(|bytes| Bytes::from(vec![u8::try_from(bytes % 251).unwrap(); bytes]));
        let mut expected = Vec::new();
        for frame in &frames {
            put_header(&mut expected, frame.len());
            expected.extend(frame);
        }
        for piece in [1, 2, 3, 127, 4096, 1_000_000] {
            let (mut rest, mut written) = (Rest::default(), Vec::new());
            rest.parts.extend(parts(&frames));
            while !rest.parts.is_empty() {
                let mut slices = [IoSlice::new(&[]); 3];
                let count = rest.fill(&mut slices);
                let bytes: Vec<u8> =
                    slices[..count].iter().flat_map(|slice| slice.iter().copied()).take(piece).collect();
                rest.advance(bytes.len());
                written.extend(bytes);
            }
            assert!(written == expected, "in pieces of {piece}");
        }
    }

    /// Two ends of a real line; the near one takes little at once.
    async fn ends() -> (Wire, TcpStream) {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket.set_send_buffer_size(4096).unwrap();
        let (near, far) = tokio::join!(socket.connect(listener.local_addr().unwrap()), listener.accept());
        (Wire::new(near.unwrap()), far.unwrap().0)
    }

    #[tokio::test]
    async fn what_the_other_end_does_not_take_yet_follows_in_order_with_words_of_control_between_frames() {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        let (wire, mut far) = ends().await;
        let frames: Vec<_> = (0..40_u8).map(|number| Bytes::from(vec![number; 100_000])).collect();
        wire.0.stream.writable().await.unwrap();
        assert!(matches!(wire.send(&frames).unwrap(), Sent::Part(_)));
        let mut ear = Ear::new(wire.clone(), &[]);
        ear.write_all(&[0x8a, 0]).await.unwrap();
        assert!(matches!(wire.send(&frames[..1]).unwrap(), Sent::Part(_)));
        let reading = async {
            let mut all = Vec::new();
            far.read_to_end(&mut all).await.unwrap();
            all
        };
        let writing = async {
            wire.finish().await.unwrap();
            wire.shut();
        };
        let (all, ()) = tokio::join!(reading, writing);
        let mut expected = Vec::new();
        for frame in &frames {
            put_header(&mut expected, frame.len());
            expected.extend(frame);
        }
        expected.extend([0x8a, 0]);
        put_header(&mut expected, frames[0].len());
        expected.extend(&frames[0]);
        assert!(all == expected);
    }
}
