//! Configuration: flags over environment (`ASHBOARD_*`) over `ashboard.toml` over defaults, checked as a whole.
//! An error names where the value stands, what is wrong with it and what helps. It reads files and variables once,
//! at the start; it opens nothing and knows no other part.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::PathBuf,
    time::Duration,
};

mod mistake;

use document::Role;
use figment::{
    Figment,
    providers::{Env, Format, Serialized, Toml},
};
use serde::{Deserialize, Serialize};

pub use self::mistake::ConfigError;

/// The file that is read where no `--config` names another.
pub const FILE: &str = "ashboard.toml";
/// What variables of the environment begin with; two underscores part a section from its key.
pub const ENV_PREFIX: &str = "ASHBOARD_";

/// Everything that can be set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Where to listen; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The folder of the log; made where it is missing.
    pub data_dir: PathBuf,
    /// The folder of the built page.
    pub page: PathBuf,
    /// Origins of pages hosted elsewhere that may speak to this relay, such as `https://charts.example.org`.
    pub allowed_origins: Vec<String>,
    /// What somebody may do who has not signed in; without it an owner on a loopback address, nothing on any other.
    pub anonymous_role: Option<Role>,
    /// Connections at once; further ones are answered by 503.
    pub max_connections: usize,
    /// Whether the readings of this machine are tables.
    pub machine_feed: bool,
    /// How many days of history are kept beside what has a name; without it all of it.
    pub history_days: Option<u32>,
    /// How the log of the program looks.
    pub log: LogConfig,
    /// How long things may take.
    pub timeouts: Timeouts,
    /// Bounds of the tables.
    pub tables: TableBounds,
}

/// How the log of the program looks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LogConfig {
    /// For people or for programs.
    pub format: LogFormat,
    /// What is said, in the words of `RUST_LOG`.
    pub filter: String,
}

/// For people or for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// A line for people.
    Text,
    /// A JSON object a line.
    Json,
}

/// How long things may take, in milliseconds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Timeouts {
    /// The head of a request.
    pub header_ms: u64,
    /// The body of a request.
    pub body_ms: u64,
    /// Sessions to end when the relay stops.
    pub drain_ms: u64,
}

/// Bounds of the tables.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TableBounds {
    /// Tables.
    pub max_tables: usize,
    /// Rows of each.
    pub max_rows: usize,
    /// Memory of all rows together, in MiB.
    pub max_mib: usize,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080),
            data_dir: "./data".into(),
            page: "./dist".into(),
            allowed_origins: Vec::new(),
            anonymous_role: None,
            max_connections: 10_000,
            machine_feed: true,
            history_days: None,
            log: LogConfig::default(),
            timeouts: Timeouts::default(),
            tables: TableBounds::default(),
        }
    }
}

impl Default for LogConfig {
    fn default() -> Self {
        Self { format: LogFormat::Text, filter: "info".to_owned() }
    }
}

impl Default for Timeouts {
    fn default() -> Self {
        Self { header_ms: 5_000, body_ms: 30_000, drain_ms: 5_000 }
    }
}

impl Default for TableBounds {
    fn default() -> Self {
        Self { max_tables: 1_000, max_rows: 100_000, max_mib: 256 }
    }
}

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
}

impl Config {
    /// The effective configuration.
    ///
    /// # Errors
    /// Every mistake that was found, with its place.
    pub fn load(flags: &Flags) -> Result<Self, ConfigError> {
        let file = flags.config.clone().unwrap_or_else(|| FILE.into());
        if flags.config.is_some() && !file.is_file() {
            return Err(ConfigError(vec![format!("There is no configuration file {}.", file.display())]));
        }
        let mut figment = Figment::from(Serialized::defaults(Self::default()))
            .merge(if file.is_file() { Toml::file_exact(&file) } else { Toml::string("") })
            .merge(Env::prefixed(ENV_PREFIX).split("__"))
            .merge(Serialized::defaults(flags));
        if let Some(format) = flags.log_format {
            figment = figment.merge(Serialized::default("log.format", format));
        }
        let config: Self = figment.extract().map_err(|errors| mistake::of(errors, &file))?;
        config.check()?;
        Ok(config)
    }

