//! Export: rows as text, in the formats in which they also come in. Times are written as ISO 8601 in UTC.
//! Pure: which rows, and who asks, is not its business.

use jiff::Timestamp;
use serde_json::{Map, Value};
use table::{Batch, Cell, Column};

use crate::ingest::Format;

/// The content type of a format.
#[must_use]
pub fn content_type(format: Format) -> &'static str {
    match format {
        Format::Ndjson => "application/x-ndjson",
        Format::Csv => "text/csv; charset=utf-8; header=present",
        Format::Json => "application/json",
    }
}

/// Rows as text. JSON is `{"firstRow": 7, "rows": [{...}]}`, so that a program can go on after what it got.
#[must_use]
pub fn write(first_row: u64, batch: &Batch, format: Format) -> String {
    let rows = (0..batch.rows()).map(|row| object(batch, row));
    match format {
        Format::Ndjson => rows.map(|row| format!("{row}\n")).collect(),
        Format::Json => serde_json::json!({ "firstRow": first_row, "rows": rows.collect::<Vec<_>>() }).to_string(),
        Format::Csv => csv(batch),
    }
}

/// The first rows as JSON objects.
#[must_use]
pub fn rows(batch: &Batch, limit: usize) -> Vec<Value> {
    (0..batch.rows().min(limit)).map(|row| object(batch, row)).collect()
}

fn object(batch: &Batch, row: usize) -> Value {
    let fields = batch.schema().fields().iter().zip(batch.columns());
    Value::Object(fields.map(|(field, column)| (field.name.clone(), value(column, row))).collect::<Map<_, _>>())
}

fn value(column: &Column, row: usize) -> Value {
    match column.cell(row) {
        Cell::Gap => Value::Null,
        Cell::Float(value) => value.into(),
        Cell::Integer(value) => value.into(),
        Cell::Time(ms) => iso(ms).into(),
        Cell::Text(value) => value.into(),
        Cell::Flag(value) => value.into(),
    }
}

fn csv(batch: &Batch) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let names = batch.schema().fields().iter().map(|field| harmless(&field.name));
    // Writing to memory cannot fail, and every record has as many fields as the header.
    let _ = writer.write_record(names);
    for row in 0..batch.rows() {
        let _ = writer.write_record(batch.columns().iter().map(|column| text(column, row)));
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

fn text(column: &Column, row: usize) -> String {
    match column.cell(row) {
        Cell::Gap => String::new(),
        Cell::Float(value) => value.to_string(),
        Cell::Integer(value) => value.to_string(),
        Cell::Time(ms) => iso(ms),
        Cell::Text(value) => harmless(value),
        Cell::Flag(value) => value.to_string(),
    }
}

/// A text that no spreadsheet takes for a formula: an apostrophe stands before what could begin one.
fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

/// A time that no calendar has is left as milliseconds.
fn iso(ms: i64) -> String {
    Timestamp::from_millisecond(ms).map_or_else(|_| ms.to_string(), |time| time.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::{declared, read};

    #[test]
    fn what_goes_out_can_come_in_again() {
        let schema = declared("t:time,f:float,i:integer,s:text,b:flag").unwrap();
        let body = "{\"t\":\"2024-02-29T12:00:00.5Z\",\"f\":-0.5,\"i\":-3,\"s\":\"a,\\\"b\\\"\\n\",\"b\":true}\n{}\n";
        let batch = read(body.as_bytes(), Format::Ndjson, Some(&schema)).unwrap();
        for format in [Format::Ndjson, Format::Csv] {
            let text = write(7, &batch, format);
            assert_eq!(write(0, &read(text.as_bytes(), format, Some(&schema)).unwrap(), format), text);
        }
        let json: Value = serde_json::from_str(&write(7, &batch, Format::Json)).unwrap();
        assert_eq!(json["firstRow"], 7);
        assert_eq!(json["rows"][0]["t"], "2024-02-29T12:00:00.5Z");
        assert_eq!(json["rows"][1]["f"], Value::Null);
    }

    #[test]
    fn no_cell_of_csv_is_a_formula() {
        let batch = read(b"[{\"=a\":\"=1+1\"},{\"=a\":\"@x\"},{\"=a\":\"fine\"}]", Format::Json, None).unwrap();
        assert_eq!(write(0, &batch, Format::Csv), "'=a\n'=1+1\n'@x\nfine\n");
    }
}
