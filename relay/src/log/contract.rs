//! What every log promises, as one suite for all of them, and what only a file can show: reopening, damage, a second
//! relay, a newer program. Invariants I1, I2, I3 and I7.

use document::{ClientId, Document, Gesture, NodeId, Op, OpId, Property, Seq, Sequenced, Value, apply};
use tempfile::TempDir;

use super::*;

const DASHBOARD: DashboardId = DashboardId::fixed(1);
const OTHER: DashboardId = DashboardId::fixed(2);

fn entry(seq: u64) -> Entry {
    entry_of(seq, OpId { client: ClientId::from_bytes([7; 8]), counter: seq * 10 })
}

fn entry_of(seq: u64, id: OpId) -> Entry {
    let value = Value::Text(format!("title {seq}"));
    let ops = vec![Op::Set { node: NodeId::ROOT, property: Property::Title, value }];
    let sequenced = Sequenced { seq: Seq(seq), gesture: Gesture { id, ops } };
    Entry { sequenced, at_ms: 1000 + seq.cast_signed(), author: "Ada".into() }
}

fn entries(seqs: std::ops::RangeInclusive<u64>) -> Vec<Entry> {
    seqs.map(entry).collect()
}

fn create(dashboard: DashboardId, last: u64) -> Write {
    Write::CreateDashboard { dashboard, title: "new".into(), at_ms: 5, entries: entries(1..=last) }
}

fn append(dashboard: DashboardId, entries: Vec<Entry>) -> Write {
    Write::Append { dashboard, title: "appended".into(), entries }
}

fn document_at(seq: u64) -> Document {
    let mut document = Document::default();
    for Entry { sequenced, .. } in entries(1..=seq) {
        apply(&mut document, &sequenced.gesture, Some(sequenced.seq)).unwrap();
    }
    document
}

fn table(name: &str) -> Write {
    Write::CreateTable(TableRow { name: name.into(), schema: vec![1, 2] })
}

fn rows(first_row: u64, rows: u64) -> RowBatch {
    RowBatch { first_row, rows, bytes: vec![first_row as u8; 3] }
}

fn append_rows(first_row: u64, count: u64) -> Write {
    Write::AppendRows { table: "t".into(), batch: rows(first_row, count) }
}

fn only(log: &mut dyn Log, write: Write) -> Result<(), LogError> {
    log.commit(&[write]).unwrap().remove(0)
}

/// One check of the contract, for every log.
fn check(check: impl Fn(&mut dyn Log)) {
    check(&mut MemoryLog::default());
    let folder = TempDir::new().unwrap();
    check(&mut SqliteLog::open(folder.path()).unwrap());
}

#[test]
fn what_is_appended_is_loaded_in_order_with_its_ids() {
    check(|log| {
        only(log, create(DASHBOARD, 2)).unwrap();
        only(log, append(DASHBOARD, entries(3..=1503))).unwrap();
        let loaded = log.load(DASHBOARD).unwrap();
        assert_eq!(loaded.document, document_at(1503));
        assert_eq!((loaded.seq, loaded.snapshot_seq), (Seq(1503), Seq::ZERO));
        assert_eq!(loaded.tail, entries(504..=1503).into_iter().map(|entry| entry.sequenced).collect::<Vec<_>>());
        assert_eq!(loaded.ids, (1..=1503).map(|seq| entry(seq).sequenced.gesture.id).collect::<Vec<_>>());
    });
}

#[test]
fn a_write_that_does_not_follow_is_refused_alone_and_leaves_no_trace() {
    check(|log| {
        let again = entry(1).sequenced.gesture.id;
        let twice = vec![entry(2), entry_of(3, entry(2).sequenced.gesture.id)];
        let group = [
            create(DASHBOARD, 1),
            create(DASHBOARD, 1),
            append(DASHBOARD, entries(3..=3)),
            append(DASHBOARD, entries(1..=1)),
            append(DASHBOARD, vec![entry(2), entry(4)]),
            append(DASHBOARD, vec![entry_of(2, again)]),
            append(DASHBOARD, twice),
            append(OTHER, entries(1..=1)),
            Write::DeleteDashboard(OTHER),
            Write::StoreSnapshot { dashboard: DASHBOARD, seq: Seq(2), document: document_at(2) },
            append(DASHBOARD, entries(2..=2)),
        ];
        use LogError::{NoSuchDashboard, OutOfOrder, Taken};
        let expected = [
            Ok(()),
            Err(Taken),
            Err(OutOfOrder),
            Err(OutOfOrder),
            Err(OutOfOrder),
            Err(Taken),
            Err(Taken),
            Err(NoSuchDashboard),
            Err(NoSuchDashboard),
            Err(OutOfOrder),
            Ok(()),
        ];
        assert_eq!(log.commit(&group).unwrap(), expected);
        let loaded = log.load(DASHBOARD).unwrap();
        assert_eq!((loaded.document, loaded.seq), (document_at(2), Seq(2)));
        assert_eq!(log.load(OTHER), Err(NoSuchDashboard));
    });
}

