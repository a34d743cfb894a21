//! The routes of the tables: the list, posting rows, reading rows.
//! They bound what comes in before it is read; what it says is the business of `ingest`, what becomes of it of `feed`.

use std::{sync::Arc, time::Duration};

use ::table::{Batch, Schema};
use bytes::{Buf, Bytes};
use futures_util::Stream;
use serde_json::json;
use tokio::{
    sync::{Semaphore, SemaphorePermit},
    time::{Instant, timeout},
};
use warp::{
    Filter, Rejection, Reply,
    http::{HeaderMap, header},
    reply::Response,
};

use super::{
    body::{Space, Taken, collect_within},
    dashboards::problem,
    gate::Gate,
    query::{Query, bad_query, known, number},
};
use crate::{
    authority::{Asker, Object},
    export,
    feed::{Posted, TableName, Tables},
    inflate::Encoding,
    ingest::{self, Format},
    problem::{Code, Problem},
};

/// Posts that are read at once: each holds a body and its rows. Further ones wait, at most as long as a body may take, and
/// are then told to come back.
const MAX_POSTS: usize = 8;
/// Bodies of posts that are on their way or wait to be read, in bytes; whoever finds no space is told to come back.
const MAX_BODIES_BYTES: usize = 128 * 1024 * 1024;
/// Most rows of one answer; a program asks for the next ones after it.
const MAX_READ_ROWS: usize = 10_000;
/// Rows that a dry run shows: enough to see what the columns hold.
const PREVIEW_ROWS: usize = 8;
/// Rows of one answer where nothing else is asked.
const READ_ROWS: usize = 1_000;

/// What the routes share.
#[derive(Clone)]
pub struct TableRoutes {
    tables: Tables,
    gate: Gate,
    turns: Arc<Semaphore>,
    space: Space,
    body_timeout: Duration,
}

impl TableRoutes {
    /// Routes to these tables behind this gate; a body that takes longer than `body_timeout` is given up.
    #[must_use]
    pub fn new(tables: Tables, gate: Gate, body_timeout: Duration) -> Self {
        let (turns, space) = (Arc::new(Semaphore::new(MAX_POSTS)), Space::of(MAX_BODIES_BYTES));
        Self { tables, gate, turns, space, body_timeout }
    }

    /// The tables that it asks.
    pub(super) fn tables(&self) -> Tables {
        self.tables.clone()
    }

    /// How long a body may take.
    pub(super) fn body_timeout(&self) -> Duration {
        self.body_timeout
    }

