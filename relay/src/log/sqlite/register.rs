//! Records of the directory and lines of the audit in the file. The log chains the lines, because only it knows which
//! one is the last when a group is committed.

use rusqlite::{Connection, OptionalExtension, params};

use super::{checksum, read::number, write::integer};
use crate::{
    audit::{self, Line, Stored},
    log::{DirectoryRow, LogError},
};

pub(super) fn put(db: &Connection, rows: &[DirectoryRow]) -> Result<(), LogError> {
    for DirectoryRow { key, record } in rows {
        match record {
            Some(record) => db
                .prepare_cached(
                    "INSERT INTO directory (key, record, checksum) VALUES (?, ?, ?)
                     ON CONFLICT (key) DO UPDATE SET record = excluded.record, checksum = excluded.checksum",
                )?
                .execute(params![key, record, sum(key, record)])?,
            None => db.prepare_cached("DELETE FROM directory WHERE key = ?")?.execute([key])?,
        };
    }
    Ok(())
}

pub(super) fn directory(db: &Connection) -> Result<Vec<DirectoryRow>, LogError> {
    let mut statement = db.prepare_cached("SELECT key, record, checksum FROM directory ORDER BY key")?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (key, record): (Vec<u8>, Vec<u8>) = (row.get(0)?, row.get(1)?);
        if row.get::<_, i64>(2)? != sum(&key, &record) {
            return Err(LogError::Damaged("a record of the directory has another checksum".into()));
        }
        found.push(DirectoryRow { key, record: Some(record) });
    }
    Ok(found)
}

pub(super) fn record(db: &Connection, line: &Line) -> Result<(), LogError> {
    let last: Option<(i64, [u8; 32])> = db
        .prepare_cached("SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (before, hash) = last.unwrap_or((0, audit::FIRST_HASH));
    let json = serde_json::to_string(line).map_err(|error| LogError::Failed(error.to_string()))?;
    let hash = audit::chained(&hash, number(before + 1), &json);
    db.prepare_cached("INSERT INTO audit (number, at_ms, line, hash) VALUES (?, ?, ?, ?)")?.execute(params![
        before + 1,
        line.at_ms,
        json,
        hash
    ])?;
    Ok(())
}

pub(super) fn audit(db: &Connection, after: u64, limit: usize) -> Result<Vec<Stored>, LogError> {
    let mut statement =
        db.prepare_cached("SELECT number, line, hash FROM audit WHERE number > ? ORDER BY number LIMIT ?")?;
    let lines = statement.query_map(params![integer(after)?, integer(limit as u64)?], |row| {
        Ok(Stored { number: number(row.get(0)?), json: row.get(1)?, hash: row.get(2)? })
    })?;
    Ok(lines.collect::<Result<_, _>>()?)
}

fn sum(key: &[u8], record: &[u8]) -> i64 {
    checksum(i64::try_from(key.len()).unwrap_or(i64::MAX), &[key, record].concat())
}
