//! Where a command finds the dashboards: in the folder of a relay that does not run, or at the address of one that does.

use std::path::{Path, PathBuf};

use relay::{
    config::{Config, Flags},
    log::{LogError, SqliteLog},
};

/// The folder, unless an address is named.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct Place {
    /// The folder of the data of a relay that does not run [default: as `serve` takes it]
    #[arg(long, value_name = "FOLDER")]
    pub(super) data_dir: Option<PathBuf>,
    /// A relay that runs, such as `http://127.0.0.1:8080`
    #[arg(long, value_name = "URL", conflicts_with = "data_dir")]
    pub(super) url: Option<String>,
}

/// The folder of a relay.
///
/// # Errors
/// In words, with what helps.
pub(super) fn folder(data_dir: Option<PathBuf>) -> Result<PathBuf, String> {
    let flags = Flags { data_dir, ..Flags::default() };
    let folder = Config::load(&flags).map_err(|error| error.to_string())?.data_dir;
    if !folder.join("ashboard.sqlite").is_file() {
        return Err(format!("{} is not the data folder of a relay; name another with --data-dir", folder.display()));
    }
    Ok(folder)
}

/// Opens the log of a folder that has one.
///
/// # Errors
/// As [`folder`], and when a relay has it open.
pub(super) fn open(data_dir: Option<PathBuf>) -> Result<SqliteLog, String> {
    open_or_make(&folder(data_dir)?)
}

/// The same for a folder that may be new.
///
/// # Errors
/// In words, with what helps.
pub(super) fn open_or_make(folder: &Path) -> Result<SqliteLog, String> {
    std::fs::create_dir_all(folder)
        .map_err(|error| format!("the folder {} cannot be made: {error}", folder.display()))?;
    SqliteLog::open(folder).map_err(|error| match error {
        LogError::Failed(words) if words.contains("another relay") => {
            format!("{words}; ask it with --url, or stop it first")
        }
        error => error.to_string(),
    })
}
