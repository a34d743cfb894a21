//! The disk of a model browser: what its shelf has, as the shelf's own rules say it, and the batches that are on the way.

use std::collections::{BTreeMap, VecDeque};

use client::shelf::{Batch, KeptDocument, KeptReplica, Slot, Stock, record::read};
use document::{ClientId, Gesture, OpId};

/// What one browser keeps of one dashboard.
#[derive(Default)]
pub(crate) struct Disk {
    document: Option<KeptDocument>,
    replicas: BTreeMap<ClientId, Vec<u8>>,
    gestures: BTreeMap<OpId, Gesture>,
    /// Batches of tabs that are not on the disk yet, oldest first.
    on_the_way: VecDeque<(ClientId, Batch)>,
}

impl Disk {
    /// A tab hands a batch over.
    pub(crate) fn put(&mut self, tab: ClientId, batch: Batch) {
        self.on_the_way.push_back((tab, batch));
    }

    /// The oldest batch is written; says whose it was.
    pub(crate) fn write(&mut self) -> Option<ClientId> {
        let (tab, batch) = self.on_the_way.pop_front()?;
        let gestures = batch.gestures.iter().map(|(id, bytes)| (*id, read(bytes).unwrap()));
        self.gestures.extend(gestures);
        self.gestures.retain(|id, _| !batch.settled.contains(id));
        self.replicas.extend(batch.replica);
        self.replicas.retain(|client, _| !batch.done_with.contains(client));
        if let Some(written) = batch.document {
            let is_older = self.document.as_ref().is_some_and(|kept| kept.seq > written.seq);
            if !is_older || written.replaces_newer {
                self.document = Some(read(&written.bytes).unwrap());
            }
        }
        Some(tab)
    }

    /// The tab dies: what it handed over last is lost, from some batch on.
    pub(crate) fn lose(&mut self, tab: ClientId, mut lost: impl FnMut() -> bool) {
        let mut is_lost = false;
        self.on_the_way.retain(|(owner, _)| {
            is_lost |= *owner == tab && lost();
            *owner != tab || !is_lost
        });
    }

    /// What a new tab goes on with; the others are alive.
    pub(crate) fn take(&mut self, fresh: ClientId, alive: &[ClientId]) -> Slot {
        while self.write().is_some() {}
        let replicas =
            self.replicas.iter().map(|(client, kept)| (*client, KeptReplica { used_at_ms: 0, kept: kept.clone() }));
        let stock = Stock {
            document: self.document.clone(),
            replicas: replicas.collect(),
            gestures: self.gestures.values().cloned().collect(),
        };
        let free: Vec<ClientId> = self.replicas.keys().copied().filter(|client| !alive.contains(client)).collect();
        stock.slot(&free, fresh)
    }
}
