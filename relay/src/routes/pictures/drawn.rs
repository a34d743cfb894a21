//! The thumbnails that were drawn lately: a list of dashboards asks for all of them each time it is opened.

use std::{collections::VecDeque, time::Duration};

use bytes::Bytes;
use document::Seq;
use tokio::time::Instant;

use crate::dashboard::DashboardId;

/// Most thumbnails that are kept: some pages of a list. The one that was drawn first gives way.
const MAX_KEPT: usize = 64;
/// The largest one that is kept, in bytes; a larger one is drawn each time. Bounds all of them to 32 MiB.
const MAX_KEPT_BYTES: usize = 512 * 1024;
/// How long one is shown while rows come in and its dashboard does not change.
const FRESH: Duration = Duration::from_secs(60);

/// What makes a thumbnail another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Key {
    pub(super) id: DashboardId,
    pub(super) seq: Seq,
    pub(super) is_dark: bool,
    pub(super) rtl: bool,
}

/// What was drawn, the newest last.
#[derive(Debug, Default)]
pub(super) struct Drawn(VecDeque<(Key, Instant, Bytes)>);

impl Drawn {
    /// What was drawn for this not too long ago.
    pub(super) fn get(&self, key: Key, now: Instant) -> Option<Bytes> {
        let is_fresh = |at: &Instant| now.saturating_duration_since(*at) < FRESH;
        self.0.iter().rev().find(|(kept, at, _)| *kept == key && is_fresh(at)).map(|(_, _, bytes)| bytes.clone())
    }

    /// Keeps it in place of what was drawn of the same dashboard in the same look.
    pub(super) fn put(&mut self, key: Key, bytes: Bytes, now: Instant) {
        self.0.retain(|(kept, _, _)| Key { seq: key.seq, ..*kept } != key);
        if bytes.len() > MAX_KEPT_BYTES {
            return;
        }
        if self.0.len() == MAX_KEPT {
            self.0.pop_front();
        }
        self.0.push_back((key, now, bytes));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thumbnail_is_kept_for_its_seq_for_a_while_and_only_so_many() {
        let key = |id, seq| Key { id: DashboardId::fixed(id), seq: Seq(seq), is_dark: false, rtl: false };
        let (mut drawn, now) = (Drawn::default(), Instant::now());
        drawn.put(key(1, 1), Bytes::from_static(b"a"), now);
        assert_eq!(drawn.get(key(1, 1), now), Some(Bytes::from_static(b"a")));
        assert_eq!(drawn.get(key(1, 2), now), None, "another Seq");
        assert_eq!(drawn.get(key(1, 1), now + FRESH), None, "rows may have come in");
        drawn.put(key(1, 2), Bytes::from(vec![0; MAX_KEPT_BYTES + 1]), now);
        assert!(drawn.0.is_empty(), "the older one is gone, the new one too large");
        for id in 0..=MAX_KEPT as u128 {
            drawn.put(key(id, 1), Bytes::new(), now);
        }
        assert_eq!((drawn.0.len(), drawn.get(key(0, 1), now)), (MAX_KEPT, None));
    }
}
