//! The feed: all tables of the relay, the rows that come to them and the sessions that look at them.
//! Posted rows are durable before anybody hears of them; readings of this machine never wait for the disk.
//! It owns the bounds of tables, rows and memory; what a body says and what a socket takes is not its business.

mod encoded;
mod frame;
mod kept;
pub mod name;
mod pace;
mod post;
mod readings;
mod stream;

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    time::Duration,
};

use ::table::{Batch, PackedTable, Retention, Schema};
use protocol::SessionId;
use tokio::{
    sync::Notify,
    time::{Instant, sleep_until},
};

pub use self::{
    kept::Keep,
    name::{NameError, TableName},
    post::{Post, PostError, Posted},
};
use self::{pace::Pace, stream::Stream};
use crate::{
    log::{LogError, LogHandle},
    metrics::Metrics,
    outbox::{Beat, Delivery, Outbox, RowSource, TICK},
};

/// Bounds of all tables together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Tables; a post that would make one more is refused with 429.
    pub max_tables: usize,
    /// Rows of a table; the oldest go first.
    pub max_rows: usize,
    /// Memory of all rows, in bytes; a post that would take more is refused with 429.
    pub max_bytes: usize,
}

/// Names that sessions may wait for while there is no such table, in all; further ones are told so and forgotten.
pub const MAX_AWAITED_TABLES: usize = 1000;
pub use crate::log::MACHINE_PREFIX;

impl Default for Limits {
    fn default() -> Self {
        Self { max_tables: 1000, max_rows: 100_000, max_bytes: 256 * 1024 * 1024 }
    }
}

/// All tables: a cheap handle.
#[derive(Clone)]
pub struct Tables(Arc<Shared>);

struct Shared {
    live: RwLock<BTreeMap<Arc<str>, Arc<Live>>>,
    log: LogHandle,
    limits: Limits,
    tables: AtomicUsize,
    bytes: AtomicUsize,
    /// How far apart ticks are, in microseconds.
    tick_us: AtomicU64,
    unsent: Notify,
    metrics: Metrics,
}

/// One table: the lock of its posts is held over the disk, that of its stream never.
struct Live {
    posting: Arc<tokio::sync::Mutex<()>>,
    stream: Mutex<Stream>,
    /// The first row that the log has not got yet.
    stored_to: AtomicU64,
}

/// A table in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its name.
    pub name: Arc<str>,
    /// Its fields.
    pub schema: Schema,
    /// How many rows are kept.
    pub rows: usize,
    /// The number of the first.
    pub first_row: u64,
    /// The number that the next one gets.
    pub next_row: u64,
}

