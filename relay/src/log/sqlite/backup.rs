//! Backups: the log as one file that needs no other, made while a relay writes, and put back whole or not at all.
//! A backup is read through before it counts as one, and so is what is put back before it takes the place of anything.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

use rusqlite::{
    Connection, OpenFlags,
    backup::{Backup, StepResult},
};

use super::{FILE, SqliteLog, journal, verify};
use crate::{
    clock,
    log::{KeptRows, Log, LogError, sqlite::Verified},
};

/// Pages between two words about the progress: 16 MiB.
const PAGES_A_STEP: i32 = 4096;
/// Writes everything that the log of a folder holds at this moment into a new file, also while a relay writes to it.
///
/// # Errors
/// When the file is there already or cannot be written, or when what was written is damaged: then there is no file.
pub fn back_up(folder: &Path, to: &Path, progress: &mut dyn FnMut(&str, u64, u64)) -> Result<Verified, LogError> {
    if to.exists() {
        return Err(LogError::Failed(format!("{} is there already; name another file", to.display())));
    }
    let part = with_ending(to, ".part");
    let made = copy(&folder.join(FILE), &part, progress).and_then(|()| require_sound(&part, progress));
    let made = made.and_then(|verified| {
        synchronize(&part)
            .and_then(|()| fs::rename(&part, to))
            .and_then(|()| synchronize(parent(to)))
            .map_err(failed(to))?;
        Ok(verified)
    });
    if made.is_err() {
        let _nothing_was_made = fs::remove_file(&part);
    }
    made
}

/// Puts a backup into a folder whose relay does not run. What was there is moved to a folder of its own inside, which is
/// returned; the log that a relay finds is at every moment the old one or the new one.
///
/// # Errors
/// When the backup is damaged; when a relay has the folder open; when its log is newer than the backup, or cannot be
/// read, and `force` was not said. Nothing has changed then.
pub fn restore(
    from: &Path,
    folder: &Path,
    force: bool,
    progress: &mut dyn FnMut(&str, u64, u64),
) -> Result<(Verified, Option<PathBuf>), LogError> {
    fs::create_dir_all(folder).map_err(failed(folder))?;
    let aside = folder.join("restoring");
    let restored = prepare(from, &aside, progress).and_then(|(verified, kept)| {
        let lock = require_older(folder, &kept, force)?;
        let before = swap(&aside.join(FILE), folder).map_err(failed(folder))?;
        drop(lock);
        Ok((verified, before))
    });
    let _is_in_place_or_given_up = fs::remove_dir_all(&aside);
    restored
}

/// The backup as a log of the newest version, read through.
fn prepare(
    from: &Path,
    aside: &Path,
    progress: &mut dyn FnMut(&str, u64, u64),
) -> Result<(Verified, Extent), LogError> {
    let _of_one_that_broke_off = fs::remove_dir_all(aside);
    fs::create_dir_all(aside).map_err(failed(aside))?;
    copy(from, &aside.join(FILE), progress)?;
    let mut log = SqliteLog::open(aside)?;
    let extent = Extent::of(&mut log)?;
    drop(log);
    let verified = require_sound(aside, progress)?;
    synchronize(&aside.join(FILE)).map_err(failed(aside))?;
    Ok((verified, extent))
}

/// The lock of the folder, when what is there may give way.
fn require_older(folder: &Path, backup: &Extent, force: bool) -> Result<File, LogError> {
    let path = folder.join(FILE);
    let lock = super::lock(folder)?;
    if !path.exists() {
        return Ok(lock);
    }
    drop(lock);
    let newer = match SqliteLog::open(folder) {
        Ok(mut log) => {
            let newer = Extent::of(&mut log).and_then(|present| present.beyond(backup));
            let lock = log.close()?;
            match newer {
                Ok(()) => return Ok(lock),
                Err(error) if force => {
                    tracing::warn!(%error, "what is newer gives way");
                    return Ok(lock);
                }
                Err(error) => error,
            }
        }
        Err(error) if force => {
            tracing::warn!(%error, "a log that cannot be read gives way");
            return super::lock(folder);
        }
        Err(error) => error,
    };
    Err(LogError::Failed(format!("{newer}; --force puts the backup in its place and keeps what is there beside it")))
}

