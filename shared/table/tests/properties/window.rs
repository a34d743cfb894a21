//! The window against a vector of rows that forgets from the front.

use proptest::{collection::vec, prelude::*};
use table::{Batch, BatchBuilder, Cell, Column, OwnedCell, Retention, Table};

use crate::rows::{Row, batch, index, read, rows, schema};

/// Below this many rows the table keeps no row that it should not.
const EXACT_ROWS: usize = 128;

/// A table as a vector.
struct Naive {
    rows: Vec<Row>,
    first_row: u64,
    retention: Retention,
}

impl Naive {
    fn append(&mut self, rows: &[Row]) {
        self.rows.extend_from_slice(rows);
        while self.rows.len() > self.retention.max_rows || self.first_is_too_old() {
            self.rows.remove(0);
            self.first_row += 1;
        }
    }

    fn first_is_too_old(&self) -> bool {
        let time = |row: &Row| if let OwnedCell::Time(time_ms) = row[index("time")] { Some(time_ms) } else { None };
        let newest = self.rows.iter().filter_map(time).max();
        match (self.retention.max_age_ms, newest, self.rows.first()) {
            (Some(age_ms), Some(newest), Some(first)) => time(first).is_none_or(|time_ms| time_ms < newest - age_ms),
            _ => false,
        }
    }
}

fn appends(max_batches: usize, max_rows: usize) -> impl Strategy<Value = Vec<Vec<Row>>> {
    vec(rows(max_rows), 0..=max_batches)
}

fn retention(max_rows: usize) -> impl Strategy<Value = Retention> {
    (0..=max_rows, proptest::option::of(0..5_000_000_i64))
        .prop_map(|(max_rows, max_age_ms)| Retention { max_rows, max_age_ms })
}

proptest! {
    #[test]
    fn a_small_window_is_the_naive_one(
        batches in appends(12, 20), retention in retention(EXACT_ROWS - 1), first_row in 0..9_u64,
    ) {
        let mut table = Table::from_row(schema(), retention, first_row);
        let mut naive = Naive { rows: Vec::new(), first_row, retention };
        for rows in &batches {
            table.append(&batch(rows)).unwrap();
            naive.append(rows);
            prop_assert_eq!(read(&table), naive.rows.clone());
            prop_assert_eq!(table.first_row(), naive.first_row);
            prop_assert_eq!(table.next_row(), naive.first_row + naive.rows.len() as u64);
            prop_assert!(every_text_is_used(&table));
        }
    }

    #[test]
    fn a_large_window_keeps_what_is_wanted_and_little_more(
        seed in vec(crate::rows::row(), 64), batch_rows in 1..80_usize, max_rows in 150..300_usize,
    ) {
        let all: Vec<Row> = seed.iter().cycle().take(800).cloned().collect();
        let mut table = Table::new(schema(), Retention { max_rows, max_age_ms: None });
        let mut next_row = 0;
        for rows in all.chunks(batch_rows) {
            table.append(&batch(rows)).unwrap();
            next_row += rows.len();
            prop_assert_eq!(table.next_row(), next_row as u64);
            prop_assert!(table.rows() >= max_rows.min(next_row));
            prop_assert!(table.rows() <= max_rows + max_rows / EXACT_ROWS);
            prop_assert_eq!(&read(&table)[..], &all[next_row - table.rows()..next_row]);
        }
    }

    #[test]
    fn batches_from_a_row_on_concatenate_to_the_table(
        batches in appends(8, 20), retention in retention(100), from in 0..60_u64, step in 1..30_usize,
    ) {
        let mut table = Table::new(schema(), retention);
        for rows in &batches {
            table.append(&batch(rows)).unwrap();
        }
        let all = Retention { max_rows: 1_000, max_age_ms: None };
        let mut reader = Table::from_row(schema(), all, from.max(table.first_row()));
        while let Some(rows) = table.rows_from(reader.next_row(), step) {
            prop_assert!(rows.rows() > 0 && rows.rows() <= step);
            prop_assert!(every_text_is_used_in(rows.columns()));
            reader.append(&rows).unwrap();
        }
        let skipped = (reader.first_row() - table.first_row()) as usize;
        prop_assert_eq!(read(&reader), read(&table).into_iter().skip(skipped).collect::<Vec<_>>());
    }

    #[test]
    fn a_slice_has_the_rows_of_its_range(rows in rows(30), start in 0..40_usize, end in 0..40_usize) {
        let end = end.max(start);
        let slice = batch(&rows).slice(start..end);
        prop_assert_eq!(read(&slice), rows.into_iter().take(end).skip(start).collect::<Vec<_>>());
        prop_assert!(Batch::new(slice.schema().clone(), slice.columns().to_vec()).is_ok());
    }
}

