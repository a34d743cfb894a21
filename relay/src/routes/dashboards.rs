//! The routes of the dashboards: the list, making, reading, deleting, and the WebSocket of one.
//! They turn requests into calls of the rooms and their answers into JSON; who may do what the gate has judged.

use std::{sync::Arc, time::Duration};

use bytes::{Buf, Bytes};
use document::{Outline, Seq};
use futures_util::Stream;
use serde::Serialize;
use serde_json::json;
use tokio::{
    sync::Semaphore,
    time::{Instant, timeout_at},
};
use warp::{
    Filter, Rejection, Reply,
    http::{HeaderValue, StatusCode, header},
    reply::Response,
};

use super::{
    acts,
    body::collect,
    drafts, filing,
    gate::Gate,
    history,
    query::{Query, bad_query, known, number},
    versions,
};
use crate::{
    accept::Peer,
    audit::Act,
    authority::{Asker, Denied, Object},
    close::Close,
    dashboard::DashboardId,
    folder::FolderPath,
    limits::Key,
    log::{Base, DashboardRow, LogError},
    problem::{Code, Problem},
    rooms::Rooms,
    session::{Host, Seat},
    socket::{self, Upgrade},
    spec,
};

/// The largest outline that is read, in bytes: what the largest document has as JSON with room to spare, so that every
/// export can be imported. A larger one is refused with 413.
const MAX_OUTLINE_BYTES: u64 = 16 * 1024 * 1024;
/// Outlines that are read at once: each may hold its body. Further ones wait, at most as long as a body may take, and are
/// then told to come back.
const MAX_OUTLINES: usize = 4;
/// Who the history says has made a dashboard over HTTP.
pub(super) const AUTHOR: &str = "HTTP API";

/// What the routes share.
#[derive(Clone)]
pub struct DashboardRoutes {
    host: Host,
    gate: Gate,
    turns: Arc<Semaphore>,
    body_timeout: Duration,
}

impl DashboardRoutes {
    /// Routes to these rooms behind this gate; a body that takes longer than `body_timeout` is given up.
    #[must_use]
    pub fn new(host: Host, gate: Gate, body_timeout: Duration) -> Self {
        Self { host, gate, turns: Arc::new(Semaphore::new(MAX_OUTLINES)), body_timeout }
    }

    /// The rooms that it asks.
    pub(super) fn rooms(&self) -> Rooms {
        self.host.rooms.clone()
    }

