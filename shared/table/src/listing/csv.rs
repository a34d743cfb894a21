//! The rows of a listing as CSV (RFC 4180): a line of names, then the rows in their order. Times are ISO 8601 in UTC,
//! numbers are written in full, gaps are empty. A text that a spreadsheet would reckon with begins with an apostrophe.

use super::{Listing, shown};
use crate::{column::Column, schema::DataType, window::Table};

impl Listing {
    /// These fields of the rows; fields and rows that are not there any more are left out.
    #[must_use]
    pub fn csv(&self, table: &Table, fields: &[&str]) -> String {
        let columns: Vec<_> = fields.iter().filter_map(|field| Some((*field, table.column(field)?))).collect();
        let mut text = String::new();
        line(&mut text, columns.iter().map(|(field, _)| *field), |field, text| text.push_str(field));
        for number in (0..self.len()).filter_map(|place| self.row(place)) {
            let row = number.checked_sub(table.first_row()).and_then(|row| usize::try_from(row).ok());
            if let Some(row) = row.filter(|row| *row < table.rows()) {
                line(&mut text, columns.iter(), |(_, column), text| cell(column, row, text));
            }
        }
        text
    }
}

fn line<T>(text: &mut String, values: impl Iterator<Item = T>, write: impl Fn(T, &mut String)) {
    let mut value = String::new();
    for (place, of) in values.enumerate() {
        if place > 0 {
            text.push(',');
        }
        value.clear();
        write(of, &mut value);
        push_quoted(text, &value);
    }
    text.push_str("\r\n");
}

fn cell(column: &Column, row: usize, text: &mut String) {
    shown(column, row, text);
    if matches!(column, Column::Text(_)) && text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        text.insert(0, '\'');
    }
    if column.data_type() == DataType::Time && !text.is_empty() {
        *text = text.replace(' ', "T") + "Z";
    }
}

fn push_quoted(text: &mut String, value: &str) {
    if value.contains([',', '"', '\n', '\r']) {
        text.push('"');
        text.push_str(&value.replace('"', "\"\""));
        text.push('"');
    } else {
        text.push_str(value);
    }
}