#[test]
fn the_list_knows_title_seq_and_time_and_a_deleted_dashboard_is_gone() {
    check(|log| {
        only(log, create(DASHBOARD, 0)).unwrap();
        only(log, create(OTHER, 1)).unwrap();
        only(log, append(DASHBOARD, entries(1..=2))).unwrap();
        let row =
            |id, title: &str, seq, updated_ms| DashboardRow { id, title: title.into(), seq: Seq(seq), updated_ms };
        let expected = [row(DASHBOARD, "appended", 2, 1002), row(OTHER, "new", 1, 1001)];
        assert_eq!(log.dashboards().unwrap(), expected);
        only(log, Write::DeleteDashboard(DASHBOARD)).unwrap();
        assert_eq!(log.dashboards().unwrap(), expected[1..]);
        only(log, create(DASHBOARD, 1)).unwrap();
        assert_eq!(log.load(DASHBOARD).unwrap().seq, Seq(1), "a new life under the same id knows nothing of the old");
    });
}

#[test]
fn a_snapshot_replaces_an_older_one_and_changes_nothing_that_is_seen() {
    check(|log| {
        only(log, create(DASHBOARD, 5)).unwrap();
        let before = log.load(DASHBOARD).unwrap();
        for seq in [3, 2, 4] {
            let document = document_at(seq);
            only(log, Write::StoreSnapshot { dashboard: DASHBOARD, seq: Seq(seq), document }).unwrap();
        }
        assert_eq!(log.load(DASHBOARD).unwrap(), Loaded { snapshot_seq: Seq(4), ..before });
    });
}

/// P-63: any `Seq` opens as it was, from the nearest snapshot that is kept, with what followed.
#[test]
fn any_seq_opens_as_it_was_and_checkpoints_stay() {
    check(|log| {
        let last = 2 * CHECKPOINT_GESTURES + 20;
        only(log, create(DASHBOARD, 7)).unwrap();
        only(log, append(DASHBOARD, entries(8..=last))).unwrap();
        for seq in [3, CHECKPOINT_GESTURES, 7, last - 5, 2 * CHECKPOINT_GESTURES, last] {
            // What is not what the gestures say shows which snapshot a document was built from.
            let mut document = document_at(seq);
            let mark =
                Op::Set { node: NodeId::ROOT, property: Property::Description, value: Value::Text(seq.to_string()) };
            let id = OpId { client: ClientId::from_bytes([8; 8]), counter: seq };
            apply(&mut document, &Gesture { id, ops: vec![mark] }, None).unwrap();
            only(log, Write::StoreSnapshot { dashboard: DASHBOARD, seq: Seq(seq), document }).unwrap();
        }
        let cases = [(0, ""), (499, ""), (500, "500"), (999, "500"), (1000, "1000"), (1019, "1000"), (1020, "1020")];
        for (seq, from) in cases {
            let Past { document, entries: after, newest } = log.past(DASHBOARD, Seq(seq), 30).unwrap();
            let root = document.node(NodeId::ROOT).unwrap();
            assert_eq!((root.text(Property::Description), newest), (from, Seq(last)), "{seq}");
            assert_eq!(root.title(), document_at(seq).title(), "{seq}");
            assert_eq!(after, entries(seq + 1..=last.min(seq + 30)), "{seq}");
        }
        assert_eq!(log.past(DASHBOARD, Seq(last + 1), 1), Err(LogError::NoSuchSeq));
        assert_eq!(log.past(DASHBOARD, Seq(u64::MAX), 1), Err(LogError::NoSuchSeq));
        assert_eq!(log.past(OTHER, Seq::ZERO, 1), Err(LogError::NoSuchDashboard));
    });
}

#[test]
fn the_largest_counter_is_kept() {
    check(|log| {
        let id = OpId { client: ClientId::from_bytes([255; 8]), counter: u64::MAX };
        only(log, create(DASHBOARD, 0)).unwrap();
        only(log, append(DASHBOARD, vec![entry_of(1, id)])).unwrap();
        assert_eq!(log.load(DASHBOARD).unwrap().ids, [id]);
    });
}

#[test]
fn rows_follow_each_other_and_only_whole_batches_are_dropped() {
    check(|log| {
        let group =
            [append_rows(0, 2), table("t"), table("t"), append_rows(0, 2), append_rows(1, 2), append_rows(2, 3)];
        use LogError::{NoSuchTable, OutOfOrder};
        assert_eq!(
            log.commit(&group).unwrap(),
            [Err(NoSuchTable), Ok(()), Ok(()), Ok(()), Err(OutOfOrder), Ok(())],
            "made once, then in order"
        );
        assert_eq!(log.load_rows("t").unwrap(), [rows(0, 2), rows(2, 3)]);
        only(log, Write::DropRows { table: "t".into(), below: 4 }).unwrap();
        assert_eq!(log.load_rows("t").unwrap(), [rows(2, 3)]);
        only(log, Write::DropRows { table: "t".into(), below: 9 }).unwrap();
        only(log, append_rows(5, 1)).unwrap();
        assert_eq!(log.load_rows("t").unwrap(), [rows(5, 1)], "the numbers go on");
        assert_eq!(log.tables().unwrap(), [TableRow { name: "t".into(), schema: vec![1, 2] }]);
        only(log, Write::DeleteTable("t".into())).unwrap();
        assert_eq!((log.tables().unwrap(), log.load_rows("t").unwrap()), (vec![], vec![]));
    });
}

