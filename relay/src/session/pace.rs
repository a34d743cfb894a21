//! The pace: how much a session may say. Whoever says more is read more slowly, and nothing is lost: the bytes wait on
//! the line, and the other end notices that it is full. So one session cannot keep a room from the others.
//! It knows no socket; what time it is, it is told.

use std::time::Duration;

use tokio::time::Instant;

/// What a message costs. A session says 500 messages a second for as long as it likes: a person who drags and types says
/// less than 100.
const MESSAGE: Duration = Duration::from_millis(2);
/// What a byte costs: 4 MiB a second.
const BYTE: Duration = Duration::from_nanos(238);
/// How far a session may be ahead: 2,000 messages at once, as when an evening's work comes back from offline.
const BURST: Duration = Duration::from_secs(4);

/// What a session has said, as the time at which it would have been due at an even pace.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    even: Instant,
}

impl Pace {
    pub(super) fn new(now: Instant) -> Self {
        Self { even: now }
    }

    /// A message of so many bytes was read.
    pub(super) fn read(&mut self, bytes: usize, now: Instant) {
        let cost = MESSAGE + BYTE.saturating_mul(u32::try_from(bytes).unwrap_or(u32::MAX));
        self.even = self.even.max(now) + cost;
    }

    /// Until when nothing is read, if that is not now.
    pub(super) fn pause(&self, now: Instant) -> Option<Instant> {
        self.even.checked_sub(BURST).filter(|until| *until > now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// P-104: a burst is read at once, more than that at an even pace.
    #[test]
    fn a_burst_is_free_and_the_rest_waits() {
        let start = Instant::now();
        let mut pace = Pace::new(start);
        let mut burst = 0;
        while pace.pause(start).is_none() {
            pace.read(0, start);
            burst += 1;
        }
        assert_eq!(burst, 2001);
        let later = start + Duration::from_secs(1);
        let mut second = 0;
        while pace.pause(later).is_none() {
            pace.read(0, later);
            second += 1;
        }
        assert_eq!(second, 500);
    }

    #[test]
    fn bytes_count_and_rest_is_no_credit_beyond_the_burst() {
        let start = Instant::now();
        let mut pace = Pace::new(start);
        let later = start + Duration::from_secs(3600);
        let mut frames = 0;
        while pace.pause(later).is_none() {
            pace.read(256 * 1024, later);
            frames += 1;
        }
        assert!((60..=65).contains(&frames), "{frames} frames of 256 KiB are about 16 MiB");
    }
}
