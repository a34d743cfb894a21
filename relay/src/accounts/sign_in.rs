//! Sign-ins: one for each browser. Its secret is in a cookie, is replaced from time to time, and ends by time, by signing
//! out, with the account, or when another password is set.

use std::time::Instant;

use super::{AccountError, Accounts, about, backoff::Key};
use crate::{
    audit::Act,
    clock,
    directory::{self, Account, AccountId, Change, Entries, Record, SignIn, SignInId},
    visitor::{
        Visitor,
        secret::{Secret, parts},
    },
};

/// A secret is replaced at the first visit after so long, in milliseconds. Visits are known to this precision.
pub(crate) const ROTATE_AFTER_MS: i64 = 60 * 60 * 1000;
/// So long the secret before it holds too, in milliseconds: for requests on their way, and for an answer that was lost.
const GRACE_MS: i64 = 10 * 60 * 1000;
/// An answer is on its way for so long, in milliseconds: a page that shows the secret before has not lost it yet.
const ON_ITS_WAY_MS: i64 = 30 * 1000;
/// Browsers in which an account can be signed in; at one more the one that was replaced longest ago is signed out.
const MAX_SIGN_INS: usize = 32;
/// The most characters that are kept of what a browser calls itself.
const MAX_AGENT_CHARS: usize = 160;
/// The most characters that are kept of why somebody was refused.
const MAX_WHY_CHARS: usize = 200;

/// Somebody has signed in.
#[derive(Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// What the cookie says.
    pub cookie: String,
    /// When it ends, in milliseconds since the Unix epoch.
    pub expires_ms: i64,
    /// Who.
    pub account: AccountId,
}

/// Which sign-ins of an account end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// This one.
    One(SignInId),
    /// All.
    All,
}

impl Accounts {
    /// Signs in by password.
    ///
    /// # Errors
    /// [`AccountError::WrongCredentials`] and no more than that: which of the two is wrong is told by no word and no
    /// time. [`AccountError::TooOften`], [`AccountError::Busy`].
    pub async fn sign_in(
        &self,
        by: &Visitor,
        login: &str,
        password: String,
        agent: &str,
    ) -> Result<SignedIn, AccountError> {
        let login = login.trim().to_lowercase();
        // Whatever is longer is nobody's, and no key of its own.
        let login: String = login.chars().take(super::MAX_NAME_CHARS + 1).collect();
        let account = self.0.directory.read(|entries| entries.account_by_login(&login).cloned());
        let account = account.filter(|account| !account.disabled);
        let kept = account.as_ref().and_then(|account| account.password.clone());
        self.prove(by, &login, kept, password).await?;
        let account = account.ok_or(AccountError::WrongCredentials)?;
        self.open_sign_in(by, account.id, agent, (Act::SignedIn, ""), move |entries| {
            // The password may have been changed while this one was checked.
            let now = super::find(entries, account.id)?;
            let is_same = !now.disabled && now.password == account.password;
            if is_same { Ok(Vec::new()) } else { Err(AccountError::WrongCredentials) }
        })
        .await
    }

    /// Whether this is the password; failures cost time and are on record.
    pub(super) async fn prove(
        &self,
        by: &Visitor,
        login: &str,
        kept: Option<directory::SecretText>,
        password: String,
    ) -> Result<(), AccountError> {
        let mut keys = vec![Key::Login(login.to_owned())];
        keys.extend(by.from.map(Key::Address));
        let wait = self.backoff().wait(&keys, Instant::now());
        if let Some(wait) = wait {
            return Err(AccountError::TooOften(wait));
        }
        if self.0.passwords.is_right(kept, password).await? {
            self.backoff().succeeded(&keys[0]);
            return Ok(());
        }
        self.backoff().failed(&keys, Instant::now());
        self.record_refusal(by, "").await?;
        Err(AccountError::WrongCredentials)
    }

