//! `ashboard serve`: joins the parts of the relay, says where it is, and stops it in order on Ctrl+C or SIGTERM.

use std::{
    fs,
    io::{self, IsTerminal, Write},
    process::ExitCode,
    time::Duration,
};

use relay::{
    Relay,
    config::{Config, Flags, LogFormat},
    log::{self, LogHandle, sqlite::SqliteLog},
};
use tokio::{net::TcpListener, runtime::Builder};
use tracing_subscriber::EnvFilter;

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
    let served = runtime.block_on(serve(config, log));
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

async fn serve(config: Config, log: LogHandle) -> Result<(), AnyError> {
    let asked_to_stop = stop_signal()?;
    let address = config.listen;
    let relay = Relay::open(config, log).await?;
    let listener = TcpListener::bind(address)
        .await
        .map_err(|error| format!("{address} cannot be listened to: {error}; choose another with --listen"))?;
    writeln!(io::stdout(), "Ashboard is at http://{}  (Ctrl+C stops it)", listener.local_addr()?)?;
    relay.serve(listener, asked_to_stop).await;
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
