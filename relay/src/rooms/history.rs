//! The history of a dashboard: any `Seq` of it, its gestures page by page with who, when, and what each of them changed,
//! and the moments of a time slider. It reads only the log, so that looking back costs the room nothing.

use document::{Outline, Seq, difference::advance};
use protocol::{
    codec,
    history::{DocumentAt, GestureTold, HistoryPage, MAX_MOMENTS, Moment, Moments},
};

use super::Rooms;
use crate::{
    dashboard::DashboardId,
    log::{CHECKPOINT_GESTURES, Entry, LogError},
    room::SNAPSHOT_GESTURES,
};

const _: () = assert!(SNAPSHOT_GESTURES == CHECKPOINT_GESTURES, "the log keeps the snapshots that rooms make");

/// Most gestures of one page; whoever asks for more gets so many.
pub const MAX_PAGE_GESTURES: usize = 100;
/// Most bytes of the gestures of one page as they are stored, but for the first that is always there: whoever reads a
/// page refuses more than 8 MiB. A page that would have more has fewer gestures, and the next one goes on after them.
const MAX_PAGE_BYTES: usize = 4 * 1024 * 1024;

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
        let mut gestures = past.entries.into_iter().map(tell).collect::<Result<Vec<_>, LogError>>()?;
        match page {
            Page::After(_) => drop(gestures.split_off(fitting(gestures.iter()))),
            Page::Before(_) | Page::Newest => drop(gestures.drain(..gestures.len() - fitting(gestures.iter().rev()))),
        }
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

/// How many of these, from the first on, fit into a page.
fn fitting<'a>(gestures: impl Iterator<Item = &'a GestureTold>) -> usize {
    let mut bytes = 0;
    let fits = gestures.enumerate().take_while(|(place, told)| {
        bytes += codec::to_stored(told).map_or(usize::MAX / 2, |stored| stored.len());
        *place == 0 || bytes <= MAX_PAGE_BYTES
    });
    fits.count()
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
    use document::{ClientId, NodeId, Op, OpId, Property, Value};

    use super::*;

    fn told(seq: u64, bytes: usize) -> GestureTold {
        let value = Value::Text("x".repeat(bytes));
        let ops = vec![Op::Set { node: NodeId::ROOT, property: Property::Body, value }];
        let id = OpId { client: ClientId::from_bytes([1; 8]), counter: seq };
        GestureTold { seq: Seq(seq), id, author: String::new(), at_ms: 0, ops, differences: Vec::new() }
    }

    /// P-64: a page has at least one gesture, and no more than whoever reads it takes.
    #[test]
    fn a_page_has_as_many_gestures_as_fit() {
        let half = MAX_PAGE_BYTES / 2;
        let cases = [
            (vec![], 0),
            (vec![MAX_PAGE_BYTES * 2], 1),
            (vec![MAX_PAGE_BYTES * 2, 1], 1),
            (vec![1, 1, half, half, 1], 3),
            (vec![1; 100], 100),
        ];
        for (sizes, expected) in cases {
            let gestures: Vec<_> = sizes.iter().zip(1..).map(|(bytes, seq)| told(seq, *bytes)).collect();
            assert_eq!(fitting(gestures.iter()), expected, "{sizes:?}");
        }
    }

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
