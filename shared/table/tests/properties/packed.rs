//! P-124: the packed table against a plain one, and columns of any values against themselves, bit by bit.

use proptest::{collection::vec, prelude::*};
use table::{Batch, Column, DataType, Field, PackedTable, Retention, Schema, TextColumn};

use crate::rows::{Row, batch, index, read, rows, schema};

const EVERYTHING: Retention = Retention { max_rows: usize::MAX, max_age_ms: None };

/// What a packed table makes of a column.
fn there_and_back(data_type: DataType, column: Column) -> (Column, usize) {
    let schema = Schema::new(vec![Field { name: "it".into(), data_type }]).unwrap();
    let batch = Batch::new(schema.clone(), vec![column]).unwrap();
    let mut table = PackedTable::from_row(schema, EVERYTHING, 0);
    table.append(&batch).unwrap();
    (table.rows_from(0, usize::MAX).unwrap().columns()[0].clone(), table.bytes())
}

fn bits(column: &Column) -> Vec<u64> {
    let Column::Float(values) = column else { panic!("{column:?}") };
    values.iter().map(|value| value.to_bits()).collect()
}

fn word() -> impl Strategy<Value = String> {
    vec(prop_oneof![Just('a'), Just('b'), any::<char>()], 0..3).prop_map(|chars| chars.into_iter().collect())
}

/// Any bits, and what sensors and people write; more than a pack of them.
fn floats() -> impl Strategy<Value = Vec<f64>> {
    let decimal = (-1_000_000..1_000_000_i64, 0..6_i32).prop_map(|(whole, power)| whole as f64 / 10_f64.powi(power));
    let odd =
        prop_oneof![Just(-0.0), Just(f64::NAN), Just(f64::INFINITY), Just(f64::MIN_POSITIVE / 8.0), Just(f64::MAX)];
    let bits = || any::<u64>().prop_map(f64::from_bits);
    let value = prop_oneof![60 => decimal, 20 => any::<f32>().prop_map(f64::from), 2 => odd, 2 => bits()];
    prop_oneof![vec(value, 1..700), vec(bits(), 1..300), vec(any::<f32>().prop_map(f64::from), 1..300)]
}

fn integers() -> impl Strategy<Value = Vec<Option<i64>>> {
    let near = (any::<i64>(), -5_000..5_000_i64, vec(0..9_i64, 1..700)).prop_map(|(first, step, late)| {
        let number = |(index, late)| Some(first.wrapping_add(step.wrapping_mul(index)).wrapping_add(late));
        (0..).zip(late).map(number).collect()
    });
    prop_oneof![near, vec(any::<Option<i64>>(), 1..700)]
}

proptest! {
    #[test]
    fn floats_come_back_bit_by_bit(values in floats()) {
        let column = Column::Float(values.into());
        let (back, _) = there_and_back(DataType::Float, column.clone());
        prop_assert_eq!(bits(&back), bits(&column));
    }

    #[test]
    fn integers_and_times_come_back(values in integers()) {
        let column = Column::Time(values.clone().into());
        prop_assert_eq!(there_and_back(DataType::Time, column.clone()).0, column);
        let column = Column::Integer(values.into());
        prop_assert_eq!(there_and_back(DataType::Integer, column.clone()).0, column);
    }

    #[test]
    fn texts_and_flags_come_back(words in vec(proptest::option::of(word()), 1..600)) {
        let mut text = TextColumn::default();
        for word in &words {
            let code = word.as_ref().map_or(0, |word| {
                let known = text.dictionary.iter().position(|other| other == word);
                known.unwrap_or_else(|| { text.dictionary.push(word.clone()); text.dictionary.len() - 1 }) as u32 + 1
            });
            text.codes.push(code);
        }
        let column = Column::Text(text);
        prop_assert_eq!(there_and_back(DataType::Text, column.clone()).0, column);
        let column = Column::Flag(words.iter().map(|word| word.as_ref().map(|word| word.len() > 1)).collect());
        prop_assert_eq!(there_and_back(DataType::Flag, column.clone()).0, column);
    }

    #[test]
    fn a_packed_window_is_a_plain_one(
        seed in rows(60), cuts in vec(1..400_usize, 1..8), max_rows in 0..900_usize,
        max_age_ms in proptest::option::of(0..5_000_000_i64), first_row in 0..9_u64, from in 0..1_000_u64,
    ) {
        let retention = Retention { max_rows, max_age_ms };
        let mut table = PackedTable::from_row(schema(), retention, first_row);
        let mut all: Vec<Row> = Vec::new();
        for count in cuts {
            let more: Vec<Row> = seed.iter().cycle().take(count).cloned().collect();
            table.append(&batch(&more)).unwrap();
            all.extend(more);
            let next_row = first_row + all.len() as u64;
            prop_assert_eq!(table.next_row(), next_row);
            prop_assert_eq!(table.rows(), wanted(&all, retention));
            prop_assert_eq!(table.first_row(), next_row - table.rows() as u64);
            let from = first_row + from;
            let there = table.rows_from(from, 300).map_or(Vec::new(), |batch| read(&batch));
            let start = usize::try_from(from.max(table.first_row()) - first_row).unwrap().min(all.len());
            prop_assert_eq!(&there[..], &all[start..all.len().min(start + 300)]);
        }
    }
}

/// How many rows at the end are kept, by a table that keeps no row more.
fn wanted(all: &[Row], retention: Retention) -> usize {
    let kept = &all[all.len() - all.len().min(retention.max_rows)..];
    let times: Vec<f64> = kept.iter().map(|row| row[index("time")].as_cell().number()).collect();
    let newest = times.iter().copied().fold(f64::NAN, f64::max);
    let Some(age_ms) = retention.max_age_ms.filter(|_| newest.is_finite()) else { return kept.len() };
    let is_young = |time_ms: &f64| *time_ms >= newest - age_ms as f64;
    kept.len() - times.iter().take_while(|time_ms| !is_young(time_ms)).count()
}

#[test]
fn a_chart_of_ten_thousand_rows_takes_a_tenth() {
    let times = (0..10_000).map(|row| Some(1_700_000_000_000 + 1_000 * row + row * 7 % 4)).collect();
    let (_, time_bytes) = there_and_back(DataType::Time, Column::Time(times));
    let values = (0..10_000).map(|row| f64::from(row * 7_919 % 401 + row / 10) / 100.0).collect();
    let (_, value_bytes) = there_and_back(DataType::Float, Column::Float(values));
    let raw = 2 * 8 * 10_000;
    assert!(time_bytes + value_bytes < raw / 5, "{time_bytes} and {value_bytes} bytes of {raw}");
}
