//! What is kept of tables on disk: read back at the start as far as memory takes it, read further back when somebody
//! asks, and dropped in whole batches when it is too old or too much. What is in memory is not decided here.

use std::{sync::atomic::Ordering, time::Duration};

use ::table::{Batch, BatchBuilder, Retention, Schema, Table};
use protocol::codec::from_stored;
use tokio::time::Instant;

use super::{MACHINE_PREFIX, TableName, Tables};
use crate::{
    log::{KeptRows, LogError, RowBatch, TableRow, Write},
    rooms::compaction::days_ago_ms,
};

/// How often is looked for rows that are too old or too many.
const LOOK_EVERY: Duration = Duration::from_secs(60);
/// Batches that go in one commit: whoever posts meanwhile waits for no more.
const MAX_BATCHES_A_DROP: usize = 10_000;

/// How long and how much is kept on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keep {
    /// Days; without it rows go only when they are too many.
    pub days: Option<u32>,
    /// Bytes of all tables together; of the largest ones the oldest rows go first.
    pub max_bytes: u64,
}

impl Tables {
    /// Reads a stored table back, as many of its newest rows as it keeps in memory.
    pub(super) async fn load(&self, row: TableRow) -> Result<(), LogError> {
        let damaged = |what: &str| LogError::Damaged(format!("table {}: {what}", row.name));
        let name: TableName = row.name.parse().map_err(|_| damaged("its name"))?;
        let schema: Schema = from_stored(&row.schema).map_err(|_| damaged("its schema"))?;
        let retention = self.retention_of(&name);
        let next_row = self.next_stored_row(&row.name).await?;
        let from = next_row.saturating_sub(retention.max_rows as u64);
        let batches = self.0.log.load_rows(row.name.clone(), from, u64::MAX).await?;
        let first_row = batches.first().map_or(next_row, |batch| batch.first_row);
        let table = joined(&row.name, schema, retention, first_row, &batches)?;
        if table.next_row() != next_row {
            return Err(damaged("its newest rows are missing"));
        }
        let live = self.live_or_new(&name);
        live.stored_to.store(next_row, Ordering::Relaxed);
        self.0.tables.fetch_add(1, Ordering::Relaxed);
        let mut stream = live.stream();
        stream.create(table.schema().clone(), retention, table.first_row());
        if let Some(rows) = table.rows_from(table.first_row(), usize::MAX) {
            stream.append(&rows, Instant::now()).map_err(|_| damaged("rows of another schema"))?;
        }
        self.0.bytes.fetch_add(stream.bytes(), Ordering::Relaxed);
        Ok(())
    }

    async fn next_stored_row(&self, name: &str) -> Result<u64, LogError> {
        let kept = self.0.log.kept_rows().await?;
        Ok(kept.into_iter().find(|kept| kept.table == name).map_or(0, |kept| kept.next_row))
    }

    /// At most `max_rows` rows from a number on, from the disk where memory does not go so far back, and the number of
    /// the first; `None` where there is no such table.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub async fn rows_kept(
        &self,
        name: &TableName,
        from: u64,
        max_rows: usize,
    ) -> Result<Option<(u64, Batch)>, LogError> {
        let Some((first_row, schema)) = self.of_name(name.as_str()).and_then(|live| live.first_row_and_schema()) else {
            return Ok(None);
        };
        if from >= first_row {
            return Ok(self.rows(name, from, max_rows));
        }
        let stored = self.0.log.load_rows(name.to_string(), from, max_rows as u64).await?;
        let Some(first) = stored.first() else { return Ok(self.rows(name, from, max_rows)) };
        let all = Retention { max_rows: usize::MAX, max_age_ms: None };
        let table = joined(name.as_str(), schema, all, first.first_row, &stored)?;
        let from = from.max(table.first_row());
        let rows = table.rows_from(from, max_rows);
        Ok(Some((from, rows.unwrap_or_else(|| BatchBuilder::new(table.schema().clone()).finish()))))
    }

    /// Drops rows that are too old or too many, now and then; runs until it is dropped.
    pub async fn keep_dropping(self, keep: Keep) {
        loop {
            if let Err(error) = self.drop_expired(keep).await {
                tracing::warn!(%error, "rows that are too old or too many stay for now");
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// # Errors
    /// When the log cannot be read or written.
    pub(super) async fn drop_expired(&self, keep: Keep) -> Result<(), LogError> {
        let before_ms = keep.days.map_or(i64::MIN, days_ago_ms);
        let kept = self.0.log.kept_rows().await?;
        let share = share(kept.iter().map(|kept| kept.bytes).collect(), keep.max_bytes);
        for KeptRows { table, first_row, .. } in kept {
            let below = match self.first_row_of_readings(&table) {
                Some(below) => below,
                None => self.0.log.expired_rows(table.clone(), before_ms, share, MAX_BATCHES_A_DROP).await?,
            };
            if below > first_row {
                self.0.log.write(Write::DropRows { table, below }).await?;
            }
        }
        Ok(())
    }

    /// Readings of this machine are kept as long as they are in memory.
    fn first_row_of_readings(&self, table: &str) -> Option<u64> {
        let live = table.starts_with(MACHINE_PREFIX).then(|| self.of_name(table)).flatten()?;
        live.first_row_and_schema().map(|(first_row, _)| first_row)
    }

    pub(super) fn retention_of(&self, name: &TableName) -> Retention {
        if name.as_str().starts_with(MACHINE_PREFIX) {
            return crate::machine::RETENTION;
        }
        Retention { max_rows: self.0.limits.max_rows, max_age_ms: None }
    }
}

/// Batches that follow each other as one table.
fn joined(
    name: &str,
    schema: Schema,
    retention: Retention,
    first_row: u64,
    batches: &[RowBatch],
) -> Result<Table, LogError> {
    let damaged = |what: &str| LogError::Damaged(format!("table {name}: {what}"));
    let mut table = Table::from_row(schema, retention, first_row);
    for stored in batches {
        let batch: Batch = from_stored(&stored.bytes).map_err(|_| damaged("its rows"))?;
        if table.next_row() != stored.first_row || batch.rows() as u64 != stored.rows {
            return Err(damaged("rows are missing"));
        }
        table.append(&batch).map_err(|_| damaged("rows of another schema"))?;
    }
    Ok(table)
}

/// How many bytes each table may have so that all together have at most `max`: small ones keep what they have.
fn share(mut bytes: Vec<u64>, max: u64) -> u64 {
    bytes.sort_unstable();
    let (mut left, mut others) = (max, bytes.len() as u64);
    for bytes in bytes {
        if bytes > left / others {
            return left / others;
        }
        left -= bytes;
        others -= 1;
    }
    u64::MAX
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_tables_keep_what_they_have_and_the_largest_give_way() {
        let cases = [
            (vec![1, 2, 3], 10, u64::MAX),
            (vec![1, 2, 3], 6, u64::MAX),
            (vec![100, 1, 2], 13, 10),
            (vec![100, 100, 1], 21, 10),
            (vec![5], 0, 0),
            (vec![], 0, u64::MAX),
        ];
        for (bytes, max, expected) in cases {
            assert_eq!(share(bytes.clone(), max), expected, "{bytes:?} in {max}");
            let kept: u64 = bytes.iter().map(|bytes| (*bytes).min(expected)).sum();
            assert!(kept <= max);
        }
    }
}
