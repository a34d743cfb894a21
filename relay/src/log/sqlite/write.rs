//! One write as statements. It runs inside a transaction or a savepoint that a refusal undoes: half of it leaves no trace.

use document::{Document, OpId, Seq};
use protocol::codec;
use rusqlite::{Connection, ErrorCode, params};
use serde::Serialize;

use super::{
    checksum, clients, compaction, drafts,
    found::{Found, find},
    gesture, id_checksum, register, rows, seal, spent_ids, trash, versions,
};
use crate::{
    dashboard::DashboardId,
    log::{CHECKPOINT_GESTURES, Entry, LogError, Write},
};

pub(super) fn write(db: &Connection, write: &Write) -> Result<(), LogError> {
    match write {
        Write::CreateDashboard { dashboard, title, tags, at_ms, entries } => {
            create(db, *dashboard, (title, tags), *at_ms, entries)
        }
        Write::DeleteDashboard(dashboard) => delete(db, *dashboard),
        Write::TrashDashboard { dashboard, at_ms } => trash::trash(db, *dashboard, *at_ms),
        Write::RestoreDashboard(dashboard) => trash::restore(db, *dashboard),
        Write::PurgeDashboard { dashboard, since_ms } => trash::purge(db, *dashboard, *since_ms),
        Write::Append { dashboard, title, tags, entries } => append(db, *dashboard, (title, tags), entries),
        Write::StoreSnapshot { dashboard, seq, document } => store_snapshot(db, *dashboard, *seq, document),
        Write::NameVersion { dashboard, version } => versions::name(db, *dashboard, version),
        Write::DeleteVersion { dashboard, seq } => versions::delete(db, *dashboard, *seq),
        Write::CreateDraft { draft, base, at_ms } => drafts::create(db, *draft, *base, *at_ms),
        Write::DeleteDraft { draft, newest } => drafts::delete(db, *draft, *newest),
        Write::Compact { dashboard, horizon } => compaction::compact(db, *dashboard, *horizon),
        Write::CreateTable(row) => rows::create(db, row),
        Write::AppendRows { table, batch, at_ms } => rows::append(db, table, batch, *at_ms),
        Write::DropRows { table, below } => rows::drop_below(db, table, *below),
        Write::BeginRows { table, first_row } => rows::begin(db, table, *first_row),
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

fn create(
    db: &Connection,
    id: DashboardId,
    (title, tags): (&str, &[String]),
    at_ms: i64,
    entries: &[Entry],
) -> Result<(), LogError> {
    db.prepare_cached("INSERT INTO dashboards (id, title, seq, updated_ms) VALUES (?, ?, 0, ?)")?
        .execute(params![id.bytes(), title, at_ms])
        .map_err(taken)?;
    let mut statement = db.prepare_cached(&format!("{} WHERE key = ?", Found::SELECT))?;
    let mut found = statement.query_row([db.last_insert_rowid()], Found::read)?;
    found.call(title, tags);
    found.put(db)?;
    if entries.is_empty() { Ok(()) } else { append(db, id, (title, tags), entries) }
}

pub(super) fn delete(db: &Connection, id: DashboardId) -> Result<(), LogError> {
    match db.prepare_cached("DELETE FROM dashboards WHERE id = ?")?.execute([id.bytes()])? {
        0 => Err(LogError::NoSuchDashboard),
        _ => Ok(()),
    }
}

fn append(
    db: &Connection,
    id: DashboardId,
    (title, tags): (&str, &[String]),
    entries: &[Entry],
) -> Result<(), LogError> {
    let mut found = find(db, id)?;
    let key = found.key;
    let mut insert = db.prepare_cached(
        "INSERT INTO gestures (dashboard, seq, client, counter, id_checksum, at_ms, author, gesture, checksum, seal)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?;
    for Entry { sequenced, at_ms, author } in entries {
        let (seq, ops) = (integer(sequenced.seq.0)?, gesture::stored(&sequenced.gesture)?);
        if seq != found.seq + 1 {
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
                checksum(seq, &ops),
                seal::gesture(&found.id, seq, *at_ms, author).stored()
            ])
            .map_err(taken)?;
        (found.seq, found.updated_ms) = (seq, *at_ms);
    }
    found.call(title, tags);
    found.put(db)
}

fn store_snapshot(db: &Connection, id: DashboardId, seq: Seq, document: &Document) -> Result<(), LogError> {
    let found = find(db, id)?;
    let seq = integer(seq.0)?;
    if seq > found.seq || seq < found.horizon {
        return Err(LogError::OutOfOrder);
    }
    put_snapshot(db, &found, seq, document)?;
    db.prepare_cached(
        "DELETE FROM snapshots WHERE dashboard = ?1 AND seq % ?2 <> 0 AND seq <> ?3
         AND seq < (SELECT max(seq) FROM snapshots WHERE dashboard = ?1)",
    )?
    .execute(params![found.key, integer(CHECKPOINT_GESTURES)?, found.horizon])?;
    Ok(())
}

pub(super) fn put_snapshot(db: &Connection, found: &Found, seq: i64, document: &Document) -> Result<(), LogError> {
    let document = stored(document)?;
    db.prepare_cached(
        "INSERT INTO snapshots (dashboard, seq, document, checksum, seal) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (dashboard, seq) DO UPDATE
         SET document = excluded.document, checksum = excluded.checksum, seal = excluded.seal",
    )?
    .execute(params![
        found.key,
        seq,
        document,
        checksum(seq, &document),
        seal::snapshot(&found.id, seq).stored()
    ])?;
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
