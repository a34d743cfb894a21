//! Compaction in the file: the gestures below a horizon go, with the snapshots that opened them. What stays is a snapshot
//! at the horizon, the named versions, and every id, so that no gesture is ever applied twice.

use document::Seq;
use rusqlite::{Connection, OptionalExtension, params};

use super::{
    clients,
    found::find,
    read::{self, number},
    spent_ids,
    write::{integer, put_snapshot},
};
use crate::{dashboard::DashboardId, log::LogError};

pub(super) fn compact(db: &Connection, dashboard: DashboardId, horizon: Seq) -> Result<(), LogError> {
    let mut found = find(db, dashboard)?;
    let to = integer(horizon.0)?;
    if to <= found.horizon {
        return Ok(());
    }
    let (past, _missed) = read::past(db, dashboard, horizon, 0)?;
    put_snapshot(db, &found, to, &past.document)?;
    // All that led to it goes: so it is read back before.
    if read::snapshot(db, &found, to)? != (to, past.document) {
        return Err(LogError::OutOfOrder);
    }
    spent_ids::spend(db, &found, to)?;
    db.prepare_cached("DELETE FROM gestures WHERE dashboard = ? AND seq <= ?")?.execute([found.key, to])?;
    clients::forget(db, found.key)?;
    db.prepare_cached("DELETE FROM snapshots WHERE dashboard = ? AND seq < ?")?.execute([found.key, to])?;
    found.horizon = to;
    found.put(db)
}

/// Stops at the first gesture that is young enough, also where a clock that jumped made the ones after it older.
pub(super) fn expired(db: &Connection, dashboard: DashboardId, before_ms: i64, limit: u64) -> Result<Seq, LogError> {
    let found = find(db, dashboard)?;
    let last = found.horizon.saturating_add(i64::try_from(limit).unwrap_or(i64::MAX)).min(found.seq);
    let mut statement = db.prepare_cached(
        "SELECT seq FROM gestures WHERE dashboard = ? AND seq > ? AND seq <= ? AND at_ms >= ? ORDER BY seq LIMIT 1",
    )?;
    let young: Option<i64> =
        statement.query_row(params![found.key, found.horizon, last, before_ms], |row| row.get(0)).optional()?;
    Ok(Seq(number(young.map_or(last, |seq| seq - 1))))
}
