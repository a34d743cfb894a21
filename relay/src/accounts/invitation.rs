//! Invitations: links that set a password, once. The first owner's is printed at the start of a relay that has no account
//! yet and is kept in memory only; the others are made by those who rule accounts. A secret stands behind the `#`.

use document::Role;

use super::{AccountError, Accounts, NewMember, SignedIn, about, find, member::described, password, sign_in};
use crate::{
    audit::Act,
    clock,
    directory::{self, Account, AccountId, Change, Entries, Invitation, Record, SecretHash},
    visitor::{
        Visitor,
        secret::{Secret, parts},
    },
};

/// How long the link of the first owner holds, in milliseconds: whoever starts the relay stands before it.
const FIRST_OWNER_MS: i64 = 24 * 60 * 60 * 1000;
/// How long an invitation holds, in milliseconds: over a weekend.
const INVITATION_MS: i64 = 3 * 24 * 60 * 60 * 1000;

/// The link of the first owner, as far as it is kept.
#[derive(Clone, Copy, Debug)]
pub struct FirstOwner {
    secret: SecretHash,
    expires_ms: i64,
}

impl Accounts {
    /// The path of a link by which the first owner sets login and password; `None` where there is an account already.
    /// A link that was made before holds no more.
    ///
    /// # Errors
    /// [`AccountError::NoRandomness`].
    pub fn invite_first_owner(&self) -> Result<Option<String>, AccountError> {
        if self.0.directory.read(|entries| entries.accounts().next().is_some()) {
            return Ok(None);
        }
        let secret = Secret::fresh()?;
        let expires_ms = clock::now_ms().saturating_add(FIRST_OWNER_MS);
        *self.first_owner() = Some(FirstOwner { secret: secret.hash(), expires_ms });
        Ok(Some(format!("/sign-in#first={}", secret.reveal())))
    }

    /// Makes the first owner and signs them in.
    ///
    /// # Errors
    /// [`AccountError::SpentLink`], or what is wrong with login, name or password.
    pub async fn make_first_owner(
        &self,
        by: &Visitor,
        shown: &str,
        new: NewMember,
        agent: &str,
    ) -> Result<SignedIn, AccountError> {
        let link = (*self.first_owner()).filter(|link| link.secret.is_of(shown));
        link.filter(|link| clock::now_ms() < link.expires_ms).ok_or(AccountError::SpentLink)?;
        let account = self.new_account(NewMember { role: Some(Role::Owner), ..new }).await?;
        let id = account.id;
        self.change(about(by, Act::AccountMade, id, described(&account)), |entries| {
            let is_first = entries.accounts().next().is_none();
            if is_first { Ok(vec![Change::put(Record::Account(account))]) } else { Err(AccountError::SpentLink) }
        })
        .await?;
        *self.first_owner() = None;
        self.open_sign_in(by, id, agent, (Act::SignedIn, ""), |_| Ok(Vec::new())).await
    }

    /// The path of a link by which somebody sets a password; the one that was made before holds no more.
    ///
    /// # Errors
    /// [`AccountError::NoSuchAccount`].
    pub async fn invite(&self, by: &Visitor, account: AccountId) -> Result<String, AccountError> {
        let secret = Secret::fresh()?;
        let expires_ms = clock::now_ms().saturating_add(INVITATION_MS);
        let invitation = Invitation { account, secret: secret.hash(), expires_ms };
        self.change(about(by, Act::AccountChanged, account, "link to set a password"), |entries| {
            find(entries, account)?;
            Ok(vec![Change::put(Record::Invitation(invitation))])
        })
        .await?;
        Ok(format!("/sign-in#reset={}", secret.with_id(account)))
    }

    /// Sets the password by such a link, ends all sign-ins of the account and signs in.
    ///
    /// # Errors
    /// [`AccountError::SpentLink`], or why the password cannot be taken.
    pub async fn accept(
        &self,
        by: &Visitor,
        shown: &str,
        password: String,
        agent: &str,
    ) -> Result<SignedIn, AccountError> {
        let (id, secret) = parts::<AccountId>(shown).ok_or(AccountError::SpentLink)?;
        let account = self.0.directory.read(|entries| invited(entries, id, secret).cloned())?;
        password::judge(&password, &account.login)?;
        let hash = self.0.passwords.hash(password).await?;
        self.change(about(by, Act::AccountChanged, id, "password by link"), |entries| {
            let account = Account { password: Some(hash), ..invited(entries, id, secret)?.clone() };
            let mut changes = sign_in::all_of(entries, id);
            changes.push(Change::Remove(directory::Key::Invitation(id)));
            changes.push(Change::put(Record::Account(account)));
            Ok(changes)
        })
        .await?;
        self.open_sign_in(by, id, agent, (Act::SignedIn, ""), |_| Ok(Vec::new())).await
    }

    fn first_owner(&self) -> std::sync::MutexGuard<'_, Option<FirstOwner>> {
        self.0.first_owner.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

fn invited<'a>(entries: &'a Entries, id: AccountId, secret: &str) -> Result<&'a Account, AccountError> {
    let invitation = entries.invitation(id).filter(|invitation| invitation.secret.is_of(secret));
    invitation.filter(|invitation| clock::now_ms() < invitation.expires_ms).ok_or(AccountError::SpentLink)?;
    entries.account(id).filter(|account| !account.disabled).ok_or(AccountError::SpentLink)
}
