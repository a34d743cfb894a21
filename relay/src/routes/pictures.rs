//! The routes of pictures: a panel as SVG, PNG or PDF, a whole dashboard as PDF, and its thumbnail, drawn from what the room and the
//! feed hold at this moment. Drawing takes a core for a while, so it runs on a thread of its own and in turns.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use ::table::{Retention, Table};
use bytes::Bytes;
use document::{Document, Seq};
use print::{Look, Tables as Rows, Theme};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{Instant, timeout_at},
};
use warp::{
    Filter, Rejection,
    http::{HeaderValue, header},
    reply::Response,
};

use super::{
    dashboards::{id_of, or_problem, problem},
    query::{Query, bad_query, known, number},
};
use crate::{
    dashboard::DashboardId,
    feed::{TableName, Tables},
    picture::{self, Format, MAX_SCALE, Order},
    problem::{Code, Problem},
    rooms::Rooms,
};
use drawn::{Drawn, Key};

mod drawn;
mod export;

/// Pictures that are drawn at once; more would take the cores from those who edit. Further ones wait.
const MAX_PICTURES: usize = 2;
/// How long one waits for its turn before it is told to come back.
const PATIENCE: Duration = Duration::from_secs(10);

/// What the routes share.
#[derive(Clone)]
pub(super) struct PictureRoutes {
    rooms: Rooms,
    tables: Tables,
    turns: Arc<Semaphore>,
    drawn: Arc<Mutex<Drawn>>,
}

impl PictureRoutes {
    pub(super) fn new(rooms: Rooms, tables: Tables) -> Self {
        Self { rooms, tables, turns: Arc::new(Semaphore::new(MAX_PICTURES)), drawn: Arc::default() }
    }

