//! The source: where settings are read from, one over the other, and where each of them stands. A variable that ends in
//! `_FILE` names a file that holds the value, as secrets are handed to containers; the file wins over everything but flags.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use figment::{
    Error, Figment, Metadata, Profile, Provider,
    providers::{Env, Format, Serialized, Toml},
    util::nest,
    value::{Dict, Map, Value},
};
use serde::de::DeserializeOwned;

use super::{Config, ConfigError, ENV_PREFIX, FILE, Flags, mistake};

/// What a variable ends in whose value stands in a file.
const FILE_SUFFIX: &str = "_file";
/// What figment is told about a value that stands in a file of its own.
const FILE_SOURCE: &str = "environment, in a file";

/// Settings as they were read.
#[derive(Debug)]
pub(super) struct Source {
    figment: Figment,
    file: PathBuf,
}

/// One value that stands in a file.
struct InFile {
    key: String,
    text: String,
}

impl Source {
    /// Reads what there is.
    pub(super) fn read(flags: &Flags) -> Result<Self, ConfigError> {
        let file = flags.config.clone().unwrap_or_else(|| FILE.into());
        if flags.config.is_some() && !file.is_file() {
            return Err(ConfigError(vec![format!("There is no configuration file {}.", file.display())]));
        }
        let known = keys(&Config::default());
        let in_file = known.clone();
        let variables = Env::prefixed(ENV_PREFIX).filter(move |name| file_key(name.as_str(), &in_file).is_none());
        let mut figment = Figment::from(Serialized::defaults(Config::default()))
            .merge(if file.is_file() { Toml::file_exact(&file) } else { Toml::string("") })
            .merge(variables.split("__"));
        for value in in_files(&known)? {
            figment = figment.merge(value);
        }
        Ok(Self { figment: flags.on(figment), file })
    }

    /// A file alone, as it stands.
    pub(super) fn of_toml(text: &str) -> Self {
        let figment = Figment::from(Serialized::defaults(Config::default())).merge(Toml::string(text));
        Self { figment, file: FILE.into() }
    }

    pub(super) fn extract<T: DeserializeOwned>(&self) -> Result<T, ConfigError> {
        self.figment.extract().map_err(|errors| mistake::of(errors, &self.file))
    }

    /// `ashboard.toml line 3: `: where the value of a key comes from; nothing for a default.
    pub(super) fn place(&self, key: &str) -> String {
        let path: Vec<_> = key.split('.').map(str::to_owned).collect();
        let metadata = self.figment.find_metadata(key).filter(|metadata| !metadata.name.contains("Config"));
        metadata.map_or_else(String::new, |metadata| mistake::place(&metadata.name, &path, &self.file))
    }
}

/// Every setting by its key, sections taken apart; null where it has no default.
pub(super) fn settings(config: &Config) -> Vec<(String, serde_json::Value)> {
    let mut flat = Vec::new();
    flatten(String::new(), serde_json::to_value(config).unwrap_or_default(), &mut flat);
    flat
}

fn flatten(key: String, value: serde_json::Value, flat: &mut Vec<(String, serde_json::Value)>) {
    match value {
        serde_json::Value::Object(section) => {
            for (name, value) in section {
                let key = if key.is_empty() { name } else { format!("{key}.{name}") };
                flatten(key, value, flat);
            }
        }
        value => flat.push((key, value)),
    }
}

/// A value as it stands in the file.
pub(super) fn toml(value: &serde_json::Value) -> String {
    let list = |parts: Vec<String>| parts.join(", ");
    match value {
        serde_json::Value::Array(values) => format!("[{}]", list(values.iter().map(toml).collect())),
        serde_json::Value::Object(fields) => {
            let field = |(name, value): (&String, &serde_json::Value)| format!("{name} = {}", toml(value));
            format!("{{ {} }}", list(fields.iter().filter(|(_, value)| !value.is_null()).map(field).collect()))
        }
        plain => plain.to_string(),
    }
}

fn keys(config: &Config) -> BTreeSet<String> {
    settings(config).into_iter().map(|(key, _)| key).collect()
}

/// The key whose value stands in the file that this variable names; a setting that ends in `_file` itself is none.
fn file_key(name: &str, known: &BTreeSet<String>) -> Option<String> {
    let key = name.to_lowercase().replace("__", ".");
    let value_key = key.strip_suffix(FILE_SUFFIX)?.to_owned();
    (!known.contains(&key)).then_some(value_key)
}

fn in_files(known: &BTreeSet<String>) -> Result<Vec<InFile>, ConfigError> {
    let (mut values, mut mistakes) = (Vec::new(), Vec::new());
    for (name, path) in Env::prefixed(ENV_PREFIX).iter() {
        let Some(key) = file_key(name.as_str(), known) else { continue };
        match std::fs::read_to_string(Path::new(&path)) {
            Ok(text) => values.push(InFile { key, text: text.trim_end_matches(['\r', '\n']).to_owned() }),
            Err(error) => {
                let variable = name.as_str().to_uppercase();
                mistakes.push(format!("{ENV_PREFIX}{variable} (environment): {path} cannot be read: {error}."));
            }
        }
    }
    if mistakes.is_empty() { Ok(values) } else { Err(ConfigError(mistakes)) }
}

impl Provider for InFile {
    fn metadata(&self) -> Metadata {
        Metadata::named(FILE_SOURCE)
    }

    fn data(&self) -> Result<Map<Profile, Dict>, Error> {
        let value = self.text.parse().unwrap_or_else(|_| Value::from(self.text.as_str()));
        let dict = nest(&self.key, value).into_dict().unwrap_or_default();
        Ok(Map::from([(Profile::Default, dict)]))
    }
}
