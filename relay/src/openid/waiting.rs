//! The sign-ins under way: what each needs when its browser comes back, by its state. Pure, bounded, in memory only: after
//! a restart whoever is at the provider begins anew.

use std::{collections::VecDeque, time::Instant};

/// Sign-ins under way; at one more the oldest is forgotten.
const MAX_WAITING: usize = 4_096;

/// What a sign-in needs when its browser comes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Way {
    /// What the id token has to repeat.
    pub(super) nonce: String,
    /// What proves to the provider that it was this relay that began.
    pub(super) verifier: String,
    /// The path at which the browser goes on.
    pub(super) to: String,
    /// When it is too late.
    pub(super) until: Instant,
}

/// The sign-ins under way, the oldest first.
#[derive(Debug, Default)]
pub(super) struct Waiting(VecDeque<(String, Way)>);

impl Waiting {
    /// One more.
    pub(super) fn begin(&mut self, state: String, way: Way) {
        while self.0.len() >= MAX_WAITING {
            self.0.pop_front();
        }
        self.0.push_back((state, way));
    }

    /// The one with this state, which is none any more; `None` where there is none, or it is too late.
    pub(super) fn take(&mut self, state: &str, now: Instant) -> Option<Way> {
        self.0.retain(|(_, way)| now < way.until);
        let at = self.0.iter().position(|(other, _)| other == state)?;
        self.0.remove(at).map(|(_, way)| way)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_state_is_good_once_and_for_a_time_and_few_are_kept() {
        let (mut waiting, now) = (Waiting::default(), Instant::now());
        let way = |to: &str, after_s| Way {
            nonce: String::new(),
            verifier: String::new(),
            to: to.to_owned(),
            until: now + Duration::from_secs(after_s),
        };
        waiting.begin("a".into(), way("/a", 10));
        waiting.begin("b".into(), way("/b", 20));
        assert_eq!(waiting.take("c", now), None);
        assert_eq!(waiting.take("b", now), Some(way("/b", 20)));
        assert_eq!(waiting.take("b", now), None, "used");
        assert_eq!(waiting.take("a", now + Duration::from_secs(10)), None, "too late");
        for number in 0..2 * MAX_WAITING {
            waiting.begin(number.to_string(), way("/", 10));
        }
        assert_eq!(waiting.0.len(), MAX_WAITING);
        assert!(waiting.take("0", now).is_none() && waiting.take(&MAX_WAITING.to_string(), now).is_some());
    }
}
