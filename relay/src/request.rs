//! A request as the operator sees it: its id, how long it took, what came of it. Every request gets one line in the log and
//! is counted once, by route and not by path, because a path may be a secret (that of a draft is). It is a shell around
//! the routes and knows none of them but by name.

use std::{
    convert::Infallible,
    future::Future,
    net::IpAddr,
    pin::Pin,
    sync::{Arc, OnceLock},
    time::Instant,
};

use hyper::{Request, Response, Uri, body::Incoming, service::Service};
use tracing::Instrument;
use warp::http::{HeaderName, HeaderValue, Method, StatusCode};

use self::id::RequestId;
use crate::{
    accept::Peer,
    config::{Config, Live},
    metrics::Metrics,
    problem::Code,
};

mod id;
pub mod route;

/// Carries the id: taken from a proxy that is believed, made otherwise, and always part of the answer.
pub const ID_HEADER: HeaderName = HeaderName::from_static("x-request-id");

tokio::task_local! {
    static ASKED: Arc<Asked>;
}

/// What is known of the request that this task answers.
struct Asked {
    id: RequestId,
    who: OnceLock<String>,
}

/// The id of the request that this task answers.
#[must_use]
pub fn id() -> Option<String> {
    ASKED.try_with(|asked| asked.id.to_string()).ok()
}

/// Says once who asks, by an id and never by a name, for the line in the log.
pub fn asked_by(who: impl FnOnce() -> String) {
    let _outside_of_a_request = ASKED.try_with(|asked| asked.who.get_or_init(who).len());
}

/// A service whose requests are counted and logged.
#[derive(Clone)]
pub struct Observed<S> {
    service: S,
    metrics: Metrics,
    config: Live,
}

impl<S> Observed<S> {
    /// Around a service.
    pub fn new(service: S, metrics: Metrics, config: Live) -> Self {
        Self { service, metrics, config }
    }
}

impl<S, B> Service<Request<Incoming>> for Observed<S>
where
    S: Service<Request<Incoming>, Response = Response<B>, Error = Infallible>,
    S::Future: Send + 'static,
    B: 'static,
{
    type Response = Response<B>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response<B>, Infallible>> + Send>>;

    fn call(&self, mut request: Request<Incoming>) -> Self::Future {
        if request.uri().path_and_query().is_none() {
            // Of a tunnel (CONNECT) there is an address only; the routes panic without a path, and refuse the method.
            *request.uri_mut() = Uri::from_static("/");
        }
        let id = id_of(&request, &self.config.now());
        let span = tracing::info_span!("request", %id);
        let asked = Arc::new(Asked { id, who: OnceLock::new() });
        let line = Line::new(&request, Arc::clone(&asked), self.metrics.clone());
        let answer = ASKED.scope(asked, self.service.call(request));
        Box::pin(async move { answer.await.map(|response| line.end(response)) }.instrument(span))
    }
}

/// An id is taken over from this machine and from proxies that are believed: they may have named the request already.
fn id_of(request: &Request<Incoming>, config: &Config) -> RequestId {
    let believed = |address: IpAddr| address.is_loopback() || config.proxy.addresses.contains(&address);
    let is_believed = request.extensions().get::<Peer>().is_some_and(|peer| believed(peer.address.ip()));
    let named = request.headers().get(ID_HEADER).filter(|_| is_believed).and_then(|value| value.to_str().ok());
    named.and_then(RequestId::of).unwrap_or_else(RequestId::fresh)
}

/// What is said of a request when it is answered.
struct Line {
    asked: Arc<Asked>,
    metrics: Metrics,
    method: Method,
    route: &'static str,
    begun: Instant,
}

impl Line {
    fn new(request: &Request<Incoming>, asked: Arc<Asked>, metrics: Metrics) -> Self {
        let (method, route) = (request.method().clone(), route::of(request.uri().path()));
        Self { asked, metrics, method, route, begun: Instant::now() }
    }

    fn end<B>(self, mut response: Response<B>) -> Response<B> {
        let (status, took) = (response.status(), self.begun.elapsed());
        self.metrics.http.count(self.route, &self.method, status, took);
        let problem = response.extensions().get::<Code>().copied();
        if let Some(code) = problem {
            self.metrics.http.count_problem(code);
        }
        self.log(status, problem);
        if let Ok(id) = HeaderValue::from_str(&self.asked.id.to_string()) {
            response.headers_mut().insert(ID_HEADER, id);
        }
        response
    }

    /// What nobody did on purpose is not worth a line unless somebody looks for it.
    fn log(&self, status: StatusCode, problem: Option<Code>) {
        let duration_ms = self.begun.elapsed().as_micros() as f64 / 1000.0;
        let (method, route, status) = (self.method.as_str(), self.route, status.as_u16());
        let who = self.asked.who.get().map_or("", String::as_str);
        let code = problem.map(Code::word).unwrap_or_default();
        if route.starts_with("/api/") {
            tracing::info!(method, route, status, code, duration_ms, who, "answered");
        } else {
            tracing::debug!(method, route, status, code, duration_ms, who, "answered");
        }
    }
}
