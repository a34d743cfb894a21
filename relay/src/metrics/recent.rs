//! The newest latencies, as they are shown to people: a quantile of the last few hundred, where a histogram has only steps.

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
    time::Duration,
};

/// Latencies that are kept; the oldest goes first.
const KEPT: usize = 512;

/// The newest latencies of one kind.
#[derive(Debug, Default)]
pub struct Recent(Mutex<VecDeque<Duration>>);

impl Recent {
    /// One more.
    pub fn observe(&self, took: Duration) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() == KEPT {
            kept.pop_front();
        }
        kept.push_back(took);
    }

    /// What this share (0 to 1) of them took at most; `None` where there is none yet.
    #[must_use]
    pub fn quantile(&self, share: f64) -> Option<Duration> {
        let mut sorted: Vec<_> = self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().copied().collect();
        sorted.sort_unstable();
        let last = sorted.len().checked_sub(1)?;
        sorted.get((share * last as f64).round() as usize).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantile_is_of_the_newest() {
        let recent = Recent::default();
        assert_eq!(recent.quantile(0.5), None);
        (0..KEPT as u64 + 101).for_each(|ms| recent.observe(Duration::from_millis(ms)));
        assert_eq!(recent.quantile(0.0), Some(Duration::from_millis(101)));
        assert_eq!(recent.quantile(1.0), Some(Duration::from_millis(KEPT as u64 + 100)));
    }
}
