//! Visitors of one relay: looks into the directory for whoever asks, and keeps there what a visit changes: the account of
//! somebody whom a trusted proxy names for the first time, and when a token was last used.

use std::{fmt, net::IpAddr, sync::Arc};

use document::Role;
use warp::http::HeaderMap;

use super::{Trust, Unknown, Visitor, identify};
use crate::{
    accounts::{AccountError, Accounts},
    authority::Principal,
    clock,
};

/// Finds out who asks: a cheap handle.
#[derive(Clone)]
pub struct Visitors(Arc<Shared>);

struct Shared {
    accounts: Accounts,
    trust: Trust,
    newcomers: Option<Role>,
}

impl Visitors {
    /// Over these accounts; newcomers of a proxy get an account with that role, or none.
    #[must_use]
    pub fn new(accounts: Accounts, trust: Trust, newcomers: Option<Role>) -> Self {
        Self(Arc::new(Shared { accounts, trust, newcomers }))
    }

    /// The accounts over which it stands.
    #[must_use]
    pub fn accounts(&self) -> &Accounts {
        &self.0.accounts
    }

    /// Whom and what it believes.
    #[must_use]
    pub fn trust(&self) -> &Trust {
        &self.0.trust
    }

    /// Who sends these headers from that address.
    ///
    /// # Errors
    /// As [`identify`]; [`Unknown::Newcomer`] where newcomers get no account.
    pub async fn find(&self, headers: &HeaderMap, peer: Option<IpAddr>) -> Result<Visitor, Unknown> {
        let found = match self.look(headers, peer) {
            Err(Unknown::Newcomer(login)) => {
                self.welcome(peer, &login).await?;
                self.look(headers, peer)
            }
            found => found,
        }?;
        if let Principal::Token(id) = found.principal
            && let Err(error) = self.0.accounts.note_use(id).await
        {
            tracing::warn!(%error, "the last use of a token could not be kept");
        }
        Ok(found)
    }

    /// The same, as far as it is known already.
    ///
    /// # Errors
    /// As [`identify`].
    pub fn look(&self, headers: &HeaderMap, peer: Option<IpAddr>) -> Result<Visitor, Unknown> {
        let Shared { accounts, trust, .. } = &*self.0;
        accounts.directory().read(|entries| identify(headers, peer, entries, trust, clock::now_ms()))
    }

    async fn welcome(&self, peer: Option<IpAddr>, login: &str) -> Result<(), Unknown> {
        let role = self.0.newcomers.ok_or_else(|| Unknown::Newcomer(login.to_owned()))?;
        match self.0.accounts.make_proxied(&Visitor::anonymous(peer), login, role).await {
            // Two requests of the same newcomer at once: the other has made it.
            Ok(_) | Err(AccountError::Taken) => Ok(()),
            Err(error) => {
                tracing::warn!(%error, "a newcomer of the proxy got no account");
                Err(Unknown::Newcomer(login.to_owned()))
            }
        }
    }
}

impl fmt::Debug for Visitors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Visitors")
    }
}
