//! The socket: a WebSocket over an upgraded connection, small while it is idle.
//! Receives through tungstenite, which checks frames, masks and sizes; sends frames that are encoded already as they
//! are, many with one call and without a copy. It knows frames and closes, no messages.

use std::{
    future::poll_fn,
    io::{self, IoSlice},
    pin::Pin,
    time::Duration,
};

use bytes::{BufMut, Bytes};
use futures_util::{SinkExt, StreamExt};
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper_util::rt::TokioIo;
use protocol::MAX_FRAME_BYTES;
use tokio::{io::AsyncWrite, time::timeout};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{
        Error, Message,
        error::{CapacityError, ProtocolError},
        handshake::derive_accept_key,
        protocol::{CloseFrame, Role, WebSocketConfig},
    },
};
use warp::{
    Filter, Rejection,
    http::{HeaderValue, StatusCode, header},
    reply::Response,
};

use crate::{
    close::{Close, Goodbye},
    problem::{Code, Problem},
};

/// What is read at once, in bytes: kept for every idle socket, so small.
const READ_BUFFER_BYTES: usize = 4096;
/// The one subprotocol that is spoken here; a client that offers any is told so, as browsers want it.
const SUBPROTOCOL: &str = "ashboard";
/// How long the other end may take nothing of what is to be sent before the session counts as slow.
const WRITE_TIMEOUT: Duration = Duration::from_secs(10);
/// How long to wait for the other end's Close after ours.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(2);

/// A request that may become a WebSocket.
#[derive(Debug)]
pub struct Upgrade {
    accept_key: HeaderValue,
    /// Whether the client offers [`SUBPROTOCOL`], beside which it may hold out a ticket.
    is_named: bool,
    upgraded: OnUpgrade,
}

/// One WebSocket.
#[derive(Debug)]
pub struct Socket(WebSocketStream<TokioIo<Upgraded>>);

/// What came.
#[derive(Debug, PartialEq, Eq)]
pub enum Received {
    /// A binary message.
    Frame(Bytes),
    /// A sign of life.
    Alive,
    /// A message that this protocol does not have, or that is too large.
    Unfit(Close),
    /// The line is gone, or the other end said goodbye.
    Gone,
}

impl Received {
    /// How many bytes of a message came.
    #[must_use]
    pub fn bytes(&self) -> usize {
        match self {
            Self::Frame(frame) => frame.len(),
            Self::Alive | Self::Unfit(_) | Self::Gone => 0,
        }
    }
}

/// A socket that takes nothing any more.
#[derive(Debug)]
pub struct Stuck;

/// Finds a request for a WebSocket.
pub fn upgrade() -> impl Filter<Extract = (Upgrade,), Error = Rejection> + Clone + Send + Sync + 'static {
    warp::header::headers_cloned().and(warp::ext::optional::<OnUpgrade>()).and_then(
        |headers: warp::http::HeaderMap, upgraded: Option<OnUpgrade>| async move {
            upgrade_of(&headers, upgraded).map_err(warp::reject::custom)
        },
    )
}

fn upgrade_of(headers: &warp::http::HeaderMap, upgraded: Option<OnUpgrade>) -> Result<Upgrade, Problem> {
    let says = |name, word: &str| {
        let values = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
        values.flat_map(|value| value.split(',')).any(|value| value.trim().eq_ignore_ascii_case(word))
    };
    let problem = |detail: &str| Problem::new(Code::UpgradeRequired, detail);
    if !says(header::CONNECTION, "upgrade") || !says(header::UPGRADE, "websocket") {
        return Err(problem("Ask for an upgrade of the connection to a WebSocket."));
    }
    if !says(header::SEC_WEBSOCKET_VERSION, "13") {
        return Err(problem("The relay speaks version 13 of the WebSocket protocol."));
    }
    let key = headers.get(header::SEC_WEBSOCKET_KEY).filter(|key| key.len() == 24);
    let key = key.ok_or_else(|| problem("The header Sec-WebSocket-Key has 24 characters."))?;
    let accept_key = HeaderValue::from_str(&derive_accept_key(key.as_bytes()));
    let accept_key = accept_key.map_err(|_| problem("The header Sec-WebSocket-Key cannot be read."))?;
    let upgraded = upgraded.ok_or_else(|| problem("This connection cannot become a WebSocket."))?;
    Ok(Upgrade { accept_key, is_named: says(header::SEC_WEBSOCKET_PROTOCOL, SUBPROTOCOL), upgraded })
}

