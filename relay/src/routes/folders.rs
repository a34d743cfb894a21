//! The routes of folders: dashboards that are given away together. Who may see a folder sees what is in it, also what comes
//! in later.

use std::time::Duration;

use bytes::Buf;
use futures_util::Stream;
use serde::Deserialize;
use serde_json::json;
use warp::{Filter, Rejection, Reply, http::StatusCode, reply::Response};

use super::{
    acts::{self, unchanged},
    answer::json_answer,
    asked::asked,
    dashboards::or_problem,
    gate::Gate,
};
use crate::{
    audit::Act,
    authority::{Action, Asker, MAX_FOLDER_DEPTH, Object},
    clock,
    dashboard::DashboardId,
    directory::{Change, Entries, Folder, FolderId, Grant, Holder, Key, Place, Placement, Record},
    problem::{Code, Problem},
};

/// Most folders; one more is refused.
const MAX_FOLDERS: usize = 10_000;
/// The longest title of a folder, in characters.
const MAX_TITLE_CHARS: usize = 100;

/// What the routes share.
#[derive(Clone)]
pub(super) struct FolderRoutes {
    pub(super) gate: Gate,
    pub(super) body_timeout: Duration,
}

/// A folder that is to be made.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    title: String,
    #[serde(default)]
    parent: Option<FolderId>,
}

/// Where a dashboard is to be.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Placed {
    dashboard: DashboardId,
}

impl FolderRoutes {
    /// `/api/v1/folders`, `/api/v1/folders/{id}` and `/api/v1/folders/{id}/dashboards`.
    pub(super) fn all(self) -> impl Filter<Extract = (Response,), Error = Rejection> + Clone + Send + Sync + use<> {
        let (list, make, remove, place, gate) = (self.clone(), self.clone(), self.clone(), self.clone(), self.gate);
        let list = warp::path!("api" / "v1" / "folders")
            .and(warp::get())
            .and(gate.asker())
            .map(move |asker| list.list(&asker));
        let make =
            warp::path!("api" / "v1" / "folders").and(warp::post()).and(gate.asker()).and(warp::body::stream()).then(
                move |asker, body| {
                    let routes = make.clone();
                    async move { or_problem(routes.make(&asker, body).await) }
                },
            );
        let remove = warp::path!("api" / "v1" / "folders" / String).and(warp::delete()).and(gate.asker()).then(
            move |id: String, asker| {
                let routes = remove.clone();
                async move { or_problem(routes.remove(&id, &asker).await) }
            },
        );
        let place = warp::path!("api" / "v1" / "folders" / String / "dashboards")
            .and(warp::post())
            .and(gate.asker())
            .and(warp::body::stream())
            .then(move |id: String, asker, body| {
                let routes = place.clone();
                async move { or_problem(routes.place(&id, &asker, body).await) }
            });
        list.or(make).unify().or(remove).unify().or(place).unify()
    }

    fn list(&self, asker: &Asker) -> Response {
        let folders = self.gate.authority().judge(|laws| {
            let seen = laws.entries.folders().filter_map(|folder| {
                let role = asker.role_on(laws, Object::Folder(folder.id))?;
                Some(json!({ "id": folder.id, "title": folder.title, "parent": folder.parent, "role": role }))
            });
            seen.collect::<Vec<_>>()
        });
        json_answer(&json!({ "folders": folders }))
    }

