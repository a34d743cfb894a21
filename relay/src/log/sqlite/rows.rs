//! The rows of tables in the file: batches as they came, numbered without gaps, each with its time and its bytes, so that
//! the oldest can go whole.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{checksum, read::number, seal, write::integer};
use crate::log::{KeptRows, LogError, RowBatch, TableRow};

/// A table in the list.
pub(super) struct Found {
    key: i64,
    name: String,
    schema: Vec<u8>,
    next_row: i64,
    /// Of all its batches.
    bytes: i64,
    seal: i64,
}

impl Found {
    const SELECT: &str = "SELECT key, name, schema, next_row, bytes, seal FROM tables";

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let (key, name, schema) = (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok(Self { key, name, schema, next_row: row.get(3)?, bytes: row.get(4)?, seal: row.get(5)? })
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn next_row(&self) -> u64 {
        number(self.next_row)
    }

    fn seal(&self) -> seal::Seal {
        seal::table(&self.name, &self.schema, self.next_row, self.bytes)
    }

    pub(super) fn require_seal(&self) -> Result<(), LogError> {
        self.seal().require(self.seal, || format!("table {:?} in the list", self.name))
    }

    fn put(&self, db: &Connection) -> Result<(), LogError> {
        db.prepare_cached("UPDATE tables SET next_row = ?, bytes = ?, seal = ? WHERE key = ?")?.execute(params![
            self.next_row,
            self.bytes,
            self.seal().stored(),
            self.key
        ])?;
        Ok(())
    }
}

fn find(db: &Connection, table: &str) -> Result<Found, LogError> {
    let mut statement = db.prepare_cached(&format!("{} WHERE name = ?", Found::SELECT))?;
    let found = statement.query_row([table], Found::read).optional()?.ok_or(LogError::NoSuchTable)?;
    found.require_seal()?;
    Ok(found)
}

pub(super) fn create(db: &Connection, row: &TableRow) -> Result<(), LogError> {
    let seal = seal::table(&row.name, &row.schema, 0, 0).stored();
    db.prepare_cached(
        "INSERT INTO tables (name, schema, next_row, bytes, seal) VALUES (?, ?, 0, 0, ?) ON CONFLICT (name) DO NOTHING",
    )?
    .execute(params![row.name, row.schema, seal])?;
    Ok(())
}

pub(super) fn append(db: &Connection, table: &str, batch: &RowBatch, at_ms: i64) -> Result<(), LogError> {
    let mut found = find(db, table)?;
    let (first_row, rows) = (integer(batch.first_row)?, integer(batch.rows)?);
    if first_row != found.next_row {
        return Err(LogError::OutOfOrder);
    }
    db.prepare_cached(
        "INSERT INTO row_batches (tbl, first_row, row_count, batch, checksum, at_ms, seal) VALUES (?, ?, ?, ?, ?, ?, ?)",
    )?
    .execute(params![
        found.key,
        first_row,
        rows,
        batch.bytes,
        checksum(first_row, &batch.bytes),
        at_ms,
        seal::batch(table, first_row, rows, at_ms).stored()
    ])?;
    found.next_row += rows;
    found.bytes += integer(batch.bytes.len() as u64)?;
    found.put(db)
}

pub(super) fn drop_below(db: &Connection, table: &str, below: u64) -> Result<(), LogError> {
    let mut found = match find(db, table) {
        Err(LogError::NoSuchTable) => return Ok(()),
        found => found?,
    };
    let below = integer(below)?;
    let mut gone = db.prepare_cached(
        "SELECT coalesce(sum(length(batch)), 0) FROM row_batches WHERE tbl = ? AND first_row + row_count <= ?",
    )?;
    let bytes: i64 = gone.query_row([found.key, below], |row| row.get(0))?;
    db.prepare_cached("DELETE FROM row_batches WHERE tbl = ? AND first_row + row_count <= ?")?
        .execute([found.key, below])?;
    found.bytes -= bytes;
    found.put(db)
}

/// All rows go, and the next one has this number.
pub(super) fn begin(db: &Connection, table: &str, first_row: u64) -> Result<(), LogError> {
    let mut found = find(db, table)?;
    db.prepare_cached("DELETE FROM row_batches WHERE tbl = ?")?.execute([found.key])?;
    (found.next_row, found.bytes) = (integer(first_row)?, 0);
    found.put(db)
}

/// Those that are as they were written; the others are said to be damaged, and stay closed.
pub(super) fn tables(db: &Connection) -> Result<Vec<TableRow>, LogError> {
    let sound = all(db)?.into_iter().filter(|found| {
        let sealed = found.require_seal().inspect_err(|error| tracing::error!(%error, "a table stays closed"));
        sealed.is_ok()
    });
    Ok(sound.map(|Found { name, schema, .. }| TableRow { name, schema }).collect())
}

pub(super) fn all(db: &Connection) -> Result<Vec<Found>, LogError> {
    let mut statement = db.prepare_cached(&format!("{} ORDER BY name", Found::SELECT))?;
    Ok(statement.query_map([], Found::read)?.collect::<Result<_, _>>()?)
}

/// Batches from the one that has `from` on, as many as it takes to have `max_rows` rows from there.
pub(super) fn read(db: &Connection, table: &str, from: u64, max_rows: u64) -> Result<Vec<RowBatch>, LogError> {
    let found = match find(db, table) {
        Err(LogError::NoSuchTable) => return Ok(Vec::new()),
        found => found?,
    };
    let mut first = db.prepare_cached("SELECT min(first_row) FROM row_batches WHERE tbl = ?")?;
    let first: Option<i64> = first.query_row([found.key], |row| row.get(0))?;
    let from = i64::try_from(from).unwrap_or(i64::MAX).max(first.unwrap_or(0));
    let end = from.saturating_add(i64::try_from(max_rows).unwrap_or(i64::MAX)).min(found.next_row);
    let mut statement = db.prepare_cached(
        "SELECT first_row, row_count, batch, checksum, at_ms, seal FROM row_batches WHERE tbl = ?1 AND first_row < ?3
         AND first_row >= coalesce((SELECT max(first_row) FROM row_batches WHERE tbl = ?1 AND first_row <= ?2), 0)
         ORDER BY first_row",
    )?;
    let mut rows = statement.query(params![found.key, from, end])?;
    let (mut batches, mut next) = (Vec::new(), None);
    let damaged = |what: &str, at: i64| LogError::Damaged(format!("table {table:?}, rows {at}: {what}"));
    while let Some(row) = rows.next()? {
        let (first_row, rows, bytes): (i64, i64, Vec<u8>) = (row.get(0)?, row.get(1)?, row.get(2)?);
        seal::batch(table, first_row, rows, row.get(4)?)
            .require(row.get(5)?, || format!("{table:?}, rows {first_row}"))?;
        if checksum(first_row, &bytes) != row.get::<_, i64>(3)? {
            return Err(damaged("another checksum", first_row));
        }
        if next.is_some_and(|next| next != first_row) {
            return Err(damaged("those before are missing", first_row));
        }
        next = Some(first_row + rows);
        if first_row + rows <= from {
            continue;
        }
        batches.push(RowBatch { first_row: number(first_row), rows: number(rows), bytes });
    }
    match next {
        Some(next) if next < end => Err(damaged("missing", next)),
        None if from < end && found.bytes > 0 => Err(damaged("missing", from)),
        _ => Ok(batches),
    }
}

pub(super) fn kept(db: &Connection) -> Result<Vec<KeptRows>, LogError> {
    let mut first = db.prepare_cached("SELECT min(first_row) FROM row_batches WHERE tbl = ?")?;
    let mut kept = Vec::new();
    for found in all(db)?.into_iter().filter(|found| found.require_seal().is_ok()) {
        let first_row: Option<i64> = first.query_row([found.key], |row| row.get(0))?;
        kept.push(KeptRows {
            first_row: number(first_row.unwrap_or(found.next_row)),
            next_row: number(found.next_row),
            bytes: number(found.bytes),
            table: found.name,
        });
    }
    Ok(kept)
}

/// Below which row everything is older than `before_ms`, or more than `max_bytes` have come since; at most so many
/// batches. Stops at the first that is young, also where a clock that jumped made those after it older.
pub(super) fn expired(
    db: &Connection,
    table: &str,
    before_ms: i64,
    max_bytes: u64,
    limit: usize,
) -> Result<u64, LogError> {
    let found = find(db, table)?;
    let mut statement = db.prepare_cached(
        "SELECT first_row, row_count, at_ms, length(batch) FROM row_batches WHERE tbl = ? ORDER BY first_row LIMIT ?",
    )?;
    let mut rows = statement.query(params![found.key, i64::try_from(limit).unwrap_or(i64::MAX)])?;
    let (mut below, mut bytes) = (0, found.bytes);
    while let Some(row) = rows.next()? {
        let (first_row, count, at_ms): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        if at_ms >= before_ms && number(bytes) <= max_bytes {
            break;
        }
        below = number(first_row + count);
        bytes -= row.get::<_, i64>(3)?;
    }
    Ok(below)
}
