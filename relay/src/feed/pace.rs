//! The pace of the ticks: as fast as people can tell, and slower where sending takes much of the processors, so that
//! what waits is sent together. Sans I/O: it is told what time it is and how long sending has taken.

use std::time::Duration;

use tokio::time::Instant;

use crate::outbox::TICK;

/// The slowest pace. Rows wait for no longer, however many look at them.
pub(super) const MAX_TICK: Duration = Duration::from_millis(100);
/// A tick is so many times as long as what it sends takes: sending has a twelfth of each processor where that is enough.
const SPACING: u32 = 12;

/// When the next tick is due.
#[derive(Debug)]
pub(super) struct Pace {
    at: Instant,
    tick: Duration,
    /// How long sending had taken then, in all.
    busy: Duration,
}

impl Pace {
    pub(super) fn new(now: Instant) -> Self {
        Self { at: now, tick: TICK, busy: Duration::ZERO }
    }

    pub(super) fn next(&self) -> Instant {
        self.at + self.tick
    }

    /// A tick has come, and sending has taken so long since the start: says how far away the next one is.
    pub(super) fn step(&mut self, busy: Duration, now: Instant) -> Duration {
        let elapsed = now.saturating_duration_since(self.at).max(self.tick);
        let of_one_tick = busy.saturating_sub(self.busy).mul_f64(self.tick.as_secs_f64() / elapsed.as_secs_f64());
        self.tick = (of_one_tick * SPACING).clamp(TICK, MAX_TICK);
        (self.at, self.busy) = (now, busy);
        self.tick
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// P-120: what each tick costs says how far apart ticks are, within their bounds, whatever the pace is now.
    #[test]
    fn ticks_are_further_apart_the_more_they_send() {
        for (cost_ms, expected_ms) in [(0, 50), (1, 50), (4, 50), (6, 72), (8, 96), (20, 100)] {
            let (mut now, mut busy) = (Instant::now(), Duration::ZERO);
            let mut pace = Pace::new(now);
            for _ in 0..5 {
                now = pace.next();
                busy += Duration::from_millis(cost_ms);
                pace.step(busy, now);
            }
            assert_eq!(pace.tick, Duration::from_millis(expected_ms), "{cost_ms} ms a tick");
            pace.step(busy + Duration::from_millis(cost_ms), now + Duration::from_secs(60));
            assert_eq!(pace.tick, TICK, "after a minute in which little was sent");
        }
    }
}
