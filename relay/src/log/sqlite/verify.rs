//! Verification: everything that is stored, read once as it would be when somebody needs it. Pages, seals and checksums;
//! every gesture from where its history begins, and at every snapshot the same document; rows, directory, audit.
//! It changes nothing, finds all damage rather than the first, and says up to where a damaged dashboard opens.

use std::{collections::BTreeMap, path::Path};

use document::{Document, Seq};
use protocol::{canonical_hash, codec};
use rusqlite::{Connection, OpenFlags};

use super::{
    FILE, checksum,
    found::Found,
    journal,
    read::{self, number},
    register, rows, schema, seal, spent_ids, versions,
};
use crate::{
    audit::{self, FIRST_HASH},
    dashboard::DashboardId,
    log::LogError,
};

/// Gestures, rows and lines that are in memory at once.
const AT_ONCE: u64 = 10_000;
/// Damage of pages that is told one by one.
const MAX_PAGE_FAULTS: usize = 20;

/// What was read, and what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// Dashboards and drafts.
    pub dashboards: u64,
    /// Gestures that applied.
    pub gestures: u64,
    /// Snapshots and named versions that say what the gestures before them say.
    pub documents: u64,
    /// Tables.
    pub tables: u64,
    /// Their rows.
    pub rows: u64,
    /// Records of the directory.
    pub records: u64,
    /// Lines of the audit, each chained to the one before.
    pub lines: u64,
    /// What is damaged, in words; nothing where all is well.
    pub damage: Vec<String>,
}

/// Reads the log of a folder, also while a relay writes to it, or a file that was made of one. `progress` is told what
/// is being read, and how many of how many.
///
/// # Errors
/// When it cannot be read at all, is of another version, or its journal is damaged.
pub fn verify(path: &Path, progress: &mut dyn FnMut(&str, u64, u64)) -> Result<Verified, LogError> {
    let (file, not_at_work) = match path.is_dir() {
        true => (path.join(FILE), super::lock(path).ok()),
        false => (path.to_owned(), None),
    };
    // Of a relay at work the last frames are only half there.
    if !path.is_dir() || not_at_work.is_some() {
        journal::require_whole(&file)?;
    }
    let db = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    db.busy_timeout(super::BUSY_TIMEOUT)?;
    let unchanging = db.unchecked_transaction()?;
    schema::require_newest(&unchanging)?;
    let mut reader = Reader { db: &unchanging, verified: Verified::default(), progress };
    reader.pages()?;
    reader.dashboards()?;
    reader.tables()?;
    reader.register()?;
    Ok(reader.verified)
}

struct Reader<'a> {
    db: &'a Connection,
    verified: Verified,
    progress: &'a mut dyn FnMut(&str, u64, u64),
}

