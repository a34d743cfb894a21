//! The authority: who may do what to which object. One function, [`authorise`], is the only gate: every route and every
//! session asks it, and what a gesture may change is then judged by the role that it found, where gestures are put in
//! order (`document::allows`). Pure: it reads the directory and the clock that it is given.

use std::fmt;

use document::Role;

use crate::{
    dashboard::DashboardId,
    directory::{Account, AccountId, Entries, FolderId, Holder, Place, ShareId, SignInId, TokenId},
};

mod door;

pub use door::{Asker, Authority, Door};

/// How many folders deep a grant is looked for; a folder deeper than that cannot be made.
pub const MAX_FOLDER_DEPTH: usize = 16;

/// Who asks, as far as it was proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Principal {
    /// Somebody who has shown nothing.
    Anonymous,
    /// Somebody who has signed in, here or in front of a proxy that is trusted.
    Account(AccountId, Option<SignInId>),
    /// A program with a token.
    Token(TokenId),
    /// Somebody who holds a share link.
    Link(ShareId),
    /// A command on this machine, by whoever may read the folder of the data.
    Console,
}

/// As the audit says it.
impl fmt::Display for Principal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Anonymous => f.write_str("anonymous"),
            Self::Account(id, _) => write!(f, "account:{id}"),
            Self::Token(id) => write!(f, "token:{id}"),
            Self::Link(id) => write!(f, "link:{id}"),
            Self::Console => f.write_str("console"),
        }
    }
}

/// What is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// To see it: its document, its history, its pictures, its rows.
    See,
    /// To say something about it.
    Comment,
    /// To change it, to make one, to put it into the trash and to take it out again.
    Edit,
    /// To delete it for ever, to rule who may what with it.
    Rule,
}

/// On what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Object<'a> {
    /// The relay itself: accounts, the audit, its state.
    Relay,
    /// All dashboards: the list, and making one. The list shows only what one may see.
    Dashboards,
    /// One dashboard.
    Dashboard(DashboardId),
    /// A draft of this dashboard: what one may do with the dashboard one may do with its drafts, but for link holders.
    Draft(DashboardId),
    /// Where this dashboard is listed, in a folder or in the trash: the same again, but for link holders.
    Filing(DashboardId),
    /// A folder.
    Folder(FolderId),
    /// All tables: the list, which shows only what one may see.
    Tables,
    /// Any table that there is or will be.
    AnyTable,
    /// One table.
    Table(&'a str),
    /// One's own account, sign-ins and tokens.
    OneSelf,
}

/// What the authority goes by.
#[derive(Clone, Copy, Debug)]
pub struct Laws<'a> {
    /// Who there is.
    pub entries: &'a Entries,
    /// What somebody may do who has shown nothing.
    pub anonymous: Option<Role>,
    /// After how long without a visit a sign-in has ended, in milliseconds.
    pub idle_ms: i64,
    /// Now, in milliseconds since the Unix epoch: what has ended does not count.
    pub now_ms: i64,
}

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// Somebody who signs in might: 401.
    #[error("sign in first")]
    SignIn,
    /// The role does not go so far: 403.
    #[error("your role does not go so far")]
    Role,
    /// Not even that it exists is theirs to know: 404.
    #[error("there is no such thing")]
    Hidden,
}

/// Whether the principal may do this to the object.
///
/// # Errors
/// Why not. What somebody may not even see is [`Denied::Hidden`], so that ids cannot be tried out.
pub fn authorise(laws: Laws<'_>, principal: Principal, action: Action, object: Object<'_>) -> Result<(), Denied> {
    let role = role_on(laws, principal, object);
    if role.is_some_and(|role| role >= needed(action)) {
        return Ok(());
    }
    Err(match (principal, role, object) {
        (Principal::Anonymous, None, _) => Denied::SignIn,
        (_, None, Object::Dashboard(_) | Object::Draft(_) | Object::Filing(_)) => Denied::Hidden,
        (_, None, Object::Folder(_) | Object::Table(_)) => Denied::Hidden,
        _ => Denied::Role,
    })
}

/// The most that the principal may do with the object; `None` is nothing at all.
#[must_use]
pub fn role_on(laws: Laws<'_>, principal: Principal, object: Object<'_>) -> Option<Role> {
    match principal {
        Principal::Anonymous => (object != Object::OneSelf).then_some(laws.anonymous).flatten(),
        Principal::Account(id, sign_in) => sign_in
            .is_none_or(|sign_in| laws.is_signed_in(id, sign_in))
            .then(|| laws.account_role(id, object))
            .flatten(),
        Principal::Token(id) => laws.token_role(id, object),
        Principal::Link(id) => laws.link_role(id, object),
        Principal::Console => (object != Object::OneSelf).then_some(Role::Owner),
    }
}

/// When what the principal may do ends by itself, if nothing is changed before, in milliseconds since the Unix epoch.
#[must_use]
pub fn ends_ms(laws: Laws<'_>, principal: Principal) -> Option<i64> {
    let Laws { entries, idle_ms, .. } = laws;
    match principal {
        Principal::Anonymous | Principal::Console | Principal::Account(_, None) => None,
        Principal::Account(_, Some(id)) => entries.sign_in(id).map(|sign_in| sign_in.ends_ms(idle_ms)),
        Principal::Token(id) => entries.token(id)?.expires_ms,
        Principal::Link(id) => entries.share(id)?.expires_ms,
    }
}

