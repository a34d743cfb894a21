//! The log on disk: one SQLite file in write-ahead mode, synchronized on every commit, with every stored value under a
//! checksum. The only place that knows the database; it refuses to open what it could not keep its promises on.

use std::{
    fs::{File, TryLockError},
    path::{Path, PathBuf},
    time::Duration,
};

use document::Seq;
use rusqlite::{Connection, ErrorCode, TransactionBehavior, config::DbConfig};

use self::found::find;
use super::{
    About, DashboardRow, DirectoryRow, KeptRows, Loaded, Log, LogError, Past, RowBatch, Signature, TableRow, Write,
};
use crate::{audit::Stored, dashboard::DashboardId};

mod backup;
mod clients;
mod compaction;
mod drafts;
mod found;
mod gesture;
mod journal;
mod read;
mod register;
mod rows;
mod schema;
mod seal;
mod spent_ids;
mod trash;
mod verify;
mod versions;
mod write;

pub use self::{
    backup::{back_up, restore},
    verify::{Verified, verify},
};

/// The file of the log in its folder.
const FILE: &str = "ashboard.sqlite";
/// How long a write waits for another program that reads the file (`sqlite3`, a backup) before it fails.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// Pages that SQLite keeps in memory, in KiB: the ends of the lists of a thousand dashboards.
const CACHE_KIBIBYTES: i64 = 8 * 1024;

/// The smallest page of a database, in bytes; a file that has content but less than that has lost its beginning.
const MIN_FILE_BYTES: u64 = 512;

/// A log in a file.
#[derive(Debug)]
pub struct SqliteLog {
    pub(super) db: Connection,
    folder: PathBuf,
    /// Held for as long as this log is open: a second relay over the same file must not start.
    _lock: File,
}

impl SqliteLog {
    /// Opens the log in this folder, makes it where there is none, and brings an older one up to date.
    ///
    /// # Errors
    /// When another relay has it open, when a newer program has written it, when the file system does not allow what
    /// durability needs, or when it cannot be read or written.
    pub fn open(folder: &Path) -> Result<Self, LogError> {
        let lock = lock(folder)?;
        let path = folder.join(FILE);
        refuse_a_stump(&path)?;
        journal::require_whole(&path)?;
        let mut db = Connection::open(path)?;
        db.busy_timeout(BUSY_TIMEOUT)?;
        db.set_prepared_statement_cache_capacity(64);
        db.pragma_update(None, "cache_size", -CACHE_KIBIBYTES)?;
        schema::require_durability(&db)?;
        journal::bring_home(&db)?;
        schema::migrate(&mut db)?;
        schema::require_whole_lists(&db)?;
        Ok(Self { db, folder: folder.to_owned(), _lock: lock })
    }

    /// Closes the log, with everything in one file, and keeps the lock.
    fn close(self) -> Result<File, LogError> {
        let Self { db, _lock: lock, .. } = self;
        db.close().map_err(|(_, error)| LogError::from(error))?;
        Ok(lock)
    }

    /// How many lines the audit has.
    fn lines(&self) -> Result<u64, LogError> {
        Ok(read::number(self.db.query_row("SELECT coalesce(max(number), 0) FROM audit", [], |row| row.get(0))?))
    }

    /// Gives the room of what was deleted back to the file system: copies the whole file, so nothing for a relay at work.
    ///
    /// # Errors
    /// When the file system has no room for the copy.
    pub fn shrink(&mut self) -> Result<(), LogError> {
        Ok(self.db.execute_batch("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)")?)
    }

    /// Stores checkpoints that a replay has passed by.
    fn keep(&mut self, dashboard: DashboardId, missed: &read::Checkpoints) -> Result<(), LogError> {
        if missed.is_empty() {
            return Ok(());
        }
        let transaction = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let found = find(&transaction, dashboard)?;
        for (seq, document) in missed {
            write::put_snapshot(&transaction, &found, write::integer(seq.0)?, document)?;
        }
        Ok(transaction.commit()?)
    }
}

impl SqliteLog {
    fn try_commit(&mut self, writes: &[Write]) -> Result<Vec<Result<(), LogError>>, LogError> {
        if self.commit_whole(writes)? { Ok(vec![Ok(()); writes.len()]) } else { self.commit_each(writes) }
    }

    /// All of them or none: false where one is refused. Most groups have no such write, and need no savepoints.
    fn commit_whole(&mut self, writes: &[Write]) -> Result<bool, LogError> {
        let transaction = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        match writes.iter().try_for_each(|write| write::write(&transaction, write)) {
            Ok(()) => transaction.commit().map(|()| true).map_err(LogError::from),
            Err(error) if error.is_refusal() => transaction.rollback().map(|()| false).map_err(LogError::from),
            Err(error) => Err(error),
        }
    }

    /// Those that are not refused.
    fn commit_each(&mut self, writes: &[Write]) -> Result<Vec<Result<(), LogError>>, LogError> {
        let mut transaction = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut results = Vec::with_capacity(writes.len());
        for write in writes {
            let step = transaction.savepoint()?;
            let result = write::write(&step, write);
            match &result {
                Ok(()) => step.commit()?,
                Err(error) if error.is_refusal() => step.finish()?,
                Err(error) => return Err(error.clone()),
            }
            results.push(result);
        }
        transaction.commit()?;
        Ok(results)
    }

