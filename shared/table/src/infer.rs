//! Infer: from texts to typed cells. What a CSV column holds is guessed from samples, what a text means is read by type.
//! The guess is careful where a wrong one would lose something: `02134` and 20-digit ids stay text,
//! and a whole number is a time only where somebody declared it.

use jiff::{
    Timestamp,
    civil::{Date, DateTime},
    tz::Offset,
};

use crate::{cell::OwnedCell, schema::DataType};

/// So much of a text is quoted in an error.
const MAX_QUOTED_CHARS: usize = 40;
/// Longer texts are no time; it keeps the calendar's parser off large cells.
const MAX_TIME_BYTES: usize = 40;

/// A text that cannot be read as its field's type.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not {expected}{}", example(*.expected))]
pub struct CellError {
    /// What the field takes.
    pub expected: DataType,
    /// The text, shortened.
    pub text: String,
}

fn example(expected: DataType) -> &'static str {
    match expected {
        DataType::Time => " such as 2024-05-31, 2024-05-31 12:30:00 or 2024-05-31T12:30:00Z",
        DataType::Float | DataType::Integer | DataType::Text | DataType::Flag => "",
    }
}

/// Reads a text as a cell of that type. An empty text is a gap, and so is a number that is not finite.
/// A time without an offset is UTC; a whole number is a time in milliseconds since the epoch.
/// Spaces around anything but text do not matter.
///
/// # Errors
/// When the text says something else.
pub fn parse_cell(data_type: DataType, text: &str) -> Result<OwnedCell, CellError> {
    let trimmed = text.trim();
    if text.is_empty() || (trimmed.is_empty() && data_type != DataType::Text) {
        return Ok(OwnedCell::Gap);
    }
    let cell = match data_type {
        DataType::Float => trimmed.parse().ok().map(finite),
        DataType::Integer => trimmed.parse().ok().map(OwnedCell::Integer),
        DataType::Time => parse_time(trimmed).or_else(|| trimmed.parse().ok()).map(OwnedCell::Time),
        DataType::Text => Some(OwnedCell::Text(text.to_owned())),
        DataType::Flag => parse_flag(trimmed).map(OwnedCell::Flag),
    };
    cell.ok_or_else(|| CellError { expected: data_type, text: text.chars().take(MAX_QUOTED_CHARS).collect() })
}

/// The type that fits all these texts; text where none is sure, also where all are empty.
pub fn infer<'a>(texts: impl IntoIterator<Item = &'a str>) -> DataType {
    let mut inference = Inference::default();
    for text in texts {
        inference.notice(text);
    }
    inference.data_type()
}

/// What the texts of one field so far leave possible.
#[derive(Clone, Debug, Default)]
pub struct Inference {
    impossible: [bool; CANDIDATES.len()],
    /// Whether a text was more than a gap.
    certain: bool,
}

/// The narrower first.
const CANDIDATES: [DataType; 4] = [DataType::Flag, DataType::Integer, DataType::Float, DataType::Time];

impl Inference {
    /// Takes one more text into account.
    pub fn notice(&mut self, text: &str) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        for (impossible, candidate) in self.impossible.iter_mut().zip(CANDIDATES) {
            *impossible |= !looks_like(candidate, text);
        }
        self.certain |= !text.parse().is_ok_and(|number: f64| !number.is_finite());
    }

    /// The narrowest type that fits all texts.
    #[must_use]
    pub fn data_type(&self) -> DataType {
        let possible = CANDIDATES.into_iter().zip(self.impossible).find(|(_, impossible)| !impossible);
        match possible {
            Some((candidate, _)) if self.certain => candidate,
            _ => DataType::Text,
        }
    }
}

fn looks_like(data_type: DataType, text: &str) -> bool {
    match data_type {
        DataType::Flag => text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false"),
        DataType::Integer => !is_label(text) && text.parse::<i64>().is_ok(),
        DataType::Float => !is_label(text) && text.parse::<f64>().is_ok(),
        DataType::Time => parse_time(text).is_some(),
        DataType::Text => true,
    }
}

/// Digits that a number would not keep: leading zeros, or more than a whole number holds.
fn is_label(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let leading_zero = digits.starts_with('0') && digits[1..].starts_with(|next: char| next.is_ascii_digit());
    leading_zero || (digits.bytes().all(|byte| byte.is_ascii_digit()) && text.parse::<i64>().is_err())
}

/// Milliseconds since the epoch of a written time: a date, a date and time, or these with an offset (RFC 3339).
/// Without an offset it is UTC.
#[must_use]
pub fn parse_time(text: &str) -> Option<i64> {
    // Only the extended format: `20240531` is a whole number. A zone in brackets would be dropped without a word.
    if text.len() > MAX_TIME_BYTES || text.as_bytes().get(4) != Some(&b'-') || text.contains('[') {
        return None;
    }
    let timestamp = text.parse::<Timestamp>().ok().or_else(|| {
        let civil = if text.len() == "2024-05-31".len() {
            text.parse::<Date>().ok()?.at(0, 0, 0, 0)
        } else {
            text.parse::<DateTime>().ok()?
        };
        Offset::UTC.to_timestamp(civil).ok()
    })?;
    i64::try_from(timestamp.as_nanosecond().div_euclid(1_000_000)).ok()
}

fn parse_flag(text: &str) -> Option<bool> {
    match text {
        "1" => Some(true),
        "0" => Some(false),
        _ if text.eq_ignore_ascii_case("true") => Some(true),
        _ if text.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}

fn finite(number: f64) -> OwnedCell {
    if number.is_finite() { OwnedCell::Float(number) } else { OwnedCell::Gap }
}