/// Values that churn (ids of requests, say) once grew the dictionary for as long as the program ran.
#[test]
fn memory_does_not_grow_once_the_window_is_full() {
    let mut table = Table::new(schema(), Retention { max_rows: 1_000, max_age_ms: None });
    let mut builder = BatchBuilder::new(schema());
    let mut bytes = Vec::new();
    for round in 0..20 {
        for row in 0..1_000 {
            let text = format!("request {:06}", round * 1_000 + row);
            builder.push_row(&[Cell::Text(&text), Cell::Time(row), Cell::Gap, Cell::Gap, Cell::Gap]).unwrap();
            table.append(&builder.finish()).unwrap();
        }
        bytes.push(table.bytes());
    }
    // A hash map under churn doubles once.
    assert!(bytes.iter().all(|later| *later <= 2 * bytes[0]), "{bytes:?}");
}

/// A row from the far future made every later row look too old, for ever.
#[test]
fn one_wrong_clock_does_not_silence_a_table() {
    let far = 4_000_000_000_000;
    let mut table = Table::new(schema(), Retention { max_rows: 4, max_age_ms: Some(1_000) });
    for time_ms in [1_000, far, 2_000, 2_500, 3_000, 3_500] {
        let row = vec![OwnedCell::Gap, OwnedCell::Time(time_ms), OwnedCell::Gap, OwnedCell::Gap, OwnedCell::Gap];
        table.append(&batch(&[row])).unwrap();
    }
    assert_eq!(table.column("time").unwrap(), &Column::Time(vec![Some(2_500), Some(3_000), Some(3_500)].into()));
}

#[test]
fn a_cleared_table_goes_on_from_the_given_row() {
    let mut table = Table::new(schema(), Retention { max_rows: 10, max_age_ms: Some(1_000) });
    let row = vec![OwnedCell::Text("a".into()), OwnedCell::Time(9), OwnedCell::Gap, OwnedCell::Gap, OwnedCell::Gap];
    table.append(&batch(&[row.clone(), row.clone()])).unwrap();
    table.clear_to(70);
    assert_eq!((table.rows(), table.first_row(), table.next_row()), (0, 70, 70));
    table.append(&batch(std::slice::from_ref(&row))).unwrap();
    assert_eq!((read(&table), table.next_row()), (vec![row], 71));
    assert!(every_text_is_used(&table));
}

#[test]
fn rows_of_another_schema_are_refused() {
    let fields = schema().fields()[1..].to_vec();
    let other = BatchBuilder::new(table::Schema::new(fields).unwrap()).finish();
    let mut table = Table::new(schema(), Retention { max_rows: 10, max_age_ms: None });
    assert!(table.append(&other).is_err());
}

fn every_text_is_used(table: &Table) -> bool {
    every_text_is_used_in(table.columns())
}

fn every_text_is_used_in(columns: &[Column]) -> bool {
    columns.iter().all(|column| match column {
        Column::Text(text) => (1..=text.dictionary.len() as u32).all(|code| text.codes.contains(&code)),
        _ => true,
    })
}
