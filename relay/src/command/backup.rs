//! `ashboard backup`: everything that the relay keeps, as of one moment, in one file. The relay may run meanwhile.

use std::{path::PathBuf, process::ExitCode};

use relay::log::sqlite::back_up;

use super::{failed, place::folder, verify::Progress};

/// From where, and to where.
#[derive(Debug, clap::Args)]
pub(crate) struct Backup {
    /// The new file
    file: PathBuf,
    /// The folder of the data [default: as `serve` takes it]
    #[arg(long, value_name = "FOLDER")]
    data_dir: Option<PathBuf>,
}

/// The file is there, and read through, when this succeeds; else it is not there.
pub(crate) fn run(wanted: &Backup) -> ExitCode {
    let folder = match folder(wanted.data_dir.clone()) {
        Ok(folder) => folder,
        Err(words) => return failed(words),
    };
    let mut progress = Progress::default();
    match back_up(&folder, &wanted.file, &mut |what, done, of| progress.tell(what, done, of)) {
        Ok(verified) => {
            println!("{}: {}", wanted.file.display(), super::verify::words(&verified));
            ExitCode::SUCCESS
        }
        Err(error) => failed(error),
    }
}