    /// `…/panels/{panel}.{svg,png,pdf}`, `…/dashboard.pdf` and `…/thumbnail.svg`.
    pub(super) fn all(self) -> impl Filter<Extract = (Response,), Error = Rejection> + Clone + Send + Sync + 'static {
        let export = self.clone().exports();
        let (panel, whole, thumbnail) = (self.clone(), self.clone(), self);
        let panel = warp::path!("api" / "v1" / "dashboards" / String / "panels" / String)
            .and(warp::get())
            .and(warp::query::<Query>())
            .then(move |id: String, file: String, query: Query| {
                let routes = panel.clone();
                async move { or_problem(routes.panel(&id, &file, &query).await) }
            });
        let whole = warp::path!("api" / "v1" / "dashboards" / String / "dashboard.pdf")
            .and(warp::get())
            .and(warp::query::<Query>())
            .then(move |id: String, query: Query| {
                let routes = whole.clone();
                async move { or_problem(routes.whole(&id, &query).await) }
            });
        let thumbnail = warp::path!("api" / "v1" / "dashboards" / String / "thumbnail.svg")
            .and(warp::get())
            .and(warp::query::<Query>())
            .then(move |id: String, query: Query| {
                let routes = thumbnail.clone();
                async move { or_problem(routes.thumbnail(&id, &query).await) }
            });
        panel.or(whole).unify().or(thumbnail).unify().or(export).unify()
    }

    async fn panel(&self, id: &str, file: &str, query: &Query) -> Result<Response, Problem> {
        known(query, &["at", "width", "height", "scale", "theme", "rtl"])?;
        let no_file =
            || Problem::new(Code::NoSuchPath, "A panel is there as {panel}.svg, {panel}.png and {panel}.pdf.");
        let (panel, ending) = file.rsplit_once('.').ok_or_else(no_file)?;
        let format: Format = ending.parse().map_err(|_| no_file())?;
        let no_panel = || Problem::new(Code::NoSuchNode, "The dashboard has no panel of that id.");
        let panel = panel.parse().map_err(|_| no_panel())?;
        let order = order(format, query)?;
        let (document, rows) = self.read(id_of(id)?, query).await?;
        if !document.node(panel).is_some_and(|node| node.kind().is_panel()) {
            return Err(no_panel());
        }
        self.draw(format, move || picture::of_panel(&document, panel, &rows, order)).await
    }

    async fn whole(&self, id: &str, query: &Query) -> Result<Response, Problem> {
        known(query, &["at", "rtl"])?;
        let rtl = flag(query, "rtl")?;
        let (document, rows) = self.read(id_of(id)?, query).await?;
        self.draw(Format::Pdf, move || picture::of_dashboard(&document, &rows, rtl)).await
    }

    /// `seq` only makes the address another one when the dashboard is: what is drawn is always the newest.
    async fn thumbnail(&self, id: &str, query: &Query) -> Result<Response, Problem> {
        known(query, &["seq", "theme", "rtl"])?;
        let (id, theme, rtl) = (id_of(id)?, theme(query)?, flag(query, "rtl")?);
        let seq = self.rooms.newest(id).await.map_err(problem)?;
        let key = Key { id, seq, is_dark: theme == Theme::Dark, rtl };
        let kept = self.drawn.lock().unwrap_or_else(PoisonError::into_inner).get(key, Instant::now());
        if let Some(bytes) = kept {
            return Ok(answer(Format::Svg, bytes));
        }
        let (document, rows) = self.read(id, &Query::new()).await?;
        let bytes = self.bytes(move || picture::thumbnail(&document, &rows, theme, rtl)).await?;
        self.drawn.lock().unwrap_or_else(PoisonError::into_inner).put(key, bytes.clone(), Instant::now());
        Ok(answer(Format::Svg, bytes))
    }

    /// The document and the rows that its panels draw, as they are now.
    async fn read(&self, id: DashboardId, query: &Query) -> Result<(Document, Rows), Problem> {
        let at = number(query, "at")?.map(Seq);
        let (outline, _) = self.rooms.outline(id, at).await.map_err(problem)?;
        let document = outline.document().map_err(|refusal| Problem::new(Code::BadDocument, refusal.to_string()))?;
        let rows = picture::tables_of(&document).into_iter().filter_map(|name| Some((name.clone(), self.rows(&name)?)));
        let rows = rows.collect();
        Ok((document, rows))
    }

    fn rows(&self, name: &str) -> Option<Table> {
        let (_, batch) = self.tables.rows(&name.parse::<TableName>().ok()?, 0, usize::MAX)?;
        let mut table = Table::new(batch.schema().clone(), Retention { max_rows: usize::MAX, max_age_ms: None });
        table.append(&batch).ok()?;
        Some(table)
    }

    async fn draw(
        &self,
        format: Format,
        draw: impl FnOnce() -> Result<Vec<u8>, print::PrintError> + Send + 'static,
    ) -> Result<Response, Problem> {
        Ok(answer(format, self.bytes(draw).await?))
    }

    /// A turn to draw, which lasts until it is dropped.
    async fn turn(&self) -> Result<OwnedSemaphorePermit, Problem> {
        let turn = timeout_at(Instant::now() + PATIENCE, Arc::clone(&self.turns).acquire_owned()).await;
        let too_many = "Too many pictures are drawn at once; ask again later.";
        turn.ok().and_then(Result::ok).ok_or_else(|| Problem::new(Code::TooManyRequests, too_many))
    }

    async fn bytes(
        &self,
        draw: impl FnOnce() -> Result<Vec<u8>, print::PrintError> + Send + 'static,
    ) -> Result<Bytes, Problem> {
        let turn = self.turn().await?;
        let drawn = tokio::task::spawn_blocking(move || {
            let drawn = draw();
            drop(turn);
            drawn
        });
        let failed = |words: String| {
            tracing::error!(words, "a picture was not drawn");
            Problem::new(Code::Internal, "The picture could not be drawn; the relay's log says why.")
        };
        let bytes = drawn.await.map_err(|error| failed(error.to_string()))?;
        bytes.map(Bytes::from).map_err(|error| failed(error.to_string()))
    }
}

fn answer(format: Format, bytes: Bytes) -> Response {
    let mut response = Response::new(bytes.into());
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(format.media_type()));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

fn order(format: Format, query: &Query) -> Result<Order, Problem> {
    let Order { look, .. } = Order::default();
    let side = |name, default| {
        let px = number(query, name)?.unwrap_or(default);
        let allowed = format!("1 to {} pixels", print::MAX_SIDE_PX);
        u32::try_from(px)
            .ok()
            .filter(|px| (1..=print::MAX_SIDE_PX).contains(px))
            .ok_or_else(|| bad_query(name, &allowed))
    };
    let look = Look {
        width_px: side("width", look.width_px.into())?,
        height_px: side("height", look.height_px.into())?,
        theme: theme(query)?,
        rtl: flag(query, "rtl")?,
    };
    let scale = query.get("scale").map_or(Ok(1.0), |scale| scale.parse());
    let scale = scale.ok().filter(|scale: &f32| (0.1..=MAX_SCALE).contains(scale));
    Ok(Order { format, look, scale: scale.ok_or_else(|| bad_query("scale", "0.1 to 4"))? })
}

fn theme(query: &Query) -> Result<Theme, Problem> {
    match query.get("theme").map(String::as_str) {
        None | Some("light") => Ok(Theme::Light),
        Some("dark") => Ok(Theme::Dark),
        Some(_) => Err(bad_query("theme", "light or dark")),
    }
}

fn flag(query: &Query, name: &str) -> Result<bool, Problem> {
    match query.get(name).map(String::as_str) {
        None | Some("false") => Ok(false),
        Some("true") => Ok(true),
        Some(_) => Err(bad_query(name, "true or false")),
    }
}
