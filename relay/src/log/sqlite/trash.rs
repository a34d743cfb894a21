//! The trash in the file. What is in it keeps everything it had, its
//! drafts too, and is found by nothing but the list and the statements here.

use rusqlite::{Connection, params};

use super::found::find;
use crate::{dashboard::DashboardId, log::LogError};

pub(super) fn trash(db: &Connection, dashboard: DashboardId, at_ms: i64) -> Result<(), LogError> {
    let found = find(db, dashboard)?;
    if found.is_draft() {
        return Err(LogError::NoSuchDashboard);
    }
    db.prepare_cached("UPDATE dashboards SET trashed_ms = ?1 WHERE key = ?2 OR base = ?2")?
        .execute([at_ms, found.key])?;
    Ok(())
}

pub(super) fn restore(db: &Connection, dashboard: DashboardId) -> Result<(), LogError> {
    let restored = db
        .prepare_cached(
            "UPDATE dashboards SET trashed_ms = NULL
             WHERE (SELECT trashed_ms FROM dashboards WHERE id = ?1 AND base IS NULL) IS NOT NULL
             AND (id = ?1 OR base = (SELECT key FROM dashboards WHERE id = ?1))",
        )?
        .execute([dashboard.bytes()])?;
    there(restored)
}

pub(super) fn purge(db: &Connection, dashboard: DashboardId, since_ms: i64) -> Result<(), LogError> {
    let purged = db
        .prepare_cached("DELETE FROM dashboards WHERE id = ? AND base IS NULL AND trashed_ms <= ?")?
        .execute(params![dashboard.bytes(), since_ms])?;
    there(purged)
}

fn there(rows: usize) -> Result<(), LogError> {
    if rows == 0 { Err(LogError::NoSuchDashboard) } else { Ok(()) }
}
