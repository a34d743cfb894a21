//! The routes: which path is answered by whom, behind one gate and under one set of headers.
//! One file for each noun below this one.

use std::sync::Arc;

use warp::{
    Filter,
    filters::BoxedFilter,
    http::{HeaderMap, Method, header},
    reply::Response,
};

use self::{
    account::AccountRoutes, dashboards::DashboardRoutes, gate::Gate, health::Readiness, pictures::PictureRoutes,
    ruling::RulingRoutes, tables::TableRoutes,
};
use crate::{config::Live, headers::Headers, limits::Limits, metrics::Metrics, pages::Pages, problem};

pub mod account;
mod accounts;
mod acts;
mod answer;
mod asked;
mod audit;
mod body;
pub mod dashboards;
pub mod doors;
mod drafts;
mod embed;
mod filing;
mod folders;
pub mod gate;
mod grants;
mod groups;
pub mod health;
mod history;
pub mod listing;
mod openapi;
#[cfg(feature = "openid")]
pub mod openid;
pub mod pages;
mod pictures;
mod query;
pub mod ruling;
mod shares;
mod sign_in;
mod status;
pub mod tables;
mod templates;
mod tokens;
mod versions;

/// What the routes are made of.
pub struct Routes {
    /// How many requests somebody may send.
    pub limits: Limits,
    /// Judges every request.
    pub gate: Gate,
    /// Stand on every answer.
    pub headers: Headers,
    /// `/api/v1/dashboards`.
    pub dashboards: DashboardRoutes,
    /// `/api/v1/tables`.
    pub tables: TableRoutes,
    /// Who may what, ruled.
    pub ruling: RulingRoutes,
    /// `/api/v1/account`, `/accounts`, `/sign-in` and what belongs to them.
    pub accounts: AccountRoutes,
    /// `/api/v1/openid`.
    #[cfg(feature = "openid")]
    pub openid: openid::OpenIdRoutes,
    /// What holds now.
    pub config: Live,
    /// Whether work is taken.
    pub readiness: Readiness,
    /// `/metrics`.
    pub metrics: Metrics,
    /// Everything that is no other route.
    pub pages: Arc<Pages>,
}

impl Routes {
    /// One filter that answers every request.
    #[must_use]
    pub fn all(self) -> BoxedFilter<(Response,)> {
        #[cfg(feature = "openid")]
        let openid = self.openid.all();
        let Self {
            limits, gate, headers, dashboards, tables, ruling, accounts, config, readiness, metrics, pages, ..
        } = self;
        let pictures = PictureRoutes::new(dashboards.rooms(), tables.tables()).all();
        let templates = templates::all(tables.tables(), &gate, tables.body_timeout());
        let api = dashboards.all().or(pictures).unify().or(tables.reading()).unify().or(tables.posting()).unify();
        let api = api.or(ruling.all()).unify().or(accounts.all()).unify();
        let api = api.or(status::status(metrics.clone(), config.clone())).unify();
        let api = api.or(templates).unify();
        #[cfg(feature = "openid")]
        let api = api.or(openid).unify();
        let passed = doors::shape().and(gate.pass()).and(doors::rates(limits, metrics.clone(), gate.clone()));
        let open = health::health(readiness, metrics, config)
            .or(embed::embed(Arc::clone(&pages), &gate))
            .unify()
            .or(openapi::all())
            .unify()
            .or(pages::pages(pages))
            .unify();
        let routes = passed.and(api.or(open).unify());
        let answered = preflight(headers.clone()).or(routes).unify().recover(problem::recover).unify();
        let with_headers = move |asked: HeaderMap, response| headers.on(asked.get(header::ORIGIN), response);
        warp::header::headers_cloned().and(answered).map(with_headers).boxed()
    }
}

/// A browser asks whether a page hosted elsewhere may send a request.
fn preflight(headers: Headers) -> BoxedFilter<(Response,)> {
    warp::method()
        .and(warp::header::headers_cloned())
        .and_then(move |method: Method, asked: HeaderMap| {
            let answer = (method == Method::OPTIONS).then(|| headers.preflight(asked.get(header::ORIGIN))).flatten();
            std::future::ready(answer.ok_or_else(warp::reject::not_found))
        })
        .boxed()
}
