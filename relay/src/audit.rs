//! The audit: who did what to whom, when and from where; a chain of lines that only grows. Each line is hashed together
//! with the hash before it, so a line that was changed, removed or put in between is found by whoever kept a later hash.
//! This file owns the lines and the chain; the log keeps them, `routes` show them.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// What begins the chain.
pub const FIRST_HASH: [u8; 32] = [0; 32];

/// One line: what happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// When, in milliseconds since the Unix epoch.
    pub at_ms: i64,
    /// Who: `account:ID`, `token:ID`, `link:ID`, `anonymous`, or `console` for a command on the machine.
    pub who: String,
    /// Their name at that time.
    pub name: String,
    /// From which address; none for a command.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<IpAddr>,
    /// What was done.
    pub act: Act,
    /// To what: `dashboard:ID`, `account:ID`, `table:NAME` …; empty where it is the relay.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub object: String,
    /// What else is worth knowing, in words; never a secret.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
}

/// What can be done that is put on record. New ones are added at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// Somebody signed in.
    SignedIn,
    /// Somebody could not sign in.
    SignInRefused,
    /// Somebody signed out, here or everywhere.
    SignedOut,
    /// An account was made.
    AccountMade,
    /// An account has another name, role or password, or was disabled.
    AccountChanged,
    /// An account is gone.
    AccountRemoved,
    /// A group was made, changed or removed.
    GroupChanged,
    /// A token was made.
    TokenMade,
    /// A token was taken back.
    TokenRevoked,
    /// Somebody was given a role, or another one.
    RoleGranted,
    /// A role was taken back.
    RoleRevoked,
    /// A share link was made.
    ShareMade,
    /// A share link was changed.
    ShareChanged,
    /// A share link was taken back.
    ShareRevoked,
    /// Somebody came in by a share link.
    ShareUsed,
    /// A dashboard was made.
    DashboardMade,
    /// A dashboard was imported.
    Imported,
    /// A dashboard, a picture or rows were exported.
    Exported,
    /// A dashboard was deleted, or moved to the trash.
    DashboardDeleted,
    /// A dashboard came back from the trash.
    DashboardRestored,
    /// A draft was published.
    DraftPublished,
    /// A table was deleted.
    TableDeleted,
    /// A folder was made, renamed, moved or removed.
    FolderChanged,
    /// The configuration was read again.
    Reconfigured,
    /// A backup was made.
    BackedUp,
    /// A backup was put back.
    BackupRestored,
    /// Somebody asked for what they may not.
    Denied,
}

/// A line in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// From 1, no gaps.
    pub number: u64,
    /// The line as JSON, as it was hashed.
    pub json: String,
    /// The hash of this line and all before it.
    pub hash: [u8; 32],
}

/// The hash of a line: SHA-256 over the hash before it, its number and its JSON.
#[must_use]
pub fn chained(before: &[u8; 32], number: u64, json: &str) -> [u8; 32] {
    let hash = Sha256::new().chain_update(before).chain_update(number.to_le_bytes()).chain_update(json);
    hash.finalize().into()
}
