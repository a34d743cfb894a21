//! `ashboard export`: a dashboard as a JSON file, for reviews, backups and `ashboard import`. Equal dashboards are equal
//! files, byte for byte.

use std::{fs, path::PathBuf, process::ExitCode};

use document::{Outline, Seq};
use relay::{dashboard::DashboardId, log::Log};

use super::{
    failed, http,
    place::{Place, open},
};

/// Which dashboard, from where to where.
#[derive(Debug, clap::Args)]
pub(crate) struct Export {
    /// The id of the dashboard, as its address has it
    #[arg(value_name = "DASHBOARD")]
    dashboard: String,
    #[command(flatten)]
    place: Place,
    /// As it was at this place in its history [default: the newest]
    #[arg(long, value_name = "SEQ")]
    at: Option<u64>,
    /// The file to write [default: stdout]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Writes the file.
pub(crate) fn run(export: Export) -> ExitCode {
    let Export { dashboard, place, at, output } = export;
    let text = match read(&dashboard, place, at.map(Seq)).and_then(|outline| file_of(&outline)) {
        Ok(text) => text,
        Err(words) => return failed(words),
    };
    match output {
        None => print!("{text}"),
        Some(file) => {
            if let Err(error) = fs::write(&file, text) {
                return failed(format!("{} cannot be written: {error}", file.display()));
            }
        }
    }
    ExitCode::SUCCESS
}

/// Two spaces a level and a line feed at the end: as people and git like it.
///
/// # Errors
/// Never for an outline.
pub(super) fn file_of(outline: &Outline) -> Result<String, String> {
    serde_json::to_string_pretty(outline).map(|text| text + "\n").map_err(|error| error.to_string())
}

fn read(dashboard: &str, place: Place, at: Option<Seq>) -> Result<Outline, String> {
    let id: DashboardId = dashboard.parse().map_err(|error| format!("{dashboard:?} is none: {error}"))?;
    match place.url {
        Some(url) => ask(&url, id, at),
        None => from_log(&mut open(place.data_dir)?, id, at),
    }
}

pub(super) fn ask(url: &str, id: DashboardId, at: Option<Seq>) -> Result<Outline, String> {
    let at = at.map(|at| format!("?at={at}")).unwrap_or_default();
    let address = format!("{}/api/v1/dashboards/{id}{at}", url.trim_end_matches('/'));
    let answer = http::ask("GET", &address, "").map_err(|error| format!("{url} does not answer: {error}"))?;
    if !answer.is_good() {
        return Err(format!("{url} says: {}", answer.words()));
    }
    serde_json::from_str(&answer.body).map_err(|error| format!("{url} answers with no dashboard: {error}"))
}

pub(super) fn from_log(log: &mut dyn Log, id: DashboardId, at: Option<Seq>) -> Result<Outline, String> {
    let seq = match at {
        Some(seq) => Ok(seq),
        None => log.about(id).map(|about| about.newest),
    };
    let past = seq.and_then(|seq| log.past(id, seq, 0)).map_err(|error| error.to_string())?;
    Ok(Outline::of(&past.document))
}
