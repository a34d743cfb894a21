//! The history of a dashboard: any `Seq` of it, its gestures page by page with who, when, and what each of them changed,
//! and the moments of a time slider. It reads only the log, so that looking back costs the room nothing.

use document::{Outline, Seq, difference::advance};
use protocol::history::{DocumentAt, GestureTold, HistoryPage, MAX_MOMENTS, Moment, Moments};

use super::Rooms;
use crate::{
    dashboard::DashboardId,
    log::{CHECKPOINT_GESTURES, Entry, LogError},
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

impl Rooms {
    /// A dashboard as it was at a `Seq`, or as of its newest durable gesture.
    ///
    /// # Errors
    /// [`LogError::NoSuchDashboard`], [`LogError::NoSuchSeq`], [`LogError::Compacted`], or why it cannot be read.
    pub async fn document(&self, dashboard: DashboardId, at: Option<Seq>) -> Result<DocumentAt, LogError> {
        let seq = match at {
            Some(seq) => seq,
            None => self.0.log.about(dashboard).await?.newest,
        };
        Ok(DocumentAt { seq, document: self.0.log.past(dashboard, seq, 0).await?.document })
    }

    /// The same for people and files.
    ///
    /// # Errors
    /// As [`Self::document`].
    pub async fn outline(&self, dashboard: DashboardId, at: Option<Seq>) -> Result<(Outline, Seq), LogError> {
        let DocumentAt { seq, document } = self.document(dashboard, at).await?;
        Ok((Outline::of(&document), seq))
    }

    /// A page of a dashboard's history: at most `limit` gestures, and never more than [`MAX_PAGE_GESTURES`].
    ///
    /// # Errors
    /// As [`Self::document`].
    pub async fn history(&self, dashboard: DashboardId, page: Page, limit: usize) -> Result<HistoryPage, LogError> {
        let limit = limit.min(MAX_PAGE_GESTURES);
        let (after, limit) = match page {
            Page::After(seq) => (seq, limit),
            Page::Before(seq) => before(seq, limit, self.0.log.about(dashboard).await?.horizon),
            Page::Newest => {
                let about = self.0.log.about(dashboard).await?;
                before(about.newest.next(), limit, about.horizon)
            }
        };
        let past = self.0.log.past(dashboard, after, limit).await?;
        let mut document = past.document;
        let tell = |Entry { sequenced, at_ms, author }| {
            let differences = advance(&mut document, &sequenced).map_err(|refusal| {
                LogError::Damaged(format!("dashboard {dashboard:?}, gesture {}: {refusal}", sequenced.seq))
            })?;
            let (seq, gesture) = (sequenced.seq, sequenced.gesture);
            Ok(GestureTold { seq, id: gesture.id, author, at_ms, ops: gesture.ops, differences })
        };
        let gestures = past.entries.into_iter().map(tell).collect::<Result<_, LogError>>()?;
        Ok(HistoryPage { newest: past.newest, horizon: past.horizon, gestures })
    }

    /// The ends of a dashboard's history, and at most `limit` moments spread over it, never more than [`MAX_MOMENTS`].
    ///
    /// # Errors
    /// [`LogError::NoSuchDashboard`], or why it cannot be read.
    pub async fn moments(&self, dashboard: DashboardId, limit: usize) -> Result<Moments, LogError> {
        let about = self.0.log.about(dashboard).await?;
        let seqs = spread(about.horizon, about.newest, limit.clamp(2, MAX_MOMENTS));
        let signatures = self.0.log.signatures(dashboard, seqs).await?;
        let moments = signatures.into_iter().map(|signature| Moment { seq: signature.seq, at_ms: signature.at_ms });
        Ok(Moments { newest: about.newest, horizon: about.horizon, moments: moments.collect() })
    }
}

/// After which `Seq` the last `limit` gestures before this one begin, and how many they are. A `Seq` below the horizon
/// has none before it.
fn before(seq: Seq, limit: usize, horizon: Seq) -> (Seq, usize) {
    let last = seq.0.saturating_sub(1).max(horizon.0);
    let after = last.saturating_sub(limit as u64).max(horizon.0);
    (Seq(after), usize::try_from(last - after).unwrap_or(limit))
}

/// At most `limit` of the gestures after `horizon`, evenly apart, the first and the last among them.
fn spread(horizon: Seq, newest: Seq, limit: usize) -> Vec<Seq> {
    let count = newest.0.saturating_sub(horizon.0);
    let steps = count.min(limit as u64);
    let place = |step: u64| horizon.0 + 1 + step * (count - 1) / (steps - 1).max(1);
    (0..steps).map(|step| Seq(place(step))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// P-69
    #[test]
    fn moments_have_both_ends_and_are_evenly_apart() {
        for (horizon, newest, limit) in [(0, 0, 9), (0, 1, 9), (0, 2, 2), (3, 10, 9), (7, 100_007, 500), (5, 9, 3)] {
            let seqs: Vec<u64> = spread(Seq(horizon), Seq(newest), limit).into_iter().map(|seq| seq.0).collect();
            assert_eq!(seqs.len() as u64, (newest - horizon).min(limit as u64));
            assert_eq!(seqs.first().copied(), (newest > horizon).then_some(horizon + 1));
            assert_eq!(seqs.last().copied(), (newest > horizon).then_some(newest));
            let gaps: Vec<u64> = seqs.windows(2).map(|pair| pair[1] - pair[0]).collect();
            let (least, most) = (gaps.iter().min().unwrap_or(&1), gaps.iter().max().unwrap_or(&1));
            assert!(*least > 0 && most - least <= 1, "{gaps:?}");
        }
    }

    /// P-66
    #[test]
    fn a_page_backwards_ends_at_the_horizon() {
        let cases = [(11, 5, 0, (5, 5)), (3, 5, 0, (0, 2)), (0, 5, 0, (0, 0)), (11, 5, 8, (8, 2)), (4, 5, 8, (8, 0))];
        for (seq, limit, horizon, (after, count)) in cases {
            assert_eq!(before(Seq(seq), limit, Seq(horizon)), (Seq(after), count), "{seq} {limit} {horizon}");
        }
    }
}
