//! The acts: what the routes do to dashboards that changes rights with it, stored as one with its line of the audit.

use std::convert::Infallible;

use document::Role;

use super::dashboards::problem;
use crate::{
    audit::Act,
    authority::{Asker, Principal},
    clock,
    dashboard::DashboardId,
    directory::{AccountId, Change, ChangeError, Directory, Entries, Grant, Holder, Key, Place, Record},
    log::Write,
    problem::{Code, Problem},
};

/// Makes a dashboard, which belongs to whoever made it.
pub(super) async fn make(
    directory: &Directory,
    asker: &Asker,
    act: Act,
    dashboard: DashboardId,
    write: Write,
) -> Result<(), Problem> {
    let line = asker.line(clock::now_ms(), act, format!("dashboard:{dashboard}"), "");
    let owned = |entries: &Entries| {
        let owner = account(entries, asker.visitor.principal);
        let place = Place::Dashboard(dashboard);
        let grant = |id| Change::put(Record::Grant(Grant { holder: Holder::Account(id), place, role: Role::Owner }));
        Ok::<_, Infallible>(owner.map(grant).into_iter().collect())
    };
    directory.change(line, vec![write], owned).await.map_err(unchanged)
}

/// Deletes a dashboard for ever, with what was given on it.
pub(super) async fn delete(directory: &Directory, asker: &Asker, dashboard: DashboardId) -> Result<(), Problem> {
    let object = format!("dashboard:{dashboard}");
    let line = asker.line(clock::now_ms(), Act::DashboardDeleted, object, "");
    let forget = |entries: &Entries| Ok::<_, Infallible>(about(entries, dashboard));
    directory.change(line, vec![Write::DeleteDashboard(dashboard)], forget).await.map_err(unchanged)
}

/// Whose act it is, where it is somebody's.
pub(super) fn account(entries: &Entries, principal: Principal) -> Option<AccountId> {
    match principal {
        Principal::Account(id, _) => Some(id),
        Principal::Token(id) => entries.token(id).map(|token| token.account),
        Principal::Anonymous | Principal::Console | Principal::Link(_) => None,
    }
}

/// What the directory knows of a dashboard goes with it.
fn about(entries: &Entries, dashboard: DashboardId) -> Vec<Change> {
    let place = Place::Dashboard(dashboard);
    let grants = entries.grants().filter(|grant| grant.place == place).map(|grant| Key::Grant(grant.holder, place));
    let shares = entries.shares().filter(|share| share.dashboard == dashboard).map(|share| Key::Share(share.id));
    let placement = entries.placement(dashboard).map(|_| Key::Placement(dashboard));
    grants.chain(shares).chain(placement).map(Change::Remove).collect()
}

/// Why nothing happened.
pub(super) fn unchanged<E: Into<Problem>>(error: ChangeError<E>) -> Problem {
    match error {
        ChangeError::Refused(why) => why.into(),
        ChangeError::Full => Problem::new(Code::TooMany, "The directory is full: delete accounts, tokens or links."),
        ChangeError::Log(error) => problem(error),
    }
}

impl From<Infallible> for Problem {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}
