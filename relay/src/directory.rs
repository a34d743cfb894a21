//! The directory: who there is and what was given to whom. Accounts, groups, sign-ins, tokens, grants, shares, folders.
//! One handle over what is in memory; a change is decided under one lock, is in the log together with its line of the
//! audit, and only then takes effect. It judges nobody (that is `authority`) and reads no request (that is `visitor`).

use std::{
    fmt,
    sync::{Arc, PoisonError, RwLock},
};

use tokio::sync::{Mutex, watch};

use crate::{
    audit::Line,
    log::{DirectoryRow, LogError, LogHandle, Write},
};

mod entries;
mod id;
mod record;

pub use entries::{Change, Entries, MAX_RECORDS};
pub use id::{AccountId, FolderId, GroupId, ShareId, SignInId, TokenId};
pub use record::{
    Account, Folder, Grant, Group, Holder, Invitation, Key, Place, Placement, Record, Scope, SecretHash, SecretText,
    Share, SignIn, Token, Use,
};

/// A cheap handle to the directory of one relay.
#[derive(Clone)]
pub struct Directory(Arc<Shared>);

struct Shared {
    log: LogHandle,
    entries: RwLock<Entries>,
    /// Held from a decision to its effect, so that two decisions never rest on the same state.
    deciding: Mutex<()>,
    generation: watch::Sender<u64>,
}

/// Why a change of the directory did not happen.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChangeError<E> {
    /// Whoever decided says no.
    #[error("{0}")]
    Refused(E),
    /// [`MAX_RECORDS`] are there.
    #[error("the directory is full")]
    Full,
    /// It could not be stored.
    #[error(transparent)]
    Log(#[from] LogError),
}

impl Directory {
    /// Reads what is stored.
    ///
    /// # Errors
    /// When it cannot be read: rights that are half known are no rights.
    pub async fn open(log: LogHandle) -> Result<Self, LogError> {
        let mut entries = Entries::default();
        for row in log.directory().await? {
            entries.apply(Change::Put(Box::new(Record::from_row(&row)?)));
        }
        let (entries, deciding) = (RwLock::new(entries), Mutex::new(()));
        Ok(Self(Arc::new(Shared { log, entries, deciding, generation: watch::Sender::new(0) })))
    }

    /// Looks something up; short, because changes wait for it.
    pub fn read<T>(&self, read: impl FnOnce(&Entries) -> T) -> T {
        read(&self.0.entries.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Decides on changes by what is there, makes them durable together with the line of the audit and whatever else is
    /// to be written with them, then puts them into effect. Where nothing is to change and nothing to be written, only
    /// the line is.
    ///
    /// # Errors
    /// Why nothing happened at all.
    pub async fn change<E>(
        &self,
        line: Line,
        with: Vec<Write>,
        decide: impl FnOnce(&Entries) -> Result<Vec<Change>, E>,
    ) -> Result<(), ChangeError<E>> {
        let _deciding = self.0.deciding.lock().await;
        let changes = self.read(|entries| {
            let changes = decide(entries).map_err(ChangeError::Refused)?;
            if entries.takes(&changes) { Ok(changes) } else { Err(ChangeError::Full) }
        })?;
        let rows = changes.iter().map(Change::row).collect::<Result<Vec<DirectoryRow>, _>>()?;
        let with = with.into_iter().chain((!rows.is_empty()).then_some(Write::Directory(rows))).collect();
        self.0.log.write(Write::Recorded { line, with }).await?;
        self.take_effect(changes);
        Ok(())
    }

    /// The same for what is no act of anybody, and on no record: a secret that is replaced, when something was last used.
    ///
    /// # Errors
    /// Why nothing happened at all.
    pub async fn keep(&self, decide: impl FnOnce(&Entries) -> Vec<Change>) -> Result<(), LogError> {
        let _deciding = self.0.deciding.lock().await;
        let changes = self.read(decide);
        let rows = changes.iter().map(Change::row).collect::<Result<Vec<DirectoryRow>, _>>()?;
        if !rows.is_empty() {
            self.0.log.write(Write::Directory(rows)).await?;
        }
        self.take_effect(changes);
        Ok(())
    }

    /// A signal that somebody who is here may do more or less than before; its value counts such changes.
    #[must_use]
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.0.generation.subscribe()
    }

    fn take_effect(&self, changes: Vec<Change>) {
        if changes.is_empty() {
            return;
        }
        let mut entries = self.0.entries.write().unwrap_or_else(PoisonError::into_inner);
        let is_of_rights = changes.iter().any(|change| entries.moves_rights(change));
        for change in changes {
            entries.apply(change);
        }
        drop(entries);
        if is_of_rights {
            self.0.generation.send_modify(|generation| *generation += 1);
        }
    }
}

impl fmt::Debug for Directory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Directory")
    }
}

#[cfg(test)]
mod tests;
