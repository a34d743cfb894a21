//! `ashboard healthcheck`: asks a running relay over HTTP whether it takes work, for containers and supervisors.

use std::process::ExitCode;

use super::{failed, http};

/// Whom to ask.
#[derive(Debug, clap::Args)]
pub(crate) struct Target {
    /// What to ask
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8080/readyz")]
    url: String,
}

/// Exits with 0 when the answer is 200.
pub(crate) fn run(target: &Target) -> ExitCode {
    match http::ask("GET", &target.url, "") {
        Ok(answer) if answer.status.split(' ').next() == Some("200") => ExitCode::SUCCESS,
        Ok(answer) => failed(format!("{} answers {}", target.url, answer.status)),
        Err(error) => failed(format!("{} does not answer: {error}", target.url)),
    }
}

#[cfg(test)]
mod tests {
    use std::{
        io::{BufRead, BufReader, Write},
        net::TcpListener,
        thread,
    };

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
                assert_eq!(asked[0], "GET /readyz HTTP/1.0");
                write!(stream, "HTTP/1.1 {status}\r\n\r\n").unwrap();
            });
            assert_eq!(run(&Target { url }) == ExitCode::SUCCESS, healthy, "{status}");
            relay.join().unwrap();
        }
    }
}
