//! One write as statements. It runs inside a savepoint: a refusal half-way leaves no trace.

use document::{Document, OpId, Seq};
use protocol::codec;
use rusqlite::{Connection, ErrorCode, OptionalExtension, params};
use serde::Serialize;

use super::{checksum, clients, compaction, drafts, find, gesture, id_checksum, register, spent_ids, versions};
use crate::{
    dashboard::DashboardId,
    log::{CHECKPOINT_GESTURES, Entry, LogError, RowBatch, TableRow, Write},
};

pub(super) fn write(db: &Connection, write: &Write) -> Result<(), LogError> {
    match write {
        Write::CreateDashboard { dashboard, title, at_ms, entries } => create(db, *dashboard, title, *at_ms, entries),
        Write::DeleteDashboard(dashboard) => delete(db, *dashboard),
        Write::Append { dashboard, title, entries } => append(db, *dashboard, title, entries),
        Write::StoreSnapshot { dashboard, seq, document } => store_snapshot(db, *dashboard, *seq, document),
        Write::NameVersion { dashboard, version } => versions::name(db, *dashboard, version),
        Write::DeleteVersion { dashboard, seq } => versions::delete(db, *dashboard, *seq),
        Write::CreateDraft { draft, base, at_ms } => drafts::create(db, *draft, *base, *at_ms),
        Write::DeleteDraft { draft, newest } => drafts::delete(db, *draft, *newest),
        Write::Compact { dashboard, horizon } => compaction::compact(db, *dashboard, *horizon),
        Write::CreateTable(row) => create_table(db, row),
        Write::AppendRows { table, batch } => append_rows(db, table, batch),
        Write::DropRows { table, below } => drop_rows(db, table, *below),
        Write::DeleteTable(table) => {
            db.prepare_cached("DELETE FROM tables WHERE name = ?")?.execute([table])?;
            Ok(())
        }
        Write::Directory(rows) => register::put(db, rows),
        Write::Recorded { line, with } => {
            with.iter().try_for_each(|with| self::write(db, with))?;
            register::record(db, line)
        }
    }
}

fn create(db: &Connection, id: DashboardId, title: &str, at_ms: i64, entries: &[Entry]) -> Result<(), LogError> {
    db.prepare_cached("INSERT INTO dashboards (id, title, seq, updated_ms) VALUES (?, ?, 0, ?)")?
        .execute(params![id.bytes(), title, at_ms])
        .map_err(taken)?;
    if entries.is_empty() { Ok(()) } else { append(db, id, title, entries) }
}

pub(super) fn delete(db: &Connection, id: DashboardId) -> Result<(), LogError> {
    match db.prepare_cached("DELETE FROM dashboards WHERE id = ?")?.execute([id.bytes()])? {
        0 => Err(LogError::NoSuchDashboard),
        _ => Ok(()),
    }
}

