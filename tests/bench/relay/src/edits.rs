//! Edits (W4): people in groups, each group at one document, each person writing once a second. How long an edit is on its
//! way to the others, and what it costs.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use tokio::{
    task::JoinHandle,
    time::{Instant, sleep, timeout_at},
};

use crate::{
    Answer,
    connections::{join_all, make_dashboards},
    figures::percentile,
    flood,
    server::{Contender, Server},
    stamp::Stamp,
    viewer::{Door, Viewer},
};

/// People at one document, unless a row says otherwise.
pub const GROUP: usize = 10;
const WARM_UP: Duration = Duration::from_secs(2);

/// What it came to.
#[derive(Clone, Copy, Debug)]
pub struct Outcome {
    pub mean_ms: f64,
    pub p50_ms: f64,
    pub p95_ms: f64,
    pub p99_ms: f64,
    /// Processor time of the server for each edit that somebody else has got, in microseconds.
    pub cpu_us: f64,
}

/// What people tell while they work.
#[derive(Default)]
pub struct Told {
    ages_ms: Mutex<Vec<f64>>,
    pub measuring: AtomicBool,
    /// People whose line has ended, or who miss rows.
    pub failed: AtomicU64,
}

impl Told {
    /// How long everything was on its way that arrived since the last call, in order of length.
    pub fn take_ages_ms(&self) -> Vec<f64> {
        let mut ages = std::mem::take(&mut *self.ages_ms.lock().unwrap_or_else(PoisonError::into_inner));
        ages.sort_by(f64::total_cmp);
        ages
    }
}

/// Who works: so many people in groups, each group at one document.
#[derive(Clone, Copy, Debug)]
pub struct Crowd {
    pub people: usize,
    pub group: usize,
    /// Tables that each of them looks at.
    pub topics: usize,
}

/// Lets them work.
pub async fn start(server: &Server, crowd: Crowd) -> Answer<(Vec<JoinHandle<()>>, Arc<Told>)> {
    let Crowd { people, group, topics } = crowd;
    make_dashboards(server, people / group).await?;
    let doors = (0..people).map(|number| Door { number, room: number / group, topics, ..Door::default() });
    let viewers = join_all(server, doors).await?;
    let told = Arc::new(Told::default());
    let phase = Duration::from_secs(1) / u32::try_from(people)?;
    let working = viewers.into_iter().enumerate().map(|(number, viewer)| {
        // Neighbours in time are not neighbours in a group.
        let place = (number % group) * (people / group) + number / group;
        tokio::spawn(write(viewer, Instant::now() + phase * u32::try_from(place).unwrap_or(0), Arc::clone(&told)))
    });
    Ok((working.collect(), told))
}

/// A crowd of which everybody writes once a second.
pub async fn run(contender: Contender, crowd: Crowd, measured: Duration) -> Answer<Outcome> {
    let server = Server::start(contender)?;
    let (writing, told) = start(&server, crowd).await?;
    sleep(WARM_UP).await;
    let outcome = look(&server, crowd, &told, measured).await;
    writing.iter().for_each(JoinHandle::abort);
    outcome
}

/// The same crowd twice at one server: alone, and beside so many attempts to sign in a second.
pub async fn run_beside_a_flood(crowd: Crowd, measured: Duration, per_s: u32) -> Answer<(Outcome, Outcome)> {
    let server = Server::start(Contender::Ours)?;
    let (writing, told) = start(&server, crowd).await?;
    sleep(WARM_UP).await;
    let alone = look(&server, crowd, &told, measured).await?;
    let (flooding, answered) = flood::start(&server, per_s);
    sleep(WARM_UP).await;
    let beside = look(&server, crowd, &told, measured).await;
    flooding.abort();
    writing.iter().for_each(JoinHandle::abort);
    let (judged, refused) = (answered.judged.load(Ordering::Relaxed), answered.refused.load(Ordering::Relaxed));
    if judged == 0 {
        return Err(format!("no flood: {judged} judged, {refused} refused").into());
    }
    Ok((alone, beside?))
}

/// What it comes to in so much time.
async fn look(server: &Server, crowd: Crowd, told: &Told, measured: Duration) -> Answer<Outcome> {
    told.measuring.store(true, Ordering::Relaxed);
    let cpu = server.cpu_s()?;
    sleep(measured).await;
    let cpu = server.cpu_s()? - cpu;
    told.measuring.store(false, Ordering::Relaxed);
    let ages = told.take_ages_ms();
    let expected = (crowd.people * (crowd.group - 1)) as f64 * measured.as_secs_f64();
    if (ages.len() as f64) < 0.9 * expected {
        return Err(format!("{}: {} of {expected} edits have arrived", server.contender.name(), ages.len()).into());
    }
    Ok(Outcome {
        mean_ms: ages.iter().sum::<f64>() / ages.len() as f64,
        p50_ms: percentile(&ages, 50),
        p95_ms: percentile(&ages, 95),
        p99_ms: percentile(&ages, 99),
        cpu_us: cpu / ages.len() as f64 * 1e6,
    })
}

async fn write(mut viewer: Viewer, mut next: Instant, told: Arc<Told>) {
    let mut stamps = Vec::new();
    loop {
        match timeout_at(next, viewer.hear(&mut stamps)).await {
            Ok(Ok(())) => {}
            Ok(Err(_)) => break,
            Err(_) => {
                next += Duration::from_secs(1);
                if viewer.edit(Stamp::now()).await.is_err() {
                    break;
                }
            }
        }
        if viewer.missing > 0 {
            break;
        }
        if told.measuring.load(Ordering::Relaxed) {
            let mut ages = told.ages_ms.lock().unwrap_or_else(PoisonError::into_inner);
            ages.extend(stamps.iter().map(|stamp| stamp.age_ms()));
        }
        stamps.clear();
    }
    told.failed.fetch_add(1, Ordering::Relaxed);
}
