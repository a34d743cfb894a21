//! Memory of live charts (O3): what the relay takes for each table of ten thousand rows, somebody looking on.

use std::{fmt::Write as _, fs, time::Duration};

use rand_chacha::{
    ChaCha8Rng,
    rand_core::{RngCore, SeedableRng},
};
use tokio::{
    net::TcpStream,
    time::{interval, sleep},
};

use crate::{
    Answer,
    connections::join_all,
    publisher::post_rows,
    server::{Contender, Server},
    viewer::{Door, table},
};

/// Rows of a chart.
const ROWS: usize = 10_000;
/// Charts that are measured together.
const CHARTS: usize = 100;
/// Rows of one post.
const POSTED: usize = 1_000;
/// Time and value as they are: two f64 a row.
pub const RAW_BYTES: f64 = 16.0 * ROWS as f64;
const FIELDS: &str = "at:time,value:float";
const REST: Duration = Duration::from_secs(2);

/// A course of values, with the times at which they were read.
pub type Course = Vec<(i64, String)>;

/// Resident memory of each chart, in bytes.
pub async fn run(course: &Course) -> Answer<f64> {
    let server = Server::start(Contender::Ours)?;
    let mut stream = TcpStream::connect(server.address).await?;
    let bodies: Vec<String> = course.chunks(POSTED).map(ndjson).collect();
    for topic in 0..10 {
        fill(&mut stream, 1_000 + topic, &bodies).await?;
    }
    let mut viewer = join_all(&server, std::iter::once(Door { topics: CHARTS, ..Door::default() })).await?.remove(0);
    let watching = tokio::spawn(async move { while viewer.hear(&mut Vec::new()).await.is_ok() {} });
    sleep(REST).await;
    let before = server.resident_bytes()?;
    for topic in 0..CHARTS {
        fill(&mut stream, topic, &bodies).await?;
    }
    sleep(REST).await;
    watching.abort();
    Ok((server.resident_bytes()? as f64 - before as f64) / CHARTS as f64)
}

async fn fill(stream: &mut TcpStream, topic: usize, bodies: &[String]) -> Answer<()> {
    for body in bodies {
        post_rows(stream, &table(topic), FIELDS, body).await?;
    }
    Ok(())
}

fn ndjson(rows: &[(i64, String)]) -> String {
    let mut body = String::new();
    for (at, value) in rows {
        let _into_a_string = writeln!(body, r#"{{"at":{at},"value":{value}}}"#);
    }
    body
}

/// How many bytes of memory this machine has left, read ten thousand times; told as one reading a second, each as late as
/// it was here.
pub async fn machine() -> Answer<Course> {
    let began = std::time::Instant::now();
    let (mut ticks, mut course) = (interval(Duration::from_millis(1)), Course::new());
    for row in 0..i64::try_from(ROWS)? {
        ticks.tick().await;
        let late_ms = i64::try_from(began.elapsed().as_millis())? - row;
        let meminfo = fs::read_to_string("/proc/meminfo")?;
        let available = meminfo.lines().find_map(|line| line.strip_prefix("MemAvailable:")?.split_whitespace().next());
        let bytes = 1024 * available.ok_or("no meminfo")?.parse::<u64>()?;
        course.push((1_700_000_000_000 + 1_000 * row + late_ms, bytes.to_string()));
    }
    Ok(course)
}

/// A random walk, a value a second, each some milliseconds late; rounded to so many decimals.
pub fn walk(decimals: usize) -> Course {
    let mut random = ChaCha8Rng::seed_from_u64(1);
    let mut value = 100.0;
    let mut step = || f64::from(random.next_u32()) / f64::from(u32::MAX) - 0.5;
    (0..ROWS)
        .map(|row| {
            value += step();
            let late_ms = ((step() + 0.5) * 4.0) as i64;
            (1_700_000_000_000 + 1_000 * row as i64 + late_ms, format!("{value:.decimals$}"))
        })
        .collect()
}
