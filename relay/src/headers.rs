//! Headers: what stands on every answer so that a browser does nothing with it that was not meant, and what lets a page
//! that is hosted elsewhere read it. One list for pages, API and errors; what an answer says is not its business.

use std::sync::Arc;

use warp::{
    http::{HeaderName, HeaderValue, StatusCode, header},
    reply::Response,
};

/// What a page of the relay may load and do: its own files, compiled WebAssembly, nothing inline.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; \
     style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'; \
     worker-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

const ALWAYS: [(HeaderName, &str); 5] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// Browsers that came by TLS (through a proxy, since the relay speaks plain HTTP) keep to it for a year.
const STRICT_TRANSPORT: &str = "max-age=31536000";

/// What a page hosted elsewhere may send and read; asked for once in ten minutes.
const PREFLIGHT: [(HeaderName, &str); 3] = [
    (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, PUT, DELETE"),
    (header::ACCESS_CONTROL_ALLOW_HEADERS, "content-type, x-ashboard"),
    (header::ACCESS_CONTROL_MAX_AGE, "600"),
];

/// The headers of one relay: a cheap handle.
#[derive(Clone, Debug)]
pub struct Headers {
    beyond_loopback: bool,
    allowed_origins: Arc<[String]>,
}

impl Headers {
    /// `beyond_loopback` says that other machines reach the relay; the origins are those of pages hosted elsewhere.
    #[must_use]
    pub fn new(beyond_loopback: bool, allowed_origins: &[String]) -> Self {
        Self { beyond_loopback, allowed_origins: allowed_origins.into() }
    }

    /// The answer with the headers on it; `origin` is that of the page that asked.
    #[must_use]
    pub fn on(&self, origin: Option<&HeaderValue>, mut response: Response) -> Response {
        let headers = response.headers_mut();
        for (name, value) in ALWAYS {
            // What a share lets stand in a frame says so itself.
            headers.entry(name).or_insert(HeaderValue::from_static(value));
        }
        if self.beyond_loopback {
            headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(STRICT_TRANSPORT));
        }
        if !self.allowed_origins.is_empty() {
            headers.append(header::VARY, HeaderValue::from_static("origin"));
        }
        if let Some(origin) = origin.filter(|origin| self.allows(origin)) {
            headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
            headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("etag, retry-after"));
        }
        response
    }

    /// The answer to a browser that asks, by OPTIONS, whether a page may send a request; `None` where it may not.
    #[must_use]
    pub fn preflight(&self, origin: Option<&HeaderValue>) -> Option<Response> {
        origin.filter(|origin| self.allows(origin))?;
        let mut response = Response::default();
        *response.status_mut() = StatusCode::NO_CONTENT;
        for (name, value) in PREFLIGHT {
            response.headers_mut().insert(name, HeaderValue::from_static(value));
        }
        Some(response)
    }

    fn allows(&self, origin: &HeaderValue) -> bool {
        self.allowed_origins.iter().any(|allowed| allowed.as_bytes() == origin.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_answer_has_them() {
        let near = Headers::new(false, &[]).on(None, Response::default());
        let policy = near.headers()["content-security-policy"].to_str().unwrap();
        assert!(policy.contains("; style-src 'self'; ") && !policy.contains("  "), "{policy}");
        assert_eq!(near.headers().len(), ALWAYS.len());
        let far = Headers::new(true, &[]).on(None, Response::default());
        assert_eq!(far.headers()["strict-transport-security"], STRICT_TRANSPORT);
    }

    #[test]
    fn only_a_page_of_the_list_may_read_from_elsewhere() {
        let headers = Headers::new(false, &["https://a.org".to_owned()]);
        for (origin, allowed) in [
            ("https://a.org", true),
            ("https://a.org.evil.com", false),
            ("https://b.org", false),
            ("http://a.org", false),
            ("null", false),
            ("*", false),
        ] {
            let origin = HeaderValue::from_static(origin);
            let answer = headers.on(Some(&origin), Response::default());
            assert_eq!(answer.headers().get("access-control-allow-origin"), allowed.then_some(&origin));
            assert_eq!(headers.preflight(Some(&origin)).is_some(), allowed);
        }
        assert!(headers.preflight(None).is_none());
    }
}
