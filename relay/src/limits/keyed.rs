//! Keyed: one even rate for each of many keys, with a burst. It remembers a key only while that says something: one that
//! has been quiet is like one that never came. The number of keys is bounded, whoever asks. It knows no clock and no
//! reason: the time is told, and what a grant is worth the caller knows.
//!
//! The algorithm is the generic cell rate algorithm in its form of virtual scheduling (ITU-T I.371, annex A): of each key
//! the time is kept at which all that was granted would have been due at an even pace.

use std::{collections::HashMap, hash::Hash, time::Duration};

use tokio::time::Instant;

/// Most keys that are remembered, about 4 MiB. Where all of them are busy, one that is soon forgotten anyway makes room:
/// it gets a little more than its share, and nobody is refused for it.
const MAX_KEYS: usize = 65_536;
/// Keys that are looked at to find one that makes room.
const LOOKED_AT: usize = 16;
/// The map is swept when it has grown by so many keys since the last time, so that a sweep costs each key little.
const SWEEP_EVERY: usize = 1_024;

/// So many in so much time, and how many of them at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// The time between two at an even pace.
    cost: Duration,
    /// How far one may be ahead of it.
    burst: Duration,
}

impl Rate {
    /// `count` in `period`, of which `burst` may come at once; neither is taken for less than 1.
    #[must_use]
    pub fn new(count: u32, period: Duration, burst: u32) -> Self {
        let cost = (period / count.max(1)).max(Duration::from_nanos(1));
        Self { cost, burst: cost.saturating_mul(burst.max(1)) }
    }
}

/// What was granted of what was wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grant {
    /// How many.
    pub count: usize,
    /// When the next one is, if not all were granted.
    pub next: Option<Instant>,
}

/// A rate for each key.
#[derive(Debug)]
pub struct Keyed<K> {
    rate: Rate,
    even: HashMap<K, Instant>,
    max_keys: usize,
    sweep_at: usize,
}

impl<K: Clone + Eq + Hash> Keyed<K> {
    /// Nobody has asked yet.
    #[must_use]
    pub fn new(rate: Rate) -> Self {
        Self { rate, even: HashMap::new(), max_keys: MAX_KEYS, sweep_at: SWEEP_EVERY }
    }

    /// Another rate from now on; what was granted stays granted.
    pub fn set_rate(&mut self, rate: Rate) {
        self.rate = rate;
    }

    /// As many of `wanted` as may be now.
    pub fn grant(&mut self, key: &K, wanted: usize, now: Instant) -> Grant {
        let Rate { cost, burst } = self.rate;
        let even = self.even.get(key).map_or(now, |even| (*even).max(now));
        let ahead = even - now;
        let free = burst.saturating_sub(ahead).as_nanos() / cost.as_nanos();
        let count = wanted.min(usize::try_from(free).unwrap_or(usize::MAX));
        if count > 0 {
            let charged = cost.saturating_mul(u32::try_from(count).unwrap_or(u32::MAX));
            self.remember(key, even + charged, now);
        }
        let wait = (ahead + cost * u32::try_from(count).unwrap_or(u32::MAX) + cost).saturating_sub(burst);
        Grant { count, next: (count < wanted).then(|| now + wait) }
    }

    /// How many keys are remembered.
    #[must_use]
    pub fn len(&self) -> usize {
        self.even.len()
    }

    /// Whether no key is remembered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.even.is_empty()
    }

    fn remember(&mut self, key: &K, even: Instant, now: Instant) {
        if let Some(known) = self.even.get_mut(key) {
            *known = even;
            return;
        }
        if self.even.len() >= self.sweep_at.min(self.max_keys) {
            self.even.retain(|_, even| *even > now);
            self.sweep_at = self.even.len() + SWEEP_EVERY;
        }
        if self.even.len() >= self.max_keys {
            let soonest = self.even.iter().take(LOOKED_AT).min_by_key(|(_, even)| **even);
            if let Some(soonest) = soonest.map(|(key, _)| key.clone()) {
                self.even.remove(&soonest);
            }
        }
        self.even.insert(key.clone(), even);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn a_burst_is_granted_at_once_and_the_rest_evenly() {
        let start = Instant::now();
        let mut keyed = Keyed::new(Rate::new(100, 60 * SECOND, 30));
        assert_eq!(keyed.grant(&"ada", 50, start), Grant { count: 30, next: Some(start + 600 * SECOND / 1000) });
        assert_eq!(keyed.grant(&"ada", 1, start).count, 0);
        assert_eq!(keyed.grant(&"bob", 30, start), Grant { count: 30, next: None }, "others have their own");
        assert_eq!(keyed.grant(&"ada", 5, start + 3 * SECOND).count, 5);
        assert_eq!(keyed.grant(&"ada", 100, start + 3600 * SECOND).count, 30, "rest is no credit beyond the burst");
    }

    #[test]
    fn the_number_of_keys_is_bounded_and_quiet_ones_go() {
        let start = Instant::now();
        let mut keyed = Keyed::new(Rate::new(1, SECOND, 1));
        keyed.max_keys = 3_000;
        for key in 0..10_000 {
            assert_eq!(keyed.grant(&key, 1, start).count, 1, "nobody is refused because of others");
            assert!(keyed.len() <= 3_000);
        }
        for key in 10_000..12_000 {
            keyed.grant(&key, 1, start + 2 * SECOND);
        }
        assert!(keyed.len() <= 2_000 + SWEEP_EVERY, "{} keys", keyed.len());
    }

    proptest! {
        /// In no span of time does a key get more than the burst and what is due in that span.
        #[test]
        fn no_key_gets_more_than_its_rate(
            steps in proptest::collection::vec((0_u64..5_000, 0_usize..40), 1..60), burst in 1_u32..50,
        ) {
            let (start, mut at_ms, mut granted) = (Instant::now(), 0, 0);
            let mut keyed = Keyed::new(Rate::new(10, SECOND, burst));
            for (pause_ms, wanted) in steps {
                at_ms += pause_ms;
                let grant = keyed.grant(&(), wanted, start + Duration::from_millis(at_ms));
                granted += grant.count as u64;
                prop_assert!(granted <= u64::from(burst) + at_ms / 100);
                prop_assert_eq!(grant.next.is_some(), grant.count < wanted);
                if let Some(next) = grant.next {
                    prop_assert_eq!(keyed.grant(&(), 1, next).count, 1, "there is one when it was said");
                    granted += 1;
                    at_ms = at_ms.max(u64::try_from((next - start).as_millis()).unwrap() + 1);
                }
            }
        }
    }
}
