//! Limits: how much one person, or one address where nobody is signed in, may ask for in which time. What is refused is
//! told when to come again; edits over a socket are never refused for it, they wait (see `session`).
//! It counts and knows the time; who somebody is and what an answer looks like is not its business.

use std::{
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

use crate::{
    authority::Principal,
    config::Live,
    directory::{AccountId, TokenId},
    visitor::Visitor,
};

pub use self::{
    config::LimitsConfig,
    keyed::{Grant, Keyed, Rate},
};

pub mod config;
mod keyed;

/// Whose requests count together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// Somebody who has signed in, wherever they are.
    Account(AccountId),
    /// A program with a token.
    Token(TokenId),
    /// Whoever comes from there: an address, or the first half of one of IPv6, which is what one customer gets.
    Address(IpAddr),
}

impl Key {
    /// The key of whoever asks; of the anonymous the address that a trusted proxy says, or else this one.
    #[must_use]
    pub fn of_visitor(visitor: &Visitor, address: IpAddr) -> Self {
        match visitor.principal {
            Principal::Account(account, _) => Self::Account(account),
            Principal::Token(token) => Self::Token(token),
            Principal::Anonymous | Principal::Console | Principal::Link(_) => {
                Self::of_address(visitor.from.unwrap_or(address))
            }
        }
    }

    /// The key of an address.
    #[must_use]
    pub fn of_address(address: IpAddr) -> Self {
        Self::Address(match address.to_canonical() {
            IpAddr::V4(address) => IpAddr::V4(address),
            IpAddr::V6(address) => IpAddr::V6((address.to_bits() & (u128::MAX << 64)).into()),
        })
    }
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Gestures that change a document.
    Edits,
    /// Answers that are computed from rows or from a document's past: reading rows, drawing panels.
    Queries,
    /// Posts of rows.
    Posts,
    /// Attempts to sign in, also by a link's password.
    SignIns,
}

impl Kind {
    /// All kinds, in the order of their rates.
    pub const ALL: [Self; 4] = [Self::Edits, Self::Queries, Self::Posts, Self::SignIns];
}

/// The limits of one relay: a cheap handle.
#[derive(Clone, Debug)]
pub struct Limits(Arc<[Mutex<Option<Keyed<Key>>>; Kind::ALL.len()]>);

impl Limits {
    /// As the configuration says; `hold` is whether there are limits at all.
    #[must_use]
    pub fn new(config: &LimitsConfig, hold: bool) -> Self {
        Self(Arc::new(Kind::ALL.map(|kind| Mutex::new(hold.then(|| Keyed::new(config.rate(kind)))))))
    }

    /// No limits, as for one person on one machine.
    #[must_use]
    pub fn none() -> Self {
        Self::new(&LimitsConfig::default(), false)
    }

    /// Other rates from now on; whoever is over them stays so.
    pub fn set(&self, config: &LimitsConfig) {
        for kind in Kind::ALL {
            if let Some(keyed) = self.of(kind).as_mut() {
                keyed.set_rate(config.rate(kind));
            }
        }
    }

    /// Holds the rates that the configuration says, whenever it is another one.
    pub async fn follow(self, config: Live) {
        let mut other = config.follow();
        while other.changed().await.is_ok() {
            self.set(&config.now().limits);
        }
    }

    /// One more of a kind.
    ///
    /// # Errors
    /// How long to wait, where it is one too many.
    pub fn admit(&self, kind: Kind, key: Key, now: Instant) -> Result<(), Duration> {
        let grant = self.grant(kind, key, 1, now);
        grant.next.map_or(Ok(()), |next| Err(next.saturating_duration_since(now)))
    }

    /// As many of `wanted` as may be now.
    #[must_use]
    pub fn grant(&self, kind: Kind, key: Key, wanted: usize, now: Instant) -> Grant {
        let mut keyed = self.of(kind);
        keyed.as_mut().map_or(Grant { count: wanted, next: None }, |keyed| keyed.grant(&key, wanted, now))
    }

    fn of(&self, kind: Kind) -> MutexGuard<'_, Option<Keyed<Key>>> {
        self.0[kind as usize].lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_one_customer_count_together() {
        let key = |text: &str| Key::of_address(text.parse().unwrap());
        assert_eq!(key("2001:db8:1:2::1"), key("2001:db8:1:2:ffff::9"));
        assert_ne!(key("2001:db8:1:2::1"), key("2001:db8:1:3::1"));
        assert_eq!(key("::ffff:192.0.2.1"), key("192.0.2.1"));
        assert_ne!(key("192.0.2.1"), key("192.0.2.2"));
    }

    /// P-110.
    #[test]
    fn each_kind_and_each_key_counts_alone() {
        let config = LimitsConfig { queries_burst: 2, sign_ins_burst: 1, ..LimitsConfig::default() };
        let (limits, now) = (Limits::new(&config, true), Instant::now());
        let [ada, home] = [Key::Account(AccountId::fixed(1)), Key::of_address([192, 0, 2, 1].into())];
        assert_eq!(limits.admit(Kind::Queries, ada, now), Ok(()));
        assert_eq!(limits.admit(Kind::Queries, ada, now), Ok(()));
        assert_eq!(limits.admit(Kind::Queries, ada, now), Err(Duration::from_millis(3_600)), "1,000 an hour");
        assert_eq!(limits.admit(Kind::Queries, home, now), Ok(()));
        assert_eq!(limits.admit(Kind::SignIns, ada, now), Ok(()));
        assert!(limits.admit(Kind::SignIns, ada, now).is_err());
        for _ in 0..10_000 {
            assert_eq!(Limits::none().admit(Kind::SignIns, ada, now), Ok(()));
        }
    }
}
