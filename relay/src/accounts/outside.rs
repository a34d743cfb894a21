//! Whoever signs in elsewhere: their account is found by what they are called there for ever, or made, and follows what is
//! said of them there. An account that somebody else has here is never taken for theirs, whatever their login.

use document::Role;

use super::{AccountError, Accounts, NewMember, SignedIn, find};
use crate::{
    audit::Act,
    directory::{Account, AccountId, Change, Entries, Group, Record},
    openid::Person,
    visitor::Visitor,
};

impl Accounts {
    /// Signs in whom a provider has named; `role` is that of an account that is made.
    ///
    /// # Errors
    /// [`AccountError::Taken`] where the login is somebody else's, [`AccountError::WrongCredentials`] where the account is
    /// disabled, [`AccountError::BadLogin`].
    pub async fn sign_in_outside(
        &self,
        by: &Visitor,
        person: Person,
        role: Option<Role>,
        agent: &str,
    ) -> Result<SignedIn, AccountError> {
        let id = match self.known(&person) {
            Some(id) => id,
            None => self.welcome(by, &person, role).await?,
        };
        self.open_sign_in(by, id, agent, (Act::SignedIn, "openid"), move |entries| {
            let account = find(entries, id)?;
            if account.disabled {
                return Err(AccountError::WrongCredentials);
            }
            let name = super::member::fit_name(&person.name).ok().filter(|name| *name != account.name);
            let named = name.map(|name| Change::put(Record::Account(Account { name, ..account.clone() })));
            Ok(memberships(entries, id, &person.groups).chain(named).collect())
        })
        .await
    }

    /// Somebody could not sign in elsewhere.
    ///
    /// # Errors
    /// When it could not be put on record.
    pub async fn refused_outside(&self, by: &Visitor, why: &str) -> Result<(), AccountError> {
        self.record_refusal(by, &format!("openid: {why}")).await
    }

    fn known(&self, person: &Person) -> Option<AccountId> {
        self.directory().read(|entries| entries.account_by_outside(&person.outside).map(|account| account.id))
    }

    async fn welcome(&self, by: &Visitor, person: &Person, role: Option<Role>) -> Result<AccountId, AccountError> {
        let name = super::member::fit_name(&person.name).unwrap_or_else(|_| person.login.clone());
        let new = NewMember { login: person.login.clone(), name, role, password: None };
        let account = Account { outside: Some(person.outside.clone()), ..self.new_account(new).await? };
        match self.put_new(by, account).await {
            // The same person in two browsers at once: the other has made it.
            Err(AccountError::Taken) => self.known(person).ok_or(AccountError::Taken),
            made => Ok(made?.id),
        }
    }
}

/// What brings somebody into the groups that they are in elsewhere, and out of those that they are not in.
fn memberships<'a>(
    entries: &'a Entries,
    account: AccountId,
    told: &'a [(String, bool)],
) -> impl Iterator<Item = Change> + 'a {
    entries.groups().filter_map(move |group| {
        let (_, is_in) = told.iter().find(|(name, _)| *name == group.name)?;
        let mut members = group.members.clone();
        let changed = if *is_in { members.insert(account) } else { members.remove(&account) };
        changed.then(|| Change::put(Record::Group(Group { members, ..group.clone() })))
    })
}
