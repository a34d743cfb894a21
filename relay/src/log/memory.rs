//! A log in memory: forgets everything when it is dropped. For tests, and to look at the program without a folder.
//! It keeps the same rules as the one on disk; the contract suite holds both to them.

use std::collections::{BTreeMap, BTreeSet};

use document::{Document, OpId, Seq, Sequenced, apply};
use protocol::history::NamedVersion;

use super::{
    About, Base, CHECKPOINT_GESTURES, DashboardRow, DirectoryRow, Entry, KeptRows, Loaded, Log, LogError, MAX_DRAFTS,
    MAX_VERSIONS, Past, RowBatch, Signature, TAIL_GESTURES, TableRow, Write,
};
use crate::{
    audit::{self, Line, Stored as StoredLine},
    dashboard::DashboardId,
};

/// Everything, in ordinary collections.
#[derive(Clone, Debug, Default)]
pub struct MemoryLog {
    dashboards: BTreeMap<DashboardId, Stored>,
    tables: BTreeMap<String, StoredTable>,
    directory: BTreeMap<Vec<u8>, Vec<u8>>,
    audit: Vec<StoredLine>,
}

#[derive(Clone, Debug, Default)]
struct Stored {
    title: String,
    tags: Vec<String>,
    updated_ms: i64,
    base: Option<Base>,
    trashed_ms: Option<i64>,
    seq: Seq,
    horizon: Seq,
    snapshots: BTreeMap<Seq, Document>,
    versions: BTreeMap<Seq, (NamedVersion, Document)>,
    /// Those after the horizon.
    entries: Vec<Entry>,
    /// Of all gestures that there ever were.
    ids: BTreeSet<OpId>,
}

