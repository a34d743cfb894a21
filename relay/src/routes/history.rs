//! The routes of a dashboard's past: who changed what and when, the moments of a time slider, the document at a `Seq`,
//! and who wrote a node. For people and programs in JSON, for the page in stored bytes.

use document::{NodeId, Op, Property, Seq, Value, outline::Settings};
use protocol::history::{Blame, GestureTold, HistoryPage, MAX_MOMENTS, Moments, Register, Written};
use serde_json::json;
use warp::{Filter, Rejection, reply::Response};

use super::{
    answer::{json_answer, stored_answer},
    dashboards::{id_of, or_problem, problem},
    query::{Form, Query, bad_query, form, known, number},
};
use crate::{
    problem::{Code, Problem},
    rooms::{MAX_PAGE_GESTURES, Page, Rooms},
};

/// Gestures of one answer where nothing else is asked.
const PAGE_GESTURES: u64 = 50;
/// Moments of one answer where nothing else is asked.
const MOMENTS: u64 = 200;

/// `GET /api/v1/dashboards/{id}/` and `ops`, `moments`, `document` or `blame`.
pub(super) fn all(
    rooms: Rooms,
) -> impl Filter<Extract = (Response,), Error = Rejection> + Clone + Send + Sync + 'static {
    let (for_moments, for_document, for_blame) = (rooms.clone(), rooms.clone(), rooms.clone());
    let asked = |noun| {
        warp::path!("api" / "v1" / "dashboards" / String / ..)
            .and(warp::path(noun))
            .and(warp::path::end())
            .and(warp::get())
            .and(warp::query::<Query>())
    };
    let ops = asked("ops").then(move |id: String, query: Query| {
        let rooms = rooms.clone();
        async move { or_problem(ops(&rooms, &id, &query).await) }
    });
    let moments = asked("moments").then(move |id: String, query: Query| {
        let rooms = for_moments.clone();
        async move { or_problem(moments(&rooms, &id, &query).await) }
    });
    let document = asked("document").then(move |id: String, query: Query| {
        let rooms = for_document.clone();
        async move { or_problem(document(&rooms, &id, &query).await) }
    });
    let blame = asked("blame").then(move |id: String, query: Query| {
        let rooms = for_blame.clone();
        async move { or_problem(blame(&rooms, &id, &query).await) }
    });
    ops.or(moments).unify().or(document).unify().or(blame).unify()
}

async fn ops(rooms: &Rooms, id: &str, query: &Query) -> Result<Response, Problem> {
    known(query, &["after", "before", "limit", "format"])?;
    let page = match (number(query, "after")?, number(query, "before")?) {
        (None, None) => Page::Newest,
        (Some(after), None) => Page::After(Seq(after)),
        (None, Some(before)) => Page::Before(Seq(before)),
        (Some(_), Some(_)) => return Err(bad_query("before", "one of after and before, not both")),
    };
    let form = form(query, Form::Json)?;
    let limit = limit(query, "limit", PAGE_GESTURES, MAX_PAGE_GESTURES)?;
    let page = rooms.history(id_of(id)?, page, limit).await.map_err(problem)?;
    match form {
        Form::Stored => stored_answer(&page),
        Form::Json => {
            let HistoryPage { newest, horizon, gestures } = page;
            let gestures: Vec<_> = gestures.iter().map(told_as_json).collect();
            Ok(json_answer(&json!({ "seq": newest, "horizon": horizon, "gestures": gestures })))
        }
    }
}

async fn moments(rooms: &Rooms, id: &str, query: &Query) -> Result<Response, Problem> {
    known(query, &["buckets", "format"])?;
    let form = form(query, Form::Json)?;
    let limit = limit(query, "buckets", MOMENTS, MAX_MOMENTS)?;
    let moments = rooms.moments(id_of(id)?, limit).await.map_err(problem)?;
    match form {
        Form::Stored => stored_answer(&moments),
        Form::Json => {
            let Moments { newest, horizon, moments } = moments;
            let moment = |moment: protocol::history::Moment| json!({ "seq": moment.seq, "atMs": moment.at_ms });
            let moments: Vec<_> = moments.into_iter().map(moment).collect();
            Ok(json_answer(&json!({ "seq": newest, "horizon": horizon, "moments": moments })))
        }
    }
}

/// Stored bytes only: the outline is what people and programs read.
async fn document(rooms: &Rooms, id: &str, query: &Query) -> Result<Response, Problem> {
    known(query, &["at", "format"])?;
    if form(query, Form::Stored)? != Form::Stored {
        return Err(bad_query("format", "stored only; the outline above this address is the JSON form"));
    }
    let at = number(query, "at")?.map(Seq);
    stored_answer(&rooms.document(id_of(id)?, at).await.map_err(problem)?)
}

async fn blame(rooms: &Rooms, id: &str, query: &Query) -> Result<Response, Problem> {
    known(query, &["node", "format"])?;
    let form = form(query, Form::Json)?;
    let node = query.get("node").and_then(|node| node.parse::<NodeId>().ok());
    let node = node.ok_or_else(|| bad_query("node", "the id of a node, 16 hexadecimal digits, is needed"))?;
    let blame = rooms.blame(id_of(id)?, node).await.map_err(problem)?;
    let blame = blame.ok_or_else(|| Problem::new(Code::NoSuchNode, "The dashboard never had a node of this id."))?;
    match form {
        Form::Stored => stored_answer(&blame),
        Form::Json => Ok(json_answer(&blame_as_json(&blame))),
    }
}

fn limit(query: &Query, name: &str, default: u64, most: usize) -> Result<usize, Problem> {
    Ok(usize::try_from(number(query, name)?.unwrap_or(default)).unwrap_or(most).clamp(1, most))
}

fn told_as_json(told: &GestureTold) -> serde_json::Value {
    json!({
        "seq": told.seq,
        "id": told.id,
        "author": told.author,
        "atMs": told.at_ms,
        "ops": told.ops.iter().map(op_as_json).collect::<Vec<_>>(),
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

fn blame_as_json(blame: &Blame) -> serde_json::Value {
    let written = |written: &Written| {
        let register = match written.register {
            Register::Place => json!("place"),
            Register::Deleted => json!("deleted"),
            Register::Property(property) => json!(property),
        };
        let Written { seq, client, author, at_ms, .. } = written;
        json!({ "property": register, "seq": seq, "client": client, "author": author, "atMs": at_ms })
    };
    json!({ "node": blame.node, "written": blame.written.iter().map(written).collect::<Vec<_>>() })
}
