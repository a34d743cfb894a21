//! Connections (W3, W6): what ten thousand that say nothing cost, and how fast they are back when all were cut at once.

use std::{future::Future, io, time::Duration};

use tokio::time::{Instant, sleep};

use crate::{
    Answer,
    publisher::request,
    server::{Contender, Server},
    viewer::{Door, Viewer, dashboard},
};

/// Connections that are being made at once; the others wait their turn, so that no backlog of the kernel decides.
const AT_ONCE: usize = 256;
/// People of one dashboard.
pub const PEOPLE: usize = 100;
/// Until what is idle has come to rest.
const REST: Duration = Duration::from_secs(2);

/// What it came to.
#[derive(Clone, Copy, Debug)]
pub struct Outcome {
    /// Resident memory of each connection, in bytes.
    pub idle_bytes: f64,
    /// Connections that were back and up to date, a second.
    pub resumed_per_s: f64,
}

/// So many connections, idle, then cut and back.
pub async fn run(contender: Contender, count: usize) -> Answer<Outcome> {
    let server = Server::start(contender)?;
    make_dashboards(&server, count.div_ceil(PEOPLE)).await?;
    // What is made once is made.
    let first = join_all(&server, (0..PEOPLE).map(|number| door(number, None))).await?;
    sleep(REST).await;
    let before = server.resident_bytes()?;
    let mut viewers = join_all(&server, (PEOPLE..count).map(|number| door(number, None))).await?;
    sleep(REST).await;
    let idle_bytes = (server.resident_bytes()? as f64 - before as f64) / (count - PEOPLE) as f64;
    viewers.extend(first);
    let seen: Vec<_> = viewers.iter().map(|viewer| viewer.seen).collect();
    viewers.into_iter().for_each(Viewer::cut);
    let began = Instant::now();
    let back =
        join_all(&server, seen.iter().enumerate().map(|(number, seen)| Door { seen: *seen, ..door(number, None) }));
    let back = back.await?;
    let resumed_per_s = count as f64 / began.elapsed().as_secs_f64();
    back.into_iter().for_each(Viewer::cut);
    Ok(Outcome { idle_bytes, resumed_per_s })
}

fn door(number: usize, seen: Option<protocol::Seen>) -> Door {
    Door { number, room: number / PEOPLE, seen, ..Door::default() }
}

/// The dashboards of the load, where the contender has any.
pub async fn make_dashboards(server: &Server, count: usize) -> Answer<()> {
    if server.contender == Contender::Ours {
        let mut stream = tokio::net::TcpStream::connect(server.address).await?;
        for room in 0..count {
            let path = format!("/api/v1/dashboards?id={}", dashboard(room));
            request(&mut stream, &path, "application/json", "").await?;
        }
    }
    Ok(())
}

/// Opens all doors, some at a time.
pub async fn join_all(server: &Server, doors: impl Iterator<Item = Door>) -> io::Result<Vec<Viewer>> {
    if server.contender == Contender::Ours {
        // The room that a viewer of rows alone is in.
        let _it_is_there_already = make_dashboards(server, 1).await;
    }
    at_once(doors.map(|door| Viewer::join(server, door))).await
}

/// Runs futures, some at a time, and keeps their order.
async fn at_once<T>(futures: impl Iterator<Item = impl Future<Output = io::Result<T>>>) -> io::Result<Vec<T>> {
    use futures_util::{StreamExt, TryStreamExt, stream};
    stream::iter(futures).buffered(AT_ONCE).try_collect().await
}