/// The least role that may do this.
#[must_use]
pub fn needed(action: Action) -> Role {
    match action {
        Action::See => Role::Viewer,
        Action::Comment => Role::Commenter,
        Action::Edit => Role::Editor,
        Action::Rule => Role::Owner,
    }
}

impl Laws<'_> {
    fn is_signed_in(&self, account: AccountId, sign_in: SignInId) -> bool {
        let sign_in = self.entries.sign_in(sign_in);
        sign_in.is_some_and(|sign_in| sign_in.account == account && self.now_ms < sign_in.ends_ms(self.idle_ms))
    }

    fn account_role(&self, id: AccountId, object: Object<'_>) -> Option<Role> {
        let account = self.entries.account(id).filter(|account| !account.disabled)?;
        if account.role == Some(Role::Owner) {
            return account.role;
        }
        let given = match object {
            Object::Dashboard(dashboard) | Object::Draft(dashboard) | Object::Filing(dashboard) => {
                self.given(account, Some(Place::Dashboard(dashboard)), self.folder_of(dashboard))
            }
            Object::Folder(folder) => self.given(account, None, Some(folder)),
            Object::OneSelf => Some(Role::Owner),
            Object::Dashboards => Some(Role::Viewer),
            Object::Tables => Some(Role::Viewer),
            Object::Relay | Object::AnyTable | Object::Table(_) => None,
        };
        account.role.max(given)
    }

    /// The most that the account, or a group that it is in, was given on the place or a folder around it.
    fn given(&self, account: &Account, place: Option<Place>, folder: Option<FolderId>) -> Option<Role> {
        let groups = self.entries.groups().filter(|group| group.members.contains(&account.id));
        let holders: Vec<_> =
            groups.map(|group| Holder::Group(group.id)).chain([Holder::Account(account.id)]).collect();
        let around = std::iter::successors(folder, |folder| self.entries.folder(*folder)?.parent);
        let places = place.into_iter().chain(around.take(MAX_FOLDER_DEPTH).map(Place::Folder));
        let grants = places.flat_map(|place| holders.iter().map(move |holder| (*holder, place)));
        grants.filter_map(|(holder, place)| self.entries.grant(holder, place)).map(|grant| grant.role).max()
    }

    fn folder_of(&self, dashboard: DashboardId) -> Option<FolderId> {
        self.entries.placement(dashboard).map(|placement| placement.folder)
    }

    fn token_role(&self, id: TokenId, object: Object<'_>) -> Option<Role> {
        let token = self.entries.token(id).filter(|token| token.expires_ms.is_none_or(|end| self.now_ms < end))?;
        let (scope, role) = (&token.scope, self.account_role(token.account, object)?);
        let is_within = match object {
            Object::Dashboard(dashboard) | Object::Draft(dashboard) | Object::Filing(dashboard) => {
                scope.dashboards.as_ref().is_none_or(|these| these.contains(&dashboard))
            }
            Object::Table(table) => scope.tables.as_ref().is_none_or(|these| these.contains(table)),
            Object::Dashboards | Object::Tables => true,
            Object::AnyTable => scope.tables.is_none(),
            Object::Folder(_) | Object::Relay => scope.dashboards.is_none() && scope.tables.is_none(),
            Object::OneSelf => false,
        };
        is_within.then_some(role.min(scope.role))
    }

    /// A link opens its dashboard and nothing else: which rows come with it is what the dashboard shows, see `session`.
    fn link_role(&self, id: ShareId, object: Object<'_>) -> Option<Role> {
        let share = self.entries.share(id).filter(|share| !share.revoked)?;
        let is_valid = share.expires_ms.is_none_or(|end| self.now_ms < end);
        (is_valid && object == Object::Dashboard(share.dashboard)).then_some(share.role)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directory::{Change, Record, SecretHash, SignIn};

    /// P-163: what is open ends with the sign-in, in any case and without a visit.
    #[test]
    fn a_sign_in_ends_for_whatever_is_open_by_it() {
        let (id, sign_in, mut entries) = (AccountId::fixed(1), SignInId::fixed(1), Entries::default());
        let account = serde_json::json!({ "id": id, "login": "ada", "name": "Ada", "role": "editor", "made_ms": 0 });
        entries.apply(Change::put(Record::Account(serde_json::from_value(account).unwrap())));
        let made = SignIn {
            id: sign_in,
            account: id,
            secret: SecretHash::of("x"),
            before: None,
            made_ms: 0,
            rotated_ms: 100,
            expires_ms: 1_000,
            agent: String::new(),
        };
        entries.apply(Change::put(Record::SignIn(made)));
        let laws = |idle_ms, now_ms| Laws { entries: &entries, anonymous: None, idle_ms, now_ms };
        let who = Principal::Account(id, Some(sign_in));
        let may = |idle_ms, now_ms| role_on(laws(idle_ms, now_ms), who, Object::Dashboards).is_some();
        assert_eq!(
            [may(500, 599), may(500, 600), may(i64::MAX, 999), may(i64::MAX, 1_000)],
            [true, false, true, false]
        );
        assert_eq!([500, i64::MAX].map(|idle_ms| ends_ms(laws(idle_ms, 0), who)), [Some(600), Some(1_000)]);
    }
}