    /// `GET /api/v1/tables` and `GET /api/v1/tables/{name}/rows`.
    pub fn reading(&self) -> impl Filter<Extract = (Response,), Error = Rejection> + Clone + Send + Sync + 'static {
        let (list, read) = (self.clone(), self.clone());
        let list_asked = warp::path!("api" / "v1" / "tables").and(warp::get()).and(self.gate.asker());
        let list = list_asked.map(move |asker| list.list(&asker));
        let read = warp::path!("api" / "v1" / "tables" / String / "rows")
            .and(warp::get())
            .and(warp::query::<Query>())
            .then(move |name: String, query: Query| {
                let routes = read.clone();
                async move { or_problem(routes.read(&name, &query).await) }
            });
        list.or(read).unify()
    }

    /// `POST /api/v1/tables/{name}/rows`.
    pub fn posting(&self) -> impl Filter<Extract = (Response,), Error = Rejection> + Clone + Send + Sync + 'static {
        let routes = self.clone();
        warp::path!("api" / "v1" / "tables" / String / "rows")
            .and(warp::post())
            .and(warp::header::headers_cloned())
            .and(warp::query::<Query>())
            .and(warp::body::stream())
            .then(move |name: String, headers: HeaderMap, query: Query, body| {
                let routes = routes.clone();
                async move { or_problem(routes.post(&name, &headers, &query, body).await) }
            })
    }

    fn list(&self, asker: &Asker) -> Response {
        let table = |table: crate::feed::Listed| {
            json!({
                "name": &*table.name,
                "fields": table.schema.fields(),
                "rows": table.rows,
                "firstRow": table.first_row,
                "nextRow": table.next_row,
            })
        };
        let mut listed = self.tables.list();
        self.gate.authority().judge(|laws| {
            listed.retain(|listed| asker.role_on(laws, Object::Table(&listed.name)).is_some());
        });
        let tables: Vec<_> = listed.into_iter().map(table).collect();
        warp::reply::json(&json!({ "tables": tables })).into_response()
    }

    async fn read(&self, name: &str, query: &Query) -> Result<Response, Problem> {
        known(query, &["from", "to", "limit", "format"])?;
        let from = number(query, "from")?.unwrap_or(0);
        let limit = number(query, "limit")?.unwrap_or(READ_ROWS as u64);
        let before_end = number(query, "to")?.map_or(u64::MAX, |to| to.saturating_sub(from));
        let limit = usize::try_from(limit.max(1).min(before_end)).unwrap_or(MAX_READ_ROWS).min(MAX_READ_ROWS);
        let format = match query.get("format").map(String::as_str) {
            None | Some("json") => Format::Json,
            Some("ndjson") => Format::Ndjson,
            Some("csv") => Format::Csv,
            Some(_) => return Err(bad_query("format", "one of json, ndjson, csv")),
        };
        let rows = match name.parse::<TableName>() {
            Ok(name) => self.tables.rows_kept(&name, from, limit).await.map_err(problem)?,
            Err(_) => None,
        };
        let (first_row, batch) = rows.ok_or_else(|| {
            Problem::new(Code::NoSuchTable, "Nobody has posted to this table yet; GET /api/v1/tables lists all.")
        })?;
        let body = export::write(first_row, &batch, format);
        Ok(warp::reply::with_header(body, header::CONTENT_TYPE, export::content_type(format)).into_response())
    }

    async fn post<B: Buf>(
        &self,
        name: &str,
        headers: &HeaderMap,
        query: &Query,
        body: impl Stream<Item = Result<B, warp::Error>> + Send,
    ) -> Result<Response, Problem> {
        if query.get("dry_run").is_some_and(|dry| dry == "true") {
            return self.preview(name, headers, query, body).await;
        }
        let posted = self.append(name, headers, query, body).await;
        if posted.is_err() {
            self.tables.metrics().refused_posts.inc();
        }
        let Posted { rows, first_row } = posted?;
        Ok(warp::reply::json(&json!({ "rows": rows, "firstRow": first_row })).into_response())
    }

    async fn append<B: Buf>(
        &self,
        name: &str,
        headers: &HeaderMap,
        query: &Query,
        body: impl Stream<Item = Result<B, warp::Error>> + Send,
    ) -> Result<Posted, Problem> {
        let Received { name, format, declared, body, held: _held } = self.receive(name, headers, query, body).await?;
        let post = self.tables.begin_post(name).await?;
        let schema = match (post.schema(), declared) {
            (Some(schema), Some(declared)) if schema != declared => {
                let detail = "The table has another schema; leave ?schema out, or post to a new table.";
                return Err(Problem::new(Code::BadSchema, detail));
            }
            (schema, declared) => schema.or(declared),
        };
        Ok(post.append(read(body, format, schema).await?).await?)
    }

    /// What a post would make, by the same reading: the fields with their types, and the first rows. Nothing is made.
    async fn preview<B: Buf>(
        &self,
        name: &str,
        headers: &HeaderMap,
        query: &Query,
        body: impl Stream<Item = Result<B, warp::Error>> + Send,
    ) -> Result<Response, Problem> {
        let Received { name, format, declared, body, held: _held } = self.receive(name, headers, query, body).await?;
        let present = self.tables.rows(&name, 0, 0).map(|(_, batch)| batch.schema().clone());
        let exists = present.is_some();
        let batch = read(body, format, present.or(declared)).await?;
        let (fields, first) = (batch.schema().fields(), export::rows(&batch, PREVIEW_ROWS));
        let preview = json!({ "fields": fields, "rows": batch.rows(), "exists": exists, "first": first });
        Ok(warp::reply::json(&preview).into_response())
    }

    /// Judges what is said about a post, takes its body, and then waits for a turn: who sends slowly holds none.
    async fn receive<B: Buf>(
        &self,
        name: &str,
        headers: &HeaderMap,
        query: &Query,
        body: impl Stream<Item = Result<B, warp::Error>> + Send,
    ) -> Result<Received<'_>, Problem> {
        known(query, &["schema", "dry_run"])?;
        let name = name_of(name)?;
        let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let format = Format::of_content_type(content_type)?;
        let encoding = encoding(headers)?;
        let declared = query.get("schema").map(|schema| ingest::declared(schema)).transpose()?;
        let deadline = Instant::now() + self.body_timeout;
        let (body, taken) = collect_within(&self.space, body, encoding, ingest::MAX_BODY_BYTES, deadline).await?;
        let Ok(Ok(turn)) = timeout(self.body_timeout, self.turns.acquire()).await else {
            return Err(Problem::new(Code::TooManyRequests, "Too many posts at once; send this one again later."));
        };
        Ok(Received { name, format, declared, body, held: (taken, turn) })
    }
}

/// A post whose body is here.
struct Received<'a> {
    name: TableName,
    format: Format,
    /// The schema that it says it has.
    declared: Option<Schema>,
    body: Bytes,
    /// Its space and its turn: held as long as the body is.
    held: (Taken, SemaphorePermit<'a>),
}

fn name_of(name: &str) -> Result<TableName, Problem> {
    name.parse().map_err(|error: crate::feed::NameError| Problem::new(Code::BadTableName, error.to_string()))
}

/// Reading takes a core for a while, so it is done on a thread of its own.
async fn read(body: Bytes, format: Format, schema: Option<Schema>) -> Result<Batch, Problem> {
    let read = tokio::task::spawn_blocking(move || ingest::read(&body, format, schema.as_ref())).await;
    read.map_err(|error| {
        tracing::error!(%error, "reading posted rows failed");
        Problem::new(Code::Internal, "The rows could not be read; the relay's log says why.")
    })?
}

fn encoding(headers: &HeaderMap) -> Result<Encoding, Problem> {
    Encoding::of(headers.get(header::CONTENT_ENCODING)).map_err(|_| {
        let detail = "Send the rows as they are, or compressed with Content-Encoding: gzip.";
        Problem::new(Code::UnsupportedMediaType, detail).in_field("Content-Encoding")
    })
}

fn or_problem(result: Result<Response, Problem>) -> Response {
    result.unwrap_or_else(Reply::into_response)
}

#[cfg(test)]
mod tests;
