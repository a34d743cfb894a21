//! The socket: a WebSocket over an upgraded connection, small while it is idle.
//! Receives through tungstenite, which checks frames, masks and sizes; frames that are encoded already go to its wire as
//! they are. It knows frames and closes, no messages.

use std::time::Duration;

use bytes::Bytes;
use futures_util::{SinkExt, StreamExt};
use hyper::upgrade::{OnUpgrade, Upgraded};
use protocol::MAX_FRAME_BYTES;
use tokio::time::timeout;
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
    accept,
    close::{Close, Goodbye},
    problem::{Code, Problem},
    wire::{Ear, Wire},
};

/// What is read at once, in bytes: kept for every idle socket, so small. A gesture is shorter as a rule; what is longer
/// makes the buffer as large as it is.
const READ_BUFFER_BYTES: usize = 1024;
/// The one subprotocol that is spoken here; a client that offers any is told so, as browsers want it.
const SUBPROTOCOL: &str = "ashboard";
/// What tungstenite may keep of its own words, in bytes: pongs and a goodbye.
const CONTROL_BUFFER_BYTES: usize = 1024;
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
pub struct Socket(WebSocketStream<Ear>);

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

/// A connection that did not become a WebSocket.
#[derive(Debug)]
pub struct NotUpgraded;

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
    pub fn accept(self) -> (Response, impl Future<Output = Result<Socket, NotUpgraded>> + Send) {
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
        (response, async move { Socket::new(upgraded.await.map_err(|_| NotUpgraded)?).await })
    }
}

impl Socket {
    async fn new(upgraded: Upgraded) -> Result<Self, NotUpgraded> {
        let (stream, early) = accept::stream_of(upgraded).ok_or(NotUpgraded)?;
        let config = WebSocketConfig::default()
            .read_buffer_size(READ_BUFFER_BYTES)
            .write_buffer_size(0)
            .max_write_buffer_size(CONTROL_BUFFER_BYTES)
            .max_message_size(Some(MAX_FRAME_BYTES))
            .max_frame_size(Some(MAX_FRAME_BYTES));
        let ear = Ear::new(Wire::new(stream), &early);
        Ok(Self(WebSocketStream::from_raw_socket(ear, Role::Server, Some(config)).await))
    }

    /// Where frames are sent.
    #[must_use]
    pub fn wire(&self) -> &Wire {
        self.0.get_ref().wire()
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

    /// Asks for a sign of life.
    ///
    /// # Errors
    /// When the other end does not take it in time, or is gone.
    pub async fn ping(&mut self) -> Result<(), Stuck> {
        self.0.feed(Message::Ping(Bytes::new())).await.map_err(|_| Stuck)?;
        self.wire().finish().await.map_err(|_| Stuck)
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

/// Whoever else has a handle on the wire cannot keep the line.
impl Drop for Socket {
    fn drop(&mut self) {
        self.wire().shut();
    }
}
