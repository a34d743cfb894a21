//! Readings: tables of the relay's own, appended by itself. They are stored so that a start shows the last minutes, but
//! never wait for the disk: on a full one they go on in memory and are stored later, as far as memory still has them.

use std::sync::atomic::Ordering;

use ::table::{Batch, Schema};
use protocol::codec::to_stored;

use super::{Live, TableName, Tables};
use crate::{
    clock::now_ms,
    log::{LogError, RowBatch, TableRow, Write},
    metrics::SourceKind,
};

/// Rows that are stored at once when a disk has room again.
const MAX_ROWS_AT_ONCE: usize = 4096;

impl Tables {
    /// Makes a table of readings, unless it was read back.
    pub async fn open_readings(&self, name: &TableName, schema: Schema) {
        let Some(live) = self.reach(name) else { return };
        let known = live.first_row_and_schema().map(|(_, schema)| schema);
        if known.as_ref() == Some(&schema) {
            return;
        }
        if known.is_none() && self.admit().is_err() {
            return;
        }
        if known.is_some()
            && let Err(error) = self.0.log.write(Write::DeleteTable(name.to_string())).await
        {
            tracing::warn!(%error, table = %name, "readings of an older form stay in the log");
        }
        live.stored_to.store(0, Ordering::Relaxed);
        self.create(&live, schema, self.retention_of(name), 0);
        if let Err(error) = self.store_table(name, &live).await {
            tracing::warn!(%error, table = %name, "readings are not stored for now");
        }
    }

    /// Appends readings, and stores them where the disk takes them.
    pub async fn append_readings(&self, name: &TableName, batch: &Batch) {
        let Some(live) = self.of_name(name.as_str()) else { return };
        let _turn = live.posting.lock().await;
        self.0.metrics.count_rows(SourceKind::Machine, batch.rows());
        if live.is_stored() {
            let first_row = live.stored_to.load(Ordering::Relaxed);
            let _the_log_says_why = self.store_readings(name, &live, first_row, batch).await;
            self.publish(&live, batch);
        } else {
            self.publish(&live, batch);
            let _the_log_says_why = self.catch_up(name, &live).await;
        }
    }

    async fn store_readings(
        &self,
        name: &TableName,
        live: &Live,
        first_row: u64,
        rows: &Batch,
    ) -> Result<(), LogError> {
        let bytes = to_stored(rows).map_err(|error| LogError::Failed(error.to_string()))?;
        let batch = RowBatch { first_row, rows: rows.rows() as u64, bytes };
        let table = name.to_string();
        self.0.log.write(Write::AppendRows { table, batch, at_ms: now_ms() }).await?;
        live.stored_to.store(first_row + rows.rows() as u64, Ordering::Relaxed);
        Ok(())
    }

    /// Stores what was not stored when it came. What memory has forgotten meanwhile leaves no gap: the log begins anew.
    async fn catch_up(&self, name: &TableName, live: &Live) -> Result<(), LogError> {
        let stored_to = live.stored_to.load(Ordering::Relaxed);
        let Some((first_row, rows)) = live.rows_from(stored_to, MAX_ROWS_AT_ONCE) else { return Ok(()) };
        self.store_table(name, live).await?;
        if first_row > stored_to {
            self.0.log.write(Write::BeginRows { table: name.to_string(), first_row }).await?;
        }
        self.store_readings(name, live, first_row, &rows).await
    }

    async fn store_table(&self, name: &TableName, live: &Live) -> Result<(), LogError> {
        let Some((_, schema)) = live.first_row_and_schema() else { return Ok(()) };
        let schema = to_stored(&schema).map_err(|error| LogError::Failed(error.to_string()))?;
        self.0.log.write(Write::CreateTable(TableRow { name: name.to_string(), schema })).await
    }
}

impl Live {
    fn is_stored(&self) -> bool {
        self.stream().table().is_some_and(|table| table.next_row() == self.stored_to.load(Ordering::Relaxed))
    }

    fn rows_from(&self, row: u64, max_rows: usize) -> Option<(u64, Batch)> {
        let stream = self.stream();
        let table = stream.table()?;
        let first_row = row.max(table.first_row());
        table.rows_from(first_row, max_rows).map(|rows| (first_row, rows))
    }
}
