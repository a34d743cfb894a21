//! Requests as they stand on the wire, and their answers.

use std::{
    collections::BTreeMap,
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
};

#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: Vec<u8>,
}

/// Sends one request as it is written and reads the answer to its end.
pub(crate) async fn ask(address: SocketAddr, request: String) -> Answer {
    let text = tokio::task::spawn_blocking(move || {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut text = Vec::new();
        stream.read_to_end(&mut text).unwrap();
        text
    });
    let text = text.await.unwrap();
    let end = text.windows(4).position(|part| part == b"\r\n\r\n").unwrap();
    let head = std::str::from_utf8(&text[..end]).unwrap();
    let (status, headers) = head.split_once("\r\n").unwrap();
    // Of a header that stands there twice both values, on lines of their own.
    let mut all = BTreeMap::<String, String>::new();
    for (name, value) in headers.split("\r\n").filter_map(|line| line.split_once(": ")) {
        all.entry(name.to_owned()).and_modify(|all| *all += &format!("\n{value}")).or_insert_with(|| value.to_owned());
    }
    Answer { status: status.split(' ').nth(1).unwrap().parse().unwrap(), headers: all, body: text[end + 4..].to_vec() }
}

/// A request; `headers` are whole lines.
pub(crate) fn request(method: &str, path: &str, headers: &[&str], body: &str) -> String {
    let headers: String = headers.iter().map(|line| format!("{line}\r\n")).collect();
    let length = body.len();
    format!(
        "{method} {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n{body}"
    )
}
