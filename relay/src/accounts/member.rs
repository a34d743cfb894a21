//! Members: accounts as those who rule the relay make, change and remove them, and as their owners do with their own.

use document::Role;

use super::{AccountError, Accounts, about, find, password, sign_in};
use crate::{
    audit::Act,
    clock,
    directory::{self, Account, AccountId, Change, Entries, Group, Holder, Record},
    visitor::{Visitor, proxy_name},
};

/// The most characters of a login, and of a name.
pub const MAX_NAME_CHARS: usize = protocol::presence::MAX_PERSON_NAME_CHARS;

/// Somebody new.
#[derive(Clone, Debug)]
pub struct NewMember {
    /// What they sign in by.
    pub login: String,
    /// What others see.
    pub name: String,
    /// What they may do with everything.
    pub role: Option<Role>,
    /// If they have one already; else they are invited to set one.
    pub password: Option<String>,
}

/// What is to be different; `None` stays.
#[derive(Clone, Debug, Default)]
pub struct Member {
    /// What others see.
    pub name: Option<String>,
    /// What they may do with everything; the inner `None` is only what they were given.
    pub role: Option<Option<Role>>,
    /// Whether they may not sign in.
    pub disabled: Option<bool>,
}

impl Accounts {
    /// All accounts, by login.
    #[must_use]
    pub fn members(&self) -> Vec<Account> {
        let mut all: Vec<Account> = self.0.directory.read(|entries| entries.accounts().cloned().collect());
        all.sort_by(|one, other| one.login.cmp(&other.login));
        all
    }

    /// Makes an account.
    ///
    /// # Errors
    /// [`AccountError::Taken`], or what is wrong with login, name or password.
    pub async fn make(&self, by: &Visitor, new: NewMember) -> Result<Account, AccountError> {
        let account = self.new_account(new).await?;
        self.put_new(by, account).await
    }

    /// Makes the account of a login that a trusted proxy says for the first time.
    ///
    /// # Errors
    /// As [`Self::make`]. One that has come to be meanwhile is as good.
    pub async fn make_proxied(&self, by: &Visitor, login: &str, role: Role) -> Result<Account, AccountError> {
        let new = NewMember { login: login.to_owned(), name: login.to_owned(), role: Some(role), password: None };
        let account = Account { outside: Some(proxy_name(login)), ..self.new_account(new).await? };
        self.put_new(by, account).await
    }

    pub(super) async fn put_new(&self, by: &Visitor, account: Account) -> Result<Account, AccountError> {
        let line = about(by, Act::AccountMade, account.id, described(&account));
        let made = account.clone();
        self.change(line, |entries| {
            let is_known = |outside: &String| entries.account_by_outside(outside).is_some();
            let is_taken =
                entries.account_by_login(&made.login).is_some() || made.outside.as_ref().is_some_and(is_known);
            if is_taken { Err(AccountError::Taken) } else { Ok(vec![Change::put(Record::Account(made))]) }
        })
        .await?;
        Ok(account)
    }

    /// The account that would be made.
    pub(super) async fn new_account(&self, new: NewMember) -> Result<Account, AccountError> {
        let (login, name) = (fit_login(&new.login)?, fit_name(&new.name)?);
        let password = match new.password {
            Some(password) => {
                password::judge(&password, &login)?;
                Some(self.0.passwords.hash(password).await?)
            }
            None => None,
        };
        let (id, made_ms) = (AccountId::fresh()?, clock::now_ms());
        Ok(Account { id, login, name, role: new.role, password, outside: None, disabled: false, made_ms })
    }

    /// Changes an account.
    ///
    /// # Errors
    /// [`AccountError::NoSuchAccount`], [`AccountError::LastOwner`], [`AccountError::BadName`].
    pub async fn alter(&self, by: &Visitor, id: AccountId, wanted: Member) -> Result<Account, AccountError> {
        let name = wanted.name.as_deref().map(fit_name).transpose()?;
        let mut altered = Err(AccountError::NoSuchAccount);
        let line = about(by, Act::AccountChanged, id, difference(&wanted, name.as_deref()));
        self.change(line, |entries| {
            let mut account = find(entries, id)?.clone();
            account.name = name.unwrap_or(account.name);
            account.role = wanted.role.unwrap_or(account.role);
            account.disabled = wanted.disabled.unwrap_or(account.disabled);
            keep_an_owner(entries, id, Some(&account))?;
            let ended = if account.disabled { sign_in::all_of(entries, id) } else { Vec::new() };
            altered = Ok(account.clone());
            Ok(ended.into_iter().chain([Change::put(Record::Account(account))]).collect())
        })
        .await?;
        altered
    }