#[derive(Clone, Debug)]
struct StoredTable {
    schema: Vec<u8>,
    /// Each with the time at which it came.
    batches: Vec<(i64, RowBatch)>,
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
            tags: stored.tags.clone(),
            seq: stored.seq,
            updated_ms: stored.updated_ms,
            trashed_ms: stored.trashed_ms,
        };
        let listed = self.dashboards.iter().filter(|(_, stored)| stored.base.is_none());
        let mut rows: Vec<_> = listed.map(row).collect();
        rows.sort_by(|left, right| (right.updated_ms, left.id).cmp(&(left.updated_ms, right.id)));
        Ok(rows)
    }

    fn load(&mut self, dashboard: DashboardId) -> Result<Loaded, LogError> {
        let stored = self.living(dashboard).ok_or(LogError::NoSuchDashboard)?;
        let (snapshot_seq, document) = stored.at(stored.seq)?;
        let first = stored.entries.len().saturating_sub(TAIL_GESTURES);
        let tail = stored.entries[first..].iter().map(|entry| entry.sequenced.clone()).collect();
        Ok(Loaded { document, seq: stored.seq, tail, snapshot_seq, ids: stored.ids.iter().copied().collect() })
    }

    fn past(&mut self, dashboard: DashboardId, at: Seq, limit: usize) -> Result<Past, LogError> {
        let stored = self.living(dashboard).ok_or(LogError::NoSuchDashboard)?;
        let (newest, horizon) = (stored.seq, stored.horizon);
        if at > newest {
            return Err(LogError::NoSuchSeq);
        }
        if at < horizon {
            let document = stored.named(at, limit)?;
            return Ok(Past { document, entries: Vec::new(), newest, horizon });
        }
        let entries = stored.entries.iter().filter(|entry| entry.sequenced.seq > at).take(limit).cloned().collect();
        Ok(Past { document: stored.at(at)?.1, entries, newest, horizon })
    }

    fn about(&mut self, dashboard: DashboardId) -> Result<About, LogError> {
        let stored = self.living(dashboard).ok_or(LogError::NoSuchDashboard)?;
        Ok(About {
            title: stored.title.clone(),
            newest: stored.seq,
            horizon: stored.horizon,
            base: stored.base,
            versions: stored.versions.values().map(|(version, _)| version.clone()).collect(),
            drafts: self.drafts(dashboard),
        })
    }

    fn signatures(&mut self, dashboard: DashboardId, of: &[Seq]) -> Result<Vec<Signature>, LogError> {
        let stored = self.living(dashboard).ok_or(LogError::NoSuchDashboard)?;
        let signature = |seq: &Seq| {
            let entry = stored.entries.iter().find(|entry| entry.sequenced.seq == *seq)?;
            Some(Signature { seq: *seq, at_ms: entry.at_ms, author: entry.author.clone() })
        };
        Ok(of.iter().filter_map(signature).collect())
    }

    fn expired(&mut self, dashboard: DashboardId, before_ms: i64, limit: u64) -> Result<Seq, LogError> {
        let stored = self.living(dashboard).ok_or(LogError::NoSuchDashboard)?;
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let old = stored.entries.iter().take(limit).take_while(|entry| entry.at_ms < before_ms);
        Ok(old.last().map_or(stored.horizon, |entry| entry.sequenced.seq))
    }

    fn tables(&mut self) -> Result<Vec<TableRow>, LogError> {
        let row =
            |(name, stored): (&String, &StoredTable)| TableRow { name: name.clone(), schema: stored.schema.clone() };
        Ok(self.tables.iter().map(row).collect())
    }

    fn load_rows(&mut self, table: &str, from: u64, max_rows: u64) -> Result<Vec<RowBatch>, LogError> {
        let Some(stored) = self.tables.get(table) else { return Ok(Vec::new()) };
        let from = stored.batches.first().map_or(from, |(_, batch)| from.max(batch.first_row));
        let end = from.saturating_add(max_rows);
        let wanted = |batch: &&RowBatch| batch.first_row + batch.rows > from && batch.first_row < end;
        Ok(stored.batches.iter().map(|(_, batch)| batch).filter(wanted).cloned().collect())
    }

    fn kept_rows(&mut self) -> Result<Vec<KeptRows>, LogError> {
        let kept = |(name, stored): (&String, &StoredTable)| KeptRows {
            table: name.clone(),
            first_row: stored.batches.first().map_or(stored.next_row, |(_, batch)| batch.first_row),
            next_row: stored.next_row,
            bytes: stored.bytes(),
        };
        Ok(self.tables.iter().map(kept).collect())
    }

    fn expired_rows(&mut self, table: &str, before_ms: i64, max_bytes: u64, limit: usize) -> Result<u64, LogError> {
        let stored = self.tables.get(table).ok_or(LogError::NoSuchTable)?;
        let (mut below, mut bytes) = (0, stored.bytes());
        for (at_ms, batch) in stored.batches.iter().take(limit) {
            if *at_ms >= before_ms && bytes <= max_bytes {
                break;
            }
            below = batch.first_row + batch.rows;
            bytes -= batch.bytes.len() as u64;
        }
        Ok(below)
    }

    fn directory(&mut self) -> Result<Vec<DirectoryRow>, LogError> {
        let row = |(key, record): (&Vec<u8>, &Vec<u8>)| DirectoryRow { key: key.clone(), record: Some(record.clone()) };
        Ok(self.directory.iter().map(row).collect())
    }

    fn audit(&mut self, after: u64, limit: usize) -> Result<Vec<StoredLine>, LogError> {
        Ok(self.audit.iter().filter(|line| line.number > after).take(limit).cloned().collect())
    }
}

