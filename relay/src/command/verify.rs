//! `ashboard verify`: everything that is stored, read once. A line for each damage, the sum at the end; 1 if anything is
//! damaged. The relay may run meanwhile.

use std::{
    path::PathBuf,
    process::ExitCode,
    time::{Duration, Instant},
};

use relay::log::sqlite::{Verified, verify};

use super::{failed, place::folder};

/// Progress is told no more often than this, and not at all of what is quick.
const TELL_EVERY: Duration = Duration::from_secs(1);

/// What to read.
#[derive(Debug, clap::Args)]
pub(crate) struct Verify {
    /// A file of `backup` [default: the log of the relay]
    file: Option<PathBuf>,
    /// The folder of the data [default: as `serve` takes it]
    #[arg(long, value_name = "FOLDER", conflicts_with = "file")]
    data_dir: Option<PathBuf>,
}

/// Says every damage, then the sum.
pub(crate) fn run(wanted: &Verify) -> ExitCode {
    let path = match wanted.file.clone().map_or_else(|| folder(wanted.data_dir.clone()), Ok) {
        Ok(path) => path,
        Err(words) => return failed(words),
    };
    let mut progress = Progress::default();
    match verify(&path, &mut |what, done, of| progress.tell(what, done, of)) {
        Ok(verified) => {
            verified.damage.iter().for_each(|damage| println!("damaged: {damage}"));
            println!("{}", words(&verified));
            if verified.damage.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(error) => failed(error),
    }
}

/// What was read, in a line.
pub(super) fn words(verified: &Verified) -> String {
    let Verified { dashboards, gestures, documents, tables, rows, records, lines, damage } = verified;
    format!(
        "{dashboards} dashboards with {gestures} gestures and {documents} snapshots, {tables} tables with {rows} rows, \
         {records} records, {lines} lines of the audit; {} damaged",
        damage.len()
    )
}

/// Numbers on stderr for whoever waits.
#[derive(Debug, Default)]
pub(super) struct Progress {
    told: Option<Instant>,
}

impl Progress {
    pub(super) fn tell(&mut self, what: &str, done: u64, of: u64) {
        let told = self.told.get_or_insert_with(Instant::now);
        if told.elapsed() >= TELL_EVERY {
            *told = Instant::now();
            eprintln!("{what}: {done} of {of}");
        }
    }
}
