//! A problem: what went wrong, told to a program by `code` and to a person by `detail` (RFC 9457).

use warp::http::{HeaderValue, StatusCode, header};
use warp::reply::Response;

/// An answer of the type `application/problem+json`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The status of the answer.
    pub status: StatusCode,
    /// Stable, `snake_case`, for programs.
    pub code: &'static str,
    /// The kind of problem in a few words.
    pub title: &'static str,
    /// What went wrong this time, and what helps.
    pub detail: String,
}

impl Problem {
    /// A problem of this kind.
    #[must_use]
    pub fn new(status: StatusCode, code: &'static str, title: &'static str, detail: impl Into<String>) -> Self {
        Self { status, code, title, detail: detail.into() }
    }

    /// The answer.
    #[must_use]
    pub fn into_response(self) -> Response {
        let body = serde_json::json!({
            "type": format!("urn:ashboard:problem:{}", self.code),
            "title": self.title,
            "status": self.status.as_u16(),
            "detail": self.detail,
            "code": self.code,
        });
        let mut response = Response::new(body.to_string().into());
        *response.status_mut() = self.status;
        let json = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, json);
        if matches!(self.status, StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS) {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        response
    }
}

impl warp::reject::Reject for Problem {}
