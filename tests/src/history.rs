//! A history: a document and the gestures that made it, as a room would have put them in order.
//! It makes what logs store; it stores nothing itself.

use document::{ClientId, Document, Gesture, NodeId, OpId, Seq, Sequenced, apply};
use relay::log::Entry;

use crate::{chance::Chance, whim};

/// A growing document.
#[derive(Clone, Debug)]
pub struct History {
    client: ClientId,
    tried: u64,
    remembered: Vec<NodeId>,
    /// The document at each `Seq`, from 0.
    pub documents: Vec<Document>,
    /// All gestures so far, in order.
    pub entries: Vec<Entry>,
}

impl History {
    /// The empty document of this author.
    #[must_use]
    pub fn new(client: ClientId) -> Self {
        let documents = vec![Document::default()];
        Self { client, tried: 0, remembered: vec![NodeId::ROOT], documents, entries: Vec::new() }
    }

    /// The newest `Seq`.
    #[must_use]
    pub fn seq(&self) -> Seq {
        self.entries.last().map_or(Seq::ZERO, |entry| entry.sequenced.seq)
    }

    /// The newest document.
    #[must_use]
    pub fn document(&self) -> &Document {
        self.documents.last().expect("there is one from the start")
    }

    /// The next `count` gestures.
    pub fn grow(&mut self, chance: &mut Chance, count: usize) -> Vec<Entry> {
        let first = self.entries.len();
        while self.entries.len() < first + count {
            self.try_one(chance);
        }
        self.entries[first..].to_vec()
    }

    fn try_one(&mut self, chance: &mut Chance) {
        self.tried += 1;
        let (mut document, seq) = (self.document().clone(), self.seq().next());
        let ops = whim::gesture(chance, &document, &mut self.remembered);
        let gesture = Gesture { id: OpId { client: self.client, counter: self.tried }, ops };
        if apply(&mut document, &gesture, Some(seq)).is_ok() {
            let at_ms = i64::try_from(self.tried).unwrap_or(i64::MAX);
            self.entries.push(Entry { sequenced: Sequenced { seq, gesture }, at_ms, author: "somebody".into() });
            self.documents.push(document);
        }
    }
}
