//! Entries: the directory in memory, by key. Pure: it applies changes and answers look-ups, and knows no log and no clock.

use std::collections::BTreeMap;

use super::{
    id::{AccountId, FolderId, GroupId, ShareId, SignInId, TokenId},
    record::{Account, Folder, Grant, Group, Holder, Invitation, Key, Place, Placement, Record, Share, SignIn, Token},
};
use crate::{
    dashboard::DashboardId,
    log::{DirectoryRow, LogError},
};

/// Most records: each takes up to a kilobyte of memory. One more is refused, and the owner is told to delete some.
pub const MAX_RECORDS: usize = 200_000;

/// One change of the directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A record is new, or different.
    Put(Box<Record>),
    /// A record goes; nothing happens where it is not there.
    Remove(Key),
}

/// All records.
#[derive(Clone, Debug, Default)]
pub struct Entries {
    records: BTreeMap<Key, Record>,
    logins: BTreeMap<String, AccountId>,
    outsides: BTreeMap<String, AccountId>,
}

impl Change {
    /// A record is new, or different.
    #[must_use]
    pub fn put(record: Record) -> Self {
        Self::Put(Box::new(record))
    }

    pub(super) fn row(&self) -> Result<DirectoryRow, LogError> {
        Ok(match self {
            Self::Put(record) => {
                let bytes = serde_json::to_vec(record).map_err(|error| LogError::Failed(error.to_string()))?;
                DirectoryRow { key: record.key().bytes(), record: Some(bytes) }
            }
            Self::Remove(key) => DirectoryRow { key: key.bytes(), record: None },
        })
    }
}

macro_rules! found {
    ($($(#[$doc:meta])* $one:ident, $all:ident: $name:ident by $id:ident;)*) => {$(
        $(#[$doc])*
        #[must_use]
        pub fn $one(&self, id: $id) -> Option<&$name> {
            match self.records.get(&Key::$name(id)) {
                Some(Record::$name(found)) => Some(found),
                _ => None,
            }
        }

        /// All of them, by id.
        pub fn $all(&self) -> impl Iterator<Item = &$name> {
            self.records.values().filter_map(|record| match record {
                Record::$name(found) => Some(found),
                _ => None,
            })
        }
    )*};
}

impl Entries {
    /// Puts a change into effect.
    pub fn apply(&mut self, change: Change) {
        let key = match &change {
            Change::Put(record) => record.key(),
            Change::Remove(key) => *key,
        };
        if let Some(Record::Account(gone)) = self.records.remove(&key) {
            self.logins.remove(&gone.login);
            gone.outside.map(|outside| self.outsides.remove(&outside));
        }
        if let Change::Put(record) = change {
            if let Record::Account(account) = &*record {
                self.logins.insert(account.login.clone(), account.id);
                self.outsides.extend(account.outside.clone().map(|outside| (outside, account.id)));
            }
            self.records.insert(key, *record);
        }
    }

    /// Whether somebody who is here already might do more or less after the change: not for what only says who came, and
    /// not for who is new.
    #[must_use]
    pub(super) fn moves_rights(&self, change: &Change) -> bool {
        let Change::Put(record) = change else { return true };
        match (&**record, self.records.get(&record.key())) {
            (Record::Account(new), Some(Record::Account(old))) => (new.role, new.disabled) != (old.role, old.disabled),
            (Record::SignIn(new), Some(Record::SignIn(old))) => new.expires_ms < old.expires_ms,
            (Record::Token(new), Some(Record::Token(old))) => {
                (&new.scope, new.expires_ms) != (&old.scope, old.expires_ms)
            }
            (Record::Share(new), Some(Record::Share(old))) => {
                (new.role, new.revoked, new.expires_ms) != (old.role, old.revoked, old.expires_ms)
            }
            (Record::Group(_) | Record::Grant(_) | Record::Folder(_) | Record::Placement(_), _) => true,
            _ => false,
        }
    }

    /// Whether there is room for what is new among the changes.
    #[must_use]
    pub fn takes(&self, changes: &[Change]) -> bool {
        let is_new =
            |change: &&Change| matches!(change, Change::Put(record) if !self.records.contains_key(&record.key()));
        self.records.len() + changes.iter().filter(is_new).count() <= MAX_RECORDS
    }

    found! {
        /// The account of this id.
        account, accounts: Account by AccountId;
        /// The group of this id.
        group, groups: Group by GroupId;
        /// The sign-in of this id.
        sign_in, sign_ins: SignIn by SignInId;
        /// The token of this id.
        token, tokens: Token by TokenId;
        /// The share of this id.
        share, shares: Share by ShareId;
        /// The folder of this id.
        folder, folders: Folder by FolderId;
        /// Where this dashboard is.
        placement, placements: Placement by DashboardId;
        /// The link by which this account sets a password.
        invitation, invitations: Invitation by AccountId;
    }

    /// The account that signs in by this name.
    #[must_use]
    pub fn account_by_login(&self, login: &str) -> Option<&Account> {
        self.logins.get(&login.to_lowercase()).and_then(|id| self.account(*id))
    }

    /// The account that signs in elsewhere and is known there by this.
    #[must_use]
    pub fn account_by_outside(&self, outside: &str) -> Option<&Account> {
        self.outsides.get(outside).and_then(|id| self.account(*id))
    }

    /// What this holder was given on this place itself.
    #[must_use]
    pub fn grant(&self, holder: Holder, place: Place) -> Option<&Grant> {
        match self.records.get(&Key::Grant(holder, place)) {
            Some(Record::Grant(grant)) => Some(grant),
            _ => None,
        }
    }

    /// All grants.
    pub fn grants(&self) -> impl Iterator<Item = &Grant> {
        self.records.values().filter_map(|record| match record {
            Record::Grant(grant) => Some(grant),
            _ => None,
        })
    }
}
