//! The relay's HTTP API: dashboards, tables, and below them the history, its versions and drafts. Errors come out in
//! words, with the stable code of the problem. JSON is read by the browser, documents and history in their stored form.

pub(crate) mod account;
mod audit;
mod drafts;
mod export;
mod filing;
mod history;
mod rights;
mod versions;

use gloo::net::http::{Method, RequestBuilder, Response};
use protocol::codec::from_stored;
use serde::de::DeserializeOwned;
use table::{DataType, Field, Schema};

pub(crate) use self::{
    audit::{AuditFilter, AuditLine, read_audit},
    drafts::{DraftBase, discard_draft, make_draft, publish_draft, read_base, read_draft},
    export::{Calling, calling, export},
    filing::{
        NeededTable, Preview, TemplateInfo, Trash, Trashed, file_dashboard, import_dashboard, list_templates,
        list_trash, make_of_template, post_csv, preview_csv, purge_dashboard, restore_dashboard,
    },
    history::{HistoryPart, read_blame, read_document, read_history, read_moments},
    rights::{
        GrantInfo, LinkInfo, LinkWanted, Opened, change_link, give_role, list_grants, list_links, make_link,
        revoke_link, show_link, take_role,
    },
    versions::{delete_version, list_versions, name_version},
};
use crate::{
    json::Json,
    relay_address::{self, in_path},
};

/// One dashboard of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DashboardInfo {
    /// Names it in addresses.
    pub id: String,
    /// What its heading says.
    pub title: String,
    /// Its newest gesture.
    pub seq: u64,
    /// When that was, in milliseconds since the Unix epoch.
    pub updated_ms: i64,
    /// Where it is kept: names with a slash between them, empty for no folder.
    pub folder: String,
    /// Under which words it is found.
    pub tags: Vec<String>,
}

/// One table that panels can draw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableInfo {
    /// Its name.
    pub name: String,
    /// Its fields.
    pub schema: Schema,
}

/// Why the relay did not do what was asked, in words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApiError {
    /// It did not answer.
    #[error("The relay does not answer.")]
    Unreachable,
    /// It answered with a problem.
    #[error("{detail}")]
    Problem {
        /// HTTP status.
        status: u16,
        /// Stable name of the problem.
        code: String,
        /// What is wrong, in words.
        detail: String,
    },
    /// It answered with something else than was expected.
    #[error("The relay's answer was not understood.")]
    Malformed,
}

impl ApiError {
    /// Whether somebody who signs in might have had an answer.
    pub(crate) fn is_for_signing_in(&self) -> bool {
        matches!(self, Self::Problem { status: 401, .. })
    }
}

/// All dashboards.
///
/// # Errors
/// When the relay does not answer, or not with a list.
pub async fn list_dashboards() -> Result<Vec<DashboardInfo>, ApiError> {
    read(&ask(Method::GET, "/api/v1/dashboards").await?, |answer| {
        answer.list("dashboards")?.iter().map(dashboard_of).collect()
    })
}

/// Makes an empty dashboard and returns its id.
///
/// # Errors
/// When the relay does not make one.
pub async fn create_dashboard() -> Result<String, ApiError> {
    read(&ask(Method::POST, "/api/v1/dashboards").await?, |answer| answer.text("id"))
}

/// Puts a dashboard into the trash.
///
/// # Errors
/// When the relay does not delete it.
pub async fn delete_dashboard(id: &str) -> Result<(), ApiError> {
    ask(Method::DELETE, &of_dashboard(id, "")).await.map(|_| ())
}

/// All tables and their fields.
///
/// # Errors
/// When the relay does not answer, or not with a list.
pub async fn list_tables() -> Result<Vec<TableInfo>, ApiError> {
    read(&ask(Method::GET, "/api/v1/tables").await?, tables_of)
}

/// Numbers of the relay's state by their names; `None` for each that it does not say.
///
/// # Errors
/// When the relay does not answer, or whoever asks may not know.
pub(crate) async fn read_status(names: impl Iterator<Item = &'static str>) -> Result<Vec<Option<f64>>, ApiError> {
    read(&ask(Method::GET, "/api/v1/status").await?, |answer| Some(names.map(|name| answer.number(name)).collect()))
}