    /// `/api/v1/dashboards` and what is below it.
    pub fn all(&self) -> impl Filter<Extract = (Response,), Error = Rejection> + Clone + Send + Sync + 'static {
        let rooms = || self.host.rooms.clone();
        let past = history::all(rooms()).or(versions::all(rooms(), self.body_timeout)).unify();
        let drafts = drafts::all(rooms(), &self.gate);
        let filing = filing::all(rooms(), &self.gate, self.body_timeout);
        let own = self.collection().or(self.item()).unify().or(self.socket()).unify();
        own.or(past).unify().or(drafts).unify().or(filing).unify()
    }

    fn collection(&self) -> impl Filter<Extract = (Response,), Error = Rejection> + Clone + Send + Sync + 'static {
        let (list, create) = (self.clone(), self.clone());
        let list =
            warp::path!("api" / "v1" / "dashboards").and(warp::get()).and(self.gate.asker()).then(move |asker| {
                let routes = list.clone();
                async move { or_problem(routes.list(&asker).await) }
            });
        let create = warp::path!("api" / "v1" / "dashboards")
            .and(warp::post())
            .and(self.gate.asker())
            .and(warp::query::<Query>())
            .and(warp::body::stream())
            .then(move |asker, query: Query, body| {
                let routes = create.clone();
                async move { or_problem(routes.create(&asker, &query, body).await) }
            });
        list.or(create).unify()
    }

    fn item(&self) -> impl Filter<Extract = (Response,), Error = Rejection> + Clone + Send + Sync + 'static {
        let (read, delete) = (self.clone(), self.clone());
        let read = warp::path!("api" / "v1" / "dashboards" / String).and(warp::get()).and(warp::query::<Query>()).then(
            move |id: String, query: Query| {
                let routes = read.clone();
                async move { or_problem(routes.read(&id, &query).await) }
            },
        );
        let delete = warp::path!("api" / "v1" / "dashboards" / String).and(warp::delete()).and(self.gate.asker()).then(
            move |id: String, asker| {
                let routes = delete.clone();
                async move { or_problem(routes.delete(&id, &asker).await) }
            },
        );
        read.or(delete).unify()
    }

    fn socket(&self) -> impl Filter<Extract = (Response,), Error = Rejection> + Clone + Send + Sync + 'static {
        let routes = self.clone();
        warp::path!("api" / "v1" / "dashboards" / String / "ws")
            .and(warp::get())
            .and(self.gate.asker())
            .and(socket::upgrade())
            .and(warp::ext::get::<Peer>())
            .map(move |id: String, asker, upgrade, peer| routes.open(&id, asker, upgrade, peer))
    }

    async fn list(&self, asker: &Asker) -> Result<Response, Problem> {
        let mut rows = self.host.rooms.list().await.map_err(problem)?;
        let dashboards = self.gate.authority().judge(|laws| {
            rows.retain(|row| asker.role_on(laws, Object::Dashboard(row.id)).is_some());
            let listed = |row: DashboardRow| listed(&row, &FolderPath::of(laws.entries, row.id));
            rows.into_iter().map(listed).collect::<Vec<_>>()
        });
        Ok(warp::reply::json(&json!({ "dashboards": dashboards })).into_response())
    }

    async fn create<B: Buf>(
        &self,
        asker: &Asker,
        query: &Query,
        body: impl Stream<Item = Result<B, warp::Error>> + Send,
    ) -> Result<Response, Problem> {
        known(query, &["id", "format"])?;
        let is_vega_lite = match query.get("format").map(String::as_str) {
            None | Some("outline") => false,
            Some("vega-lite") => true,
            Some(_) => return Err(bad_query("format", "one of outline, vega-lite")),
        };
        let id =
            query.get("id").map(|id| id.parse().map_err(|_| bad_query("id", "a UUID in lower case, with hyphens")));
        let id = id.transpose()?.unwrap_or_else(DashboardId::fresh);
        let deadline = Instant::now() + self.body_timeout;
        let Ok(Ok(_turn)) = timeout_at(deadline, self.turns.acquire()).await else {
            return Err(Problem::new(
                Code::TooManyRequests,
                "Too many dashboards are made at once; send this one later.",
            ));
        };
        let body = collect(body, MAX_OUTLINE_BYTES, deadline).await?;
        let (author, is_new) = (author(asker), body.is_empty());
        let (outline, dropped) = match is_new {
            true => (Outline::default(), Vec::new()),
            false if is_vega_lite => spec::outline(&body)
                .map_err(|words| Problem::new(Code::BadDocument, format!("The spec cannot be read: {words}.")))?,
            false => (outline_of(&body)?, Vec::new()),
        };
        let (write, act) = match (is_new, is_vega_lite) {
            (true, _) => (Rooms::creation(id, &outline, author), Act::DashboardMade),
            (false, true) => (Rooms::creation(id, &outline, author), Act::Imported),
            (false, false) => (Rooms::importation(id, &outline, author), Act::Imported),
        };
        let write = write.map_err(|refusal| Problem::new(Code::BadDocument, refusal.to_string()))?;
        acts::make(self.gate.authority().directory(), asker, act, id, write).await?;
        let answer = if is_vega_lite { json!({ "id": id, "dropped": dropped }) } else { json!({ "id": id }) };
        let mut response = warp::reply::json(&answer).into_response();
        *response.status_mut() = StatusCode::CREATED;
        if let Ok(place) = HeaderValue::from_str(&format!("/api/v1/dashboards/{id}")) {
            response.headers_mut().insert(header::LOCATION, place);
        }
        Ok(response)
    }

    async fn read(&self, id: &str, query: &Query) -> Result<Response, Problem> {
        known(query, &["at"])?;
        let id = id_of(id)?;
        let (outline, seq) = self.host.rooms.outline(id, number(query, "at")?.map(Seq)).await.map_err(problem)?;
        let base = self.host.rooms.base(id).await.map_err(problem)?;
        let mut response = warp::reply::json(&Read { outline, draft_of: base.map(DraftOf::from) }).into_response();
        if let Ok(tag) = HeaderValue::from_str(&format!("\"{seq}\"")) {
            response.headers_mut().insert(header::ETAG, tag);
        }
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        Ok(response)
    }

    async fn delete(&self, id: &str, asker: &Asker) -> Result<Response, Problem> {
        let id = id_of(id)?;
        let (ending, is_draft) = self.host.rooms.with_drafts(id).await.map_err(problem)?;
        acts::trash(self.gate.authority().directory(), asker, id, is_draft).await?;
        self.host.rooms.end_all(ending).await;
        Ok(StatusCode::NO_CONTENT.into_response())
    }

    /// Answers at once; the session runs in a task of its own, which a panic ends alone.
    fn open(&self, id: &str, asker: Asker, upgrade: Upgrade, peer: Peer) -> Response {
        let (response, socket) = upgrade.accept();
        let (host, gate, id) = (self.host.clone(), self.gate.clone(), id.parse::<DashboardId>());
        let key = Key::of_visitor(&asker.visitor, peer.address.ip());
        tokio::spawn(async move {
            let Ok(socket) = socket.await else { return };
            match id {
                Err(_) => socket.close(Close::NoSuchDashboard).await,
                Ok(dashboard) => match gate.admit(asker, dashboard).await {
                    Err(Denied::Hidden) => socket.close(Close::NoSuchDashboard).await,
                    Err(Denied::SignIn | Denied::Role) => socket.close(Close::NotAllowed).await,
                    Ok(door) => host.serve(socket, Seat { dashboard, key }, door, peer.stopping()).await,
                },
            }
            // Counted as a connection until here.
            drop(peer);
        });
        response
    }
}

