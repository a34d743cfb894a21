//! A log in memory: forgets everything when it is dropped. For tests, and to look at the program without a folder.
//! It keeps the same rules as the one on disk; the contract suite holds both to them.

use std::collections::{BTreeMap, BTreeSet};

use document::{Document, OpId, Seq, Sequenced, apply};

use super::{
    CHECKPOINT_GESTURES, DashboardRow, Entry, Loaded, Log, LogError, Past, RowBatch, TAIL_GESTURES, TableRow, Write,
};
use crate::dashboard::DashboardId;

/// Everything, in ordinary collections.
#[derive(Clone, Debug, Default)]
pub struct MemoryLog {
    dashboards: BTreeMap<DashboardId, Stored>,
    tables: BTreeMap<String, StoredTable>,
}

#[derive(Clone, Debug)]
struct Stored {
    title: String,
    updated_ms: i64,
    snapshots: BTreeMap<Seq, Document>,
    entries: Vec<Entry>,
    ids: BTreeSet<OpId>,
}

#[derive(Clone, Debug)]
struct StoredTable {
    schema: Vec<u8>,
    batches: Vec<RowBatch>,
    next_row: u64,
}

impl Log for MemoryLog {
    fn commit(&mut self, writes: &[Write]) -> Result<Vec<Result<(), LogError>>, LogError> {
        Ok(writes.iter().map(|write| self.write(write)).collect())
    }

    fn dashboards(&mut self) -> Result<Vec<DashboardRow>, LogError> {
        let row = |(id, stored): (&DashboardId, &Stored)| DashboardRow {
            id: *id,
            title: stored.title.clone(),
            seq: stored.seq(),
            updated_ms: stored.updated_ms,
        };
        let mut rows: Vec<_> = self.dashboards.iter().map(row).collect();
        rows.sort_by(|left, right| (right.updated_ms, left.id).cmp(&(left.updated_ms, right.id)));
        Ok(rows)
    }

    fn load(&mut self, dashboard: DashboardId) -> Result<Loaded, LogError> {
        let stored = self.dashboards.get(&dashboard).ok_or(LogError::NoSuchDashboard)?;
        let (snapshot_seq, document) = stored.at(stored.seq())?;
        let first = stored.entries.len().saturating_sub(TAIL_GESTURES);
        let tail = stored.entries[first..].iter().map(|entry| entry.sequenced.clone()).collect();
        Ok(Loaded { document, seq: stored.seq(), tail, snapshot_seq, ids: stored.ids.iter().copied().collect() })
    }

    fn past(&mut self, dashboard: DashboardId, at: Seq, limit: usize) -> Result<Past, LogError> {
        let stored = self.dashboards.get(&dashboard).ok_or(LogError::NoSuchDashboard)?;
        let newest = stored.seq();
        if at > newest {
            return Err(LogError::NoSuchSeq);
        }
        let entries = stored.entries.iter().filter(|entry| entry.sequenced.seq > at).take(limit).cloned().collect();
        Ok(Past { document: stored.at(at)?.1, entries, newest })
    }

    fn tables(&mut self) -> Result<Vec<TableRow>, LogError> {
        let row =
            |(name, stored): (&String, &StoredTable)| TableRow { name: name.clone(), schema: stored.schema.clone() };
        Ok(self.tables.iter().map(row).collect())
    }

    fn load_rows(&mut self, table: &str) -> Result<Vec<RowBatch>, LogError> {
        Ok(self.tables.get(table).map_or_else(Vec::new, |stored| stored.batches.clone()))
    }
}

