//! The flags of the command line that are settings: they win over everything else. A flag of its own has what people type;
//! every other setting is `--set KEY=VALUE`.

use std::path::PathBuf;

use figment::{Figment, providers::Serialized, value::Value};
use serde::Serialize;

use super::LogFormat;

/// What the flags of the command line say; what they leave out comes from elsewhere.
#[derive(Clone, Debug, Default, Serialize, clap::Args)]
pub struct Flags {
    /// The configuration file [default: ashboard.toml where it is there]
    #[arg(long, value_name = "FILE")]
    #[serde(skip)]
    pub config: Option<PathBuf>,
    /// Where to listen [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS:PORT")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub listen: Option<String>,
    /// The folder of the data [default: ./data]
    #[arg(long, value_name = "FOLDER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_dir: Option<PathBuf>,
    /// The folder of the built page [default: ./dist]
    #[arg(long, value_name = "FOLDER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<PathBuf>,
    /// An origin of a page hosted elsewhere that may speak to this relay; may be repeated
    #[arg(long = "allowed-origin", value_name = "ORIGIN")]
    #[serde(rename = "allowed_origins", skip_serializing_if = "Vec::is_empty")]
    pub allowed_origins: Vec<String>,
    /// Whether the readings of this machine are tables [default: true]
    #[arg(long, value_name = "BOOL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub machine_feed: Option<bool>,
    /// How the log looks [default: text]
    #[arg(long, value_name = "FORMAT")]
    #[serde(skip)]
    pub log_format: Option<LogFormat>,
    /// Any other setting, such as log.filter=debug; may be repeated
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = setting)]
    #[serde(skip)]
    pub set: Vec<(String, String)>,
}

impl Flags {
    /// The settings with what the flags say on top.
    pub(super) fn on(&self, mut figment: Figment) -> Figment {
        figment = figment.merge(Serialized::defaults(self));
        if let Some(format) = self.log_format {
            figment = figment.merge(Serialized::default("log.format", format));
        }
        for (key, text) in &self.set {
            // Parsing never fails: what is no number, list or truth value is a text.
            let value = text.parse().unwrap_or_else(|_| Value::from(text.as_str()));
            figment = figment.merge(Serialized::default(key, value));
        }
        figment
    }
}

fn setting(text: &str) -> Result<(String, String), String> {
    let (key, value) = text.split_once('=').ok_or("write KEY=VALUE, such as log.filter=debug")?;
    if key.trim().ends_with("secret") {
        return Err("everybody on this machine can read a command line; use the file, or the environment".to_owned());
    }
    Ok((key.trim().to_owned(), value.trim().to_owned()))
}
