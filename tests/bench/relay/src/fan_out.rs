//! Fan-out (W1, W2, W5): some topics, many viewers of all of them, updates at an even pace, spread in time. What a delivery
//! costs the server's processor, how long it takes, and what becomes of viewers that stop reading for a while.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use tokio::{
    task::JoinSet,
    time::{Instant, sleep, sleep_until, timeout},
};

use crate::{
    Answer,
    connections::join_all,
    figures::percentile,
    publisher::{Publisher, Size},
    server::{Contender, Server, socket_bytes},
    viewer::{Door, Viewer},
};

/// Before anything is measured.
const WARM_UP: Duration = Duration::from_secs(1);
/// How long viewers that have stopped may take afterwards to reach the final state.
const CATCH_UP: Duration = Duration::from_secs(20);
/// What the kernel takes in for a viewer that has stopped, in bytes: a small machine far away.
const SLOW_RECEIVE_BYTES: u32 = 4096;

/// One load.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    pub viewers: usize,
    pub topics: usize,
    /// Updates of each topic a second.
    pub rate_hz: u32,
    pub size: Size,
    /// How long is measured; whoever stops reading stops for as long.
    pub measured: Duration,
    /// Viewers that stop reading.
    pub stopped: usize,
}

/// What it came to.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Processor time of the server for each update that a viewer has got, in microseconds.
    pub cpu_us: f64,
    /// Updates that viewers have got, a second.
    pub delivered_per_s: f64,
    /// From the post to the viewer, in milliseconds, of those who read on.
    pub p50_ms: f64,
    pub p99_ms: f64,
    /// How much memory the server and the sockets took more while some had stopped, in bytes.
    pub grown_bytes: f64,
    /// Share of those who had stopped that have all in the end.
    pub reached: f64,
}

#[derive(Default)]
struct Told {
    updates: AtomicU64,
    ages_ms: Mutex<Vec<f64>>,
    measuring: AtomicBool,
    stopped: AtomicBool,
    over: AtomicBool,
}

/// Runs a load against a contender.
pub async fn run(contender: Contender, plan: Plan) -> Answer<Outcome> {
    let server = Server::start(contender)?;
    let door = |number| Door {
        number,
        topics: plan.topics,
        receive_bytes: (number < plan.stopped).then_some(SLOW_RECEIVE_BYTES),
        ..Door::default()
    };
    let viewers = join_all(&server, (0..plan.viewers).map(door)).await?;
    // A connection that says nothing is closed, so these come last.
    let mut publishers = Vec::new();
    for topic in 0..plan.topics {
        publishers.push(Publisher::open(&server, topic).await?);
    }
    let told = Arc::new(Told::default());
    let mut watching = JoinSet::new();
    let mut slow = JoinSet::new();
    for (number, viewer) in viewers.into_iter().enumerate() {
        let told = Arc::clone(&told);
        match number < plan.stopped {
            true => drop(slow.spawn(stop_and_go(viewer, told))),
            false => drop(watching.spawn(watch(viewer, told))),
        }
    }
    let publishing = Arc::clone(&told);
    let published = tokio::spawn(publish(publishers, plan, publishing));
    let mut outcome = measure(&server, &plan, &told).await?;
    let published = published.await??;
    let expected = expected(contender, published, &told);
    outcome.reached = reached(slow, expected).await;
    watching.abort_all();
    Ok(outcome)
}

async fn measure(server: &Server, plan: &Plan, told: &Told) -> Answer<Outcome> {
    sleep(WARM_UP).await;
    told.stopped.store(plan.stopped > 0, Ordering::Relaxed);
    let memory = server.resident_bytes()? + socket_bytes()?;
    let (began, cpu, updates) = (Instant::now(), server.cpu_s()?, told.updates.load(Ordering::Relaxed));
    told.measuring.store(true, Ordering::Relaxed);
    sleep(plan.measured).await;
    told.measuring.store(false, Ordering::Relaxed);
    let delivered = (told.updates.load(Ordering::Relaxed) - updates) as f64;
    let (seconds, cpu) = (began.elapsed().as_secs_f64(), server.cpu_s()? - cpu);
    let grown_bytes = (server.resident_bytes()? + socket_bytes()?) as f64 - memory as f64;
    told.stopped.store(false, Ordering::Relaxed);
    told.over.store(true, Ordering::Relaxed);
    let mut ages = std::mem::take(&mut *told.ages_ms.lock().unwrap_or_else(PoisonError::into_inner));
    ages.sort_by(f64::total_cmp);
    Ok(Outcome {
        cpu_us: cpu / delivered * 1e6,
        delivered_per_s: delivered / seconds,
        p50_ms: percentile(&ages, 50),
        p99_ms: percentile(&ages, 99),
        grown_bytes,
        reached: f64::NAN,
    })
}

/// Publishes until it is over, and once more then; says how many updates of all topics there were.
async fn publish(mut publishers: Vec<Publisher>, plan: Plan, told: Arc<Told>) -> std::io::Result<u64> {
    let step = Duration::from_secs(1) / plan.rate_hz / u32::try_from(plan.topics).unwrap_or(1);
    let (mut next, mut published) = (Instant::now(), 0);
    while !told.over.load(Ordering::Relaxed) {
        for publisher in &mut publishers {
            sleep_until(next).await;
            next += step;
            publisher.publish(plan.size).await?;
            published += 1;
        }
    }
    Ok(published)
}

async fn watch(mut viewer: Viewer, told: Arc<Told>) {
    let mut stamps = Vec::new();
    while viewer.hear(&mut stamps).await.is_ok() {
        told.updates.fetch_add(stamps.len() as u64, Ordering::Relaxed);
        if told.measuring.load(Ordering::Relaxed) {
            let mut ages = told.ages_ms.lock().unwrap_or_else(PoisonError::into_inner);
            ages.extend(stamps.iter().map(|stamp| stamp.age_ms()));
        }
        stamps.clear();
    }
}

/// Reads on when it is over, and gives back what it has come to.
async fn stop_and_go(mut viewer: Viewer, told: Arc<Told>) -> Viewer {
    let mut stamps = Vec::new();
    loop {
        while told.stopped.load(Ordering::Relaxed) {
            sleep(Duration::from_millis(20)).await;
        }
        let over = told.over.load(Ordering::Relaxed);
        match timeout(Duration::from_secs(2), viewer.hear(&mut stamps)).await {
            Ok(Ok(())) => {}
            Err(_) if !over => {}
            Ok(Err(_)) | Err(_) => return viewer,
        }
        stamps.clear();
    }
}

/// How many updates there are to have heard since the start, in all topics.
fn expected(contender: Contender, published: u64, _told: &Told) -> u64 {
    // Ours gave the first update of each topic with the subscription too; rows tell what is missing by their numbers.
    if contender == Contender::Ours { 0 } else { published }
}

async fn reached(mut slow: JoinSet<Viewer>, expected: u64) -> f64 {
    let all = slow.len() as f64;
    let mut good = 0.0;
    let waiting = async {
        while let Some(viewer) = slow.join_next().await {
            let has_all = |viewer: Viewer| viewer.missing == 0 && viewer.updates >= expected;
            good += f64::from(u8::from(viewer.is_ok_and(has_all)));
        }
    };
    let _the_rest_did_not = timeout(CATCH_UP, waiting).await;
    good / all
}
