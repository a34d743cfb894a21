//! The doors: what a request may look like at all, before anybody asks who sends it, and how many of them one person or
//! address may send, after that is known. A request that two programs could read in two ways is refused.

use tokio::time::Instant;
use warp::{
    Filter, Rejection,
    filters::path::FullPath,
    http::{HeaderMap, HeaderName, Method, header},
};

use super::gate::Gate;
use crate::{
    accept::Peer,
    inflate::Encoding,
    limits::{Key, Kind, Limits},
    metrics::Metrics,
    problem::{Code, Problem},
};

/// The longest path and query, in bytes; a longer one is answered by 414. A declared schema of 64 fields fits.
const MAX_ADDRESS_BYTES: usize = 8 * 1024;
/// Most names in a query; no route knows half as many.
const MAX_PARAMETERS: usize = 32;
/// The largest body that any route takes, in bytes; one that says that it is larger is not read at all.
const MAX_BODY_BYTES: u64 = 16 * 1024 * 1024;
/// Headers of which two would be two meanings.
const SINGLE: [HeaderName; 6] = [
    header::HOST,
    header::ORIGIN,
    header::AUTHORIZATION,
    header::CONTENT_TYPE,
    header::CONTENT_ENCODING,
    header::CONTENT_LENGTH,
];

/// Judges the look of requests.
pub fn shape() -> impl Filter<Extract = (), Error = Rejection> + Clone + Send + Sync + 'static {
    let query = warp::query::raw().or_else(|_| async { Ok::<_, Rejection>((String::new(),)) });
    warp::path::full()
        .and(query)
        .and(warp::header::headers_cloned())
        .and_then(|path: FullPath, query: String, headers: HeaderMap| {
            std::future::ready(judge(path.as_str(), &query, &headers).map_err(warp::reject::custom))
        })
        .untuple_one()
}

fn judge(path: &str, query: &str, headers: &HeaderMap) -> Result<(), Problem> {
    if path.len() + query.len() > MAX_ADDRESS_BYTES {
        let detail = format!("The address has at most {MAX_ADDRESS_BYTES} bytes; send less in its query.");
        return Err(Problem::new(Code::AddressTooLong, detail));
    }
    if query.split('&').count() > MAX_PARAMETERS {
        let detail = format!("The query has at most {MAX_PARAMETERS} names.");
        return Err(Problem::new(Code::BadRequest, detail));
    }
    if let Some(twice) = SINGLE.iter().find(|name| headers.get_all(*name).iter().nth(1).is_some()) {
        return Err(
            Problem::new(Code::BadRequest, format!("The header {twice} stands there twice.")).in_field(twice.as_str())
        );
    }
    if !path.ends_with("/rows") && Encoding::of(headers.get(header::CONTENT_ENCODING)) != Ok(Encoding::Plain) {
        let detail = "This route reads no compressed body; only posts of rows may be compressed.";
        return Err(Problem::new(Code::UnsupportedMediaType, detail).in_field("Content-Encoding"));
    }
    let length = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if length.is_some_and(|length| length > MAX_BODY_BYTES) {
        return Err(Problem::new(Code::TooLarge, format!("No route takes more than {MAX_BODY_BYTES} bytes.")));
    }
    if headers.contains_key(header::TRANSFER_ENCODING) && headers.contains_key(header::CONTENT_LENGTH) {
        return Err(Problem::new(Code::BadRequest, "The body has a length or is sent in chunks, not both."));
    }
    Ok(())
}

/// Counts requests, and refuses those that are too many.
pub fn rates(
    limits: Limits,
    metrics: Metrics,
    gate: Gate,
) -> impl Filter<Extract = (), Error = Rejection> + Clone + Send + Sync + 'static {
    warp::method()
        .and(warp::path::full())
        .and(warp::header::headers_cloned())
        .and(warp::ext::optional::<Peer>())
        .and_then(move |method: Method, path: FullPath, headers: HeaderMap, peer: Option<Peer>| {
            let address = peer.map(|peer| peer.address.ip());
            let admitted = address
                .map_or(Ok(()), |address| count(&limits, &method, path.as_str(), || gate.key(&headers, address)));
            if admitted.is_err() {
                metrics.limited.inc();
            }
            std::future::ready(admitted.map_err(warp::reject::custom))
        })
        .untuple_one()
}

fn count(limits: &Limits, method: &Method, path: &str, key: impl FnOnce() -> Key) -> Result<(), Problem> {
    let Some(kind) = kind(method, path) else { return Ok(()) };
    limits.admit(kind, key(), Instant::now()).map_err(|wait| Problem::over_rate(kind, wait))
}

/// What a request counts as.
fn kind(method: &Method, path: &str) -> Option<Kind> {
    let parts: Vec<_> = path.strip_prefix("/api/v1/")?.split('/').collect();
    match (method.as_str(), parts.as_slice()) {
        (
            "GET",
            ["tables", _, "rows"] | ["dashboards", _, "panels", _] | ["dashboards", _, "dashboard.pdf" | "export"],
        ) => Some(Kind::Queries),
        ("POST", ["tables", _, "rows"]) => Some(Kind::Posts),
        ("POST", ["sign-in" | "first-owner" | "reset" | "links"] | ["account", "password"]) => Some(Kind::SignIns),
        ("GET", ["openid", ..]) => Some(Kind::SignIns),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::LimitsConfig;

    /// P-112.
    #[test]
    fn what_could_be_read_in_two_ways_is_refused() {
        let long = "x".repeat(MAX_ADDRESS_BYTES);
        let many = "a=1&".repeat(MAX_PARAMETERS);
        let code = |query: &str, pairs: &[(&'static str, &str)]| {
            let mut headers = HeaderMap::new();
            for (name, value) in pairs {
                headers.append(*name, value.parse().unwrap());
            }
            judge("/", query, &headers).err().map(|problem| problem.code)
        };
        assert_eq!(code("", &[("host", "a"), ("accept", "x"), ("accept", "y")]), None);
        assert_eq!(code("", &[("transfer-encoding", "chunked")]), None);
        assert_eq!(code(&long, &[]), Some(Code::AddressTooLong));
        assert_eq!(code(&many, &[]), Some(Code::BadRequest));
        for twice in [
            [("host", "a"), ("host", "b")],
            [("origin", "http://a"), ("origin", "http://a")],
            [("content-length", "1"), ("content-length", "1")],
            [("content-length", "1"), ("transfer-encoding", "chunked")],
        ] {
            assert_eq!(code("", &twice), Some(Code::BadRequest), "{twice:?}");
        }
        assert_eq!(code("", &[("content-encoding", "gzip")]), Some(Code::UnsupportedMediaType));
    }

    /// P-110.
    #[test]
    fn a_request_over_the_rate_is_told_when_to_come_again() {
        let config = LimitsConfig { queries_burst: 1, ..LimitsConfig::default() };
        let limits = Limits::new(&config, true);
        let ask = |method: Method, path| count(&limits, &method, path, || Key::of_address([192, 0, 2, 1].into()));
        assert_eq!(ask(Method::GET, "/api/v1/tables/t/rows"), Ok(()));
        let problem = ask(Method::GET, "/api/v1/dashboards/x/panels/y.svg").unwrap_err();
        assert_eq!((problem.code, problem.retry_after_s), (Code::TooManyRequests, Some(4)), "1,000 an hour");
        assert_eq!(ask(Method::GET, "/api/v1/tables"), Ok(()), "a list is no query");
        assert_eq!(ask(Method::POST, "/api/v1/tables/t/rows"), Ok(()));
    }
}