impl Upgrade {
    /// The answer that turns the connection into a WebSocket, and the wait for it.
    pub fn accept(self) -> (Response, impl Future<Output = Result<Socket, hyper::Error>> + Send) {
        let mut response = Response::default();
        *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
        let headers = response.headers_mut();
        headers.insert(header::CONNECTION, HeaderValue::from_static("upgrade"));
        headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
        headers.insert(header::SEC_WEBSOCKET_ACCEPT, self.accept_key);
        if self.is_named {
            headers.insert(header::SEC_WEBSOCKET_PROTOCOL, HeaderValue::from_static(SUBPROTOCOL));
        }
        let upgraded = self.upgraded;
        (response, async move { Ok(Socket::new(upgraded.await?).await) })
    }
}

impl Socket {
    async fn new(upgraded: Upgraded) -> Self {
        let config = WebSocketConfig::default()
            .read_buffer_size(READ_BUFFER_BYTES)
            .write_buffer_size(0)
            .max_write_buffer_size(READ_BUFFER_BYTES)
            .max_message_size(Some(MAX_FRAME_BYTES))
            .max_frame_size(Some(MAX_FRAME_BYTES));
        Self(WebSocketStream::from_raw_socket(TokioIo::new(upgraded), Role::Server, Some(config)).await)
    }

    /// Waits for what comes next; nothing is lost when the wait is given up.
    pub async fn receive(&mut self) -> Received {
        match self.0.next().await {
            Some(Ok(Message::Binary(frame))) => Received::Frame(frame),
            Some(Ok(Message::Text(_))) => Received::Unfit(Close::BadMessage),
            // After a Close the next wait answers it and finds the end.
            Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Close(_) | Message::Frame(_))) => Received::Alive,
            Some(Err(Error::Capacity(CapacityError::MessageTooLong { .. }))) => Received::Unfit(Close::TooLarge),
            Some(Err(Error::Utf8(_))) => Received::Unfit(Close::BadText),
            Some(Err(Error::Protocol(ProtocolError::ResetWithoutClosingHandshake))) => Received::Gone,
            Some(Err(Error::Protocol(_))) => Received::Unfit(Close::Broken),
            Some(Err(_)) | None => Received::Gone,
        }
    }

    /// Sends frames, each as a binary message, and says how many bytes that took.
    ///
    /// # Errors
    /// When the other end does not take them in time, or is gone.
    pub async fn send(&mut self, frames: Vec<Bytes>) -> Result<u64, Stuck> {
        let mut queue = Queue::of(frames);
        let total = queue.remaining as u64;
        // An answer to a ping may be half sent: it must be out before anything else is.
        timeout(WRITE_TIMEOUT, self.0.flush()).await.map_err(|_| Stuck)?.map_err(|_| Stuck)?;
        write_all(self.0.get_mut(), &mut queue).await.map_err(|_| Stuck)?;
        Ok(total)
    }

    /// Asks for a sign of life.
    ///
    /// # Errors
    /// As [`Self::send`].
    pub async fn ping(&mut self) -> Result<(), Stuck> {
        let ping = self.0.send(Message::Ping(Bytes::new()));
        timeout(WRITE_TIMEOUT, ping).await.map_err(|_| Stuck)?.map_err(|_| Stuck)
    }

    /// Says goodbye and waits a moment for the answer, so that the reason is not lost with the connection.
    pub async fn close(mut self, goodbye: impl Into<Goodbye>) {
        let goodbye = goodbye.into();
        let frame = CloseFrame { code: goodbye.close.code().into(), reason: goodbye.reason().into() };
        let goodbye = async {
            self.0.close(Some(frame)).await?;
            while let Some(message) = self.0.next().await {
                message?;
            }
            Ok::<_, Error>(())
        };
        let _gone_either_way = timeout(CLOSE_TIMEOUT, goodbye).await;
    }
}

