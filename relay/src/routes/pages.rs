//! The route of the page: whatever path no other route has taken.

use std::sync::Arc;

use warp::{
    Filter, Rejection,
    filters::path::FullPath,
    http::{HeaderMap, Method},
    reject,
    reply::Response,
};

use crate::pages::{Asked, Pages};

/// `GET` and `HEAD` of the files of the page.
pub fn pages(
    pages: Arc<Pages>,
) -> impl Filter<Extract = (Response,), Error = Rejection> + Clone + Send + Sync + 'static {
    warp::method().and(warp::path::full()).and(warp::header::headers_cloned()).and_then(
        move |method: Method, path: FullPath, headers: HeaderMap| {
            let reads = [Method::GET, Method::HEAD].contains(&method);
            let asked = Asked { path: path.as_str(), headers: &headers };
            let answer = reads.then(|| pages.answer(asked)).flatten();
            std::future::ready(answer.ok_or_else(reject::not_found))
        },
    )
}
