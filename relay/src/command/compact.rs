//! `ashboard compact`: takes away history that nobody wants to keep, while the relay does not run. What has a name stays,
//! and so does every dashboard as it is.

use std::{path::PathBuf, process::ExitCode};

use relay::{
    log::{Log, LogError, SqliteLog},
    rooms::compaction::{compact, days_ago_ms},
};

use super::{failed, place::open};

/// How much to keep.
#[derive(Debug, clap::Args)]
pub(crate) struct Compact {
    /// The folder of the data [default: as `serve` takes it]
    #[arg(long, value_name = "FOLDER")]
    data_dir: Option<PathBuf>,
    /// Gestures that are older go
    #[arg(long, value_name = "DAYS")]
    keep_days: u32,
    /// Only say what would go
    #[arg(long)]
    dry_run: bool,
}

/// Says a line for each dashboard that loses something, and the sum.
pub(crate) fn run(wanted: &Compact) -> ExitCode {
    let mut log = match open(wanted.data_dir.clone()) {
        Ok(log) => log,
        Err(words) => return failed(words),
    };
    match compact_all(&mut log, days_ago_ms(wanted.keep_days), wanted.dry_run) {
        Ok(gestures) => {
            println!("{} {gestures} gestures", if wanted.dry_run { "would remove" } else { "removed" });
            ExitCode::SUCCESS
        }
        Err(error) => failed(error),
    }
}

fn compact_all(log: &mut SqliteLog, before_ms: i64, is_dry: bool) -> Result<u64, LogError> {
    let mut sum = 0;
    for row in log.dashboards()?.into_iter().filter(|row| row.trashed_ms.is_none()) {
        let gestures = match is_dry {
            true => log.expired(row.id, before_ms, u64::MAX)?.0 - log.about(row.id)?.horizon.0,
            false => compact(log, row.id, before_ms)?,
        };
        if gestures > 0 {
            println!("{}  {gestures} gestures of {:?}", row.id, row.title);
        }
        sum += gestures;
    }
    if !is_dry {
        log.shrink()?;
    }
    Ok(sum)
}

#[cfg(test)]
mod tests {
    use document::{Outline, Seq};
    use relay::dashboard::DashboardId;

    use super::{super::import::into_log, *};

    #[test]
    fn only_what_is_old_goes_and_a_dry_run_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let mut log = SqliteLog::open(folder.path()).unwrap();
        let id = DashboardId::fixed(1);
        let outline: Outline = serde_json::from_str(include_str!("../../../examples/dashboards/weather.json")).unwrap();
        into_log(&mut log, id, &outline).unwrap();
        let about = log.about(id).unwrap();
        assert_eq!(compact_all(&mut log, days_ago_ms(1), false).unwrap(), 0);
        assert_eq!(compact_all(&mut log, i64::MAX, true).unwrap(), about.newest.0);
        assert_eq!(log.about(id).unwrap(), about);
        assert_eq!(compact_all(&mut log, i64::MAX, false).unwrap(), about.newest.0);
        assert_eq!(log.about(id).unwrap().horizon, about.newest);
        assert_eq!(Outline::of(&log.past(id, about.newest, 0).unwrap().document), outline);
        assert!(log.past(id, Seq::ZERO, 0).is_err());
    }
}
