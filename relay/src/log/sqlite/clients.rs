//! The clients of a dashboard, numbered: a gesture names its client by a small number instead of eight bytes. They go
//! with their dashboard, or when compaction has left no gesture of theirs.

use document::ClientId;
use rusqlite::{Connection, OptionalExtension, params};

use crate::log::LogError;

/// The number of a client, a new one where it had none.
pub(super) fn key(db: &Connection, dashboard: i64, client: ClientId) -> Result<i64, LogError> {
    let client = client.bytes();
    let mut find = db.prepare_cached("SELECT key FROM clients WHERE dashboard = ? AND client = ?")?;
    if let Some(key) = find.query_row(params![dashboard, client], |row| row.get(0)).optional()? {
        return Ok(key);
    }
    let mut insert = db.prepare_cached(
        "INSERT INTO clients (dashboard, key, client)
         SELECT ?1, coalesce(max(key), 0) + 1, ?2 FROM clients WHERE dashboard = ?1 RETURNING key",
    )?;
    Ok(insert.query_row(params![dashboard, client], |row| row.get(0))?)
}

/// Those that no gesture names any more go.
pub(super) fn forget(db: &Connection, dashboard: i64) -> Result<(), LogError> {
    db.prepare_cached(
        "DELETE FROM clients WHERE dashboard = ? AND NOT EXISTS
         (SELECT 1 FROM gestures WHERE gestures.dashboard = clients.dashboard AND gestures.client = clients.key)",
    )?
    .execute([dashboard])?;
    Ok(())
}
