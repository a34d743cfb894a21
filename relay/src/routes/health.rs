//! The routes of health: whether the relay lives and takes work, what it counts, what it is, and what the page asks.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use serde_json::json;
use warp::{
    Filter, Rejection, Reply,
    http::{HeaderValue, header},
    reply::Response,
};

use crate::{
    config::Live,
    log::{Health, LogHandle},
    metrics::{self, Metrics},
    problem::{Code, Problem},
    version::Version,
};

/// Whether the relay takes work: a cheap handle.
#[derive(Clone, Debug)]
pub struct Readiness {
    log: LogHandle,
    leaving: Arc<AtomicBool>,
}

/// `/healthz`, `/readyz`, `/metrics`, `/version`, `/config.json`.
pub fn health(
    readiness: Readiness,
    metrics: Metrics,
    config: Live,
) -> impl Filter<Extract = (Response,), Error = Rejection> + Clone + Send + Sync + 'static {
    let asked = config.clone();
    let alive = warp::path!("healthz").and(reads()).map(|| unkept("ok\n".into_response()));
    let ready = warp::path!("readyz").and(reads()).map(move || unkept(readiness.answer()));
    let metrics = warp::path!("metrics").and(reads()).map(move || {
        let page = warp::reply::with_header(
            metrics.text(config.now().data_dir.clone()),
            header::CONTENT_TYPE,
            metrics::CONTENT_TYPE,
        );
        unkept(page.into_response())
    });
    let version = serde_json::to_value(Version::here()).unwrap_or_default();
    let version = warp::path!("version").and(reads()).map(move || unkept(warp::reply::json(&version).into_response()));
    // A page served by the relay speaks to where it came from.
    let page = page_config(asked.now().openid.shown());
    let config = warp::path!("config.json").and(reads()).map(move || unkept(warp::reply::json(&page).into_response()));
    alive.or(ready).unify().or(metrics).unify().or(version).unify().or(config).unify()
}

/// What the page asks about itself: where its relay is, and what the provider is called at which people sign in.
fn page_config(provider: Option<String>) -> serde_json::Value {
    match provider {
        Some(name) => json!({ "relay": "", "openid": name }),
        None => json!({ "relay": "" }),
    }
}

/// GET and HEAD; after the path, so that an unknown path stays unknown whatever the method.
fn reads() -> impl Filter<Extract = (), Error = Rejection> + Clone + Send + Sync + 'static {
    warp::get().or(warp::head()).unify()
}

impl Readiness {
    /// Of a relay with this log, which has read back everything before it listens.
    #[must_use]
    pub fn new(log: LogHandle) -> Self {
        Self { log, leaving: Arc::default() }
    }

    /// The relay is about to stop: whoever spreads work shall look elsewhere.
    pub fn leave(&self) {
        self.leaving.store(true, Ordering::Relaxed);
    }

    fn answer(&self) -> Response {
        if self.leaving.load(Ordering::Relaxed) {
            return Problem::new(Code::NotReady, "The relay is about to stop.").into_response();
        }
        match self.log.health() {
            Health::Writable => "ready\n".into_response(),
            Health::Full => {
                Problem::new(Code::StorageFull, "The disk is full; writes are taken again when it has room.")
                    .into_response()
            }
            Health::Stopped => {
                let detail = "The log takes no writes; start the relay again and look at its log.";
                Problem::new(Code::NotReady, detail).into_response()
            }
        }
    }
}

fn unkept(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        audit::Stored,
        config::Config,
        dashboard::DashboardId,
        log::{self, DashboardRow, DirectoryRow, Loaded, Log, LogError, MemoryLog, RowBatch, TableRow, Write},
        problem,
    };

    fn config() -> Live {
        Live::new(Config::default())
    }

    #[tokio::test]
    async fn health_is_told_and_never_kept() {
        let (log, _thread) = log::writer::start(MemoryLog::default()).unwrap();
        let routes = health(Readiness::new(log), Metrics::new(), config()).recover(problem::recover);
        let protocol = format!("\"protocol\":{}", protocol::codec::VERSION);
        for (path, part) in [
            ("/healthz", "ok"),
            ("/readyz", "ready"),
            ("/metrics", "# EOF"),
            ("/version", &*protocol),
            ("/config.json", "{\"relay\":\"\"}"),
        ] {
            let response = warp::test::request().path(path).reply(&routes).await;
            assert_eq!(
                (response.status().as_u16(), &response.headers()["cache-control"]),
                (200, &"no-store".parse().unwrap())
            );
            assert!(std::str::from_utf8(response.body()).unwrap().contains(part), "{path}");
            assert_eq!(warp::test::request().method("HEAD").path(path).reply(&routes).await.status(), 200);
            assert_eq!(warp::test::request().method("POST").path(path).reply(&routes).await.status(), 405);
        }
        assert_eq!(warp::test::request().method("POST").path("/nowhere").reply(&routes).await.status(), 404);
    }

    #[tokio::test]
    async fn a_relay_whose_log_is_gone_is_not_ready() {
        let (log, _thread) = log::writer::start(Broken).unwrap();
        assert!(log.write(Write::DeleteTable("t".to_owned())).await.is_err());
        let response =
            warp::test::request().path("/readyz").reply(&health(Readiness::new(log), Metrics::new(), config())).await;
        assert_eq!((response.status().as_u16(), response.headers().contains_key("retry-after")), (503, true));
    }

    /// A log on a disk that fails.
    struct Broken;

    impl Log for Broken {
        fn commit(&mut self, _: &[Write]) -> Result<Vec<Result<(), LogError>>, LogError> {
            Err(LogError::Failed("the disk is gone".to_owned()))
        }

        fn dashboards(&mut self) -> Result<Vec<DashboardRow>, LogError> {
            Ok(Vec::new())
        }

        fn load(&mut self, _: DashboardId) -> Result<Loaded, LogError> {
            Err(LogError::NoSuchDashboard)
        }

        fn past(&mut self, _: DashboardId, _: document::Seq, _: usize) -> Result<log::Past, LogError> {
            Err(LogError::NoSuchDashboard)
        }

        fn about(&mut self, _: DashboardId) -> Result<log::About, LogError> {
            Err(LogError::NoSuchDashboard)
        }

        fn signatures(&mut self, _: DashboardId, _: &[document::Seq]) -> Result<Vec<log::Signature>, LogError> {
            Err(LogError::NoSuchDashboard)
        }

        fn expired(&mut self, _: DashboardId, _: i64, _: u64) -> Result<document::Seq, LogError> {
            Err(LogError::NoSuchDashboard)
        }

        fn tables(&mut self) -> Result<Vec<TableRow>, LogError> {
            Ok(Vec::new())
        }

        fn load_rows(&mut self, _: &str, _: u64, _: u64) -> Result<Vec<RowBatch>, LogError> {
            Ok(Vec::new())
        }

        fn directory(&mut self) -> Result<Vec<DirectoryRow>, LogError> {
            Ok(Vec::new())
        }

        fn audit(&mut self, _: u64, _: usize) -> Result<Vec<Stored>, LogError> {
            Ok(Vec::new())
        }
    }
}