fn dashboard_of(answer: &Json) -> Option<DashboardInfo> {
    Some(DashboardInfo {
        id: answer.text("id")?,
        title: answer.text("title")?,
        seq: answer.number("seq")? as u64,
        updated_ms: answer.number("updatedMs")? as i64,
        folder: answer.text("folder").unwrap_or_default(),
        tags: answer.texts("tags").unwrap_or_default(),
    })
}

fn tables_of(answer: &Json) -> Option<Vec<TableInfo>> {
    let table = |table: &Json| {
        let fields = table.list("fields")?.iter().map(field_of).collect::<Option<Vec<Field>>>()?;
        Some(TableInfo { name: table.text("name")?, schema: Schema::new(fields).ok()? })
    };
    answer.list("tables")?.iter().map(table).collect()
}

fn field_of(field: &Json) -> Option<Field> {
    let data_type = match &*field.text("type")? {
        "float" => DataType::Float,
        "integer" => DataType::Integer,
        "time" => DataType::Time,
        "text" => DataType::Text,
        "flag" => DataType::Flag,
        _ => return None,
    };
    Some(Field { name: field.text("name")?, data_type })
}

/// A path below a dashboard.
fn of_dashboard(id: &str, rest: &str) -> String {
    ["/api/v1/dashboards/", &in_path(id), rest].concat()
}

/// The text of a successful answer.
async fn ask(method: Method, path: &str) -> Result<String, ApiError> {
    send(method, path, None).await?.text().await.map_err(|_| ApiError::Unreachable)
}

/// What a successful answer holds in stored form.
async fn ask_stored<T: DeserializeOwned>(path: &str) -> Result<T, ApiError> {
    stored(send(Method::GET, path, None).await?).await
}

/// What an answer holds in stored form.
async fn stored<T: DeserializeOwned>(answer: Response) -> Result<T, ApiError> {
    let bytes = answer.binary().await.map_err(|_| ApiError::Unreachable)?;
    from_stored(&bytes).map_err(|_| ApiError::Malformed)
}

/// Sends a request, with a JSON text where there is one, and takes a successful answer. The header tells the relay
/// that a page of its own asks, not a foreign form.
async fn send(method: Method, path: &str, json: Option<String>) -> Result<Response, ApiError> {
    send_as(method, path, json.map(|json| ("application/json", json))).await
}

/// The same with a text of another content type.
async fn send_as(method: Method, path: &str, body: Option<(&str, String)>) -> Result<Response, ApiError> {
    let request = request(method, path).await;
    let request = match body {
        Some((content_type, text)) => request.header("Content-Type", content_type).body(text),
        None => request.build(),
    };
    let answer = request.map_err(|_| ApiError::Malformed)?.send().await.map_err(|_| ApiError::Unreachable)?;
    if answer.ok() { Ok(answer) } else { Err(problem(answer).await) }
}

/// A request as the relay knows it to be this page's.
async fn request(method: Method, path: &str) -> RequestBuilder {
    let address = relay_address::find().await.http(path);
    let request = RequestBuilder::new(&address).method(method).header("X-Ashboard", "1");
    match relay_address::ticket() {
        Some(ticket) => request.header("Authorization", &["Ticket ", &ticket].concat()),
        None => request,
    }
}

fn read<T>(text: &str, of: impl FnOnce(&Json) -> Option<T>) -> Result<T, ApiError> {
    Json::read(text).as_ref().and_then(of).ok_or(ApiError::Malformed)
}

/// RFC 9457; every member may be absent.
async fn problem(answer: Response) -> ApiError {
    let status = answer.status();
    let body = Json::read(&answer.text().await.unwrap_or_default());
    let said = |name| body.as_ref().and_then(|body| body.text(name)).filter(|words| !words.is_empty());
    let fallback = || ["The relay answered with status ", &status.to_string(), "."].concat();
    let detail = said("detail").or_else(|| said("title")).unwrap_or_else(fallback);
    ApiError::Problem { status, code: said("code").unwrap_or_default(), detail }
}
