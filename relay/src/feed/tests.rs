//! The feed with a log: durable before heard of, whole or not at all, within its bounds.

use futures_util::FutureExt;
use protocol::{FromRelay, decode};

use super::*;
use crate::{
    audit::Stored,
    dashboard::DashboardId,
    ingest::{self, Format},
    log::{self, DashboardRow, DirectoryRow, Loaded, Log, MemoryLog, RowBatch, Write},
    outbox::MAX_WAITING_BYTES,
};

fn batch(csv: &str) -> Batch {
    ingest::read(csv.as_bytes(), Format::Csv, None).unwrap()
}

async fn open(log: &LogHandle, limits: Limits) -> Tables {
    Tables::open(log.clone(), limits, Metrics::new()).await.unwrap()
}

async fn append(tables: &Tables, name: &str, batch: Batch) -> Result<Posted, PostError> {
    tables.begin_post(name.parse().unwrap()).await?.append(batch).await
}

/// P-133: memory has the newest rows, the disk more; what is too much goes, whole batches, and the numbers stay.
#[tokio::test]
async fn the_disk_keeps_more_than_memory_and_a_start_reads_what_memory_takes() {
    let (log, _thread) = log::writer::start(MemoryLog::default()).unwrap();
    let limits = Limits { max_rows: 16, ..Limits::default() };
    let tables = open(&log, limits).await;
    for row in 0..100 {
        append(&tables, "t", batch(&format!("a\n{row}\n"))).await.unwrap();
    }
    let again = open(&log, limits).await;
    assert_eq!(again.list(), tables.list());
    assert_eq!((again.list()[0].first_row, again.list()[0].next_row), (84, 100));
    let name = "t".parse().unwrap();
    let numbers = async |tables: &Tables, from, max_rows| {
        let (first, rows) = tables.rows_kept(&name, from, max_rows).await.unwrap().unwrap();
        (first, (0..rows.rows()).map(|row| rows.column("a").unwrap().number(row)).collect::<Vec<_>>())
    };
    assert_eq!(numbers(&again, 10, 3).await, (10, vec![10., 11., 12.]));
    assert_eq!(numbers(&again, 83, 3).await, (83, vec![83., 84., 85.]));
    let kept = log.kept_rows().await.unwrap().remove(0);
    again.drop_expired(Keep { days: None, max_bytes: kept.bytes / 2 }).await.unwrap();
    let left = log.kept_rows().await.unwrap().remove(0);
    assert!((left.bytes..left.bytes + 99).contains(&(kept.bytes / 2)), "{left:?}");
    let first = left.first_row as f64;
    assert_eq!(numbers(&again, 0, 2).await, (left.first_row, vec![first, first + 1.]));
    again.drop_expired(Keep { days: Some(1), max_bytes: u64::MAX }).await.unwrap();
    assert_eq!(log.kept_rows().await.unwrap(), [left], "young rows stay");
}

#[tokio::test]
async fn rows_are_durable_before_anybody_hears_of_them() {
    let (say, verdicts) = std::sync::mpsc::channel();
    let (log, _thread) = {
        let log = Refusing { log: MemoryLog::default(), full: verdicts, is_full: false };
        log::writer::start(log).unwrap()
    };
    let tables = open(&log, Limits::default()).await;
    let outbox = Outbox::new(SessionId(1));
    append(&tables, "t", batch("a\n1\n")).await.unwrap();
    tables.subscribe("t", 0, &outbox);
    outbox.drain().now_or_never().unwrap();
    say.send(true).unwrap();
    let refused = append(&tables, "t", batch("a\n2\n")).await;
    assert_eq!(refused, Err(PostError::Log(LogError::Full)));
    assert!(outbox.drain().now_or_never().is_none(), "nobody heard of the row");
    assert_eq!(tables.list()[0].rows, 1);
}

/// P-122: before memory grows, and for both reasons the poster hears when to come again.
#[tokio::test]
async fn posts_are_refused_while_sessions_have_fallen_behind_or_the_tables_are_full() {
    let (log, _thread) = log::writer::start(MemoryLog::default()).unwrap();
    let tables = open(&log, Limits { max_bytes: 4096, ..Limits::default() }).await;
    append(&tables, "t", batch("a\n1\n")).await.unwrap();
    tables.metrics().outbox_bytes.set(MAX_WAITING_BYTES);
    let behind = append(&tables, "t", batch("a\n2\n")).await.unwrap_err();
    tables.metrics().outbox_bytes.set(0);
    let full = append(&tables, "t", batch(&format!("a\n{}", "2\n".repeat(4096)))).await.unwrap_err();
    assert_eq!((&behind, &full), (&PostError::Behind, &PostError::Full(4096)));
    for error in [behind, full] {
        let response = warp::Reply::into_response(crate::problem::Problem::from(error));
        assert_eq!(response.status(), warp::http::StatusCode::TOO_MANY_REQUESTS);
        assert!(response.headers().contains_key("retry-after"));
    }
    assert_eq!(tables.list()[0].rows, 1);
}

