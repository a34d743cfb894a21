//! The relay's HTTP API: dashboards and tables. Errors come out in words, with the stable code of the problem.

use document::Difference;
use gloo::net::http::{Method, RequestBuilder, Response};
use serde::{Deserialize, de::DeserializeOwned};
use table::Schema;

use crate::relay_address::{self, in_path};

/// One dashboard of the list.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DashboardInfo {
    /// Names it in addresses.
    pub id: String,
    /// What its heading says.
    pub title: String,
    /// Its newest gesture.
    pub seq: u64,
    /// When that was, in milliseconds since the Unix epoch.
    pub updated_ms: i64,
}

/// One table that panels can draw.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct TableInfo {
    /// Its name.
    pub name: String,
    /// Its fields.
    #[serde(rename = "fields")]
    pub schema: Schema,
}

/// A part of a dashboard's history.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct HistoryPage {
    /// The newest gesture of the dashboard, which need not be part of this.
    pub seq: u64,
    /// Oldest first.
    pub gestures: Vec<GestureInfo>,
}

/// One gesture of the history.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GestureInfo {
    /// Its place.
    pub seq: u64,
    /// The name of its author at that time.
    pub author: String,
    /// When it was, in milliseconds since the Unix epoch.
    pub at_ms: i64,
    /// What it changed.
    pub differences: Vec<Difference>,
}

/// Which part of a history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HistoryPart {
    /// The newest gestures.
    Newest,
    /// The last ones before this `Seq`.
    Before(u64),
    /// The first ones after this `Seq`.
    After(u64),
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

#[derive(Deserialize)]
struct Dashboards {
    dashboards: Vec<DashboardInfo>,
}

#[derive(Deserialize)]
struct Created {
    id: String,
}

#[derive(Deserialize)]
struct Tables {
    tables: Vec<TableInfo>,
}

/// RFC 9457; every member may be absent.
#[derive(Default, Deserialize)]
#[serde(default)]
struct ProblemBody {
    title: String,
    detail: String,
    code: String,
}

/// All dashboards.
///
/// # Errors
/// When the relay does not answer, or not with a list.
pub async fn list_dashboards() -> Result<Vec<DashboardInfo>, ApiError> {
    read::<Dashboards>(&ask(Method::GET, "/api/v1/dashboards").await?).map(|answer| answer.dashboards)
}

/// Makes an empty dashboard and returns its id.
///
/// # Errors
/// When the relay does not make one.
pub async fn create_dashboard() -> Result<String, ApiError> {
    read::<Created>(&ask(Method::POST, "/api/v1/dashboards").await?).map(|answer| answer.id)
}

/// Deletes a dashboard.
///
/// # Errors
/// When the relay does not delete it.
pub async fn delete_dashboard(id: &str) -> Result<(), ApiError> {
    ask(Method::DELETE, &["/api/v1/dashboards/", &in_path(id)].concat()).await.map(|_| ())
}

/// All tables and their fields.
///
/// # Errors
/// When the relay does not answer, or not with a list.
pub async fn list_tables() -> Result<Vec<TableInfo>, ApiError> {
    read::<Tables>(&ask(Method::GET, "/api/v1/tables").await?).map(|answer| answer.tables)
}

/// A part of the history of a dashboard, 50 gestures at most.
///
/// # Errors
/// When the relay does not answer, or not with a history.
pub async fn read_history(id: &str, part: HistoryPart) -> Result<HistoryPage, ApiError> {
    let query = match part {
        HistoryPart::Newest => String::new(),
        HistoryPart::Before(seq) => format!("&before={seq}"),
        HistoryPart::After(seq) => format!("&after={seq}"),
    };
    read(&ask(Method::GET, &["/api/v1/dashboards/", &in_path(id), "/ops?limit=50", &query].concat()).await?)
}

/// The body of a successful answer. The header tells the relay that a page of its own asks, not a foreign form.
async fn ask(method: Method, path: &str) -> Result<String, ApiError> {
    let address = relay_address::find().await.http(path);
    let request = RequestBuilder::new(&address).method(method).header("X-Ashboard", "1");
    let answer = request.send().await.map_err(|_| ApiError::Unreachable)?;
    let text = answer.text().await.map_err(|_| ApiError::Unreachable)?;
    if answer.ok() { Ok(text) } else { Err(problem(&answer, &text)) }
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, ApiError> {
    serde_json::from_str(text).map_err(|_| ApiError::Malformed)
}

fn problem(answer: &Response, text: &str) -> ApiError {
    let body: ProblemBody = serde_json::from_str(text).unwrap_or_default();
    let fallback = || ["The relay answered with status ", &answer.status().to_string(), "."].concat();
    let detail = [body.detail, body.title].into_iter().find(|words| !words.is_empty()).unwrap_or_else(fallback);
    ApiError::Problem { status: answer.status(), code: body.code, detail }
}

#[cfg(test)]
mod tests {
    use table::{DataType, Field};

    use super::*;

    #[test]
    fn answers_are_read_and_unknown_members_ignored() {
        let text = r#"{"tables":[{"name":"t","fields":[{"name":"a","type":"float"}],"rows":1,"firstRow":0}]}"#;
        let tables = read::<Tables>(text).map(|answer| answer.tables);
        let fields = vec![Field { name: "a".into(), data_type: DataType::Float }];
        assert_eq!(tables, Ok(vec![TableInfo { name: "t".into(), schema: Schema::new(fields).unwrap() }]));
        assert!(matches!(read::<Dashboards>("<html>"), Err(ApiError::Malformed)));
    }
}
