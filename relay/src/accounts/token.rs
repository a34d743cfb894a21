//! Tokens: what a program shows instead of a password. Shown once, kept as a hash, never more than its account may.

use std::collections::BTreeSet;

use super::{AccountError, Accounts, MAX_NAME_CHARS, find};
use crate::{
    audit::Act,
    clock,
    directory::{self, AccountId, Change, Entries, Record, Scope, Token, TokenId},
    visitor::{TOKEN_PREFIX, Visitor, secret::Secret},
};

/// Tokens of one account; one more is refused.
const MAX_TOKENS: usize = 100;
/// Names in a scope; a longer list is refused as a scope that says more than all.
const MAX_SCOPE: usize = 1_000;
/// The last use is kept to this precision, in milliseconds: a program that asks each second writes once an hour.
const USE_PRECISION_MS: i64 = 60 * 60 * 1000;

/// A token that is wanted.
#[derive(Clone, Debug)]
pub struct NewToken {
    /// What it is for.
    pub name: String,
    /// What it does at most.
    pub scope: Scope,
    /// When it ends, in milliseconds since the Unix epoch; `None` is never.
    pub expires_ms: Option<i64>,
}

/// A token that was just made: the only time that its secret is seen.
#[derive(Clone)]
pub struct MintedToken {
    /// What is kept of it.
    pub token: Token,
    /// What the program shows.
    pub shown: String,
}

impl Accounts {
    /// Makes a token for an account.
    ///
    /// # Errors
    /// [`AccountError::NoSuchAccount`], [`AccountError::BadName`], [`AccountError::TooMany`].
    pub async fn make_token(
        &self,
        by: &Visitor,
        account: AccountId,
        new: NewToken,
    ) -> Result<MintedToken, AccountError> {
        let name = new.name.trim().to_owned();
        let chars = name.chars().count();
        if !(1..=MAX_NAME_CHARS).contains(&chars) || name.chars().any(char::is_control) {
            return Err(AccountError::BadName);
        }
        let dashboards = new.scope.dashboards.as_ref().map_or(0, BTreeSet::len);
        if dashboards.max(new.scope.tables.as_ref().map_or(0, BTreeSet::len)) > MAX_SCOPE {
            return Err(AccountError::TooMany);
        }
        let (id, secret, made_ms) = (TokenId::fresh()?, Secret::fresh()?, clock::now_ms());
        let token = Token {
            id,
            account,
            name,
            secret: secret.hash(),
            scope: new.scope,
            made_ms,
            expires_ms: new.expires_ms,
            used_ms: None,
        };
        let line =
            by.line(made_ms, Act::TokenMade, format!("token:{id}"), format!("{}, for account:{account}", token.name));
        let kept = token.clone();
        self.change(line, |entries| {
            find(entries, account)?;
            let own = entries.tokens().filter(|token| token.account == account).count();
            if own < MAX_TOKENS { Ok(vec![Change::put(Record::Token(kept))]) } else { Err(AccountError::TooMany) }
        })
        .await?;
        Ok(MintedToken { token, shown: format!("{TOKEN_PREFIX}{}", secret.with_id(id)) })
    }

    /// Takes a token back; `account` is whose it must be, if it is not to be anybody's.
    ///
    /// # Errors
    /// [`AccountError::NotTheirs`].
    pub async fn revoke_token(
        &self,
        by: &Visitor,
        account: Option<AccountId>,
        id: TokenId,
    ) -> Result<(), AccountError> {
        self.change(by.line(clock::now_ms(), Act::TokenRevoked, format!("token:{id}"), ""), |entries| {
            let token = entries.token(id).filter(|token| account.is_none_or(|account| token.account == account));
            token.map(|_| vec![Change::Remove(directory::Key::Token(id))]).ok_or(AccountError::NotTheirs)
        })
        .await
    }

    /// The tokens of an account, the newest first.
    #[must_use]
    pub fn tokens(&self, account: AccountId) -> Vec<Token> {
        let mut own: Vec<Token> = self
            .0
            .directory
            .read(|entries| entries.tokens().filter(|token| token.account == account).cloned().collect());
        own.sort_by_key(|token| std::cmp::Reverse(token.made_ms));
        own
    }

    /// Remembers that a token was used, if the last use that is known is old.
    ///
    /// # Errors
    /// When it could not be stored.
    pub async fn note_use(&self, id: TokenId) -> Result<(), AccountError> {
        let now_ms = clock::now_ms();
        let used = |entries: &Entries| {
            let is_old =
                |token: &&Token| token.used_ms.is_none_or(|used| now_ms.saturating_sub(used) >= USE_PRECISION_MS);
            let token = entries.token(id).filter(is_old)?;
            let used_ms = Some(now_ms - now_ms.rem_euclid(USE_PRECISION_MS));
            Some(Change::put(Record::Token(Token { used_ms, ..token.clone() })))
        };
        if self.0.directory.read(used).is_some() {
            self.0.directory.keep(|entries| used(entries).into_iter().collect()).await?;
        }
        Ok(())
    }
}
