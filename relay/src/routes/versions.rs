//! The routes of a dashboard's named versions: the list, naming a `Seq`, taking a name away.

use std::time::Duration;

use bytes::Buf;
use document::Seq;
use futures_util::Stream;
use protocol::history::NamedVersion;
use serde::Deserialize;
use serde_json::json;
use tokio::time::Instant;
use warp::{Filter, Rejection, Reply, http::StatusCode, reply::Response};

use super::{
    answer::{json_answer, stored_answer},
    body::collect,
    dashboards::{AUTHOR, id_of, or_problem, problem},
    query::{Form, Query, countable, form, known},
};
use crate::{
    problem::{Code, Problem},
    rooms::{NameError, Rooms},
};

/// The largest body that names a version, in bytes; a larger one is refused with 413.
const MAX_NAMING_BYTES: u64 = 4 * 1024;

/// What names a version.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Naming {
    name: String,
    /// The newest where it is not said.
    seq: Option<Seq>,
    /// Who names it, as the history is to say.
    author: Option<String>,
}

/// `/api/v1/dashboards/{id}/versions` and what is below it.
pub(super) fn all(
    rooms: Rooms,
    body_timeout: Duration,
) -> impl Filter<Extract = (Response,), Error = Rejection> + Clone + Send + Sync + 'static {
    let (for_list, for_delete) = (rooms.clone(), rooms.clone());
    let list = warp::path!("api" / "v1" / "dashboards" / String / "versions")
        .and(warp::get())
        .and(warp::query::<Query>())
        .then(move |id: String, query: Query| {
            let rooms = for_list.clone();
            async move { or_problem(list(&rooms, &id, &query).await) }
        });
    let name = warp::path!("api" / "v1" / "dashboards" / String / "versions")
        .and(warp::post())
        .and(warp::body::stream())
        .then(move |id: String, body| {
            let rooms = rooms.clone();
            async move { or_problem(name(&rooms, &id, body, body_timeout).await) }
        });
    let delete = warp::path!("api" / "v1" / "dashboards" / String / "versions" / String).and(warp::delete()).then(
        move |id: String, seq: String| {
            let rooms = for_delete.clone();
            async move { or_problem(delete(&rooms, &id, &seq).await) }
        },
    );
    list.or(name).unify().or(delete).unify()
}

async fn list(rooms: &Rooms, id: &str, query: &Query) -> Result<Response, Problem> {
    known(query, &["format"])?;
    let form = form(query, Form::Json)?;
    let versions = rooms.versions(id_of(id)?).await.map_err(problem)?;
    match form {
        Form::Stored => stored_answer(&versions),
        Form::Json => Ok(json_answer(&json!({ "versions": versions.iter().map(as_json).collect::<Vec<_>>() }))),
    }
}

async fn name<B: Buf>(
    rooms: &Rooms,
    id: &str,
    body: impl Stream<Item = Result<B, warp::Error>> + Send,
    body_timeout: Duration,
) -> Result<Response, Problem> {
    let id = id_of(id)?;
    let body = collect(body, MAX_NAMING_BYTES, Instant::now() + body_timeout).await?;
    let Naming { name, seq, author } = serde_json::from_slice(&body).map_err(|error| {
        Problem::new(
            Code::BadRequest,
            format!("Send {{\"name\": \"…\"}}, and \"seq\" where it is not the newest: {error}."),
        )
    })?;
    let author = author.filter(|author| is_fit(author));
    let version = rooms.name_version(id, seq, &name, author.as_deref().unwrap_or(AUTHOR)).await;
    let version = version.map_err(|error| match error {
        NameError::Unfit => Problem::new(Code::BadRequest, format!("Send another name: {error}.")).in_field("name"),
        NameError::Log(error) => problem(error),
    })?;
    let mut response = json_answer(&as_json(&version));
    *response.status_mut() = StatusCode::CREATED;
    Ok(response)
}

async fn delete(rooms: &Rooms, id: &str, seq: &str) -> Result<Response, Problem> {
    let seq = countable(seq).ok_or_else(|| Problem::new(Code::BadRequest, "A version is addressed by its Seq."))?;
    rooms.delete_version(id_of(id)?, Seq(seq)).await.map_err(problem)?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// As bounded as the name of a person in a session.
fn is_fit(author: &str) -> bool {
    let chars = author.chars().count();
    (1..=protocol::presence::MAX_PERSON_NAME_CHARS).contains(&chars) && !author.chars().any(char::is_control)
}

fn as_json(version: &NamedVersion) -> serde_json::Value {
    let NamedVersion { seq, name, author, at_ms } = version;
    json!({ "seq": seq, "name": name, "author": author, "atMs": at_ms })
}
