//! What is said on each wire: how a writer begins, what an append is, and where an answer ends. Appends are of about one
//! size for all: a title of some ten bytes.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use document::{ClientId, Gesture, NodeId, Op, OpId, Property, Value};
use protocol::{FromClient, FromRelay, Hello, Person, decode, encode};

use super::server::Peer;
use crate::AnyError;

/// How long an answer may take while a writer begins.
const PATIENCE: Duration = Duration::from_secs(20);

/// One writer on its way.
pub struct Writer {
    peer: Peer,
    number: usize,
    appends: u64,
}

impl Writer {
    /// Connects and says everything that comes before the first append.
    pub fn begin(peer: Peer, address: SocketAddr, number: usize) -> Result<(Self, TcpStream), AnyError> {
        let mut stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        match peer {
            Peer::Ashboard => enter(&mut stream, address, number)?,
            Peer::Redis => {}
            Peer::Nats => subscribe(&mut stream, number)?,
        }
        Ok((Self { peer, number, appends: 0 }, stream))
    }

    /// The bytes of the next append.
    pub fn append(&mut self) -> Vec<u8> {
        self.appends += 1;
        let (number, title) = (self.number, format!("title {}", self.appends));
        match self.peer {
            Peer::Ashboard => {
                let op = Op::Set { node: NodeId::ROOT, property: Property::Title, value: Value::Text(title) };
                let gesture = Gesture { id: OpId { client: client(number), counter: self.appends }, ops: vec![op] };
                frame(&encode(&FromClient::Submit(vec![gesture])).unwrap_or_default())
            }
            Peer::Redis => {
                let stream = format!("s{number}");
                let parts = ["XADD", &stream, "*", "title", &title];
                let parts: String = parts.iter().map(|part| format!("${}\r\n{part}\r\n", part.len())).collect();
                format!("*5\r\n{parts}").into_bytes()
            }
            Peer::Nats => format!("PUB o2.{number} in.{number} {}\r\n{title}\r\n", title.len()).into_bytes(),
        }
    }

    /// Takes whole messages off the front; whether the answer to the last append was among them.
    pub fn is_answered(&self, bytes: &mut Vec<u8>) -> Result<bool, AnyError> {
        let mut is_answered = false;
        while let Some((length, message)) = self.message(bytes) {
            is_answered |= self.is_answer(message)?;
            bytes.drain(..length);
        }
        Ok(is_answered)
    }

    /// The first whole message: its length on the wire, and what it says.
    fn message<'a>(&self, bytes: &'a [u8]) -> Option<(usize, &'a [u8])> {
        match self.peer {
            Peer::Ashboard => payload(bytes),
            Peer::Redis => {
                let head = line(bytes)?;
                match head.strip_prefix(b"$") {
                    None => Some((head.len() + 2, head)),
                    Some(length) => whole(bytes, head.len() + 2 + parsed(length)? + 2).map(|length| (length, head)),
                }
            }
            Peer::Nats => {
                let head = line(bytes)?;
                match head.strip_prefix(b"MSG ") {
                    None => Some((head.len() + 2, head)),
                    Some(rest) => {
                        let length = parsed(rest.rsplit(|byte| *byte == b' ').next()?)?;
                        let length = whole(bytes, head.len() + 2 + length + 2)?;
                        Some((length, &bytes[..length]))
                    }
                }
            }
        }
    }

    fn is_answer(&self, message: &[u8]) -> Result<bool, AnyError> {
        let words = || String::from_utf8_lossy(message).into_owned();
        match self.peer {
            Peer::Ashboard => match decode(message) {
                Ok(FromRelay::Sequenced(sequenced)) => Ok(sequenced.gesture.id.counter == self.appends),
                Ok(FromRelay::Rejected { reason, .. }) => Err(format!("refused: {reason}").into()),
                _ => Ok(false),
            },
            Peer::Redis if message.starts_with(b"$") => Ok(true),
            Peer::Redis => Err(words().into()),
            Peer::Nats if message.starts_with(b"MSG") && words().contains("\"seq\"") => Ok(true),
            Peer::Nats if message.starts_with(b"MSG") || message.starts_with(b"-ERR") => Err(words().into()),
            Peer::Nats => Ok(false),
        }
    }
}

fn client(number: usize) -> ClientId {
    ClientId::from_bytes((1 + number as u64).to_be_bytes())
}

