//! Ours: every write is a gesture of its own with a `Seq`, applied and at once encoded as the relay's log stores it, as the
//! room and the log do. Beside the gestures the log keeps a snapshot, from which a document is opened.

use document::{
    ClientId, Color, Document, Gesture, Kind, Mark, NodeId, Op, OpId, Order, Place, Property, Rect, Seq, Value, apply,
};
use protocol::codec;

use super::Contender;
use crate::{
    Answer,
    workload::{NODES, Workload, Write, Written},
};

/// Whose gestures the writes are, in turn.
const CLIENTS: u64 = 8;

/// A document and its log: each gesture after its length, as a database would keep them.
pub struct Ours {
    document: Document,
    seq: Seq,
    log: Vec<u8>,
}

impl Ours {
    fn take(&mut self, number: u64, ops: Vec<Op>) -> Answer<()> {
        let seed = number % CLIENTS + 1;
        let client = ClientId::from_bytes(random_bytes(seed));
        let gesture = Gesture { id: OpId { client, counter: number / CLIENTS + 1 }, ops };
        self.seq = self.seq.next();
        apply(&mut self.document, &gesture, Some(self.seq))?;
        let stored = codec::to_stored(&gesture)?;
        self.log.push(u8::try_from(stored.len())?);
        self.log.extend(stored);
        Ok(())
    }
}

impl Contender for Ours {
    fn of(_work: &Workload) -> Self {
        let mut ours = Self { document: Document::default(), seq: Seq::ZERO, log: Vec::new() };
        for node in 0..NODES {
            let place = Place { parent: NodeId::ROOT, order: Order::default() };
            let insert = Op::Insert { node: id(node), kind: Kind::Chart, place };
            ours.take(node as u64, vec![insert]).expect("a new node");
        }
        ours
    }

    fn apply(&mut self, work: &Workload) -> Answer<()> {
        for (index, write) in work.writes.iter().enumerate() {
            self.take((NODES + index) as u64, vec![op(write)])?;
        }
        Ok(())
    }

    /// The snapshot after its length, then the log.
    fn encode(&mut self) -> Answer<Vec<u8>> {
        let snapshot = codec::to_stored(&self.document)?;
        let mut bytes = (snapshot.len() as u64).to_le_bytes().to_vec();
        bytes.extend(snapshot);
        bytes.extend(&self.log);
        Ok(bytes)
    }

    fn reload(bytes: &[u8]) -> Answer<Self> {
        let (length, rest) = bytes.split_first_chunk().ok_or("no snapshot")?;
        let (snapshot, _history_that_is_not_read) =
            rest.split_at_checked(u64::from_le_bytes(*length) as usize).ok_or("the snapshot is cut")?;
        Ok(Self { document: codec::from_stored(snapshot)?, seq: Seq::ZERO, log: Vec::new() })
    }

    fn history(&mut self) -> Answer<Vec<u8>> {
        Ok(self.log.clone())
    }

    fn replay(mut bytes: &[u8]) -> Answer<Self> {
        let mut document = Document::default();
        let mut seq = Seq::ZERO;
        while let [length, rest @ ..] = bytes {
            let (stored, rest) = rest.split_at_checked(usize::from(*length)).ok_or("the log is cut")?;
            let gesture: Gesture = codec::from_stored(stored)?;
            seq = seq.next();
            apply(&mut document, &gesture, Some(seq))?;
            bytes = rest;
        }
        Ok(Self { document, seq, log: Vec::new() })
    }

    fn title(&self, node: usize) -> Answer<String> {
        Ok(self.document.node(id(node)).ok_or("no such node")?.title().to_owned())
    }
}

fn op(write: &Write) -> Op {
    let (property, value) = match &write.written {
        Written::Title(title) => (Property::Title, Value::Text(title.clone())),
        Written::Layout([x, y, w, h]) => (Property::Layout, Value::Rect(Rect { x: *x, y: *y, w: *w, h: *h })),
        Written::Mark(mark) => (Property::Mark, Value::Mark(Mark::ALL[usize::from(*mark)])),
        Written::Color(rgb) => (Property::MarkColor, Value::Color(Some(Color { rgb: *rgb }))),
    };
    Op::Set { node: id(write.node), property, value }
}

fn id(node: usize) -> NodeId {
    NodeId::from_bytes(random_bytes(node as u64 + 1))
}

/// Spread as random ids are, each of its own (the multiplier is odd).
fn random_bytes(number: u64) -> [u8; 8] {
    number.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes()
}
