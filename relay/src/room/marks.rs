//! Marks: which gestures of each client are in the log, as ranges, because a client counts its gestures up.
//! Every id that was ever sequenced stays marked, so a gesture has one effect however late it comes again.

use std::collections::BTreeMap;

use document::{ClientId, OpId};

/// The ids of all gestures that are in the log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Marks(BTreeMap<ClientId, Ranges>);

/// First to last counter of each range: ascending, neither touching nor overlapping.
type Ranges = BTreeMap<u64, u64>;

impl Marks {
    /// Whether the gesture is in the log.
    #[must_use]
    pub(super) fn contains(&self, id: OpId) -> bool {
        let ranges = self.0.get(&id.client);
        ranges.and_then(|ranges| ranges.range(..=id.counter).next_back()).is_some_and(|(_, last)| *last >= id.counter)
    }

    /// Marks a gesture.
    pub(super) fn insert(&mut self, id: OpId) {
        if self.contains(id) {
            return;
        }
        let ranges = self.0.entry(id.client).or_default();
        let before = id.counter.checked_sub(1);
        let follows = ranges.range(..id.counter).next_back().filter(|(_, last)| Some(**last) == before);
        let first = follows.map_or(id.counter, |(first, _)| *first);
        let after = id.counter.checked_add(1).and_then(|after| ranges.remove(&after));
        ranges.insert(first, after.unwrap_or(id.counter));
    }
}

impl FromIterator<OpId> for Marks {
    fn from_iter<I: IntoIterator<Item = OpId>>(ids: I) -> Self {
        let mut marks = Self::default();
        for id in ids {
            marks.insert(id);
        }
        marks
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn id(client: u8, counter: u64) -> OpId {
        OpId { client: ClientId::from_bytes([client; 8]), counter }
    }

    proptest! {
        #[test]
        fn marks_are_a_set_and_stay_compact(inserted in prop::collection::vec((0..3u8, 0..40u64), 0..120)) {
            let marks: Marks = inserted.iter().map(|(client, counter)| id(*client, *counter)).collect();
            let set: BTreeSet<_> = inserted.into_iter().collect();
            for client in 0..3 {
                for counter in 0..41 {
                    prop_assert_eq!(marks.contains(id(client, counter)), set.contains(&(client, counter)));
                }
                let starts = (0..40).filter(|c| set.contains(&(client, *c)) && (*c == 0 || !set.contains(&(client, c - 1))));
                let ranges = marks.0.get(&ClientId::from_bytes([client; 8])).map_or(0, BTreeMap::len);
                prop_assert_eq!(ranges, starts.count());
            }
        }
    }

    #[test]
    fn the_largest_counter_is_a_counter() {
        let marks: Marks = [id(1, u64::MAX), id(1, 0), id(1, u64::MAX - 1)].into_iter().collect();
        assert!(marks.contains(id(1, u64::MAX)) && marks.contains(id(1, 0)) && !marks.contains(id(1, 1)));
    }
}