impl Reader<'_> {
    fn pages(&mut self) -> Result<(), LogError> {
        (self.progress)("pages", 0, 1);
        let mut check = self.db.prepare(&format!("PRAGMA integrity_check({MAX_PAGE_FAULTS})"))?;
        let faults = check.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
        self.verified.damage.extend(faults.into_iter().filter(|fault| fault != "ok"));
        let mut keys = self.db.prepare("PRAGMA foreign_key_check")?;
        let strays = keys.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
        self.verified.damage.extend(strays.into_iter().map(|table| format!("a row of {table} belongs to nothing")));
        (self.progress)("pages", 1, 1);
        Ok(())
    }

    fn dashboards(&mut self) -> Result<(), LogError> {
        let mut statement = self.db.prepare(&format!("{} ORDER BY key", Found::SELECT))?;
        let all = statement.query_map([], Found::read)?.collect::<Result<Vec<_>, _>>()?;
        let of = all.len() as u64;
        for (index, found) in all.into_iter().enumerate() {
            (self.progress)("dashboards", index as u64, of);
            let mut opens = None;
            if let Err(error) = self.dashboard(&found, &mut opens) {
                let id = DashboardId::from_bytes(found.id);
                let opens = opens.map_or_else(String::new, |seq| {
                    format!("; it opens up to Seq {seq}: `ashboard export {id} --at {seq}`")
                });
                self.verified.damage.push(format!("dashboard {id} ({:?}): {error}{opens}", found.title));
            }
            self.verified.dashboards += 1;
        }
        (self.progress)("dashboards", of, of);
        Ok(())
    }

    /// `opens` is the newest `Seq` before the damage.
    fn dashboard(&mut self, found: &Found, opens: &mut Option<Seq>) -> Result<(), LogError> {
        found.require_seal()?;
        let documents = self.documents(found)?;
        let mut document = match documents.get(&found.horizon) {
            Some(document) => document.clone(),
            None if found.horizon == 0 => Document::default(),
            None => return Err(LogError::Damaged(format!("the snapshot at {} is missing", found.horizon))),
        };
        let mut at = found.horizon;
        *opens = Some(Seq(number(at)));
        while at < found.seq {
            let last = found.seq.min(at + AT_ONCE.cast_signed());
            // Where some of many are damaged, one by one says which.
            let gestures =
                read::gestures(self.db, found, at, last).or_else(|_| read::gestures(self.db, found, at, at + 1))?;
            for sequenced in gestures {
                read::replay(&mut document, [&sequenced], DashboardId::from_bytes(found.id))?;
                at = sequenced.seq.0.cast_signed();
                if documents.get(&at).is_some_and(|stored| canonical_hash(stored) != canonical_hash(&document)) {
                    return Err(LogError::Damaged(format!("the document stored at {at} is another one")));
                }
                *opens = Some(sequenced.seq);
                self.verified.gestures += 1;
            }
        }
        spent_ids::all(self.db, found)?;
        self.verified.documents += documents.len() as u64;
        Ok(())
    }

    /// Snapshots and named versions by their `Seq`, each under its checksum and its seal.
    fn documents(&self, found: &Found) -> Result<BTreeMap<i64, Document>, LogError> {
        let mut documents = BTreeMap::new();
        let mut snapshots = self.db.prepare_cached(
            "SELECT seq, document, checksum, seal FROM snapshots WHERE dashboard = ?1
             UNION ALL SELECT seq, document, checksum, NULL FROM versions WHERE dashboard = ?1",
        )?;
        let mut rows = snapshots.query([found.key])?;
        while let Some(row) = rows.next()? {
            let (seq, bytes): (i64, Vec<u8>) = (row.get(0)?, row.get(1)?);
            if let Some(stored) = row.get(3)? {
                seal::snapshot(&found.id, seq).require(stored, || format!("the snapshot at {seq}"))?;
            }
            if checksum(seq, &bytes) != row.get::<_, i64>(2)? {
                return Err(LogError::Damaged(format!("the document stored at {seq} has another checksum")));
            }
            let document = codec::from_stored(&bytes)
                .map_err(|error| LogError::Damaged(format!("the document stored at {seq}: {error}")))?;
            documents.insert(seq, document);
        }
        versions::all(self.db, found)?;
        Ok(documents)
    }

    fn tables(&mut self) -> Result<(), LogError> {
        let all = rows::all(self.db)?;
        let of = all.len() as u64;
        for (index, found) in all.into_iter().enumerate() {
            (self.progress)("tables", index as u64, of);
            let read = found.require_seal().and_then(|()| self.table(found.name(), found.next_row()));
            self.verified.damage.extend(read.err().map(|error| format!("table {:?}: {error}", found.name())));
            self.verified.tables += 1;
        }
        (self.progress)("tables", of, of);
        Ok(())
    }

    fn table(&mut self, name: &str, next_row: u64) -> Result<(), LogError> {
        let mut from = 0;
        while from < next_row {
            let batches = rows::read(self.db, name, from, AT_ONCE)?;
            let Some(last) = batches.last() else { break };
            let rows: u64 = batches.iter().filter(|batch| batch.first_row >= from).map(|batch| batch.rows).sum();
            self.verified.rows += rows;
            from = last.first_row + last.rows;
        }
        Ok(())
    }

    fn register(&mut self) -> Result<(), LogError> {
        match register::directory(self.db) {
            Ok(records) => self.verified.records = records.len() as u64,
            Err(error) => self.verified.damage.push(error.to_string()),
        }
        let mut before = FIRST_HASH;
        loop {
            let lines = register::audit(self.db, self.verified.lines, AT_ONCE as usize)?;
            if lines.is_empty() {
                return Ok(());
            }
            (self.progress)("lines of the audit", self.verified.lines, self.verified.lines + lines.len() as u64);
            for line in lines {
                let is_next = line.number == self.verified.lines + 1;
                if !is_next || audit::chained(&before, line.number, &line.json) != line.hash {
                    let last = self.verified.lines;
                    self.verified.damage.push(format!("the chain of the audit is broken after line {last}"));
                    return Ok(());
                }
                (before, self.verified.lines) = (line.hash, line.number);
            }
        }
    }
}