    /// Removes an account with all that is its own: sign-ins, tokens, what it was given. What it wrote stays.
    ///
    /// # Errors
    /// [`AccountError::NoSuchAccount`], [`AccountError::LastOwner`].
    pub async fn remove(&self, by: &Visitor, id: AccountId) -> Result<(), AccountError> {
        let login = self.account(id)?.login;
        self.change(about(by, Act::AccountRemoved, id, login), |entries| {
            find(entries, id)?;
            keep_an_owner(entries, id, None)?;
            Ok(belongings(entries, id))
        })
        .await
    }

    /// Sets another password by the present one. All other sign-ins of the account end; the one in which it is done, too,
    /// unless it is `kept`.
    ///
    /// # Errors
    /// [`AccountError::WrongCredentials`] where the present one is not right, or why the new one cannot be taken.
    pub async fn change_password(
        &self,
        by: &Visitor,
        id: AccountId,
        present: String,
        new: String,
        kept: Option<directory::SignInId>,
    ) -> Result<(), AccountError> {
        let account = self.account(id)?;
        password::judge(&new, &account.login)?;
        self.prove(by, &account.login, account.password.clone(), present).await?;
        let hash = self.0.passwords.hash(new).await?;
        self.change(about(by, Act::AccountChanged, id, "password"), |entries| {
            let now = find(entries, id)?;
            if now.password != account.password {
                return Err(AccountError::WrongCredentials);
            }
            let others = sign_in::all_of(entries, id).into_iter();
            let is_kept =
                |change: &Change| kept.is_some_and(|kept| *change == Change::Remove(directory::Key::SignIn(kept)));
            let password = Change::put(Record::Account(Account { password: Some(hash), ..now.clone() }));
            Ok(others.filter(|change| !is_kept(change)).chain([password]).collect())
        })
        .await
    }
}

/// A login as it is kept.
pub(super) fn fit_login(login: &str) -> Result<String, AccountError> {
    let login = login.trim().to_lowercase();
    let is_fit = |char: char| char.is_alphanumeric() || "._-@+".contains(char);
    let chars = login.chars().count();
    let fits = (1..=MAX_NAME_CHARS).contains(&chars) && login.chars().all(is_fit);
    if fits { Ok(login) } else { Err(AccountError::BadLogin) }
}

pub(super) fn fit_name(name: &str) -> Result<String, AccountError> {
    let name = name.trim();
    let fits = (1..=MAX_NAME_CHARS).contains(&name.chars().count()) && !name.chars().any(char::is_control);
    if fits { Ok(name.to_owned()) } else { Err(AccountError::BadName) }
}

/// Refuses what would leave nobody who rules the relay, where somebody does.
fn keep_an_owner(entries: &Entries, changed: AccountId, after: Option<&Account>) -> Result<(), AccountError> {
    let rules = |account: &Account| account.role == Some(Role::Owner) && !account.disabled;
    let ruled = entries.account(changed).is_some_and(rules);
    let others = entries.accounts().any(|account| account.id != changed && rules(account));
    if ruled && !others && !after.is_some_and(rules) { Err(AccountError::LastOwner) } else { Ok(()) }
}

fn belongings(entries: &Entries, id: AccountId) -> Vec<Change> {
    let mut changes = sign_in::all_of(entries, id);
    let tokens = entries.tokens().filter(|token| token.account == id).map(|token| directory::Key::Token(token.id));
    let grants = entries.grants().filter(|grant| grant.holder == Holder::Account(id));
    let grants = grants.map(|grant| directory::Key::Grant(grant.holder, grant.place));
    let own = [directory::Key::Invitation(id), directory::Key::Account(id)];
    changes.extend(tokens.chain(grants).chain(own).map(Change::Remove));
    changes.extend(entries.groups().filter(|group| group.members.contains(&id)).map(|group| {
        let members = group.members.iter().copied().filter(|member| *member != id).collect();
        Change::put(Record::Group(Group { members, ..group.clone() }))
    }));
    changes
}

/// What the audit says of somebody new.
pub(super) fn described(account: &Account) -> String {
    format!("{}, {}", account.login, word(account.role))
}

fn difference(wanted: &Member, name: Option<&str>) -> String {
    let parts = [
        name.map(|name| format!("name {name}")),
        wanted.role.map(|role| word(role).to_owned()),
        wanted.disabled.map(|disabled| if disabled { "disabled" } else { "enabled" }.to_owned()),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn word(role: Option<Role>) -> &'static str {
    match role {
        None => "no role",
        Some(Role::Viewer) => "viewer",
        Some(Role::Commenter) => "commenter",
        Some(Role::Editor) => "editor",
        Some(Role::Owner) => "owner",
    }
}
