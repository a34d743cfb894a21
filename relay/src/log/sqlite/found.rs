//! A dashboard or a draft as the list has it, in the trash or not: the row by which everything else of it is found,
//! under its seal.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::seal::Seal;
use crate::{dashboard::DashboardId, log::LogError};

/// Between two tags of a row; no tag may have it in itself.
const BETWEEN_TAGS: &str = "\u{1f}";

/// The row.
pub(super) struct Found {
    pub(super) id: [u8; 16],
    pub(super) key: i64,
    pub(super) title: String,
    /// With [`BETWEEN_TAGS`] between them.
    pub(super) tags: String,
    pub(super) updated_ms: i64,
    /// The newest.
    pub(super) seq: i64,
    /// The lowest that opens without a name.
    pub(super) horizon: i64,
    /// The key of the dashboard that it is a draft of.
    pub(super) base: Option<i64>,
    /// Where its gestures begin: 0, or the `Seq` at which a draft began.
    pub(super) base_seq: i64,
    /// Since when it is in the trash.
    pub(super) trashed_ms: Option<i64>,
    seal: i64,
}

/// One that is not in the trash.
///
/// # Errors
/// [`LogError::NoSuchDashboard`]; [`LogError::Damaged`] when the row is not as it was written.
pub(super) fn find(db: &Connection, dashboard: DashboardId) -> Result<Found, LogError> {
    let mut statement = db.prepare_cached(&format!("{} WHERE id = ? AND trashed_ms IS NULL", Found::SELECT))?;
    let found = statement.query_row([dashboard.bytes()], Found::read).optional()?;
    let found = found.ok_or(LogError::NoSuchDashboard)?;
    found.require_seal()?;
    Ok(found)
}

impl Found {
    /// The start of a query whose rows [`Self::read`] reads.
    pub(super) const SELECT: &str =
        "SELECT id, key, title, updated_ms, seq, horizon, base, base_seq, trashed_ms, seal, tags FROM dashboards";

    pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            key: row.get(1)?,
            title: row.get(2)?,
            updated_ms: row.get(3)?,
            seq: row.get(4)?,
            horizon: row.get(5)?,
            base: row.get(6)?,
            base_seq: row.get(7)?,
            trashed_ms: row.get(8)?,
            seal: row.get(9)?,
            tags: row.get(10)?,
        })
    }

    pub(super) fn is_draft(&self) -> bool {
        self.base.is_some()
    }

    pub(super) fn seal(&self) -> Seal {
        let numbers = [self.key, self.updated_ms, self.seq, self.horizon, self.base.unwrap_or(0), self.base_seq];
        let seal = numbers.into_iter().chain(self.trashed_ms).fold(Seal::of(&self.id).text(&self.title), Seal::number);
        // A row from before there were tags keeps its seal.
        if self.tags.is_empty() { seal } else { seal.text(&self.tags) }
    }

    pub(super) fn tags(&self) -> Vec<String> {
        self.tags.split(BETWEEN_TAGS).filter(|tag| !tag.is_empty()).map(str::to_owned).collect()
    }

    /// Says in the list what the document says of itself.
    pub(super) fn call(&mut self, title: &str, tags: &[String]) {
        title.clone_into(&mut self.title);
        self.tags = tags.join(BETWEEN_TAGS);
    }

    pub(super) fn require_seal(&self) -> Result<(), LogError> {
        self.seal().require(self.seal, || format!("dashboard {:?} in the list", DashboardId::from_bytes(self.id)))
    }

    /// Writes what may change, under a new seal.
    pub(super) fn put(&self, db: &Connection) -> Result<(), LogError> {
        db.prepare_cached(
            "UPDATE dashboards
             SET title = ?, seq = ?, updated_ms = ?, horizon = ?, trashed_ms = ?, seal = ?, tags = ?
             WHERE key = ?",
        )?
        .execute(params![
            self.title,
            self.seq,
            self.updated_ms,
            self.horizon,
            self.trashed_ms,
            self.seal().stored(),
            self.tags,
            self.key
        ])?;
        Ok(())
    }
}
