//! The route of the audit: its lines as NDJSON, a page at a time, forwards for programs that follow it and backwards for
//! people who look for something. Each line comes with its number and its hash, so that whoever keeps them can prove
//! later that nothing was changed.

use serde_json::json;
use warp::{
    Filter, Rejection, Reply,
    http::{HeaderName, HeaderValue, header},
    reply::Response,
};

use super::{
    dashboards::{or_problem, problem},
    query::{Query, bad_query, known, number},
};
use crate::{
    audit::{Filtered, Line, Stored, hexadecimal},
    log::{LogError, LogHandle},
    problem::Problem,
};

/// Most lines of one answer.
const MAX_LINES: u64 = 1_000;
/// Lines of one answer where nothing else is asked.
const LINES: u64 = 100;
/// Lines that are read at once.
const BATCH: u64 = 1_000;
/// Most lines that are looked at for one answer; what is found by then is told, with where to go on.
const MAX_LOOKED_AT: u64 = 50_000;
/// Says with which `after` or `before` to go on; absent at the end.
const NEXT: HeaderName = HeaderName::from_static("x-next");

/// In which direction lines are told, and from which number on.
#[derive(Clone, Copy)]
enum From {
    After(u64),
    Before(u64),
}

/// `GET /api/v1/audit`.
pub(super) fn all(log: LogHandle) -> impl Filter<Extract = (Response,), Error = Rejection> + Clone + Send + Sync {
    warp::path!("api" / "v1" / "audit").and(warp::get()).and(warp::query::<Query>()).then(move |query: Query| {
        let log = log.clone();
        async move { or_problem(lines(&log, &query).await) }
    })
}

async fn lines(log: &LogHandle, query: &Query) -> Result<Response, Problem> {
    known(query, &["after", "before", "limit", "who", "act", "object", "from", "to"])?;
    let limit = usize::try_from(number(query, "limit")?.unwrap_or(LINES).clamp(1, MAX_LINES)).unwrap_or(1);
    let wanted = filter(query)?;
    let from = match (number(query, "after")?, number(query, "before")?) {
        (Some(after), None) => From::After(after),
        (None, Some(before)) => From::Before(before),
        (None, None) => From::Before(newest(log).await.map_err(problem)?.saturating_add(1)),
        (Some(_), Some(_)) => return Err(bad_query("before", "one of after and before, not both")),
    };
    let (found, next) = look(log, from, limit, &wanted).await.map_err(problem)?;
    let body: String = found.iter().map(|line| format!("{line}\n")).collect();
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/x-ndjson"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(next) = next {
        headers.insert(NEXT, HeaderValue::from(next));
    }
    Ok(response)
}

fn filter(query: &Query) -> Result<Filtered, Problem> {
    let time = |name| {
        let time = number(query, name)?.map(i64::try_from).transpose();
        time.map_err(|_| bad_query(name, "milliseconds since the Unix epoch"))
    };
    let act = query.get("act").map(|act| serde_json::from_value(json!(act))).transpose();
    Ok(Filtered {
        who: query.get("who").cloned(),
        act: act.map_err(|_| bad_query("act", "a word such as signed_in, role_granted, share_made"))?,
        object: query.get("object").cloned(),
        from_ms: time("from")?,
        to_ms: time("to")?,
    })
}

/// What was found, and where to go on if that is not all.
async fn look(
    log: &LogHandle,
    mut from: From,
    limit: usize,
    wanted: &Filtered,
) -> Result<(Vec<serde_json::Value>, Option<u64>), LogError> {
    let (mut found, mut looked_at) = (Vec::new(), 0);
    while looked_at < MAX_LOOKED_AT {
        let batch = batch(log, from).await?;
        if batch.is_empty() {
            return Ok((found, None));
        }
        for stored in batch {
            looked_at += 1;
            from = match from {
                From::After(_) => From::After(stored.number),
                From::Before(_) => From::Before(stored.number),
            };
            let line: Line =
                serde_json::from_str(&stored.json).map_err(|error| LogError::Damaged(error.to_string()))?;
            if wanted.takes(&line) {
                found.push(told(&stored, &line));
            }
            if found.len() >= limit {
                return Ok((found, Some(stored.number)));
            }
        }
    }
    let (From::After(next) | From::Before(next)) = from;
    Ok((found, Some(next)))
}

async fn batch(log: &LogHandle, from: From) -> Result<Vec<Stored>, LogError> {
    let limit = usize::try_from(BATCH).unwrap_or(1);
    match from {
        From::After(after) => log.audit(after, limit).await,
        From::Before(before) => {
            let lines = before.saturating_sub(1).min(BATCH);
            let after = before.saturating_sub(1) - lines;
            let mut batch = log.audit(after, usize::try_from(lines).unwrap_or(1)).await?;
            batch.reverse();
            Ok(batch)
        }
    }
}

/// The number of the last line: numbers have no gaps, so it is where a line still follows and no further one does.
async fn newest(log: &LogHandle) -> Result<u64, LogError> {
    let (mut there, mut step) = (0, 1);
    while !log.audit(there + step - 1, 1).await?.is_empty() {
        there += step;
        step *= 2;
    }
    while step > 1 {
        step /= 2;
        if !log.audit(there + step - 1, 1).await?.is_empty() {
            there += step;
        }
    }
    Ok(there)
}

fn told(stored: &Stored, line: &Line) -> serde_json::Value {
    let mut told = json!(line);
    told["number"] = json!(stored.number);
    told["hash"] = json!(hexadecimal(&stored.hash));
    told
}
