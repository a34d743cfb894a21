//! Figures of known examples: what vega-transforms, vega-time and R give for the same rows, and transforms of odd relations.

use std::sync::Arc;

use super::*;
use crate::relation::{Relation, Values};

fn relation(columns: &[(&str, Values)]) -> Relation {
    let mut relation = Relation::of_rows(columns.first().map_or(0, |(_, values)| values.len()));
    for (name, values) in columns {
        relation.set(name, Arc::new(values.clone()));
    }
    relation
}

fn texts(texts: &[&str]) -> Values {
    Values::Text(texts.iter().map(|text| Some((*text).into())).collect())
}

fn run(transform: &Transform, relation: &Relation) -> Relation {
    apply(transform, relation, &Context::EMPTY).unwrap()
}

fn numbers(relation: &Relation, name: &str) -> Vec<f64> {
    let column = relation.column(name).unwrap();
    (0..column.len()).map(|row| column.number(row)).collect()
}

#[test]
fn steps_of_bins_are_those_of_vega() {
    let bins = |extent, maxbins| Bins::of(&Bin { maxbins: Some(maxbins), ..Bin::default() }, extent).unwrap();
    let same = |extent, maxbins, start: f64, stop: f64, step: f64| {
        assert_eq!(bins(extent, maxbins), Bins { start, stop, step }, "{extent:?} {maxbins}");
    };
    same([0.0, 100.0], 10.0, 0.0, 100.0, 10.0);
    same([1.4, 9.2], 10.0, 1.0, 10.0, 1.0);
    same([46.0, 230.0], 10.0, 40.0, 240.0, 20.0);
    same([0.0, 0.001], 6.0, 0.0, 0.001, 0.0002);
    same([-7.0, 7.0], 20.0, -7.0, 7.0, 1.0);
    same([5.0, 5.0], 10.0, 5.0, 5.5, 0.5);
}

#[test]
fn units_begin_where_vega_time_says() {
    use TimePart::*;
    let check = |parts: &[TimePart], step: u32, time: &str, start: &str, end: &str| {
        let unit = TimeUnit { step, ..TimeUnit::of(parts) };
        let ms = |text: &str| crate::infer::parse_time(text).unwrap() as f64;
        assert_eq!(unit.floor(ms(time)), ms(start), "{parts:?} {time}");
        assert_eq!(unit.next(ms(start)), ms(end), "{parts:?} {time}");
    };
    let time = "2010-08-19T13:14:15.678";
    check(&[Year], 1, time, "2010-01-01", "2011-01-01");
    check(&[Year], 10, time, "2010-01-01", "2020-01-01");
    check(&[Quarter], 1, time, "2012-07-01", "2012-10-01");
    check(&[Year, Month], 1, time, "2010-08-01", "2010-09-01");
    check(&[Month], 1, time, "2012-08-01", "2012-09-01");
    check(&[Day], 1, time, "2012-01-05", "2012-01-06");
    check(&[Week], 1, time, "2012-08-12", "2012-08-19");
    check(&[Year, Week], 1, time, "2010-08-15", "2010-08-22");
    check(&[Year, Week, Day], 1, time, "2010-08-19", "2010-08-20");
    check(&[DayOfYear], 1, time, "2012-08-18", "2012-08-19");
    check(&[Month, Date], 1, time, "2012-08-19", "2012-08-20");
    check(&[Hours, Minutes], 15, time, "2012-01-01T13:00:00", "2012-01-01T13:15:00");
    check(&[Year, Month, Date, Hours], 6, time, "2010-08-19T12:00:00", "2010-08-19T18:00:00");
    check(&[Seconds, Milliseconds], 1, time, "2012-01-01T00:00:15.678", "2012-01-01T00:00:15.679");
    check(&[Year, Month], 1, "1969-12-31T23:59:59", "1969-12-01", "1970-01-01");
}

