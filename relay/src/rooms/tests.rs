//! Rooms over a real log thread: what is told when the log works, refuses, fails, and when rooms come and go.

use std::sync::mpsc as std_mpsc;

use document::{ClientId, NodeId, Op, OpId, Property, Refusal, Value};
use protocol::{CatchUp, FromRelay, Person, Seen, decode};

use super::*;
use crate::{
    audit::Stored,
    log::{self, DirectoryRow, Loaded, Log, MemoryLog, RowBatch, TableRow},
};

const DASHBOARD: DashboardId = DashboardId::fixed(7);

/// A memory log that answers each commit as the test says; `Ok` commits.
struct Scripted {
    log: MemoryLog,
    verdicts: std_mpsc::Receiver<Result<(), LogError>>,
}

impl Log for Scripted {
    fn commit(&mut self, writes: &[Write]) -> Result<Vec<Result<(), LogError>>, LogError> {
        self.verdicts.recv().unwrap_or(Ok(()))?;
        self.log.commit(writes)
    }

    fn dashboards(&mut self) -> Result<Vec<DashboardRow>, LogError> {
        self.log.dashboards()
    }

    fn load(&mut self, dashboard: DashboardId) -> Result<Loaded, LogError> {
        self.log.load(dashboard)
    }

    fn past(&mut self, dashboard: DashboardId, at: Seq, limit: usize) -> Result<log::Past, LogError> {
        self.log.past(dashboard, at, limit)
    }

    fn about(&mut self, dashboard: DashboardId) -> Result<log::About, LogError> {
        self.log.about(dashboard)
    }

    fn signatures(&mut self, dashboard: DashboardId, of: &[Seq]) -> Result<Vec<log::Signature>, LogError> {
        self.log.signatures(dashboard, of)
    }

    fn expired(&mut self, dashboard: DashboardId, before_ms: i64, limit: u64) -> Result<Seq, LogError> {
        self.log.expired(dashboard, before_ms, limit)
    }

