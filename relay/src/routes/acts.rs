//! The acts: what the routes do to dashboards that changes rights with it, stored as one with its line of the audit.

use std::convert::Infallible;

use document::Role;

use super::dashboards::problem;
use crate::{
    audit::Act,
    authority::{Action, Asker, Authority, Object, Principal},
    clock,
    dashboard::DashboardId,
    directory::{AccountId, Change, ChangeError, Directory, Entries, Grant, Holder, Place, Record},
    folder::FolderPath,
    log::Write,
    problem::{Code, Problem},
    trash,
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

/// Puts a dashboard into the trash with what was given on it; a draft is deleted at once.
pub(super) async fn trash(
    directory: &Directory,
    asker: &Asker,
    dashboard: DashboardId,
    is_draft: bool,
) -> Result<(), Problem> {
    let write = if is_draft { Write::DeleteDashboard(dashboard) } else { trash::going(dashboard) };
    with_dashboard(directory, asker, (Act::DashboardDeleted, "to the trash"), dashboard, write, |_| Vec::new()).await
}

/// Brings a dashboard back from the trash.
pub(super) async fn restore(directory: &Directory, asker: &Asker, dashboard: DashboardId) -> Result<(), Problem> {
    let write = Write::RestoreDashboard(dashboard);
    with_dashboard(directory, asker, (Act::DashboardRestored, ""), dashboard, write, |_| Vec::new()).await
}

/// Deletes for ever what is in the trash, with what was given on it.
pub(super) async fn purge(directory: &Directory, asker: &Asker, dashboard: DashboardId) -> Result<(), Problem> {
    let forget = |entries: &Entries| trash::forgotten(entries, dashboard);
    let act = (Act::DashboardDeleted, "for ever");
    with_dashboard(directory, asker, act, dashboard, trash::purge(dashboard), forget).await
}

/// Keeps a dashboard in another folder; what is given there counts for it from now on.
///
/// # Errors
/// Also where whoever asks may put nothing into a folder that is there, or would change who may what without owning it.
pub(super) async fn file(
    authority: &Authority,
    asker: &Asker,
    dashboard: DashboardId,
    folder: &FolderPath,
) -> Result<(), Problem> {
    let directory = authority.directory();
    if let Some(there) = directory.read(|entries| folder.deepest(entries)) {
        authority.authorise(asker, Action::Edit, Object::Folder(there)).map_err(|_| {
            Problem::new(Code::NotAllowed, "What you may do with this folder does not go so far; ask its owner.")
        })?;
    }
    let object = format!("dashboard:{dashboard}");
    let line = asker.line(clock::now_ms(), Act::FolderChanged, object, folder.to_text());
    let no_ids = |error: getrandom::Error| Problem::new(Code::Internal, error.to_string());
    let owns = authority.authorise(asker, Action::Rule, Object::Dashboard(dashboard)).is_ok();
    let take = |entries: &Entries| {
        if !owns && folder.moves_rights(entries, dashboard) {
            let detail = "Roles are given on one of the folders: only an owner of the dashboard moves it there.";
            return Err(Problem::new(Code::NotAllowed, detail));
        }
        folder.take(entries, dashboard).map_err(no_ids)
    };
    directory.change(line, Vec::new(), take).await.map_err(unchanged)
}

async fn with_dashboard(
    directory: &Directory,
    asker: &Asker,
    (act, detail): (Act, &str),
    dashboard: DashboardId,
    write: Write,
    changes: impl FnOnce(&Entries) -> Vec<Change>,
) -> Result<(), Problem> {
    let line = asker.line(clock::now_ms(), act, format!("dashboard:{dashboard}"), detail);
    directory.change(line, vec![write], |entries| Ok::<_, Infallible>(changes(entries))).await.map_err(unchanged)
}

/// Whose act it is, where it is somebody's.
pub(super) fn account(entries: &Entries, principal: Principal) -> Option<AccountId> {
    match principal {
        Principal::Account(id, _) => Some(id),
        Principal::Token(id) => entries.token(id).map(|token| token.account),
        Principal::Anonymous | Principal::Console | Principal::Link(_) => None,
    }
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
