//! The schema of the file, its version, and the settings without which nothing durable can be promised.
//! A step that was released is never changed: the next one follows it.

use rusqlite::Connection;

use super::seal;
use crate::log::LogError;

/// The steps from an empty file to the newest schema; `user_version` counts those that were taken.
const STEPS: [&str; 8] = [
    "
    CREATE TABLE dashboards (
        key        INTEGER PRIMARY KEY,
        id         BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
        title      TEXT NOT NULL,
        seq        INTEGER NOT NULL,
        updated_ms INTEGER NOT NULL
    ) STRICT;
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
    CREATE TABLE snapshots (
        dashboard INTEGER PRIMARY KEY REFERENCES dashboards (key) ON DELETE CASCADE,
        seq       INTEGER NOT NULL,
        document  BLOB NOT NULL,
        checksum  INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE tables (
        key      INTEGER PRIMARY KEY,
        name     TEXT NOT NULL UNIQUE,
        schema   BLOB NOT NULL,
        next_row INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE row_batches (
        tbl       INTEGER NOT NULL REFERENCES tables (key) ON DELETE CASCADE,
        first_row INTEGER NOT NULL,
        row_count INTEGER NOT NULL,
        batch     BLOB NOT NULL,
        checksum  INTEGER NOT NULL,
        PRIMARY KEY (tbl, first_row)
    ) STRICT;
",
    // More than one snapshot of a dashboard: the history opens from the nearest.
    "
    CREATE TABLE checkpoints (
        dashboard INTEGER NOT NULL REFERENCES dashboards (key) ON DELETE CASCADE,
        seq       INTEGER NOT NULL,
        document  BLOB NOT NULL,
        checksum  INTEGER NOT NULL,
        PRIMARY KEY (dashboard, seq)
    ) STRICT;
    INSERT INTO checkpoints SELECT dashboard, seq, document, checksum FROM snapshots;
    DROP TABLE snapshots;
    ALTER TABLE checkpoints RENAME TO snapshots;
",
    // Named versions; drafts, which are dashboards with a base; and what compaction leaves: a horizon, and the ids of
    // the gestures that went, as first and last counter of each range.
    "
    ALTER TABLE dashboards ADD COLUMN horizon INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE dashboards ADD COLUMN base INTEGER REFERENCES dashboards (key) ON DELETE CASCADE;
    ALTER TABLE dashboards ADD COLUMN base_seq INTEGER NOT NULL DEFAULT 0;
    CREATE INDEX drafts ON dashboards (base) WHERE base IS NOT NULL;
    CREATE TABLE versions (
        dashboard INTEGER NOT NULL REFERENCES dashboards (key) ON DELETE CASCADE,
        seq       INTEGER NOT NULL,
        name      TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
        author    TEXT NOT NULL,
        at_ms     INTEGER NOT NULL,
        document  BLOB NOT NULL,
        checksum  INTEGER NOT NULL,
        PRIMARY KEY (dashboard, seq)
    ) STRICT;
    CREATE TABLE spent_ids (
        dashboard INTEGER NOT NULL REFERENCES dashboards (key) ON DELETE CASCADE,
        client    BLOB NOT NULL CHECK (length(client) = 8),
        first     INTEGER NOT NULL,
        last      INTEGER NOT NULL,
        checksum  INTEGER NOT NULL,
        PRIMARY KEY (dashboard, client, first)
    ) STRICT, WITHOUT ROWID;
",
    // The clients of a dashboard get numbers, by which its gestures name them. What a gesture says stays as it is: row
    // after row is copied, so a long log takes time and disk, but no memory.
    "
    CREATE TABLE clients (
        dashboard INTEGER NOT NULL REFERENCES dashboards (key) ON DELETE CASCADE,
        key       INTEGER NOT NULL,
        client    BLOB NOT NULL CHECK (length(client) = 8),
        PRIMARY KEY (dashboard, key),
        UNIQUE (dashboard, client)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO clients
        SELECT dashboard, row_number() OVER (PARTITION BY dashboard ORDER BY client), client
        FROM (SELECT DISTINCT dashboard, client FROM gestures);
    CREATE TABLE numbered (
        dashboard   INTEGER NOT NULL REFERENCES dashboards (key) ON DELETE CASCADE,
        seq         INTEGER NOT NULL,
        client      INTEGER NOT NULL,
        counter     INTEGER NOT NULL,
        id_checksum INTEGER NOT NULL,
        at_ms       INTEGER NOT NULL,
        author      TEXT NOT NULL,
        gesture     BLOB NOT NULL,
        checksum    INTEGER NOT NULL,
        PRIMARY KEY (dashboard, seq),
        UNIQUE (dashboard, client, counter),
        FOREIGN KEY (dashboard, client) REFERENCES clients (dashboard, key)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO numbered
        SELECT gestures.dashboard, seq, clients.key, counter, id_checksum, at_ms, author, gesture, checksum
        FROM gestures CROSS JOIN clients
            ON clients.dashboard = gestures.dashboard AND clients.client = gestures.client;
    DROP TABLE gestures;
    ALTER TABLE numbered RENAME TO gestures;
",
    // Who there is, and the chain of what was done.
    "
    CREATE TABLE directory (
        key      BLOB PRIMARY KEY,
        record   BLOB NOT NULL,
        checksum INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE audit (
        number INTEGER PRIMARY KEY,
        at_ms  INTEGER NOT NULL,
        line   TEXT NOT NULL,
        hash   BLOB NOT NULL CHECK (length(hash) = 32)
    ) STRICT;
    CREATE INDEX audit_by_time ON audit (at_ms);
",
    // Every row says whose it is and what it says under a seal; tables count their bytes, and rows know when they came, so
    // that those go that are too old or too many. The seals are made when the step has been taken.
    "
    ALTER TABLE dashboards ADD COLUMN seal INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE gestures ADD COLUMN seal INTEGER;
    ALTER TABLE snapshots ADD COLUMN seal INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE versions ADD COLUMN seal INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE tables ADD COLUMN seal INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE tables ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE row_batches ADD COLUMN seal INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE row_batches ADD COLUMN at_ms INTEGER NOT NULL DEFAULT 0;
    UPDATE row_batches SET at_ms = 1000 * unixepoch();
    UPDATE tables SET bytes = (SELECT coalesce(sum(length(batch)), 0) FROM row_batches WHERE tbl = key);
",
    // Since when a dashboard is in the trash.
    "
    ALTER TABLE dashboards ADD COLUMN trashed_ms INTEGER;
",
    // Under which tags a dashboard is found; those of older ones are known with their next gesture.
    "
    ALTER TABLE dashboards ADD COLUMN tags TEXT NOT NULL DEFAULT '';
",
];

/// A log of this version and the later ones has its seals.
const SEALED_FROM: usize = 6;

/// Turns on what an acknowledgement rests on, and reads it back: a pragma that is not understood is silent. SQLite's own
/// checkpoints are off: it keeps their failures to itself, and one that could not synchronize must not be tried again.
pub(super) fn require_durability(db: &Connection) -> Result<(), LogError> {
    let journal: String = db.pragma_update_and_check(None, "journal_mode", "wal", |row| row.get(0))?;
    db.pragma_update(None, "synchronous", "full")?;
    db.pragma_update(None, "foreign_keys", true)?;
    let by_itself: i64 = db.pragma_update_and_check(None, "wal_autocheckpoint", 0, |row| row.get(0))?;
    let synchronous: i64 = db.pragma_query_value(None, "synchronous", |row| row.get(0))?;
    let foreign_keys: bool = db.pragma_query_value(None, "foreign_keys", |row| row.get(0))?;
    if journal == "wal" && synchronous == 2 && foreign_keys && by_itself == 0 {
        return Ok(());
    }
    Err(LogError::Failed(format!(
        "this file system does not allow a durable log: journal_mode {journal}, synchronous {synchronous}, \
         foreign_keys {foreign_keys}, wal_autocheckpoint {by_itself}"
    )))
}

/// Takes the steps that this file has not seen yet, all or none.
pub(super) fn migrate(db: &mut Connection) -> Result<(), LogError> {
    let transaction = db.transaction()?;
    let version: i64 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let taken = usize::try_from(version).unwrap_or(usize::MAX);
    let Some(steps) = STEPS.get(taken..) else {
        let known = STEPS.len();
        return Err(LogError::Failed(format!(
            "the log has version {version}, this program knows {known}: a newer one has written it"
        )));
    };
    for step in steps {
        transaction.execute_batch(step)?;
    }
    if taken < SEALED_FROM {
        seal::seal_all(&transaction)?;
    }
    transaction.execute_batch(&format!("PRAGMA user_version = {}", STEPS.len()))?;
    transaction.commit()?;
    Ok(())
}

/// # Errors
/// [`LogError::Failed`] for a log that this program would have to change first, or that it does not know.
pub(super) fn require_newest(db: &Connection) -> Result<(), LogError> {
    let version: i64 = db.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if usize::try_from(version) == Ok(STEPS.len()) {
        return Ok(());
    }
    let known = STEPS.len();
    Err(LogError::Failed(format!(
        "the log has version {version}, this program reads {known}: let its own one verify it"
    )))
}

/// Looks through the two short tables by which all others are found: a dashboard that the list has lost would be
/// gone without a word. What the long tables hold is checked when it is read.
pub(super) fn require_whole_lists(db: &Connection) -> Result<(), LogError> {
    for table in ["dashboards", "tables"] {
        let words: String = db.query_row(&format!("PRAGMA integrity_check({table})"), [], |row| row.get(0))?;
        if words != "ok" {
            return Err(LogError::Damaged(words));
        }
    }
    Ok(())
}
