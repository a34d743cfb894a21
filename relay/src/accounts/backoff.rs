//! Back-off: whoever has failed to sign in waits before the next attempt, twice as long each time. Counted by login, so
//! that one account cannot be tried from many places, and by address, so that many cannot be tried from one.
//! Pure: the clock is an argument. It counts a login that nobody has like any other.

use std::{
    collections::HashMap,
    net::IpAddr,
    time::{Duration, Instant},
};

/// Failures that cost nothing: people mistype.
const FREE_FAILURES: u32 = 5;
/// The wait after the first failure that costs something.
const FIRST_WAIT: Duration = Duration::from_secs(1);
/// The longest wait for a login: whoever fails on purpose must not lock its owner out for long.
const LONGEST_FOR_LOGIN: Duration = Duration::from_secs(30);
/// The longest wait for an address.
const LONGEST_FOR_ADDRESS: Duration = Duration::from_secs(15 * 60);
/// After so long without a failure it is forgotten.
const FORGOTTEN_AFTER: Duration = Duration::from_secs(60 * 60);
/// Logins and addresses that are remembered; for one more the one that failed longest ago is forgotten.
const MAX_KEYS: usize = 10_000;

/// Who has failed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Key {
    /// A login, whether somebody has it or not.
    Login(String),
    /// An address.
    Address(IpAddr),
}

#[derive(Clone, Copy, Debug)]
struct Failures {
    count: u32,
    last: Instant,
}

/// Everybody who has failed of late.
#[derive(Debug, Default)]
pub(super) struct Backoff(HashMap<Key, Failures>);

impl Backoff {
    /// How long any of these has to wait still.
    #[must_use]
    pub(super) fn wait(&self, keys: &[Key], now: Instant) -> Option<Duration> {
        let waits = keys.iter().filter_map(|key| {
            let failures = self.0.get(key)?;
            let until = failures.last + wait_after(failures.count, key);
            until.checked_duration_since(now).filter(|wait| !wait.is_zero())
        });
        waits.max()
    }

    /// They have failed once more.
    pub(super) fn failed(&mut self, keys: &[Key], now: Instant) {
        for key in keys {
            self.make_room(key, now);
            let failures = self.0.entry(key.clone()).or_insert(Failures { count: 0, last: now });
            if now.saturating_duration_since(failures.last) > FORGOTTEN_AFTER {
                failures.count = 0;
            }
            *failures = Failures { count: failures.count.saturating_add(1), last: now };
        }
    }

    /// One has not failed, and what it has failed before does not count.
    pub(super) fn succeeded(&mut self, key: &Key) {
        self.0.remove(key);
    }

    fn make_room(&mut self, key: &Key, now: Instant) {
        if self.0.len() < MAX_KEYS || self.0.contains_key(key) {
            return;
        }
        self.0.retain(|_, failures| now.saturating_duration_since(failures.last) <= FORGOTTEN_AFTER);
        if self.0.len() >= MAX_KEYS {
            let oldest = self.0.iter().min_by_key(|(_, failures)| failures.last).map(|(key, _)| key.clone());
            oldest.map(|oldest| self.0.remove(&oldest));
        }
    }
}

fn wait_after(failures: u32, key: &Key) -> Duration {
    let longest = match key {
        Key::Login(_) => LONGEST_FOR_LOGIN,
        Key::Address(_) => LONGEST_FOR_ADDRESS,
    };
    match failures.checked_sub(FREE_FAILURES) {
        None | Some(0) => Duration::ZERO,
        Some(costly) => FIRST_WAIT.saturating_mul(1 << (costly - 1).min(16)).min(longest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(login: &str, last: u8) -> [Key; 2] {
        [Key::Login(login.to_owned()), Key::Address([192, 0, 2, last].into())]
    }

    /// P-162.
    #[test]
    fn each_failure_after_the_free_ones_doubles_the_wait() {
        let (mut backoff, now) = (Backoff::default(), Instant::now());
        let mut waits = Vec::new();
        for _ in 0..20 {
            backoff.failed(&keys("ada", 1), now);
            waits.push(backoff.wait(&keys("ada", 1), now).unwrap_or_default().as_secs());
        }
        assert_eq!(waits[..10], [0, 0, 0, 0, 0, 1, 2, 4, 8, 16]);
        assert_eq!(waits[19], LONGEST_FOR_ADDRESS.as_secs());
        let of = |keys: &[Key]| backoff.wait(keys, now).unwrap_or_default();
        assert_eq!(of(&keys("ada", 2)), LONGEST_FOR_LOGIN, "from elsewhere");
        assert_eq!(of(&keys("bob", 1)), LONGEST_FOR_ADDRESS, "somebody else from there");
        assert_eq!(of(&keys("bob", 2)), Duration::ZERO);
        assert_eq!(backoff.wait(&keys("ada", 2), now + LONGEST_FOR_LOGIN), None);
    }

    #[test]
    fn success_and_time_forgive() {
        let (mut backoff, now) = (Backoff::default(), Instant::now());
        (0..7).for_each(|_| backoff.failed(&keys("ada", 1), now));
        backoff.succeeded(&Key::Login("ada".to_owned()));
        assert_eq!(backoff.wait(&keys("ada", 2), now), None);
        let later = now + FORGOTTEN_AFTER + Duration::from_secs(1);
        backoff.failed(&keys("bob", 1), later);
        assert_eq!(backoff.wait(&keys("bob", 1), later), None);
    }

    #[test]
    fn it_remembers_no_more_than_it_may() {
        let (mut backoff, now) = (Backoff::default(), Instant::now());
        (0..7).for_each(|_| backoff.failed(&keys("ada", 1), now));
        for number in 0..MAX_KEYS as u64 + 100 {
            backoff.failed(&[Key::Login(number.to_string())], now + Duration::from_millis(number));
        }
        assert_eq!(backoff.0.len(), MAX_KEYS);
        assert!(backoff.0.contains_key(&Key::Login((MAX_KEYS + 99).to_string())));
    }
}
