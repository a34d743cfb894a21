//! Metrics: what the relay counts, in the OpenMetrics format. Every label has a fixed set of values, so that no
//! request can make the list grow. This file counts; who counts what is said where it happens.

use std::{
    fmt,
    path::PathBuf,
    sync::{Arc, atomic::AtomicU64},
    time::Duration,
};

use document::Refusal;
use prometheus_client::{
    encoding::{EncodeLabelSet, EncodeLabelValue, text},
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
    registry::{Registry, Unit},
};

use crate::close::Close;

pub mod http;
pub mod process;
pub mod recent;

use self::{http::Http, process::Process, recent::Recent};

/// The content type of [`Metrics::text`].
pub const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Upper bounds of the append latency, in seconds: from a fast disk's fsync to one that people feel.
const APPEND_SECONDS: [f64; 10] = [0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.0];

/// Upper bounds of the time from an edit's coming to its being told, in seconds: an append and the way through the room.
const BROADCAST_SECONDS: [f64; 10] = [0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0];

/// The counters of one relay: a cheap handle, all handles count together.
#[derive(Clone)]
pub struct Metrics(Arc<Counters>);

/// What is counted.
#[derive(Debug)]
pub struct Counters {
    /// Connections that are open now.
    pub connections: Gauge,
    /// Connections that were refused because there were as many as there may be, in all or of their address.
    pub refused_connections: Counter,
    /// Requests that were refused, and waits of edits, because somebody was over a rate.
    pub limited: Counter,
    /// Sessions that are open now.
    pub sessions: Gauge,
    /// Rooms that are open now.
    pub rooms: Gauge,
    /// Gestures that got a place in the order.
    pub sequenced: Counter,
    /// Gestures that were refused, by why.
    pub rejected: Family<Reason, Counter>,
    /// Sessions that ended with a word, by which.
    pub closes: Family<Reason, Counter>,
    /// Sessions that had to wait before they were let in, because many came at once.
    pub delayed_sessions: Counter,
    /// Sessions that were closed because they did not read.
    pub slow_sessions: Counter,
    /// Rows that came in, by where from.
    pub rows: Family<Source, Counter>,
    /// Posts of rows that were refused.
    pub refused_posts: Counter,
    /// Tables that exist now.
    pub tables: Gauge,
    /// Memory that the rows take now, about, in bytes.
    pub table_bytes: Gauge,
    /// What waits to be sent to sessions now, each counted as if it shared nothing with the others, in bytes.
    pub outbox_bytes: Gauge,
    /// Bytes handed to the sockets of sessions.
    pub sent_bytes: Counter<u64, AtomicU64>,
    /// From the first gesture of a group to its being durable, in seconds.
    pub append_seconds: Histogram,
    /// From the first gesture of a group coming to its being told to all, in seconds.
    pub broadcast_seconds: Histogram,
    /// The newest of these.
    pub recent_broadcasts: Recent,
    /// The newest appends.
    pub recent_appends: Recent,
    /// Gestures that were refused, for whatever reason.
    pub all_rejected: Counter,
    /// Rows that came in, from wherever.
    pub all_rows: Counter,
    /// What is counted of requests.
    pub http: Http,
    registry: Registry,
}

/// Why something was refused or ended.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Reason {
    /// A word of a closed list.
    pub reason: &'static str,
}

/// Where rows come from.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Source {
    /// Where.
    pub source: SourceKind,
}

/// The kinds of sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EncodeLabelValue)]
pub enum SourceKind {
    /// Posted over HTTP.
    Posted,
    /// Readings of this machine.
    Machine,
}

impl Metrics {
    /// All at zero.
    #[must_use]
    pub fn new() -> Self {
        let mut registry = Registry::with_prefix("ashboard");
        let http = Http::registered(&mut registry);
        let mut counters = Counters {
            connections: Gauge::default(),
            refused_connections: Counter::default(),
            limited: Counter::default(),
            sessions: Gauge::default(),
            rooms: Gauge::default(),
            sequenced: Counter::default(),
            rejected: Family::default(),
            closes: Family::default(),
            delayed_sessions: Counter::default(),
            slow_sessions: Counter::default(),
            rows: Family::default(),
            refused_posts: Counter::default(),
            tables: Gauge::default(),
            table_bytes: Gauge::default(),
            outbox_bytes: Gauge::default(),
            sent_bytes: Counter::default(),
            append_seconds: Histogram::new(APPEND_SECONDS),
            broadcast_seconds: Histogram::new(BROADCAST_SECONDS),
            recent_broadcasts: Recent::default(),
            recent_appends: Recent::default(),
            all_rejected: Counter::default(),
            all_rows: Counter::default(),
            http,
            registry,
        };
        counters.register();
        counters.begin_at_zero();
        Self(Arc::new(counters))
    }

    /// All of them as text, with what the system says of this process and of the disk, ending in `# EOF`.
    #[must_use]
    pub fn text(&self, data_dir: PathBuf) -> String {
        let (mut page, mut system) = (String::new(), Registry::default());
        system.register_collector(Box::new(Process::new(data_dir)));
        // Writing to a String cannot fail.
        let _ = text::encode_registry(&mut page, &self.0.registry);
        let _ = text::encode(&mut page, &system);
        page
    }

    /// A group of gestures was told to all, so long after the first of them came.
    pub fn observe_broadcast(&self, took: Duration) {
        self.0.broadcast_seconds.observe(took.as_secs_f64());
        self.0.recent_broadcasts.observe(took);
    }

