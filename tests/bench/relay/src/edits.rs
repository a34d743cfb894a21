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
    server::{Contender, Server},
    stamp::Stamp,
    viewer::{Door, Viewer},
};

/// People at one document.
const PEOPLE: usize = 10;
const WARM_UP: Duration = Duration::from_secs(2);

/// What it came to.
#[derive(Clone, Copy, Debug)]
pub struct Outcome {
    pub mean_ms: f64,
    pub p50_ms: f64,
    pub p95_ms: f64,
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

/// Lets so many people work, each of whom looks at so many tables.
pub async fn start(server: &Server, people: usize, topics: usize) -> Answer<(Vec<JoinHandle<()>>, Arc<Told>)> {
    make_dashboards(server, people / PEOPLE).await?;
    let doors = (0..people).map(|number| Door { number, room: number / PEOPLE, topics, ..Door::default() });
    let viewers = join_all(server, doors).await?;
    let told = Arc::new(Told::default());
    let phase = Duration::from_secs(1) / u32::try_from(people)?;
    let working = viewers.into_iter().enumerate().map(|(number, viewer)| {
        // Neighbours in time are not neighbours in a group.
        let place = (number % PEOPLE) * (people / PEOPLE) + number / PEOPLE;
        tokio::spawn(write(viewer, Instant::now() + phase * u32::try_from(place).unwrap_or(0), Arc::clone(&told)))
    });
    Ok((working.collect(), told))
}

/// So many people, each of whom writes once a second.
pub async fn run(contender: Contender, people: usize, measured: Duration) -> Answer<Outcome> {
    let server = Server::start(contender)?;
    let (writing, told) = start(&server, people, 0).await?;
    sleep(WARM_UP).await;
    told.measuring.store(true, Ordering::Relaxed);
    let cpu = server.cpu_s()?;
    sleep(measured).await;
    let cpu = server.cpu_s()? - cpu;
    told.measuring.store(false, Ordering::Relaxed);
    writing.iter().for_each(JoinHandle::abort);
    let ages = told.take_ages_ms();
    let expected = (people * (PEOPLE - 1)) as f64 * measured.as_secs_f64();
    if (ages.len() as f64) < 0.9 * expected {
        return Err(format!("{}: {} of {expected} edits have arrived", contender.name(), ages.len()).into());
    }
    Ok(Outcome {
        mean_ms: ages.iter().sum::<f64>() / ages.len() as f64,
        p50_ms: percentile(&ages, 50),
        p95_ms: percentile(&ages, 95),
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