/// Frames on their way to the socket: header, payload, header, payload.
struct Queue {
    /// All headers, one after the other.
    headers: Vec<u8>,
    frames: Vec<Bytes>,
    /// The first frame that is not sent yet, where its header is, and how much of both is sent.
    next: usize,
    header_at: usize,
    sent: usize,
    remaining: usize,
}

impl Queue {
    /// A server's frames are not masked, so a payload is sent as it is to everybody.
    fn of(frames: Vec<Bytes>) -> Self {
        let mut headers = Vec::with_capacity(frames.len() * MAX_HEADER_BYTES);
        frames.iter().for_each(|frame| put_header(&mut headers, frame.len()));
        let remaining = headers.len() + frames.iter().map(Bytes::len).sum::<usize>();
        Self { headers, frames, next: 0, header_at: 0, sent: 0, remaining }
    }

    /// What comes next, as far as there is room for it; says how many parts that is.
    fn fill<'a>(&'a self, slices: &mut [IoSlice<'a>]) -> usize {
        let (mut header_at, mut sent, mut count) = (self.header_at, self.sent, 0);
        for frame in &self.frames[self.next..] {
            let header = &self.headers[header_at..header_at + header_bytes(frame.len())];
            for part in [header, frame] {
                let skipped = sent.min(part.len());
                sent -= skipped;
                if skipped < part.len() {
                    let Some(slice) = slices.get_mut(count) else { return count };
                    *slice = IoSlice::new(&part[skipped..]);
                    count += 1;
                }
            }
            header_at += header.len();
        }
        count
    }

    fn advance(&mut self, bytes: usize) {
        self.remaining -= bytes;
        self.sent += bytes;
        while let Some(frame) = self.frames.get_mut(self.next)
            && let header = header_bytes(frame.len())
            && self.sent >= header + frame.len()
        {
            self.sent -= header + frame.len();
            self.header_at += header;
            self.next += 1;
            // Whoever else has it keeps it; a slow session does not.
            *frame = Bytes::new();
        }
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

/// Parts in one call of the system: as many as Linux is sure to take at once without another allocation.
const PARTS_AT_ONCE: usize = 64;

async fn write_all(io: &mut (impl AsyncWrite + Unpin), queue: &mut Queue) -> io::Result<()> {
    while queue.remaining > 0 {
        let written = poll_fn(|context| {
            let mut slices = [IoSlice::new(&[]); PARTS_AT_ONCE];
            let count = queue.fill(&mut slices);
            Pin::new(&mut *io).poll_write_vectored(context, &slices[..count])
        });
        match timeout(WRITE_TIMEOUT, written).await.map_err(|_| io::ErrorKind::TimedOut)?? {
            0 => return Err(io::ErrorKind::WriteZero.into()),
            written => queue.advance(written),
        }
    }
    poll_fn(|context| Pin::new(&mut *io).poll_flush(context)).await
}

#[cfg(test)]
mod tests {
    use super::*;

    /// However the system takes the bytes, they are the same; what was sent is let go of.
    #[test]
    fn frames_come_out_whole_in_any_pieces() {
        let sizes = [0, 1, 125, 126, 300, 70_000, 0, 5];
        let frames = || sizes.map(|bytes| Bytes::from(vec![u8::try_from(bytes % 251).unwrap(); bytes])).to_vec();
        let mut expected = Vec::new();
        for frame in frames() {
            put_header(&mut expected, frame.len());
            expected.extend(&frame);
        }
        for piece in [1, 2, 3, 127, 4096, 1_000_000] {
            let (mut queue, mut written) = (Queue::of(frames()), Vec::new());
            while queue.remaining > 0 {
                let mut slices = [IoSlice::new(&[]); 3];
                let count = queue.fill(&mut slices);
                let bytes: Vec<u8> =
                    slices[..count].iter().flat_map(|slice| slice.iter().copied()).take(piece).collect();
                queue.advance(bytes.len());
                written.extend(bytes);
            }
            assert!(written == expected, "in pieces of {piece}");
            assert!(queue.frames.iter().all(Bytes::is_empty));
        }
    }
}
