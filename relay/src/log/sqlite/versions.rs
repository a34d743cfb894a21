//! Named versions in the file: a `Seq`, its name, and the whole document at it, so that it opens whatever is compacted.

use document::{Document, Seq};
use protocol::{codec, history::NamedVersion};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{
    Found, checksum, find,
    read::{self, number},
    write::{integer, stored},
};
use crate::{
    dashboard::DashboardId,
    log::{LogError, MAX_VERSIONS},
};

/// All of a dashboard, in order.
pub(super) fn all(db: &Connection, key: i64) -> Result<Vec<NamedVersion>, LogError> {
    let mut statement =
        db.prepare_cached("SELECT seq, name, author, at_ms FROM versions WHERE dashboard = ? ORDER BY seq")?;
    let version = |row: &Row<'_>| {
        let seq = Seq(number(row.get(0)?));
        Ok(NamedVersion { seq, name: row.get(1)?, author: row.get(2)?, at_ms: row.get(3)? })
    };
    Ok(statement.query_map([key], version)?.collect::<Result<_, _>>()?)
}

pub(super) fn name(db: &Connection, dashboard: DashboardId, version: &NamedVersion) -> Result<(), LogError> {
    let found = find(db, dashboard)?;
    let (past, _missed) = read::past(db, dashboard, version.seq, 0)?;
    let (seq, document) = (integer(version.seq.0)?, stored(&past.document)?);
    db.prepare_cached(
        "INSERT INTO versions (dashboard, seq, name, author, at_ms, document, checksum) VALUES (?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (dashboard, seq) DO UPDATE SET name = excluded.name, author = excluded.author, at_ms = excluded.at_ms",
    )?
    .execute(params![
        found.key,
        seq,
        version.name,
        version.author,
        version.at_ms,
        document,
        checksum(seq, &document)
    ])?;
    let mut count = db.prepare_cached("SELECT count(*) FROM versions WHERE dashboard = ?")?;
    let versions: i64 = count.query_row([found.key], |row| row.get(0))?;
    if number(versions) > MAX_VERSIONS as u64 { Err(LogError::TooMany) } else { Ok(()) }
}

pub(super) fn delete(db: &Connection, dashboard: DashboardId, seq: Seq) -> Result<(), LogError> {
    let found = find(db, dashboard)?;
    let mut statement = db.prepare_cached("DELETE FROM versions WHERE dashboard = ? AND seq = ?")?;
    match statement.execute([found.key, integer(seq.0)?])? {
        0 => Err(LogError::NoSuchSeq),
        _ => Ok(()),
    }
}

/// The document of a named version below the horizon; of what followed it nothing is there.
pub(super) fn document(db: &Connection, found: &Found, at: i64, limit: usize) -> Result<Document, LogError> {
    let mut statement = db.prepare_cached("SELECT document, checksum FROM versions WHERE dashboard = ? AND seq = ?")?;
    let kept: Option<(Vec<u8>, i64)> =
        statement.query_row([found.key, at], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    match kept.filter(|_| limit == 0) {
        Some((bytes, sum)) if checksum(at, &bytes) == sum => {
            codec::from_stored(&bytes).map_err(|error| LogError::Damaged(format!("version {at}: {error}")))
        }
        Some(_) => Err(LogError::Damaged(format!("version {at} has another checksum"))),
        None => {
            let horizon = Seq(number(found.horizon));
            let below = all(db, found.key)?.into_iter().map(|version| version.seq).filter(|seq| *seq < horizon);
            Err(LogError::Compacted { horizon, versions: below.collect() })
        }
    }
}
