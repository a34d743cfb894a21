//! What the tests of the log are made of: a dashboard whose gesture n says "title n", and writes of it.

use document::{ClientId, Document, Gesture, NodeId, Op, OpId, Property, Seq, Sequenced, Value, apply};
use tempfile::TempDir;

use super::*;

mod contract;
mod file;

const DASHBOARD: DashboardId = DashboardId::fixed(1);
const OTHER: DashboardId = DashboardId::fixed(2);
const DRAFT: DashboardId = DashboardId::fixed(3);

fn entry(seq: u64) -> Entry {
    entry_of(seq, OpId { client: ClientId::from_bytes([7; 8]), counter: seq * 10 })
}

fn entry_of(seq: u64, id: OpId) -> Entry {
    let value = Value::Text(format!("title {seq}"));
    let ops = vec![Op::Set { node: NodeId::ROOT, property: Property::Title, value }];
    let sequenced = Sequenced { seq: Seq(seq), gesture: Gesture { id, ops } };
    Entry { sequenced, at_ms: 1000 + seq.cast_signed(), author: "Ada".into() }
}

fn entries(seqs: std::ops::RangeInclusive<u64>) -> Vec<Entry> {
    seqs.map(entry).collect()
}

fn create(dashboard: DashboardId, last: u64) -> Write {
    Write::CreateDashboard { dashboard, title: "new".into(), tags: Vec::new(), at_ms: 5, entries: entries(1..=last) }
}

fn append(dashboard: DashboardId, entries: Vec<Entry>) -> Write {
    Write::Append { dashboard, title: "appended".into(), tags: vec!["web ops".into(), "eu".into()], entries }
}

fn document_at(seq: u64) -> Document {
    let mut document = Document::default();
    for Entry { sequenced, .. } in entries(1..=seq) {
        apply(&mut document, &sequenced.gesture, Some(sequenced.seq)).unwrap();
    }
    document
}

fn table(name: &str) -> Write {
    Write::CreateTable(TableRow { name: name.into(), schema: vec![1, 2] })
}

fn rows(first_row: u64, rows: u64) -> RowBatch {
    RowBatch { first_row, rows, bytes: vec![first_row as u8; 3] }
}

fn append_rows(first_row: u64, count: u64) -> Write {
    Write::AppendRows { table: "t".into(), batch: rows(first_row, count), at_ms: first_row.cast_signed() }
}

fn only(log: &mut dyn Log, write: Write) -> Result<(), LogError> {
    log.commit(&[write]).unwrap().remove(0)
}

/// One check of the contract, for every log.
fn check(check: impl Fn(&mut dyn Log)) {
    check(&mut MemoryLog::default());
    let folder = TempDir::new().unwrap();
    check(&mut SqliteLog::open(folder.path()).unwrap());
}

fn compact(horizon: u64) -> Write {
    Write::Compact { dashboard: DASHBOARD, horizon: Seq(horizon) }
}
