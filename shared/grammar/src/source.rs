//! Source: from what a spec says about its data to rows. JSON keeps its lists and records, a CSV column whose texts are
//! all numbers holds numbers, everything else stays as it is written until something reads it as a date or number.
//! Pure: files and tables are given by whoever calls.

pub mod date;
mod delimited;
mod json;
pub mod parse;

use std::sync::Arc;

use serde_json::Value as Json;
use table::{Relation, Values};

pub use self::{json::value_from_json, parse::Parse};
use crate::spec::{Data, Format};

/// Larger files are refused: more than the page could hold several times over.
pub const MAX_SOURCE_BYTES: usize = 256 * 1024 * 1024;
/// More rows are refused; row numbers are `u32` and a chart of more belongs into a table of the relay.
pub const MAX_SOURCE_ROWS: usize = 10_000_000;

/// What the caller gives: files by their address, tables by their name.
pub trait Files {
    /// The bytes of a file.
    ///
    /// # Errors
    /// In words, when there is no such file or it may not be read.
    fn read(&self, url: &str) -> Result<Vec<u8>, String>;

    /// The rows of a table of this project, or of data that the spec only names.
    fn table(&self, name: &str) -> Option<Relation>;
}

/// No files and no tables: what is in the spec must do.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoFiles;

/// Why there are no rows.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SourceError {
    /// The caller could not give it.
    #[error("the data {url:?} cannot be read: {reason}")]
    Unreadable {
        /// Its address.
        url: String,
        /// In words.
        reason: String,
    },
    /// Its text is not of its format.
    #[error("the data is not {format}: {reason}")]
    Malformed {
        /// `JSON`, `CSV` …
        format: &'static str,
        /// In words, with the place.
        reason: String,
    },
    /// A format that is not read.
    #[error("data of the format {0:?} is not read: use json, csv, tsv or dsv")]
    UnknownFormat(String),
    /// More than the limit.
    #[error("the data has more than {limit} {what}: filter or aggregate it before")]
    TooLarge {
        /// How many are read.
        limit: usize,
        /// Bytes or rows.
        what: &'static str,
    },
    /// Nothing has this name.
    #[error("there is no data named {0:?}: add it to \"datasets\" or name a table")]
    UnknownName(String),
}

impl Files for NoFiles {
    fn read(&self, _: &str) -> Result<Vec<u8>, String> {
        Err("files are not read here".to_owned())
    }

    fn table(&self, _: &str) -> Option<Relation> {
        None
    }
}

/// The rows of a data definition, before `format.parse`.
///
/// # Errors
/// When the data cannot be read, is malformed, too large, of an unknown name or format.
pub fn relation(data: &Data, datasets: &[(Arc<str>, Json)], files: &dyn Files) -> Result<Relation, SourceError> {
    match data {
        Data::Inline { values, format, .. } => inline(values, format),
        Data::Url { url, format, .. } => match url.strip_prefix("table:") {
            Some(name) => files.table(name).ok_or_else(|| SourceError::UnknownName(name.to_owned())),
            None => file(url, format, files),
        },
        Data::Named { name, format } => match datasets.iter().find(|(key, _)| key == name) {
            Some((_, values)) => inline(values, format),
            None => files.table(name).ok_or_else(|| SourceError::UnknownName(name.to_string())),
        },
        Data::Sequence { start, stop, step, name } => sequence(*start, *stop, *step, name),
        Data::Empty => Ok(Relation::of_rows(0)),
        Data::Generated(_) => Ok(Relation::of_rows(1)),
    }
}

/// Whether its rows are written as delimited text, where numbers are what looks like them.
#[must_use]
pub fn is_delimited(data: &Data) -> bool {
    let kind = match data {
        Data::Inline { format, .. } | Data::Named { format, .. } => format.kind.as_deref(),
        Data::Url { url, format, .. } => Some(format.kind.as_deref().unwrap_or_else(|| kind_of(url))),
        Data::Sequence { .. } | Data::Empty | Data::Generated(_) => None,
    };
    matches!(kind, Some("csv" | "tsv" | "dsv"))
}

fn inline(values: &Json, format: &Format) -> Result<Relation, SourceError> {
    match values {
        Json::String(text) => read_text(text, format.kind.as_deref().unwrap_or("json"), format),
        values => json::relation(values, format.property.as_deref()),
    }
}

fn file(url: &str, format: &Format, files: &dyn Files) -> Result<Relation, SourceError> {
    let bytes = files.read(url).map_err(|reason| SourceError::Unreadable { url: url.to_owned(), reason })?;
    if bytes.len() > MAX_SOURCE_BYTES {
        return Err(SourceError::TooLarge { limit: MAX_SOURCE_BYTES, what: "bytes" });
    }
    let kind = format.kind.as_deref().unwrap_or_else(|| kind_of(url));
    read_text(&String::from_utf8_lossy(&bytes), kind, format)
}

/// By the ending, as Vega-Lite: JSON unless it is one of the others.
fn kind_of(url: &str) -> &str {
    match url.rsplit('.').next() {
        Some(ending @ ("csv" | "tsv" | "dsv" | "topojson")) => ending,
        _ => "json",
    }
}

fn read_text(text: &str, kind: &str, format: &Format) -> Result<Relation, SourceError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match kind {
        "json" => json::read(text, format.property.as_deref()),
        "csv" => delimited::read(text, ','),
        "tsv" => delimited::read(text, '\t'),
        "topojson" => json::features(text, format.feature.as_deref()),
        "dsv" => delimited::read(text, format.delimiter.unwrap_or(',')),
        other => Err(SourceError::UnknownFormat(other.to_owned())),
    }
}

fn sequence(start: f64, stop: f64, step: f64, name: &str) -> Result<Relation, SourceError> {
    let count = ((stop - start) / step).ceil().max(0.0);
    if !count.is_finite() || count > MAX_SOURCE_ROWS as f64 {
        return Err(SourceError::TooLarge { limit: MAX_SOURCE_ROWS, what: "rows" });
    }
    let values = (0..count as usize).map(|index| start + step * index as f64).collect();
    let mut relation = Relation::of_rows(count as usize);
    relation.set(name, Arc::new(Values::Number(values)));
    Ok(relation)
}

fn check_rows(rows: usize) -> Result<(), SourceError> {
    if rows > MAX_SOURCE_ROWS {
        return Err(SourceError::TooLarge { limit: MAX_SOURCE_ROWS, what: "rows" });
    }
    Ok(())
}
