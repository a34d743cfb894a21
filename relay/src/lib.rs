//! The relay: puts every edit in order, keeps it, and streams rows to whoever looks at them.
//! This file lists the parts and joins them; each part says for itself what it refuses to know.

use std::{fmt, future::Future, io, sync::Arc, time::Duration};

use hyper_util::service::TowerToHyperService;
use tokio::{net::TcpListener, task::JoinSet, time::timeout};
use warp::Filter;

use crate::{
    accept::Stop,
    accounts::Accounts,
    authority::{Asker, Authority},
    config::Live,
    directory::{Directory, SecretHash},
    feed::Tables,
    headers::Headers,
    limits::Limits,
    log::{LogError, LogHandle},
    metrics::Metrics,
    outbox::Delivery,
    pages::Pages,
    request::Observed,
    rooms::{Rooms, UNLOAD_AFTER},
    routes::{
        Routes, account::AccountRoutes, dashboards::DashboardRoutes, gate::Gate, health::Readiness,
        ruling::RulingRoutes, tables::TableRoutes,
    },
    session::{Admission, Host, Patience},
    visitor::{Trust, Visitors},
};

pub mod accept;
pub mod accounts;
pub mod audit;
pub mod authority;
pub mod clock;
pub mod close;
pub mod config;
pub mod console;
pub mod dashboard;
pub mod directory;
pub mod examples;
pub mod export;
pub mod feed;
pub mod folder;
pub mod headers;
pub mod inflate;
pub mod ingest;
pub mod limits;
pub mod log;
pub mod machine;
pub mod metrics;
pub mod openapi;
#[cfg(feature = "openid")]
pub mod openid;
pub mod outbox;
pub mod pages;
pub mod picture;
pub mod problem;
pub mod request;
pub mod room;
pub mod rooms;
pub mod routes;
pub mod session;
pub mod socket;
pub mod spec;
pub mod templates;
pub mod tickets;
pub mod trash;
pub mod version;
pub mod visitor;
pub mod wire;

/// All parts of a relay over one log, ready to serve.
pub struct Relay {
    config: Live,
    log: LogHandle,
    directory: Directory,
    accounts: Accounts,
    console: Option<SecretHash>,
    metrics: Metrics,
    tables: Tables,
    rooms: Rooms,
    pages: Arc<Pages>,
    admission: Admission,
    delivery: Delivery,
    patience: Patience,
}

