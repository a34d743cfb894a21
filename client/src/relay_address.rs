//! Where the relay is: named by the page's meta tag `ashboard-relay`, else by `/config.json` beside the page, else
//! the page's own origin. So the page can also be hosted as plain files elsewhere.

use std::cell::RefCell;

use gloo::net::http::Request;
use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, future_to_promise};

use crate::json::Json;

/// The origin of a relay, such as `https://dashboards.example.org`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelayAddress {
    origin: String,
}

thread_local! {
    /// What the relay is named: whoever asks meanwhile waits for the same answer.
    static NAMED: Promise = future_to_promise(async {
        let named = match named_by_page() {
            Some(named) => named,
            None => named_by_host().await.unwrap_or_default(),
        };
        Ok(named.into())
    });
}

thread_local! {
    static TICKET: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Keeps what stands for a share link, for as long as the page stands in its frame.
pub(crate) fn hold_ticket(ticket: String) {
    TICKET.set(Some(ticket));
}

/// What stands for the share link by which this page is in a frame; it goes along with every request.
pub(crate) fn ticket() -> Option<String> {
    TICKET.with_borrow(Clone::clone)
}

/// The relay of this page; asked for once.
pub async fn find() -> RelayAddress {
    let named = JsFuture::from(NAMED.with(Clone::clone)).await.ok();
    RelayAddress::new(&named.as_ref().and_then(JsValue::as_string).unwrap_or_default(), &page_origin())
}

fn named_by_page() -> Option<String> {
    let meta = gloo::utils::document().query_selector("meta[name=ashboard-relay]").ok()??;
    meta.get_attribute("content").filter(|content| !content.trim().is_empty())
}

async fn named_by_host() -> Option<String> {
    said_by_host().await?.text("relay")
}

/// What the provider is called at which people sign in, where there is one.
pub(crate) async fn provider() -> Option<String> {
    said_by_host().await?.text("openid")
}

/// `/config.json`: what the host of the page says about it.
async fn said_by_host() -> Option<Json> {
    let answer = Request::get("/config.json").send().await.ok().filter(gloo::net::http::Response::ok)?;
    Json::read(&answer.text().await.ok()?)
}

fn page_origin() -> String {
    gloo::utils::window().location().origin().unwrap_or_default()
}

impl RelayAddress {
    /// The relay that is named; the page's own origin where the name is empty or no HTTP origin.
    #[must_use]
    pub fn new(named: &str, page_origin: &str) -> Self {
        let named = named.trim().trim_end_matches('/');
        let is_http = named.starts_with("http://") || named.starts_with("https://");
        let origin = if is_http { named } else { page_origin };
        Self { origin: origin.to_owned() }
    }

    /// The address of a path that begins with `/`.
    #[must_use]
    pub fn http(&self, path: &str) -> String {
        [&self.origin, path].concat()
    }

    /// The address of a dashboard's connection.
    #[must_use]
    pub fn connection(&self, dashboard: &str) -> String {
        let origin = match self.origin.strip_prefix("http") {
            Some(rest) => ["ws", rest].concat(),
            None => self.origin.clone(),
        };
        [&origin, "/api/v1/dashboards/", &in_path(dashboard), "/ws"].concat()
    }
}

/// A text as one segment of a path: everything but unreserved characters (RFC 3986) is written as `%XX`.
#[must_use]
pub fn in_path(text: &str) -> String {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut segment = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_~".contains(&byte) {
            segment.push(char::from(byte));
        } else {
            let [high, low] = [byte >> 4, byte & 15].map(|digit| char::from(HEX[usize::from(digit)]));
            segment.extend(['%', high, low]);
        }
    }
    segment
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_wins_over_the_page_where_it_is_an_origin() {
        let cases = [
            ("", "http://page:1", "ws://page:1/api/v1/dashboards/d/ws"),
            ("https://relay.example/", "http://page:1", "wss://relay.example/api/v1/dashboards/d/ws"),
            ("javascript:alert(1)", "https://page", "wss://page/api/v1/dashboards/d/ws"),
        ];
        for (named, page, expected) in cases {
            assert_eq!(RelayAddress::new(named, page).connection("d"), expected, "{named}");
        }
        assert_eq!(RelayAddress::new(" http://r/ ", "").http("/x"), "http://r/x");
    }

    #[test]
    fn an_id_stays_one_segment() {
        assert_eq!(in_path("../a b?é"), "%2E%2E%2Fa%20b%3F%C3%A9");
    }
}
