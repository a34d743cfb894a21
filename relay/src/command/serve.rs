//! `ashboard serve`: joins the parts of the relay, says where it is, and stops it in order on Ctrl+C or SIGTERM.

use std::{
    fs,
    io::{self, IsTerminal, Write},
    process::ExitCode,
    sync::Arc,
    time::Duration,
};

use hyper_util::service::TowerToHyperService;
use relay::{
    accept::{Bounds, Stop, accept},
    config::{Config, Flags, LogFormat},
    examples,
    feed::Tables,
    headers::Headers,
    log::{self, LogHandle, sqlite::SqliteLog},
    machine,
    metrics::Metrics,
    pages::Pages,
    problem,
    rooms::{Rooms, UNLOAD_AFTER},
    routes,
};
use tokio::{net::TcpListener, runtime::Builder, task::JoinSet, time::timeout};
use tracing_subscriber::EnvFilter;
use warp::{Filter, http::HeaderValue};

use super::failed;

/// Blocking work that still runs when everything else has stopped is left behind after this time.
const LEAVE_AFTER: Duration = Duration::from_secs(2);

type AnyError = Box<dyn std::error::Error + Send + Sync>;

/// Serves until a signal comes; the only line on stdout says where, as soon as connections are taken.
pub(crate) fn run(flags: &Flags) -> ExitCode {
    match start(flags) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failed(error),
    }
}

fn start(flags: &Flags) -> Result<(), AnyError> {
    let config = Config::load(flags)?;
    start_log(&config)?;
    fs::create_dir_all(&config.data_dir)
        .map_err(|error| format!("the folder {} cannot be made: {error}", config.data_dir.display()))?;
    let (log, log_thread) = log::writer::start(SqliteLog::open(&config.data_dir)?)?;
    let runtime = Builder::new_multi_thread().enable_all().build()?;
    let served = runtime.block_on(serve(&config, log));
    runtime.shutdown_timeout(LEAVE_AFTER);
    // The last handle is gone now, so the log closes when it has written what waited.
    let _ = log_thread.join();
    served
}

/// The relay's own log goes to stderr, since stdout says where it is.
fn start_log(config: &Config) -> Result<(), AnyError> {
    let filter = EnvFilter::try_new(&config.log.filter).map_err(|error| format!("log.filter: {error}"))?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
    match config.log.format {
        LogFormat::Text => log.with_ansi(io::stderr().is_terminal()).with_target(false).try_init(),
        LogFormat::Json => log.json().try_init(),
    }
}

async fn serve(config: &Config, log: LogHandle) -> Result<(), AnyError> {
    let asked_to_stop = stop_signal()?;
    let metrics = Metrics::new();
    let tables = Tables::open(log.clone(), config.limits(), metrics.clone()).await?;
    let rooms = Rooms::new(log.clone(), metrics.clone(), UNLOAD_AFTER);
    examples::put(&rooms, &tables).await?;
    let pages = Arc::new(Pages::load(&config.page).map_err(|error| format!("{}: {error}", config.page.display()))?);
    let listener = TcpListener::bind(config.listen)
        .await
        .map_err(|error| format!("{} cannot be listened to: {error}; choose another with --listen", config.listen))?;
    let address = listener.local_addr()?;
    let mut tasks = JoinSet::new();
    tasks.spawn(tables.clone().send_gathered());
    if config.machine_feed {
        tasks.spawn(machine::run(tables.clone()));
    }
    let (stop, stopping) = Stop::new();
    let headers = Headers::new(!address.ip().is_loopback(), &config.allowed_origins);
    let table_routes = routes::tables::TableRoutes::new(tables, config.body_timeout());
    let all = table_routes
        .reading()
        .or(table_routes.posting())
        .unify()
        .or(routes::health::health(log, metrics.clone()))
        .unify()
        .or(routes::pages::pages(pages))
        .unify()
        .recover(problem::recover)
        .unify();
    let all = warp::header::optional::<HeaderValue>("origin")
        .and(all)
        .map(move |origin: Option<HeaderValue>, response| headers.on(origin.as_ref(), response));
    let service = TowerToHyperService::new(warp::service(all));
    let bounds = Bounds { max_connections: config.max_connections, header_timeout: config.header_timeout() };
    tasks.spawn(accept(listener, service, bounds, stopping, metrics));
    writeln!(io::stdout(), "Ashboard is at http://{address}  (Ctrl+C stops it)")?;
    asked_to_stop.await;
    stop.say();
    rooms.stop().await;
    if timeout(config.drain_timeout(), stop.all_gone()).await.is_err() {
        tracing::warn!("some connections did not end in time");
    }
    tasks.shutdown().await;
    Ok(())
}

/// Ends at the first SIGINT or SIGTERM.
fn stop_signal() -> io::Result<impl Future<Output = ()> + Send + 'static> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        tracing::info!("stopping");
    })
}
