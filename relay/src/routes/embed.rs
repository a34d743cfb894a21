//! The routes of embedded dashboards: the page as it is everywhere, but for the pages that a share names it may stand in a
//! frame; and the script of the element that makes such a frame, which any page may load. The secret of the share stays
//! behind the `#` of the address and never comes here.

use std::sync::Arc;

use warp::{
    Filter, Rejection,
    http::{HeaderMap, HeaderValue, header},
    reject,
    reply::Response,
};

use super::gate::Gate;
use crate::{
    clock,
    directory::ShareId,
    headers::{Embeddable, ForAnyPage},
    pages::{Asked, Pages},
};

/// The script of the element.
const SCRIPT: &str = "/embed.js";

/// `GET /embed/{share}` and `GET /embed.js`.
pub(super) fn embed(
    pages: Arc<Pages>,
    gate: &Gate,
) -> impl Filter<Extract = (Response,), Error = Rejection> + Clone + Send + Sync + use<> {
    script(Arc::clone(&pages)).or(page(pages, gate)).unify()
}

fn script(pages: Arc<Pages>) -> impl Filter<Extract = (Response,), Error = Rejection> + Clone + Send + Sync {
    warp::path!("embed.js").and(warp::get()).and(warp::header::headers_cloned()).and_then(move |headers: HeaderMap| {
        let answer = pages.answer(Asked { path: SCRIPT, headers: &headers }).map(|mut answer| {
            answer.extensions_mut().insert(ForAnyPage);
            answer
        });
        std::future::ready(answer.ok_or_else(reject::not_found))
    })
}

fn page(
    pages: Arc<Pages>,
    gate: &Gate,
) -> impl Filter<Extract = (Response,), Error = Rejection> + Clone + Send + Sync + use<> {
    let gate = gate.clone();
    warp::path!("embed" / String).and(warp::get()).and(warp::header::headers_cloned()).and_then(
        move |share: String, headers: HeaderMap| {
            let answer = pages.answer(Asked { path: "/", headers: &headers });
            let answer = answer.map(|answer| within(answer, ancestors(&gate, &share)));
            std::future::ready(answer.ok_or_else(reject::not_found))
        },
    )
}

/// Origins of pages in which the share may stand now.
fn ancestors(gate: &Gate, share: &str) -> Vec<String> {
    let (Ok(share), now_ms) = (share.parse::<ShareId>(), clock::now_ms()) else { return Vec::new() };
    gate.authority().directory().read(|entries| {
        let is_valid = |end: Option<i64>| end.is_none_or(|end| now_ms < end);
        let share = entries.share(share).filter(|share| !share.revoked && is_valid(share.expires_ms));
        share.map(|share| share.frame_ancestors.clone()).unwrap_or_default()
    })
}

/// Never kept: the next share has others.
fn within(mut answer: Response, ancestors: Vec<String>) -> Response {
    answer.extensions_mut().insert(Embeddable(ancestors));
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}