impl MemoryLog {
    fn write(&mut self, write: &Write) -> Result<(), LogError> {
        match write {
            Write::CreateDashboard { dashboard, title, at_ms, entries } => {
                self.create(*dashboard, title, *at_ms, entries)
            }
            Write::DeleteDashboard(dashboard) => {
                self.dashboards.remove(dashboard).map(|_| ()).ok_or(LogError::NoSuchDashboard)
            }
            Write::Append { dashboard, title, entries } => {
                let stored = self.dashboards.get_mut(dashboard).ok_or(LogError::NoSuchDashboard)?;
                stored.append(entries)?;
                stored.title.clone_from(title);
                Ok(())
            }
            Write::StoreSnapshot { dashboard, seq, document } => {
                let stored = self.dashboards.get_mut(dashboard).ok_or(LogError::NoSuchDashboard)?;
                stored.snapshot(*seq, document)
            }
            Write::CreateTable(row) => {
                let table = || StoredTable { schema: row.schema.clone(), batches: Vec::new(), next_row: 0 };
                self.tables.entry(row.name.clone()).or_insert_with(table);
                Ok(())
            }
            Write::AppendRows { table, batch } => self.append_rows(table, batch),
            Write::DropRows { table, below } => {
                if let Some(stored) = self.tables.get_mut(table) {
                    stored.batches.retain(|batch| batch.first_row + batch.rows > *below);
                }
                Ok(())
            }
            Write::DeleteTable(table) => {
                self.tables.remove(table);
                Ok(())
            }
        }
    }

    fn create(&mut self, id: DashboardId, title: &str, at_ms: i64, entries: &[Entry]) -> Result<(), LogError> {
        if self.dashboards.contains_key(&id) {
            return Err(LogError::Taken);
        }
        let mut stored = Stored {
            title: title.to_owned(),
            updated_ms: at_ms,
            snapshots: BTreeMap::new(),
            entries: Vec::new(),
            ids: BTreeSet::new(),
        };
        stored.append(entries)?;
        self.dashboards.insert(id, stored);
        Ok(())
    }

    fn append_rows(&mut self, table: &str, batch: &RowBatch) -> Result<(), LogError> {
        let stored = self.tables.get_mut(table).ok_or(LogError::NoSuchTable)?;
        if stored.next_row != batch.first_row {
            return Err(LogError::OutOfOrder);
        }
        stored.next_row += batch.rows;
        stored.batches.push(batch.clone());
        Ok(())
    }
}

impl Stored {
    fn seq(&self) -> Seq {
        self.entries.last().map_or(Seq::ZERO, |entry| entry.sequenced.seq)
    }

    /// The document at a `Seq`, and the snapshot that it was built from.
    fn at(&self, at: Seq) -> Result<(Seq, Document), LogError> {
        let snapshot = self.snapshots.range(..=at).next_back();
        let (snapshot_seq, mut document) =
            snapshot.map_or_else(Default::default, |(seq, document)| (*seq, document.clone()));
        let gestures = self.entries.iter().map(|entry| &entry.sequenced);
        for Sequenced { seq, gesture } in gestures.filter(|gesture| gesture.seq > snapshot_seq && gesture.seq <= at) {
            apply(&mut document, gesture, Some(*seq)).map_err(|refusal| LogError::Damaged(refusal.to_string()))?;
        }
        Ok((snapshot_seq, document))
    }

    fn append(&mut self, entries: &[Entry]) -> Result<(), LogError> {
        let mut next = self.seq().next();
        let mut ids = BTreeSet::new();
        for Entry { sequenced, .. } in entries {
            if sequenced.seq != next {
                return Err(LogError::OutOfOrder);
            }
            let id = sequenced.gesture.id;
            if self.ids.contains(&id) || !ids.insert(id) {
                return Err(LogError::Taken);
            }
            next = next.next();
        }
        self.ids.extend(ids);
        self.entries.extend_from_slice(entries);
        self.updated_ms = entries.last().map_or(self.updated_ms, |entry| entry.at_ms);
        Ok(())
    }

    fn snapshot(&mut self, seq: Seq, document: &Document) -> Result<(), LogError> {
        if seq > self.seq() {
            return Err(LogError::OutOfOrder);
        }
        self.snapshots.insert(seq, document.clone());
        let newest = self.snapshots.keys().next_back().copied();
        self.snapshots.retain(|seq, _| seq.0.is_multiple_of(CHECKPOINT_GESTURES) || Some(*seq) == newest);
        Ok(())
    }
}
