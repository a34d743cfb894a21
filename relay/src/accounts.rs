//! Accounts: who can sign in, and everything by which somebody proves who they are: passwords, sign-ins, tokens, one-time
//! links. Every act is decided in the directory and is on record with its line, or did not happen.
//! What an account may do is not said here (that is `authority`), nor who may rule accounts (the gate has asked).

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use crate::{
    audit::{Act, Line},
    clock,
    config::AccountsConfig,
    directory::{Account, AccountId, Change, ChangeError, Directory, Entries},
    log::LogError,
    visitor::Visitor,
};

use self::{backoff::Backoff, refusals::Refusals};
pub use self::{
    invitation::FirstOwner,
    member::{MAX_NAME_CHARS, Member, NewMember},
    password::{Passwords, Weakness},
    sign_in::{Ending, SignedIn},
    token::{MintedToken, NewToken},
};

mod backoff;
mod invitation;
mod member;
#[cfg(feature = "openid")]
mod outside;
pub mod password;
mod refusals;
mod sign_in;
#[cfg(test)]
mod tests;
mod token;

/// The accounts of one relay: a cheap handle.
#[derive(Clone)]
pub struct Accounts(Arc<Shared>);

struct Shared {
    directory: Directory,
    passwords: Passwords,
    /// How long a sign-in lasts at most, in milliseconds.
    sign_in_ms: i64,
    backoff: Mutex<Backoff>,
    refusals: Mutex<Refusals>,
    first_owner: Mutex<Option<FirstOwner>>,
}

/// Why an act did not happen.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AccountError {
    /// The password is not that of the login, or there is no such login.
    #[error("login and password do not fit together")]
    WrongCredentials,
    /// The link was used, is too old, or was none.
    #[error("this link was used already, or is too old")]
    SpentLink,
    /// Too many failures before this one.
    #[error("wait before the next attempt")]
    TooOften(Duration),
    /// Too many passwords are checked at once.
    #[error(transparent)]
    Busy(#[from] password::Busy),
    /// No login.
    #[error("take a login of letters, digits and . _ - @ +, at most {MAX_NAME_CHARS} of them")]
    BadLogin,
    /// No name.
    #[error("take a name of 1 to {MAX_NAME_CHARS} characters")]
    BadName,
    /// A password that cannot be taken.
    #[error(transparent)]
    BadPassword(#[from] Weakness),
    /// Somebody else has the login.
    #[error("somebody has this login")]
    Taken,
    /// No account of this id.
    #[error("there is no such account")]
    NoSuchAccount,
    /// No sign-in or token of this id, or it is not theirs.
    #[error("there is no such sign-in or token")]
    NotTheirs,
    /// Nobody would be left who rules the relay.
    #[error("make somebody else an owner first")]
    LastOwner,
    /// As many tokens as an account may have.
    #[error("revoke tokens that nobody needs first")]
    TooMany,
    /// The directory is full.
    #[error("the directory is full")]
    Full,
    /// The operating system has no randomness.
    #[error("this machine has no randomness")]
    NoRandomness,
    /// It could not be stored.
    #[error(transparent)]
    Log(#[from] LogError),
}

impl From<ChangeError<Self>> for AccountError {
    fn from(error: ChangeError<Self>) -> Self {
        match error {
            ChangeError::Refused(error) => error,
            ChangeError::Full => Self::Full,
            ChangeError::Log(error) => Self::Log(error),
        }
    }
}

impl From<getrandom::Error> for AccountError {
    fn from(_: getrandom::Error) -> Self {
        Self::NoRandomness
    }
}

impl Accounts {
    /// Over this directory.
    #[must_use]
    pub fn new(directory: Directory, config: &AccountsConfig) -> Self {
        Self(Arc::new(Shared {
            directory,
            passwords: Passwords::new(),
            sign_in_ms: config.sign_in_ms(),
            backoff: Mutex::default(),
            refusals: Mutex::default(),
            first_owner: Mutex::default(),
        }))
    }

    /// The directory that it changes.
    #[must_use]
    pub fn directory(&self) -> &Directory {
        &self.0.directory
    }

    /// The pool in which passwords are hashed, also those of links.
    #[must_use]
    pub fn passwords(&self) -> &Passwords {
        &self.0.passwords
    }

    /// Whether there is an account at all.
    #[must_use]
    pub fn are_there(&self) -> bool {
        self.0.directory.read(|entries| entries.accounts().next().is_some())
    }

    /// The account of this id.
    ///
    /// # Errors
    /// [`AccountError::NoSuchAccount`].
    pub fn account(&self, id: AccountId) -> Result<Account, AccountError> {
        self.0.directory.read(|entries| find(entries, id).cloned())
    }

    async fn change(
        &self,
        line: Line,
        decide: impl FnOnce(&Entries) -> Result<Vec<Change>, AccountError>,
    ) -> Result<(), AccountError> {
        Ok(self.0.directory.change(line, Vec::new(), decide).await?)
    }

    fn backoff(&self) -> MutexGuard<'_, Backoff> {
        self.0.backoff.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Accounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Accounts")
    }
}

fn find(entries: &Entries, id: AccountId) -> Result<&Account, AccountError> {
    entries.account(id).ok_or(AccountError::NoSuchAccount)
}

/// The line of an act on an account.
fn about(by: &Visitor, act: Act, account: AccountId, detail: impl Into<String>) -> Line {
    by.line(clock::now_ms(), act, format!("account:{account}"), detail)
}