    /// After a failure the next start has to read what is on the disk: nothing is brought home by closing any more.
    fn unless_failed<T>(&self, result: Result<T, LogError>) -> Result<T, LogError> {
        if result.as_ref().is_err_and(|error| *error != LogError::Full) {
            self.db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        }
        result
    }
}

impl Log for SqliteLog {
    fn commit(&mut self, writes: &[Write]) -> Result<Vec<Result<(), LogError>>, LogError> {
        let results = self.try_commit(writes);
        self.unless_failed(results)
    }

    fn settle(&mut self) -> Result<(), LogError> {
        self.unless_failed(journal::settle(&self.db))
    }

    fn look_for_room(&mut self) -> Result<(), LogError> {
        self.unless_failed(journal::look_for_room(&self.db, &self.folder))
    }

    fn dashboards(&mut self) -> Result<Vec<DashboardRow>, LogError> {
        read::dashboards(&self.db)
    }

    fn load(&mut self, dashboard: DashboardId) -> Result<Loaded, LogError> {
        let unchanging = self.db.transaction()?;
        read::load(&unchanging, dashboard)
    }

    fn past(&mut self, dashboard: DashboardId, at: Seq, limit: usize) -> Result<Past, LogError> {
        let unchanging = self.db.transaction()?;
        let (past, missed) = read::past(&unchanging, dashboard, at, limit)?;
        drop(unchanging);
        if let Err(error) = self.keep(dashboard, &missed) {
            tracing::warn!(?dashboard, %error, "checkpoints were not stored; looking back takes longer");
        }
        Ok(past)
    }

    fn about(&mut self, dashboard: DashboardId) -> Result<About, LogError> {
        let unchanging = self.db.transaction()?;
        drafts::about(&unchanging, dashboard)
    }

    fn signatures(&mut self, dashboard: DashboardId, of: &[Seq]) -> Result<Vec<Signature>, LogError> {
        let unchanging = self.db.transaction()?;
        read::signatures(&unchanging, dashboard, of)
    }

    fn expired(&mut self, dashboard: DashboardId, before_ms: i64, limit: u64) -> Result<Seq, LogError> {
        let unchanging = self.db.transaction()?;
        compaction::expired(&unchanging, dashboard, before_ms, limit)
    }

    fn tables(&mut self) -> Result<Vec<TableRow>, LogError> {
        rows::tables(&self.db)
    }

    fn load_rows(&mut self, table: &str, from: u64, max_rows: u64) -> Result<Vec<RowBatch>, LogError> {
        let unchanging = self.db.transaction()?;
        rows::read(&unchanging, table, from, max_rows)
    }

    fn kept_rows(&mut self) -> Result<Vec<KeptRows>, LogError> {
        let unchanging = self.db.transaction()?;
        rows::kept(&unchanging)
    }

    fn expired_rows(&mut self, table: &str, before_ms: i64, max_bytes: u64, limit: usize) -> Result<u64, LogError> {
        let unchanging = self.db.transaction()?;
        rows::expired(&unchanging, table, before_ms, max_bytes, limit)
    }

    fn directory(&mut self) -> Result<Vec<DirectoryRow>, LogError> {
        register::directory(&self.db)
    }

    fn audit(&mut self, after: u64, limit: usize) -> Result<Vec<Stored>, LogError> {
        register::audit(&self.db, after, limit)
    }
}

/// SQLite takes a file that was cut to almost nothing for a new one.
fn refuse_a_stump(path: &Path) -> Result<(), LogError> {
    match path.metadata() {
        Ok(file) if (1..MIN_FILE_BYTES).contains(&file.len()) => {
            Err(LogError::Damaged(format!("{} has only {} bytes", path.display(), file.len())))
        }
        _ => Ok(()),
    }
}

/// Held by whoever may write to the folder.
fn lock(folder: &Path) -> Result<File, LogError> {
    let path = folder.join("ashboard.lock");
    let failed = |error: &dyn std::fmt::Display| LogError::Failed(format!("{}: {error}", path.display()));
    let file = File::create(&path).map_err(|error| failed(&error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(failed(&"another relay has this folder open")),
        Err(TryLockError::Error(error)) => Err(failed(&error)),
    }
}

/// FNV-1a (64 bit) over a number and bytes, as SQLite's signed integer: a flipped bit or a row in a wrong place is seen.
pub(super) fn checksum(place: i64, bytes: &[u8]) -> i64 {
    let place = place.to_le_bytes();
    let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    place.iter().chain(bytes).fold(0xcbf2_9ce4_8422_2325, step).cast_signed()
}

/// The same over the id of the gesture at a place.
pub(super) fn id_checksum(seq: i64, client: [u8; 8], counter: i64) -> i64 {
    checksum(seq, &[client, counter.to_le_bytes()].concat())
}

impl From<rusqlite::Error> for LogError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged(error.to_string()),
            _ => Self::Failed(error.to_string()),
        }
    }
}
