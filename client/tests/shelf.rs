//! The shelf in a real browser: what is written is read, all of a batch or nothing, and what must not go stays.
#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, reason = "a test without its shelf has failed")]

use client::shelf::{
    Batch, KeptDocument, KeptReplica, MAX_DASHBOARDS, Shelf, WrittenDocument,
    record::{read, write},
    take,
};
use document::{
    ClientId, Document, Gesture, Kept, NodeId, Op, OpId, Property, Replica, Role, Seq, Value, apply,
    replica::RESERVED_COUNTERS,
};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const ME: ClientId = ClientId::from_bytes([1; 8]);
const OTHER: ClientId = ClientId::from_bytes([2; 8]);

fn gesture(client: ClientId, counter: u64) -> Gesture {
    let value = Value::Text(counter.to_string());
    let ops = vec![Op::Set { node: NodeId::ROOT, property: Property::Title, value }];
    Gesture { id: OpId { client, counter }, ops }
}

fn pending(gestures: &[Gesture]) -> Batch {
    let gestures = gestures.iter().map(|gesture| (gesture.id, write(gesture).unwrap())).collect();
    Batch { gestures, ..Batch::default() }
}

fn document(seq: u64) -> WrittenDocument {
    let mut document = Document::default();
    let last = gesture(OTHER, seq);
    apply(&mut document, &last, Some(Seq(seq))).unwrap();
    let kept = KeptDocument { document, seq: Seq(seq), last: Some(last.id), role: Role::Editor };
    let bytes = write(&kept).unwrap();
    WrittenDocument { title: seq.to_string(), seq: Seq(seq), bytes, replaces_newer: false }
}

async fn put_document(shelf: &Shelf, dashboard: &str, document: WrittenDocument, now_ms: i64) {
    let batch = Batch { document: Some(document), ..Batch::default() };
    shelf.put(dashboard, &batch, now_ms).await.unwrap();
}

async fn seq_of(shelf: &Shelf, dashboard: &str) -> Option<Seq> {
    shelf.load(dashboard).await.unwrap().document.map(|document| document.seq)
}

/// P-72: a document and what it settles are written together; nothing of another dashboard is touched.
#[wasm_bindgen_test]
async fn what_is_put_is_loaded() {
    let shelf = Shelf::open().await.unwrap();
    let all = [gesture(ME, 2), gesture(ME, 10), gesture(OTHER, 1)];
    shelf.put("put", &pending(&all), 0).await.unwrap();
    shelf.put("put else", &pending(&all), 0).await.unwrap();
    let stock = shelf.load("put").await.unwrap();
    assert_eq!(stock.of(ME).cloned().collect::<Vec<_>>(), all[..2]);
    assert_eq!(stock.document, None);
    let settled = vec![all[0].id, all[2].id];
    let batch = Batch { settled, document: Some(document(5)), replica: Some((ME, vec![1, 2])), ..Batch::default() };
    shelf.put("put", &batch, 3).await.unwrap();
    let stock = shelf.load("put").await.unwrap();
    assert_eq!(stock.gestures, all[1..2]);
    assert_eq!(stock.replicas, [(ME, KeptReplica { used_at_ms: 3, kept: vec![1, 2] })]);
    assert_eq!(stock.document, Some(read(&document(5).bytes).unwrap()));
    assert_eq!(shelf.load("put else").await.unwrap().gestures, all);
}

/// P-73: tabs write in any order; an older document takes the place of a newer one only where the history is another.
#[wasm_bindgen_test]
async fn a_document_never_goes_back() {
    let shelf = Shelf::open().await.unwrap();
    for (seq, expected) in [(5, 5), (3, 5), (5, 5), (9, 9), (8, 9)] {
        put_document(&shelf, "back", document(seq), 0).await;
        assert_eq!(seq_of(&shelf, "back").await, Some(Seq(expected)), "after {seq}");
    }
    put_document(&shelf, "back", WrittenDocument { replaces_newer: true, ..document(2) }, 0).await;
    assert_eq!(seq_of(&shelf, "back").await, Some(Seq(2)));
}

/// P-71, P-75: each tab has a client of its own, with counters behind those that were reserved; what a tab left behind
/// the next one sends.
#[wasm_bindgen_test]
async fn a_slot_is_one_tabs() {
    let shelf = Shelf::open().await.unwrap();
    let third = ClientId::from_bytes([3; 8]);
    let (first, held) = take(&shelf, "slot", ME).await.unwrap();
    let (second, held_too) = take(&shelf, "slot", OTHER).await.unwrap();
    assert_eq!((first.client, second.client), (ME, OTHER));
    for (now_ms, client) in [(2, ME), (1, OTHER)] {
        let kept = Replica::revive(client, Kept::default(), None, Vec::new(), None).kept();
        let batch = Batch { replica: Some((client, write(&kept).unwrap())), ..pending(&[gesture(client, 1)]) };
        shelf.put("slot", &batch, now_ms).await.unwrap();
    }
    let (apart, held_apart) = take(&shelf, "slot", third).await.unwrap();
    assert_eq!((apart.client, apart.pending, apart.orphans), (third, vec![], vec![]));
    drop((held, held_apart));
    let (again, held) = take(&shelf, "slot", third).await.unwrap();
    assert_eq!((again.client, again.kept.reserved()), (ME, 1 + RESERVED_COUNTERS));
    assert_eq!((again.pending, again.orphans), (vec![gesture(ME, 1)], vec![]));
    drop((held, held_too));
    let (heir, _held) = take(&shelf, "slot", third).await.unwrap();
    assert_eq!((heir.client, heir.pending), (ME, vec![gesture(ME, 1)]));
    assert_eq!((heir.orphans, heir.idle), (vec![gesture(OTHER, 1)], vec![]));
}

/// P-79: what was kept longest ago goes, but nothing that waits for the relay.
#[wasm_bindgen_test]
async fn the_shelf_is_bounded() {
    let shelf = Shelf::open().await.unwrap();
    shelf.put("full 0", &pending(&[gesture(ME, 1)]), 0).await.unwrap();
    for number in 0..MAX_DASHBOARDS + 5 {
        put_document(&shelf, &format!("full {number}"), document(1), number as i64 - 1_000_000).await;
    }
    let kept: Vec<String> = shelf.list().await.unwrap().into_iter().map(|(dashboard, _)| dashboard).collect();
    assert_eq!(kept.len(), MAX_DASHBOARDS);
    assert!(kept.contains(&"full 0".to_owned()) && !kept.contains(&"full 1".to_owned()), "{kept:?}");
    shelf.forget("full 0").await.unwrap();
    assert_eq!(shelf.load("full 0").await.unwrap(), client::shelf::Stock::default());
}
