//! Problem: what the relay answers when it cannot do what was asked, as RFC 9457 `application/problem+json`.
//! This file owns the codes (stable, programs match on them), their status and title, and the only way from an
//! error or a warp rejection to an answer. It refuses to know the inside: no path, no query, no backtrace goes out.

use std::time::Duration;

use serde::Serialize;
use warp::{
    Reply,
    http::{HeaderValue, StatusCode, header},
    reject::{self, Rejection},
    reply::Response,
};

use crate::{limits::Kind, request};

/// After how many seconds it is worth asking again, where the relay is full or not ready.
pub const RETRY_AFTER_S: u32 = 5;

/// What went wrong, as a word that never changes its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// The request itself is wrong: path, query, header or body.
    BadRequest,
    /// Rows that do not fit; `line` and `field` say where.
    BadRows,
    /// The declared schema is none.
    BadSchema,
    /// A table cannot have this name.
    BadTableName,
    /// The document that was sent is none.
    BadDocument,
    /// Somebody who signs in might.
    SignInNeeded,
    /// Login and password, or the secret of a link, are not right.
    WrongCredentials,
    /// A login, a name or a password that nobody can have.
    BadAccount,
    /// No account, sign-in or token of that id.
    NoSuchAccount,
    /// Nobody would be left who rules the relay.
    LastOwner,
    /// The link asks for a password.
    PasswordNeeded,
    /// No folder of that id.
    NoSuchFolder,
    /// The role may not.
    NotAllowed,
    /// The page that sent the request is not one that the relay trusts.
    ForeignOrigin,
    /// A write from a browser lacks the header that other sites cannot send.
    MissingHeader,
    /// No route of that path.
    NoSuchPath,
    /// No dashboard of that id.
    NoSuchDashboard,
    /// The dashboard has not come so far.
    NoSuchSeq,
    /// The dashboard never had a node of that id.
    NoSuchNode,
    /// No table of that name.
    NoSuchTable,
    /// There is one of that id already.
    Taken,
    /// As many are there as there may be.
    TooMany,
    /// The route does not take that method.
    MethodNotAllowed,
    /// The body did not come in time.
    TooSlow,
    /// The body has no length.
    LengthRequired,
    /// The body is too large.
    TooLarge,
    /// The path and the query are too long.
    AddressTooLong,
    /// The body is of a kind that the route does not read.
    UnsupportedMediaType,
    /// The route speaks WebSocket only.
    UpgradeRequired,
    /// The tables have taken all the memory that they may.
    TablesFull,
    /// More than the relay takes at once.
    TooManyRequests,
    /// The disk did not take what had to be kept.
    StorageFailed,
    /// The disk is full: nothing is stored until it has room again.
    StorageFull,
    /// What is stored of a dashboard cannot be read as what it should be: it stays closed rather than wrong.
    Damaged,
    /// The relay starts or stops.
    NotReady,
    /// A fault of the relay.
    Internal,
}

impl Code {
    /// The status and the title, which is the same for every problem of the code.
    #[must_use]
    pub fn status_and_title(self) -> (StatusCode, &'static str) {
        match self {
            Self::BadRequest => (StatusCode::BAD_REQUEST, "The request is wrong"),
            Self::BadRows => (StatusCode::UNPROCESSABLE_ENTITY, "The rows do not fit"),
            Self::BadSchema => (StatusCode::UNPROCESSABLE_ENTITY, "The schema is wrong"),
            Self::BadTableName => (StatusCode::BAD_REQUEST, "A table cannot have this name"),
            Self::BadDocument => (StatusCode::UNPROCESSABLE_ENTITY, "The document is wrong"),
            Self::SignInNeeded => (StatusCode::UNAUTHORIZED, "Sign in first"),
            Self::WrongCredentials => (StatusCode::FORBIDDEN, "That is not right"),
            Self::BadAccount => (StatusCode::UNPROCESSABLE_ENTITY, "That cannot be taken"),
            Self::NoSuchAccount => (StatusCode::NOT_FOUND, "There is no such account"),
            Self::LastOwner => (StatusCode::CONFLICT, "This is the last owner"),
            Self::PasswordNeeded => (StatusCode::FORBIDDEN, "A password is needed"),
            Self::NoSuchFolder => (StatusCode::NOT_FOUND, "There is no such folder"),
            Self::NotAllowed => (StatusCode::FORBIDDEN, "Not allowed"),
            Self::ForeignOrigin => (StatusCode::FORBIDDEN, "The origin is not allowed"),
            Self::MissingHeader => (StatusCode::FORBIDDEN, "A header is missing"),
            Self::NoSuchPath => (StatusCode::NOT_FOUND, "There is nothing here"),
            Self::NoSuchDashboard => (StatusCode::NOT_FOUND, "There is no such dashboard"),
            Self::NoSuchSeq => (StatusCode::NOT_FOUND, "The dashboard has no such Seq"),
            Self::NoSuchNode => (StatusCode::NOT_FOUND, "The dashboard has no such node"),
            Self::NoSuchTable => (StatusCode::NOT_FOUND, "There is no such table"),
            Self::Taken => (StatusCode::CONFLICT, "There is one already"),
            Self::TooMany => (StatusCode::CONFLICT, "There are as many as there may be"),
            Self::MethodNotAllowed => (StatusCode::METHOD_NOT_ALLOWED, "The method is not allowed here"),
            Self::TooSlow => (StatusCode::REQUEST_TIMEOUT, "The body did not come in time"),
            Self::LengthRequired => (StatusCode::LENGTH_REQUIRED, "The length is missing"),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "Too large"),
            Self::AddressTooLong => (StatusCode::URI_TOO_LONG, "The address is too long"),
            Self::UnsupportedMediaType => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "The content type is not read here"),
            Self::UpgradeRequired => (StatusCode::UPGRADE_REQUIRED, "WebSocket only"),
            Self::TablesFull => (StatusCode::TOO_MANY_REQUESTS, "The tables are full"),
            Self::TooManyRequests => (StatusCode::TOO_MANY_REQUESTS, "Too many requests"),
            Self::StorageFailed => (StatusCode::SERVICE_UNAVAILABLE, "The relay cannot store now"),
            Self::StorageFull => (StatusCode::SERVICE_UNAVAILABLE, "The disk of the relay is full"),
            Self::Damaged => (StatusCode::INTERNAL_SERVER_ERROR, "The dashboard is damaged"),
            Self::NotReady => (StatusCode::SERVICE_UNAVAILABLE, "The relay is not ready"),
            Self::Internal => (StatusCode::INTERNAL_SERVER_ERROR, "The relay failed"),
        }
    }

    /// The word itself, as it stands in JSON.
    #[must_use]
    pub fn word(self) -> String {
        serde_json::to_value(self).ok().and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
    }
}

