//! Predicates against a naive reading of each row.

use std::cmp::Ordering;

use proptest::{collection::vec, option, prelude::*};
use table::{Comparison, OwnedCell, Predicate, PredicateError, Test};

use crate::rows::{Row, batch, index, row, rows, schema};

/// A test of a generated field with values of its type, taken from generated rows.
fn field_test() -> impl Strategy<Value = Predicate> {
    let comparison = proptest::sample::select(vec![
        Comparison::Equal,
        Comparison::NotEqual,
        Comparison::Less,
        Comparison::AtMost,
        Comparison::Greater,
        Comparison::AtLeast,
    ]);
    (0..schema().fields().len()).prop_flat_map(move |field| {
        let value = row().prop_map(move |row| row[field].clone()).boxed();
        let test = prop_oneof![
            (comparison.clone(), value.clone()).prop_map(|(comparison, value)| Test::Compare(comparison, value)),
            vec(value.clone(), 0..4).prop_map(Test::OneOf),
            (option::of(value.clone()), option::of(value)).prop_map(|(from, to)| Test::Range { from, to }),
        ];
        test.prop_map(move |test| Predicate::field(&schema().fields()[field].name, test))
    })
}

fn predicate() -> impl Strategy<Value = Predicate> {
    field_test().prop_recursive(4, 24, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..3).prop_map(Predicate::All),
            vec(inner.clone(), 0..3).prop_map(Predicate::Any),
            inner.prop_map(|inner| Predicate::Not(Box::new(inner))),
        ]
    })
}

/// 1 true, -1 false, 0 neither: all is the least, any the greatest, not the negative (Kleene).
fn truth(predicate: &Predicate, row: &Row) -> i8 {
    match predicate {
        Predicate::All(inner) => inner.iter().map(|inner| truth(inner, row)).min().unwrap_or(1),
        Predicate::Any(inner) => inner.iter().map(|inner| truth(inner, row)).max().unwrap_or(-1),
        Predicate::Not(inner) => -truth(inner, row),
        Predicate::Field { field, test } => match &row[index(field)] {
            OwnedCell::Gap => 0,
            cell => {
                if passes(test, cell) {
                    1
                } else {
                    -1
                }
            }
        },
    }
}

fn passes(test: &Test, cell: &OwnedCell) -> bool {
    let compare = |other: &OwnedCell| match (cell, other) {
        (OwnedCell::Text(a), OwnedCell::Text(b)) => Some(a.cmp(b)),
        (OwnedCell::Gap, _) | (_, OwnedCell::Gap) => None,
        (a, b) => a.as_cell().number().partial_cmp(&b.as_cell().number()),
    };
    let any = |other: &OwnedCell, accepted: &[Ordering]| compare(other).is_some_and(|found| accepted.contains(&found));
    let (less, equal, greater) = (Ordering::Less, Ordering::Equal, Ordering::Greater);
    match test {
        Test::Compare(Comparison::Equal, other) => any(other, &[equal]),
        Test::Compare(Comparison::NotEqual, other) => any(other, &[less, greater]),
        Test::Compare(Comparison::Less, other) => any(other, &[less]),
        Test::Compare(Comparison::AtMost, other) => any(other, &[less, equal]),
        Test::Compare(Comparison::Greater, other) => any(other, &[greater]),
        Test::Compare(Comparison::AtLeast, other) => any(other, &[greater, equal]),
        Test::OneOf(values) => values.iter().any(|other| any(other, &[equal])),
        Test::Range { from, to } => {
            from.as_ref().is_none_or(|from| any(from, &[equal, greater]))
                && to.as_ref().is_none_or(|to| any(to, &[less]))
        }
    }
}

proptest! {
    #[test]
    fn selects_what_a_naive_reading_selects(rows in rows(40), predicate in predicate()) {
        let holds = |(index, row)| (truth(&predicate, row) == 1).then_some(index);
        let naive: Vec<u32> = (0..).zip(&rows).filter_map(holds).collect();
        prop_assert_eq!(predicate.select(&batch(&rows)).unwrap(), naive);
    }
}

#[test]
fn what_does_not_fit_is_refused() {
    let rows = batch(&[]);
    let equal = |field: &str, value| Predicate::field(field, Test::Compare(Comparison::Equal, value));
    let select = |predicate: Predicate| predicate.select(&rows);
    assert_eq!(select(equal("none", OwnedCell::Gap)), Err(PredicateError::NoSuchField("none".into())));
    assert!(matches!(select(equal("text", OwnedCell::Float(1.0))), Err(PredicateError::Type { .. })));
    assert!(matches!(select(equal("time", OwnedCell::Integer(1))), Err(PredicateError::Type { .. })));
    assert_eq!(select(equal("integer", OwnedCell::Float(0.5))), Ok(vec![]));
    let values = vec![OwnedCell::Integer(0); table::predicate::MAX_VALUES + 1];
    assert!(matches!(select(Predicate::field("integer", Test::OneOf(values))), Err(PredicateError::TooManyValues(_))));
    let deep = (0..40).fold(Predicate::All(vec![]), |inner, _| Predicate::Not(Box::new(inner)));
    assert_eq!(select(deep), Err(PredicateError::TooDeep));
}
