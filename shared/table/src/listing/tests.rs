//! What is listed, by what is typed and pressed.

use proptest::prelude::*;

use super::*;
use crate::{
    batch::Batch,
    cell::OwnedCell,
    column::TextColumn,
    predicate::Test,
    schema::{DataType, Field, Schema},
    window::Retention,
};

/// Rows 7 to 11; the time of the third and the load of the fourth are gaps.
fn table() -> Table {
    let field = |name: &str, data_type| Field { name: name.into(), data_type };
    let fields = vec![field("time", DataType::Time), field("host", DataType::Text), field("load", DataType::Float)];
    let schema = Schema::new(fields).unwrap();
    let hosts =
        TextColumn { codes: vec![2, 1, 3, 2, 1].into(), dictionary: ["b", "A,1", "c"].map(str::to_owned).into() };
    let day = |day: i64| Some(1_769_817_600_000 + day * 86_400_000);
    let columns = vec![
        Column::Time(vec![day(0), day(1), None, day(2), day(2)].into()),
        Column::Text(hosts),
        Column::Float(vec![12.5, 3.0, 40.0, f64::NAN, 3.0].into()),
    ];
    let mut table = Table::from_row(schema.clone(), Retention { max_rows: 9, max_age_ms: None }, 7);
    table.append(&Batch::new(schema, columns).unwrap()).unwrap();
    table
}

fn number(text: &str) -> Option<f64> {
    text.parse().ok()
}

fn rows(question: &Question) -> Vec<u64> {
    let listing = Listing::of(&table(), question).unwrap();
    (0..listing.len()).map(|place| listing.row(place).unwrap()).collect()
}

fn typed(field: &str, text: &str) -> Vec<u64> {
    let data_type = table().column(field).unwrap().data_type();
    let wanted = Wanted::parse(text, data_type, number).map(|wanted| (field.to_owned(), wanted));
    rows(&Question { wanted: wanted.into_iter().collect(), ..Question::default() })
}

#[test]
fn what_is_typed_above_a_column_is_looked_for() {
    for (field, text, expected) in [
        ("host", "", vec![11, 10, 9, 8, 7]),
        ("host", "a", vec![10, 7]),
        ("host", ">1", vec![]),
        ("load", ">3", vec![9, 7]),
        ("load", ">= 3", vec![11, 9, 8, 7]),
        ("load", "<12.5", vec![11, 8]),
        ("load", "3..12.5", vec![11, 8, 7]),
        ("load", "..5", vec![11, 8]),
        ("load", "=40", vec![9]),
        ("load", "2.5", vec![7]),
        ("load", "> many", vec![]),
        ("time", "=2026-01-31", vec![7]),
        ("time", ">2026-01-31", vec![11, 10, 8]),
        ("time", "2026-02-02", vec![11, 10]),
        ("time", "2026-01-31 00:00..2026-02-01 00:00", vec![8, 7]),
    ] {
        assert_eq!(typed(field, text), expected, "{field} {text:?}");
    }
}

#[test]
fn rows_are_sorted_with_gaps_last_and_equal_ones_newest_first() {
    let by =
        |field: &str, descending| rows(&Question { sort: Some((field.into(), descending)), ..Question::default() });
    assert_eq!(by("load", false), [11, 8, 7, 9, 10]);
    assert_eq!(by("load", true), [9, 7, 11, 8, 10]);
    assert_eq!(by("host", false), [10, 7, 11, 8, 9]);
    assert_eq!(by("time", true), [11, 10, 8, 7, 9]);
    assert_eq!(by("no such", true), [11, 10, 9, 8, 7]);
}

#[test]
fn only_rows_that_are_meant_are_listed_and_saved() {
    let meant = Predicate::field("load", Test::Range { from: Some(OwnedCell::Float(10.0)), to: None });
    let question = Question { rows: Some(meant), sort: Some(("load".into(), false)), ..Question::default() };
    let listing = Listing::of(&table(), &question).unwrap();
    assert_eq!(
        listing.csv(&table(), &["time", "host", "gone", "load"]),
        "time,host,load\r\n2026-01-31T00:00Z,\"A,1\",12.5\r\n,c,40\r\n"
    );
    assert_eq!(Listing::All(6..8).csv(&table(), &["load"]), "load\r\n12.5\r\n", "what has gone is not there");
}

proptest! {
    #[test]
    fn no_row_is_lost_or_listed_twice(loads in prop::collection::vec(prop::num::f64::ANY, 0..60), descending: bool) {
        let schema = Schema::new(vec![Field { name: "n".into(), data_type: DataType::Float }]).unwrap();
        let mut table = Table::new(schema.clone(), Retention { max_rows: 99, max_age_ms: None });
        table.append(&Batch::new(schema, vec![Column::Float(loads.into())]).unwrap()).unwrap();
        let question = Question { sort: Some(("n".into(), descending)), ..Question::default() };
        let Listing::Some(mut rows) = Listing::of(&table, &question).unwrap() else { panic!("it was asked") };
        let values: Vec<f64> = rows.iter().map(|row| table.columns()[0].number(*row as usize)).collect();
        let held = values.windows(2).all(|pair| pair[1].is_nan() || if descending { pair[0] >= pair[1] } else { pair[0] <= pair[1] });
        prop_assert!(held, "{:?}", values);
        rows.sort_unstable();
        prop_assert_eq!(rows, (0..table.next_row()).collect::<Vec<_>>());
    }
}
