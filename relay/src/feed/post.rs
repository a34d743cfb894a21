//! A post: the turn of one who appends rows to one table. The rows are stored, then appended, then sent on; a post that
//! fails leaves nothing. Which tables there are and who looks at them is the feed's business.

use std::sync::{Arc, atomic::Ordering};

use ::table::{Batch, PackedTable, Schema};
use protocol::codec::{MAX_MESSAGE_BYTES, to_stored};
use tokio::sync::OwnedMutexGuard;

use super::{Live, MACHINE_PREFIX, TableName, Tables};
use crate::{
    clock::now_ms,
    log::{LogError, RowBatch, TableRow, Write},
    metrics::SourceKind,
    outbox::MAX_WAITING_BYTES,
    problem::{Code, Problem},
};

/// What a post did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Posted {
    /// How many rows were appended.
    pub rows: u64,
    /// The number of the first.
    pub first_row: u64,
}

/// Why rows were not appended; then none was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PostError {
    /// A table of the relay's own.
    #[error("Tables below {MACHINE_PREFIX} are readings of this machine; post to another name.")]
    Reserved,
    /// No further table.
    #[error("The relay has {0} tables, which is the most it may have; post to one of them.")]
    TooManyTables(usize),
    /// No further memory.
    #[error("The rows of all tables take {0} bytes, which is the most they may; try again later.")]
    Full(usize),
    /// Sessions do not take what there is already.
    #[error("The sessions that look on do not keep up with the rows; send this post again later.")]
    Behind,
    /// Larger than one stored batch.
    #[error("The rows take {0} bytes when stored, at most {MAX_MESSAGE_BYTES} at once; send them in several posts.")]
    TooLarge(usize),
    /// Another schema than the table has.
    #[error("The rows have other fields than the table.")]
    Schema,
    /// Not stored.
    #[error("The rows could not be stored; try again later.")]
    Log(#[from] LogError),
}

impl From<PostError> for Problem {
    fn from(error: PostError) -> Self {
        let code = match &error {
            PostError::Reserved => Code::NotAllowed,
            PostError::TooManyTables(_) | PostError::Full(_) => Code::TablesFull,
            PostError::Behind => Code::TooManyRequests,
            PostError::TooLarge(_) => Code::TooLarge,
            PostError::Schema => Code::BadRows,
            PostError::Log(LogError::Full) => Code::StorageFull,
            PostError::Log(error) => {
                tracing::warn!(%error, "posted rows were not stored");
                Code::StorageFailed
            }
        };
        Self::new(code, error.to_string())
    }
}

/// The right to append to one table; others who post to it wait.
pub struct Post {
    pub(super) tables: Tables,
    pub(super) name: TableName,
    pub(super) live: Arc<Live>,
    pub(super) turn: OwnedMutexGuard<()>,
}

impl Post {
    /// The fields of the table; `None` while there is no such table.
    #[must_use]
    pub fn schema(&self) -> Option<Schema> {
        self.live.stream().table().map(|table| table.schema().clone())
    }

    /// Stores the rows, then appends them and sends them on; makes the table where it is not there.
    ///
    /// # Errors
    /// Why none of the rows was appended.
    pub async fn append(self, batch: Batch) -> Result<Posted, PostError> {
        self.check_room(&batch)?;
        let bytes = to_stored(&batch).map_err(|_| PostError::TooLarge(batch.bytes()))?;
        if bytes.len() > MAX_MESSAGE_BYTES {
            return Err(PostError::TooLarge(bytes.len()));
        }
        // A task of its own: whoever posted may go away, yet what is stored must also be appended here.
        let appending = tokio::spawn(self.store_and_publish(batch, bytes));
        appending.await.unwrap_or(Err(PostError::Log(LogError::Stopped)))
    }

    fn check_room(&self, batch: &Batch) -> Result<(), PostError> {
        if self.tables.0.metrics.outbox_bytes.get() >= MAX_WAITING_BYTES {
            return Err(PostError::Behind);
        }
        let max = self.tables.0.limits.max_bytes;
        let more = self.live.stream().growth_bytes(batch);
        if self.tables.0.bytes.load(Ordering::Relaxed).saturating_add(more) > max {
            return Err(PostError::Full(max));
        }
        Ok(())
    }

    async fn store_and_publish(self, batch: Batch, bytes: Vec<u8>) -> Result<Posted, PostError> {
        match self.schema() {
            None => self.create(batch.schema()).await?,
            Some(schema) if schema == *batch.schema() => {}
            Some(_) => return Err(PostError::Schema),
        }
        let first_row = self.live.stream().table().map_or(0, PackedTable::next_row);
        let rows = batch.rows() as u64;
        let stored = RowBatch { first_row, rows, bytes };
        self.tables
            .0
            .log
            .write(Write::AppendRows { table: self.name.to_string(), batch: stored, at_ms: now_ms() })
            .await?;
        self.tables.0.metrics.count_rows(SourceKind::Posted, batch.rows());
        self.tables.publish(&self.live, &batch);
        drop(self.turn);
        Ok(Posted { rows, first_row })
    }

    async fn create(&self, schema: &Schema) -> Result<(), PostError> {
        let stored = to_stored(schema).map_err(|_| PostError::Schema)?;
        self.tables.admit()?;
        let row = TableRow { name: self.name.to_string(), schema: stored };
        if let Err(error) = self.tables.0.log.write(Write::CreateTable(row)).await {
            self.tables.0.tables.fetch_sub(1, Ordering::Relaxed);
            return Err(error.into());
        }
        self.tables.create(&self.live, schema.clone(), self.tables.retention_of(&self.name), 0);
        Ok(())
    }
}
