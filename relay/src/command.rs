//! The commands of the program, one file each. A command says what went wrong in one line on stderr and ends with 1.

pub(crate) mod audit;
pub(crate) mod backup;
pub(crate) mod check_config;
pub(crate) mod compact;
pub(crate) mod conformance;
pub(crate) mod export;
pub(crate) mod healthcheck;
mod http;
pub(crate) mod import;
mod logging;
mod place;
pub(crate) mod render;
pub(crate) mod restore;
mod ruling;
pub(crate) mod serve;
pub(crate) mod token;
pub(crate) mod user;
pub(crate) mod verify;

use std::{fmt::Display, process::ExitCode};

/// Says why the command did not do it.
pub(crate) fn failed(why: impl Display) -> ExitCode {
    eprintln!("ashboard: {why}");
    ExitCode::FAILURE
}
