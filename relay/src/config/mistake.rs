//! A mistake in the configuration, as a sentence: where it stands, what is wrong with it, what helps.

use std::{fmt, path::Path};

use figment::error::Kind;
use toml_edit::{ImDocument, Table};

use super::{ENV_PREFIX, source::Source};

/// What is wrong with the configuration: one sentence for each mistake.
#[derive(Debug)]
pub struct ConfigError(pub Vec<String>);

impl std::error::Error for ConfigError {}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}

/// What the parts of a configuration find wrong with values that can be read.
#[derive(Debug, Default)]
pub(crate) struct Mistakes(Vec<(&'static str, String)>);

impl Mistakes {
    /// What is wrong with the value of a key, and what helps, as whole sentences.
    pub(crate) fn add(&mut self, key: &'static str, what: impl Into<String>) {
        self.0.push((key, what.into()));
    }

    /// A bound of zero is a mistake.
    pub(crate) fn require_positive(&mut self, key: &'static str, value: u64) {
        if value == 0 {
            self.add(key, "0 would let nothing through; give a number from 1 on, or leave it out for the default.");
        }
    }

    /// The mistakes with their places, if there are any.
    pub(super) fn into_result(self, source: &Source) -> Result<(), ConfigError> {
        let sentence = |(key, what): &(&str, String)| match source.place(key) {
            place if place.is_empty() || place.contains(key) => format!("{place}{what}"),
            place => format!("{place}{key}: {what}"),
        };
        let sentences: Vec<_> = self.0.iter().map(sentence).collect();
        if sentences.is_empty() { Ok(()) } else { Err(ConfigError(sentences)) }
    }
}

/// Every mistake that figment found.
pub(super) fn of(errors: figment::Error, file: &Path) -> ConfigError {
    ConfigError(errors.into_iter().map(|error| sentence(&error, file)).collect())
}

fn sentence(error: &figment::Error, file: &Path) -> String {
    let key = error.path.join(".");
    let place = match error.metadata.as_ref() {
        Some(metadata) => place(&metadata.name, &error.path, file),
        None => format!("{}: ", file.display()),
    };
    let remedy = match &error.kind {
        Kind::UnknownField(_, known) => format!(" Known here: {}.", known.join(", ")),
        Kind::UnknownVariant(_, known) => format!(" Write one of {}.", known.join(", ")),
        _ if key == "listen" => " Write address and port, such as 127.0.0.1:8080 or [::1]:8080.".to_owned(),
        _ => String::new(),
    };
    let what = match &error.kind {
        Kind::UnknownField(field, _) => format!("there is no setting {field:?}."),
        Kind::UnknownVariant(variant, _) => format!("{variant:?} is not known."),
        kind => format!("{kind}."),
    };
    format!("{place}{what}{remedy}")
}

/// Where a value stands, by what figment calls the place and the parts of its key.
pub(super) fn place(named: &str, path: &[String], file: &Path) -> String {
    let key = path.join(".");
    if named.contains("in a file") {
        return format!("{ENV_PREFIX}{}_FILE (environment): ", path.join("__").to_uppercase());
    }
    if named.contains("environment") {
        return format!("{ENV_PREFIX}{} (environment): ", path.join("__").to_uppercase());
    }
    match (named.contains("TOML"), key.is_empty()) {
        (true, true) => format!("{}: ", file.display()),
        (true, false) => format!("{}{}: {key}: ", file.display(), line_of(file, path)),
        (false, false) => format!("--{} (flag): ", key.replace(['_', '.'], "-")),
        (false, true) => format!("{}: ", file.display()),
    }
}

/// ` line 3`: the line of the file that sets the key, where it can be told.
fn line_of(file: &Path, path: &[String]) -> String {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    let Ok(document) = ImDocument::parse(text.as_str()) else { return String::new() };
    let start = offset_of(document.as_table(), path);
    start.map_or_else(String::new, |start| format!(" line {}", text[..start].matches('\n').count() + 1))
}

/// Where the last part of a key begins that the file has: a value inside a list is found by its list.
fn offset_of(table: &Table, path: &[String]) -> Option<usize> {
    let (first, rest) = path.split_first()?;
    let (key, item) = table.get_key_value(first)?;
    let own = key.span().or_else(|| item.span()).map(|span| span.start);
    match item.as_table() {
        Some(inner) => offset_of(inner, rest).or(own),
        None => own,
    }
}
