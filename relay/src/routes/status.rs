//! The route of the state: what an owner looks at to see how the relay is, as one small JSON object. Counts go up from the
//! start, so that whoever asks twice knows the rate between; the rest is as it is now. Who may ask, the gate judges.

use std::time::{Duration, Instant};

use serde::Serialize;
use warp::{
    Filter, Rejection, Reply,
    http::{HeaderValue, header},
    reply::Response,
};

use crate::{
    config::Live,
    metrics::{
        Metrics,
        process::{Measured, Process},
        recent::Recent,
    },
};

/// What is answered.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Status {
    version: &'static str,
    uptime_s: u64,
    connections: i64,
    sessions: i64,
    rooms: i64,
    tables: i64,
    gestures: u64,
    rejected: u64,
    rows: u64,
    sent_bytes: u64,
    requests: u64,
    refused: u64,
    failed: u64,
    closed_slow: u64,
    /// Of the newest edits, from their coming to their being told, in milliseconds; absent before the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    edit_p50_ms: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    edit_p95_ms: Option<f64>,
    /// Of the newest commits, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    commit_p99_ms: Option<f64>,
    memory_bytes: u64,
    table_bytes: i64,
    cpu_seconds: f64,
    open_files: u64,
    max_files: u64,
    disk_free_bytes: u64,
    disk_bytes: u64,
}

/// `GET /api/v1/status`.
pub(super) fn status(
    metrics: Metrics,
    config: Live,
) -> impl Filter<Extract = (Response,), Error = Rejection> + Clone + Send + Sync + 'static {
    let begun = Instant::now();
    warp::path!("api" / "v1" / "status").and(warp::get()).map(move || {
        let now = Status::of(&metrics, &Process::new(config.now().data_dir.clone()), begun);
        let mut response = warp::reply::json(&now).into_response();
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    })
}

impl Status {
    fn of(metrics: &Metrics, process: &Process, begun: Instant) -> Self {
        let (measured, disk) = (Measured::now(), process.disk());
        let (edits, commits) = (&metrics.recent_broadcasts, &metrics.recent_appends);
        Self {
            version: env!("CARGO_PKG_VERSION"),
            uptime_s: begun.elapsed().as_secs(),
            connections: metrics.connections.get(),
            sessions: metrics.sessions.get(),
            rooms: metrics.rooms.get(),
            tables: metrics.tables.get(),
            gestures: metrics.sequenced.get(),
            rejected: metrics.all_rejected.get(),
            rows: metrics.all_rows.get(),
            sent_bytes: metrics.sent_bytes.get(),
            requests: metrics.http.answered.get(),
            refused: metrics.http.refused.get(),
            failed: metrics.http.failed.get(),
            closed_slow: metrics.slow_sessions.get(),
            edit_p50_ms: in_ms(edits, 0.5),
            edit_p95_ms: in_ms(edits, 0.95),
            commit_p99_ms: in_ms(commits, 0.99),
            memory_bytes: measured.resident_bytes,
            table_bytes: metrics.table_bytes.get(),
            cpu_seconds: measured.cpu_seconds,
            open_files: measured.open_files,
            max_files: measured.max_files,
            disk_free_bytes: disk.free_bytes,
            disk_bytes: disk.total_bytes,
        }
    }
}

fn in_ms(recent: &Recent, share: f64) -> Option<f64> {
    recent.quantile(share).map(|took: Duration| took.as_secs_f64() * 1000.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    #[tokio::test]
    async fn the_state_is_told_in_one_object() {
        let metrics = Metrics::new();
        metrics.sequenced.inc();
        metrics.observe_broadcast(Duration::from_millis(4));
        let routes = status(metrics, Config::default().into());
        let response = warp::test::request().path("/api/v1/status").reply(&routes).await;
        let told: serde_json::Value = serde_json::from_slice(response.body()).unwrap();
        assert_eq!((response.status().as_u16(), &told["gestures"]), (200, &1.into()));
        assert_eq!((&told["editP95Ms"], told.get("commitP99Ms")), (&4.0.into(), None));
        assert_eq!(response.headers()["cache-control"], "no-store");
    }
}
