//! A line: one WebSocket of the load, thin enough that ten thousand of them fit on one core: frames are read into one
//! buffer and handed on as they stand. It knows RFC 6455 as far as servers on this machine speak it, and no messages.

use std::{io, net::SocketAddr, ops::Range, time::Duration};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpSocket, TcpStream},
    time::timeout,
};

/// How long anything may take that the other end owes.
const PATIENCE: Duration = Duration::from_secs(60);
const READ_BYTES: usize = 4096;
const PING: u8 = 9;
const CLOSE: u8 = 8;

/// One open WebSocket.
pub struct Line {
    stream: TcpStream,
    buffer: Vec<u8>,
    /// What of the buffer is not handed on yet.
    unread: Range<usize>,
}

impl Line {
    /// Connects and becomes a WebSocket. `receive_bytes` bounds what the kernel takes in while nobody reads.
    pub async fn open(address: SocketAddr, path: &str, receive_bytes: Option<u32>) -> io::Result<Self> {
        let socket = TcpSocket::new_v4()?;
        if let Some(bytes) = receive_bytes {
            socket.set_recv_buffer_size(bytes)?;
        }
        let mut stream = timeout(PATIENCE, socket.connect(address)).await??;
        stream.set_nodelay(true)?;
        let request = format!(
            "GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\
             sec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).await?;
        let mut line = Self { stream, buffer: Vec::new(), unread: 0..0 };
        timeout(PATIENCE, line.upgraded()).await??;
        Ok(line)
    }

    async fn upgraded(&mut self) -> io::Result<()> {
        loop {
            self.read().await?;
            let head = &self.buffer[self.unread.clone()];
            if let Some(end) = head.windows(4).position(|four| four == b"\r\n\r\n") {
                if !head.starts_with(b"HTTP/1.1 101") {
                    return Err(io::Error::other(
                        String::from_utf8_lossy(head).lines().next().unwrap_or("").to_owned(),
                    ));
                }
                self.unread.start += end + 4;
                return Ok(());
            }
        }
    }

    /// Sends a binary message, masked by zeros.
    pub async fn say(&mut self, payload: &[u8]) -> io::Result<()> {
        self.frame(0x82, payload).await
    }

    async fn frame(&mut self, first: u8, payload: &[u8]) -> io::Result<()> {
        let mut frame = vec![first];
        match (u8::try_from(payload.len()), u16::try_from(payload.len())) {
            (Ok(length @ ..126), _) => frame.push(0x80 | length),
            (_, Ok(length)) => {
                frame.push(0x80 | 126);
                frame.extend(length.to_be_bytes());
            }
            _ => {
                frame.push(0x80 | 127);
                frame.extend((payload.len() as u64).to_be_bytes());
            }
        }
        frame.extend([0; 4]);
        frame.extend(payload);
        timeout(PATIENCE, self.stream.write_all(&frame)).await?
    }

    /// The next message, pings answered on the way.
    pub async fn hear(&mut self) -> io::Result<&[u8]> {
        loop {
            let Some((opcode, payload)) = self.next_frame() else {
                self.read().await?;
                continue;
            };
            match opcode {
                PING => {
                    let payload = self.buffer[payload].to_vec();
                    self.frame(0x8a, &payload).await?;
                }
                CLOSE => return Err(io::Error::other(format!("closed: {:?}", &self.buffer[payload]))),
                10 => {}
                _ => return Ok(&self.buffer[payload]),
            }
        }
    }

    /// Opcode and payload of a frame that is there as a whole; it counts as read.
    fn next_frame(&mut self) -> Option<(u8, Range<usize>)> {
        let frame = &self.buffer[self.unread.clone()];
        let (header, length) = match *frame.get(1)? & 0x7f {
            126 => (4, u16::from_be_bytes(frame.get(2..4)?.try_into().ok()?).into()),
            127 => (10, usize::try_from(u64::from_be_bytes(frame.get(2..10)?.try_into().ok()?)).ok()?),
            length => (2, length.into()),
        };
        let opcode = frame[0] & 0x0f;
        if frame.len() < header + length {
            return None;
        }
        let payload = self.unread.start + header..self.unread.start + header + length;
        self.unread.start = payload.end;
        Some((opcode, payload))
    }

    async fn read(&mut self) -> io::Result<()> {
        self.buffer.drain(..self.unread.start);
        self.unread = 0..self.buffer.len();
        self.buffer.reserve(READ_BYTES);
        match self.stream.read_buf(&mut self.buffer).await? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            _ => {
                self.unread.end = self.buffer.len();
                Ok(())
            }
        }
    }

    /// Ends without a word and leaves no port behind that waits.
    pub fn cut(self) {
        let _as_it_is = self.stream.set_zero_linger();
    }
}