    /// The configuration as a file that says the same.
    ///
    /// # Errors
    /// When a path is not UTF-8.
    pub fn to_toml(&self) -> Result<String, ConfigError> {
        let value = serde_json::to_value(self).map_err(|error| ConfigError(vec![error.to_string()]))?;
        let settings = value.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null());
        let (sections, plain): (Vec<_>, Vec<_>) = settings.partition(|(_, value)| value.is_object());
        let mut text: String = plain.into_iter().map(|(key, value)| format!("{key} = {value}\n")).collect();
        for (name, section) in sections {
            text += &format!("\n[{name}]\n");
            text.extend(section.as_object().into_iter().flatten().map(|(key, value)| format!("{key} = {value}\n")));
        }
        Ok(text)
    }

    /// What somebody may do who has not signed in.
    #[must_use]
    pub fn role_of_anonymous(&self) -> Option<Role> {
        self.anonymous_role.or_else(|| self.listen.ip().is_loopback().then_some(Role::Owner))
    }

    /// Bounds of the tables as the feed takes them.
    #[must_use]
    pub fn limits(&self) -> crate::feed::Limits {
        let TableBounds { max_tables, max_rows, max_mib } = self.tables;
        crate::feed::Limits { max_tables, max_rows, max_bytes: max_mib.saturating_mul(1024 * 1024) }
    }

    /// How long a body may take.
    #[must_use]
    pub fn body_timeout(&self) -> Duration {
        Duration::from_millis(self.timeouts.body_ms)
    }

    /// How long the head of a request may take.
    #[must_use]
    pub fn header_timeout(&self) -> Duration {
        Duration::from_millis(self.timeouts.header_ms)
    }

    /// How long sessions may take to end when the relay stops.
    #[must_use]
    pub fn drain_timeout(&self) -> Duration {
        Duration::from_millis(self.timeouts.drain_ms)
    }

    fn check(&self) -> Result<(), ConfigError> {
        let mut mistakes = Vec::new();
        for origin in self.allowed_origins.iter().filter(|origin| !is_origin(origin)) {
            mistakes.push(format!(
                "allowed_origins: {origin:?} is no origin; write scheme, host and port only, \
                 such as https://charts.example.org or http://127.0.0.1:8081."
            ));
        }
        let positive = [
            ("max_connections", self.max_connections as u64),
            ("timeouts.header_ms", self.timeouts.header_ms),
            ("timeouts.body_ms", self.timeouts.body_ms),
            ("tables.max_tables", self.tables.max_tables as u64),
            ("tables.max_rows", self.tables.max_rows as u64),
            ("tables.max_mib", self.tables.max_mib as u64),
        ];
        mistakes.extend(positive.iter().filter(|(_, value)| *value == 0).map(|(key, _)| {
            format!("{key}: 0 would let nothing through; give a number from 1 on, or leave it out for the default.")
        }));
        if self.history_days == Some(0) {
            mistakes
                .push("history_days: 0 would keep no history; give days from 1 on, or leave it out for all.".into());
        }
        if self.data_dir.is_file() {
            mistakes.push(format!("data_dir: {} is a file; name a folder.", self.data_dir.display()));
        }
        if mistakes.is_empty() { Ok(()) } else { Err(ConfigError(mistakes)) }
    }
}

fn is_origin(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    host.is_some_and(|host| {
        !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte))
    })
}

#[cfg(test)]
mod tests {
    use figment::Jail;

    use super::*;

