//! Refusals on record: somebody who cannot sign in and tries for days must not fill the audit. So many lines a minute are
//! written; what was left out the next line says.

use std::time::{Duration, Instant};

/// Lines in each [`WINDOW`]; further ones are counted and not written.
const LINES: u32 = 30;
const WINDOW: Duration = Duration::from_secs(60);

/// How many lines were written of late.
#[derive(Debug, Default)]
pub(super) struct Refusals {
    began: Option<Instant>,
    written: u32,
    left_out: u64,
}

impl Refusals {
    /// Whether one more is put on record, and how many were left out before it.
    pub(super) fn admit(&mut self, now: Instant) -> Option<u64> {
        if self.began.is_none_or(|began| now.saturating_duration_since(began) >= WINDOW) {
            (self.began, self.written) = (Some(now), 0);
        }
        if self.written == LINES {
            self.left_out += 1;
            return None;
        }
        self.written += 1;
        Some(std::mem::take(&mut self.left_out))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_is_counted_and_not_written() {
        let (mut refusals, now) = (Refusals::default(), Instant::now());
        let written = (0..1_000).filter(|_| refusals.admit(now).is_some()).count();
        assert_eq!(written, LINES as usize);
        assert_eq!(refusals.admit(now + WINDOW), Some(1_000 - u64::from(LINES)));
        assert_eq!(refusals.admit(now + WINDOW), Some(0));
    }
}