/// One answer that is an error.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: {detail}", code.word())]
pub struct Problem {
    /// Which.
    pub code: Code,
    /// What happened here, and what to do about it, in plain words.
    pub detail: String,
    /// The line of the body, from 1.
    pub line: Option<u64>,
    /// The field of the row, or the name of the header.
    pub field: Option<String>,
    /// After how many seconds it is worth asking again, where that is known.
    pub retry_after_s: Option<u64>,
}

/// The members of the JSON object.
#[derive(Serialize)]
struct Members<'a> {
    r#type: String,
    title: &'static str,
    status: u16,
    detail: &'a str,
    code: Code,
    /// The request, for whoever looks it up in the log.
    #[serde(skip_serializing_if = "Option::is_none")]
    instance: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'a str>,
}

impl Problem {
    /// A problem without a place in the body.
    #[must_use]
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into(), line: None, field: None, retry_after_s: None }
    }

    /// One more than a rate allows; it may come after that time.
    #[must_use]
    pub fn over_rate(kind: Kind, wait: Duration) -> Self {
        let retry_after_s = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
        let what = match kind {
            Kind::Edits => "changes",
            Kind::Queries => "queries of data",
            Kind::Posts => "posts of rows",
            Kind::SignIns => "attempts to sign in",
        };
        let detail = format!("You have sent more {what} than one may in this time; go on in {retry_after_s} s.");
        Self { retry_after_s: Some(retry_after_s), ..Self::new(Code::TooManyRequests, detail) }
    }

    /// The same, in that line of the body.
    #[must_use]
    pub fn at_line(self, line: u64) -> Self {
        Self { line: Some(line), ..self }
    }

    /// The same, in that field.
    #[must_use]
    pub fn in_field(self, field: impl Into<String>) -> Self {
        Self { field: Some(field.into()), ..self }
    }

    /// What warp's own filters reject, said in the relay's words; a problem that a route rejected with stays as it is.
    #[must_use]
    pub fn of_rejection(rejection: &Rejection) -> Self {
        if let Some(problem) = rejection.find::<Self>() {
            return problem.clone();
        }
        if rejection.find::<reject::PayloadTooLarge>().is_some() {
            return Self::new(Code::TooLarge, "The body is larger than this route takes.");
        }
        if rejection.find::<reject::LengthRequired>().is_some() {
            return Self::new(Code::LengthRequired, "Send a Content-Length header.");
        }
        if rejection.find::<reject::UnsupportedMediaType>().is_some() {
            return Self::new(Code::UnsupportedMediaType, "Send a Content-Type header that this route reads.");
        }
        Self::of_header(rejection).unwrap_or_else(|| Self::of_route(rejection))
    }

    fn of_header(rejection: &Rejection) -> Option<Self> {
        let (name, what) = if let Some(missing) = rejection.find::<reject::MissingHeader>() {
            (missing.name(), "is missing")
        } else {
            (rejection.find::<reject::InvalidHeader>()?.name(), "has a value that cannot be read")
        };
        Some(Self::new(Code::BadRequest, format!("The header {name} {what}.")).in_field(name))
    }

    fn of_route(rejection: &Rejection) -> Self {
        if rejection.find::<reject::InvalidQuery>().is_some() {
            return Self::new(Code::BadRequest, "The query of the address cannot be read.");
        }
        if rejection.find::<warp::filters::body::BodyDeserializeError>().is_some() {
            return Self::new(Code::BadRequest, "The body cannot be read.");
        }
        if rejection.find::<reject::MethodNotAllowed>().is_some() {
            return Self::new(Code::MethodNotAllowed, "This path exists, but it does not take this method.");
        }
        if rejection.is_not_found() {
            return Self::new(Code::NoSuchPath, "No route of the relay has this path.");
        }
        tracing::error!(?rejection, "a rejection that no rule knows");
        Self::new(Code::Internal, "Something failed that should not; the relay's log says what.")
    }
}

