//! Groups and aggregates against a naive list of groups.

use std::cmp::Ordering;

use proptest::{prelude::*, sample::subsequence};
use table::{Aggregate, CalendarUnit, Cell, GroupError, Grouped, Grouping, Key, Measure, MeasureError, OwnedCell};

use crate::rows::{Row, batch, index, read, rows, schema};

fn keys() -> impl Strategy<Value = Vec<Key>> {
    let mut all: Vec<Key> = schema().fields().iter().map(|field| Key::field(&field.name)).collect();
    all.push(Key::by("time", CalendarUnit::Minute));
    all.push(Key::by("time", CalendarUnit::Hour));
    subsequence(all, 0..=3)
}

/// Every aggregate of every field where it makes sense, and the number of rows.
fn measures() -> Vec<Measure> {
    let schema = schema();
    let of_field = |field: &table::Field| {
        let sensible = Aggregate::ALL.into_iter().filter(|aggregate| aggregate.result_type(field.data_type).is_some());
        sensible.map(|aggregate| Measure::of(aggregate, &field.name)).collect::<Vec<_>>()
    };
    schema.fields().iter().flat_map(of_field).chain([Measure::rows()]).collect()
}

fn key_cells(keys: &[Key], row: &Row) -> Row {
    let cell = |key: &Key| match (&row[index(&key.field)], key.unit) {
        (OwnedCell::Time(time_ms), Some(unit)) => OwnedCell::Time(unit.floor(*time_ms).unwrap()),
        (cell, _) => cell.clone(),
    };
    keys.iter().map(cell).collect()
}

/// Groups in order of first appearance.
fn naive_groups<'a>(keys: &[Key], rows: &'a [Row]) -> Vec<(Row, Vec<&'a Row>)> {
    let mut groups: Vec<(Row, Vec<&Row>)> = Vec::new();
    for row in rows {
        let cells = key_cells(keys, row);
        match groups.iter_mut().find(|(group, _)| *group == cells) {
            Some((_, members)) => members.push(row),
            None => groups.push((cells, vec![row])),
        }
    }
    groups
}

fn naive_measure(measure: &Measure, members: &[&Row]) -> OwnedCell {
    let Some(field) = &measure.field else { return OwnedCell::Integer(members.len() as i64) };
    let mut cells: Vec<&OwnedCell> =
        members.iter().map(|row| &row[index(field)]).filter(|cell| **cell != OwnedCell::Gap).collect();
    let numbers: Vec<f64> = cells.iter().map(|cell| cell.as_cell().number()).collect();
    let count = cells.len();
    if measure.aggregate == Aggregate::Count {
        return OwnedCell::Integer(count as i64);
    }
    if count == 0 {
        return OwnedCell::Gap;
    }
    let (first, last) = (cells[0].clone(), cells[count - 1].clone());
    cells.sort_by(|a, b| a.as_cell().compare(b.as_cell()).unwrap());
    let sorted = |index: usize| cells[index].as_cell().number();
    match measure.aggregate {
        Aggregate::Count => unreachable!(),
        Aggregate::Sum => OwnedCell::Float(numbers.iter().sum()),
        Aggregate::Mean => OwnedCell::Float(numbers.iter().sum::<f64>() / count as f64),
        Aggregate::Median => OwnedCell::Float((sorted((count - 1) / 2) + sorted(count / 2)) / 2.0),
        Aggregate::Min => cells[0].clone(),
        Aggregate::Max => cells[count - 1].clone(),
        Aggregate::First => first,
        Aggregate::Last => last,
    }
}

fn row_of(columns: &[table::Column], row: usize) -> Row {
    columns.iter().map(|column| column.cell(row).to_owned()).collect()
}

fn groups_of(grouped: &Grouped) -> Vec<(Row, Row)> {
    (0..grouped.first_rows.len()).map(|row| (row_of(&grouped.keys, row), row_of(&grouped.measures, row))).collect()
}

