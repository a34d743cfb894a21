//! The routes of filing: the folder of a dashboard, the trash, what comes back from it and what goes for ever.

use std::time::Duration;

use bytes::Buf;
use document::Role;
use futures_util::Stream;
use serde::Deserialize;
use serde_json::json;
use tokio::time::Instant;
use warp::{Filter, Rejection, Reply, http::StatusCode, reply::Response};

use super::{
    acts,
    answer::json_answer,
    body::collect,
    dashboards::{id_of, or_problem, problem},
    gate::Gate,
};
use crate::{
    authority::{Asker, Object},
    folder::{FolderPath, NoFolder},
    log::{DashboardRow, LogError},
    problem::{Code, Problem},
    rooms::Rooms,
    trash::TRASH_DAYS,
};

/// The largest body that names a folder, in bytes; a larger one is refused with 413.
const MAX_FOLDER_BYTES: u64 = 4 * 1024;

/// Where a dashboard is to be kept.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Filing {
    folder: String,
}

/// What the routes share.
#[derive(Clone)]
struct FilingRoutes {
    rooms: Rooms,
    gate: Gate,
    body_timeout: Duration,
}

/// `/api/v1/dashboards/{id}/folder`, `…/restore`, `…/trash`, and `/api/v1/trash`.
pub(super) fn all(
    rooms: Rooms,
    gate: &Gate,
    body_timeout: Duration,
) -> impl Filter<Extract = (Response,), Error = Rejection> + Clone + Send + Sync + use<> {
    let routes = FilingRoutes { rooms, gate: gate.clone(), body_timeout };
    let (for_restore, for_list, for_purge) = (routes.clone(), routes.clone(), routes.clone());
    let file = warp::path!("api" / "v1" / "dashboards" / String / "folder")
        .and(warp::put())
        .and(gate.asker())
        .and(warp::body::stream())
        .then(move |id: String, asker, body| {
            let routes = routes.clone();
            async move { or_problem(routes.file(&id, &asker, body).await) }
        });
    let restore = warp::path!("api" / "v1" / "dashboards" / String / "restore")
        .and(warp::post())
        .and(gate.asker())
        .then(move |id: String, asker| {
            let routes = for_restore.clone();
            async move { or_problem(routes.restore(&id, &asker).await) }
        });
    let list = warp::path!("api" / "v1" / "trash").and(warp::get()).and(gate.asker()).then(move |asker| {
        let routes = for_list.clone();
        async move { or_problem(routes.list(&asker).await) }
    });
    let purge = warp::path!("api" / "v1" / "dashboards" / String / "trash").and(warp::delete()).and(gate.asker()).then(
        move |id: String, asker| {
            let routes = for_purge.clone();
            async move { or_problem(routes.purge(&id, &asker).await) }
        },
    );
    file.or(restore).unify().or(list).unify().or(purge).unify()
}

impl FilingRoutes {
    async fn file<B: Buf>(
        &self,
        id: &str,
        asker: &Asker,
        body: impl Stream<Item = Result<B, warp::Error>> + Send,
    ) -> Result<Response, Problem> {
        let body = collect(body, MAX_FOLDER_BYTES, Instant::now() + self.body_timeout).await?;
        let Filing { folder } = serde_json::from_slice(&body)
            .map_err(|error| Problem::new(Code::BadRequest, format!("Send {{\"folder\": \"…\"}}: {error}.")))?;
        let folder: FolderPath = folder.parse().map_err(|error: NoFolder| {
            Problem::new(Code::BadRequest, format!("Send another name: {error}.")).in_field("folder")
        })?;
        let id = id_of(id)?;
        if self.rooms.base(id).await.map_err(problem)?.is_some() {
            return Err(problem(LogError::NoSuchDashboard));
        }
        acts::file(self.gate.authority(), asker, id, &folder).await?;
        Ok(json_answer(&json!({ "folder": folder.to_text() })))
    }

    async fn restore(&self, id: &str, asker: &Asker) -> Result<Response, Problem> {
        acts::restore(self.gate.authority().directory(), asker, id_of(id)?).await.map_err(not_in_trash)?;
        Ok(StatusCode::NO_CONTENT.into_response())
    }

    /// What somebody sees in the trash is what they may restore; what they own they may delete for ever.
    async fn list(&self, asker: &Asker) -> Result<Response, Problem> {
        let rows = self.rooms.trashed().await.map_err(problem)?;
        let trashed: Vec<_> = self.gate.authority().judge(|laws| {
            let role = |row: &DashboardRow| asker.role_on(laws, Object::Dashboard(row.id));
            let may = |row: DashboardRow| Some((role(&row).filter(|role| *role >= Role::Editor)?, row));
            rows.into_iter().filter_map(may).map(|(role, row)| as_json(row, role)).collect()
        });
        Ok(json_answer(&json!({ "dashboards": trashed, "days": TRASH_DAYS })))
    }

    async fn purge(&self, id: &str, asker: &Asker) -> Result<Response, Problem> {
        acts::purge(self.gate.authority().directory(), asker, id_of(id)?).await.map_err(not_in_trash)?;
        Ok(StatusCode::NO_CONTENT.into_response())
    }
}

/// Whoever comes so far may see the dashboard: what is missing is that it was deleted.
fn not_in_trash(problem: Problem) -> Problem {
    match problem.code {
        Code::NoSuchDashboard => Problem::new(Code::NoSuchPath, "The dashboard is not in the trash."),
        _ => problem,
    }
}

fn as_json(row: DashboardRow, role: Role) -> serde_json::Value {
    let DashboardRow { id, title, trashed_ms, .. } = row;
    json!({ "id": id, "title": title, "trashedMs": trashed_ms, "role": role })
}
