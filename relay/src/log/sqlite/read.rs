//! What is stored, read back and checked: checksums, order and gaps. A document is read whole or not at all.

use document::{Document, OpId, Seq, Sequenced, apply};
use protocol::codec;
use rusqlite::{Connection, params};

use super::{
    checksum,
    found::{Found, find},
    gesture, seal, spent_ids, versions,
};
use crate::{
    dashboard::DashboardId,
    log::{CHECKPOINT_GESTURES, DashboardRow, Entry, Loaded, LogError, Past, Signature, TAIL_GESTURES},
};

/// A row of the list that is not as it was written says so in place of its title; it does not open.
pub(super) fn dashboards(db: &Connection) -> Result<Vec<DashboardRow>, LogError> {
    let mut statement =
        db.prepare_cached(&format!("{} WHERE base IS NULL ORDER BY updated_ms DESC, id", Found::SELECT))?;
    let found = statement.query_map([], Found::read)?.collect::<Result<Vec<_>, _>>()?;
    let row = |found: Found| {
        let title = match found.require_seal() {
            Ok(()) => found.title.clone(),
            Err(error) => error.to_string(),
        };
        let (id, seq) = (DashboardId::from_bytes(found.id), Seq(number(found.seq)));
        DashboardRow { id, title, tags: found.tags(), seq, updated_ms: found.updated_ms, trashed_ms: found.trashed_ms }
    };
    Ok(found.into_iter().map(row).collect())
}

pub(super) fn load(db: &Connection, dashboard: DashboardId) -> Result<Loaded, LogError> {
    let found = find(db, dashboard)?;
    let (snapshot_seq, mut document) = snapshot(db, &found, found.seq)?;
    let newest = found.seq.saturating_sub(i64::try_from(TAIL_GESTURES).unwrap_or(i64::MAX));
    let mut tail = gestures(db, &found, snapshot_seq.min(newest.max(found.horizon)), found.seq)?;
    let replayed = tail.iter().filter(|sequenced| sequenced.seq.0 > number(snapshot_seq));
    replay(&mut document, replayed, dashboard)?;
    tail.drain(..tail.len().saturating_sub(TAIL_GESTURES));
    let (seq, snapshot_seq) = (Seq(number(found.seq)), Seq(number(snapshot_seq)));
    Ok(Loaded { document, seq, tail, snapshot_seq, ids: ids(db, &found)? })
}

/// A document as it was, what followed, and the checkpoints that were missed on the way there.
pub(super) fn past(
    db: &Connection,
    dashboard: DashboardId,
    at: Seq,
    limit: usize,
) -> Result<(Past, Checkpoints), LogError> {
    let found = find(db, dashboard)?;
    let at = i64::try_from(at.0).ok().filter(|at| *at <= found.seq).ok_or(LogError::NoSuchSeq)?;
    let (newest, horizon) = (Seq(number(found.seq)), Seq(number(found.horizon)));
    if at < found.horizon {
        let document = versions::document(db, &found, at, limit)?;
        return Ok((Past { document, entries: Vec::new(), newest, horizon }, Checkpoints::new()));
    }
    let last = at.saturating_add(i64::try_from(limit).unwrap_or(i64::MAX)).min(found.seq);
    let (snapshot_seq, mut document) = snapshot(db, &found, at)?;
    let mut missed = Checkpoints::new();
    for sequenced in gestures(db, &found, snapshot_seq, at)? {
        replay(&mut document, [&sequenced], dashboard)?;
        if sequenced.seq.0.is_multiple_of(CHECKPOINT_GESTURES) {
            if missed.len() == MAX_MISSED_CHECKPOINTS {
                missed.remove(0);
            }
            missed.push((sequenced.seq, document.clone()));
        }
    }
    Ok((Past { document, entries: entries(db, &found, at, last)?, newest, horizon }, missed))
}

/// Checkpoints that one look back stores: bounds what it writes; of more the newest, and later looks find more to store.
const MAX_MISSED_CHECKPOINTS: usize = 200;

/// Documents at multiples of [`CHECKPOINT_GESTURES`]: the log of an older program has none, and what a replay passes
/// by is kept for the next.
pub(super) type Checkpoints = Vec<(Seq, Document)>;

