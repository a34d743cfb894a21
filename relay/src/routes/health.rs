//! The routes of health: whether the relay lives and takes work, what it counts, what it is, and what the page asks.

use serde_json::json;
use warp::{
    Filter, Rejection, Reply,
    http::{HeaderValue, header},
    reply::Response,
};

use crate::{
    log::LogHandle,
    metrics::{self, Metrics},
    problem::{Code, Problem},
};

/// `/healthz`, `/readyz`, `/metrics`, `/version`, `/config.json`.
pub fn health(
    log: LogHandle,
    metrics: Metrics,
) -> impl Filter<Extract = (Response,), Error = Rejection> + Clone + Send + Sync + 'static {
    let alive = warp::path!("healthz").map(|| unkept("ok\n".into_response()));
    let ready = warp::path!("readyz").map(move || unkept(readiness(&log)));
    let metrics = warp::path!("metrics").map(move || {
        let page = warp::reply::with_header(metrics.text(), header::CONTENT_TYPE, metrics::CONTENT_TYPE);
        unkept(page.into_response())
    });
    let version = warp::path!("version").map(|| {
        let version = json!({ "version": env!("CARGO_PKG_VERSION"), "protocol": protocol::codec::VERSION });
        unkept(warp::reply::json(&version).into_response())
    });
    // A page served by the relay speaks to where it came from.
    let config = warp::path!("config.json").map(|| unkept(warp::reply::json(&json!({ "relay": "" })).into_response()));
    let routes = alive.or(ready).unify().or(metrics).unify().or(version).unify().or(config).unify();
    warp::get().or(warp::head()).unify().and(routes)
}

/// The tables were read back before the relay listens, so it is ready as long as the log takes writes.
fn readiness(log: &LogHandle) -> Response {
    if log.is_writable() {
        return "ready\n".into_response();
    }
    Problem::new(Code::NotReady, "The log takes no writes; start the relay again and look at its log.").into_response()
}

fn unkept(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