impl MemoryLog {
    fn write(&mut self, write: &Write) -> Result<(), LogError> {
        match write {
            Write::CreateDashboard { dashboard, title, tags, at_ms, entries } => {
                self.create(*dashboard, (title, tags), *at_ms, entries)
            }
            Write::DeleteDashboard(dashboard) => {
                self.dashboards.remove(dashboard).ok_or(LogError::NoSuchDashboard)?;
                self.dashboards.retain(|_, stored| stored.base.is_none_or(|base| base.dashboard != *dashboard));
                Ok(())
            }
            Write::TrashDashboard { dashboard, at_ms } => self.trash(*dashboard, Some(*at_ms)),
            Write::RestoreDashboard(dashboard) => self.trash(*dashboard, None),
            Write::PurgeDashboard { dashboard, since_ms } => {
                let stored = self.dashboards.get(dashboard).filter(|stored| stored.base.is_none());
                match stored.and_then(|stored| stored.trashed_ms) {
                    Some(trashed_ms) if trashed_ms <= *since_ms => self.write(&Write::DeleteDashboard(*dashboard)),
                    Some(_) | None => Err(LogError::NoSuchDashboard),
                }
            }
            Write::Append { dashboard, title, tags, entries } => {
                let stored = self.living_mut(*dashboard).ok_or(LogError::NoSuchDashboard)?;
                stored.append(entries)?;
                stored.title.clone_from(title);
                stored.tags.clone_from(tags);
                Ok(())
            }
            Write::StoreSnapshot { dashboard, seq, document } => {
                let stored = self.living_mut(*dashboard).ok_or(LogError::NoSuchDashboard)?;
                stored.snapshot(*seq, document)
            }
            Write::NameVersion { dashboard, version } => {
                let document = self.past(*dashboard, version.seq, 0)?.document;
                let stored = self.dashboards.get_mut(dashboard).ok_or(LogError::NoSuchDashboard)?;
                if stored.versions.len() >= MAX_VERSIONS && !stored.versions.contains_key(&version.seq) {
                    return Err(LogError::TooMany);
                }
                stored.versions.insert(version.seq, (version.clone(), document));
                Ok(())
            }
            Write::DeleteVersion { dashboard, seq } => {
                let stored = self.living_mut(*dashboard).ok_or(LogError::NoSuchDashboard)?;
                stored.versions.remove(seq).map(drop).ok_or(LogError::NoSuchSeq)
            }
            Write::CreateDraft { draft, base, at_ms } => self.create_draft(*draft, *base, *at_ms),
            Write::DeleteDraft { draft, newest } => match self.living(*draft) {
                Some(stored) if stored.base.is_none() => Err(LogError::NoSuchDashboard),
                Some(stored) if stored.seq != *newest => Err(LogError::OutOfOrder),
                _ => self.dashboards.remove(draft).map(drop).ok_or(LogError::NoSuchDashboard),
            },
            Write::Compact { dashboard, horizon } => {
                if self.about(*dashboard)?.horizon >= *horizon {
                    return Ok(());
                }
                let document = self.past(*dashboard, *horizon, 0)?.document;
                let stored = self.dashboards.get_mut(dashboard).ok_or(LogError::NoSuchDashboard)?;
                stored.compact(*horizon, document);
                Ok(())
            }
            Write::CreateTable(row) => {
                let table = || StoredTable { schema: row.schema.clone(), batches: Vec::new(), next_row: 0 };
                self.tables.entry(row.name.clone()).or_insert_with(table);
                Ok(())
            }
            Write::AppendRows { table, batch, at_ms } => self.append_rows(table, batch, *at_ms),
            Write::BeginRows { table, first_row } => {
                let stored = self.tables.get_mut(table).ok_or(LogError::NoSuchTable)?;
                stored.batches.clear();
                stored.next_row = *first_row;
                Ok(())
            }
            Write::DropRows { table, below } => {
                if let Some(stored) = self.tables.get_mut(table) {
                    stored.batches.retain(|(_, batch)| batch.first_row + batch.rows > *below);
                }
                Ok(())
            }
            Write::DeleteTable(table) => {
                self.tables.remove(table);
                Ok(())
            }
            Write::Directory(rows) => {
                for DirectoryRow { key, record } in rows.iter().cloned() {
                    match record {
                        Some(record) => self.directory.insert(key, record),
                        None => self.directory.remove(&key),
                    };
                }
                Ok(())
            }
            Write::Recorded { line, with } => {
                let mut after = self.clone();
                with.iter().try_for_each(|with| after.write(with))?;
                after.record(line)?;
                *self = after;
                Ok(())
            }
        }
    }

    fn record(&mut self, line: &Line) -> Result<(), LogError> {
        let json = serde_json::to_string(line).map_err(|error| LogError::Failed(error.to_string()))?;
        let (number, hash) = self.audit.last().map_or((0, audit::FIRST_HASH), |last| (last.number, last.hash));
        let hash = audit::chained(&hash, number + 1, &json);
        self.audit.push(StoredLine { number: number + 1, json, hash });
        Ok(())
    }

    /// What is there and not in the trash.
    fn living(&self, id: DashboardId) -> Option<&Stored> {
        self.dashboards.get(&id).filter(|stored| stored.trashed_ms.is_none())
    }

    fn living_mut(&mut self, id: DashboardId) -> Option<&mut Stored> {
        self.dashboards.get_mut(&id).filter(|stored| stored.trashed_ms.is_none())
    }

