//! The log: what the relay never forgets. Gestures in order, snapshots of documents, named versions, drafts, tables and
//! their rows.
//! A [`Log`] is one blocking handle to a store; [`writer`] owns it on a thread and groups what waits into one commit.
//! Whatever `commit` returned `Ok` for survives a power cut.

use document::{Document, OpId, Seq, Sequenced};
use protocol::history::NamedVersion;

use crate::{
    audit::{Line, Stored},
    dashboard::DashboardId,
};

pub mod memory;
pub mod sqlite;
#[cfg(test)]
mod tests;
pub mod writer;

pub use memory::MemoryLog;
pub use sqlite::SqliteLog;
pub use writer::{Health, LogHandle};

/// A store of dashboards and tables. One handle has one owner.
pub trait Log: Send + 'static {
    /// Makes a group of writes durable, in order, by one synchronization with the disk. The outer error says that
    /// none of them is; the inner ones that a single write was refused and left no trace.
    ///
    /// # Errors
    /// [`LogError::Full`] when nothing was stored and a later try may succeed; any other means that this handle must
    /// not be used again.
    fn commit(&mut self, writes: &[Write]) -> Result<Vec<Result<(), LogError>>, LogError>;

    /// All dashboards, the newest change first, those in the trash among them; drafts are not.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn dashboards(&mut self) -> Result<Vec<DashboardRow>, LogError>;

    /// One document as of its newest gesture.
    ///
    /// # Errors
    /// [`LogError::NoSuchDashboard`]; [`LogError::Damaged`] rather than a part of a document.
    fn load(&mut self, dashboard: DashboardId) -> Result<Loaded, LogError>;

    /// One document as it was at a `Seq`, and at most `limit` of the gestures that followed. Below the horizon only
    /// named versions open, and nothing that followed them is there.
    ///
    /// # Errors
    /// [`LogError::NoSuchDashboard`], [`LogError::NoSuchSeq`], [`LogError::Compacted`]; [`LogError::Damaged`] rather
    /// than a part of a document.
    fn past(&mut self, dashboard: DashboardId, at: Seq, limit: usize) -> Result<Past, LogError>;

    /// What is known of a dashboard or a draft beside its document and its gestures.
    ///
    /// # Errors
    /// [`LogError::NoSuchDashboard`], or when the store cannot be read.
    fn about(&mut self, dashboard: DashboardId) -> Result<About, LogError>;

    /// When and by whom these gestures were made, in the order of the `Seq`s asked for; those that are not there are
    /// left out.
    ///
    /// # Errors
    /// As [`Log::about`].
    fn signatures(&mut self, dashboard: DashboardId, of: &[Seq]) -> Result<Vec<Signature>, LogError>;

    /// How far [`Write::Compact`] may raise the horizon so that only gestures older than `before_ms` go, and at most
    /// `limit` of them: the present horizon where none may.
    ///
    /// # Errors
    /// As [`Log::about`].
    fn expired(&mut self, dashboard: DashboardId, before_ms: i64, limit: u64) -> Result<Seq, LogError>;

    /// All tables.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn tables(&mut self) -> Result<Vec<TableRow>, LogError>;

    /// The stored row batches of a table, in order, from the one that has row `from`, or the first that is still there,
    /// up to the one that makes it `max_rows` rows from `from` on; none for a table that is not there.
    ///
    /// # Errors
    /// When the store cannot be read; [`LogError::Damaged`] when rows are missing in between.
    fn load_rows(&mut self, table: &str, from: u64, max_rows: u64) -> Result<Vec<RowBatch>, LogError>;

    /// How much of each table is stored.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn kept_rows(&mut self) -> Result<Vec<KeptRows>, LogError> {
        Ok(Vec::new())
    }

    /// Below which row [`Write::DropRows`] may drop a table so that only batches go that came before `before_ms`, or
    /// that are more than the newest `max_bytes`; at most `limit` of them. 0 where none may.
    ///
    /// # Errors
    /// [`LogError::NoSuchTable`], or when the store cannot be read.
    fn expired_rows(&mut self, _table: &str, _before_ms: i64, _max_bytes: u64, _limit: usize) -> Result<u64, LogError> {
        Ok(0)
    }

    /// All records of the directory.
    ///
    /// # Errors
    /// When the store cannot be read, or one of them is damaged.
    fn directory(&mut self) -> Result<Vec<DirectoryRow>, LogError>;

    /// At most `limit` lines of the audit after a number, in order.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn audit(&mut self, after: u64, limit: usize) -> Result<Vec<Stored>, LogError>;

    /// Brings what is durable already to where reading it is quick and a start need not look for it. Called when
    /// nobody waits for an answer.
    ///
    /// # Errors
    /// As [`Log::commit`].
    fn settle(&mut self) -> Result<(), LogError> {
        Ok(())
    }

    /// Whether a disk that was full has room again.
    ///
    /// # Errors
    /// [`LogError::Full`] when it has not, or why that cannot be said.
    fn look_for_room(&mut self) -> Result<(), LogError> {
        Ok(())
    }
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
        /// Its tags, for the list.
        tags: Vec<String>,
        /// When.
        at_ms: i64,
        /// From `Seq` 1 on.
        entries: Vec<Entry>,
    },
    /// A dashboard and its whole history go.
    DeleteDashboard(DashboardId),
    /// A dashboard and its drafts go to the trash: until they are restored they are to nobody there but in the list.
    TrashDashboard {
        /// Which.
        dashboard: DashboardId,
        /// When.
        at_ms: i64,
    },
    /// A dashboard and its drafts come back from the trash as they went there.
    RestoreDashboard(DashboardId),
    /// What is in the trash since this moment or longer goes for ever; anything else is [`LogError::NoSuchDashboard`].
    PurgeDashboard {
        /// Which.
        dashboard: DashboardId,
        /// Milliseconds since the Unix epoch.
        since_ms: i64,
    },
    /// The next gestures of a dashboard; the first must follow the newest that is stored.
    Append {
        /// Whose.
        dashboard: DashboardId,
        /// The title after these gestures, for the list.
        title: String,
        /// The tags after them.
        tags: Vec<String>,
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
    /// Gives a `Seq` a name, or another one. Its document is kept as long as it has a name.
    NameVersion {
        /// Whose.
        dashboard: DashboardId,
        /// The `Seq` and its name.
        version: NamedVersion,
    },
    /// A `Seq` has no name any more.
    DeleteVersion {
        /// Whose.
        dashboard: DashboardId,
        /// Which.
        seq: Seq,
    },
    /// A draft: a document of its own that begins as the dashboard was at a `Seq`, and counts on from there. It goes
    /// with its dashboard.
    CreateDraft {
        /// Its id.
        draft: DashboardId,
        /// Of which dashboard, and from which `Seq` on.
        base: Base,
        /// When.
        at_ms: i64,
    },
    /// A draft goes, unless it has gone on since this `Seq`: then it is [`LogError::OutOfOrder`].
    DeleteDraft {
        /// Which.
        draft: DashboardId,
        /// Its newest as far as whoever deletes it knows.
        newest: Seq,
    },
    /// The gestures up to a `Seq` go, and what was kept to open them. Their ids stay, and so do named versions.
    Compact {
        /// Whose.
        dashboard: DashboardId,
        /// The lowest `Seq` that still opens.
        horizon: Seq,
    },
    /// A table with its schema (the bytes mean nothing to the log); once it is there, nothing happens.
    CreateTable(TableRow),
    /// Rows of a table; the first must be the next one.
    AppendRows {
        /// The table.
        table: String,
        /// The rows.
        batch: RowBatch,
        /// When they came.
        at_ms: i64,
    },
    /// All rows of a table go, and the next one has this number.
    BeginRows {
        /// The table.
        table: String,
        /// That number.
        first_row: u64,
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
    /// Records of the directory, new or gone.
    Directory(Vec<DirectoryRow>),
    /// A line of the audit and what it is about: all of it or nothing.
    Recorded {
        /// What is put on record.
        line: Line,
        /// What happens with it, in order.
        with: Vec<Write>,
    },
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
    /// Its tags, as of its newest gesture.
    pub tags: Vec<String>,
    /// Its newest `Seq`.
    pub seq: Seq,
    /// The time of its newest gesture.
    pub updated_ms: i64,
    /// Since when it is in the trash; `None` for what is not.
    pub trashed_ms: Option<i64>,
}

/// A dashboard or a draft, beside its document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// The title after its newest gesture.
    pub title: String,
    /// The newest `Seq`.
    pub newest: Seq,
    /// The lowest `Seq` that opens without a name; all gestures after it are there.
    pub horizon: Seq,
    /// Where it began, if it is a draft.
    pub base: Option<Base>,
    /// Its named versions, in order.
    pub versions: Vec<NamedVersion>,
    /// Its drafts.
    pub drafts: Vec<DashboardId>,
}

