//! A mistake in the configuration, as a sentence: where it stands, what is wrong with it, what helps.

use std::{fmt, path::Path};

use figment::error::Kind;

use super::ENV_PREFIX;

/// What is wrong with the configuration: one sentence for each mistake.
#[derive(Debug)]
pub struct ConfigError(pub Vec<String>);

impl std::error::Error for ConfigError {}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}

/// Every mistake that figment found.
pub(super) fn of(errors: figment::Error, file: &Path) -> ConfigError {
    ConfigError(errors.into_iter().map(|error| sentence(&error, file)).collect())
}

fn sentence(error: &figment::Error, file: &Path) -> String {
    let key = error.path.join(".");
    let place = match error.metadata.as_ref().map(|metadata| metadata.name.as_ref()) {
        Some(name) if name.contains("environment") => {
            format!("{ENV_PREFIX}{} (environment): ", error.path.join("__").to_uppercase())
        }
        Some(name) if name.contains("TOML") && key.is_empty() => format!("{}: ", file.display()),
        Some(name) if name.contains("TOML") => format!("{}{}: {key}: ", file.display(), line_of(file, &error.path)),
        Some(_) if !key.is_empty() => format!("--{} (flag): ", key.replace(['_', '.'], "-")),
        _ => format!("{}: ", file.display()),
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

/// ` line 3`: the first line of the file that sets the key, where one can be told.
fn line_of(file: &Path, path: &[String]) -> String {
    let Some(key) = path.last() else { return String::new() };
    let text = std::fs::read_to_string(file).unwrap_or_default();
    let section = path.len().checked_sub(2).map(|index| format!("[{}]", path[index]));
    let mut in_section = section.is_none();
    for (index, line) in text.lines().map(str::trim).enumerate() {
        if line.starts_with('[') && line.ends_with(']') {
            in_section = section.as_deref() == Some(line);
        }
        let sets = line.split_once('=').is_some_and(|(name, _)| name.trim() == key);
        if in_section && sets {
            return format!(" line {}", index + 1);
        }
    }
    String::new()
}
