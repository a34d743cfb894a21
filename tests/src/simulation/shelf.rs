//! A shelf: what a browser keeps of one dashboard, as IndexedDB would. Transactions become durable one after the other
//! and whole, some time after they were asked for; a browser that is killed loses those that are under way.

use std::collections::{BTreeMap, VecDeque};

use document::{ClientId, Document, Gesture, Kept, OpId, Seq};

/// What a browser keeps of one dashboard.
#[derive(Debug, Default)]
pub(crate) struct Shelf {
    durable: Stored,
    under_way: VecDeque<Transaction>,
}

/// What a kill leaves.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stored {
    /// The newest confirmed document, its `Seq` and its last gesture.
    pub(crate) document: Option<(Document, Seq, Option<OpId>)>,
    /// Pending gestures of all replicas of this browser.
    pub(crate) gestures: BTreeMap<OpId, Gesture>,
    /// Reserved counters of each replica and what it can undo.
    pub(crate) kept: BTreeMap<ClientId, Kept>,
}

/// What is stored together or not at all.
#[derive(Clone, Debug)]
pub(crate) enum Transaction {
    /// Pending gestures, and what belongs to them.
    Pending { client: ClientId, gestures: Vec<Gesture>, kept: Box<Kept> },
    /// A confirmed document in place of the gestures that it contains, or that were refused.
    Confirmed { document: Document, seq: Seq, id: Option<OpId>, settled: Vec<OpId> },
}

impl Shelf {
    /// Asks to store.
    pub(crate) fn put(&mut self, transaction: Transaction) {
        self.under_way.push_back(transaction);
    }

    /// The oldest transaction under way becomes durable; it comes back.
    pub(crate) fn commit(&mut self) -> Option<Transaction> {
        let transaction = self.under_way.pop_front()?;
        match transaction.clone() {
            Transaction::Pending { client, gestures, kept } => {
                self.durable.gestures.extend(gestures.into_iter().map(|gesture| (gesture.id, gesture)));
                self.durable.kept.insert(client, *kept);
            }
            Transaction::Confirmed { document, seq, id, settled } => {
                if self.durable.document.as_ref().is_none_or(|(_, stored, _)| *stored <= seq) {
                    self.durable.document = Some((document, seq, id));
                    self.durable.gestures.retain(|id, _| !settled.contains(id));
                }
            }
        }
        Some(transaction)
    }

    /// The browser is killed: what is under way is gone; what is durable is what comes back.
    pub(crate) fn kill(&mut self) -> Stored {
        self.under_way.clear();
        self.durable.clone()
    }
}
