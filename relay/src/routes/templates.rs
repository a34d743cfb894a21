//! The routes of the templates: the list, a picture of each with its own rows, and making a dashboard of one.

use std::{collections::BTreeMap, time::Duration};

use ::table::{Batch, Retention, Table};
use bytes::Buf;
use futures_util::Stream;
use print::Theme;
use serde::Deserialize;
use serde_json::json;
use tokio::time::Instant;
use warp::{
    Filter, Rejection, Reply,
    http::{HeaderValue, StatusCode, header},
    reply::Response,
};

use super::{
    acts,
    answer::json_answer,
    body::collect,
    dashboards::{author, or_problem},
    gate::Gate,
    query::{Query, bad_query, known},
};
use crate::{
    audit::Act,
    authority::{Asker, Object},
    dashboard::DashboardId,
    feed::{TableName, Tables},
    folder::{FolderPath, NoFolder},
    picture,
    problem::{Code, Problem},
    rooms::Rooms,
    templates::{self, Mapping, SampleError, Template},
};

/// The largest body that says which tables are meant, in bytes; a larger one is refused with 413.
const MAX_ORDER_BYTES: u64 = 64 * 1024;

/// What a dashboard is made of a template onto.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Order {
    #[serde(default)]
    tables: Mapping,
    #[serde(default)]
    folder: String,
}

/// What the routes share.
#[derive(Clone)]
struct TemplateRoutes {
    tables: Tables,
    gate: Gate,
    body_timeout: Duration,
}

/// `/api/v1/templates` and what is below it.
pub(super) fn all(
    tables: Tables,
    gate: &Gate,
    body_timeout: Duration,
) -> impl Filter<Extract = (Response,), Error = Rejection> + Clone + Send + Sync + use<> {
    let routes = TemplateRoutes { tables, gate: gate.clone(), body_timeout };
    let for_pictures = routes.clone();
    let list = warp::path!("api" / "v1" / "templates")
        .and(warp::get())
        .map(|| json_answer(&json!({ "templates": templates::all() })));
    let picture = warp::path!("api" / "v1" / "templates" / String)
        .and(warp::get())
        .and(gate.asker())
        .and(warp::query::<Query>())
        .then(move |file: String, asker, query: Query| {
            let routes = for_pictures.clone();
            async move { or_problem(routes.picture(asker, &file, &query).await) }
        });
    let make = warp::path!("api" / "v1" / "templates" / String)
        .and(warp::post())
        .and(gate.asker())
        .and(warp::body::stream())
        .then(move |id: String, asker, body| {
            let routes = routes.clone();
            async move { or_problem(routes.make(&asker, &id, body).await) }
        });
    list.or(picture).unify().or(make).unify()
}

fn find(id: &str) -> Result<&'static Template, Problem> {
    templates::find(id)
        .ok_or_else(|| Problem::new(Code::NoSuchPath, "GET /api/v1/templates lists those that there are."))
}

impl TemplateRoutes {
    /// The dashboard with the rows that come with it, or with those of the machine where whoever asks may see them.
    async fn picture(&self, asker: Asker, file: &str, query: &Query) -> Result<Response, Problem> {
        known(query, &["theme", "rtl"])?;
        let theme = match query.get("theme").map(String::as_str) {
            None | Some("light") => Theme::Light,
            Some("dark") => Theme::Dark,
            Some(_) => return Err(bad_query("theme", "light or dark")),
        };
        let rtl = query.get("rtl").is_some_and(|rtl| rtl == "true");
        let no_file = || Problem::new(Code::NoSuchPath, "A template is there as {id}.svg.");
        let template = find(file.strip_suffix(".svg").ok_or_else(no_file)?)?;
        let routes = self.clone();
        let drawn = tokio::task::spawn_blocking(move || routes.draw(&asker, template, theme, rtl)).await;
        let bytes = drawn.map_err(|error| failed(&error.to_string()))??;
        let mut response = bytes.into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("image/svg+xml"));
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=3600"));
        Ok(response)
    }

    fn draw(&self, asker: &Asker, template: &Template, theme: Theme, rtl: bool) -> Result<Vec<u8>, Problem> {
        let document = template.dashboard.document().map_err(|refusal| failed(&refusal.to_string()))?;
        let mut rows: BTreeMap<String, Table> = BTreeMap::new();
        for (name, batch) in template.samples()? {
            rows.extend(table_of(&batch).map(|table| (name.to_owned(), table)));
        }
        let may_see =
            |name: &str| self.gate.authority().judge(|laws| asker.role_on(laws, Object::Table(name)).is_some());
        for needed in template.tables.iter().filter(|needed| !needed.sample && may_see(&needed.name)) {
            let live = needed.name.parse::<TableName>().ok().and_then(|name| self.tables.rows(&name, 0, usize::MAX));
            rows.extend(live.and_then(|(_, batch)| Some((needed.name.clone(), table_of(&batch)?))));
        }
        picture::thumbnail(&document, &rows, theme, rtl).map_err(|error| failed(&error.to_string()))
    }

    async fn make<B: Buf>(
        &self,
        asker: &Asker,
        id: &str,
        body: impl Stream<Item = Result<B, warp::Error>> + Send,
    ) -> Result<Response, Problem> {
        let template = find(id)?;
        let body = collect(body, MAX_ORDER_BYTES, Instant::now() + self.body_timeout).await?;
        let wrong = |words: String| Problem::new(Code::BadRequest, words);
        let Order { tables: mapping, folder } = match body.is_empty() {
            true => Order::default(),
            false => serde_json::from_slice(&body).map_err(|error| {
                wrong(format!(
                    "Send {{\"tables\": {{\"NEEDED\": {{\"table\": \"YOURS\", \"fields\": {{}}}}}}}}: {error}."
                ))
            })?,
        };
        let folder: FolderPath = folder.parse().map_err(|error: NoFolder| wrong(format!("{error}.")))?;
        let outline = template.onto(&mapping).map_err(|error| wrong(format!("{error}.")))?;
        template.put_samples(&self.tables, &mapping).await.map_err(|error| match error {
            SampleError::Post(error) => error.into(),
            SampleError::Rows(error) => error,
            SampleError::Name(error) => failed(&error.to_string()),
        })?;
        let dashboard = DashboardId::fresh();
        let write = Rooms::creation(dashboard, &outline, author(asker))
            .map_err(|refusal| Problem::new(Code::BadDocument, refusal.to_string()))?;
        let directory = self.gate.authority().directory();
        acts::make(directory, asker, Act::DashboardMade, dashboard, write).await?;
        if folder != FolderPath::default() {
            acts::file(self.gate.authority(), asker, dashboard, &folder).await?;
        }
        let mut response = json_answer(&json!({ "id": dashboard }));
        *response.status_mut() = StatusCode::CREATED;
        Ok(response)
    }
}

fn table_of(batch: &Batch) -> Option<Table> {
    let mut table = Table::new(batch.schema().clone(), Retention { max_rows: usize::MAX, max_age_ms: None });
    table.append(batch).ok()?;
    Some(table)
}

fn failed(words: &str) -> Problem {
    tracing::error!(words, "a template failed");
    Problem::new(Code::Internal, "The template could not be used; the relay's log says why.")
}