#[test]
fn a_file_opens_again_with_everything_and_never_twice() {
    let folder = TempDir::new().unwrap();
    let mut log = SqliteLog::open(folder.path()).unwrap();
    only(&mut log, create(DASHBOARD, 3)).unwrap();
    let second = SqliteLog::open(folder.path()).map(|_| ()).unwrap_err();
    assert!(second.to_string().contains("another relay"), "{second}");
    let before = log.load(DASHBOARD).unwrap();
    drop(log);
    assert_eq!(SqliteLog::open(folder.path()).unwrap().load(DASHBOARD).unwrap(), before);
}

/// I7: damage is named or repaired from what is whole, never shown as a shorter or an empty document.
#[test]
fn damage_is_named_and_a_damaged_snapshot_is_done_without() {
    let cases = [
        ("UPDATE gestures SET gesture = zeroblob(length(gesture)) WHERE seq = 2", Err("gesture 2")),
        ("UPDATE gestures SET checksum = checksum + 1 WHERE seq = 3", Err("gesture 3")),
        ("DELETE FROM gestures WHERE seq = 2", Err("gesture 2 is missing")),
        ("DELETE FROM gestures WHERE seq = 3", Err("gesture 3 is missing")),
        ("UPDATE snapshots SET document = substr(document, 2)", Ok(())),
        ("UPDATE snapshots SET checksum = 0", Ok(())),
    ];
    for (damage, expected) in cases {
        let folder = TempDir::new().unwrap();
        let mut log = SqliteLog::open(folder.path()).unwrap();
        only(&mut log, create(DASHBOARD, 3)).unwrap();
        let snapshot = Write::StoreSnapshot { dashboard: DASHBOARD, seq: Seq(1), document: document_at(1) };
        only(&mut log, snapshot).unwrap();
        let other = rusqlite::Connection::open(folder.path().join("ashboard.sqlite")).unwrap();
        assert_eq!(other.execute(damage, []).unwrap(), 1, "{damage}");
        match (log.load(DASHBOARD), expected) {
            (Ok(loaded), Ok(())) => assert_eq!((loaded.document, loaded.seq), (document_at(3), Seq(3)), "{damage}"),
            (Err(LogError::Damaged(words)), Err(named)) => assert!(words.contains(named), "{damage}: {words}"),
            (loaded, _) => panic!("{damage}: {loaded:?}"),
        }
    }
}

/// A file of the first schema had one snapshot for each dashboard.
#[test]
fn a_file_of_the_first_schema_keeps_everything() {
    let folder = TempDir::new().unwrap();
    let mut log = SqliteLog::open(folder.path()).unwrap();
    only(&mut log, create(DASHBOARD, 5)).unwrap();
    only(&mut log, Write::StoreSnapshot { dashboard: DASHBOARD, seq: Seq(3), document: document_at(3) }).unwrap();
    let before = log.load(DASHBOARD).unwrap();
    drop(log);
    let first = "ALTER TABLE snapshots RENAME TO newer;
        CREATE TABLE snapshots (
            dashboard INTEGER PRIMARY KEY REFERENCES dashboards (key) ON DELETE CASCADE,
            seq       INTEGER NOT NULL,
            document  BLOB NOT NULL,
            checksum  INTEGER NOT NULL
        ) STRICT;
        INSERT INTO snapshots SELECT * FROM newer;
        DROP TABLE newer;
        PRAGMA user_version = 1";
    let path = folder.path().join("ashboard.sqlite");
    rusqlite::Connection::open(path).unwrap().execute_batch(first).unwrap();
    let mut log = SqliteLog::open(folder.path()).unwrap();
    assert_eq!((log.load(DASHBOARD).unwrap(), before.snapshot_seq), (before, Seq(3)));
    assert_eq!(log.past(DASHBOARD, Seq(4), 0).unwrap().document, document_at(4));
    only(&mut log, Write::DeleteDashboard(DASHBOARD)).unwrap();
    assert_eq!(log.past(DASHBOARD, Seq(4), 0), Err(LogError::NoSuchDashboard));
}

#[test]
fn a_file_of_a_newer_program_or_no_database_is_refused() {
    let folder = TempDir::new().unwrap();
    drop(SqliteLog::open(folder.path()).unwrap());
    let path = folder.path().join("ashboard.sqlite");
    rusqlite::Connection::open(&path).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let newer = SqliteLog::open(folder.path()).map(|_| ()).unwrap_err();
    assert!(newer.to_string().contains("version 99"), "{newer}");
    std::fs::write(&path, "this is no database, whatever its name says").unwrap();
    assert!(matches!(SqliteLog::open(folder.path()), Err(LogError::Damaged(_))));
}