    /// A group of gestures was durable, so long after the log was asked.
    pub fn observe_append(&self, took: Duration) {
        self.0.append_seconds.observe(took.as_secs_f64());
        self.0.recent_appends.observe(took);
    }

    /// Counts a gesture that was refused.
    pub fn count_rejected(&self, refusal: &Refusal) {
        self.0.all_rejected.inc();
        self.0.rejected.get_or_create(&Reason { reason: word_of(refusal) }).inc();
    }

    /// Counts a session that ended with a word.
    pub fn count_close(&self, close: Close) {
        self.0.closes.get_or_create(&Reason { reason: close.word() }).inc();
        if close == Close::Slow {
            self.0.slow_sessions.inc();
        }
    }

    /// Counts rows that came in.
    pub fn count_rows(&self, source: SourceKind, rows: usize) {
        self.0.rows.get_or_create(&Source { source }).inc_by(rows as u64);
        self.0.all_rows.inc_by(rows as u64);
    }
}

fn word_of(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::OpCount(_) => "op_count",
        Refusal::NoSuchNode(_) => "no_such_node",
        Refusal::IdTaken(_) => "id_taken",
        Refusal::Invalid { .. } => "invalid",
        Refusal::Misplaced { .. } => "misplaced",
        Refusal::Cycle => "cycle",
        Refusal::TooDeep => "too_deep",
        Refusal::Root => "root",
        Refusal::OrderTooLong => "order_too_long",
        Refusal::Full => "full",
        Refusal::NotAllowed => "not_allowed",
        Refusal::StorageFailed => "storage_failed",
        Refusal::TooLarge { .. } => "too_large",
        Refusal::Locked => "locked",
        Refusal::DocumentTooLarge => "document_too_large",
    }
}

/// Reasons that alerts ask for; the others begin with their first time.
const REFUSED: [&str; 2] = ["storage_failed", "not_allowed"];
const CLOSED: [Close; 3] = [Close::Away, Close::Busy, Close::Slow];

impl Counters {
    /// An alert on the growth of a count sees the first one only where a zero was before it.
    fn begin_at_zero(&self) {
        for reason in REFUSED {
            drop(self.rejected.get_or_create(&Reason { reason }));
        }
        for close in CLOSED {
            drop(self.closes.get_or_create(&Reason { reason: close.word() }));
        }
        self.http.begin_at_zero();
    }

    fn register(&mut self) {
        let registry = &mut self.registry;
        registry.register("connections", "Open connections", self.connections.clone());
        registry.register("connections_refused", "Connections beyond the cap", self.refused_connections.clone());
        registry.register("limited", "Requests and waits of edits over a rate", self.limited.clone());
        registry.register("sessions", "Open sessions", self.sessions.clone());
        registry.register("rooms", "Open rooms", self.rooms.clone());
        registry.register("gestures_sequenced", "Gestures that got a place in the order", self.sequenced.clone());
        registry.register("gestures_rejected", "Gestures that were refused", self.rejected.clone());
        registry.register("sessions_slow", "Sessions closed because they did not read", self.slow_sessions.clone());
        registry.register("sessions_closed", "Sessions that the relay ended, by why", self.closes.clone());
        let help = "Sessions that waited before they were let in, because many came at once";
        registry.register("sessions_delayed", help, self.delayed_sessions.clone());
        registry.register("rows", "Rows that came in", self.rows.clone());
        registry.register("posts_refused", "Posts of rows that were refused", self.refused_posts.clone());
        registry.register("tables", "Tables", self.tables.clone());
        let bytes = || Unit::Bytes;
        registry.register_with_unit("table_memory", "Memory of the rows, about", bytes(), self.table_bytes.clone());
        let waiting = "What waits to be sent to sessions, shared frames counted for each";
        registry.register_with_unit("outbox", waiting, bytes(), self.outbox_bytes.clone());
        registry.register_with_unit(
            "sent",
            "Bytes handed to the sockets of sessions",
            bytes(),
            self.sent_bytes.clone(),
        );
        let help = "From the first gesture of a group to its being durable";
        registry.register_with_unit("append", help, Unit::Seconds, self.append_seconds.clone());
        let help = "From the first gesture of a group coming to its being told to all";
        registry.register_with_unit("broadcast", help, Unit::Seconds, self.broadcast_seconds.clone());
    }
}

impl std::ops::Deref for Metrics {
    type Target = Counters;

    fn deref(&self) -> &Counters {
        &self.0
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Metrics")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_has_every_counter_with_its_unit() {
        let metrics = Metrics::new();
        metrics.sequenced.inc();
        metrics.count_rows(SourceKind::Posted, 3);
        metrics.append_seconds.observe(0.002);
        metrics.count_rejected(&Refusal::Locked);
        metrics.http.count_problem(crate::problem::Code::TooLarge);
        let page = metrics.text("/".into());
        for line in [
            "ashboard_gestures_sequenced_total 1",
            "ashboard_rows_total{source=\"Posted\"} 3",
            "ashboard_append_seconds_bucket{le=\"0.0025\"} 1",
            "ashboard_sent_bytes_total 0",
            "ashboard_gestures_rejected_total{reason=\"locked\"} 1",
            "ashboard_problems_total{code=\"too_large\"} 1",
            "# TYPE process_resident_memory_bytes gauge",
            "# EOF",
        ] {
            assert!(page.lines().any(|other| other == line), "{line} in {page}");
        }
        assert_eq!(page.matches("# EOF").count(), 1);
    }
}