/// How far a log has come.
struct Extent {
    dashboards: Vec<(crate::dashboard::DashboardId, document::Seq)>,
    tables: Vec<KeptRows>,
    lines: u64,
}

impl Extent {
    fn of(log: &mut SqliteLog) -> Result<Self, LogError> {
        let dashboards = log.dashboards()?.into_iter().map(|row| (row.id, row.seq)).collect();
        Ok(Self { dashboards, tables: log.kept_rows()?, lines: log.lines()? })
    }

    /// # Errors
    /// What this has and the other has not.
    fn beyond(&self, other: &Self) -> Result<(), LogError> {
        let newer =
            |what: String| Err(LogError::Failed(format!("the log in the folder is newer than the backup: {what}")));
        for (id, seq) in &self.dashboards {
            if !other.dashboards.iter().any(|(known, has)| known == id && has >= seq) {
                return newer(format!("dashboard {id} at Seq {seq}"));
            }
        }
        for KeptRows { table, next_row, .. } in self.tables.iter().filter(|kept| !kept.is_reading()) {
            if !other.tables.iter().any(|known| known.table == *table && known.next_row >= *next_row) {
                return newer(format!("table {table} with {next_row} rows"));
            }
        }
        if self.lines > other.lines {
            return newer(format!("{} lines of the audit", self.lines));
        }
        Ok(())
    }
}

/// Everything as of one moment: the transaction is held from the first page to the last.
fn copy(from: &Path, to: &Path, progress: &mut dyn FnMut(&str, u64, u64)) -> Result<(), LogError> {
    if !from.is_file() {
        return Err(LogError::Failed(format!("{} is not there", from.display())));
    }
    let source = Connection::open_with_flags(from, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    source.busy_timeout(super::BUSY_TIMEOUT)?;
    let moment = source.unchecked_transaction()?;
    let _begins_the_moment: i64 = moment.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    let mut target = Connection::open(to)?;
    let copying = Backup::new(&moment, &mut target)?;
    loop {
        let step = copying.step(PAGES_A_STEP)?;
        let pages = copying.progress();
        let of = u64::try_from(pages.pagecount).unwrap_or(0);
        (progress)("pages copied", of - u64::try_from(pages.remaining).unwrap_or(0), of);
        match step {
            StepResult::Done => break,
            StepResult::More => {}
            _ => return Err(LogError::Failed("another program holds the log; try again later".to_owned())),
        }
    }
    drop(copying);
    let _one_file: String = target.pragma_update_and_check(None, "journal_mode", "delete", |row| row.get(0))?;
    target.close().map_err(|(_, error)| error.into())
}

fn require_sound(path: &Path, progress: &mut dyn FnMut(&str, u64, u64)) -> Result<Verified, LogError> {
    let verified = verify(path, progress)?;
    match verified.damage.as_slice() {
        [] => Ok(verified),
        [first, others @ ..] => Err(LogError::Damaged(format!("{first} (and {} more)", others.len()))),
    }
}

/// The old log gets another name as well before the new one takes its own, so that both are there at every moment. Its
/// journal is empty, or of a log that cannot be read: the new one must not find it.
fn swap(new: &Path, folder: &Path) -> io::Result<Option<PathBuf>> {
    let path = folder.join(FILE);
    let before = path.exists().then(|| folder.join(format!("before-restore-{}", clock::now_ms())));
    if let Some(before) = &before {
        fs::create_dir_all(before)?;
        fs::hard_link(&path, before.join(FILE))?;
        let old_journal = journal::of(&path);
        if old_journal.exists() {
            fs::rename(&old_journal, journal::of(&before.join(FILE)))?;
        }
        let _has_none = fs::remove_file(with_ending(&path, "-shm"));
        synchronize(before)?;
    }
    fs::rename(new, &path)?;
    synchronize(folder)?;
    Ok(before)
}

fn synchronize(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

fn parent(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."))
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

fn failed(path: &Path) -> impl Fn(io::Error) -> LogError {
    let path = path.display().to_string();
    move |error| LogError::Failed(format!("{path}: {error}"))
}
