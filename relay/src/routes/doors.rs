//! The doors: what a request may look like at all, before anybody asks who sends it, and how many of them one person or
//! address may send, after that is known. A request that two programs could read in two ways is refused.

use std::net::IpAddr;

use tokio::time::Instant;
use warp::{
    Filter, Rejection,
    filters::path::FullPath,
    http::{HeaderMap, HeaderName, Method, header},
};

use crate::{
    accept::Peer,
    limits::{Key, Kind, Limits},
    metrics::Metrics,
    problem::{Code, Problem},
};

/// The longest path and query, in bytes; a longer one is answered by 414. A declared schema of 64 fields fits.
const MAX_ADDRESS_BYTES: usize = 8 * 1024;
/// Most names in a query; no route knows half as many.
const MAX_PARAMETERS: usize = 32;
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
    if headers.contains_key(header::TRANSFER_ENCODING) && headers.contains_key(header::CONTENT_LENGTH) {
        return Err(Problem::new(Code::BadRequest, "The body has a length or is sent in chunks, not both."));
    }
    Ok(())
}

/// Counts requests, and refuses those that are too many.
pub fn rates(
    limits: Limits,
    metrics: Metrics,
) -> impl Filter<Extract = (), Error = Rejection> + Clone + Send + Sync + 'static {
    warp::method()
        .and(warp::path::full())
        .and(warp::ext::optional::<Peer>())
        .and_then(move |method: Method, path: FullPath, peer: Option<Peer>| {
            let address = peer.map(|peer| peer.address.ip());
            let admitted = count(&limits, &method, path.as_str(), address);
            if admitted.is_err() {
                metrics.limited.inc();
            }
            std::future::ready(admitted.map_err(warp::reject::custom))
        })
        .untuple_one()
}

fn count(limits: &Limits, method: &Method, path: &str, address: Option<IpAddr>) -> Result<(), Problem> {
    let (Some(kind), Some(address)) = (kind(method, path), address) else { return Ok(()) };
    limits.admit(kind, Key::of_address(address), Instant::now()).map_err(|wait| Problem::over_rate(kind, wait))
}

/// What a request counts as.
fn kind(method: &Method, path: &str) -> Option<Kind> {
    let parts: Vec<_> = path.strip_prefix("/api/v1/")?.split('/').collect();
    match (method.as_str(), parts.as_slice()) {
        ("GET", ["tables", _, "rows"] | ["dashboards", _, "panels", _] | ["dashboards", _, "dashboard.pdf"]) => {
            Some(Kind::Queries)
        }
        ("POST", ["tables", _, "rows"]) => Some(Kind::Posts),
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
    }

    /// P-110.
    #[test]
    fn a_request_over_the_rate_is_told_when_to_come_again() {
        let config = LimitsConfig { queries_burst: 1, ..LimitsConfig::default() };
        let (limits, address) = (Limits::new(&config, true), Some([192, 0, 2, 1].into()));
        let ask = |method: Method, path| count(&limits, &method, path, address);
        assert_eq!(ask(Method::GET, "/api/v1/tables/t/rows"), Ok(()));
        let problem = ask(Method::GET, "/api/v1/dashboards/x/panels/y.svg").unwrap_err();
        assert_eq!((problem.code, problem.retry_after_s), (Code::TooManyRequests, Some(4)), "1,000 an hour");
        assert_eq!(ask(Method::GET, "/api/v1/tables"), Ok(()), "a list is no query");
        assert_eq!(ask(Method::POST, "/api/v1/tables/t/rows"), Ok(()));
    }
}