impl reject::Reject for Problem {}

impl Reply for Problem {
    fn into_response(self) -> Response {
        let (status, title) = self.code.status_and_title();
        let members = Members {
            r#type: format!("urn:ashboard:problem:{}", self.code.word()),
            title,
            status: status.as_u16(),
            detail: &self.detail,
            code: self.code,
            instance: request::id().map(|id| format!("urn:ashboard:request:{id}")),
            line: self.line,
            field: self.field.as_deref(),
        };
        let body = serde_json::to_vec(&members).unwrap_or_default();
        let mut response = Response::new(body.into());
        *response.status_mut() = status;
        response.extensions_mut().insert(self.code);
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE) {
            let seconds = self.retry_after_s.unwrap_or(RETRY_AFTER_S.into());
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// The last filter of the router: turns every rejection into a problem.
///
/// # Errors
/// Never.
pub async fn recover(rejection: Rejection) -> Result<Response, std::convert::Infallible> {
    Ok(Problem::of_rejection(&rejection).into_response())
}

#[cfg(test)]
mod tests {
    use warp::Filter;

    use super::*;

    const ALL: [Code; 36] = [
        Code::BadRequest,
        Code::BadRows,
        Code::BadSchema,
        Code::BadTableName,
        Code::BadDocument,
        Code::SignInNeeded,
        Code::WrongCredentials,
        Code::BadAccount,
        Code::NoSuchAccount,
        Code::LastOwner,
        Code::PasswordNeeded,
        Code::NoSuchFolder,
        Code::NotAllowed,
        Code::ForeignOrigin,
        Code::MissingHeader,
        Code::NoSuchPath,
        Code::NoSuchDashboard,
        Code::NoSuchSeq,
        Code::NoSuchNode,
        Code::NoSuchTable,
        Code::Taken,
        Code::TooMany,
        Code::MethodNotAllowed,
        Code::TooSlow,
        Code::LengthRequired,
        Code::TooLarge,
        Code::AddressTooLong,
        Code::UnsupportedMediaType,
        Code::UpgradeRequired,
        Code::TablesFull,
        Code::TooManyRequests,
        Code::StorageFailed,
        Code::StorageFull,
        Code::Damaged,
        Code::NotReady,
        Code::Internal,
    ];

    #[test]
    fn every_problem_is_json_with_its_code_and_says_when_to_come_back() {
        for code in ALL {
            let response = Problem::new(code, "x").into_response();
            let (status, title) = code.status_and_title();
            assert_eq!(response.status(), status);
            assert_eq!(response.headers()["content-type"], "application/problem+json");
            assert!(!title.is_empty() && !code.word().is_empty(), "{code:?}");
            let busy = [429, 503].contains(&status.as_u16());
            assert_eq!(response.headers().contains_key("retry-after"), busy, "{code:?}");
        }
    }

    async fn rejected(request: warp::test::RequestBuilder) -> (u16, serde_json::Value) {
        let small = warp::path("small")
            .and(warp::post())
            .and(warp::body::content_length_limit(4))
            .and(warp::body::json())
            .map(|number: u32| number.to_string());
        let header = warp::path("header").and(warp::header::<u32>("x-number")).map(|number: u32| number.to_string());
        let query = warp::path("query").and(warp::query::<Vec<(u32, u32)>>()).map(|_| String::new());
        let routes = small.or(header).or(query).recover(recover);
        let response = request.reply(&routes).await;
        assert_eq!(response.headers()["content-type"], "application/problem+json");
        (response.status().as_u16(), serde_json::from_slice(response.body()).unwrap())
    }

    #[tokio::test]
    async fn every_rejection_of_warp_becomes_a_problem() {
        let post = |kind: &'static str, body: &'static str| {
            warp::test::request().method("POST").path("/small").header("content-type", kind).body(body)
        };
        let cases = [
            (warp::test::request().path("/nowhere"), 404, "no_such_path"),
            (warp::test::request().path("/small"), 405, "method_not_allowed"),
            (post("application/json", "12345"), 413, "too_large"),
            (post("text/plain", "x"), 415, "unsupported_media_type"),
            (post("application/json", "x"), 400, "bad_request"),
            (warp::test::request().path("/header"), 400, "bad_request"),
            (warp::test::request().path("/header").header("x-number", "y"), 400, "bad_request"),
            (warp::test::request().path("/query?x=y"), 400, "bad_request"),
        ];
        for (request, status, code) in cases {
            let (got, body) = rejected(request).await;
            assert_eq!((got, body["code"].as_str()), (status, Some(code)));
            assert_eq!(body["status"], status);
            assert_eq!(body["type"], format!("urn:ashboard:problem:{code}"));
        }
    }
}
