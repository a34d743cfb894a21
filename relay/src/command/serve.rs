//! `ashboard serve`: joins the parts of the relay, says where it is, reads its configuration again on SIGHUP, and stops
//! it in order on Ctrl+C or SIGTERM; at once when that is said a second time.

use std::{
    fs,
    io::{self, Write},
    process::ExitCode,
    time::Duration,
};

use relay::{
    Relay,
    config::{Config, Flags, Live},
    console::Console,
    log::{self, LogHandle, sqlite::SqliteLog},
    visitor::secret::Secret,
};
use tokio::{net::TcpListener, runtime::Builder};

use super::{failed, logging::Logging};

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
    let config = Live::new(Config::load(flags)?);
    let now = config.now();
    let logging = Logging::start(&now.log)?;
    fs::create_dir_all(&now.data_dir)
        .map_err(|error| format!("the folder {} cannot be made: {error}", now.data_dir.display()))?;
    let (log, log_thread) = log::writer::start(SqliteLog::open(&now.data_dir)?)?;
    let runtime = Builder::new_multi_thread().enable_all().build()?;
    let reloading = reload_on_hangup(flags.clone(), config.clone(), logging);
    let served = runtime.block_on(async {
        tokio::spawn(reloading);
        serve(config, log).await
    });
    runtime.shutdown_timeout(LEAVE_AFTER);
    // The last handle is gone now, so the log closes when it has written what waited.
    let _ = log_thread.join();
    served
}

async fn serve(config: Live, log: LogHandle) -> Result<(), AnyError> {
    let (asked_to_stop, again) = (stop_signal()?, stop_signal()?);
    let address = config.now().listen;
    let relay = Relay::open(config.clone(), log).await?;
    let listener = TcpListener::bind(address)
        .await
        .map_err(|error| format!("{address} cannot be listened to: {error}; choose another with --listen"))?;
    let secret = Secret::fresh().map_err(|error| error.to_string())?;
    let at = listener.local_addr()?;
    let announced = Console::announce(&config.now().data_dir, at, &secret);
    let _as_long_as_it_runs =
        announced.inspect_err(|error| tracing::warn!(%error, "commands will not find this relay"));
    let relay = relay.with_console(secret.hash());
    writeln!(io::stdout(), "Ashboard is at http://{at}  (Ctrl+C stops it)")?;
    if config.now().wants_accounts()
        && let Some(path) = relay.accounts().invite_first_owner()?
    {
        writeln!(io::stdout(), "The first owner is made at http://{at}{path}  (once, within a day)")?;
    }
    let asked_twice = async {
        again.await;
        stop_signal()?.await;
        io::Result::Ok(())
    };
    tokio::select! {
        () = relay.serve(listener, async { asked_to_stop.await; tracing::info!("stopping"); }) => Ok(()),
        asked = asked_twice => {
            asked?;
            Err("stopped at once, as asked a second time: what was accepted is in the log".into())
        }
    }
}

/// Ends at the first SIGINT or SIGTERM from now on.
fn stop_signal() -> io::Result<impl Future<Output = ()> + Send + 'static> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Reads the configuration again at every SIGHUP. One with a mistake changes nothing.
async fn reload_on_hangup(flags: Flags, config: Live, logging: Logging) {
    use tokio::signal::unix::{SignalKind, signal};
    let mut hangup = match signal(SignalKind::hangup()) {
        Ok(hangup) => hangup,
        Err(error) => return tracing::warn!(%error, "SIGHUP cannot be heard: the configuration stays as it is"),
    };
    while hangup.recv().await.is_some() {
        reload(&flags, &config, &logging);
    }
}

fn reload(flags: &Flags, config: &Live, logging: &Logging) {
    let wanted = match Config::load(flags) {
        Ok(wanted) => wanted,
        Err(mistakes) => {
            for mistake in mistakes.0 {
                tracing::error!(mistake, "the configuration has a mistake: nothing was changed");
            }
            return;
        }
    };
    let reload = config.replace(&wanted);
    logging.follow(&config.now().log);
    tracing::info!(changed = reload.changed.join(", "), "the configuration was read again");
    if !reload.needs_restart.is_empty() {
        tracing::warn!(settings = reload.needs_restart.join(", "), "these settings were not changed: needs a restart");
    }
}
