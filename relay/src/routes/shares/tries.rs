//! Tries: how often the password of a link was wrong lately. After too many nobody may try for a while, right or wrong; the
//! link itself has 256 random bits, so whoever gets here at all holds it already.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

use crate::directory::ShareId;

/// Wrong passwords of one link in [`SPAN`]; then the next ones are refused unread.
const MAX_WRONG: u32 = 10;
/// How long they are remembered.
const SPAN: Duration = Duration::from_secs(60);
/// Links of which it is remembered; then all are forgotten, which whoever guesses cannot bring about with one link.
const MAX_LINKS: usize = 10_000;

/// Wrong passwords by link: a cheap handle.
#[derive(Clone, Debug, Default)]
pub(super) struct Tries(Arc<Mutex<HashMap<ShareId, (u32, Instant)>>>);

impl Tries {
    /// Whether somebody may try a password of this link.
    pub(super) fn may_try(&self, share: ShareId, now: Instant) -> bool {
        let tries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        tries.get(&share).is_none_or(|(wrong, since)| *wrong < MAX_WRONG || now - *since >= SPAN)
    }

    /// A password was wrong.
    pub(super) fn was_wrong(&self, share: ShareId, now: Instant) {
        let mut tries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if tries.len() >= MAX_LINKS && !tries.contains_key(&share) {
            tries.clear();
        }
        let (wrong, since) = tries.entry(share).or_insert((0, now));
        if now - *since >= SPAN {
            (*wrong, *since) = (0, now);
        }
        *wrong += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_wrong_passwords_a_minute_and_no_more() {
        let (tries, share, start) = (Tries::default(), ShareId::fixed(1), Instant::now());
        for _ in 0..MAX_WRONG {
            assert!(tries.may_try(share, start));
            tries.was_wrong(share, start);
        }
        assert!(!tries.may_try(share, start + SPAN / 2) && tries.may_try(ShareId::fixed(2), start));
        assert!(tries.may_try(share, start + SPAN));
        tries.was_wrong(share, start + SPAN);
        assert!(tries.may_try(share, start + SPAN));
    }
}
