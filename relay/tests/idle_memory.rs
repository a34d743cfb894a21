//! What an idle session costs: the resident memory of the relay's own process (`/proc/PID/statm`), before and after
//! many sessions have connected, said Hello and got their Welcome. The clients are in this process, the kernel's socket
//! buffers are not counted. Includes the session's task, socket, outbox, place in the room, and what the allocator keeps.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    time::Duration,
};

use document::ClientId;
use futures_util::{SinkExt, StreamExt};
use protocol::{FromClient, FromRelay, Hello, Person, decode, encode};
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{
    WebSocketStream, client_async_with_config,
    tungstenite::{Message, protocol::WebSocketConfig},
};

/// At most this much for each idle session, in bytes.
const MAX_SESSION_BYTES: u64 = 16 * 1024;
/// Sessions before the first measurement, so that what is made once is made.
const WARM_UP: usize = 50;
const SESSIONS: usize = 600;

/// Ended with the test, however it ends.
struct Relay(Child);

impl Drop for Relay {
    fn drop(&mut self) {
        let _ended_already = self.0.kill();
        let _status = self.0.wait();
    }
}

impl Relay {
    fn start(data: &std::path::Path) -> (Self, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ashboard"));
        command.args(["serve", "--listen", "127.0.0.1:0", "--machine-feed", "false", "--data-dir"]).arg(data);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.split("http://").nth(1).expect("its address").split_whitespace().next().unwrap().to_owned();
        (Self(child), address)
    }

    fn resident_bytes(&self) -> u64 {
        let statm = std::fs::read_to_string(format!("/proc/{}/statm", self.0.id())).unwrap();
        let pages: u64 = statm.split(' ').nth(1).unwrap().parse().unwrap();
        pages * 4096
    }
}

async fn join(address: &str, number: usize) -> WebSocketStream<TcpStream> {
    let dashboard = "01900000-0000-7000-8000-a5b0a2d00001";
    let stream = TcpStream::connect(address).await.unwrap();
    let config = WebSocketConfig::default().read_buffer_size(4096);
    let url = format!("ws://{address}/api/v1/dashboards/{dashboard}/ws");
    let (mut socket, _) = client_async_with_config(url, stream, Some(config)).await.unwrap();
    let client = ClientId::from_bytes((number as u64).to_le_bytes());
    let person = Person { name: format!("person {number}"), color: 0 };
    let hello = FromClient::Hello(Hello { client, also: Vec::new(), last: None, person });
    socket.send(Message::binary(encode(&hello).unwrap())).await.unwrap();
    hear(&mut socket, |message| matches!(message, FromRelay::Welcome(_))).await;
    socket
}

async fn hear(socket: &mut WebSocketStream<TcpStream>, wanted: impl Fn(&FromRelay) -> bool) {
    let heard = async {
        while let Some(Ok(message)) = socket.next().await {
            // Whoever is silent is asked for a sign of life between.
            if let Message::Binary(frame) = message
                && wanted(&decode(&frame).unwrap())
            {
                return;
            }
        }
        panic!("the connection ended");
    };
    timeout(Duration::from_secs(20), heard).await.expect("it never came");
}

#[tokio::test]
async fn an_idle_session_is_small() {
    let data = tempfile::tempdir().unwrap();
    let (relay, address) = Relay::start(data.path());
    let mut sockets = Vec::new();
    for number in 0..WARM_UP {
        sockets.push(join(&address, number).await);
    }
    let before = relay.resident_bytes();
    for number in WARM_UP..WARM_UP + SESSIONS {
        sockets.push(join(&address, number).await);
    }
    // Idle: each has been sent everything up to the answer to its own heartbeat.
    for socket in &mut sockets {
        socket.send(Message::binary(encode(&FromClient::Heartbeat).unwrap())).await.unwrap();
        hear(socket, |message| *message == FromRelay::Heartbeat).await;
    }
    let session = relay.resident_bytes().saturating_sub(before) / SESSIONS as u64;
    println!("{session} bytes of resident memory for each of {SESSIONS} idle sessions");
    assert!(session < MAX_SESSION_BYTES, "{session} bytes for an idle session");
}