pub(super) fn replay<'a>(
    document: &mut Document,
    gestures: impl IntoIterator<Item = &'a Sequenced>,
    dashboard: DashboardId,
) -> Result<(), LogError> {
    for Sequenced { seq, gesture } in gestures {
        let damaged = |refusal| LogError::Damaged(format!("dashboard {dashboard:?}, gesture {seq}: {refusal}"));
        apply(document, gesture, Some(*seq)).map_err(damaged)?;
    }
    Ok(())
}

/// The newest stored snapshot that is not beyond `at`. A damaged one is reported and the one before it taken, as far as
/// the gestures since then are there.
pub(super) fn snapshot(db: &Connection, found: &Found, at: i64) -> Result<(i64, Document), LogError> {
    let mut statement = db.prepare_cached(
        "SELECT seq, document, checksum, seal FROM snapshots WHERE dashboard = ? AND seq BETWEEN ? AND ? ORDER BY seq DESC",
    )?;
    let mut rows = statement.query(params![found.key, found.horizon, at])?;
    while let Some(row) = rows.next()? {
        let (seq, bytes, sum): (i64, Vec<u8>, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let seal = seal::snapshot(&found.id, seq).stored();
        match codec::from_stored(&bytes) {
            Ok(document) if checksum(seq, &bytes) == sum && seal == row.get::<_, i64>(3)? => {
                return Ok((seq, document));
            }
            _ => {
                let dashboard = found.key;
                tracing::error!(dashboard, seq, "a snapshot is damaged: the one before it and its gestures do");
            }
        }
    }
    match found.horizon {
        0 => Ok((0, Document::default())),
        horizon => Err(LogError::Damaged(format!("the snapshot at {horizon}, where the history begins"))),
    }
}

/// All gestures after a `Seq` up to another, without a gap.
pub(super) fn gestures(db: &Connection, found: &Found, after: i64, last: i64) -> Result<Vec<Sequenced>, LogError> {
    Ok(entries(db, found, after, last)?.into_iter().map(|entry| entry.sequenced).collect())
}

/// The same with when and by whom.
fn entries(db: &Connection, found: &Found, after: i64, last: i64) -> Result<Vec<Entry>, LogError> {
    let mut statement = db.prepare_cached(&format!("{} AND seq > ? AND seq <= ? ORDER BY seq", gesture::SELECT))?;
    let mut rows = statement.query(params![found.key, after, last])?;
    let mut entries = Vec::new();
    for expected in after + 1..=last {
        let missing = || LogError::Damaged(format!("gesture {expected} is missing"));
        let row = rows.next()?.ok_or_else(missing)?;
        if row.get::<_, i64>(0)? != expected {
            return Err(missing());
        }
        let (at_ms, author) = gesture::signature(&found.id, row)?;
        entries.push(Entry { sequenced: gesture::read(row)?, at_ms, author });
    }
    Ok(entries)
}

/// The ids of all gestures, those that were compacted among them.
fn ids(db: &Connection, found: &Found) -> Result<Vec<OpId>, LogError> {
    let mut statement = db.prepare_cached(gesture::SELECT)?;
    let mut rows = statement.query([found.key])?;
    let mut ids = spent_ids::all(db, found)?;
    while let Some(row) = rows.next()? {
        ids.push(gesture::id(row)?.1);
    }
    let expected = found.seq - found.base_seq;
    if ids.len() as u64 != number(expected) {
        return Err(LogError::Damaged(format!("{} gestures are stored, the list says {expected}", ids.len())));
    }
    ids.sort_unstable();
    Ok(ids)
}

pub(super) fn signatures(db: &Connection, dashboard: DashboardId, of: &[Seq]) -> Result<Vec<Signature>, LogError> {
    let found = find(db, dashboard)?;
    let mut statement = db.prepare_cached(&format!("{} AND seq = ?", gesture::SELECT))?;
    let mut signatures = Vec::with_capacity(of.len());
    for seq in of {
        let Ok(stored) = i64::try_from(seq.0) else { continue };
        let mut rows = statement.query([found.key, stored])?;
        if let Some(row) = rows.next()? {
            let (at_ms, author) = gesture::signature(&found.id, row)?;
            signatures.push(Signature { seq: *seq, at_ms, author });
        }
    }
    Ok(signatures)
}

/// Only numbers that are not negative are stored.
pub(super) fn number(stored: i64) -> u64 {
    stored.cast_unsigned()
}