/// A dashboard of its own, a session, a hello and a welcome.
fn enter(stream: &mut TcpStream, address: SocketAddr, number: usize) -> Result<(), AnyError> {
    let mut posting = TcpStream::connect(address)?;
    posting.set_read_timeout(Some(PATIENCE))?;
    write!(
        posting,
        "POST /api/v1/dashboards HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nContent-Type: application/json\r\n\
         Content-Length: 0\r\n\r\n"
    )?;
    let mut made = String::new();
    posting.read_to_string(&mut made)?;
    let id = made.split("\"id\":\"").nth(1).and_then(|rest| rest.split('"').next());
    let id = id.ok_or_else(|| format!("no dashboard was made: {made}"))?;
    write!(
        stream,
        "GET /api/v1/dashboards/{id}/ws HTTP/1.1\r\nHost: {address}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n"
    )?;
    let mut bytes = Vec::new();
    let end = loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break end + 4;
        }
        more(stream, &mut bytes)?;
    };
    bytes.drain(..end);
    let person = Person { name: "writer".into(), color: 0 };
    let hello = Hello { client: client(number), also: Vec::new(), last: None, person };
    stream.write_all(&frame(&encode(&FromClient::Hello(hello))?))?;
    loop {
        while let Some((length, message)) = payload(&bytes) {
            let is_welcome = matches!(decode(message), Ok(FromRelay::Welcome(_)));
            bytes.drain(..length);
            if is_welcome {
                return Ok(());
            }
        }
        more(stream, &mut bytes)?;
    }
}

/// The first writer makes the stream for all.
fn subscribe(stream: &mut TcpStream, number: usize) -> Result<(), AnyError> {
    write!(stream, "CONNECT {{\"verbose\":false}}\r\nSUB in.{number} 1\r\n")?;
    if number == 0 {
        let settings = r#"{"name":"O2","subjects":["o2.*"],"storage":"file","num_replicas":1,"retention":"limits"}"#;
        write!(stream, "PUB $JS.API.STREAM.CREATE.O2 in.0 {}\r\n{settings}\r\n", settings.len())?;
        await_words(stream, "\"config\"")?;
    }
    write!(stream, "PING\r\n")?;
    await_words(stream, "PONG")
}

fn await_words(stream: &mut TcpStream, words: &str) -> Result<(), AnyError> {
    let mut bytes = Vec::new();
    while !String::from_utf8_lossy(&bytes).contains(words) {
        more(stream, &mut bytes)?;
    }
    Ok(())
}

fn more(stream: &mut TcpStream, bytes: &mut Vec<u8>) -> Result<(), AnyError> {
    let mut part = [0; 16 * 1024];
    match stream.read(&mut part)? {
        0 => Err(format!("cut: {}", String::from_utf8_lossy(bytes)).into()),
        length => {
            bytes.extend(&part[..length]);
            Ok(())
        }
    }
}

/// A binary frame of a client, under the mask of zeros, which is one.
fn frame(payload: &[u8]) -> Vec<u8> {
    let mut frame = vec![0x82];
    match payload.len() {
        length @ 0..126 => frame.push(0x80 | length as u8),
        length => {
            frame.push(0x80 | 126);
            frame.extend((length as u16).to_be_bytes());
        }
    }
    frame.extend([0; 4]);
    frame.extend(payload);
    frame
}

/// The first whole frame of a server.
fn payload(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let (start, length) = match *bytes.get(1)? {
        126 => (4, usize::from(u16::from_be_bytes([*bytes.get(2)?, *bytes.get(3)?]))),
        127 => (10, usize::try_from(u64::from_be_bytes(bytes.get(2..10)?.try_into().ok()?)).ok()?),
        length => (2, usize::from(length)),
    };
    whole(bytes, start + length).map(|end| (end, &bytes[start..end]))
}

fn whole(bytes: &[u8], length: usize) -> Option<usize> {
    (bytes.len() >= length).then_some(length)
}

fn line(bytes: &[u8]) -> Option<&[u8]> {
    bytes.windows(2).position(|two| two == b"\r\n").map(|end| &bytes[..end])
}

fn parsed(digits: &[u8]) -> Option<usize> {
    std::str::from_utf8(digits).ok()?.parse().ok()
}
