//! Delimited text as rows: CSV, TSV and other delimiters, quoted as RFC 4180 says. The first line names the fields.
//! A column is of numbers when each of its texts is one and none would lose something, such as a leading zero; an empty
//! text is a gap there. All other columns are text. Dates stay text until something reads them as such.

use std::sync::Arc;

use table::{Relation, Values};

use super::{SourceError, check_rows};

pub(super) fn read(text: &str, delimiter: char) -> Result<Relation, SourceError> {
    let delimiter = u8::try_from(delimiter).map_err(|_| malformed("the delimiter is more than one byte"))?;
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let names = reader.headers().map_err(|error| malformed(&error.to_string()))?.clone();
    let mut columns: Vec<Vec<Option<Arc<str>>>> = vec![Vec::new(); names.len()];
    let mut rows = 0;
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).map_err(|error| malformed(&error.to_string()))? {
        rows += 1;
        check_rows(rows)?;
        for (index, column) in columns.iter_mut().enumerate() {
            column.push(record.get(index).map(Arc::from));
        }
    }
    let mut relation = Relation::of_rows(rows);
    for (name, texts) in names.iter().zip(columns) {
        relation.set(name, Arc::new(typed(texts)));
    }
    Ok(relation)
}

fn malformed(reason: &str) -> SourceError {
    SourceError::Malformed { format: "CSV", reason: reason.to_owned() }
}

fn typed(texts: Vec<Option<Arc<str>>>) -> Values {
    let mut numbers = Vec::with_capacity(texts.len());
    let mut is_empty = true;
    for text in &texts {
        let text = text.as_deref().unwrap_or_default().trim();
        match number(text) {
            Some(number) => numbers.push(number),
            None if text.is_empty() => numbers.push(f64::NAN),
            None => return Values::Text(texts),
        }
        is_empty &= text.is_empty();
    }
    if is_empty { Values::Text(texts) } else { Values::Number(numbers) }
}

/// A number that is written as such: no words, no leading zeros.
fn number(text: &str) -> Option<f64> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let is_label = digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.");
    let is_numeric = digits.starts_with(|first: char| first.is_ascii_digit() || first == '.');
    if is_label || !is_numeric { None } else { text.parse().ok() }
}