    /// Whoever makes a folder owns it; one inside another is made by whoever may change that one.
    async fn make<B: Buf>(
        &self,
        asker: &Asker,
        body: impl Stream<Item = Result<B, warp::Error>> + Send,
    ) -> Result<Response, Problem> {
        let Wanted { title, parent } = asked(body, self.body_timeout, "{\"title\": \"Sales\"}").await?;
        if !(1..=MAX_TITLE_CHARS).contains(&title.chars().count()) || title.chars().any(char::is_control) {
            return Err(
                Problem::new(Code::BadRequest, "A title has 1 to 100 characters on one line.").in_field("title")
            );
        }
        if let Some(parent) = parent {
            let may = self.gate.authority().authorise(asker, Action::Edit, Object::Folder(parent));
            may.map_err(|_| no_folder())?;
        }
        let id = FolderId::fresh().map_err(|_| Problem::new(Code::Internal, "The relay has no randomness."))?;
        let line = asker.line(clock::now_ms(), Act::FolderChanged, format!("folder:{id}"), title.clone());
        let change = |entries: &Entries| {
            if entries.folders().count() >= MAX_FOLDERS || depth(entries, parent) >= MAX_FOLDER_DEPTH {
                return Err(Problem::new(Code::TooMany, "There are as many folders here as there may be."));
            }
            let owner = acts::account(entries, asker.visitor.principal).map(|owner| {
                let (holder, place) = (Holder::Account(owner), Place::Folder(id));
                Change::put(Record::Grant(Grant { holder, place, role: document::Role::Owner }))
            });
            let folder = Change::put(Record::Folder(Folder { id, title: title.clone(), parent }));
            Ok([folder].into_iter().chain(owner).collect())
        };
        self.gate.authority().directory().change(line, Vec::new(), change).await.map_err(unchanged)?;
        let mut response = json_answer(&json!({ "id": id, "title": title, "parent": parent }));
        *response.status_mut() = StatusCode::CREATED;
        Ok(response)
    }

    /// What was in it is at the top then, and to nobody there who saw it only by the folder.
    async fn remove(&self, id: &str, asker: &Asker) -> Result<Response, Problem> {
        let id = id.parse::<FolderId>().map_err(|_| no_folder())?;
        let line = asker.line(clock::now_ms(), Act::FolderChanged, format!("folder:{id}"), "removed");
        let change = |entries: &Entries| {
            entries.folder(id).ok_or_else(no_folder)?;
            if entries.folders().any(|folder| folder.parent == Some(id)) {
                return Err(Problem::new(Code::Taken, "There are folders in it: remove those first."));
            }
            let grants = entries.grants().filter(|grant| grant.place == Place::Folder(id));
            let grants = grants.map(|grant| Key::Grant(grant.holder, grant.place));
            let placed = entries.placements().filter(|placement| placement.folder == id);
            let placed = placed.map(|placement| Key::Placement(placement.dashboard));
            Ok(grants.chain(placed).chain([Key::Folder(id)]).map(Change::Remove).collect())
        };
        self.gate.authority().directory().change(line, Vec::new(), change).await.map_err(unchanged)?;
        Ok(StatusCode::NO_CONTENT.into_response())
    }

    /// Only who rules a dashboard puts it where others see it.
    async fn place<B: Buf>(
        &self,
        id: &str,
        asker: &Asker,
        body: impl Stream<Item = Result<B, warp::Error>> + Send,
    ) -> Result<Response, Problem> {
        let folder = id.parse::<FolderId>().map_err(|_| no_folder())?;
        let Placed { dashboard } = asked(body, self.body_timeout, "{\"dashboard\": \"…\"}").await?;
        let may = self.gate.authority().authorise(asker, Action::Rule, Object::Dashboard(dashboard));
        if may.is_err() || !self.gate.is_published(dashboard).await {
            return Err(Problem::new(Code::NoSuchDashboard, "You own no such dashboard."));
        }
        let object = format!("dashboard:{dashboard}");
        let line = asker.line(clock::now_ms(), Act::FolderChanged, object, format!("folder:{folder}"));
        let change = |entries: &Entries| {
            entries.folder(folder).ok_or_else(no_folder)?;
            Ok::<_, Problem>(vec![Change::put(Record::Placement(Placement { dashboard, folder }))])
        };
        self.gate.authority().directory().change(line, Vec::new(), change).await.map_err(unchanged)?;
        Ok(StatusCode::NO_CONTENT.into_response())
    }
}

fn depth(entries: &Entries, folder: Option<FolderId>) -> usize {
    std::iter::successors(folder, |folder| entries.folder(*folder)?.parent).take(MAX_FOLDER_DEPTH).count()
}

fn no_folder() -> Problem {
    Problem::new(Code::NoSuchFolder, "There is no such folder.")
}
