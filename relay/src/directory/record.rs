//! Records: what the directory keeps, one line in the log each, as JSON so that later versions may add fields. Secrets
//! are not here: a password only as the text of argon2, everything else as its SHA-256.

use std::{collections::BTreeSet, fmt, net::IpAddr};

use document::Role;
use serde::{Deserialize, Serialize};

use super::id::{AccountId, FolderId, GroupId, ShareId, SignInId, TokenId};
use crate::{
    dashboard::DashboardId,
    log::{DirectoryRow, LogError},
};

/// One of what there is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Record {
    /// Somebody who can sign in.
    Account(Account),
    /// Accounts that are given rights together.
    Group(Group),
    /// A browser in which somebody has signed in.
    SignIn(SignIn),
    /// What a program shows instead of a password.
    Token(Token),
    /// A role on something.
    Grant(Grant),
    /// A link that lets in whoever holds it.
    Share(Share),
    /// A folder of dashboards.
    Folder(Folder),
    /// In which folder a dashboard is.
    Placement(Placement),
    /// A link by which somebody sets a password.
    Invitation(Invitation),
}

/// Names one record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// Of [`Record::Account`].
    Account(AccountId),
    /// Of [`Record::Group`].
    Group(GroupId),
    /// Of [`Record::SignIn`].
    SignIn(SignInId),
    /// Of [`Record::Token`].
    Token(TokenId),
    /// Of [`Record::Grant`]: whose, on what. There is one at most.
    Grant(Holder, Place),
    /// Of [`Record::Share`].
    Share(ShareId),
    /// Of [`Record::Folder`].
    Folder(FolderId),
    /// Of [`Record::Placement`].
    Placement(DashboardId),
    /// Of [`Record::Invitation`]: for whom. There is one at most.
    Invitation(AccountId),
}

/// Somebody who can sign in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// What it signs in by: in lower case, unique.
    pub login: String,
    /// What others see.
    pub name: String,
    /// What it may do with every dashboard and table; an owner here also rules accounts. `None`: only what it was given.
    pub role: Option<Role>,
    /// The PHC text of argon2id; `None` where it signs in elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<SecretText>,
    /// Issuer and subject of an OpenID Connect provider, or the name that a trusted proxy gives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outside: Option<String>,
    /// Whether it may not sign in, and its sign-ins and tokens do not count.
    #[serde(default)]
    pub disabled: bool,
    /// When it was made, in milliseconds since the Unix epoch, as all times here.
    pub made_ms: i64,
}

/// Text that shows nothing of itself.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SecretText(pub String);

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// The SHA-256 of a secret with 128 random bits or more; compared in constant time.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SecretHash(pub [u8; 32]);

impl fmt::Debug for SecretHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// Accounts that are given rights together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Its id.
    pub id: GroupId,
    /// Its name, unique.
    pub name: String,
    /// Who is in it.
    pub members: BTreeSet<AccountId>,
}

/// A browser in which somebody has signed in. Its cookie holds the id and a secret that is replaced from time to time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignIn {
    /// Its id.
    pub id: SignInId,
    /// Whose.
    pub account: AccountId,
    /// Of the present secret.
    pub secret: SecretHash,
    /// Of the one before, which requests on their way may still carry, and until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<(SecretHash, i64)>,
    /// When it began.
    pub made_ms: i64,
    /// When its secret was last replaced.
    pub rotated_ms: i64,
    /// When it ends.
    pub expires_ms: i64,
    /// What the browser calls itself, shortened; for the list in which it can be ended.
    pub agent: String,
}

/// What a program shows instead of a password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// Its id, which the token begins with.
    pub id: TokenId,
    /// On whose behalf: a token never does more than its account.
    pub account: AccountId,
    /// What it is for, in its owner's words.
    pub name: String,
    /// Of its secret.
    pub secret: SecretHash,
    /// What it does at most.
    pub scope: Scope,
    /// When it was made.
    pub made_ms: i64,
    /// When it ends; `None` is never.
    pub expires_ms: Option<i64>,
    /// When it was used last, to the hour.
    pub used_ms: Option<i64>,
}

/// What a token does at most.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    /// At most this role.
    pub role: Role,
    /// Only with these dashboards; `None` is all.
    pub dashboards: Option<BTreeSet<DashboardId>>,
    /// Only with these tables, by name; `None` is all.
    pub tables: Option<BTreeSet<String>>,
}

/// A role that somebody was given on something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// Who holds it.
    pub holder: Holder,
    /// On what.
    pub place: Place,
    /// Which.
    pub role: Role,
}

/// Who holds a grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Holder {
    /// One account.
    Account(AccountId),
    /// Everybody in a group.
    Group(GroupId),
}

