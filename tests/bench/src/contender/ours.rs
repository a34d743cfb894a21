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

/// A document and its log. Of each gesture is counted what its row says of the op: the number of its client (one byte
/// up to 127), its counter (as many bytes as SQLite needs, and one that tells how many), the length of its bytes, and
/// these, which hold the ops. Not counted is what a row has besides: time, name of the author, two checksums, the
/// overhead of the database and of its index of ids. The table of the clients, eight bytes each, is left out.
pub struct Ours {
    document: Document,
    seq: Seq,
    log: Vec<u8>,
}

impl Ours {
    fn take(&mut self, number: u64, ops: Vec<Op>) -> Answer<()> {
        let key = (number % CLIENTS) as u8;
        let gesture = Gesture { id: OpId { client: client(key), counter: number / CLIENTS + 1 }, ops };
        self.seq = self.seq.next();
        apply(&mut self.document, &gesture, Some(self.seq))?;
        let stored = codec::ops_to_stored(&gesture.ops)?;
        let counter = gesture.id.counter.to_le_bytes();
        let counter_bytes = integer_bytes(gesture.id.counter);
        self.log.extend([key, counter_bytes as u8]);
        self.log.extend(&counter[..counter_bytes]);
        self.log.push(u8::try_from(stored.len())?);
        self.log.extend(stored);
        Ok(())
    }
}

/// How many bytes SQLite stores of a number: the least of those that hold it with its sign.
fn integer_bytes(number: u64) -> usize {
    let bits = u64::BITS - number.leading_zeros() + 1;
    [1, 2, 3, 4, 6].into_iter().find(|bytes| bits <= bytes * u8::BITS).map_or(8, |bytes| bytes as usize)
}

/// The next gesture of a log, and what follows it.
fn next_gesture(log: &[u8]) -> Answer<(Gesture, &[u8])> {
    let cut = "the log is cut";
    let ([key, counter_bytes], rest) = log.split_first_chunk().ok_or(cut)?;
    let (stored_counter, rest) = rest.split_at_checked(usize::from(*counter_bytes)).ok_or(cut)?;
    let (length, rest) = rest.split_first().ok_or(cut)?;
    let (stored, rest) = rest.split_at_checked(usize::from(*length)).ok_or(cut)?;
    let counter = stored_counter.iter().rev().fold(0, |counter, byte| (counter << 8) | u64::from(*byte));
    let id = OpId { client: client(*key), counter };
    Ok((Gesture { id, ops: codec::ops_from_stored(stored)? }, rest))
}

/// The client that has this number.
fn client(key: u8) -> ClientId {
    ClientId::from_bytes(random_bytes(u64::from(key) + 1))
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
        while !bytes.is_empty() {
            let (gesture, rest) = next_gesture(bytes)?;
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
