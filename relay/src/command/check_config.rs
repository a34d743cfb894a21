//! `ashboard check-config`: the effective configuration in the form of its file, or every mistake in it.

use std::process::ExitCode;

use relay::config::{Config, Flags};

use super::failed;

/// Prints the configuration to stdout, mistakes to stderr.
pub(crate) fn run(flags: &Flags) -> ExitCode {
    match Config::load(flags) {
        Ok(config) => {
            print!("{}", config.to_toml());
            ExitCode::SUCCESS
        }
        Err(error) => failed(error),
    }
}
