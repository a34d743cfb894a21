//! What is stored, read back and checked: checksums, order and gaps. A document is read whole or not at all.

use document::{ClientId, Document, Gesture, OpId, Seq, Sequenced, apply};
use protocol::codec;
use rusqlite::{Connection, Row, params};

use super::{checksum, id_checksum, write::find};
use crate::{
    dashboard::DashboardId,
    log::{DashboardRow, Entry, Loaded, LogError, Past, RowBatch, TAIL_GESTURES, TableRow},
};

pub(super) fn dashboards(db: &Connection) -> Result<Vec<DashboardRow>, LogError> {
    let mut statement =
        db.prepare_cached("SELECT id, title, seq, updated_ms FROM dashboards ORDER BY updated_ms DESC, id")?;
    let row = |row: &Row<'_>| {
        let (id, seq) = (DashboardId::from_bytes(row.get(0)?), Seq(number(row.get(2)?)));
        Ok(DashboardRow { id, title: row.get(1)?, seq, updated_ms: row.get(3)? })
    };
    Ok(statement.query_map([], row)?.collect::<Result<_, _>>()?)
}

pub(super) fn load(db: &Connection, dashboard: DashboardId) -> Result<Loaded, LogError> {
    let (key, last_seq) = find(db, dashboard)?;
    let (snapshot_seq, mut document) = snapshot(db, key, last_seq)?;
    let newest = last_seq.saturating_sub(i64::try_from(TAIL_GESTURES).unwrap_or(i64::MAX));
    let mut tail = gestures(db, key, snapshot_seq.min(newest.max(0)), last_seq)?;
    let replayed = tail.iter().filter(|sequenced| sequenced.seq.0 > number(snapshot_seq));
    replay(&mut document, replayed, dashboard)?;
    tail.drain(..tail.len().saturating_sub(TAIL_GESTURES));
    let (seq, snapshot_seq) = (Seq(number(last_seq)), Seq(number(snapshot_seq)));
    Ok(Loaded { document, seq, tail, snapshot_seq, ids: ids(db, key, last_seq)? })
}

pub(super) fn past(db: &Connection, dashboard: DashboardId, at: Seq, limit: usize) -> Result<Past, LogError> {
    let (key, newest) = find(db, dashboard)?;
    let at = i64::try_from(at.0).ok().filter(|at| *at <= newest).ok_or(LogError::NoSuchSeq)?;
    let last = at.saturating_add(i64::try_from(limit).unwrap_or(i64::MAX)).min(newest);
    let (snapshot_seq, mut document) = snapshot(db, key, at)?;
    replay(&mut document, &gestures(db, key, snapshot_seq, at)?, dashboard)?;
    Ok(Past { document, entries: entries(db, key, at, last)?, newest: Seq(number(newest)) })
}

fn replay<'a>(
    document: &mut Document,
    gestures: impl IntoIterator<Item = &'a Sequenced>,
    dashboard: DashboardId,
) -> Result<(), LogError> {
    for Sequenced { seq, gesture } in gestures {
        let damaged = |refusal| LogError::Damaged(format!("dashboard {dashboard}, gesture {seq}: {refusal}"));
        apply(document, gesture, Some(*seq)).map_err(damaged)?;
    }
    Ok(())
}