#[tokio::test]
async fn two_first_posts_at_once_make_one_table() {
    let (log, _thread) = log::writer::start(MemoryLog::default()).unwrap();
    let tables = open(&log, Limits::default()).await;
    let posts = (0..20).map(|row| append(&tables, "t", batch(&format!("a\n{row}\n"))));
    let posted = futures_util::future::join_all(posts).await;
    let mut firsts: Vec<u64> = posted.into_iter().map(|posted| posted.unwrap().first_row).collect();
    firsts.sort_unstable();
    assert_eq!(firsts, (0..20).collect::<Vec<_>>());
}

#[tokio::test]
async fn awaited_names_are_bounded_and_forgotten() {
    let (log, _thread) = log::writer::start(MemoryLog::default()).unwrap();
    let tables = open(&log, Limits::default()).await;
    let outbox = Outbox::new(SessionId(1));
    for index in 0..2 * MAX_AWAITED_TABLES {
        tables.subscribe(&format!("t{index}"), 0, &outbox);
    }
    tables.subscribe("no name", 0, &outbox);
    assert_eq!(tables.awaited(), MAX_AWAITED_TABLES);
    let said = outbox.drain().now_or_never().unwrap().frames;
    assert_eq!(said.len(), 2 * MAX_AWAITED_TABLES + 1);
    assert!(said.iter().all(|frame| matches!(decode(frame), Ok(FromRelay::NoSuchTable(_)))));
    tables.leave(SessionId(1));
    assert_eq!(tables.awaited(), 0);
    for index in 0..2 * MAX_AWAITED_TABLES {
        drop(tables.begin_post(format!("given_up_{index}").parse().unwrap()).await.unwrap());
    }
    assert!(tables.awaited() <= MAX_AWAITED_TABLES);
}

/// P-40: readings have their numbers from start to start. On a full disk they go on, and are stored when it has room.
#[tokio::test]
async fn readings_are_there_after_a_start_and_never_wait_for_the_disk() {
    let (say, verdicts) = std::sync::mpsc::channel();
    let (log, _thread) =
        log::writer::start(Refusing { log: MemoryLog::default(), full: verdicts, is_full: false }).unwrap();
    let rows = batch("a\n1\n2\n");
    let name: TableName = "machine.test".parse().unwrap();
    for start in 0..3 {
        let tables = open(&log, Limits::default()).await;
        tables.open_readings(&name, rows.schema().clone()).await;
        assert_eq!(tables.list()[0].rows, 6 * start);
        for is_full in [false, true, false] {
            say.send(is_full).unwrap();
            tables.append_readings(&name, &rows).await;
        }
        assert_eq!(tables.list()[0].next_row, 6 * (start as u64 + 1));
    }
}

/// A log whose disk is full while the test says so.
struct Refusing {
    log: MemoryLog,
    full: std::sync::mpsc::Receiver<bool>,
    is_full: bool,
}

impl Log for Refusing {
    fn commit(&mut self, writes: &[Write]) -> Result<Vec<Result<(), LogError>>, LogError> {
        self.is_full = self.full.try_iter().last().unwrap_or(self.is_full);
        if self.is_full { Err(LogError::Full) } else { self.log.commit(writes) }
    }

    fn dashboards(&mut self) -> Result<Vec<DashboardRow>, LogError> {
        self.log.dashboards()
    }

    fn load(&mut self, dashboard: DashboardId) -> Result<Loaded, LogError> {
        self.log.load(dashboard)
    }

    fn past(&mut self, dashboard: DashboardId, at: document::Seq, limit: usize) -> Result<log::Past, LogError> {
        self.log.past(dashboard, at, limit)
    }

    fn about(&mut self, dashboard: DashboardId) -> Result<log::About, LogError> {
        self.log.about(dashboard)
    }

    fn signatures(&mut self, dashboard: DashboardId, of: &[document::Seq]) -> Result<Vec<log::Signature>, LogError> {
        self.log.signatures(dashboard, of)
    }

    fn expired(&mut self, dashboard: DashboardId, before_ms: i64, limit: u64) -> Result<document::Seq, LogError> {
        self.log.expired(dashboard, before_ms, limit)
    }

    fn tables(&mut self) -> Result<Vec<log::TableRow>, LogError> {
        self.log.tables()
    }

    fn kept_rows(&mut self) -> Result<Vec<crate::log::KeptRows>, LogError> {
        self.log.kept_rows()
    }

    fn load_rows(&mut self, table: &str, from: u64, max_rows: u64) -> Result<Vec<RowBatch>, LogError> {
        self.log.load_rows(table, from, max_rows)
    }

    fn directory(&mut self) -> Result<Vec<DirectoryRow>, LogError> {
        self.log.directory()
    }

    fn audit(&mut self, after: u64, limit: usize) -> Result<Vec<Stored>, LogError> {
        self.log.audit(after, limit)
    }
}
