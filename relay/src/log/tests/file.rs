//! What only a file can show: reopening, damage, a second relay, files of older and newer programs. Invariants I2, I7.

use super::*;

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
        DROP TABLE versions;
        DROP TABLE spent_ids;
        DROP INDEX drafts;
        ALTER TABLE dashboards DROP COLUMN horizon;
        ALTER TABLE dashboards DROP COLUMN base;
        ALTER TABLE dashboards DROP COLUMN base_seq;
        PRAGMA user_version = 1";
    let path = folder.path().join("ashboard.sqlite");
    rusqlite::Connection::open(path).unwrap().execute_batch(first).unwrap();
    let mut log = SqliteLog::open(folder.path()).unwrap();
    assert_eq!((log.load(DASHBOARD).unwrap(), before.snapshot_seq), (before, Seq(3)));
    assert_eq!(log.past(DASHBOARD, Seq(4), 0).unwrap().document, document_at(4));
    only(&mut log, Write::DeleteDashboard(DASHBOARD)).unwrap();
    assert_eq!(log.past(DASHBOARD, Seq(4), 0), Err(LogError::NoSuchDashboard));
}

/// P-99: a frozen log of the second schema, as its program left it, opens with everything, and every later write works.
#[test]
fn a_file_of_the_second_schema_keeps_everything() {
    let folder = TempDir::new().unwrap();
    let frozen = include_str!("../../../tests/fixtures/log-of-schema-2.sql");
    rusqlite::Connection::open(folder.path().join("ashboard.sqlite")).unwrap().execute_batch(frozen).unwrap();
    let mut log = SqliteLog::open(folder.path()).unwrap();
    let [first, second] = [1, 2].map(|last| DashboardId::fixed(0x0190_0000_0000_7000_8000_0000_0000_0000 + last));
    let listed: Vec<_> = log.dashboards().unwrap().into_iter().map(|row| (row.id, row.title, row.seq.0)).collect();
    assert_eq!(listed, [(first, "title 6".into(), 6), (second, "empty".into(), 0)]);
    let loaded = log.load(first).unwrap();
    assert_eq!((loaded.document.title(), loaded.document.len(), loaded.snapshot_seq), ("title 6", 2, Seq(3)));
    assert_eq!((loaded.tail.len(), loaded.ids.len()), (6, 6));
    assert_eq!(log.load_rows("t").unwrap(), [RowBatch { first_row: 0, rows: 2, bytes: vec![9; 3] }]);
    let about = log.about(first).unwrap();
    assert_eq!((about.horizon, about.base, about.versions), (Seq(0), None, vec![]));
    let compacted = Write::Compact { dashboard: first, horizon: Seq(5) };
    only(&mut log, compacted).unwrap();
    assert_eq!(log.load(first).unwrap().ids, loaded.ids);
}

/// P-63: the log of an older program has few checkpoints; the first look back stores those that it passes by.
#[test]
fn missing_checkpoints_are_stored_by_the_first_who_passes() {
    let folder = TempDir::new().unwrap();
    let mut log = SqliteLog::open(folder.path()).unwrap();
    only(&mut log, create(DASHBOARD, 5 * CHECKPOINT_GESTURES)).unwrap();
    let stored =
        |log: &SqliteLog| -> i64 { log.db.query_row("SELECT count(*) FROM snapshots", [], |row| row.get(0)).unwrap() };
    log.past(DASHBOARD, Seq(499), 0).unwrap();
    assert_eq!(stored(&log), 0);
    let seq = Seq(3 * CHECKPOINT_GESTURES + 7);
    for _ in 0..2 {
        assert_eq!(log.past(DASHBOARD, seq, 0).unwrap().document, document_at(seq.0));
        assert_eq!(stored(&log), 3);
    }
}

/// I2, I7: damage of what compaction has left is named, never an empty document or an id that is free again.
#[test]
fn damage_below_the_horizon_is_named() {
    let cases = [
        ("UPDATE snapshots SET checksum = 0", "the snapshot at 3"),
        ("DELETE FROM snapshots", "the snapshot at 3"),
        ("UPDATE spent_ids SET last = last + 1", "compacted ids"),
        ("DELETE FROM spent_ids WHERE first = 20", "compacted gestures"),
    ];
    for (damage, named) in cases {
        let folder = TempDir::new().unwrap();
        let mut log = SqliteLog::open(folder.path()).unwrap();
        only(&mut log, create(DASHBOARD, 5)).unwrap();
        only(&mut log, compact(3)).unwrap();
        let other = rusqlite::Connection::open(folder.path().join("ashboard.sqlite")).unwrap();
        assert!(other.execute(damage, []).unwrap() > 0, "{damage}");
        match log.load(DASHBOARD) {
            Err(LogError::Damaged(words)) => assert!(words.contains(named), "{damage}: {words}"),
            loaded => panic!("{damage}: {loaded:?}"),
        }
    }
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
