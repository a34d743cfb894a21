//! Hierarchies: what lies below a choice. Of times the next finer unit; of a category the field whose every value
//! belongs to one value of this one, as the rows themselves say. Nobody has to declare it, and where there is none a
//! choice only filters.

use std::collections::BTreeMap;

use document::TimeUnit;
use table::{Column, Table, TextColumn};

/// The unit below a unit; weeks are beside it, because months do not consist of them.
#[must_use]
pub fn finer(unit: TimeUnit) -> Option<TimeUnit> {
    match unit {
        TimeUnit::Year => Some(TimeUnit::Quarter),
        TimeUnit::Quarter => Some(TimeUnit::Month),
        TimeUnit::Month | TimeUnit::Week => Some(TimeUnit::Day),
        TimeUnit::Day => Some(TimeUnit::Hour),
        TimeUnit::Hour => Some(TimeUnit::Minute),
        TimeUnit::Minute => None,
    }
}

/// The span of the unit that begins then, in milliseconds.
#[must_use]
pub fn span_of(unit: TimeUnit, begins_ms: f64) -> Option<(f64, f64)> {
    let unit = chart::calendar_unit(unit);
    let from = unit.floor(begins_ms as i64)?;
    Some((from as f64, unit.next(from)? as f64))
}

/// The field below a value of a text field: its values each belong to one value of the field in all rows, and there are
/// at least two of them in this one. Of several the one with the fewest values.
#[must_use]
pub fn field_below(table: &Table, field: &str, value: &str) -> Option<String> {
    let coarse = text(table.column(field)?)?;
    let fields = table.schema().fields().iter().filter(|other| &*other.name != field);
    let below = fields.filter_map(|other| {
        let fine = text(table.column(&other.name)?)?;
        Some((inside(coarse, fine, value)?, other.name.to_string()))
    });
    below.min().map(|(_, name)| name)
}

fn text(column: &Column) -> Option<&TextColumn> {
    match column {
        Column::Text(text) => Some(text),
        Column::Float(_) | Column::Integer(_) | Column::Time(_) | Column::Flag(_) => None,
    }
}

/// How many values the finer field has in all, if it is one.
fn inside(coarse: &TextColumn, fine: &TextColumn, value: &str) -> Option<usize> {
    let mut above = BTreeMap::new();
    for (coarse, fine) in coarse.codes.iter().zip(&fine.codes).filter(|(_, fine)| **fine != 0) {
        if *above.entry(*fine).or_insert(*coarse) != *coarse {
            return None;
        }
    }
    let of_value = |code: &u32| {
        code.checked_sub(1).and_then(|place| coarse.dictionary.get(place as usize)).is_some_and(|own| own == value)
    };
    (above.values().filter(|coarse| of_value(coarse)).count() > 1).then_some(above.len())
}