    /// A dashboard and its drafts go to the trash, or come back; what is there already does not go there again.
    fn trash(&mut self, id: DashboardId, at_ms: Option<i64>) -> Result<(), LogError> {
        let stored = self.dashboards.get(&id).filter(|stored| stored.base.is_none());
        if stored.is_none_or(|stored| stored.trashed_ms.is_some() == at_ms.is_some()) {
            return Err(LogError::NoSuchDashboard);
        }
        for (other, stored) in &mut self.dashboards {
            if *other == id || stored.base.is_some_and(|base| base.dashboard == id) {
                stored.trashed_ms = at_ms;
            }
        }
        Ok(())
    }

    fn create(
        &mut self,
        id: DashboardId,
        (title, tags): (&str, &[String]),
        at_ms: i64,
        entries: &[Entry],
    ) -> Result<(), LogError> {
        if self.dashboards.contains_key(&id) {
            return Err(LogError::Taken);
        }
        let mut stored =
            Stored { title: title.to_owned(), tags: tags.to_vec(), updated_ms: at_ms, ..Stored::default() };
        stored.append(entries)?;
        self.dashboards.insert(id, stored);
        Ok(())
    }

    fn create_draft(&mut self, id: DashboardId, base: Base, at_ms: i64) -> Result<(), LogError> {
        let past = self.past(base.dashboard, base.seq, 0)?;
        if self.living(base.dashboard).is_none_or(|of| of.base.is_some()) {
            return Err(LogError::NoSuchDashboard);
        }
        if self.drafts(base.dashboard).len() >= MAX_DRAFTS {
            return Err(LogError::TooMany);
        }
        if self.dashboards.contains_key(&id) {
            return Err(LogError::Taken);
        }
        let (title, snapshots) = (past.document.title().to_owned(), BTreeMap::from([(base.seq, past.document)]));
        let (seq, horizon, updated_ms, base) = (base.seq, base.seq, at_ms, Some(base));
        self.dashboards.insert(id, Stored { title, updated_ms, base, seq, horizon, snapshots, ..Stored::default() });
        Ok(())
    }

    fn drafts(&self, dashboard: DashboardId) -> Vec<DashboardId> {
        let of = |stored: &Stored| stored.base.is_some_and(|base| base.dashboard == dashboard);
        self.dashboards.iter().filter(|(_, stored)| of(stored)).map(|(id, _)| *id).collect()
    }

    fn append_rows(&mut self, table: &str, batch: &RowBatch, at_ms: i64) -> Result<(), LogError> {
        let stored = self.tables.get_mut(table).ok_or(LogError::NoSuchTable)?;
        if stored.next_row != batch.first_row {
            return Err(LogError::OutOfOrder);
        }
        stored.next_row += batch.rows;
        stored.batches.push((at_ms, batch.clone()));
        Ok(())
    }
}

impl StoredTable {
    fn bytes(&self) -> u64 {
        self.batches.iter().map(|(_, batch)| batch.bytes.len() as u64).sum()
    }
}

impl Stored {
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
        let mut next = self.seq.next();
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
        self.seq = entries.last().map_or(self.seq, |entry| entry.sequenced.seq);
        self.entries.extend_from_slice(entries);
        self.updated_ms = entries.last().map_or(self.updated_ms, |entry| entry.at_ms);
        Ok(())
    }

    fn snapshot(&mut self, seq: Seq, document: &Document) -> Result<(), LogError> {
        if seq > self.seq || seq < self.horizon {
            return Err(LogError::OutOfOrder);
        }
        self.snapshots.insert(seq, document.clone());
        let (newest, horizon) = (self.snapshots.keys().next_back().copied(), self.horizon);
        let stays = |seq: Seq| seq.0.is_multiple_of(CHECKPOINT_GESTURES) || seq == horizon || Some(seq) == newest;
        self.snapshots.retain(|seq, _| stays(*seq));
        Ok(())
    }

    fn compact(&mut self, horizon: Seq, document: Document) {
        self.horizon = horizon;
        self.snapshots.retain(|seq, _| *seq > horizon);
        self.snapshots.insert(horizon, document);
        self.entries.retain(|entry| entry.sequenced.seq > horizon);
    }

    /// The document of a named version below the horizon; of what followed it nothing is there.
    fn named(&self, at: Seq, limit: usize) -> Result<Document, LogError> {
        let document = self.versions.get(&at).filter(|_| limit == 0).map(|(_, document)| document.clone());
        document.ok_or_else(|| LogError::Compacted {
            horizon: self.horizon,
            versions: self.versions.keys().copied().filter(|seq| *seq < self.horizon).collect(),
        })
    }
}