/// Why a relay does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// What is stored cannot be read.
    #[error("the log cannot be read: {0}")]
    Log(#[from] LogError),
    /// What comes with the program cannot be stored.
    #[error(transparent)]
    Examples(#[from] examples::ExampleError),
    /// The page cannot be read.
    #[error("the page cannot be read from {folder}: {error}")]
    Page {
        /// From where.
        folder: String,
        /// Why.
        error: io::Error,
    },
}

impl Relay {
    /// Reads back what is stored, and puts what comes with the program into an empty log.
    ///
    /// # Errors
    /// What stands in the way.
    pub async fn open(config: impl Into<Live>, log: LogHandle) -> Result<Self, StartError> {
        let (config, metrics) = (config.into(), Metrics::new());
        let now = config.now();
        let tables = Tables::open(log.clone(), now.limits(), metrics.clone()).await?;
        let directory = Directory::open(log.clone()).await?;
        let rooms = Rooms::new(log.clone(), metrics.clone(), UNLOAD_AFTER);
        examples::put(&rooms, &tables).await?;
        let pages = Pages::load(&now.page)
            .map_err(|error| StartError::Page { folder: now.page.display().to_string(), error })?;
        let admission = Admission::new(config.clone());
        let patience = Patience::up_to(Duration::from_millis(now.sessions.silence_ms));
        let accounts = Accounts::new(directory.clone(), &now.accounts);
        let pages = Arc::new(pages);
        let console = None;
        Ok(Self {
            config,
            log,
            directory,
            accounts,
            console,
            metrics,
            tables,
            rooms,
            pages,
            admission,
            delivery: Delivery::new(),
            patience,
        })
    }

    /// Who there is and what was given to whom.
    #[must_use]
    pub fn directory(&self) -> &Directory {
        &self.directory
    }

    /// The same with another patience.
    #[must_use]
    pub fn with_patience(self, patience: Patience) -> Self {
        Self { patience, ..self }
    }

    /// The same with commands on this machine that prove themselves by the secret of that hash.
    #[must_use]
    pub fn with_console(self, secret: SecretHash) -> Self {
        Self { console: Some(secret), ..self }
    }

    /// Who can sign in.
    #[must_use]
    pub fn accounts(&self) -> &Accounts {
        &self.accounts
    }

    /// Serves until `shutdown`; then says that it is not ready, for as long as load balancers may need to see it, takes no
    /// more connections, finishes what it has accepted, and sends every session away.
    pub async fn serve(self, listener: TcpListener, shutdown: impl Future<Output = ()>) {
        let (stop, stopping) = Stop::new();
        let mut feeding = JoinSet::new();
        feeding.spawn(self.tables.clone().send_gathered(self.delivery.clone()));
        feeding.spawn(self.delivery.clone().run());
        feeding.spawn(self.log.clone().keep_looking_for_room());
        feeding.spawn(self.tables.clone().keep_dropping(self.config.now().keep()));
        let config = self.config.now();
        if config.machine_feed {
            feeding.spawn(machine::run(self.tables.clone()));
        }
        feeding.spawn(self.rooms.clone().keep_compacting(self.config.clone()));
        feeding.spawn(trash::keep_emptying(self.rooms.clone(), self.directory.clone()));
        let limits = config.rates();
        feeding.spawn(limits.clone().follow(self.config.clone()));
        let bounds = config.bounds();
        let readiness = Readiness::new(self.log.clone());
        let routes = self.routes(&listener, limits, readiness.clone()).all();
        let routes = TowerToHyperService::new(warp::service(routes));
        let service = Observed::new(routes, self.metrics.clone(), self.config.clone());
        let accepting = accept::accept(listener, service, bounds, stopping, self.metrics.clone());
        tokio::select! {
            () = accepting => {}
            () = self.leave(shutdown, &readiness) => {}
        }
        self.admission.send_away(u64::try_from(self.metrics.sessions.get()).unwrap_or(0));
        stop.say();
        let drained = async {
            self.rooms.stop().await;
            stop.all_gone().await;
        };
        if timeout(self.config.now().drain_timeout(), drained).await.is_err() {
            tracing::warn!("some connections did not end in time and are cut");
        }
    }

    async fn leave(&self, shutdown: impl Future<Output = ()>, readiness: &Readiness) {
        shutdown.await;
        readiness.leave();
        let unready = self.config.now().unready();
        tracing::info!(unready_ms = unready.as_millis() as u64, "not ready any more, and soon not there");
        tokio::time::sleep(unready).await;
    }

    fn routes(&self, listener: &TcpListener, limits: Limits, readiness: Readiness) -> Routes {
        let config = self.config.now();
        let beyond_loopback = !listener.local_addr().is_ok_and(|address| address.ip().is_loopback());
        let authority = Authority::new(self.directory.clone(), config.role_of_anonymous());
        let authority = authority.with_idle(config.accounts.idle_ms());
        let secure = config.accounts.secure_cookie.unwrap_or(beyond_loopback);
        let trust = Trust { console: self.console, ..Trust::new(&config, secure) };
        let visitors = Visitors::new(self.accounts.clone(), trust.clone(), config.proxy.role);
        let gate = Gate::new(&config, visitors, authority, self.rooms.clone());
        let (rooms, rows) = (self.rooms.clone(), Arc::new(self.tables.clone()));
        let (metrics, admission) = (self.metrics.clone(), self.admission.clone());
        let (limits_of_host, delivery) = (limits.clone(), self.delivery.clone());
        let host = Host { rooms, rows, metrics, limits: limits_of_host, admission, delivery, patience: self.patience };
        let body_timeout = config.body_timeout();
        let accounts = AccountRoutes {
            accounts: self.accounts.clone(),
            trust,
            anonymous: config.role_of_anonymous(),
            visitor: gate.asker().map(|asker: Asker| asker.visitor).boxed(),
            body_timeout,
        };
        Routes {
            #[cfg(feature = "openid")]
            openid: routes::openid::OpenIdRoutes {
                openid: openid::OpenId::new(&config.openid),
                newcomers: config.openid.role,
                accounts: accounts.clone(),
            },
            accounts,
            dashboards: DashboardRoutes::new(host, gate.clone(), body_timeout),
            tables: TableRoutes::new(self.tables.clone(), gate.clone(), body_timeout),
            ruling: RulingRoutes {
                gate: gate.clone(),
                log: self.log.clone(),
                passwords: self.accounts.passwords().clone(),
                body_timeout,
                secure,
            },
            limits,
            gate,
            headers: Headers::new(beyond_loopback, &config.allowed_origins),
            config: self.config.clone(),
            readiness,
            metrics: self.metrics.clone(),
            pages: Arc::clone(&self.pages),
        }
    }
}

impl fmt::Debug for Relay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Relay").field("config", &self.config).finish_non_exhaustive()
    }
}
