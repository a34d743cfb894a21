//! The accept loop: takes connections, bounds how many there are, in all and of one address, and how long a request's head
//! and the reading of an answer may take, and lets go of them when the relay stops. It serves whatever service it is
//! given, and knows neither routes nor sessions.

use std::{convert::Infallible, io, net::SocketAddr, pin::pin, sync::Arc, time::Duration};

use hyper::{
    Request, Response,
    body::{Body, Bytes, Incoming},
    server::conn::http1,
    service::{Service, service_fn},
    upgrade::Upgraded,
};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore, watch},
    time::timeout,
};

use self::{
    crowd::{Crowd, Place},
    stall::Stalling,
};
use crate::metrics::Metrics;

mod crowd;
mod stall;

/// The largest head of a request, in bytes; a larger one is answered by 431 and the connection is closed.
const MAX_HEAD_BYTES: usize = 32 * 1024;
/// Connections beyond the cap that are being told so at once; further ones are closed without a word.
const MAX_REFUSALS: usize = 64;
/// How long a refusal may take.
const REFUSAL_TIMEOUT: Duration = Duration::from_secs(1);
/// How long to wait before accepting again when the system has no descriptor or memory for one more connection.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);
/// What a connection beyond the cap hears.
const REFUSAL: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\n\
    content-type: application/problem+json\r\nretry-after: 5\r\nconnection: close\r\ncontent-length: 125\r\n\r\n\
    {\"type\":\"urn:ashboard:problem:too_many_requests\",\"title\":\"Too many connections\",\"status\":503,\
    \"code\":\"too_many_requests\"     }";

/// Bounds of the connections.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Connections at once, WebSockets included; further ones are answered by 503.
    pub max_connections: usize,
    /// Connections of one address at once; further ones are answered by 503. Those of this machine are not counted: a
    /// proxy brings everybody from there.
    pub max_of_address: usize,
    /// How long the head of a request may take, also between two requests; then the connection is closed.
    pub header_timeout: Duration,
    /// How long the other end may take nothing of an answer; then the connection is closed.
    pub stall_timeout: Duration,
}

/// Who is at the other end; found in the extensions of a request. Whoever keeps it keeps the connection counted.
#[derive(Clone, Debug)]
pub struct Peer {
    /// Its address.
    pub address: SocketAddr,
    connection: Arc<Connection>,
}

#[derive(Debug)]
struct Connection {
    stopping: Stopping,
    metrics: Metrics,
    _permit: OwnedSemaphorePermit,
    _place: Place,
}

/// Says when the relay begins to stop, and is known to be alive until it is dropped.
#[derive(Clone, Debug)]
pub struct Stopping(watch::Receiver<bool>);

/// The other end of [`Stopping`].
#[derive(Debug)]
pub struct Stop(watch::Sender<bool>);

impl Stop {
    /// Not stopping yet.
    #[must_use]
    pub fn new() -> (Self, Stopping) {
        let (stop, stopping) = watch::channel(false);
        (Self(stop), Stopping(stopping))
    }

    /// Says it to all connections.
    pub fn say(&self) {
        self.0.send_replace(true);
    }

    /// Waits until the last connection is gone.
    pub async fn all_gone(&self) {
        self.0.closed().await;
    }
}

impl Stopping {
    /// Waits until the relay begins to stop.
    pub async fn said(&mut self) {
        let _the_other_end_is_gone_too = self.0.wait_for(|stopping| *stopping).await;
    }
}

impl Peer {
    /// See [`Stopping`].
    #[must_use]
    pub fn stopping(&self) -> Stopping {
        self.connection.stopping.clone()
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.metrics.connections.dec();
    }
}

/// Accepts connections until the relay begins to stop.
pub async fn accept<S, B>(listener: TcpListener, service: S, bounds: Bounds, mut stopping: Stopping, metrics: Metrics)
where
    S: Service<Request<Incoming>, Response = Response<B>, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send,
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    let permits = Arc::new(Semaphore::new(bounds.max_connections));
    let crowd = Crowd::new(bounds.max_of_address);
    let refusals = Arc::new(Semaphore::new(MAX_REFUSALS));
    let alive = stopping.clone();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = stopping.said() => return,
        };
        let (stream, address) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                pause(&error).await;
                continue;
            }
        };
        let _latency_only = stream.set_nodelay(true);
        match (crowd.enter(address.ip()), Arc::clone(&permits).try_acquire_owned()) {
            (Some(place), Ok(permit)) => {
                metrics.connections.inc();
                let (stopping, metrics) = (alive.clone(), metrics.clone());
                let connection = Connection { stopping, metrics, _permit: permit, _place: place };
                let peer = Peer { address, connection: Arc::new(connection) };
                tokio::spawn(serve(stream, peer, service.clone(), bounds));
            }
            (None, _) | (_, Err(_)) => {
                metrics.refused_connections.inc();
                if let Ok(turn) = Arc::clone(&refusals).try_acquire_owned() {
                    tokio::spawn(refuse(stream, turn));
                }
            }
        }
    }
}

/// A connection that was reset before it was accepted is nothing; too few descriptors end only when others go.
async fn pause(error: &io::Error) {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    if !matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset) {
        tracing::warn!(%error, "a connection could not be accepted");
        tokio::time::sleep(ACCEPT_PAUSE).await;
    }
}

async fn serve<S, B>(stream: TcpStream, peer: Peer, service: S, bounds: Bounds)
where
    S: Service<Request<Incoming>, Response = Response<B>, Error = Infallible> + Send + 'static,
    S::Future: Send,
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    let mut stopping = peer.stopping();
    let address = peer.address;
    let with_peer = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(peer.clone());
        service.call(request)
    });
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(bounds.header_timeout).max_header_size(MAX_HEAD_BYTES);
    let io = Stalling::new(TokioIo::new(stream), bounds.stall_timeout);
    let mut connection = pin!(builder.serve_connection(io, with_peer).with_upgrades());
    let served = tokio::select! {
        served = connection.as_mut() => served,
        () = stopping.said() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = served {
        tracing::debug!(%address, %error, "a connection ended early");
    }
}

/// The stream of a connection that was upgraded, and what came with the request; only those that came by [`accept`].
pub fn stream_of(upgraded: Upgraded) -> Option<(TcpStream, Bytes)> {
    let parts = upgraded.downcast::<Stalling<TokioIo<TcpStream>>>().ok()?;
    Some((parts.io.into_inner().into_inner(), parts.read_buf))
}

async fn refuse(stream: TcpStream, _turn: OwnedSemaphorePermit) {
    let write = async {
        let mut rest = REFUSAL;
        while !rest.is_empty() {
            stream.writable().await?;
            match stream.try_write(rest) {
                Ok(written) => rest = &rest[written..],
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    };
    let _gone_already = timeout(REFUSAL_TIMEOUT, write).await;
}