fn append(db: &Connection, id: DashboardId, title: &str, entries: &[Entry]) -> Result<(), LogError> {
    let found = find(db, id)?;
    let (key, mut last_seq) = (found.key, found.seq);
    let mut insert = db.prepare_cached(
        "INSERT INTO gestures (dashboard, seq, client, counter, id_checksum, at_ms, author, gesture, checksum)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?;
    for Entry { sequenced, at_ms, author } in entries {
        let (seq, ops) = (integer(sequenced.seq.0)?, gesture::stored(&sequenced.gesture)?);
        if seq != last_seq + 1 {
            return Err(LogError::OutOfOrder);
        }
        if spent_ids::holds(db, &found, sequenced.gesture.id)? {
            return Err(LogError::Taken);
        }
        let OpId { client, counter } = sequenced.gesture.id;
        let counter = counter.cast_signed();
        insert
            .execute(params![
                key,
                seq,
                clients::key(db, key, client)?,
                counter,
                id_checksum(seq, client.bytes(), counter),
                at_ms,
                author,
                ops,
                checksum(seq, &ops)
            ])
            .map_err(taken)?;
        last_seq = seq;
    }
    let updated_ms = entries.last().map(|entry| entry.at_ms);
    db.prepare_cached("UPDATE dashboards SET title = ?, seq = ?, updated_ms = coalesce(?, updated_ms) WHERE key = ?")?
        .execute(params![title, last_seq, updated_ms, key])?;
    Ok(())
}

fn store_snapshot(db: &Connection, id: DashboardId, seq: Seq, document: &Document) -> Result<(), LogError> {
    let found = find(db, id)?;
    let seq = integer(seq.0)?;
    if seq > found.seq || seq < found.horizon {
        return Err(LogError::OutOfOrder);
    }
    put_snapshot(db, found.key, seq, document)?;
    db.prepare_cached(
        "DELETE FROM snapshots WHERE dashboard = ?1 AND seq % ?2 <> 0 AND seq <> ?3
         AND seq < (SELECT max(seq) FROM snapshots WHERE dashboard = ?1)",
    )?
    .execute(params![found.key, integer(CHECKPOINT_GESTURES)?, found.horizon])?;
    Ok(())
}

pub(super) fn put_snapshot(db: &Connection, key: i64, seq: i64, document: &Document) -> Result<(), LogError> {
    let document = stored(document)?;
    db.prepare_cached(
        "INSERT INTO snapshots (dashboard, seq, document, checksum) VALUES (?, ?, ?, ?)
         ON CONFLICT (dashboard, seq) DO UPDATE SET document = excluded.document, checksum = excluded.checksum",
    )?
    .execute(params![key, seq, document, checksum(seq, &document)])?;
    Ok(())
}

fn create_table(db: &Connection, row: &TableRow) -> Result<(), LogError> {
    db.prepare_cached("INSERT INTO tables (name, schema, next_row) VALUES (?, ?, 0) ON CONFLICT (name) DO NOTHING")?
        .execute(params![row.name, row.schema])?;
    Ok(())
}

fn append_rows(db: &Connection, table: &str, batch: &RowBatch) -> Result<(), LogError> {
    let mut find = db.prepare_cached("SELECT key, next_row FROM tables WHERE name = ?")?;
    let found: Option<(i64, i64)> = find.query_row([table], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let (key, next_row) = found.ok_or(LogError::NoSuchTable)?;
    let (first_row, rows) = (integer(batch.first_row)?, integer(batch.rows)?);
    if first_row != next_row {
        return Err(LogError::OutOfOrder);
    }
    db.prepare_cached("INSERT INTO row_batches (tbl, first_row, row_count, batch, checksum) VALUES (?, ?, ?, ?, ?)")?
        .execute(params![key, first_row, rows, batch.bytes, checksum(first_row, &batch.bytes)])?;
    let mut advance = db.prepare_cached("UPDATE tables SET next_row = next_row + ? WHERE key = ?")?;
    advance.execute([rows, key])?;
    Ok(())
}

fn drop_rows(db: &Connection, table: &str, below: u64) -> Result<(), LogError> {
    db.prepare_cached(
        "DELETE FROM row_batches
         WHERE tbl = (SELECT key FROM tables WHERE name = ?) AND first_row + row_count <= ?",
    )?
    .execute(params![table, integer(below)?])?;
    Ok(())
}

pub(super) fn integer(number: u64) -> Result<i64, LogError> {
    i64::try_from(number).map_err(|_| LogError::OutOfOrder)
}

pub(super) fn stored<T: Serialize>(value: &T) -> Result<Vec<u8>, LogError> {
    codec::to_stored(value).map_err(|error| LogError::Failed(error.to_string()))
}

/// A violated `UNIQUE` says that something is there already; `CHECK` and the others cannot be violated from here.
pub(super) fn taken(error: rusqlite::Error) -> LogError {
    match error.sqlite_error_code() {
        Some(ErrorCode::ConstraintViolation) => LogError::Taken,
        _ => error.into(),
    }
}