proptest! {
    #[test]
    fn groups_are_the_naive_ones(rows in rows(40), keys in keys(), max_groups in 0..50_usize) {
        let grouping = Grouping { keys: keys.clone(), measures: measures(), max_groups };
        let grouped = grouping.group(&batch(&rows), None).unwrap();
        let naive = naive_groups(&keys, &rows);
        prop_assert_eq!(grouped.truncated, naive.len() > max_groups);
        prop_assert_eq!(grouped.first_rows.len(), naive.len().min(max_groups));
        let found = groups_of(&grouped);
        for (cells, members) in naive.iter().take(max_groups) {
            let measured: Row = measures().iter().map(|measure| naive_measure(measure, members)).collect();
            prop_assert!(found.contains(&(cells.clone(), measured)), "{:?} of {:?} not in {:?}", cells, members, found);
        }
        for (group, row) in grouped.first_rows.iter().enumerate() {
            prop_assert_eq!(key_cells(&keys, &rows[*row as usize]), row_of(&grouped.keys, group));
        }
    }

    #[test]
    fn groups_ascend_and_do_not_depend_on_the_order_of_rows(rows in rows(40), keys in keys()) {
        let aggregates = [Aggregate::Min, Aggregate::Max, Aggregate::Median, Aggregate::Count];
        let measures = aggregates.map(|aggregate| Measure::of(aggregate, "float")).to_vec();
        let grouping = Grouping { keys, measures, max_groups: 100 };
        let grouped = grouping.group(&batch(&rows), None).unwrap();
        let reversed: Vec<Row> = rows.iter().rev().cloned().collect();
        let other = grouping.group(&batch(&reversed), None).unwrap();
        prop_assert_eq!(groups_of(&grouped), groups_of(&other));
        if let Some(first) = grouped.keys.first() {
            let cells: Vec<_> = (0..first.len()).map(|row| first.cell(row)).collect();
            let ascends = |pair: &[Cell<'_>]| pair[0].compare(pair[1]).map_or(pair[1] == Cell::Gap, Ordering::is_le);
            prop_assert!(cells.windows(2).all(ascends), "{:?}", cells);
        }
    }

    #[test]
    fn a_selection_groups_as_its_rows_alone(rows in rows(40), keys in keys(), step in 1..4_usize) {
        let grouping = Grouping { keys, measures: measures(), max_groups: 100 };
        let selected: Vec<u32> = (0..60).step_by(step).collect();
        let alone: Vec<Row> = read(&batch(&rows)).into_iter().step_by(step).collect();
        let grouped = grouping.group(&batch(&rows), Some(&selected)).unwrap();
        prop_assert_eq!(groups_of(&grouped), groups_of(&grouping.group(&batch(&alone), None).unwrap()));
    }
}

#[test]
fn small_values_do_not_vanish_in_a_sum() {
    let floats = [1e16, 1.0, 1.0, -1e16]
        .map(|value| vec![OwnedCell::Gap, OwnedCell::Gap, OwnedCell::Float(value), OwnedCell::Gap, OwnedCell::Gap]);
    let grouping = Grouping { keys: vec![], measures: vec![Measure::of(Aggregate::Sum, "float")], max_groups: 1 };
    assert_eq!(grouping.group(&batch(&floats), None).unwrap().measures[0].number(0), 2.0);
}

#[test]
fn what_does_not_fit_is_refused() {
    let group = |keys, measure| Grouping { keys, measures: vec![measure], max_groups: 1 }.group(&batch(&[]), None);
    assert_eq!(group(vec![Key::field("none")], Measure::rows()), Err(GroupError::NoSuchField("none".into())));
    let by_month = vec![Key::by("text", CalendarUnit::Month)];
    assert!(matches!(group(by_month, Measure::rows()), Err(GroupError::NotATime { .. })));
    let measure_error = |measure| match group(vec![], measure) {
        Err(GroupError::Measure(error)) => error,
        other => panic!("{other:?}"),
    };
    assert!(matches!(measure_error(Measure::of(Aggregate::Sum, "text")), MeasureError::Type { .. }));
    assert!(matches!(measure_error(Measure::of(Aggregate::Min, "none")), MeasureError::NoSuchField(_)));
    assert_eq!(
        measure_error(Measure { aggregate: Aggregate::Mean, field: None }),
        MeasureError::NoField(Aggregate::Mean)
    );
}
