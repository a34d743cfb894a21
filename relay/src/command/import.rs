//! `ashboard import`: a new dashboard from a file of `ashboard export`, with the ids of all its nodes.

use std::{
    fs,
    io::{self, Read},
    process::ExitCode,
};

use document::Outline;
use relay::{
    clock,
    dashboard::DashboardId,
    log::{Log, LogError},
    rooms::create,
};

use super::{
    export::file_of,
    failed, http,
    place::{Place, open},
};

/// Who the history says has made it.
const AUTHOR: &str = "ashboard import";

/// Which file, and where to.
#[derive(Debug, clap::Args)]
pub(crate) struct Import {
    /// A file of `ashboard export`; `-` for stdin
    #[arg(value_name = "FILE")]
    file: String,
    #[command(flatten)]
    place: Place,
    /// The id of the new dashboard [default: one that was never used]
    #[arg(long, value_name = "ID")]
    id: Option<String>,
}

/// Makes the dashboard and prints its id.
pub(crate) fn run(import: Import) -> ExitCode {
    match make(import) {
        Ok(id) => {
            println!("{id}");
            ExitCode::SUCCESS
        }
        Err(words) => failed(words),
    }
}

fn make(import: Import) -> Result<DashboardId, String> {
    let Import { file, place, id } = import;
    let text = text_of(&file).map_err(|error| format!("{file} cannot be read: {error}"))?;
    let outline: Outline = serde_json::from_str(&text).map_err(|error| format!("{file} is no dashboard: {error}"))?;
    let id = match id {
        Some(id) => id.parse().map_err(|error| format!("{id:?} is none: {error}"))?,
        None => DashboardId::fresh(),
    };
    match place.url {
        Some(url) => ask(&url, id, &outline)?,
        None => into_log(&mut open(place.data_dir)?, id, &outline)?,
    }
    Ok(id)
}

fn text_of(file: &str) -> io::Result<String> {
    if file != "-" {
        return fs::read_to_string(file);
    }
    let mut text = String::new();
    io::stdin().read_to_string(&mut text)?;
    Ok(text)
}

fn ask(url: &str, id: DashboardId, outline: &Outline) -> Result<(), String> {
    let address = format!("{}/api/v1/dashboards?id={id}", url.trim_end_matches('/'));
    let answer = http::ask("POST", &address, &file_of(outline)?);
    let answer = answer.map_err(|error| format!("{url} does not answer: {error}"))?;
    if answer.is_good() { Ok(()) } else { Err(format!("{url} says: {}", answer.words())) }
}

pub(super) fn into_log(log: &mut dyn Log, id: DashboardId, outline: &Outline) -> Result<(), String> {
    let write = create::write(id, outline, AUTHOR, clock::now_ms()).map_err(|refusal| refusal.to_string())?;
    let done = log.commit(&[write]).and_then(|done| done.into_iter().collect::<Result<(), _>>());
    done.map_err(|error| match error {
        LogError::Taken => format!("there is a dashboard {id} already; choose another id with --id"),
        error => error.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use relay::log::MemoryLog;

    use super::{super::export::from_log, *};

    /// P-98: also of the dashboards that come with the program.
    #[test]
    fn export_import_export_is_identical() {
        let files = [
            include_str!("../../../examples/dashboards/weather.json"),
            include_str!("../../../examples/dashboards/this-machine.json"),
            "{\n  \"schemaVersion\": 2,\n  \"properties\": {},\n  \"children\": []\n}\n",
        ];
        let mut log = MemoryLog::default();
        for file in files {
            let id = DashboardId::fresh();
            into_log(&mut log, id, &serde_json::from_str(file).unwrap()).unwrap();
            assert_eq!(file_of(&from_log(&mut log, id, None).unwrap()).unwrap(), file);
            let again = into_log(&mut log, id, &Outline::default()).unwrap_err();
            assert!(again.contains("already"), "{again}");
        }
    }
}
