//! The seal of a row: a checksum over what it says beside its bytes, and over whose it is. An index that leads to a
//! wrong row, a bit that flips in a title or a time, are seen where the row is read.

use rusqlite::{Connection, params};

use super::found::Found;
use crate::log::LogError;

/// What goes into a seal; each part with its length, so that none runs into the next.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seal(u64);

impl Seal {
    /// Of a row that belongs to this dashboard or table.
    pub(super) fn of(whose: &[u8]) -> Self {
        Self(0xcbf2_9ce4_8422_2325).text(whose)
    }

    pub(super) fn text(self, text: impl AsRef<[u8]>) -> Self {
        let text = text.as_ref();
        text.iter().fold(self.number(i64::try_from(text.len()).unwrap_or(i64::MAX)), |seal, byte| seal.byte(*byte))
    }

    pub(super) fn number(self, number: i64) -> Self {
        number.to_le_bytes().iter().fold(self, |seal, byte| seal.byte(*byte))
    }

    /// As it is stored.
    pub(super) fn stored(self) -> i64 {
        self.0.cast_signed()
    }

    /// # Errors
    /// [`LogError::Damaged`] when the row bears another one; `what` names the row.
    pub(super) fn require(self, stored: i64, what: impl FnOnce() -> String) -> Result<(), LogError> {
        if self.stored() == stored {
            return Ok(());
        }
        Err(LogError::Damaged(format!("{} bears another seal", what())))
    }

    /// FNV-1a, 64 bit.
    fn byte(self, byte: u8) -> Self {
        Self((self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
    }
}

/// Seals the rows of a log that has none yet. The rows of gestures stay as they are: there are many, and what they say
/// beside when and by whom is under checksums already.
pub(super) fn seal_all(db: &Connection) -> Result<(), LogError> {
    let dashboards: Vec<Found> = {
        let mut statement = db.prepare(&format!("{} WHERE true", Found::SELECT))?;
        statement.query_map([], Found::read)?.collect::<Result<_, _>>()?
    };
    for found in dashboards {
        db.execute("UPDATE dashboards SET seal = ? WHERE key = ?", params![found.seal().stored(), found.key])?;
        seal_documents(db, &found)?;
    }
    let mut tables = db.prepare("SELECT key, name, schema, next_row, bytes FROM tables")?;
    let mut rows = tables.query([])?;
    while let Some(row) = rows.next()? {
        let (key, name, schema): (i64, String, Vec<u8>) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let seal = table(&name, &schema, row.get(3)?, row.get(4)?);
        db.execute("UPDATE tables SET seal = ? WHERE key = ?", params![seal.stored(), key])?;
        seal_batches(db, key, &name)?;
    }
    Ok(())
}

fn seal_documents(db: &Connection, found: &Found) -> Result<(), LogError> {
    let mut snapshots = db.prepare("SELECT seq FROM snapshots WHERE dashboard = ?")?;
    for seq in snapshots.query_map([found.key], |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()? {
        db.prepare_cached("UPDATE snapshots SET seal = ? WHERE dashboard = ? AND seq = ?")?.execute(params![
            snapshot(&found.id, seq).stored(),
            found.key,
            seq
        ])?;
    }
    let mut versions = db.prepare("SELECT seq, name, author, at_ms FROM versions WHERE dashboard = ?")?;
    let mut rows = versions.query([found.key])?;
    while let Some(row) = rows.next()? {
        let (seq, name, author): (i64, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let seal = version(&found.id, seq, &name, &author, row.get(3)?);
        db.prepare_cached("UPDATE versions SET seal = ? WHERE dashboard = ? AND seq = ?")?.execute(params![
            seal.stored(),
            found.key,
            seq
        ])?;
    }
    Ok(())
}

fn seal_batches(db: &Connection, key: i64, name: &str) -> Result<(), LogError> {
    let mut batches = db.prepare("SELECT first_row, row_count, at_ms FROM row_batches WHERE tbl = ?")?;
    let numbers = batches.query_map([key], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    for (first_row, rows, at_ms) in numbers.collect::<Result<Vec<(i64, i64, i64)>, _>>()? {
        db.prepare_cached("UPDATE row_batches SET seal = ? WHERE tbl = ? AND first_row = ?")?.execute(params![
            batch(name, first_row, rows, at_ms).stored(),
            key,
            first_row
        ])?;
    }
    Ok(())
}

pub(super) fn snapshot(dashboard: &[u8], seq: i64) -> Seal {
    Seal::of(dashboard).number(seq)
}

pub(super) fn gesture(dashboard: &[u8], seq: i64, at_ms: i64, author: &str) -> Seal {
    Seal::of(dashboard).number(seq).number(at_ms).text(author)
}

pub(super) fn version(dashboard: &[u8], seq: i64, name: &str, author: &str, at_ms: i64) -> Seal {
    Seal::of(dashboard).number(seq).text(name).text(author).number(at_ms)
}

pub(super) fn table(name: &str, schema: &[u8], next_row: i64, bytes: i64) -> Seal {
    Seal::of(name.as_bytes()).text(schema).number(next_row).number(bytes)
}

pub(super) fn batch(table: &str, first_row: i64, rows: i64, at_ms: i64) -> Seal {
    Seal::of(table.as_bytes()).number(first_row).number(rows).number(at_ms)
}
