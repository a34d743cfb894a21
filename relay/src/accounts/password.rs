//! Passwords: which may be taken, and their hashes by argon2id with the parameters of OWASP (19 MiB, 2 passes, 1 lane).
//! A hash takes tens of milliseconds of a core and 19 MiB, so few are made at once, each on a thread that gives way to
//! everything else, few wait, and the rest is refused.
//! Whether there is such an account at all nobody can tell by the time that an answer takes.

use std::{sync::Arc, thread};

use argon2::{Argon2, PasswordHash, PasswordHasher, PasswordVerifier, password_hash::SaltString};
use tokio::sync::{Semaphore, oneshot};

use crate::directory::SecretText;

/// The fewest characters of a password; length is what guessing costs, so there is no other rule of composition.
pub const MIN_PASSWORD_CHARS: usize = 10;
/// The most bytes of a password; a longer one is refused before it is hashed.
pub const MAX_PASSWORD_BYTES: usize = 1024;
/// Hashes that wait for their turn; one more is refused, and whoever wants it comes back later.
const MAX_WAITING: usize = 16;
/// So many cores stay free of hashes for each that makes one: edits go on while somebody tries passwords.
const CORES_PER_HASH: usize = 4;
/// Random bytes of a salt.
const SALT_BYTES: usize = 16;
/// The hash of no password, with the parameters of all others: what is tried against an account that is not there.
const NO_HASH: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IG5vYm9keSBhIA$4IFcJ4SDsLLSfVDnHPxWDyDyLc2vH5ApJFkyYGL4rGc";

/// Why a password cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Weakness {
    /// Fewer than [`MIN_PASSWORD_CHARS`].
    #[error("take a password of {MIN_PASSWORD_CHARS} characters or more")]
    Short,
    /// More than [`MAX_PASSWORD_BYTES`].
    #[error("take a password of at most {MAX_PASSWORD_BYTES} bytes")]
    Long,
    /// It is what everybody tries first.
    #[error("take a password that is not the login")]
    Login,
}

/// As many wait as may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many passwords are checked at once")]
pub struct Busy;

/// The pool in which hashes are made: a cheap handle.
#[derive(Clone, Debug)]
pub struct Passwords {
    places: Arc<Semaphore>,
    turns: Arc<Semaphore>,
}

/// Whether the password may be taken by whoever signs in so.
///
/// # Errors
/// Why not.
pub fn judge(password: &str, login: &str) -> Result<(), Weakness> {
    if password.chars().count() < MIN_PASSWORD_CHARS {
        return Err(Weakness::Short);
    }
    if password.len() > MAX_PASSWORD_BYTES {
        return Err(Weakness::Long);
    }
    if password.to_lowercase() == login.to_lowercase() { Err(Weakness::Login) } else { Ok(()) }
}

impl Passwords {
    /// A pool for this machine.
    #[must_use]
    pub fn new() -> Self {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let turns = (cores / CORES_PER_HASH).max(1);
        Self { places: Arc::new(Semaphore::new(turns + MAX_WAITING)), turns: Arc::new(Semaphore::new(turns)) }
    }

    /// What is kept of a password.
    ///
    /// # Errors
    /// When too many wait.
    pub async fn hash(&self, password: String) -> Result<SecretText, Busy> {
        self.run(move || hash(&password)).await?.ok_or(Busy)
    }

