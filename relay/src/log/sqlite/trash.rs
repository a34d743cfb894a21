//! The trash in the file. What is in it keeps everything it had, its drafts too, and is found by nothing but the list
//! and the statements here.

use rusqlite::{Connection, OptionalExtension, params};

use super::found::Found;
use crate::{dashboard::DashboardId, log::LogError};

pub(super) fn trash(db: &Connection, dashboard: DashboardId, at_ms: i64) -> Result<(), LogError> {
    move_all(db, dashboard, Some(at_ms))
}

pub(super) fn restore(db: &Connection, dashboard: DashboardId) -> Result<(), LogError> {
    move_all(db, dashboard, None)
}

/// A dashboard and its drafts go to the trash, or come back; what is there already does not go there again.
fn move_all(db: &Connection, dashboard: DashboardId, trashed_ms: Option<i64>) -> Result<(), LogError> {
    let mut statement = db.prepare_cached(&format!("{} WHERE id = ? AND base IS NULL", Found::SELECT))?;
    let found = statement.query_row([dashboard.bytes()], Found::read).optional()?;
    let found = found.filter(|found| found.trashed_ms.is_some() != trashed_ms.is_some());
    let key = found.ok_or(LogError::NoSuchDashboard)?.key;
    let mut statement = db.prepare_cached(&format!("{} WHERE key = ?1 OR base = ?1", Found::SELECT))?;
    let all = statement.query_map([key], Found::read)?.collect::<Result<Vec<_>, _>>()?;
    for mut found in all {
        found.require_seal()?;
        found.trashed_ms = trashed_ms;
        found.put(db)?;
    }
    Ok(())
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
