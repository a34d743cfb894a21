//! A small store: one commit after the other, something of everything that a relay stores.

use document::{ClientId, Gesture, OpId, Seq, Sequenced};
use protocol::history::NamedVersion;
use relay::{
    audit::{Act, Line},
    dashboard::DashboardId,
    log::{Base, DirectoryRow, Entry, RowBatch, TableRow, Write},
};

use crate::writers::title;

/// A dashboard whose history is compacted.
pub const FIRST: DashboardId = DashboardId::fixed(1);
/// A plain one.
pub const SECOND: DashboardId = DashboardId::fixed(2);
/// A draft of the first.
pub const DRAFT: DashboardId = DashboardId::fixed(3);

/// The gesture at a `Seq`, by one of two clients in turn.
#[must_use]
pub fn entry(seq: u64) -> Entry {
    let id = OpId { client: ClientId::from_bytes([1 + (seq % 2) as u8; 8]), counter: seq };
    let gesture = Gesture { id, ops: title(format!("title {seq}")) };
    Entry { sequenced: Sequenced { seq: Seq(seq), gesture }, at_ms: 1_000 + seq.cast_signed(), author: "Ada".into() }
}

fn append(dashboard: DashboardId, seq: u64) -> Write {
    Write::Append { dashboard, title: format!("title {seq}"), tags: Vec::new(), entries: vec![entry(seq)] }
}

fn rows(first_row: u64) -> Write {
    let batch = RowBatch { first_row, rows: 2, bytes: vec![first_row as u8; 40] };
    Write::AppendRows { table: "t".into(), batch, at_ms: 7 }
}

/// Something of everything that is stored, one commit after the other.
#[must_use]
pub fn commits() -> Vec<Write> {
    let create = |dashboard| Write::CreateDashboard {
        dashboard,
        title: "new".into(),
        tags: Vec::new(),
        at_ms: 5,
        entries: vec![entry(1)],
    };
    let name = NamedVersion { seq: Seq(2), name: "kept".into(), author: "Ada".into(), at_ms: 9 };
    let line = Line {
        at_ms: 3,
        who: "console".into(),
        name: "console".into(),
        from: None,
        act: Act::DashboardMade,
        object: String::new(),
        detail: String::new(),
    };
    let record = DirectoryRow { key: b"account".to_vec(), record: Some(b"somebody".to_vec()) };
    vec![
        create(FIRST),
        create(SECOND),
        append(FIRST, 2),
        append(SECOND, 2),
        Write::NameVersion { dashboard: FIRST, version: name },
        append(FIRST, 3),
        Write::CreateTable(TableRow { name: "t".into(), schema: vec![1, 2, 3] }),
        rows(0),
        Write::Compact { dashboard: FIRST, horizon: Seq(3) },
        append(FIRST, 4),
        rows(2),
        Write::CreateDraft { draft: DRAFT, base: Base { dashboard: FIRST, seq: Seq(4) }, at_ms: 6 },
        append(SECOND, 3),
        Write::Recorded { line: line.clone(), with: vec![Write::Directory(vec![record])] },
        append(DRAFT, 5),
        Write::Recorded { line, with: Vec::new() },
        append(SECOND, 4),
    ]
}
