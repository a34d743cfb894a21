//! Storage: the log of a simulation, with the one append that may be on its way to the disk. Whether it arrives, fails
//! cleanly or is never heard of again is the simulation's choice.

use document::{Document, Seq, Sequenced, apply};
use relay::{
    dashboard::DashboardId,
    log::{Entry, Log, MemoryLog, Write},
    room::{Accepted, Start},
};

const DASHBOARD: DashboardId = DashboardId::fixed(1);

/// What is on the disk and what is on its way there.
#[derive(Debug)]
pub(super) struct Storage {
    log: MemoryLog,
    in_flight: Option<Write>,
    /// Every gesture on the disk, in order.
    pub(super) order: Vec<Sequenced>,
    /// The document that they make.
    pub(super) document: Document,
}

impl Storage {
    /// A log with one empty dashboard.
    #[must_use]
    pub(super) fn new() -> Self {
        let mut storage =
            Self { log: MemoryLog::default(), in_flight: None, order: Vec::new(), document: Document::default() };
        let create = Write::CreateDashboard {
            dashboard: DASHBOARD,
            title: String::new(),
            tags: Vec::new(),
            at_ms: 0,
            entries: Vec::new(),
        };
        storage.commit(create);
        storage
    }

    /// The newest `Seq` on the disk.
    #[must_use]
    pub(super) fn seq(&self) -> Seq {
        self.order.last().map_or(Seq::ZERO, |sequenced| sequenced.seq)
    }

    /// The room hands gestures over; there is never a second append before the answer to the first.
    pub(super) fn begin(&mut self, (title, tags): (String, Vec<String>), accepted: Vec<Accepted>) {
        assert!(self.in_flight.is_none(), "a second append before the answer to the first");
        let entry = |Accepted { sequenced, author, at_ms }| Entry { sequenced, at_ms, author };
        let entries = accepted.into_iter().map(entry).collect();
        self.in_flight = Some(Write::Append { dashboard: DASHBOARD, title, tags, entries });
    }

    /// Whether an append is on its way.
    #[must_use]
    pub(super) fn is_busy(&self) -> bool {
        self.in_flight.is_some()
    }

    /// What is on its way reaches the disk.
    pub(super) fn finish(&mut self) {
        if let Some(write) = self.in_flight.take() {
            if let Write::Append { entries, .. } = &write {
                for Entry { sequenced, .. } in entries {
                    apply(&mut self.document, &sequenced.gesture, Some(sequenced.seq)).expect("the room has judged it");
                    self.order.push(sequenced.clone());
                }
            }
            self.commit(write);
        }
    }

    /// What is on its way never reaches the disk.
    pub(super) fn lose(&mut self) {
        self.in_flight = None;
    }

    /// Stores a snapshot.
    pub(super) fn snapshot(&mut self, seq: Seq, document: Document) {
        self.commit(Write::StoreSnapshot { dashboard: DASHBOARD, seq, document });
    }

    /// All gestures but the newest `kept` leave the log, with what was kept to open them.
    pub(super) fn compact(&mut self, kept: u64) {
        let horizon = Seq(self.seq().0.saturating_sub(kept));
        if horizon > Seq::ZERO && self.in_flight.is_none() {
            self.commit(Write::Compact { dashboard: DASHBOARD, horizon });
        }
    }

    /// What a room starts from.
    pub(super) fn start(&mut self) -> Start {
        let loaded = self.log.load(DASHBOARD).expect("the dashboard is there");
        assert_eq!(loaded.seq, self.seq(), "the log lost something");
        Start {
            document: loaded.document,
            seq: loaded.seq,
            tail: loaded.tail,
            ids: loaded.ids,
            snapshot_seq: loaded.snapshot_seq,
        }
    }

    fn commit(&mut self, write: Write) {
        let results = self.log.commit(&[write]).expect("memory does not fail");
        assert_eq!(results, [Ok(())], "the log refused a write of the room");
    }
}

impl Default for Storage {
    fn default() -> Self {
        Self::new()
    }
}