impl Tables {
    /// Reads the stored tables back.
    ///
    /// A damaged one stays closed, and the others are there.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub async fn open(log: LogHandle, limits: Limits, metrics: Metrics) -> Result<Self, LogError> {
        let tables = Self(Arc::new(Shared {
            live: RwLock::default(),
            log,
            limits,
            tables: AtomicUsize::new(0),
            bytes: AtomicUsize::new(0),
            tick_us: AtomicU64::new(TICK.as_micros() as u64),
            unsent: Notify::new(),
            metrics,
        }));
        for row in tables.0.log.tables().await? {
            match tables.load(row).await {
                Err(error @ LogError::Damaged(_)) => tracing::error!(%error, "a table stays closed"),
                loaded => loaded?,
            }
        }
        tables.show_size();
        Ok(tables)
    }

    /// Every table, by name.
    #[must_use]
    pub fn list(&self) -> Vec<Listed> {
        let live: Vec<_> = self.live().iter().map(|(name, live)| (Arc::clone(name), Arc::clone(live))).collect();
        live.into_iter().filter_map(|(name, live)| Some(Listed::of(name, live.stream().table()?))).collect()
    }

    /// At most `max_rows` kept rows from a number on, and the number of the first; `None` where there is no such table.
    #[must_use]
    pub fn rows(&self, name: &TableName, from: u64, max_rows: usize) -> Option<(u64, Batch)> {
        let live = self.of_name(name.as_str())?;
        let stream = live.stream();
        let table = stream.table()?;
        let none = || ::table::BatchBuilder::new(table.schema().clone()).finish();
        Some((from.max(table.first_row()), table.rows_from(from, max_rows).unwrap_or_else(none)))
    }

    /// Takes the turn to post to a table, which need not be there yet.
    ///
    /// # Errors
    /// [`PostError::Reserved`], [`PostError::TooManyTables`].
    pub async fn begin_post(&self, name: TableName) -> Result<Post, PostError> {
        if name.as_str().starts_with(MACHINE_PREFIX) {
            return Err(PostError::Reserved);
        }
        let live = self.reach(&name).ok_or(PostError::TooManyTables(self.0.limits.max_tables))?;
        let turn = Arc::clone(&live.posting).lock_owned().await;
        Ok(Post { tables: self.clone(), name, live, turn })
    }

    /// What is counted here.
    #[must_use]
    pub fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }

    /// Sends with each tick what was gathered since the last; runs until it is dropped. One tick serves the tables and
    /// the outboxes, so that no row waits for more than one; and while nothing waits there is none.
    pub async fn send_gathered(self, delivery: Delivery) {
        let mut pace = Pace::new(Instant::now());
        loop {
            self.0.unsent.notified().await;
            sleep_until(pace.next()).await;
            let tick = pace.step(delivery.busy(), Instant::now());
            self.0.tick_us.store(tick.as_micros() as u64, Ordering::Relaxed);
            self.tick(self.beat());
        }
    }

    fn tick(&self, beat: Beat) {
        let live: Vec<_> = self.live().values().cloned().collect();
        let woken: Vec<_> = live.iter().flat_map(|live| self.change(live, |stream| stream.tick(beat))).collect();
        woken.iter().for_each(Outbox::wake);
    }

    fn beat(&self) -> Beat {
        let tick = Duration::from_micros(self.0.tick_us.load(Ordering::Relaxed));
        Beat { now: Instant::now(), tick }
    }

    /// The table of that name or a new, empty place for it, if there may be one more.
    fn reach(&self, name: &TableName) -> Option<Arc<Live>> {
        let known = self.live().get(name.as_str()).cloned();
        match known {
            Some(live) if live.stream().table().is_some() => Some(live),
            _ if self.0.tables.load(Ordering::Relaxed) >= self.0.limits.max_tables => None,
            _ => {
                // Posts that failed leave their names behind; whoever waits for one keeps it.
                if self.awaited() >= MAX_AWAITED_TABLES {
                    self.forget_unused();
                }
                Some(self.live_or_new(name))
            }
        }
    }

    fn live_or_new(&self, name: &TableName) -> Arc<Live> {
        let mut live = self.0.live.write().unwrap_or_else(PoisonError::into_inner);
        let new = || Arc::new(Live::new(Arc::clone(name.shared())));
        Arc::clone(live.entry(Arc::clone(name.shared())).or_insert_with(new))
    }

    /// Counts one more table, if there may be one.
    fn admit(&self) -> Result<(), PostError> {
        let max = self.0.limits.max_tables;
        let one_more = |tables: usize| (tables < max).then_some(tables + 1);
        let admitted = self.0.tables.fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_more);
        admitted.map(drop).map_err(|_| PostError::TooManyTables(max))
    }

    fn create(&self, live: &Live, schema: Schema, retention: Retention, first_row: u64) {
        live.stream().create(schema, retention, first_row);
        self.show_size();
    }

    fn publish(&self, live: &Live, batch: &Batch) {
        if let Err(error) = self.change(live, |stream| stream.append(batch, self.beat())) {
            tracing::error!(%error, "rows were not appended");
        }
        self.show_size();
    }

    /// Changes a stream and counts what that does to its memory.
    fn change<T>(&self, live: &Live, change: impl FnOnce(&mut Stream) -> T) -> T {
        let mut stream = live.stream();
        let before = stream.bytes();
        let result = change(&mut stream);
        let (after, waits) = (stream.bytes(), stream.waits());
        drop(stream);
        let changed = |bytes: usize| Some((bytes + after).saturating_sub(before));
        let _always_changed = self.0.bytes.fetch_update(Ordering::Relaxed, Ordering::Relaxed, changed);
        if waits {
            self.0.unsent.notify_one();
        }
        result
    }

    fn show_size(&self) {
        let as_gauge = |size: &AtomicUsize| i64::try_from(size.load(Ordering::Relaxed)).unwrap_or(i64::MAX);
        self.0.metrics.tables.set(as_gauge(&self.0.tables));
        self.0.metrics.table_bytes.set(as_gauge(&self.0.bytes));
    }

    fn live(&self) -> RwLockReadGuard<'_, BTreeMap<Arc<str>, Arc<Live>>> {
        self.0.live.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn of_name(&self, table: &str) -> Option<Arc<Live>> {
        self.live().get(table).cloned()
    }

    /// Forgets places that hold no table and that nobody waits for.
    fn forget_unused(&self) {
        let mut live = self.0.live.write().unwrap_or_else(PoisonError::into_inner);
        live.retain(|_, live| {
            let stream = live.stream();
            stream.table().is_some() || stream.subscribers() > 0 || Arc::strong_count(live) > 1
        });
    }

    fn awaited(&self) -> usize {
        self.live().len().saturating_sub(self.0.tables.load(Ordering::Relaxed))
    }
}

impl RowSource for Tables {
    fn subscribe(&self, table: &str, from_row: u64, outbox: &Outbox) {
        let known = self.of_name(table);
        let name = table.parse::<TableName>().ok().filter(|_| known.is_some() || self.awaited() < MAX_AWAITED_TABLES);
        match known.or_else(|| name.map(|name| self.live_or_new(&name))) {
            Some(live) => self.change(&live, |stream| stream.subscribe(from_row, outbox, Instant::now())),
            None => stream::refuse(&table.into(), outbox),
        }
    }

    fn unsubscribe(&self, table: &str, session: SessionId) {
        if let Some(live) = self.of_name(table) {
            live.stream().unsubscribe(session);
        }
        self.forget_unused();
    }

    fn resume(&self, table: &str, outbox: &Outbox) {
        if let Some(live) = self.of_name(table) {
            self.change(&live, |stream| stream.resume(outbox.session(), Instant::now()));
        }
    }

    fn leave(&self, session: SessionId) {
        let all: Vec<_> = self.live().values().cloned().collect();
        for live in all {
            live.stream().unsubscribe(session);
        }
        self.forget_unused();
    }
}

impl Live {
    fn new(name: Arc<str>) -> Self {
        Self { posting: Arc::default(), stream: Mutex::new(Stream::new(name)), stored_to: AtomicU64::new(0) }
    }

    fn first_row_and_schema(&self) -> Option<(u64, Schema)> {
        self.stream().table().map(|table| (table.first_row(), table.schema().clone()))
    }

    fn stream(&self) -> MutexGuard<'_, Stream> {
        self.stream.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Listed {
    fn of(name: Arc<str>, table: &PackedTable) -> Self {
        let schema = table.schema().clone();
        Self { name, schema, rows: table.rows(), first_row: table.first_row(), next_row: table.next_row() }
    }
}

impl std::fmt::Debug for Tables {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Tables").field(&self.0.tables).finish()
    }
}

#[cfg(test)]
mod tests;