    #[expect(clippy::result_large_err, reason = "the error of figment's jail")]
    fn load(file: &str, env: &[(&str, &str)], flags: &Flags) -> Result<Config, ConfigError> {
        let mut result = Ok(Config::default());
        Jail::try_with(|jail| {
            if !file.is_empty() {
                jail.create_file(FILE, file)?;
            }
            for (name, value) in env {
                jail.set_env(name, value);
            }
            result = Config::load(flags);
            Ok(())
        })
        .unwrap();
        result
    }

    #[test]
    fn flags_win_over_environment_over_file_over_defaults() {
        let file = "listen = '127.0.0.1:1'\nmax_connections = 1\ndata_dir = 'file'\n[log]\nformat = 'json'";
        let env = [("ASHBOARD_LISTEN", "127.0.0.1:2"), ("ASHBOARD_DATA_DIR", "env"), ("ASHBOARD_LOG__FILTER", "debug")];
        let flags = Flags { listen: Some("[::1]:3".to_owned()), ..Flags::default() };
        let config = load(file, &env, &flags).unwrap();
        let expected = Config {
            listen: "[::1]:3".parse().unwrap(),
            data_dir: "env".into(),
            max_connections: 1,
            log: LogConfig { format: LogFormat::Json, filter: "debug".to_owned() },
            ..Config::default()
        };
        assert_eq!(config, expected);
    }

    #[test]
    fn what_is_printed_can_be_read_back() {
        let config = Config {
            page: "a \"b\" \\ ü".into(),
            allowed_origins: vec!["https://a.org".to_owned()],
            anonymous_role: Some(Role::Editor),
            ..Config::default()
        };
        assert_eq!(load(&config.to_toml().unwrap(), &[], &Flags::default()).unwrap(), config);
    }

    #[test]
    fn a_mistake_is_named_with_its_place_and_what_helps() {
        /// A file, variables, and parts of the sentence that names the mistake.
        type Case<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a [&'a str]);
        let cases: [Case<'_>; 10] = [
            ("\nlisten = 5", &[], &["ashboard.toml line 2: listen:", "expected socket address"]),
            ("lisen = '127.0.0.1:1'", &[], &["no setting \"lisen\"", "Known here: listen, data_dir"]),
            ("[log]\nformat = 'xml'", &[], &["ashboard.toml line 2: log.format", "Write one of text, json"]),
            ("listen = ", &[], &["ashboard.toml", "line 1"]),
            ("max_connections = 0", &[], &["max_connections: 0"]),
            ("history_days = 0", &[], &["history_days: 0"]),
            ("allowed_origins = ['example.org']", &[], &["\"example.org\" is no origin", "https://"]),
            ("allowed_origins = ['https://a.org/path']", &[], &["is no origin"]),
            ("", &[("ASHBOARD_LISTEN", "nowhere")], &["ASHBOARD_LISTEN (environment)", "invalid socket address"]),
            ("", &[("ASHBOARD_LOG__FORMAT", "xml")], &["ASHBOARD_LOG__FORMAT (environment)"]),
        ];
        for (file, env, parts) in cases {
            let error = load(file, env, &Flags::default()).unwrap_err().to_string();
            for part in parts {
                assert!(error.contains(part), "{file:?} {env:?}: {part:?} in {error}");
            }
        }
        let flags = Flags { listen: Some("nowhere".to_owned()), ..Flags::default() };
        let error = load("", &[], &flags).unwrap_err().to_string();
        assert!(error.contains("--listen (flag)"), "{error}");
    }

    #[test]
    fn nobody_is_anything_beyond_loopback() {
        let config = |listen: &str| Config { listen: listen.parse().unwrap(), ..Config::default() };
        assert_eq!(config("127.0.0.1:1").role_of_anonymous(), Some(Role::Owner));
        assert_eq!(config("[::1]:1").role_of_anonymous(), Some(Role::Owner));
        assert_eq!(config("0.0.0.0:1").role_of_anonymous(), None);
        let viewer = Config { anonymous_role: Some(Role::Viewer), ..config("0.0.0.0:1") };
        assert_eq!(viewer.role_of_anonymous(), Some(Role::Viewer));
    }
}