/// A dashboard at a `Seq`, where a draft began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Base {
    /// Which dashboard.
    pub dashboard: DashboardId,
    /// At which `Seq`.
    pub seq: Seq,
}

/// When and by whom a gesture was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// Which gesture.
    pub seq: Seq,
    /// When.
    pub at_ms: i64,
    /// The name of its author at that time.
    pub author: String,
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
    /// The lowest `Seq` that opens without a name.
    pub horizon: Seq,
}

/// Most named versions of a dashboard: each keeps a whole document. One more is refused.
pub const MAX_VERSIONS: usize = 1000;
/// Most drafts of a dashboard, each a document of its own. One more is refused.
pub const MAX_DRAFTS: usize = 1000;

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

/// A record of the directory (the bytes mean nothing to the log).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectoryRow {
    /// What names it.
    pub key: Vec<u8>,
    /// What it says; `None` where it goes.
    pub record: Option<Vec<u8>>,
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

/// How much of a table is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptRows {
    /// Its name.
    pub table: String,
    /// The number of the first row that is there.
    pub first_row: u64,
    /// The number that the next one gets.
    pub next_row: u64,
    /// Bytes of all its batches.
    pub bytes: u64,
}

impl KeptRows {
    /// Whether these are the relay's own readings.
    #[must_use]
    pub fn is_reading(&self) -> bool {
        self.table.starts_with(MACHINE_PREFIX)
    }
}

