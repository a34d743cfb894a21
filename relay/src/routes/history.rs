//! The route of a dashboard's history: who changed what and when, for people and programs.

use document::{Op, Property, Seq, Value, outline::Settings};
use serde_json::json;
use warp::{
    Filter, Rejection, Reply,
    http::{HeaderValue, header},
    reply::Response,
};

use super::{
    dashboards::{id_of, or_problem, problem},
    query::{Query, bad_query, known, number},
};
use crate::{
    problem::Problem,
    rooms::{History, MAX_PAGE_GESTURES, Page, Rooms, Told},
};

/// Gestures of one answer where nothing else is asked.
const PAGE_GESTURES: u64 = 50;

/// `GET /api/v1/dashboards/{id}/ops`.
pub(super) fn ops(
    rooms: Rooms,
) -> impl Filter<Extract = (Response,), Error = Rejection> + Clone + Send + Sync + 'static {
    warp::path!("api" / "v1" / "dashboards" / String / "ops").and(warp::get()).and(warp::query::<Query>()).then(
        move |id: String, query: Query| {
            let rooms = rooms.clone();
            async move { or_problem(read(&rooms, &id, &query).await) }
        },
    )
}

async fn read(rooms: &Rooms, id: &str, query: &Query) -> Result<Response, Problem> {
    known(query, &["after", "before", "limit"])?;
    let page = match (number(query, "after")?, number(query, "before")?) {
        (None, None) => Page::Newest,
        (Some(after), None) => Page::After(Seq(after)),
        (None, Some(before)) => Page::Before(Seq(before)),
        (Some(_), Some(_)) => return Err(bad_query("before", "one of after and before, not both")),
    };
    let limit = usize::try_from(number(query, "limit")?.unwrap_or(PAGE_GESTURES)).unwrap_or(MAX_PAGE_GESTURES);
    let History { newest: Seq(newest), told } = rooms.history(id_of(id)?, page, limit.max(1)).await.map_err(problem)?;
    let gestures: Vec<_> = told.iter().map(told_as_json).collect();
    let mut response = warp::reply::json(&json!({ "seq": newest, "gestures": gestures })).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    Ok(response)
}

fn told_as_json(told: &Told) -> serde_json::Value {
    let sequenced = &told.entry.sequenced;
    json!({
        "seq": sequenced.seq,
        "id": sequenced.gesture.id,
        "author": told.entry.author,
        "atMs": told.entry.at_ms,
        "ops": sequenced.gesture.ops.iter().map(op_as_json).collect::<Vec<_>>(),
        "differences": told.differences,
    })
}

fn op_as_json(op: &Op) -> serde_json::Value {
    match op {
        Op::Insert { node, kind, place } => json!({ "op": "insert", "node": node, "kind": kind, "place": place }),
        Op::Set { node, property, value } => {
            json!({ "op": "set", "node": node, "properties": setting(*property, value) })
        }
        Op::Place { node, place } => json!({ "op": "place", "node": node, "place": place }),
        Op::Delete { node } => json!({ "op": "delete", "node": node }),
        Op::Restore { node } => json!({ "op": "restore", "node": node }),
    }
}

fn setting(property: Property, value: &Value) -> Settings {
    Settings([(property, value.clone())].into())
}
