//! Named versions in the file: a `Seq`, its name, and the whole document at it, so that it opens whatever is compacted.

use document::{Document, Seq};
use protocol::{codec, history::NamedVersion};
use rusqlite::{Connection, OptionalExtension, params};

use super::{
    checksum,
    found::{Found, find},
    read::{self, number},
    seal,
    write::{integer, stored},
};
use crate::{
    dashboard::DashboardId,
    log::{LogError, MAX_VERSIONS},
};

/// All of a dashboard, in order.
pub(super) fn all(db: &Connection, found: &Found) -> Result<Vec<NamedVersion>, LogError> {
    let mut statement =
        db.prepare_cached("SELECT seq, name, author, at_ms, seal FROM versions WHERE dashboard = ? ORDER BY seq")?;
    let mut rows = statement.query([found.key])?;
    let mut versions = Vec::new();
    while let Some(row) = rows.next()? {
        let (seq, name, author, at_ms): (i64, String, String, i64) =
            (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
        seal::version(&found.id, seq, &name, &author, at_ms).require(row.get(4)?, || format!("version {seq}"))?;
        versions.push(NamedVersion { seq: Seq(number(seq)), name, author, at_ms });
    }
    Ok(versions)
}

pub(super) fn name(db: &Connection, dashboard: DashboardId, version: &NamedVersion) -> Result<(), LogError> {
    let found = find(db, dashboard)?;
    let (past, _missed) = read::past(db, dashboard, version.seq, 0)?;
    let (seq, document) = (integer(version.seq.0)?, stored(&past.document)?);
    db.prepare_cached(
        "INSERT INTO versions (dashboard, seq, name, author, at_ms, document, checksum, seal)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (dashboard, seq) DO UPDATE
         SET name = excluded.name, author = excluded.author, at_ms = excluded.at_ms, seal = excluded.seal",
    )?
    .execute(params![
        found.key,
        seq,
        version.name,
        version.author,
        version.at_ms,
        document,
        checksum(seq, &document),
        seal::version(&found.id, seq, &version.name, &version.author, version.at_ms).stored()
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
    // Under their seals: that it is this dashboard's.
    let versions = all(db, found)?;
    match kept.filter(|_| limit == 0) {
        Some((bytes, sum)) if checksum(at, &bytes) == sum => {
            codec::from_stored(&bytes).map_err(|error| LogError::Damaged(format!("version {at}: {error}")))
        }
        Some(_) => Err(LogError::Damaged(format!("version {at} has another checksum"))),
        None => {
            let horizon = Seq(number(found.horizon));
            let below = versions.into_iter().map(|version| version.seq).filter(|seq| *seq < horizon);
            Err(LogError::Compacted { horizon, versions: below.collect() })
        }
    }
}