    pub(super) async fn record_refusal(&self, by: &Visitor, why: &str) -> Result<(), AccountError> {
        let admitted = self.0.refusals.lock().unwrap_or_else(std::sync::PoisonError::into_inner).admit(Instant::now());
        let Some(left_out) = admitted else { return Ok(()) };
        // The login is not said: people type their password into the wrong field.
        let more = (left_out > 0).then(|| format!("and {left_out} more"));
        let told = Some(why.chars().take(MAX_WHY_CHARS).collect()).filter(|why: &String| !why.is_empty());
        let detail = told.into_iter().chain(more).collect::<Vec<_>>().join(", ");
        self.change(by.line(clock::now_ms(), Act::SignInRefused, "", detail), |_| Ok(Vec::new())).await
    }

    /// Makes a sign-in, together with what else is decided.
    pub(super) async fn open_sign_in(
        &self,
        by: &Visitor,
        account: AccountId,
        agent: &str,
        (act, detail): (Act, &str),
        decide: impl FnOnce(&Entries) -> Result<Vec<Change>, AccountError>,
    ) -> Result<SignedIn, AccountError> {
        let (secret, id, now_ms) = (Secret::fresh()?, SignInId::fresh()?, clock::now_ms());
        let expires_ms = now_ms.saturating_add(self.0.sign_in_ms);
        let agent = agent.chars().filter(|char| !char.is_control()).take(MAX_AGENT_CHARS).collect();
        let sign_in = SignIn {
            id,
            account,
            secret: secret.hash(),
            before: None,
            made_ms: now_ms,
            rotated_ms: now_ms,
            expires_ms,
            agent,
        };
        self.change(about(by, act, account, detail), |entries| {
            let mut changes = superfluous(entries, account, now_ms);
            changes.extend(decide(entries)?);
            changes.push(Change::put(Record::SignIn(sign_in)));
            Ok(changes)
        })
        .await?;
        Ok(SignedIn { cookie: secret.with_id(id), expires_ms, account })
    }

    /// Replaces the secret of a sign-in when its time has come; what is returned is what the cookie says from now on.
    ///
    /// # Errors
    /// When it could not be stored; the secret that was shown holds then.
    pub async fn refresh(&self, id: SignInId, shown: &str) -> Result<Option<SignedIn>, AccountError> {
        let (secret, now_ms) = (Secret::fresh()?, clock::now_ms());
        let Some((_, shown)) = parts::<SignInId>(shown) else { return Ok(None) };
        let next = |entries: &Entries| entries.sign_in(id).and_then(|now| rotated(now, &secret, shown, now_ms));
        if self.0.directory.read(next).is_none() {
            return Ok(None);
        }
        let mut replaced = None;
        self.0
            .directory
            .keep(|entries| {
                replaced = next(entries);
                replaced.clone().map(|sign_in| Change::put(Record::SignIn(sign_in))).into_iter().collect()
            })
            .await?;
        let told = |sign_in: SignIn| SignedIn {
            cookie: secret.with_id(id),
            expires_ms: sign_in.expires_ms,
            account: sign_in.account,
        };
        Ok(replaced.map(told))
    }

    /// Signs out, here or everywhere.
    ///
    /// # Errors
    /// [`AccountError::NotTheirs`] where the account has no such sign-in.
    pub async fn end_sign_ins(&self, by: &Visitor, account: AccountId, which: Ending) -> Result<(), AccountError> {
        let detail = if which == Ending::All { "everywhere" } else { "" };
        self.change(about(by, Act::SignedOut, account, detail), |entries| match which {
            Ending::All => Ok(all_of(entries, account)),
            Ending::One(id) => {
                let own = entries.sign_in(id).filter(|sign_in| sign_in.account == account);
                own.map(|_| vec![Change::Remove(directory::Key::SignIn(id))]).ok_or(AccountError::NotTheirs)
            }
        })
        .await
    }

    /// Where somebody is signed in, the newest first.
    #[must_use]
    pub fn sign_ins(&self, account: AccountId) -> Vec<SignIn> {
        let now_ms = clock::now_ms();
        let mut own: Vec<SignIn> = self.0.directory.read(|entries| {
            let live = entries.sign_ins().filter(|sign_in| sign_in.account == account && now_ms < sign_in.expires_ms);
            live.cloned().collect()
        });
        own.sort_by_key(|sign_in| std::cmp::Reverse(sign_in.rotated_ms));
        own
    }
}

