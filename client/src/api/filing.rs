//! Filing over HTTP: folders, the trash, templates, and what somebody brings along as a file.

use gloo::net::http::Method;
use table::Field;

use super::{ApiError, ask, field_of, of_dashboard, read, send, send_as};
use crate::{
    json::{Json, quoted},
    relay_address::in_path,
};

/// A dashboard in the trash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Trashed {
    pub(crate) id: String,
    pub(crate) title: String,
    /// When it was deleted, in milliseconds since the Unix epoch.
    pub(crate) trashed_ms: i64,
    /// Whether this person may delete it for ever.
    pub(crate) is_own: bool,
}

/// The trash.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Trash {
    pub(crate) dashboards: Vec<Trashed>,
    /// After how many days something in it goes for ever.
    pub(crate) days: f64,
}

/// A dashboard that can be made onto tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TemplateInfo {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) description: String,
    pub(crate) tables: Vec<NeededTable>,
}

/// A table that a template draws.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NeededTable {
    pub(crate) name: String,
    /// Whether rows for it come along.
    pub(crate) sample: bool,
    pub(crate) fields: Vec<Field>,
}

/// What a post of rows would make.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Preview {
    pub(crate) fields: Vec<Field>,
    /// How many rows.
    pub(crate) rows: f64,
    /// Whether there is a table of that name already.
    pub(crate) exists: bool,
    /// The first rows, a text for each field.
    pub(crate) first: Vec<Vec<String>>,
}

/// Puts a dashboard into a folder.
pub(crate) async fn file_dashboard(id: &str, folder: &str) -> Result<(), ApiError> {
    let body = ["{\"folder\":", &quoted(folder), "}"].concat();
    send(Method::PUT, &of_dashboard(id, "/folder"), Some(body)).await.map(|_| ())
}

/// What is in the trash.
pub(crate) async fn list_trash() -> Result<Trash, ApiError> {
    let trashed = |answer: &Json| {
        Some(Trashed {
            id: answer.text("id")?,
            title: answer.text("title")?,
            trashed_ms: answer.number("trashedMs")? as i64,
            is_own: answer.text("role")? == "owner",
        })
    };
    read(&ask(Method::GET, "/api/v1/trash").await?, |answer| {
        let dashboards = answer.list("dashboards")?.iter().map(trashed).collect::<Option<_>>()?;
        Some(Trash { dashboards, days: answer.number("days")? })
    })
}

/// Brings a dashboard back from the trash.
pub(crate) async fn restore_dashboard(id: &str) -> Result<(), ApiError> {
    send(Method::POST, &of_dashboard(id, "/restore"), None).await.map(|_| ())
}

/// Deletes for ever what is in the trash.
pub(crate) async fn purge_dashboard(id: &str) -> Result<(), ApiError> {
    send(Method::DELETE, &of_dashboard(id, "/trash"), None).await.map(|_| ())
}

/// All templates.
pub(crate) async fn list_templates() -> Result<Vec<TemplateInfo>, ApiError> {
    let needed = |table: &Json| {
        let fields = table.list("fields")?.iter().map(field_of).collect::<Option<_>>()?;
        Some(NeededTable { name: table.text("name")?, sample: table.flag("sample"), fields })
    };
    let template = |answer: &Json| {
        Some(TemplateInfo {
            id: answer.text("id")?,
            title: answer.text("title")?,
            description: answer.text("description")?,
            tables: answer.list("tables")?.iter().map(needed).collect::<Option<_>>()?,
        })
    };
    read(&ask(Method::GET, "/api/v1/templates").await?, |answer| {
        answer.list("templates")?.iter().map(template).collect()
    })
}

/// Makes a dashboard of a template; `order` is the JSON that says onto which tables.
pub(crate) async fn make_of_template(id: &str, order: String) -> Result<String, ApiError> {
    let path = ["/api/v1/templates/", &in_path(id)].concat();
    made(send(Method::POST, &path, Some(order)).await?).await
}

/// Makes a dashboard of the text of a file: an outline, or a spec of Vega-Lite.
pub(crate) async fn import_dashboard(text: String, is_vega_lite: bool) -> Result<String, ApiError> {
    let path = if is_vega_lite { "/api/v1/dashboards?format=vega-lite" } else { "/api/v1/dashboards" };
    made(send(Method::POST, path, Some(text)).await?).await
}

/// What posting these rows as CSV would make; nothing is made.
pub(crate) async fn preview_csv(table: &str, rows: String) -> Result<Preview, ApiError> {
    let path = ["/api/v1/tables/", &in_path(table), "/rows?dry_run=true"].concat();
    let answer = send_as(Method::POST, &path, Some(("text/csv", rows))).await?;
    let text = answer.text().await.map_err(|_| ApiError::Unreachable)?;
    read(&text, |answer| {
        let fields = answer.list("fields")?.iter().map(field_of).collect::<Option<Vec<Field>>>()?;
        let row = |row: &Json| fields.iter().map(|field| row.shown(&field.name)).collect();
        let first = answer.list("first")?.iter().map(row).collect();
        Some(Preview { rows: answer.number("rows")?, exists: answer.flag("exists"), first, fields })
    })
}

/// Posts rows as CSV.
pub(crate) async fn post_csv(table: &str, rows: String) -> Result<(), ApiError> {
    let path = ["/api/v1/tables/", &in_path(table), "/rows"].concat();
    send_as(Method::POST, &path, Some(("text/csv", rows))).await.map(|_| ())
}

async fn made(answer: gloo::net::http::Response) -> Result<String, ApiError> {
    let text = answer.text().await.map_err(|_| ApiError::Unreachable)?;
    read(&text, |answer| answer.text("id"))
}