    fn tables(&mut self) -> Result<Vec<TableRow>, LogError> {
        self.log.tables()
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

/// Rooms with one empty dashboard; the sender says how the following commits go.
async fn rooms(unload_after: Duration) -> (Rooms, std_mpsc::Sender<Result<(), LogError>>) {
    let (say, verdicts) = std_mpsc::channel();
    let (handle, _thread) = log::writer::start(Scripted { log: MemoryLog::default(), verdicts }).unwrap();
    let rooms = Rooms::new(handle, Metrics::new(), unload_after);
    say.send(Ok(())).unwrap();
    rooms.create(DASHBOARD, &empty(), "Ada").await.unwrap();
    (rooms, say)
}

fn empty() -> Outline {
    Outline::of(&document::Document::default())
}

struct Guest {
    client: ClientId,
    outbox: Outbox,
    membership: Membership,
    heard: Vec<FromRelay>,
}

impl Guest {
    async fn join(rooms: &Rooms, number: u8) -> Self {
        let client = ClientId::from_bytes([number; 8]);
        let hello = Hello { client, also: Vec::new(), last: None, person: Person { name: "Ada".into(), color: 0 } };
        let outbox = Outbox::new(rooms.next_session());
        let membership = rooms.join(DASHBOARD, &hello, Role::Editor, &outbox).await.unwrap();
        let mut guest = Self { client, outbox, membership, heard: Vec::new() };
        guest.hear(|message| matches!(message, FromRelay::Welcome(_))).await;
        guest
    }

    async fn title(&self, counter: u64, title: &str) -> OpId {
        let id = OpId { client: self.client, counter };
        let op = Op::Set { node: NodeId::ROOT, property: Property::Title, value: Value::Text(title.into()) };
        self.membership.submit(vec![Gesture { id, ops: vec![op] }]).await.unwrap();
        id
    }

    /// Waits for a message and returns it.
    async fn hear(&mut self, wanted: impl Fn(&FromRelay) -> bool) -> FromRelay {
        loop {
            if let Some(index) = self.heard.iter().position(&wanted) {
                return self.heard.remove(index);
            }
            let drained = self.outbox.drain().await;
            assert_eq!(drained.close, None, "closed while waiting; heard {:?}", self.heard);
            self.heard.extend(drained.frames.iter().map(|frame| decode::<FromRelay>(frame).unwrap()));
        }
    }

    async fn hear_sequenced(&mut self, id: OpId) -> Seq {
        match self.hear(|message| matches!(message, FromRelay::Sequenced(s) if s.gesture.id == id)).await {
            FromRelay::Sequenced(sequenced) => sequenced.seq,
            other => panic!("{other:?}"),
        }
    }

    async fn hear_rejected(&mut self, id: OpId) -> Refusal {
        match self.hear(|message| matches!(message, FromRelay::Rejected { id: of, .. } if *of == id)).await {
            FromRelay::Rejected { reason, .. } => reason,
            other => panic!("{other:?}"),
        }
    }

    async fn hear_close(&mut self) -> Close {
        loop {
            if let Some(close) = self.outbox.drain().await.close {
                return close;
            }
        }
    }
}

#[tokio::test]
async fn an_edit_reaches_both_only_after_the_log_has_it() {
    let (rooms, say) = rooms(UNLOAD_AFTER).await;
    let (mut ada, mut bob) = (Guest::join(&rooms, 1).await, Guest::join(&rooms, 2).await);
    let first = ada.title(1, "first").await;
    let second = bob.title(1, "second").await;
    // The room answers a question after the edits, and the log has not been allowed to commit yet.
    bob.membership.tail(Seq(1)).await.unwrap();
    bob.hear(|message| matches!(message, FromRelay::Tail(tail) if tail.is_empty())).await;
    assert!(!bob.heard.iter().any(|message| matches!(message, FromRelay::Sequenced(_))), "P-21: {:?}", bob.heard);
    drop(say);
    for guest in [&mut ada, &mut bob] {
        assert_eq!((guest.hear_sequenced(first).await, guest.hear_sequenced(second).await), (Seq(2), Seq(3)));
    }
    assert_eq!(rooms.list().await.unwrap()[0].title, "second");
}

#[tokio::test]
async fn a_full_disk_refuses_edits_and_recovers_by_itself() {
    let (rooms, say) = rooms(UNLOAD_AFTER).await;
    let mut ada = Guest::join(&rooms, 1).await;
    say.send(Err(LogError::Full)).unwrap();
    let id = ada.title(1, "too much").await;
    assert_eq!(ada.hear_rejected(id).await, Refusal::StorageFailed);
    drop(say);
    drop(ada);
    let mut ada = Guest::join(&rooms, 1).await;
    let again = ada.title(1, "again").await;
    assert_eq!(ada.hear_sequenced(again).await, Seq(2), "the same id, the same place");
}

#[tokio::test]
async fn a_failed_append_ends_the_sessions_and_the_room_starts_over_from_the_log() {
    let (rooms, say) = rooms(UNLOAD_AFTER).await;
    let (mut ada, mut bob) = (Guest::join(&rooms, 1).await, Guest::join(&rooms, 2).await);
    say.send(Err(LogError::Failed("the disk is gone".into()))).unwrap();
    ada.title(1, "lost?").await;
    assert_eq!((ada.hear_close().await, bob.hear_close().await), (Close::Away, Close::Away), "P-24");
    let mut again = Guest::join(&rooms, 1).await;
    let id = again.title(1, "lost?").await;
    assert_eq!(again.hear_rejected(id).await, Refusal::StorageFailed, "reading goes on, writing does not");
    assert!(!rooms.0.log.is_writable());
}

#[tokio::test]
async fn a_room_without_sessions_is_forgotten_and_opens_again_as_it_was() {
    let (rooms, say) = rooms(Duration::ZERO).await;
    drop(say);
    let mut ada = Guest::join(&rooms, 1).await;
    let id = ada.title(1, "kept").await;
    ada.hear_sequenced(id).await;
    drop(ada);
    while !rooms.live().is_empty() {
        tokio::task::yield_now().await;
    }
    let client = ClientId::from_bytes([1; 8]);
    let first = rooms.0.log.past(DASHBOARD, Seq::ZERO, 1).await.unwrap().entries[0].sequenced.gesture.id;
    let last = Some(Seen { seq: Seq(1), id: Some(first) });
    let hello = Hello { client, also: Vec::new(), last, person: Person { name: "Ada".into(), color: 0 } };
    let outbox = Outbox::new(rooms.next_session());
    let _here = rooms.join(DASHBOARD, &hello, Role::Editor, &outbox).await.unwrap();
    let frames = outbox.drain().await.frames;
    let Ok(FromRelay::Welcome(welcome)) = decode(&frames[0]) else { panic!("no welcome") };
    assert!(matches!(welcome.catch_up, CatchUp::Tail(tail) if tail.len() == 1 && tail[0].gesture.id == id));
    assert_eq!(rooms.0.log.load(DASHBOARD).await.unwrap().snapshot_seq, Seq(2), "stored when it was forgotten");
}

#[tokio::test]
async fn a_deleted_dashboard_ends_its_sessions_and_cannot_be_joined() {
    let (rooms, say) = rooms(UNLOAD_AFTER).await;
    drop(say);
    let mut ada = Guest::join(&rooms, 1).await;
    rooms.delete(DASHBOARD).await.unwrap();
    assert_eq!(ada.hear_close().await, Close::NoSuchDashboard);
    let hello =
        Hello { client: ada.client, also: Vec::new(), last: None, person: Person { name: "Ada".into(), color: 0 } };
    let joined = rooms.join(DASHBOARD, &hello, Role::Editor, &Outbox::new(rooms.next_session())).await;
    assert_eq!(joined.map(drop), Err(Close::NoSuchDashboard));
}

#[tokio::test]
async fn stopping_finishes_what_was_accepted() {
    let (rooms, say) = rooms(UNLOAD_AFTER).await;
    let mut ada = Guest::join(&rooms, 1).await;
    let id = ada.title(1, "last words").await;
    let stopping = tokio::spawn({
        let rooms = rooms.clone();
        async move { rooms.stop().await }
    });
    drop(say);
    ada.hear_sequenced_before_close(id).await;
    stopping.await.unwrap();
    let hello =
        Hello { client: ada.client, also: Vec::new(), last: None, person: Person { name: "Ada".into(), color: 0 } };
    let joined = rooms.join(DASHBOARD, &hello, Role::Editor, &Outbox::new(rooms.next_session())).await;
    assert_eq!(joined.map(drop), Err(Close::Away));
}

impl Guest {
    async fn hear_sequenced_before_close(&mut self, id: OpId) {
        let is_it = |frame: &bytes::Bytes| match decode(frame) {
            Ok(FromRelay::Sequenced(sequenced)) => sequenced.gesture.id == id,
            _ => false,
        };
        let mut heard = false;
        loop {
            let drained = self.outbox.drain().await;
            heard |= drained.frames.iter().any(is_it);
            if let Some(close) = drained.close {
                assert_eq!((close, heard), (Close::Away, true));
                return;
            }
        }
    }
}