/// Tables below this name are the relay's own readings and take no posts.
pub const MACHINE_PREFIX: &str = "machine.";

/// Why the log did not do it. The first nine refuse a single write; the others concern the store.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LogError {
    /// Nothing is stored under this id.
    #[error("there is no such dashboard")]
    NoSuchDashboard,
    /// The document has not come so far.
    #[error("the dashboard has no such Seq")]
    NoSuchSeq,
    /// What led to this `Seq` was compacted, and nobody had given it a name.
    #[error(
        "the history of the dashboard begins at Seq {horizon}; of what was before it are kept: {}",
        words(versions)
    )]
    Compacted {
        /// The lowest `Seq` that opens without a name.
        horizon: Seq,
        /// The named versions below it.
        versions: Vec<Seq>,
    },
    /// [`MAX_VERSIONS`] or [`MAX_DRAFTS`] are there.
    #[error("the dashboard has as many of these as it may have")]
    TooMany,
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
    /// Stored bytes cannot be read as what they should be. What is damaged takes no writes; others do.
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
            Self::NoSuchDashboard
            | Self::NoSuchSeq
            | Self::Compacted { .. }
            | Self::TooMany
            | Self::NoSuchTable
            | Self::Taken
            | Self::OutOfOrder
            | Self::Damaged(_) => true,
            Self::Full | Self::Failed(_) | Self::Stopped => false,
        }
    }
}

/// Named versions in an error, the newest few of them.
fn words(versions: &[Seq]) -> String {
    const SHOWN: usize = 8;
    let newest = versions.iter().rev().take(SHOWN).map(|seq| format!("Seq {seq}"));
    let mut words: Vec<String> = newest.collect();
    if versions.len() > SHOWN {
        words.push(format!("{} older ones", versions.len() - SHOWN));
    }
    if words.is_empty() { "no named versions".to_owned() } else { words.join(", ") }
}
