//! What is held: gestures of a person who is over the rate of edits. They wait here, in their order, while everything else
//! the session says goes on; nothing is refused and nothing lost, since whoever sent them keeps them until they are in the
//! order. What waits is bounded; beyond that the session is not read.

use std::{collections::VecDeque, time::Duration};

use document::Gesture;
use tokio::time::Instant;

use crate::{
    limits::{Key, Kind, Limits},
    metrics::Metrics,
};

/// Gestures that may wait: a page of ours has at most 32 under way, and what was pending when it came.
const MAX_GESTURES: usize = 256;
/// Bytes of them, as the messages have them when they are inflated; the one that reaches it is held all the same.
const MAX_BYTES: usize = 256 * 1024;
/// Where nothing is held there is nothing to wait for.
const LONG: Duration = Duration::from_secs(60 * 60);

/// The gestures of one session on their way to the room.
pub(super) struct Held {
    limits: Limits,
    key: Key,
    metrics: Metrics,
    gestures: VecDeque<Gesture>,
    bytes: usize,
    next: Instant,
}

impl Held {
    /// Nothing is held; `key` says whose edits count together.
    pub(super) fn new(limits: Limits, key: Key, metrics: Metrics) -> Self {
        Self { limits, key, metrics, gestures: VecDeque::new(), bytes: 0, next: Instant::now() }
    }

    /// Takes gestures of a message of so many bytes, and gives those that may go to the room now.
    pub(super) fn push(&mut self, gestures: Vec<Gesture>, bytes: usize, now: Instant) -> Vec<Gesture> {
        self.bytes = self.bytes.saturating_add(bytes);
        self.gestures.extend(gestures);
        self.release(now)
    }

    /// The gestures that may go to the room now.
    pub(super) fn release(&mut self, now: Instant) -> Vec<Gesture> {
        let grant = self.limits.grant(Kind::Edits, self.key, self.gestures.len(), now);
        if let Some(next) = grant.next {
            self.next = next;
            self.metrics.limited.inc();
        }
        let released = self.gestures.drain(..grant.count).collect();
        if self.gestures.is_empty() {
            self.bytes = 0;
        }
        released
    }

    /// Whether the session is not read until something has gone.
    pub(super) fn is_full(&self) -> bool {
        self.gestures.len() >= MAX_GESTURES || self.bytes >= MAX_BYTES
    }

    /// When the next one may go; far away where none waits.
    pub(super) fn next(&self) -> Instant {
        if self.gestures.is_empty() { Instant::now() + LONG } else { self.next }
    }
}

#[cfg(test)]
mod tests {
    use document::{ClientId, OpId};

    use super::*;
    use crate::limits::LimitsConfig;

    fn gestures(counters: std::ops::Range<u64>) -> Vec<Gesture> {
        let id = |counter| OpId { client: ClientId::from_bytes([1; 8]), counter };
        counters.map(|counter| Gesture { id: id(counter), ops: Vec::new() }).collect()
    }

    /// P-111: all go, in their order, as the rate allows, also where two sessions of one person share it.
    #[test]
    fn nothing_is_lost_and_nothing_overtakes() {
        let config = LimitsConfig { edits_burst: 10, ..LimitsConfig::default() };
        let (limits, start) = (Limits::new(&config, true), Instant::now());
        let key = Key::of_address([192, 0, 2, 1].into());
        let [mut one, mut other] = [(); 2].map(|()| Held::new(limits.clone(), key, Metrics::new()));
        let mut gone = one.push(gestures(0..300), 1_000, start);
        assert_eq!(gone.len(), 10, "the burst");
        assert!(one.is_full() && one.next() > start);
        assert_eq!(other.push(gestures(0..1), 10, start).len(), 0);
        let mut now = start;
        while gone.len() < 300 {
            now += Duration::from_millis(600);
            gone.extend(one.release(now));
            assert!(now < start + Duration::from_secs(300), "100 a minute");
        }
        assert_eq!(gone, gestures(0..300));
        assert!(!one.is_full());
        assert_eq!(other.release(now + Duration::from_secs(1)).len(), 1);
    }

    #[test]
    fn bytes_are_bounded_too() {
        let config = LimitsConfig { edits_burst: 1, ..LimitsConfig::default() };
        let mut held = Held::new(Limits::new(&config, true), Key::of_address([192, 0, 2, 1].into()), Metrics::new());
        assert_eq!(held.push(gestures(0..2), MAX_BYTES, Instant::now()).len(), 1);
        assert!(held.is_full());
    }
}
