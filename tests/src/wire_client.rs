//! A client over a real socket: an [`Actor`] whose messages travel as the protocol's frames.
//! It comes back only when told to; what it knows survives in the actor.

use std::fmt;

use document::Op;
use futures_util::{SinkExt, StreamExt};
use protocol::{FromClient, FromRelay, decode, encode};
use tokio::net::TcpStream;
use tokio_tungstenite::{
    WebSocketStream, client_async_with_config,
    tungstenite::{
        Error, Message,
        protocol::{CloseFrame, WebSocketConfig},
    },
};

use crate::{actor::Actor, waiting::within};

/// What is read at once, in bytes: small, because a test may have ten thousand clients.
const READ_BUFFER_BYTES: usize = 4096;

/// One connection of one person; dropped, it is cut.
#[derive(Debug)]
pub struct WireClient {
    socket: WebSocketStream<TcpStream>,
    /// The person.
    pub actor: Actor,
}

/// How a connection ended.
#[derive(Debug)]
pub enum Gone {
    /// With a Close frame of this code.
    Closed(u16),
    /// Without a word.
    Cut(String),
}

impl fmt::Display for Gone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Closed(code) => write!(f, "closed with {code}"),
            Self::Cut(reason) => write!(f, "cut: {reason}"),
        }
    }
}

impl From<Error> for Gone {
    fn from(error: Error) -> Self {
        Self::Cut(error.to_string())
    }
}

impl From<std::io::Error> for Gone {
    fn from(error: std::io::Error) -> Self {
        Self::Cut(error.to_string())
    }
}

impl WireClient {
    /// Connects, says hello, waits for the welcome and sends what is pending again.
    ///
    /// # Errors
    /// The actor comes back with the reason, ready for the next try.
    pub async fn connect(address: &str, dashboard: &str, actor: Actor) -> Result<Self, (Actor, Gone)> {
        match TcpStream::connect(address).await {
            Ok(stream) => Self::over(stream, dashboard, actor).await,
            Err(error) => Err((actor, error.into())),
        }
    }

    /// The same over a line that is there already.
    ///
    /// # Errors
    /// The actor comes back with the reason.
    pub async fn over(stream: TcpStream, dashboard: &str, actor: Actor) -> Result<Self, (Actor, Gone)> {
        let socket = match open(stream, dashboard).await {
            Ok(socket) => socket,
            Err(gone) => return Err((actor, gone)),
        };
        let mut client = Self { socket, actor };
        match client.enter().await {
            Ok(()) => Ok(client),
            Err(gone) => Err((client.actor, gone)),
        }
    }

    async fn enter(&mut self) -> Result<(), Gone> {
        let hello = self.actor.hello(false);
        self.say(&hello).await?;
        while !matches!(self.hear().await?, FromRelay::Welcome(_)) {}
        self.flush().await
    }

    /// A user act, sent at once.
    ///
    /// # Errors
    /// When the connection is gone; the act is pending then.
    pub async fn act(&mut self, ops: Vec<Op>) -> Result<document::OpId, Gone> {
        let gesture = self.actor.wish(ops).expect("the act applies here");
        self.flush().await?;
        Ok(gesture.id)
    }

    /// The next message, after the actor has taken it.
    ///
    /// # Errors
    /// When the connection is gone.
    pub async fn hear(&mut self) -> Result<FromRelay, Gone> {
        loop {
            let frame = within("a message of the relay", self.socket.next()).await;
            match frame.ok_or_else(|| Gone::Cut("end of stream".into()))? {
                Ok(Message::Binary(bytes)) => return self.take(&bytes).await,
                Ok(Message::Close(frame)) => return Err(closed(frame)),
                Ok(_) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    async fn take(&mut self, bytes: &[u8]) -> Result<FromRelay, Gone> {
        let message: FromRelay = decode(bytes).expect("the relay speaks the protocol");
        if let Some(answer) = self.actor.hear(message.clone()) {
            self.say(&answer).await?;
        }
        Ok(message)
    }

    /// Hears until the actor has seen enough.
    ///
    /// # Errors
    /// When the connection is gone before that.
    pub async fn hear_until(&mut self, enough: impl Fn(&Actor) -> bool) -> Result<(), Gone> {
        while !enough(&self.actor) {
            self.hear().await?;
        }
        Ok(())
    }

    async fn flush(&mut self) -> Result<(), Gone> {
        match self.actor.unsent() {
            Some(message) => self.say(&message).await,
            None => Ok(()),
        }
    }

    /// Sends one message as it is.
    ///
    /// # Errors
    /// When the connection is gone.
    pub async fn say(&mut self, message: &FromClient) -> Result<(), Gone> {
        let frame = encode(message).expect("a message of this client fits");
        Ok(self.socket.send(Message::Binary(frame.into())).await?)
    }
}

async fn open(stream: TcpStream, dashboard: &str) -> Result<WebSocketStream<TcpStream>, Gone> {
    stream.set_nodelay(true)?;
    let address = stream.peer_addr()?;
    let url = format!("ws://{address}/api/v1/dashboards/{dashboard}/ws");
    let config = WebSocketConfig::default().read_buffer_size(READ_BUFFER_BYTES);
    let upgrade = client_async_with_config(url, stream, Some(config));
    let (socket, _) = within("the upgrade", upgrade).await?;
    Ok(socket)
}

fn closed(frame: Option<CloseFrame>) -> Gone {
    frame.map_or_else(|| Gone::Cut("closed without a code".into()), |frame| Gone::Closed(frame.code.into()))
}
