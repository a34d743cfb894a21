//! The routes of drafts: beginning one, what publishing it would do, publishing and discarding it. Everything else of a
//! draft has the address of a dashboard.

use protocol::history::{DraftTold, Overwritten, Published, Unpublished};
use serde_json::json;
use warp::{
    Filter, Rejection, Reply,
    http::{HeaderValue, StatusCode, header},
    reply::Response,
};

use super::{
    answer::{json_answer, stored_answer},
    dashboards::{id_of, or_problem, problem},
    gate::Gate,
    query::{Form, Query, form, known},
};
use crate::{
    audit::Act,
    authority::{Asker, Door},
    dashboard::DashboardId,
    log::LogError,
    problem::{Code, Problem},
    rooms::Rooms,
};

/// What the routes share.
#[derive(Clone)]
struct DraftRoutes {
    rooms: Rooms,
    gate: Gate,
}

/// `POST /api/v1/dashboards/{id}/drafts`, `GET` and `DELETE …/{draft}/draft`, `POST …/{draft}/publish`.
pub(super) fn all(
    rooms: Rooms,
    gate: &Gate,
) -> impl Filter<Extract = (Response,), Error = Rejection> + Clone + Send + Sync + use<> {
    let routes = DraftRoutes { rooms, gate: gate.clone() };
    let (for_read, for_publish, for_discard) = (routes.clone(), routes.clone(), routes.clone());
    let begin =
        warp::path!("api" / "v1" / "dashboards" / String / "drafts").and(warp::post()).then(move |id: String| {
            let routes = routes.clone();
            async move { or_problem(routes.begin(&id).await) }
        });
    let read = warp::path!("api" / "v1" / "dashboards" / String / "draft")
        .and(warp::get())
        .and(gate.asker())
        .and(warp::query::<Query>())
        .then(move |id: String, asker, query: Query| {
            let routes = for_read.clone();
            async move { or_problem(routes.read(&id, asker, &query).await) }
        });
    let publish = warp::path!("api" / "v1" / "dashboards" / String / "publish")
        .and(warp::post())
        .and(gate.asker())
        .and(warp::query::<Query>())
        .then(move |id: String, asker, query: Query| {
            let routes = for_publish.clone();
            async move { or_problem(routes.publish(&id, asker, &query).await) }
        });
    let discard =
        warp::path!("api" / "v1" / "dashboards" / String / "draft").and(warp::delete()).then(move |id: String| {
            let routes = for_discard.clone();
            async move { or_problem(routes.discard(&id).await) }
        });
    begin.or(read).unify().or(publish).unify().or(discard).unify()
}

impl DraftRoutes {
    async fn begin(&self, id: &str) -> Result<Response, Problem> {
        let draft = self.rooms.create_draft(id_of(id)?).await.map_err(problem)?;
        let mut response = json_answer(&json!({ "id": draft }));
        *response.status_mut() = StatusCode::CREATED;
        if let Ok(place) = HeaderValue::from_str(&format!("/api/v1/dashboards/{draft}")) {
            response.headers_mut().insert(header::LOCATION, place);
        }
        Ok(response)
    }

    async fn read(&self, id: &str, asker: Asker, query: &Query) -> Result<Response, Problem> {
        known(query, &["format"])?;
        let form = form(query, Form::Json)?;
        let id = id_of(id)?;
        let role = self.door(asker, id).await?.role().ok_or_else(gone)?;
        let told = self.rooms.draft(id, role).await.map_err(no_draft)?;
        match form {
            Form::Stored => stored_answer(&told),
            Form::Json => Ok(json_answer(&told_as_json(&told))),
        }
    }

    /// What was asked for once is carried through, also when whoever asked has hung up.
    async fn publish(&self, id: &str, asker: Asker, query: &Query) -> Result<Response, Problem> {
        known(query, &["format"])?;
        let (form, id) = (form(query, Form::Json)?, id_of(id)?);
        let (rooms, door) = (self.rooms.clone(), self.door(asker, id).await?);
        let record = door.clone();
        let published = tokio::spawn(async move { rooms.publish(id, door).await }).await;
        let published = published.map_err(|error| {
            tracing::error!(%error, "publishing failed");
            Problem::new(Code::Internal, "The draft is still there; the relay's log says what failed.")
        })?;
        let published = published.map_err(no_draft)?;
        record.record(Act::DraftPublished, format!("draft:{id:?}"));
        match form {
            Form::Stored => stored_answer(&published),
            Form::Json => Ok(json_answer(&published_as_json(&published))),
        }
    }

    async fn door(&self, asker: Asker, id: DashboardId) -> Result<Door, Problem> {
        self.gate.admit(asker, id).await.map_err(|_| gone())
    }

    async fn discard(&self, id: &str) -> Result<Response, Problem> {
        self.rooms.discard_draft(id_of(id)?).await.map_err(no_draft)?;
        Ok(StatusCode::NO_CONTENT.into_response())
    }
}

fn gone() -> Problem {
    no_draft(LogError::NoSuchDashboard)
}

fn no_draft(error: LogError) -> Problem {
    match error {
        LogError::NoSuchDashboard => {
            Problem::new(Code::NoSuchDashboard, "There is no such draft: it was published or discarded, or never was.")
        }
        error => problem(error),
    }
}

fn told_as_json(told: &DraftTold) -> serde_json::Value {
    json!({
        "draftOf": { "id": told.base, "seq": told.base_seq },
        "publishedSeq": told.base_newest,
        "seq": told.newest,
        "differences": told.differences,
        "refused": refused_as_json(&told.refused),
        "overwritten": overwritten_as_json(&told.overwritten),
    })
}

fn published_as_json(published: &Published) -> serde_json::Value {
    json!({
        "published": published.published,
        "refused": refused_as_json(&published.refused),
        "overwritten": overwritten_as_json(&published.overwritten),
    })
}

fn refused_as_json(refused: &[Unpublished]) -> Vec<serde_json::Value> {
    refused.iter().map(|refused| json!({ "seq": refused.seq, "reason": refused.reason.to_string() })).collect()
}

fn overwritten_as_json(overwritten: &[Overwritten]) -> Vec<serde_json::Value> {
    let as_json = |overwritten: &Overwritten| {
        let Overwritten { difference, seq, by } = overwritten;
        json!({ "difference": difference, "seq": seq, "by": by })
    };
    overwritten.iter().map(as_json).collect()
}
