//! Drafts in the file: dashboards with a base. A draft begins with the snapshot of its base, and its numbers go on from
//! there, so that it is read as a dashboard whose history was compacted up to the base.

use document::Seq;
use rusqlite::{Connection, params};

use super::{
    found::{Found, find},
    read::{self, number},
    versions,
    write::{self, integer, put_snapshot, taken},
};
use crate::{
    dashboard::DashboardId,
    log::{About, Base, LogError, MAX_DRAFTS},
};

pub(super) fn create(db: &Connection, draft: DashboardId, base: Base, at_ms: i64) -> Result<(), LogError> {
    let of = find(db, base.dashboard)?;
    if of.is_draft() {
        return Err(LogError::NoSuchDashboard);
    }
    if all(db, of.key)?.len() >= MAX_DRAFTS {
        return Err(LogError::TooMany);
    }
    let (past, _missed) = read::past(db, base.dashboard, base.seq, 0)?;
    let seq = integer(base.seq.0)?;
    db.prepare_cached(
        "INSERT INTO dashboards (id, title, seq, updated_ms, horizon, base, base_seq) VALUES (?1, ?2, ?3, ?4, ?3, ?5, ?3)",
    )?
    .execute(params![draft.bytes(), past.document.title(), seq, at_ms, of.key])
    .map_err(taken)?;
    let mut statement = db.prepare_cached(&format!("{} WHERE key = ?", Found::SELECT))?;
    let found = statement.query_row([db.last_insert_rowid()], Found::read)?;
    found.put(db)?;
    put_snapshot(db, &found, seq, &past.document)
}

pub(super) fn delete(db: &Connection, draft: DashboardId, newest: Seq) -> Result<(), LogError> {
    let found = find(db, draft)?;
    match found.is_draft() {
        false => Err(LogError::NoSuchDashboard),
        true if number(found.seq) != newest.0 => Err(LogError::OutOfOrder),
        true => write::delete(db, draft),
    }
}

fn all(db: &Connection, key: i64) -> Result<Vec<DashboardId>, LogError> {
    let mut statement = db.prepare_cached("SELECT id FROM dashboards WHERE base = ? ORDER BY key")?;
    Ok(statement.query_map([key], |row| Ok(DashboardId::from_bytes(row.get(0)?)))?.collect::<Result<_, _>>()?)
}

pub(super) fn about(db: &Connection, dashboard: DashboardId) -> Result<About, LogError> {
    let found = find(db, dashboard)?;
    let mut statement = db.prepare_cached(
        "SELECT own.title, base.id FROM dashboards own LEFT JOIN dashboards base ON base.key = own.base
         WHERE own.key = ?",
    )?;
    let (title, base): (String, Option<[u8; 16]>) =
        statement.query_row([found.key], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let base = base.map(|id| Base { dashboard: DashboardId::from_bytes(id), seq: Seq(number(found.base_seq)) });
    Ok(About {
        title,
        newest: Seq(number(found.seq)),
        horizon: Seq(number(found.horizon)),
        base,
        versions: versions::all(db, &found)?,
        drafts: all(db, found.key)?,
    })
}
