//! The few lines of HTTP with which a command asks a relay that runs, so that it works where no curl is installed.
//! Plain HTTP to one address; whoever speaks TLS to the outside is a proxy, and the relay is behind it.

use std::{
    env,
    io::{self, Read, Write},
    net::{TcpStream, ToSocketAddrs},
    time::Duration,
};

/// An answer that takes longer is none.
const TIMEOUT: Duration = Duration::from_secs(10);
/// The variable of the environment that holds the token for a relay that asks who one is.
const TOKEN: &str = "ASH_TOKEN";
/// The largest answer, in bytes: no outline is nearly as large.
const MAX_ANSWER_BYTES: u64 = 64 * 1024 * 1024;

/// What a relay answered.
#[derive(Debug)]
pub(super) struct Answer {
    /// Such as `200 OK`.
    pub(super) status: String,
    /// Without the head.
    pub(super) body: String,
}

impl Answer {
    /// Whether the status begins with 2.
    pub(super) fn is_good(&self) -> bool {
        self.status.starts_with('2')
    }

    /// What a problem says, or the status where it says nothing.
    pub(super) fn words(&self) -> String {
        let problem: Option<serde_json::Value> = serde_json::from_str(&self.body).ok();
        let detail =
            problem.as_ref().and_then(|problem| Some((problem["title"].as_str()?, problem["detail"].as_str()?)));
        detail.map_or_else(|| self.status.clone(), |(title, detail)| format!("{title}. {detail}"))
    }
}

/// Sends a request to a whole address, with a body of JSON where there is one, and with the token of the environment.
///
/// # Errors
/// When the address is none, or nobody answers there as a relay would.
pub(super) fn ask(method: &str, url: &str, body: &str) -> io::Result<Answer> {
    ask_as(method, url, body, env::var(TOKEN).ok().as_deref())
}

/// The same, with this token.
///
/// # Errors
/// As [`ask`].
pub(super) fn ask_as(method: &str, url: &str, body: &str, token: Option<&str>) -> io::Result<Answer> {
    let token = token.map(|token| format!("Authorization: Bearer {token}\r\n")).unwrap_or_default();
    if token.trim_end().contains(char::is_control) {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "the token is none"));
    }
    let (host, path) = parts(url)?;
    let address = with_port(host).to_socket_addrs()?.next().ok_or_else(wrong)?;
    let mut stream = TcpStream::connect_timeout(&address, TIMEOUT)?;
    stream.set_read_timeout(Some(TIMEOUT))?;
    stream.set_write_timeout(Some(TIMEOUT))?;
    let length = body.len();
    // Version 1.0: the answer ends where the connection does, so it comes in one piece.
    write!(
        stream,
        "{method} /{path} HTTP/1.0\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\
         {token}Connection: close\r\n\r\n{body}"
    )?;
    let mut text = String::new();
    stream.take(MAX_ANSWER_BYTES).read_to_string(&mut text)?;
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let status = head.lines().next().and_then(|line| line.split_once(' '));
    let (_, status) = status.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "the answer is no HTTP"))?;
    Ok(Answer { status: status.to_owned(), body: body.to_owned() })
}

fn parts(url: &str) -> io::Result<(&str, &str)> {
    let rest = url.strip_prefix("http://").ok_or_else(wrong)?;
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let is_odd = |char: char| char.is_ascii_control() || char == ' ';
    if host.is_empty() || url.contains(is_odd) { Err(wrong()) } else { Ok((host, path)) }
}

fn with_port(host: &str) -> String {
    let has_port = host.rsplit(':').next().is_some_and(|port| port.parse::<u16>().is_ok());
    if has_port { host.to_owned() } else { format!("{host}:80") }
}

fn wrong() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, "write it as http://127.0.0.1:8080")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_address_is_said() {
        for url in ["https://127.0.0.1/", "127.0.0.1:1", "http://", "http://127.0.0.1:1/ HTTP/1.1\r\nX: y"] {
            assert!(ask("GET", url, "").is_err(), "{url}");
        }
        assert_eq!(parts("http://localhost:1/a/b").unwrap(), ("localhost:1", "a/b"));
        assert_eq!((with_port("localhost"), with_port("[::1]:9")), ("localhost:80".into(), "[::1]:9".into()));
    }
}