#[test]
fn measures_are_those_of_r() {
    let rows = relation(&[
        ("g", texts(&["b", "a", "b", "b", "a", "b"])),
        ("v", Values::Number(vec![2.0, 10.0, 4.0, f64::NAN, 20.0, 9.0])),
    ]);
    let measure = |op| Measure { op, field: Some("v".into()), name: format!("{op:?}").into() };
    let ops = {
        use AggregateOp::*;
        [
            Count, Valid, Missing, Distinct, Sum, Product, Mean, Variance, VarianceP, Stdev, Stderr, Median, Q1, Q3,
            Min, Max, First, Last,
        ]
    };
    let measures = ops.into_iter().map(measure).collect();
    let result = run(&Transform::Aggregate { groupby: vec!["g".into()], measures }, &rows);
    assert_eq!(**result.column("g").unwrap(), texts(&["b", "a"]));
    // R: x <- c(2, 4, 9); var(x); quantile(x, c(.25, .75)); sd(x) / sqrt(3). The gap is one more distinct value, as in Vega.
    let expected = [
        4.0,
        3.0,
        1.0,
        4.0,
        15.0,
        72.0,
        5.0,
        13.0,
        26.0 / 3.0,
        13f64.sqrt(),
        (13f64 / 3.0).sqrt(),
        4.0,
        3.0,
        6.5,
        2.0,
        9.0,
        2.0,
        9.0,
    ];
    for (op, expected) in ops.iter().zip(expected) {
        let got = numbers(&result, &format!("{op:?}"))[0];
        assert!((got - expected).abs() < 1e-12, "{op:?}: {got}, not {expected}");
    }
}

#[test]
fn stacks_go_both_ways() {
    let rows = relation(&[
        ("g", texts(&["a", "a", "b", "a", "b"])),
        ("v", Values::Number(vec![1.0, -2.0, 3.0, 4.0, f64::NAN])),
    ]);
    let check = |offset, starts: &[f64], ends: &[f64]| {
        let names = ["s".into(), "e".into()];
        let stack =
            Transform::Stack { field: Some("v".into()), groupby: vec!["g".into()], sort: vec![], offset, names };
        let result = run(&stack, &rows);
        assert_eq!(numbers(&result, "s"), starts);
        assert_eq!(numbers(&result, "e"), ends);
    };
    check(Offset::Zero, &[0.0, 0.0, 0.0, 1.0, 3.0], &[1.0, -2.0, 3.0, 5.0, 3.0]);
    check(Offset::Center, &[0.0, 1.0, 2.0, 3.0, 5.0], &[1.0, 3.0, 5.0, 7.0, 5.0]);
    check(Offset::Normalize, &[0.0, 1.0 / 7.0, 0.0, 3.0 / 7.0, 1.0], &[1.0 / 7.0, 3.0 / 7.0, 1.0, 1.0, 1.0]);
}

#[test]
fn tests_hold_as_vega_lite_writes_them() {
    let rows = relation(&[
        ("v", Values::Number(vec![1.0, 5.0, f64::NAN, f64::INFINITY])),
        ("t", Values::Time(vec![0.0, 86_400_000.0 * 31.0, f64::NAN, 86_400_000.0 * 366.0])),
        ("w", Values::Any(vec![Value::text("a"), Value::Missing, Value::Null, Value::Number(1.0)])),
    ]);
    let holding = |test: Test| {
        let holds = filter::holds(&rows, &test, &Context::EMPTY, 64).unwrap();
        holds.iter().zip(0..).filter_map(|(holds, row)| holds.then_some(row)).collect::<Vec<i32>>()
    };
    let field = |field: &str, is| Test::Field { field: field.into(), unit: None, is };
    let number = |number| Operand::Value(Value::Number(number));
    let in_month = |month| {
        let unit = Some(TimeUnit::of(&[TimePart::Month]));
        Test::Field { field: "t".into(), unit, is: FieldTest::Equal(number(month)) }
    };
    assert_eq!(holding(Test::Expression("datum.v > 1".into())), [1, 3]);
    // A null is 0 where it is compared.
    assert_eq!(holding(field("v", FieldTest::Lt(number(2.0)))), [0, 2]);
    assert_eq!(holding(field("v", FieldTest::Range([Some(number(9.0)), Some(number(1.0))]))), [0, 1]);
    assert_eq!(holding(field("v", FieldTest::Range([None, None]))), [0, 1, 2, 3]);
    assert_eq!(holding(field("v", FieldTest::Valid(true))), [0, 1]);
    assert_eq!(holding(field("w", FieldTest::Valid(false))), [0, 1, 2]);
    assert_eq!(holding(field("w", FieldTest::OneOf(vec![number(1.0), Operand::Value(Value::text("a"))]))), [0, 3]);
    assert_eq!(holding(in_month(1.0)), [0, 3]);
    assert_eq!(holding(in_month(2.0)), [1]);
    let year = DateParts { year: Some(1971.0), ..DateParts::default() };
    assert_eq!(holding(field("t", FieldTest::Gte(Operand::Date(Box::new(year))))), [3]);
    assert_eq!(holding(Test::Not(Box::new(Test::Selected { param: "p".into(), empty: true }))), [] as [i32; 0]);
    let deep = (0..100).fold(Test::All(vec![]), |test, _| Test::Not(Box::new(test)));
    assert_eq!(apply(&Transform::Filter(deep), &rows, &Context::EMPTY), Err(TransformError::Depth(64)));
}
