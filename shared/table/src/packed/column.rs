//! A packed column: which rows are gaps, then the values of the others as whole numbers. Times and integers are numbers;
//! decimals as people and sensors write them become numbers by a power of ten (as in ALP, Afroozeh et al., SIGMOD 2023);
//! other floats are numbers by their bits, which differ little where the values do; texts are codes of a dictionary.

use super::integers::{put, put_varint, take, take_byte, take_varint};
use crate::{
    column::{Column, TextColumn},
    schema::DataType,
};

/// The first byte of a column that has no gaps; else a bit for each row follows.
const FULL: u8 = 0;
const WITH_GAPS: u8 = 1;
/// Powers of ten by which decimals become whole numbers: those that a float has exactly, as far as values use them.
const POWERS: [f64; 16] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];
/// Whole numbers up to here are floats and back again.
const MAX_WHOLE: f64 = 9_007_199_254_740_992.0;
/// From here on a byte that is not a power of ten says how many zeros the bits of all values end with.
const BITS: u8 = POWERS.len() as u8;
const SIGN: u64 = 1 << 63;

/// The column in few bytes.
pub(super) fn pack(column: &Column) -> Box<[u8]> {
    let mut bytes = Vec::new();
    match column {
        Column::Float(values) => pack_floats(&mut bytes, values),
        Column::Integer(values) | Column::Time(values) => pack_numbers(&mut bytes, values.iter().copied()),
        Column::Flag(values) => pack_numbers(&mut bytes, values.iter().map(|flag| flag.map(i64::from))),
        Column::Text(text) => pack_text(&mut bytes, text),
    }
    bytes.into()
}

/// The column as it was, of so many rows.
pub(super) fn unpack(data_type: DataType, mut bytes: &[u8], rows: usize) -> Column {
    let bytes = &mut bytes;
    match data_type {
        DataType::Float => Column::Float(unpack_floats(bytes, rows).into()),
        DataType::Integer => Column::Integer(unpack_numbers(bytes, rows).into()),
        DataType::Time => Column::Time(unpack_numbers(bytes, rows).into()),
        DataType::Flag => Column::Flag(unpack_numbers(bytes, rows).iter().map(|flag| flag.map(|it| it != 0)).collect()),
        DataType::Text => Column::Text(unpack_text(bytes, rows)),
    }
}

fn pack_numbers(bytes: &mut Vec<u8>, values: impl ExactSizeIterator<Item = Option<i64>> + Clone) {
    put_gaps(bytes, values.clone().map(|value| value.is_none()));
    put(bytes, &values.flatten().collect::<Vec<_>>());
}

fn unpack_numbers(bytes: &mut &[u8], rows: usize) -> Vec<Option<i64>> {
    let gaps = take_gaps(bytes, rows);
    let mut numbers = take(bytes, rows - count(&gaps)).into_iter();
    gaps.iter().map(|is_gap| if *is_gap { None } else { numbers.next() }).collect()
}

/// Only the NaN that stands for a gap is one here; another comes back by its bits.
fn pack_floats(bytes: &mut Vec<u8>, values: &[f64]) {
    let is_gap = |value: &f64| value.to_bits() == f64::NAN.to_bits();
    put_gaps(bytes, values.iter().map(is_gap));
    let values: Vec<f64> = values.iter().filter(|value| !is_gap(value)).copied().collect();
    if let Some((power, wholes)) = decimals(&values) {
        bytes.push(power);
        put(bytes, &wholes);
        return;
    }
    let zeros = values.iter().map(|value| value.to_bits().trailing_zeros()).min().unwrap_or(0).min(u64::BITS - 1);
    bytes.push(BITS + zeros as u8);
    put(bytes, &values.iter().map(|value| ordered(value.to_bits(), zeros)).collect::<Vec<_>>());
}

fn unpack_floats(bytes: &mut &[u8], rows: usize) -> Vec<f64> {
    let gaps = take_gaps(bytes, rows);
    let how = take_byte(bytes);
    let numbers = take(bytes, rows - count(&gaps));
    let value = |number: i64| match POWERS.get(usize::from(how)) {
        Some(power) => number as f64 / power,
        None => f64::from_bits(unordered(number, u32::from(how - BITS) % u64::BITS)),
    };
    let mut values = numbers.into_iter().map(value);
    gaps.iter().map(|is_gap| if *is_gap { f64::NAN } else { values.next().unwrap_or(f64::NAN) }).collect()
}

/// The least power of ten that makes all values whole numbers, and these, if dividing brings back every bit.
fn decimals(values: &[f64]) -> Option<(u8, Vec<i64>)> {
    let mut power = 0;
    for value in values {
        while whole(*value, *POWERS.get(power)?).is_none() {
            power += 1;
        }
    }
    let wholes: Option<Vec<i64>> = values.iter().map(|value| whole(*value, POWERS[power])).collect();
    Some((power as u8, wholes?))
}

fn whole(value: f64, power: f64) -> Option<i64> {
    let whole = (value * power).round();
    let is_same = whole.abs() < MAX_WHOLE && (whole / power).to_bits() == value.to_bits();
    is_same.then_some(whole as i64)
}

/// Bits without so many zeros at their end, as a number that is the greater the greater the value is.
fn ordered(bits: u64, zeros: u32) -> i64 {
    let magnitude = ((bits & !SIGN) >> zeros) as i64;
    if bits & SIGN == 0 { magnitude } else { !magnitude }
}

fn unordered(number: i64, zeros: u32) -> u64 {
    if number >= 0 { (number as u64) << zeros } else { SIGN | (!number as u64) << zeros }
}

fn pack_text(bytes: &mut Vec<u8>, text: &TextColumn) {
    put(bytes, &text.codes.iter().map(|code| i64::from(*code)).collect::<Vec<_>>());
    put_varint(bytes, text.dictionary.len() as u64);
    for word in &text.dictionary {
        put_varint(bytes, word.len() as u64);
        bytes.extend(word.as_bytes());
    }
}

fn unpack_text(bytes: &mut &[u8], rows: usize) -> TextColumn {
    let codes = take(bytes, rows).into_iter().map(|code| code as u32).collect();
    let words = take_varint(bytes);
    let word = |bytes: &mut &[u8]| {
        let length = take_varint(bytes) as usize;
        bytes.split_off(..length).map_or_else(String::new, |word| String::from_utf8_lossy(word).into_owned())
    };
    TextColumn { codes, dictionary: (0..words).map(|_| word(bytes)).collect() }
}

fn put_gaps(bytes: &mut Vec<u8>, gaps: impl ExactSizeIterator<Item = bool> + Clone) {
    if !gaps.clone().any(|is_gap| is_gap) {
        bytes.push(FULL);
        return;
    }
    bytes.push(WITH_GAPS);
    let start = bytes.len();
    bytes.resize(start + gaps.len().div_ceil(8), 0);
    gaps.enumerate().filter(|(_, is_gap)| *is_gap).for_each(|(row, _)| bytes[start + row / 8] |= 1 << (row % 8));
}

fn take_gaps(bytes: &mut &[u8], rows: usize) -> Vec<bool> {
    if take_byte(bytes) == FULL {
        return vec![false; rows];
    }
    let bits = bytes.split_off(..rows.div_ceil(8)).unwrap_or_default();
    (0..rows).map(|row| bits.get(row / 8).is_some_and(|byte| byte >> (row % 8) & 1 == 1)).collect()
}

fn count(gaps: &[bool]) -> usize {
    gaps.iter().filter(|is_gap| **is_gap).count()
}
