//! Contract: whatever is written in whatever order, the log in memory and the log on disk answer and hold the same, also
//! after closing and opening; and whatever happens to the file, a document is whole or an error, never blank or wrong. The single rules have their own tests beside the logs.
#![expect(clippy::expect_used, reason = "a log that cannot be opened has failed the test")]

use std::{fs, path::Path};

use ashboard_tests::{
    chance::{Chance, seeds},
    history::History,
};
use document::{ClientId, Document, Seq};
use relay::{
    dashboard::DashboardId,
    log::{Entry, Loaded, Log, LogError, MemoryLog, RowBatch, SqliteLog, TableRow, Write},
};
use tempfile::TempDir;

const DASHBOARD: DashboardId = DashboardId::fixed(1);
const OTHER: DashboardId = DashboardId::fixed(2);

/// One kind of log, and the way to close and open it again.
struct Subject {
    name: &'static str,
    log: Option<Box<dyn Log>>,
    folder: Option<TempDir>,
}

impl Subject {
    fn memory() -> Self {
        Self { name: "memory", log: Some(Box::new(MemoryLog::default())), folder: None }
    }

    fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let log: Box<dyn Log> = Box::new(open(folder.path()).expect("an empty folder opens"));
        Self { name: "sqlite", log: Some(log), folder: Some(folder) }
    }

    fn log(&mut self) -> &mut dyn Log {
        self.log.as_deref_mut().expect("the log is open")
    }

    fn write(&mut self, write: Write) -> Result<(), LogError> {
        let results = self.log().commit(&[write]).expect("the store works");
        results.into_iter().next().expect("one result for one write")
    }

    /// The log in memory forgets when it is dropped, so it stays.
    fn reopen(&mut self) {
        if let Some(folder) = &self.folder {
            drop(self.log.take());
            self.log = Some(Box::new(open(folder.path()).expect("a closed log opens again")));
        }
    }
}

fn open(folder: &Path) -> Result<SqliteLog, LogError> {
    SqliteLog::open(folder)
}

fn both(check: impl Fn(&mut Subject)) {
    for mut subject in [Subject::memory(), Subject::sqlite()] {
        check(&mut subject);
    }
}

fn create(dashboard: DashboardId, entries: &[Entry]) -> Write {
    Write::CreateDashboard { dashboard, title: "made".into(), tags: Vec::new(), at_ms: 1, entries: entries.to_vec() }
}

fn append(dashboard: DashboardId, entries: &[Entry]) -> Write {
    Write::Append { dashboard, title: "grown".into(), tags: Vec::new(), entries: entries.to_vec() }
}

fn rows(table: &str, first_row: u64, rows: u64) -> Write {
    Write::AppendRows { table: table.into(), batch: RowBatch { first_row, rows, bytes: vec![7; 3] }, at_ms: 0 }
}

/// A snapshot changes how a document is loaded and nothing about the document.
#[test]
fn snapshot_and_tail_equal_all() {
    both(|subject| {
        let mut chance = Chance::new(5);
        let mut grown = History::new(ClientId::from_bytes([5; 8]));
        subject.write(create(DASHBOARD, &[])).expect("an id that is free");
        for _ in 0..12 {
            let entries = grown.grow(&mut chance, 40);
            subject.write(append(DASHBOARD, &entries)).expect("the next gestures");
            let seq = Seq(chance.below(grown.documents.len()) as u64);
            let document = grown.documents[usize::try_from(seq.0).expect("small")].clone();
            subject
                .write(Write::StoreSnapshot { dashboard: DASHBOARD, seq, document })
                .expect("a snapshot of the past");
            subject.reopen();
            let loaded = subject.log().load(DASHBOARD).expect("it is there");
            assert_eq!((loaded.seq, &loaded.document), (grown.seq(), grown.document()), "{}", subject.name);
            let mut ids: Vec<_> = grown.entries.iter().map(|entry| entry.sequenced.gesture.id).collect();
            ids.sort_unstable();
            assert_eq!(loaded.ids, ids);
        }
        let ahead =
            Write::StoreSnapshot { dashboard: DASHBOARD, seq: grown.seq().next(), document: Document::default() };
        assert_eq!(subject.write(ahead), Err(LogError::OutOfOrder), "a snapshot ahead of the log");
    });
}

