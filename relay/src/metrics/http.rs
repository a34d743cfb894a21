//! What is counted of requests: how many, how long, which problems. A route is a name of `request::route`, a method one of
//! nine, a status its class, a code one of `problem::Code`: nothing that somebody sends makes the list longer.

use std::time::Duration;

use hyper::http::{Method, StatusCode};
use prometheus_client::{
    encoding::EncodeLabelSet,
    metrics::{counter::Counter, family::Family, histogram::Histogram},
    registry::{Registry, Unit},
};

use crate::problem::Code;

/// Upper bounds of the time of a request, in seconds: from what memory answers to what people give up on.
const REQUEST_SECONDS: [f64; 9] = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.0, 10.0];

/// The counters of requests.
#[derive(Debug)]
pub struct Http {
    requests: Family<Served, Counter>,
    seconds: Family<Route, Histogram, fn() -> Histogram>,
    problems: Family<Problem, Counter>,
    /// All answers.
    pub answered: Counter,
    /// Answers that refused what was asked: 4xx.
    pub refused: Counter,
    /// Answers that failed: 5xx.
    pub failed: Counter,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Served {
    route: &'static str,
    method: &'static str,
    status: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Problem {
    code: String,
}

impl Http {
    pub(super) fn registered(registry: &mut Registry) -> Self {
        let http = Self {
            requests: Family::default(),
            seconds: Family::new_with_constructor(|| Histogram::new(REQUEST_SECONDS)),
            problems: Family::default(),
            answered: Counter::default(),
            refused: Counter::default(),
            failed: Counter::default(),
        };
        registry.register("requests", "Requests that were answered", http.requests.clone());
        let help = "From the head of a request to the head of its answer";
        registry.register_with_unit("request", help, Unit::Seconds, http.seconds.clone());
        registry.register("problems", "Answers that were an error, by their code", http.problems.clone());
        http
    }

    /// See [`Counters`](super::Counters): for the codes that alerts ask for.
    pub(super) fn begin_at_zero(&self) {
        for code in [Code::TablesFull, Code::StorageFailed, Code::Internal] {
            drop(self.problems.get_or_create(&Problem { code: code.word() }));
        }
        for status in ["2xx", "5xx"] {
            let served = Served { route: "/healthz", method: "GET", status };
            drop(self.requests.get_or_create(&served));
        }
    }

    /// Counts an answer.
    pub fn count(&self, route: &'static str, method: &Method, status: StatusCode, took: Duration) {
        self.answered.inc();
        match status.as_u16() {
            400..500 => self.refused.inc(),
            500.. => self.failed.inc(),
            _ => 0,
        };
        let served = Served { route, method: method_name(method), status: class_name(status) };
        self.requests.get_or_create(&served).inc();
        self.seconds.get_or_create(&Route { route }).observe(took.as_secs_f64());
    }

    /// Counts an answer that was an error.
    pub fn count_problem(&self, code: Code) {
        self.problems.get_or_create(&Problem { code: code.word() }).inc();
    }
}

fn method_name(method: &Method) -> &'static str {
    let names = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT"];
    names.into_iter().find(|name| *name == method.as_str()).unwrap_or("other")
}

fn class_name(status: StatusCode) -> &'static str {
    match status.as_u16() / 100 {
        1 => "1xx",
        2 => "2xx",
        3 => "3xx",
        4 => "4xx",
        _ => "5xx",
    }
}