/// The newest stored snapshot that is not beyond `at`. The log has every gesture since the first, so a damaged one is
/// reported and the one before it taken.
fn snapshot(db: &Connection, key: i64, at: i64) -> Result<(i64, Document), LogError> {
    let mut statement = db.prepare_cached(
        "SELECT seq, document, checksum FROM snapshots WHERE dashboard = ? AND seq <= ? ORDER BY seq DESC",
    )?;
    let mut rows = statement.query([key, at])?;
    while let Some(row) = rows.next()? {
        let (seq, bytes, sum): (i64, Vec<u8>, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        match codec::from_stored(&bytes) {
            Ok(document) if checksum(seq, &bytes) == sum => return Ok((seq, document)),
            _ => tracing::error!(dashboard = key, seq, "a snapshot is damaged: the one before it and its gestures do"),
        }
    }
    Ok((0, Document::default()))
}

/// All gestures after a `Seq` up to another, without a gap.
fn gestures(db: &Connection, key: i64, after: i64, last: i64) -> Result<Vec<Sequenced>, LogError> {
    Ok(entries(db, key, after, last)?.into_iter().map(|entry| entry.sequenced).collect())
}

/// The same with when and by whom.
fn entries(db: &Connection, key: i64, after: i64, last: i64) -> Result<Vec<Entry>, LogError> {
    let mut statement = db.prepare_cached(
        "SELECT seq, gesture, checksum, at_ms, author FROM gestures
         WHERE dashboard = ? AND seq > ? AND seq <= ? ORDER BY seq",
    )?;
    let mut rows = statement.query(params![key, after, last])?;
    let mut entries = Vec::new();
    for expected in after + 1..=last {
        let missing = || LogError::Damaged(format!("gesture {expected} is missing"));
        let row = rows.next()?.ok_or_else(missing)?;
        let (seq, bytes, sum): (i64, Vec<u8>, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        if seq != expected {
            return Err(missing());
        }
        if checksum(seq, &bytes) != sum {
            return Err(LogError::Damaged(format!("gesture {seq} has another checksum")));
        }
        let gesture: Gesture =
            codec::from_stored(&bytes).map_err(|error| LogError::Damaged(format!("gesture {seq}: {error}")))?;
        let sequenced = Sequenced { seq: Seq(number(seq)), gesture };
        entries.push(Entry { sequenced, at_ms: row.get(3)?, author: row.get(4)? });
    }
    Ok(entries)
}

/// The ids of all gestures, each under its own checksum: a wrong one would let its gesture have a second effect.
fn ids(db: &Connection, key: i64, last_seq: i64) -> Result<Vec<OpId>, LogError> {
    let mut statement =
        db.prepare_cached("SELECT seq, client, counter, id_checksum FROM gestures WHERE dashboard = ?")?;
    let mut rows = statement.query([key])?;
    let mut ids = Vec::new();
    while let Some(row) = rows.next()? {
        let (seq, client, counter) = (row.get(0)?, row.get(1)?, row.get::<_, i64>(2)?);
        if id_checksum(seq, client, counter) != row.get::<_, i64>(3)? {
            return Err(LogError::Damaged(format!("the id of gesture {seq} has another checksum")));
        }
        ids.push(OpId { client: ClientId::from_bytes(client), counter: counter.cast_unsigned() });
    }
    if ids.len() as u64 != number(last_seq) {
        return Err(LogError::Damaged(format!("{} gestures are stored, the list says {last_seq}", ids.len())));
    }
    ids.sort_unstable();
    Ok(ids)
}

pub(super) fn tables(db: &Connection) -> Result<Vec<TableRow>, LogError> {
    let mut statement = db.prepare_cached("SELECT name, schema FROM tables ORDER BY name")?;
    let row = |row: &Row<'_>| Ok(TableRow { name: row.get(0)?, schema: row.get(1)? });
    Ok(statement.query_map([], row)?.collect::<Result<_, _>>()?)
}

pub(super) fn load_rows(db: &Connection, table: &str) -> Result<Vec<RowBatch>, LogError> {
    let mut statement = db.prepare_cached(
        "SELECT first_row, row_count, batch, row_batches.checksum FROM row_batches JOIN tables ON tbl = key
         WHERE name = ? ORDER BY first_row",
    )?;
    let mut rows = statement.query([table])?;
    let mut batches = Vec::new();
    while let Some(row) = rows.next()? {
        let (first_row, rows, bytes): (i64, i64, Vec<u8>) = (row.get(0)?, row.get(1)?, row.get(2)?);
        if checksum(first_row, &bytes) != row.get::<_, i64>(3)? {
            return Err(LogError::Damaged(format!("rows {first_row} of {table:?} have another checksum")));
        }
        batches.push(RowBatch { first_row: number(first_row), rows: number(rows), bytes });
    }
    Ok(batches)
}

/// Only numbers that are not negative are stored.
fn number(stored: i64) -> u64 {
    stored.cast_unsigned()
}