impl SignIn {
    /// When it ends, if nobody comes by then, in milliseconds since the Unix epoch; `idle_ms` is how long it lasts without a
    /// visit.
    #[must_use]
    pub fn ends_ms(&self, idle_ms: i64) -> i64 {
        self.expires_ms.min(self.rotated_ms.saturating_add(idle_ms))
    }
}

impl Account {
    /// Whether it can sign in by a password.
    #[must_use]
    pub fn has_password(&self) -> bool {
        self.password.is_some()
    }
}

/// All sign-ins of the account end.
pub(super) fn all_of(entries: &Entries, account: AccountId) -> Vec<Change> {
    let own = entries.sign_ins().filter(|sign_in| sign_in.account == account);
    own.map(|sign_in| Change::Remove(directory::Key::SignIn(sign_in.id))).collect()
}

/// What goes when another sign-in comes: those of the account that have ended, and the oldest beyond the bound.
fn superfluous(entries: &Entries, account: AccountId, now_ms: i64) -> Vec<Change> {
    let mut own: Vec<&SignIn> = entries.sign_ins().filter(|sign_in| sign_in.account == account).collect();
    own.sort_by_key(|sign_in| std::cmp::Reverse((now_ms < sign_in.expires_ms, sign_in.rotated_ms)));
    let kept = own.iter().take(MAX_SIGN_INS - 1).take_while(|sign_in| now_ms < sign_in.expires_ms).count();
    own.drain(kept..).map(|sign_in| Change::Remove(directory::Key::SignIn(sign_in.id))).collect()
}

/// The sign-in with the next secret; `None` where the time has not come.
fn rotated(now: &SignIn, next: &Secret, shown: &str, now_ms: i64) -> Option<SignIn> {
    let age_ms = now_ms.saturating_sub(now.rotated_ms);
    let is_present = now.secret.is_of(shown);
    let is_before = now.before.is_some_and(|(before, until)| now_ms < until && before.is_of(shown));
    let is_due = (is_present && age_ms >= ROTATE_AFTER_MS) || (!is_present && is_before && age_ms >= ON_ITS_WAY_MS);
    let shown = directory::SecretHash::of(shown);
    is_due.then(|| SignIn {
        secret: next.hash(),
        before: Some((shown, now_ms.saturating_add(GRACE_MS))),
        rotated_ms: now_ms,
        ..now.clone()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// P-163.
    #[test]
    fn a_secret_is_replaced_in_time_and_an_answer_that_was_lost_is_given_again() {
        let [first, second, third] = [(); 3].map(|()| Secret::fresh().unwrap());
        let made = SignIn {
            id: SignInId::fixed(1),
            account: AccountId::fixed(1),
            secret: first.hash(),
            before: None,
            made_ms: 0,
            rotated_ms: 0,
            expires_ms: i64::MAX,
            agent: String::new(),
        };
        assert_eq!(rotated(&made, &second, first.reveal(), ROTATE_AFTER_MS - 1), None);
        let now_ms = ROTATE_AFTER_MS;
        let next = rotated(&made, &second, first.reveal(), now_ms).unwrap();
        assert_eq!((next.secret, next.before), (second.hash(), Some((first.hash(), now_ms + GRACE_MS))));
        // Another request with the old cookie, while the answer is on its way, and after it was lost.
        assert_eq!(rotated(&next, &third, first.reveal(), now_ms + 1), None);
        let healed = rotated(&next, &third, first.reveal(), now_ms + ON_ITS_WAY_MS).unwrap();
        assert_eq!((healed.secret, healed.before.unwrap().0), (third.hash(), first.hash()));
        assert_eq!(rotated(&next, &third, first.reveal(), now_ms + GRACE_MS), None);
        assert_eq!(rotated(&next, &third, "x", now_ms + ROTATE_AFTER_MS), None);
    }
}
