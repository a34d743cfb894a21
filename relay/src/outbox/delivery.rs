//! The delivery: sends what is ready in outboxes that have a wire, many sessions one after the other, without waking the
//! task of each. It never waits for the other end of a wire: what one does not take is left to its session. It knows
//! neither what is sent nor to whom.

use std::{
    mem,
    num::NonZero,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use tokio::{sync::Notify, task::JoinSet};

use super::Outbox;

/// Outboxes that are served before others of the relay get their turn: some 200 us.
const AT_ONCE: usize = 32;

/// Delivers for all sessions: a cheap handle.
#[derive(Clone, Debug)]
pub struct Delivery(Arc<[Lane]>);

/// The outboxes of which one task takes care. Each is in it at most once.
#[derive(Debug, Default)]
struct Lane {
    ready: Mutex<Vec<Outbox>>,
    news: Notify,
    /// How long its sending has taken, in microseconds.
    busy_us: AtomicU64,
}

impl Delivery {
    /// A lane for each processor.
    #[must_use]
    pub fn new() -> Self {
        let lanes = thread::available_parallelism().map_or(1, NonZero::get);
        Self((0..lanes).map(|_| Lane::default()).collect())
    }

    /// Delivers until it is dropped.
    pub async fn run(self) {
        let mut lanes = JoinSet::new();
        for lane in 0..self.0.len() {
            lanes.spawn(self.clone().run_lane(lane));
        }
        while lanes.join_next().await.is_some() {}
    }

    /// How long sending has taken since the start, of each lane on average.
    #[must_use]
    pub fn busy(&self) -> Duration {
        let busy_us: u64 = self.0.iter().map(|lane| lane.busy_us.load(Ordering::Relaxed)).sum();
        Duration::from_micros(busy_us / self.0.len() as u64)
    }

    /// Something in this outbox is ready.
    pub(super) fn wake(&self, outbox: Outbox) {
        let lane = &self.0[outbox.session().0 as usize % self.0.len()];
        lane.ready.lock().unwrap_or_else(PoisonError::into_inner).push(outbox);
        lane.news.notify_one();
    }

    async fn run_lane(self, lane: usize) {
        let lane = &self.0[lane];
        loop {
            lane.news.notified().await;
            let ready = mem::take(&mut *lane.ready.lock().unwrap_or_else(PoisonError::into_inner));
            for some in ready.chunks(AT_ONCE) {
                let began = Instant::now();
                some.iter().for_each(deliver);
                lane.busy_us.fetch_add(began.elapsed().as_micros() as u64, Ordering::Relaxed);
                tokio::task::yield_now().await;
            }
        }
    }
}

impl Default for Delivery {
    fn default() -> Self {
        Self::new()
    }
}

/// A panic ends the session that it came from, and no other.
fn deliver(outbox: &Outbox) {
    if catch_unwind(AssertUnwindSafe(|| outbox.deliver())).is_err() {
        outbox.give_up();
    }
}
