//! The history of a dashboard, page by page: its gestures with who, when, and what each of them changed.
//! It reads only the log, so that looking back costs the room nothing.

use document::{Difference, Seq, difference::advance};

use crate::{
    dashboard::DashboardId,
    log::{CHECKPOINT_GESTURES, Entry, LogError, LogHandle},
    room::SNAPSHOT_GESTURES,
};

const _: () = assert!(SNAPSHOT_GESTURES == CHECKPOINT_GESTURES, "the log keeps the snapshots that rooms make");

/// Most gestures of one page, which so has at most 25 MiB of them; whoever asks for more gets so many.
pub const MAX_PAGE_GESTURES: usize = 100;

/// Which part of the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// The first gestures after this `Seq`.
    After(Seq),
    /// The last gestures before this `Seq`.
    Before(Seq),
    /// The newest gestures.
    Newest,
}

/// A page of the history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    /// The newest `Seq` of the dashboard.
    pub newest: Seq,
    /// In order.
    pub told: Vec<Told>,
}

/// A gesture and what it changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Who, when and what.
    pub entry: Entry,
    /// In closed facts.
    pub differences: Vec<Difference>,
}

pub(super) async fn read(
    log: &LogHandle,
    dashboard: DashboardId,
    page: Page,
    limit: usize,
) -> Result<History, LogError> {
    let limit = limit.min(MAX_PAGE_GESTURES);
    let (after, limit) = match page {
        Page::After(seq) => (seq, limit),
        Page::Before(seq) => before(seq.0, limit),
        Page::Newest => before(log.past(dashboard, Seq::ZERO, 0).await?.newest.0.saturating_add(1), limit),
    };
    let past = log.past(dashboard, after, limit).await?;
    let mut document = past.document;
    let tell = |entry: Entry| {
        let differences = advance(&mut document, &entry.sequenced).map_err(|refusal| {
            LogError::Damaged(format!("dashboard {dashboard}, gesture {}: {refusal}", entry.sequenced.seq))
        })?;
        Ok(Told { entry, differences })
    };
    Ok(History { newest: past.newest, told: past.entries.into_iter().map(tell).collect::<Result<_, LogError>>()? })
}

/// After which `Seq` the last `limit` gestures before this one begin, and how many they are.
fn before(seq: u64, limit: usize) -> (Seq, usize) {
    let last = seq.saturating_sub(1);
    let after = last.saturating_sub(limit as u64);
    (Seq(after), usize::try_from(last - after).unwrap_or(limit))
}
