//! The audit over HTTP: its lines, the newest first, a page at a time.

use gloo::net::http::Method;

use super::{ApiError, send};
use crate::json::Json;

/// What is looked for; empty is everything.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct AuditFilter {
    pub(crate) who: String,
    pub(crate) act: String,
    pub(crate) object: String,
}

/// Who did what.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct AuditLine {
    pub(crate) number: u64,
    pub(crate) at_ms: i64,
    /// Their name, or where they have none, as what they came.
    pub(crate) who: String,
    pub(crate) from: String,
    pub(crate) act: String,
    pub(crate) object: String,
    pub(crate) detail: String,
}

/// Lines that fit, and before which number to go on.
pub(crate) async fn read_audit(
    filter: &AuditFilter,
    before: Option<u64>,
) -> Result<(Vec<AuditLine>, Option<u64>), ApiError> {
    let mut path = "/api/v1/audit?limit=100".to_owned();
    for (name, value) in [("who", &filter.who), ("act", &filter.act), ("object", &filter.object)] {
        if !value.is_empty() {
            path += &["&", name, "=", &String::from(js_sys::encode_uri_component(value))].concat();
        }
    }
    if let Some(before) = before {
        path += &["&before=", &before.to_string()].concat();
    }
    let answer = send(Method::GET, &path, None).await?;
    let next = answer.headers().get("x-next").and_then(|next| next.parse().ok());
    let text = answer.text().await.map_err(|_| ApiError::Unreachable)?;
    let lines: Option<Vec<AuditLine>> = text.lines().map(|line| line_of(&Json::read(line)?)).collect();
    Ok((lines.ok_or(ApiError::Malformed)?, next))
}

fn line_of(line: &Json) -> Option<AuditLine> {
    let said = |name| line.text(name).unwrap_or_default();
    let who = Some(said("name")).filter(|name| !name.is_empty()).unwrap_or_else(|| said("who"));
    Some(AuditLine {
        number: line.number("number")? as u64,
        at_ms: line.number("at_ms")? as i64,
        who,
        from: said("from"),
        act: line.text("act")?,
        object: said("object"),
        detail: said("detail"),
    })
}
