//! The log: what the relay never forgets. Gestures in order, snapshots of documents, tables and their rows.
//! A [`Log`] is one blocking handle to a store; [`writer`] owns it on a thread and groups what waits into one commit.
//! Whatever `commit` returned `Ok` for survives a power cut.

use document::{Document, OpId, Seq, Sequenced};

use crate::dashboard::DashboardId;

#[cfg(test)]
mod contract;
pub mod memory;
pub mod sqlite;
pub mod writer;

pub use memory::MemoryLog;
pub use sqlite::SqliteLog;
pub use writer::LogHandle;

/// A store of dashboards and tables. One handle has one owner.
pub trait Log: Send + 'static {
    /// Makes a group of writes durable, in order, by one synchronization with the disk. The outer error says that
    /// none of them is; the inner ones that a single write was refused and left no trace.
    ///
    /// # Errors
    /// [`LogError::Full`] when nothing was stored and a later try may succeed; any other means that this handle must
    /// not be used again.
    fn commit(&mut self, writes: &[Write]) -> Result<Vec<Result<(), LogError>>, LogError>;

    /// All dashboards, the newest change first.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn dashboards(&mut self) -> Result<Vec<DashboardRow>, LogError>;

    /// One document as of its newest gesture.
    ///
    /// # Errors
    /// [`LogError::NoSuchDashboard`]; [`LogError::Damaged`] rather than a part of a document.
    fn load(&mut self, dashboard: DashboardId) -> Result<Loaded, LogError>;

    /// One document as it was at a `Seq`, and at most `limit` of the gestures that followed.
    ///
    /// # Errors
    /// [`LogError::NoSuchDashboard`], [`LogError::NoSuchSeq`]; [`LogError::Damaged`] rather than a part of a document.
    fn past(&mut self, dashboard: DashboardId, at: Seq, limit: usize) -> Result<Past, LogError>;

    /// All tables.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn tables(&mut self) -> Result<Vec<TableRow>, LogError>;

    /// The stored row batches of a table, in order; none for a table that is not there.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn load_rows(&mut self, table: &str) -> Result<Vec<RowBatch>, LogError>;
}

/// One change of the store.
#[derive(Clone, Debug, PartialEq)]
pub enum Write {
    /// A new dashboard with its first gestures.
    CreateDashboard {
        /// Its id.
        dashboard: DashboardId,
        /// Its title, for the list.
        title: String,
        /// When.
        at_ms: i64,
        /// From `Seq` 1 on.
        entries: Vec<Entry>,
    },
    /// A dashboard and its whole history go.
    DeleteDashboard(DashboardId),
    /// The next gestures of a dashboard; the first must follow the newest that is stored.
    Append {
        /// Whose.
        dashboard: DashboardId,
        /// The title after these gestures, for the list.
        title: String,
        /// In order, at least one.
        entries: Vec<Entry>,
    },
    /// A document at a `Seq`, so that opening it need not replay everything. Those at a multiple of
    /// [`CHECKPOINT_GESTURES`] stay; of the others only the newest one, and that only while it is the newest of all.
    StoreSnapshot {
        /// Whose.
        dashboard: DashboardId,
        /// At which.
        seq: Seq,
        /// The document.
        document: Document,
    },
    /// A table with its schema (the bytes mean nothing to the log); once it is there, nothing happens.
    CreateTable(TableRow),
    /// Rows of a table; the first must be the next one.
    AppendRows {
        /// The table.
        table: String,
        /// The rows.
        batch: RowBatch,
    },
    /// Batches that lie wholly below this row go.
    DropRows {
        /// The table.
        table: String,
        /// The number of the first row that is still needed.
        below: u64,
    },
    /// A table and its rows go.
    DeleteTable(String),
}

/// A gesture with what the history shows about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The gesture and its place.
    pub sequenced: Sequenced,
    /// When it was sequenced.
    pub at_ms: i64,
    /// The name of its author at that time.
    pub author: String,
}

/// A dashboard in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DashboardRow {
    /// Its id.
    pub id: DashboardId,
    /// Its title.
    pub title: String,
    /// Its newest `Seq`.
    pub seq: Seq,
    /// The time of its newest gesture.
    pub updated_ms: i64,
}

/// A document as the log knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loaded {
    /// At `seq`.
    pub document: Document,
    /// The newest.
    pub seq: Seq,
    /// The newest gestures, at most [`TAIL_GESTURES`], in order, ending at `seq`.
    pub tail: Vec<Sequenced>,
    /// The `Seq` of the stored snapshot.
    pub snapshot_seq: Seq,
    /// The ids of all gestures that were ever sequenced, ascending.
    pub ids: Vec<OpId>,
}

/// A document as it was, and what followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    /// At the `Seq` that was asked for.
    pub document: Document,
    /// The gestures after it, in order, as many as were asked for where there are so many.
    pub entries: Vec<Entry>,
    /// The newest `Seq`.
    pub newest: Seq,
}

/// Snapshots at the multiples of so many gestures are kept for ever, so that any `Seq` opens after a replay of fewer.
pub const CHECKPOINT_GESTURES: u64 = 500;

/// How many of the newest gestures a room keeps in memory for sessions that resume; older ones get a snapshot.
pub const TAIL_GESTURES: usize = 1000;

/// A table in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableRow {
    /// Its name.
    pub name: String,
    /// Its schema, as its owner wrote it.
    pub schema: Vec<u8>,
}

/// Rows that were posted together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowBatch {
    /// The number of the first.
    pub first_row: u64,
    /// How many.
    pub rows: u64,
    /// The rows, as their owner wrote them.
    pub bytes: Vec<u8>,
}

/// Why the log did not do it. The first five refuse a single write; the others concern the store.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LogError {
    /// Nothing is stored under this id.
    #[error("there is no such dashboard")]
    NoSuchDashboard,
    /// The document has not come so far.
    #[error("the dashboard has no such Seq")]
    NoSuchSeq,
    /// No table has this name.
    #[error("there is no such table")]
    NoSuchTable,
    /// The id or a gesture's id is taken.
    #[error("this is stored already")]
    Taken,
    /// Gestures or rows that do not follow the stored ones: somebody else has written.
    #[error("the write does not follow what is stored")]
    OutOfOrder,
    /// No room left on the disk: nothing was stored, it may be tried again.
    #[error("the disk is full")]
    Full,
    /// Stored bytes cannot be read as what they should be.
    #[error("damaged: {0}")]
    Damaged(String),
    /// The store failed; what was not acknowledged may or may not be there.
    #[error("the store failed: {0}")]
    Failed(String),
    /// An earlier failure: the relay must be started again, which recovers from the disk.
    #[error("the store has failed before and takes nothing until the relay is started again")]
    Stopped,
}

impl LogError {
    /// Whether a single write was refused, and the store is as good as before.
    #[must_use]
    pub fn is_refusal(&self) -> bool {
        match self {
            Self::NoSuchDashboard | Self::NoSuchSeq | Self::NoSuchTable | Self::Taken | Self::OutOfOrder => true,
            Self::Full | Self::Damaged(_) | Self::Failed(_) | Self::Stopped => false,
        }
    }
}