    /// Whether this is the password. Without a hash it is not, after the same time.
    ///
    /// # Errors
    /// When too many wait.
    pub async fn is_right(&self, kept: Option<SecretText>, password: String) -> Result<bool, Busy> {
        self.run(move || {
            let is_right = verify(kept.as_ref().map_or(NO_HASH, |kept| &kept.0), &password);
            is_right && kept.is_some()
        })
        .await
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Busy> {
        let _place = self.places.try_acquire().map_err(|_| Busy)?;
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(|_| Busy)?;
        let (tell, told) = oneshot::channel();
        let hashing = move || {
            // Held by the work, not by whoever waits for it: they may go away before it is done.
            let _turn = turn;
            give_way();
            let _they_may_have_gone = tell.send(work());
        };
        // A thread of its own: what is so patient must not serve anything else later.
        thread::Builder::new().name("password".to_owned()).spawn(hashing).map_err(|_| Busy)?;
        told.await.map_err(|_| Busy)
    }
}

impl Default for Passwords {
    fn default() -> Self {
        Self::new()
    }
}

/// Lets every other thread that has something to do go first, at once: being only less urgent (`nice`) still made edits
/// wait for the end of a slice of time. Where this is refused a hash is only less polite.
#[cfg(target_os = "linux")]
fn give_way() {
    use thread_priority::{
        NormalThreadSchedulePolicy, ThreadPriority, ThreadSchedulePolicy, set_thread_priority_and_policy,
        thread_native_id,
    };
    let idle = ThreadSchedulePolicy::Normal(NormalThreadSchedulePolicy::Idle);
    if let Err(error) = set_thread_priority_and_policy(thread_native_id(), ThreadPriority::Min, idle) {
        tracing::debug!(?error, "a hash runs at the priority of everything else");
    }
}

#[cfg(not(target_os = "linux"))]
fn give_way() {}

fn hash(password: &str) -> Option<SecretText> {
    let mut salt = [0; SALT_BYTES];
    getrandom::fill(&mut salt).ok()?;
    let salt = SaltString::encode_b64(&salt).ok()?;
    let hash = Argon2::default().hash_password(password.as_bytes(), &salt).ok()?;
    Some(SecretText(hash.to_string()))
}

fn verify(kept: &str, password: &str) -> bool {
    let Ok(hash) = PasswordHash::new(kept) else { return false };
    password.len() <= MAX_PASSWORD_BYTES && Argon2::default().verify_password(password.as_bytes(), &hash).is_ok()
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    #[test]
    fn length_is_the_only_rule_but_one() {
        let cases = [
            ("123456789", Err(Weakness::Short)),
            ("1234567890", Ok(())),
            ("ünïcödé-pä", Ok(())),
            ("Ada.Lovelace", Err(Weakness::Login)),
        ];
        for (password, judged) in cases {
            assert_eq!(judge(password, "ada.lovelace"), judged, "{password}");
        }
        assert_eq!(judge(&"x".repeat(1025), "ada"), Err(Weakness::Long));
    }

    #[tokio::test]
    async fn a_password_is_proved_by_its_hash_only() {
        let passwords = Passwords::new();
        let kept = passwords.hash("correct horse".to_owned()).await.unwrap();
        assert!(kept.0.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", kept.0);
        assert_eq!(passwords.is_right(Some(kept.clone()), "correct horse".to_owned()).await, Ok(true));
        assert_eq!(passwords.is_right(Some(kept), "correct hors".to_owned()).await, Ok(false));
        assert_eq!(passwords.is_right(None, "correct horse".to_owned()).await, Ok(false));
        assert!(PasswordHash::new(NO_HASH).is_ok_and(|hash| hash.hash.is_some()), "it takes as long as any other");
    }

    #[tokio::test]
    async fn more_than_may_wait_are_refused_at_once() {
        let passwords = Passwords::new();
        let _busy = passwords.turns.acquire_many(passwords.turns.available_permits().try_into().unwrap()).await;
        let places = passwords.places.available_permits();
        let mut waiting: Vec<_> = (0..places).map(|_| Box::pin(passwords.is_right(None, "x".to_owned()))).collect();
        for wait in &mut waiting {
            assert!(wait.as_mut().now_or_never().is_none());
        }
        assert_eq!(passwords.is_right(None, "x".to_owned()).await, Err(Busy));
        waiting.pop();
        assert_eq!(passwords.is_right(None, "x".to_owned()).now_or_never(), None, "a place is free");
    }
}