/// P-20, P-22, P-40: any writes in any groups, right ones and wrong ones, with closing in between.
#[test]
fn memory_and_disk_agree() {
    for seed in seeds(12) {
        let mut chance = Chance::new(seed);
        let (mut memory, mut disk) = (Subject::memory(), Subject::sqlite());
        let mut histories = [DASHBOARD, OTHER].map(|id| (id, History::new(ClientId::from_bytes([3; 8]))));
        for step in 0..60 {
            let count = 1 + chance.below(4);
            let writes: Vec<Write> = (0..count).map(|_| any_write(&mut chance, &mut histories)).collect();
            let answers = [&mut memory, &mut disk].map(|subject| subject.log().commit(&writes));
            assert_eq!(answers[0], answers[1], "seed {seed}, step {step}: {writes:?}");
            if chance.one_in(10) {
                disk.reopen();
            }
            compare(&mut memory, &mut disk, &format!("seed {seed}, step {step}"));
        }
    }
}

fn any_write(chance: &mut Chance, histories: &mut [(DashboardId, History); 2]) -> Write {
    let (id, history) = &mut histories[chance.below(2)];
    match chance.below(12) {
        0 | 1 => create(*id, &history.entries),
        2 => Write::DeleteDashboard(*id),
        3 => {
            let seq = chance.below(history.documents.len());
            Write::StoreSnapshot { dashboard: *id, seq: Seq(seq as u64), document: history.documents[seq].clone() }
        }
        4 => Write::CreateTable(TableRow { name: "t".into(), schema: vec![1] }),
        5 => rows("t", chance.below(9) as u64, 1 + chance.below(3) as u64),
        6 => Write::DropRows { table: "t".into(), below: chance.below(9) as u64 },
        7 if chance.one_in(4) => Write::DeleteTable("t".into()),
        _ => {
            let count = 1 + chance.below(3);
            append(*id, &history.grow(chance, count))
        }
    }
}

fn compare(memory: &mut Subject, disk: &mut Subject, place: &str) {
    assert_eq!(memory.log().dashboards(), disk.log().dashboards(), "{place}");
    assert_eq!(memory.log().tables(), disk.log().tables(), "{place}");
    assert_eq!(memory.log().load_rows("t", 0, u64::MAX), disk.log().load_rows("t", 0, u64::MAX), "{place}");
    for id in [DASHBOARD, OTHER] {
        assert_eq!(memory.log().load(id), disk.log().load(id), "{place}");
    }
}

/// I3, I7: a cut or flipped file gives the whole document or an error, never a blank, a shorter or a wrong one.
#[test]
fn damage_is_an_error_or_does_no_harm() {
    let mut history = History::new(ClientId::from_bytes([7; 8]));
    history.grow(&mut Chance::new(7), 12);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut log = open(folder.path()).expect("an empty folder opens");
    log.commit(&[create(DASHBOARD, &history.entries)]).expect("the store works")[0].clone().expect("a free id");
    drop(log);
    let whole = fs::read(folder.path().join("ashboard.sqlite")).expect("one file");
    assert!(whole.len() > 4096, "the log is elsewhere: {} bytes", whole.len());
    for length in (1..whole.len()).step_by(509) {
        judge(&whole[..length], &history, &format!("cut to {length} bytes"));
    }
    let mut chance = Chance::new(7);
    for _ in 0..300 {
        let (mut bytes, place) = (whole.clone(), chance.below(whole.len()));
        let bit = chance.below(8);
        bytes[place] ^= 1 << bit;
        judge(&bytes, &history, &format!("bit {bit} of byte {place} flipped"));
    }
}

fn judge(bytes: &[u8], history: &History, damage: &str) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("ashboard.sqlite"), bytes).expect("the file is written");
    let Ok(mut log) = open(folder.path()) else { return };
    match log.load(DASHBOARD) {
        Err(LogError::NoSuchDashboard) => panic!("{damage}: the dashboard is silently gone"),
        Err(_) => {}
        Ok(loaded) => assert!(is_whole(&loaded, history), "{damage}: silently another document: {loaded:?}"),
    }
}

fn is_whole(loaded: &Loaded, history: &History) -> bool {
    let mut ids: Vec<_> = history.entries.iter().map(|entry| entry.sequenced.gesture.id).collect();
    ids.sort_unstable();
    (loaded.seq, &loaded.document, &loaded.ids) == (history.seq(), history.document(), &ids)
}
