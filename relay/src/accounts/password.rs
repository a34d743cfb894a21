//! Passwords: which may be taken, and their hashes by argon2id with the parameters of OWASP (19 MiB, 2 passes, 1 lane).
//! A hash takes tens of milliseconds of a core and 19 MiB, so few are made at once, on threads that give way to everything
//! else and keep their memory for the next, few wait, and the rest is refused.
//! Whether there is such an account at all nobody can tell by the time that an answer takes.

use std::{cell::RefCell, sync::Arc, thread, time::Duration};

use argon2::{
    ARGON2ID_IDENT, Argon2, Block, Params, PasswordHash,
    password_hash::{Output, ParamsString, Salt, SaltString},
};
use tokio::{
    runtime::{Builder, Runtime},
    sync::Semaphore,
};

use crate::directory::SecretText;

/// The fewest characters of a password; length is what guessing costs, so there is no other rule of composition.
pub const MIN_PASSWORD_CHARS: usize = 10;
/// The most bytes of a password; a longer one is refused before it is hashed.
pub const MAX_PASSWORD_BYTES: usize = 1024;
/// Hashes that wait for their turn; one more is refused, and whoever wants it comes back later.
const MAX_WAITING: usize = 16;
/// So many cores stay free of hashes for each that makes one: edits go on while somebody tries passwords.
const CORES_PER_HASH: usize = 4;
/// How long a thread without work keeps its memory: fresh memory costs every other thread time, not only its own.
const KEEP_ALIVE: Duration = Duration::from_secs(20);
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

thread_local! {
    /// What one hash needs, of the threads that make them.
    static MEMORY: RefCell<Vec<Block>> = const { RefCell::new(Vec::new()) };
}

/// The pool in which hashes are made: a cheap handle.
#[derive(Clone, Debug)]
pub struct Passwords {
    places: Arc<Semaphore>,
    turns: Arc<Semaphore>,
    threads: Arc<Threads>,
}

/// Threads of their own: what is so patient must serve nothing else.
#[derive(Debug)]
struct Threads(Option<Runtime>);

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
        let places = Arc::new(Semaphore::new(turns + MAX_WAITING));
        Self { places, turns: Arc::new(Semaphore::new(turns)), threads: Arc::new(Threads::new(turns)) }
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
        let Some(threads) = &self.threads.0 else { return Err(Busy) };
        let working = threads.spawn_blocking(move || {
            // Held by the work, not by whoever waits for it: they may go away before it is done.
            let _turn = turn;
            work()
        });
        working.await.map_err(|_| Busy)
    }
}

impl Threads {
    /// At most so many; none where the system has none left, and then nobody signs in.
    fn new(count: usize) -> Self {
        let mut builder = Builder::new_current_thread();
        builder.max_blocking_threads(count).thread_keep_alive(KEEP_ALIVE).thread_name("password");
        let built = builder.on_thread_start(give_way).build();
        Self(built.inspect_err(|error| tracing::error!(%error, "no passwords can be checked")).ok())
    }
}

impl Drop for Threads {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

impl Default for Passwords {
    fn default() -> Self {
        Self::new()
    }
}

/// Lets every other thread that has something to do go first. Where this is refused a hash is only less polite.
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
    let hash = PasswordHash {
        algorithm: ARGON2ID_IDENT,
        version: Some(argon2::Version::default().into()),
        params: ParamsString::try_from(&Params::default()).ok()?,
        salt: Some(salt.as_salt()),
        hash: Some(output(&Argon2::default(), password, salt.as_salt())?),
    };
    Some(SecretText(hash.to_string()))
}

fn verify(kept: &str, password: &str) -> bool {
    let Ok(kept) = PasswordHash::new(kept) else { return false };
    let (Some(salt), Ok(params)) = (kept.salt, Params::try_from(&kept)) else { return false };
    // Outputs are compared in constant time.
    kept.algorithm == ARGON2ID_IDENT
        && password.len() <= MAX_PASSWORD_BYTES
        && kept.hash.is_some_and(|kept| output(&Argon2::from(params), password, salt) == Some(kept))
}

/// The hash itself, in the memory of this thread.
fn output(argon: &Argon2<'_>, password: &str, salt: Salt<'_>) -> Option<Output> {
    let mut bytes = [0; Salt::MAX_LENGTH];
    let salt = salt.decode_b64(&mut bytes).ok()?;
    let length = argon.params().output_len().unwrap_or(Params::DEFAULT_OUTPUT_LEN);
    MEMORY.with_borrow_mut(|memory| {
        memory.resize(argon.params().block_count(), Block::default());
        let fill = |out: &mut [u8]| {
            argon.hash_password_into_with_memory(password.as_bytes(), salt, out, memory.as_mut_slice())?;
            Ok(())
        };
        Output::init_with(length, fill).ok()
    })
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
