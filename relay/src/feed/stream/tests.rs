//! A session sees every row once and in order, however fast it reads, however rows come and whatever is evicted.

use ::table::{BatchBuilder, Cell, DataType, Field};
use futures_util::FutureExt;
use proptest::prelude::*;
use protocol::decode;

use super::*;
use crate::outbox::TICK;

const RETENTION: Retention = Retention { max_rows: 1_000_000, max_age_ms: None };

fn schema() -> Schema {
    let field = |name: &str, data_type| Field { name: name.to_owned(), data_type };
    Schema::new(vec![field("row", DataType::Integer), field("text", DataType::Text)]).unwrap()
}

/// Rows that hold their own number, and a text that does not compress.
fn rows(first: u64, count: u64, text_bytes: usize) -> Batch {
    let mut rows = BatchBuilder::new(schema());
    for row in first..first + count {
        let noise = |index: usize| {
            let mixed = (row << 20 | index as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            char::from(b'!' + ((mixed ^ mixed >> 31).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 40) as u8 % 90)
        };
        let text: String = (0..text_bytes).map(noise).collect();
        rows.push_row(&[Cell::Integer(row as i64), Cell::Text(&text)]).unwrap();
    }
    rows.finish()
}

fn stream() -> Stream {
    let mut stream = Stream::new("t".into());
    stream.create(schema(), RETENTION, 0);
    stream
}

/// What a client makes of the frames.
#[derive(Debug, Default)]
struct Reader {
    rows: Vec<i64>,
    next: u64,
    resets: usize,
    absent: bool,
}

impl Reader {
    /// Reads what waits; `Some` is the table that waits for room.
    fn drain(&mut self, outbox: &Outbox) -> bool {
        let Some(drained) = outbox.drain().now_or_never() else { return false };
        for frame in &drained.frames {
            assert!(frame.len() <= super::super::frame::MAX_FRAME_BYTES);
            match decode(frame).unwrap() {
                FromRelay::Table { first_row, .. } => {
                    self.rows.clear();
                    self.next = first_row;
                    self.resets += 1;
                }
                FromRelay::Rows { first_row, batch, .. } => {
                    assert_eq!(first_row, self.next, "no gap and no row twice");
                    self.next += batch.rows() as u64;
                    self.rows.extend((0..batch.rows()).map(|row| batch.columns()[0].number(row) as i64));
                }
                FromRelay::NoSuchTable(_) => self.absent = true,
                other => panic!("{other:?}"),
            }
        }
        !drained.hungry.is_empty()
    }

    fn read_to_end(&mut self, stream: &mut Stream, outbox: &Outbox, now: Instant) {
        loop {
            stream.tick(now).iter().for_each(Outbox::wake);
            let before = self.next;
            let has_more = self.drain(outbox);
            outbox.sent();
            match has_more {
                true => stream.resume(outbox.session(), now),
                false if self.next == before => return,
                false => {}
            }
        }
    }
}

#[test]
fn rows_go_at_once_while_the_line_is_idle_and_are_gathered_under_load() {
    let (mut stream, outbox, mut reader) = (stream(), Outbox::new(SessionId(1)), Reader::default());
    let start = Instant::now();
    stream.subscribe(0, &outbox, start);
    reader.drain(&outbox);
    stream.append(&rows(0, 1, 4), start + TICK * 2).unwrap();
    reader.drain(&outbox);
    assert_eq!(reader.rows, [0], "idle: at once");
    for row in 1..4 {
        stream.append(&rows(row, 1, 4), start + TICK * 2).unwrap();
    }
    reader.drain(&outbox);
    assert_eq!(reader.rows, [0], "under load: not before the tick");
    assert!(stream.waits());
    stream.tick(start + TICK * 3).iter().for_each(Outbox::wake);
    let drained = outbox.drain().now_or_never().unwrap();
    assert_eq!(drained.frames.len(), 1, "gathered rows are one frame");
    stream.append(&rows(4, MAX_UNSENT_ROWS, 1), start + TICK * 3).unwrap();
    assert_eq!(stream.sent, 4 + MAX_UNSENT_ROWS, "many rows do not wait");
}

/// P-42.
#[test]
fn every_session_gets_the_same_bytes() {
    let mut stream = stream();
    let now = Instant::now();
    let outboxes = [1, 2].map(|session| Outbox::new(SessionId(session)));
    outboxes.iter().for_each(|outbox| stream.subscribe(0, outbox, now));
    outboxes.iter().for_each(|outbox| drop(outbox.drain().now_or_never()));
    stream.append(&rows(0, 10, 100), now + TICK * 2).unwrap();
    let [one, two] = outboxes.map(|outbox| outbox.drain().now_or_never().unwrap().frames.remove(0));
    assert_eq!(one.as_ptr(), two.as_ptr());
}

/// P-123: ten thousand who come at once cost one encoding; a while after the last nothing is kept of it.
#[test]
fn whoever_fetches_old_rows_gets_the_bytes_that_others_got() {
    let mut stream = stream();
    let now = Instant::now();
    stream.append(&rows(0, 3_000, 10), now).unwrap();
    let fetched = [1, 2].map(|session| {
        let outbox = Outbox::new(SessionId(session));
        stream.subscribe(0, &outbox, now);
        outbox.drain().now_or_never().unwrap().frames
    });
    assert!(fetched[0].len() > 3 && fetched[0].len() == fetched[1].len());
    let is_shared = |(one, two): (&Bytes, &Bytes)| one.as_ptr() == two.as_ptr();
    assert!(fetched[0].iter().zip(&fetched[1]).skip(1).all(is_shared));
    let before = stream.bytes();
    stream.tick(now + TICK * 100);
    assert!(stream.bytes() < before && !stream.waits());
}

#[test]
fn whoever_waits_for_a_table_gets_it_when_it_comes() {
    let (mut stream, outbox, mut reader) = (Stream::new("t".into()), Outbox::new(SessionId(1)), Reader::default());
    let now = Instant::now();
    stream.subscribe(0, &outbox, now);
    reader.drain(&outbox);
    assert!(reader.absent);
    stream.create(schema(), RETENTION, 7);
    stream.append(&rows(7, 2, 1), now).unwrap();
    reader.drain(&outbox);
    assert_eq!((reader.rows, reader.resets), (vec![7, 8], 1));
}

#[test]
fn a_reader_that_has_rows_goes_on_after_them_if_they_can_be_its_own() {
    let mut stream = Stream::new("t".into());
    stream.create(schema(), RETENTION, 100);
    let now = Instant::now();
    stream.append(&rows(100, 10, 1), now).unwrap();
    for (from_row, resets, first) in [(0, 1, 100), (50, 1, 100), (104, 0, 104), (110, 0, 110), (111, 1, 100)] {
        let outbox = Outbox::new(SessionId(from_row));
        let mut reader = Reader { next: from_row, ..Reader::default() };
        stream.subscribe(from_row, &outbox, now);
        reader.read_to_end(&mut stream, &outbox, now);
        assert_eq!((reader.resets, reader.rows), (resets, (first..110).collect()), "from {from_row}");
    }
}

#[test]
fn a_reader_that_sleeps_through_an_eviction_begins_anew() {
    let mut stream = Stream::new("t".into());
    stream.create(schema(), Retention { max_rows: 100, max_age_ms: None }, 0);
    let (outbox, mut reader, now) = (Outbox::new(SessionId(1)), Reader::default(), Instant::now());
    stream.subscribe(0, &outbox, now);
    for first in (0..1000).step_by(50) {
        stream.append(&rows(first, 50, 2_000), now).unwrap();
        stream.flush(now);
    }
    reader.read_to_end(&mut stream, &outbox, now);
    assert!(reader.resets > 1);
    assert_eq!(reader.rows, (900..1000).collect::<Vec<_>>());
}

/// What happens to a table and its readers.
#[derive(Clone, Debug)]
enum Step {
    Append { count: u64, text_bytes: usize },
    Tick,
    Subscribe { reader: usize },
    Drain { reader: usize },
    Leave { reader: usize },
}

fn step() -> impl Strategy<Value = Step> {
    let reader = 0usize..3;
    prop_oneof![
        4 => (1u64..400, 0usize..600).prop_map(|(count, text_bytes)| Step::Append { count, text_bytes }),
        2 => Just(Step::Tick),
        1 => reader.clone().prop_map(|reader| Step::Subscribe { reader }),
        4 => reader.clone().prop_map(|reader| Step::Drain { reader }),
        1 => reader.prop_map(|reader| Step::Leave { reader }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn every_reader_sees_every_row_once_and_in_order(steps in proptest::collection::vec(step(), 1..40)) {
        let (mut stream, mut now, mut next) = (stream(), Instant::now(), 0);
        let outboxes: Vec<Outbox> = (0..3).map(|session| Outbox::new(SessionId(session))).collect();
        let mut readers: Vec<Option<Reader>> = vec![None, None, None];
        for step in steps {
            match step {
                Step::Append { count, text_bytes } => {
                    stream.append(&rows(next, count, text_bytes), now).unwrap();
                    next += count;
                }
                Step::Tick => {
                    now += TICK;
                    stream.tick(now).iter().for_each(Outbox::wake);
                }
                Step::Subscribe { reader } => {
                    let known = readers[reader].take().unwrap_or_default();
                    stream.subscribe(known.next, &outboxes[reader], now);
                    readers[reader] = Some(known);
                }
                Step::Drain { reader } => {
                    if readers[reader].as_mut().is_some_and(|known| known.drain(&outboxes[reader])) {
                        outboxes[reader].sent();
                        stream.resume(outboxes[reader].session(), now);
                    }
                }
                Step::Leave { reader } => {
                    stream.unsubscribe(outboxes[reader].session());
                    readers[reader] = None;
                }
            }
        }
        for (reader, outbox) in readers.iter_mut().zip(&outboxes) {
            if let Some(reader) = reader {
                reader.read_to_end(&mut stream, outbox, now);
                prop_assert_eq!(&reader.rows, &(0..next as i64).collect::<Vec<_>>());
            }
        }
    }
}
