//! What only a file can show: reopening, damage, a second relay, files of older and newer programs. Invariants I2, I7.

use protocol::codec;

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
        ("UPDATE gestures SET counter = 21 WHERE seq = 2", Err("the id of gesture 2")),
        ("UPDATE clients SET client = x'0707070707070706'", Err("the id of gesture 1")),
        ("UPDATE gestures SET author = 'Eve' WHERE seq = 2", Err("gesture 2 bears another seal")),
        ("UPDATE dashboards SET title = 'another'", Err("in the list")),
        ("UPDATE snapshots SET seal = 0", Ok(())),
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

/// A file of the first schema had one snapshot for each dashboard, and gestures with their ids in their bytes.
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
        INSERT INTO snapshots SELECT dashboard, seq, document, checksum FROM newer;
        DROP TABLE newer;
        DROP TABLE versions;
        DROP TABLE directory;
        DROP TABLE audit;
        DROP TABLE spent_ids;
        DROP INDEX drafts;
        ALTER TABLE dashboards DROP COLUMN horizon;
        ALTER TABLE dashboards DROP COLUMN base;
        ALTER TABLE dashboards DROP COLUMN base_seq;
        ALTER TABLE dashboards DROP COLUMN trashed_ms;
        ALTER TABLE dashboards DROP COLUMN tags;
        ALTER TABLE dashboards DROP COLUMN seal;
        ALTER TABLE tables DROP COLUMN seal;
        ALTER TABLE tables DROP COLUMN bytes;
        ALTER TABLE row_batches DROP COLUMN seal;
        ALTER TABLE row_batches DROP COLUMN at_ms;
        DROP TABLE gestures;
        DROP TABLE clients;
        CREATE TABLE gestures (
            dashboard   INTEGER NOT NULL REFERENCES dashboards (key) ON DELETE CASCADE,
            seq         INTEGER NOT NULL,
            client      BLOB NOT NULL CHECK (length(client) = 8),
            counter     INTEGER NOT NULL,
            id_checksum INTEGER NOT NULL,
            at_ms       INTEGER NOT NULL,
            author      TEXT NOT NULL,
            gesture     BLOB NOT NULL,
            checksum    INTEGER NOT NULL,
            PRIMARY KEY (dashboard, seq),
            UNIQUE (dashboard, client, counter)
        ) STRICT, WITHOUT ROWID;
        PRAGMA user_version = 1";
    let db = rusqlite::Connection::open(folder.path().join("ashboard.sqlite")).unwrap();
    db.execute_batch(first).unwrap();
    for Entry { sequenced: Sequenced { seq, gesture }, at_ms, author } in entries(1..=5) {
        let (seq, client, counter) = (seq.0.cast_signed(), gesture.id.client.bytes(), gesture.id.counter.cast_signed());
        let bytes = codec::to_stored(&gesture).unwrap();
        let sums = (sqlite::id_checksum(seq, client, counter), sqlite::checksum(seq, &bytes));
        let row = rusqlite::params![seq, client, counter, sums.0, at_ms, author, bytes, sums.1];
        db.execute("INSERT INTO gestures VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?)", row).unwrap();
    }
    drop(db);
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
    assert_eq!(log.load_rows("t", 0, u64::MAX).unwrap(), [RowBatch { first_row: 0, rows: 2, bytes: vec![9; 3] }]);
    let about = log.about(first).unwrap();
    assert_eq!((about.horizon, about.base, about.versions), (Seq(0), None, vec![]));
    let compacted = Write::Compact { dashboard: first, horizon: Seq(5) };
    only(&mut log, compacted).unwrap();
    assert_eq!(log.load(first).unwrap().ids, loaded.ids);
}

/// P-99: the same of the third schema, with gestures of two clients, a horizon, a named version and a draft; what follows
/// is stored in the new form beside the old rows, and no id is free again.
#[test]
fn a_file_of_the_third_schema_keeps_everything() {
    let folder = TempDir::new().unwrap();
    let frozen = include_str!("../../../tests/fixtures/log-of-schema-3.sql");
    rusqlite::Connection::open(folder.path().join("ashboard.sqlite")).unwrap().execute_batch(frozen).unwrap();
    let mut log = SqliteLog::open(folder.path()).unwrap();
    let by_other = |seq| entry_of(seq, OpId { client: ClientId::from_bytes([8; 8]), counter: seq });
    let made = [entry(4), by_other(5), entry(6), by_other(7)];
    let past = log.past(DASHBOARD, Seq(3), 100).unwrap();
    assert_eq!((past.document, past.entries.as_slice(), past.horizon), (document_at(3), made.as_slice(), Seq(3)));
    assert_eq!(log.past(DASHBOARD, Seq(2), 0).unwrap().document, document_at(2), "a named version");
    let draft = log.load(OTHER).unwrap();
    assert_eq!((draft.seq, draft.tail.as_slice()), (Seq(6), [by_other(6).sequenced].as_slice()));
    for spent in [entry_of(8, entry(2).sequenced.gesture.id), entry_of(8, entry(4).sequenced.gesture.id)] {
        assert_eq!(only(&mut log, append(DASHBOARD, vec![spent])), Err(LogError::Taken));
    }
    let third = entry_of(9, OpId { client: ClientId::from_bytes([9; 8]), counter: 1 });
    only(&mut log, append(DASHBOARD, vec![by_other(8), third.clone()])).unwrap();
    assert_eq!(log.past(DASHBOARD, Seq(7), 100).unwrap().entries, [by_other(8), third]);
    let ids = log.load(DASHBOARD).unwrap().ids;
    only(&mut log, compact(8)).unwrap();
    assert_eq!((ids.len(), log.load(DASHBOARD).unwrap().ids), (9, ids));
    let clients =
        |log: &SqliteLog| -> i64 { log.db.query_row("SELECT count(*) FROM clients", [], |row| row.get(0)).unwrap() };
    assert_eq!(clients(&log), 2, "of the last gesture, and of the draft's");
    only(&mut log, Write::DeleteDashboard(DASHBOARD)).unwrap();
    assert_eq!(clients(&log), 0);
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
