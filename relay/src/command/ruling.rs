//! How `ashboard user` and `ashboard token` ask: the relay that runs over the folder, or, where none runs, the folder.

use std::{path::PathBuf, process::ExitCode};

use relay::{
    config::{Config, Flags},
    console::{self, Console},
    log::{self, LogHandle},
};
use serde_json::Value;
use tokio::runtime::{Builder, Runtime};

use super::{failed, http, place};

/// Whom to ask.
#[derive(Debug, Default, clap::Args)]
pub(super) struct Folder {
    /// The folder of the data [default: as `serve` takes it]
    #[arg(long, value_name = "FOLDER", global = true)]
    data_dir: Option<PathBuf>,
}

/// Whoever answers.
pub(super) enum Ruling {
    /// A relay that runs.
    Relay(Console),
    /// The log of one that does not.
    Log { config: Box<Config>, log: LogHandle, runtime: Runtime },
}

/// Does something with whoever answers, and prints what it says, or why not.
pub(super) fn run(folder: Folder, act: impl FnOnce(&Ruling) -> Result<String, String>) -> ExitCode {
    let done = Ruling::open(folder).and_then(|ruling| act(&ruling));
    done.map_or_else(failed, |said| {
        print!("{said}");
        ExitCode::SUCCESS
    })
}

impl Ruling {
    /// Finds out who answers.
    ///
    /// # Errors
    /// In words, with what helps.
    fn open(folder: Folder) -> Result<Self, String> {
        let flags = Flags { data_dir: folder.data_dir, ..Flags::default() };
        let config = Config::load(&flags).map_err(|error| error.to_string())?;
        // Who has the log open is the relay of this folder. What a relay that was killed has left proves nothing, and where
        // it was somebody else may listen.
        let log = match (place::open_or_make(&config.data_dir), Console::find(&config.data_dir)) {
            (Ok(log), _) => log,
            (Err(_), Some(console)) => return Ok(Self::Relay(console)),
            (Err(error), None) => return Err(error),
        };
        let (log, _thread) = log::writer::start(log).map_err(|error| error.to_string())?;
        let runtime = Builder::new_current_thread().enable_all().build().map_err(|error| error.to_string())?;
        Ok(Self::Log { config: Box::new(config), log, runtime })
    }

    /// Asks, and reads what is answered; null where that is nothing.
    ///
    /// # Errors
    /// What the relay says, in words.
    pub(super) fn ask(&self, method: &str, path: &str, body: &Value) -> Result<Value, String> {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let answer = match self {
            Self::Relay(console) => {
                let url = format!("{}{path}", console.url);
                http::ask_as(method, &url, &body, Some(&console.bearer))
                    .map_err(|error| format!("{} does not answer: {error}", console.url))?
            }
            Self::Log { config, log, runtime } => {
                let answered = runtime.block_on(console::answer(config, log.clone(), method, path, body));
                let (status, body) = answered.map_err(|error| error.to_string())?;
                http::Answer { status: status.to_string(), body }
            }
        };
        if !answer.is_good() {
            return Err(answer.words());
        }
        Ok(serde_json::from_str(&answer.body).unwrap_or_default())
    }

    /// The id of the account with that login.
    ///
    /// # Errors
    /// That there is none.
    pub(super) fn account(&self, login: &str) -> Result<String, String> {
        let all = self.ask("GET", "/api/v1/accounts", &Value::Null)?;
        let found = all["accounts"]
            .as_array()
            .into_iter()
            .flatten()
            .find(|account| account["login"].as_str().is_some_and(|other| other == login.trim().to_lowercase()));
        let id = found.and_then(|account| account["id"].as_str());
        id.map(str::to_owned).ok_or_else(|| format!("no account has the login {login:?}"))
    }

    /// A path of the page as whoever gets it can open it.
    pub(super) fn link(&self, path: &str) -> String {
        match self {
            Self::Relay(console) => format!("{}{path}", console.url),
            Self::Log { .. } => format!("{path}  (behind the address of the relay)"),
        }
    }
}
