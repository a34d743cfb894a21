//! Rows as CSV: the first line names the fields, every other line is a row; an empty cell is a gap.
//! The csv crate knows quoting; this file knows on which line a record begins.

use std::borrow::Cow;

use csv::{ErrorKind, ReaderBuilder, StringRecord};
use table::schema::MAX_COLUMNS;

use super::{Cells, MAX_LINE_BYTES, Place, Sink, Written};
use crate::problem::{Code, Problem};

/// Reads the header and the rows.
///
/// # Errors
/// A header that names no fields or one twice, a record of another length, or the sink's own.
pub(super) fn read(body: &str, sink: &mut dyn Sink) -> Result<(), Problem> {
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(body.as_bytes());
    let mut lines = Lines { body, byte: 0, line: 1 };
    let mut record = StringRecord::new();
    let mut header: Option<StringRecord> = None;
    while reader.read_record(&mut record).map_err(|error| no_record(&error))? {
        let line = lines.of_record(&record);
        let Some(names) = &header else {
            check_header(&record, line)?;
            header = Some(record.clone());
            continue;
        };
        check_record(names, &record, line)?;
        sink.row(Place::Line(line), &cells(names, &record))?;
    }
    Ok(())
}

fn cells<'a>(names: &'a StringRecord, record: &'a StringRecord) -> Cells<'a> {
    let bare = |value: &'a str| if value.is_empty() { Written::Gap } else { Written::Bare(value) };
    names.iter().zip(record).map(|(name, value)| (Cow::Borrowed(name), bare(value))).collect()
}

fn check_header(names: &StringRecord, line: u64) -> Result<(), Problem> {
    let bad = |detail: String| Err(Problem::new(Code::BadRows, detail).at_line(line));
    if names.len() > MAX_COLUMNS {
        return bad(format!("The header has {} fields; a table has at most {MAX_COLUMNS}.", names.len()));
    }
    for (index, name) in names.iter().enumerate() {
        if name.is_empty() {
            return bad(format!("The header has no name for field {}; give every field one.", index + 1));
        }
        if names.iter().take(index).any(|other| other == name) {
            let twice = format!("The header has the field {name:?} twice; every name is unique.");
            return Err(Problem::new(Code::BadRows, twice).at_line(line).in_field(name));
        }
    }
    Ok(())
}

fn check_record(names: &StringRecord, record: &StringRecord, line: u64) -> Result<(), Problem> {
    let bad = |detail: String| Err(Problem::new(Code::BadRows, detail).at_line(line));
    if names.len() != record.len() {
        let (header, here) = (names.len(), record.len());
        return bad(format!("Line {line} has {here} fields, the header has {header}. Quote a value that has a comma."));
    }
    if record.as_slice().len() > MAX_LINE_BYTES {
        let bytes = record.as_slice().len();
        return bad(format!("The row on line {line} has {bytes} bytes; a row has at most {MAX_LINE_BYTES}."));
    }
    Ok(())
}

fn no_record(error: &csv::Error) -> Problem {
    let line = error.position().map_or(1, csv::Position::line);
    let why = match error.kind() {
        ErrorKind::Utf8 { .. } => "it is not UTF-8",
        _ => "it is no CSV record",
    };
    Problem::new(Code::BadRows, format!("Line {line} cannot be read: {why}.")).at_line(line)
}

/// Counts lines up to the byte where a record begins: the reader's own count is that of the line end before it.
struct Lines<'a> {
    body: &'a str,
    byte: usize,
    line: u64,
}

impl Lines<'_> {
    fn of_record(&mut self, record: &StringRecord) -> u64 {
        let start = record.position().map_or(self.byte, |position| position.byte() as usize);
        let bytes = self.body.as_bytes();
        let ends = bytes[start.min(bytes.len())..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let begin = (start + ends).clamp(self.byte, bytes.len());
        let passed = bytes[self.byte..begin].iter().filter(|byte| **byte == b'\n').count();
        (self.byte, self.line) = (begin, self.line + passed as u64);
        self.line
    }
}
