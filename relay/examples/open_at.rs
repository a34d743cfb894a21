//! How long it takes to open a dashboard as it was at a random `Seq`: a log on disk with 100,000 gestures on 30 panels,
//! as many as a room would write, then 1,000 openings; and the same for one of an older program, which stored no snapshots
//! on the way: its first opening stores them. Run it with `cargo run --release -p relay --example open_at`.

use std::time::{Duration, Instant};

use document::{
    ClientId, Document, Gesture, Kind, NodeId, Op, OpId, Order, Outline, Place, Property, Seq, Sequenced, Value, apply,
};
use relay::{
    dashboard::DashboardId,
    log::{CHECKPOINT_GESTURES, Entry, Log, LogError, SqliteLog, Write},
};

const GESTURES: u64 = 100_000;
const PANELS: u64 = 30;
const OPENINGS: u64 = 1_000;
const DASHBOARD: DashboardId = DashboardId::fixed(1);

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for has_checkpoints in [true, false] {
        measure(has_checkpoints)?;
    }
    Ok(())
}

fn measure(has_checkpoints: bool) -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let mut log = SqliteLog::open(folder.path())?;
    fill(&mut log, has_checkpoints)?;
    let begin = Instant::now();
    log.past(DASHBOARD, Seq(GESTURES - 1), 0)?;
    let first = begin.elapsed();
    let bytes: u64 =
        std::fs::read_dir(folder.path())?.flatten().filter_map(|file| Some(file.metadata().ok()?.len())).sum();
    let mut times = (0..OPENINGS).map(|number| open(&mut log, number)).collect::<Result<Vec<_>, _>>()?;
    times.sort_unstable();
    let at = |share: f64| times[(share * (times.len() - 1) as f64) as usize];
    let (median, p99, max) = (at(0.5), at(0.99), at(1.0));
    println!(
        "{GESTURES} gestures, {PANELS} panels, {bytes} bytes, checkpoints: {has_checkpoints}; first opening {first:?}; \
         {OPENINGS} openings: median {median:?}, 99 % {p99:?}, max {max:?}"
    );
    Ok(())
}

fn fill(log: &mut SqliteLog, has_checkpoints: bool) -> Result<(), Box<dyn std::error::Error>> {
    let create = Write::CreateDashboard {
        dashboard: DASHBOARD,
        title: String::new(),
        tags: Vec::new(),
        at_ms: 0,
        entries: Vec::new(),
    };
    log.commit(&[create])?;
    let mut document = Document::default();
    for first in (1..=GESTURES).step_by(usize::try_from(CHECKPOINT_GESTURES)?) {
        let mut entries = Vec::new();
        for seq in first..first + CHECKPOINT_GESTURES {
            let sequenced = Sequenced { seq: Seq(seq), gesture: gesture(seq) };
            apply(&mut document, &sequenced.gesture, Some(sequenced.seq))?;
            entries.push(Entry { sequenced, at_ms: seq.cast_signed(), author: "Ada".to_owned() });
        }
        let seq = Seq(first + CHECKPOINT_GESTURES - 1);
        let append =
            Write::Append { dashboard: DASHBOARD, title: document.title().to_owned(), tags: Vec::new(), entries };
        let snapshot = Write::StoreSnapshot { dashboard: DASHBOARD, seq, document: document.clone() };
        let writes = [append, snapshot];
        log.commit(if has_checkpoints { &writes } else { &writes[..1] })?;
    }
    Ok(())
}

/// The first gestures add the panels, the others write their properties in turn.
fn gesture(seq: u64) -> Gesture {
    let id = OpId { client: ClientId::from_bytes([1; 8]), counter: seq };
    let node = NodeId::from_bytes((1 + seq % PANELS).to_be_bytes());
    let op = if seq <= PANELS {
        Op::Insert { node, kind: Kind::Chart, place: Place { parent: NodeId::ROOT, order: Order::default() } }
    } else {
        let words = [Property::Title, Property::Description, Property::Unit];
        let property = words[(seq / PANELS % 3) as usize];
        Op::Set { node, property, value: Value::Text(format!("says {seq}")) }
    };
    Gesture { id, ops: vec![op] }
}

/// A multiplicative walk over all numbers up to the newest, so that every run opens the same ones.
fn open(log: &mut SqliteLog, number: u64) -> Result<Duration, LogError> {
    let at = Seq(number.wrapping_mul(0x9e37_79b9_7f4a_7c15) % (GESTURES + 1));
    let begin = Instant::now();
    let outline = Outline::of(&log.past(DASHBOARD, at, 0)?.document);
    let time = begin.elapsed();
    assert!(outline.children.len() as u64 <= PANELS);
    Ok(time)
}
