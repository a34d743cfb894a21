//! What waits, what is refused and who is woken: every lane with its bound and its overflow.

use super::*;

fn frame(bytes: usize) -> Bytes {
    Bytes::from(vec![7; bytes])
}

fn outbox() -> Outbox {
    Outbox::new(SessionId(1))
}

/// What the session takes without waiting.
fn take(outbox: &Outbox) -> Drained {
    use futures_util::FutureExt;
    outbox.drain().now_or_never().unwrap_or_default()
}

fn lengths(outbox: &Outbox) -> Vec<usize> {
    take(outbox).frames.iter().map(Bytes::len).collect()
}

const TAKEN: Offer = Offer { taken: true, wake: false };
const WAITS: Offer = Offer { taken: true, wake: true };
const REFUSED: Offer = Offer { taken: false, wake: false };

/// P-35, ops: all or the end of the session.
#[test]
fn ops_come_in_order_and_too_many_end_the_session_and_free_its_memory() {
    let outbox = outbox();
    let half = MAX_WAITING_OPS_BYTES / 2;
    let large = 5 * MAX_WAITING_OPS_BYTES;
    for bytes in [half - 1, half, large] {
        outbox.push_op(frame(bytes));
    }
    assert_eq!(lengths(&outbox), [half - 1, half, large]);
    for _ in 0..3 {
        outbox.push_op(frame(half));
    }
    outbox.push_presence(SessionId(2), Word::Where, frame(1));
    assert_eq!(take(&outbox), Drained { close: Some(Close::Slow), ..Drained::default() });
    outbox.close(Close::Away);
    outbox.push_op(frame(1));
    assert_eq!((take(&outbox), outbox.closed()), (Drained::default(), Some(Close::Slow)), "the first reason stays");
}

/// P-35, P-121, rows: what does not fit stays at the table, until what was taken is sent.
#[test]
fn rows_are_refused_until_those_before_them_are_sent_whichever_table_they_are_of() {
    let outbox = outbox();
    let (large, other): (Arc<str>, Arc<str>) = ("large".into(), "other".into());
    assert_eq!(outbox.push_rows(&large, frame(MAX_WAITING_ROWS_BYTES), Due::Now), TAKEN);
    assert_eq!(outbox.push_rows(&large, frame(1), Due::Now), REFUSED);
    let drained = take(&outbox);
    assert_eq!((drained.frames.len(), drained.hungry), (1, vec![Arc::clone(&large)]));
    assert_eq!(outbox.push_rows(&other, frame(1), Due::Now), REFUSED, "it is on its way still");
    assert_eq!(take(&outbox).hungry, [Arc::clone(&other)], "whoever asks for more has sent it");
    assert_eq!(outbox.push_rows(&other, frame(1), Due::Now), TAKEN);
    assert_eq!(outbox.push_rows(&large, frame(1), Due::Now), TAKEN, "there is room again");
}

/// P-121: memory in all is bounded; when there is room again nobody is forgotten.
#[test]
fn when_too_much_waits_in_all_rows_stay_at_their_tables_and_the_tick_asks_again() {
    let all = Gauge::default();
    let (slow, outbox) = (Outbox::counted(SessionId(1), all.clone()), Outbox::counted(SessionId(2), all.clone()));
    let table: Arc<str> = "t".into();
    slow.push_op(frame(MAX_WAITING_BYTES as usize));
    for wake in [true, false] {
        assert_eq!(outbox.push_rows(&table, frame(1), Due::Now), Offer { taken: false, wake });
    }
    assert_eq!(take(&outbox), Drained::default(), "there is nothing to do but to wait");
    drop(slow);
    assert_eq!(all.get(), 0);
    outbox.wake();
    assert_eq!(take(&outbox).hungry, [Arc::clone(&table)]);
    assert_eq!(outbox.push_rows(&table, frame(9), Due::Now), TAKEN);
    assert_eq!(all.get(), 9);
}

/// P-120: the updates of many tables are one send.
#[tokio::test(start_paused = true)]
async fn rows_go_at_once_to_the_idle_and_with_the_tick_to_the_busy() {
    let outbox = outbox();
    let push =
        |table: usize| outbox.push_rows(&format!("t{table}").into(), frame(table), Due::Tick(Instant::now().into()));
    assert_eq!(push(1), TAKEN);
    assert_eq!(lengths(&outbox), [1]);
    tokio::time::advance(TICK / 2).await;
    assert_eq!([push(2), push(3), push(4)], [WAITS, TAKEN, TAKEN], "it is to be woken once");
    assert!(lengths(&outbox).is_empty());
    outbox.wake();
    assert_eq!(lengths(&outbox), [2, 3, 4]);
    assert_eq!(push(5), WAITS);
    outbox.push_op(frame(9));
    assert_eq!(lengths(&outbox), [9, 5], "what is sent anyway takes them along");
    tokio::time::advance(TICK).await;
    assert_eq!(push(6), TAKEN);
}

#[test]
fn a_table_that_begins_anew_drops_what_waits_of_it() {
    let outbox = outbox();
    let table: Arc<str> = "t".into();
    assert_eq!(outbox.push_rows(&table, frame(MAX_WAITING_ROWS_BYTES), Due::Now), TAKEN);
    assert_eq!(outbox.push_rows(&table, frame(1), Due::Now), REFUSED);
    outbox.push_table(&table, frame(2));
    assert_eq!(outbox.push_rows(&table, frame(3), Due::Now), TAKEN);
    assert_eq!(take(&outbox), Drained { frames: vec![frame(2), frame(3)], ..Drained::default() });
    assert_eq!(outbox.push_rows(&table, frame(4), Due::Now), TAKEN);
    outbox.drop_table(&table);
    assert_eq!(take(&outbox), Drained::default());
}

/// P-36: a name that waited was once lost to the next movement of the pointer.
#[test]
fn where_somebody_is_does_not_take_the_place_of_who_it_is() {
    let outbox = outbox();
    let push = |word, bytes| outbox.push_presence(SessionId(2), word, frame(bytes));
    for (word, bytes) in [(Word::Where, 1), (Word::Whole, 2), (Word::Where, 3), (Word::Where, 4)] {
        push(word, bytes);
    }
    assert_eq!(lengths(&outbox), [2, 4]);
    push(Word::Where, 5);
    push(Word::Whole, 6);
    assert_eq!(lengths(&outbox), [6], "whoever left is nowhere");
}

/// P-35, presence: the newest.
#[test]
fn ops_go_before_presence_before_rows_and_the_newest_presence_wins() {
    let outbox = outbox();
    assert_eq!(outbox.push_rows(&"t".into(), frame(6), Due::Now), TAKEN);
    for (about, bytes) in [(3, 3), (2, 1), (3, 4), (2, 2)] {
        outbox.push_presence(SessionId(about), Word::Whole, frame(bytes));
    }
    outbox.push_op(frame(5));
    outbox.close(Close::Away);
    let drained = take(&outbox);
    assert_eq!(drained.frames.iter().map(Bytes::len).collect::<Vec<_>>(), [5, 2, 4, 6]);
    assert_eq!(drained.close, Some(Close::Away), "after what waits");
}

#[tokio::test]
async fn whoever_waits_is_woken_by_the_next_push() {
    let outbox = outbox();
    let waiting = tokio::spawn({
        let outbox = outbox.clone();
        async move { outbox.drain().await }
    });
    tokio::task::yield_now().await;
    outbox.push_op(frame(1));
    assert_eq!(waiting.await.unwrap().frames, [frame(1)]);
}