/// On what a grant is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// One dashboard with its drafts.
    Dashboard(DashboardId),
    /// All dashboards in a folder, and in the folders in it.
    Folder(FolderId),
}

/// A link that lets in whoever holds it. The secret stands behind the `#` of its address, which no server logs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// Its id.
    pub id: ShareId,
    /// To which dashboard.
    pub dashboard: DashboardId,
    /// What its holders may do.
    pub role: Role,
    /// Of its secret.
    pub secret: SecretHash,
    /// The PHC text of argon2id, if it also asks for a password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<SecretText>,
    /// In its maker's words.
    pub name: String,
    /// Who made it; `None` for somebody without an account.
    pub made_by: Option<AccountId>,
    /// When.
    pub made_ms: i64,
    /// When it ends; `None` is never.
    pub expires_ms: Option<i64>,
    /// Whether it was taken back; it stays in the list with who used it.
    #[serde(default)]
    pub revoked: bool,
    /// How often it was exchanged for a session.
    #[serde(default)]
    pub uses: u64,
    /// The last of these, the newest first.
    #[serde(default)]
    pub last_uses: Vec<Use>,
    /// Origins of pages that may embed it; empty is none.
    #[serde(default)]
    pub frame_ancestors: Vec<String>,
}

/// Somebody came in by a link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Use {
    /// When.
    pub at_ms: i64,
    /// From which address.
    pub from: Option<IpAddr>,
    /// Their name, if they had signed in.
    pub name: String,
}

/// A folder of dashboards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Folder {
    /// Its id.
    pub id: FolderId,
    /// Its title.
    pub title: String,
    /// The folder that it is in; `None` is the top.
    pub parent: Option<FolderId>,
}

/// In which folder a dashboard is; one without a placement is at the top.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placement {
    /// Which dashboard.
    pub dashboard: DashboardId,
    /// In which folder.
    pub folder: FolderId,
}

/// A link by which somebody sets a password, once. The secret stands behind the `#` of its address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// For whom.
    pub account: AccountId,
    /// Of its secret.
    pub secret: SecretHash,
    /// When it ends.
    pub expires_ms: i64,
}

impl Record {
    /// What names it.
    #[must_use]
    pub fn key(&self) -> Key {
        match self {
            Self::Account(account) => Key::Account(account.id),
            Self::Group(group) => Key::Group(group.id),
            Self::SignIn(sign_in) => Key::SignIn(sign_in.id),
            Self::Token(token) => Key::Token(token.id),
            Self::Grant(grant) => Key::Grant(grant.holder, grant.place),
            Self::Share(share) => Key::Share(share.id),
            Self::Folder(folder) => Key::Folder(folder.id),
            Self::Placement(placement) => Key::Placement(placement.dashboard),
            Self::Invitation(invitation) => Key::Invitation(invitation.account),
        }
    }

    /// What the log stored.
    ///
    /// # Errors
    /// [`LogError::Damaged`] where it is no record.
    pub fn from_row(row: &DirectoryRow) -> Result<Self, LogError> {
        let bytes = row.record.as_deref().unwrap_or_default();
        let damaged = |why: &dyn fmt::Display| LogError::Damaged(format!("a record of the directory: {why}"));
        let record: Self = serde_json::from_slice(bytes).map_err(|error| damaged(&error))?;
        if record.key().bytes() == row.key { Ok(record) } else { Err(damaged(&"it stands under another key")) }
    }
}

impl Key {
    /// The bytes by which the log finds it: a tag, then the ids.
    #[must_use]
    pub fn bytes(self) -> Vec<u8> {
        let tagged = |tag: u8, ids: &[[u8; 16]]| [&[tag][..], &ids.concat()].concat();
        match self {
            Self::Account(id) => tagged(0, &[id.bytes()]),
            Self::Group(id) => tagged(1, &[id.bytes()]),
            Self::SignIn(id) => tagged(2, &[id.bytes()]),
            Self::Token(id) => tagged(3, &[id.bytes()]),
            Self::Grant(holder, place) => {
                let (held_by, holder) = match holder {
                    Holder::Account(id) => (0, id.bytes()),
                    Holder::Group(id) => (1, id.bytes()),
                };
                let (on, place) = match place {
                    Place::Dashboard(id) => (0, id.bytes()),
                    Place::Folder(id) => (2, id.bytes()),
                };
                let mut bytes = tagged(4, &[holder, place]);
                bytes.push(held_by + on);
                bytes
            }
            Self::Share(id) => tagged(5, &[id.bytes()]),
            Self::Folder(id) => tagged(6, &[id.bytes()]),
            Self::Placement(id) => tagged(7, &[id.bytes()]),
            Self::Invitation(id) => tagged(8, &[id.bytes()]),
        }
    }
}
