//! The publisher: what writes the updates of one topic: rows posted over HTTP to ours, messages to a peer.

use std::{fmt::Write as _, io};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::{
    line::Line,
    server::{Contender, Server},
    stamp::Stamp,
    viewer, yjs,
};

/// What an update says.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Rows of ours; about 46 bytes each on the wire, and 100 more a message.
    pub rows: usize,
    /// Bytes of a peer's message: as large as ours.
    pub bytes: usize,
}

/// One topic's source.
pub enum Publisher {
    Rows { stream: TcpStream, topic: usize, posted: usize },
    Messages { line: Line, topic: usize, contender: Contender, said: u64 },
}

impl Publisher {
    /// Ready to publish.
    pub async fn open(server: &Server, topic: usize) -> io::Result<Self> {
        match server.contender {
            Contender::Ours => {
                let stream = TcpStream::connect(server.address).await?;
                stream.set_nodelay(true)?;
                Ok(Self::Rows { stream, topic, posted: 0 })
            }
            contender => {
                let mut line = Line::open(server.address, "/?topics=0", None).await?;
                if contender == Contender::Hocuspocus {
                    line.say(&yjs::hello(0)).await?;
                    while !yjs::is_welcome(line.hear().await?) {}
                }
                Ok(Self::Messages { line, topic, contender, said: 0 })
            }
        }
    }

    /// One update, stamped now.
    pub async fn publish(&mut self, size: Size) -> io::Result<()> {
        match self {
            Self::Rows { stream, topic, posted } => {
                *posted += size.rows;
                post_rows(stream, &viewer::table(*topic), FIELDS, &rows(size.rows, *posted)).await
            }
            Self::Messages { line, topic, contender, said } => {
                *said += 1;
                let text = Stamp::now().text(size.bytes - 1);
                match contender {
                    Contender::Hocuspocus => line.say(&yjs::update(0, usize::MAX >> 12, *said, &text)).await,
                    _ => {
                        let mut message = vec![u8::try_from(*topic).unwrap_or(u8::MAX)];
                        message.extend(text.as_bytes());
                        line.say(&message).await
                    }
                }
            }
        }
    }
}

const FIELDS: &str = "at:time,stamp:integer,a:float,b:float,c:float,d:float";

/// Rows as NDJSON; the first has the stamp.
fn rows(count: usize, from: usize) -> String {
    let mut body = String::new();
    for row in 0..count {
        let at = 1_700_000_000_000 + 50 * (from + row) as u64;
        let stamp = if row == 0 { Stamp::now().0.to_string() } else { "null".to_owned() };
        let [a, b, c, d] = [7, 11, 13, 17].map(|prime| ((from + row) * prime % 1000) as f64 / 7.0);
        let _into_a_string = writeln!(body, r#"{{"at":{at},"stamp":{stamp},"a":{a},"b":{b},"c":{c},"d":{d}}}"#);
    }
    body
}

/// Posts NDJSON over a connection that stays open.
pub async fn post_rows(stream: &mut TcpStream, table: &str, fields: &str, body: &str) -> io::Result<()> {
    let path = format!("/api/v1/tables/{table}/rows?schema={fields}");
    request(stream, &path, "application/x-ndjson", body).await
}

/// One POST and its answer, which must be a good one.
pub async fn request(stream: &mut TcpStream, path: &str, content_type: &str, body: &str) -> io::Result<()> {
    let length = body.len();
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: {content_type}\r\ncontent-length: {length}\r\n\r\n"
    );
    stream.write_all((head + body).as_bytes()).await?;
    let mut answer = Vec::new();
    loop {
        if stream.read_buf(&mut answer).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let text = String::from_utf8_lossy(&answer);
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let head = head.to_ascii_lowercase();
        let length = head.split("content-length: ").nth(1).and_then(|rest| rest.lines().next()?.parse().ok());
        if body.len() >= length.unwrap_or(0) {
            return if head.starts_with("http/1.1 2") { Ok(()) } else { Err(io::Error::other(text.into_owned())) };
        }
    }
}
