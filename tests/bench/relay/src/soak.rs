//! `make soak`: the relay at rated load for MINUTES: 1,000 people at 100 dashboards, 1,000 edits a second in all, and a table
//! that everybody looks at with ten posts a second. Fails where memory does not stay flat, anybody's line ends, a row is
//! missing, or the 95th percentile is out of bounds; prints what it has found.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use tokio::time::{Instant, interval, sleep};

use crate::{
    Answer, ROW,
    edits::{self, Crowd, GROUP, Told},
    figures::percentile,
    publisher::Publisher,
    server::{Contender, Server},
};

const PEOPLE: usize = 1_000;
const POST_EVERY: Duration = Duration::from_millis(100);
/// Until buffers, windows and logs have the size that they keep.
const WARM_UP: Duration = Duration::from_secs(30);
const SAMPLE_EVERY: Duration = Duration::from_secs(1);
/// How much the last quarter may take more than the first, in bytes: what the rows that were posted between take, and
/// what an allocator moves about.
const MAX_GROWTH_BYTES: f64 = 8.0 * 1024.0 * 1024.0;
const MAX_P95_MS: f64 = 60.0;

/// Runs it and judges.
pub async fn run(minutes: f64) -> Answer<()> {
    let server = Server::start(Contender::Ours)?;
    let (working, told) = edits::start(&server, Crowd { people: PEOPLE, group: GROUP, topics: 1 }).await?;
    let over = Arc::new(AtomicBool::new(false));
    let posting = tokio::spawn(post(Publisher::open(&server, 0).await?, Arc::clone(&over)));
    sleep(WARM_UP).await;
    told.measuring.store(true, Ordering::Relaxed);
    let (resident, p95s, delivered, cpu) = sample(&server, &told, Duration::from_secs_f64(60.0 * minutes)).await?;
    over.store(true, Ordering::Relaxed);
    working.iter().for_each(tokio::task::JoinHandle::abort);
    let posted = posting.await??;
    let quarter = resident.len().div_ceil(4);
    let mean = |part: &[f64]| part.iter().sum::<f64>() / part.len() as f64;
    let grown = mean(&resident[resident.len() - quarter..]) - mean(&resident[..quarter]);
    let (p95, failed) = (percentile(&p95s, 95), told.failed.load(Ordering::Relaxed));
    println!(
        "soak: {minutes} minutes, {PEOPLE} people, {delivered} updates delivered, {posted} posts, server CPU {:.1} %; \
         resident {:.1} MiB, grown {:.2} MiB; p95 of a second: median {:.1} ms, 95 in 100 below {p95:.1} ms; {failed} failed",
        100.0 * cpu / (60.0 * minutes),
        resident.last().copied().unwrap_or(f64::NAN) / 1024.0 / 1024.0,
        grown / 1024.0 / 1024.0,
        percentile(&p95s, 50),
    );
    match failed == 0 && grown < MAX_GROWTH_BYTES && p95 < MAX_P95_MS {
        true => Ok(()),
        false => Err(format!("soak: at most {MAX_P95_MS} ms, {MAX_GROWTH_BYTES} bytes more, and nobody fails").into()),
    }
}

/// Resident bytes of each second, the 95th percentile of each second in order, updates delivered, seconds of processor.
async fn sample(server: &Server, told: &Told, time: Duration) -> Answer<(Vec<f64>, Vec<f64>, usize, f64)> {
    let (mut resident, mut p95s, mut delivered) = (Vec::new(), Vec::new(), 0);
    let (mut ticks, end, cpu) = (interval(SAMPLE_EVERY), Instant::now() + time, server.cpu_s()?);
    ticks.tick().await;
    while Instant::now() < end {
        ticks.tick().await;
        let ages = told.take_ages_ms();
        delivered += ages.len();
        p95s.push(percentile(&ages, 95));
        resident.push(server.resident_bytes()? as f64);
    }
    p95s.sort_by(f64::total_cmp);
    Ok((resident, p95s, delivered, server.cpu_s()? - cpu))
}

async fn post(mut publisher: Publisher, over: Arc<AtomicBool>) -> std::io::Result<u64> {
    let (mut ticks, mut posted) = (interval(POST_EVERY), 0);
    while !over.load(Ordering::Relaxed) {
        ticks.tick().await;
        publisher.publish(ROW).await?;
        posted += 1;
    }
    Ok(posted)
}
