//! Logging: where the program's own log goes and how it looks. To stderr, since stdout says where the relay is; what is
//! said can be another while the program runs.

use std::io::{self, IsTerminal};

use relay::config::{LogConfig, LogFormat};
use tracing_subscriber::{EnvFilter, Registry, layer::SubscriberExt, reload, util::SubscriberInitExt};

/// The log of the program, running.
pub(crate) struct Logging(reload::Handle<EnvFilter, Registry>);

impl Logging {
    /// Begins to log.
    ///
    /// # Errors
    /// When the filter cannot be read, or something logs already.
    pub(crate) fn start(config: &LogConfig) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        let filter = EnvFilter::try_new(&config.filter).map_err(|error| format!("log.filter: {error}"))?;
        let (filter, handle) = reload::Layer::new(filter);
        let lines = tracing_subscriber::fmt::layer().with_writer(io::stderr);
        let log = tracing_subscriber::registry().with(filter);
        match config.format {
            LogFormat::Text => log.with(lines.with_ansi(io::stderr().is_terminal()).with_target(false)).try_init()?,
            LogFormat::Json => log.with(lines.json().flatten_event(true)).try_init()?,
        }
        Ok(Self(handle))
    }

    /// Says from now on what this filter lets through.
    pub(crate) fn follow(&self, config: &LogConfig) {
        let filter = EnvFilter::try_new(&config.filter).map_err(|error| error.to_string());
        if let Err(error) = filter.and_then(|filter| self.0.reload(filter).map_err(|error| error.to_string())) {
            tracing::error!(error, "the log goes on with its old filter");
        }
    }
}