/// An outline, and of a draft where it began.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Read {
    #[serde(flatten)]
    outline: Outline,
    #[serde(skip_serializing_if = "Option::is_none")]
    draft_of: Option<DraftOf>,
}

#[derive(Serialize)]
struct DraftOf {
    id: DashboardId,
    seq: Seq,
}

impl From<Base> for DraftOf {
    fn from(base: Base) -> Self {
        Self { id: base.dashboard, seq: base.seq }
    }
}

/// Who the history says has made it.
pub(super) fn author(asker: &Asker) -> &str {
    if asker.visitor.name.is_empty() { AUTHOR } else { &asker.visitor.name }
}

fn listed(row: &DashboardRow, folder: &FolderPath) -> serde_json::Value {
    let DashboardRow { id, title, tags, seq: Seq(seq), updated_ms, trashed_ms: _ } = row;
    json!({ "id": id, "title": title, "tags": tags, "seq": seq, "updatedMs": updated_ms, "folder": folder.to_text() })
}

fn outline_of(body: &Bytes) -> Result<Outline, Problem> {
    serde_json::from_slice(body).map_err(|error| {
        let line = error.line() as u64;
        Problem::new(Code::BadDocument, format!("The outline cannot be read: {error}.")).at_line(line)
    })
}

pub(super) fn id_of(text: &str) -> Result<DashboardId, Problem> {
    text.parse().map_err(|_| problem(LogError::NoSuchDashboard))
}

pub(super) fn problem(error: LogError) -> Problem {
    match error {
        LogError::NoSuchDashboard => {
            Problem::new(Code::NoSuchDashboard, "GET /api/v1/dashboards lists those that there are.")
        }
        LogError::NoSuchSeq => {
            Problem::new(Code::NoSuchSeq, "The ETag of GET /api/v1/dashboards/{id} has the newest Seq.")
        }
        LogError::Compacted { .. } => Problem::new(Code::NoSuchSeq, format!("What came before is gone: {error}.")),
        LogError::TooMany => Problem::new(Code::TooMany, "Delete some that nobody needs any more."),
        LogError::Taken => Problem::new(Code::Taken, "Choose another id, or none."),
        LogError::Full => Problem::new(Code::StorageFull, "Nothing was changed; try again when the disk has room."),
        LogError::Damaged(_) => {
            tracing::error!(%error, "a dashboard cannot be read");
            Problem::new(Code::Damaged, "What is stored of it is damaged; `ashboard verify` says what still opens.")
        }
        error => {
            tracing::error!(%error, "a request failed at the log");
            Problem::new(Code::StorageFailed, "Nothing was changed; try again later. The relay's log says why.")
        }
    }
}

pub(super) fn or_problem(result: Result<Response, Problem>) -> Response {
    result.unwrap_or_else(Reply::into_response)
}
