//! Tables: random rows of a few fields, with the values at which arithmetic breaks: the largest, the smallest, gaps.

use table::{Batch, BatchBuilder, Cell, DataType, Field, OwnedCell, Schema};

use super::dice::Dice;

/// The names of the fields, in order.
pub const NAMES: [&str; 5] = ["a", "b", "c", "d", "e"];
const TYPES: [DataType; 5] = [DataType::Float, DataType::Integer, DataType::Time, DataType::Text, DataType::Flag];
/// 2023-11-14, and times near it: most rows are of one hour.
const SOME_TIME_MS: i64 = 1_700_000_000_000;
/// So many rows at most; more would only cost time.
const MAX_ROWS: usize = 200;

/// One to five fields and any number of rows, up to where the bytes end.
pub fn batch(dice: &mut Dice<'_>) -> Batch {
    let count = 1 + dice.below(NAMES.len());
    let field =
        |name: &&str| Field { name: (*name).to_owned(), data_type: dice.pick(&TYPES).unwrap_or(DataType::Float) };
    let schema = Schema::new(NAMES[..count].iter().map(field).collect()).expect("distinct names");
    let mut rows = BatchBuilder::new(schema.clone());
    while !dice.is_empty() && rows.rows() < MAX_ROWS {
        let cells: Vec<OwnedCell> = schema.fields().iter().map(|field| cell(dice, field.data_type)).collect();
        let cells: Vec<Cell<'_>> = cells.iter().map(OwnedCell::as_cell).collect();
        rows.push_row(&cells).expect("the cells fit");
    }
    rows.finish()
}

/// A cell of that type, sometimes a gap.
pub fn cell(dice: &mut Dice<'_>, data_type: DataType) -> OwnedCell {
    if dice.one_in(10) {
        return OwnedCell::Gap;
    }
    match data_type {
        DataType::Float => OwnedCell::Float(float(dice)),
        DataType::Integer => OwnedCell::Integer(integer(dice)),
        DataType::Time => OwnedCell::Time(time_ms(dice)),
        DataType::Text => OwnedCell::Text(dice.text()),
        DataType::Flag => OwnedCell::Flag(dice.one_in(2)),
    }
}

fn float(dice: &mut Dice<'_>) -> f64 {
    const EDGES: [f64; 8] = [0.0, -0.0, 1e-308, f64::MAX, f64::MIN, f64::MIN_POSITIVE, 1e15, -1.0];
    match dice.below(4) {
        0 => dice.pick(&EDGES).unwrap_or_default(),
        1 => f64::from_bits(dice.number()),
        _ => f64::from(dice.byte()) / 8.0 - 4.0,
    }
}

fn integer(dice: &mut Dice<'_>) -> i64 {
    match dice.below(4) {
        0 => dice.pick(&[i64::MIN, i64::MAX, 0, -1]).unwrap_or_default(),
        _ => dice.number().cast_signed(),
    }
}

fn time_ms(dice: &mut Dice<'_>) -> i64 {
    match dice.below(8) {
        0 => integer(dice),
        1 => SOME_TIME_MS + i64::from(dice.byte()) * 86_400_000,
        _ => SOME_TIME_MS + i64::from(dice.byte()) * 10_000,
    }
}
