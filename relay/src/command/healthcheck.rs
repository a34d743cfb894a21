//! `ashboard healthcheck`: asks a running relay over HTTP whether it takes work, for containers and supervisors.
//! It speaks the few lines of HTTP that this needs, so that it works where no curl is installed.

use std::{
    io::{self, BufRead, BufReader, Write},
    net::{TcpStream, ToSocketAddrs},
    process::ExitCode,
    time::Duration,
};

use super::failed;

/// An answer that takes longer is none.
const TIMEOUT: Duration = Duration::from_secs(5);

/// Whom to ask.
#[derive(Debug, clap::Args)]
pub(crate) struct Target {
    /// What to ask
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8080/readyz")]
    url: String,
}

/// Exits with 0 when the answer is 200.
pub(crate) fn run(target: &Target) -> ExitCode {
    match status_line(&target.url) {
        Ok(line) if line.split(' ').nth(1) == Some("200") => ExitCode::SUCCESS,
        Ok(line) => failed(format!("{} answers {line}", target.url)),
        Err(error) => failed(format!("{} does not answer: {error}", target.url)),
    }
}

fn status_line(url: &str) -> io::Result<String> {
    let wrong = || io::Error::new(io::ErrorKind::InvalidInput, "write it as http://127.0.0.1:8080/readyz");
    let rest = url.strip_prefix("http://").ok_or_else(wrong)?;
    let (host, path) = rest.split_once('/').unwrap_or((rest, "readyz"));
    if host.is_empty() || url.chars().any(|char| char.is_ascii_control() || char == ' ') {
        return Err(wrong());
    }
    let with_port = if host.rsplit(':').next().is_some_and(|port| port.parse::<u16>().is_ok()) {
        host.to_owned()
    } else {
        format!("{host}:80")
    };
    let address = with_port.to_socket_addrs()?.next().ok_or_else(wrong)?;
    let mut stream = TcpStream::connect_timeout(&address, TIMEOUT)?;
    stream.set_read_timeout(Some(TIMEOUT))?;
    stream.set_write_timeout(Some(TIMEOUT))?;
    write!(stream, "GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")?;
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line)?;
    Ok(line.trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use std::{net::TcpListener, thread};

    use super::*;

    #[test]
    fn only_200_is_healthy() {
        for (status, healthy) in [("200 OK", true), ("503 Service Unavailable", false)] {
            let listener = TcpListener::bind("127.0.0.1:0").unwrap();
            let url = format!("http://{}/readyz", listener.local_addr().unwrap());
            let relay = thread::spawn(move || {
                let (mut stream, _) = listener.accept().unwrap();
                // All of it: a socket that is closed over unread bytes resets the answer.
                let asked: Vec<String> =
                    BufReader::new(&stream).lines().map(Result::unwrap).take_while(|line| !line.is_empty()).collect();
                assert_eq!(asked[0], "GET /readyz HTTP/1.1");
                write!(stream, "HTTP/1.1 {status}\r\n\r\n").unwrap();
            });
            assert_eq!(run(&Target { url }) == ExitCode::SUCCESS, healthy, "{status}");
            relay.join().unwrap();
        }
    }

    #[test]
    fn what_is_no_address_is_said() {
        for url in ["https://127.0.0.1/", "127.0.0.1:1", "http://", "http://127.0.0.1:1/ HTTP/1.1\r\nX: y"] {
            assert!(status_line(url).is_err(), "{url}");
        }
    }
}
