//! `ashboard restore`: a backup takes the place of what a folder holds, whole or not at all. The relay must not run.

use std::{path::PathBuf, process::ExitCode};

use relay::{
    config::{Config, Flags},
    log::sqlite::restore,
};

use super::{
    failed,
    verify::{Progress, words},
};

/// From where, and to where.
#[derive(Debug, clap::Args)]
pub(crate) struct Restore {
    /// A file of `backup`
    file: PathBuf,
    /// The folder of the data [default: as `serve` takes it]
    #[arg(long, value_name = "FOLDER")]
    data_dir: Option<PathBuf>,
    /// Also in place of a log that is newer than the backup, or that cannot be read
    #[arg(long)]
    force: bool,
}

/// Says what is there now, and where that is which was there before.
pub(crate) fn run(wanted: &Restore) -> ExitCode {
    let flags = Flags { data_dir: wanted.data_dir.clone(), ..Flags::default() };
    let folder = match Config::load(&flags) {
        Ok(config) => config.data_dir,
        Err(error) => return failed(error),
    };
    let mut progress = Progress::default();
    match restore(&wanted.file, &folder, wanted.force, &mut |what, done, of| progress.tell(what, done, of)) {
        Ok((verified, before)) => {
            println!("{}: {}", folder.display(), words(&verified));
            if let Some(before) = before {
                println!("what was there before is in {}", before.display());
            }
            ExitCode::SUCCESS
        }
        Err(error) => failed(error),
    }
}
