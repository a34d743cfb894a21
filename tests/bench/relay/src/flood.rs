//! A flood of attempts to sign in (F1): so many a second, each from another address of this machine and with another login,
//! so that neither back-off nor rate limits help the relay, only the bound on its hashes.

use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpSocket,
    task::{JoinHandle, JoinSet},
    time::{MissedTickBehavior, interval},
};

use crate::{Answer, server::Server};

/// Attempts that were answered: judged by a hash, or refused because too many waited.
#[derive(Debug, Default)]
pub struct Answered {
    pub judged: AtomicU64,
    pub refused: AtomicU64,
}

/// Begins a flood of so many attempts a second, until it is aborted.
pub fn start(server: &Server, per_s: u32) -> (JoinHandle<()>, Arc<Answered>) {
    let (address, answered) = (server.address, Arc::new(Answered::default()));
    let counted = Arc::clone(&answered);
    let flooding = tokio::spawn(async move {
        let mut ticks = interval(Duration::from_secs(1) / per_s);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
        // They end with the flood.
        let mut attempts = JoinSet::new();
        for number in 0_u32.. {
            ticks.tick().await;
            while attempts.try_join_next().is_some() {}
            let counted = Arc::clone(&counted);
            attempts.spawn(async move {
                match attempt(address, number).await {
                    Ok(403) => counted.judged.fetch_add(1, Ordering::Relaxed),
                    Ok(429 | 503) => counted.refused.fetch_add(1, Ordering::Relaxed),
                    other => return eprintln!("an attempt to sign in was not answered: {other:?}"),
                };
            });
        }
    });
    (flooding, answered)
}

/// The status of its answer.
async fn attempt(server: SocketAddr, number: u32) -> Answer<u16> {
    let socket = TcpSocket::new_v4()?;
    // 127.1.0.0 and on: all of 127.0.0.0/8 is this machine.
    let from = Ipv4Addr::from(u32::from(Ipv4Addr::new(127, 1, 0, 0)) + number % 0x00FE_0000);
    socket.bind((from, 0).into())?;
    let mut stream = socket.connect(server).await?;
    let body = format!(r#"{{"login":"nobody{number}","password":"wrong password"}}"#);
    let request = format!(
        "POST /api/v1/sign-in HTTP/1.1\r\nhost: {server}\r\nx-ashboard: 1\r\nconnection: close\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    let status = std::str::from_utf8(answer.get(9..12).ok_or("no status")?)?.parse()?;
    Ok(status)
}
