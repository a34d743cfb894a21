//! The load: any number of writers in one event loop, each with one append on its way.

use std::{
    io::{ErrorKind, Read, Write},
    time::{Duration, Instant},
};

use mio::{Events, Interest, Poll, Token, net::TcpStream};

use super::{server::Server, wire::Writer};
use crate::AnyError;

/// Silence that means that a server answers no more.
const SILENCE: Duration = Duration::from_secs(20);

/// One round.
#[derive(Clone, Copy, Debug)]
pub struct Measured {
    /// Appends that were acknowledged in a second.
    pub per_s: f64,
    /// The 99th percentile from an append to its answer, in milliseconds.
    pub p99_ms: f64,
}

struct Line {
    writer: Writer,
    stream: TcpStream,
    heard: Vec<u8>,
    sent_at: Instant,
    left: usize,
}

/// # Errors
/// When a server refuses, or does not answer.
pub fn measure(server: &Server, writers: usize, appends: usize) -> Result<Measured, AnyError> {
    let mut poll = Poll::new()?;
    let mut lines = Vec::with_capacity(writers);
    for number in 0..writers {
        let (writer, stream) = Writer::begin(server.peer, server.address, number)?;
        stream.set_nonblocking(true)?;
        let mut stream = TcpStream::from_std(stream);
        poll.registry().register(&mut stream, Token(number), Interest::READABLE)?;
        lines.push(Line { writer, stream, heard: Vec::new(), sent_at: Instant::now(), left: appends });
    }
    let (began, mut waits) = (Instant::now(), Vec::with_capacity(writers * appends));
    lines.iter_mut().try_for_each(Line::send)?;
    let mut events = Events::with_capacity(1024);
    while waits.len() < writers * appends {
        poll.poll(&mut events, Some(SILENCE))?;
        if events.is_empty() {
            return Err(format!("{} answers no more", server.peer.name()).into());
        }
        for event in &events {
            let line = &mut lines[event.token().0];
            if line.hear()? {
                waits.push(line.sent_at.elapsed());
                line.send()?;
            }
        }
    }
    let seconds = began.elapsed().as_secs_f64();
    waits.sort_unstable();
    let p99_ms = waits[(waits.len() * 99).div_ceil(100) - 1].as_secs_f64() * 1e3;
    Ok(Measured { per_s: waits.len() as f64 / seconds, p99_ms })
}

impl Line {
    /// The next append; one is far smaller than what a socket takes at once.
    fn send(&mut self) -> Result<(), AnyError> {
        let Some(left) = self.left.checked_sub(1) else { return Ok(()) };
        self.left = left;
        self.sent_at = Instant::now();
        Ok(self.stream.write_all(&self.writer.append())?)
    }

    fn hear(&mut self) -> Result<bool, AnyError> {
        let mut part = [0; 16 * 1024];
        loop {
            match self.stream.read(&mut part) {
                Ok(0) => return Err("a connection was cut".into()),
                Ok(length) => self.heard.extend(&part[..length]),
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) => return Err(error.into()),
            }
        }
        self.writer.is_answered(&mut self.heard)
    }
}
