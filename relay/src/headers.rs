//! Headers: what stands on every answer so that a browser does nothing with it that was not meant, and what lets a page
//! that is hosted elsewhere read it. One list for pages, API and errors; what an answer says is not its business.

use std::sync::Arc;

use warp::{
    http::{HeaderName, HeaderValue, StatusCode, header},
    reply::Response,
};

use crate::config::is_origin;

/// What a page of the relay may load and do: its own files, compiled WebAssembly, nothing inline.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; \
     style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'; \
     worker-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

/// What [`CONTENT_SECURITY_POLICY`] says of pages that show this one in a frame.
const NOT_IN_A_FRAME: &str = "frame-ancestors 'none'";

/// Pages of these origins may show an answer in a frame; it stands in the extensions of the answer. Without it none may.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Embeddable(pub Vec<String>);

impl Embeddable {
    /// The policy of the answer. What is no origin is left out, so that no word of a share becomes one of the policy.
    fn policy(&self) -> Option<HeaderValue> {
        let origins: Vec<_> = self.0.iter().map(String::as_str).filter(|origin| is_origin(origin)).collect();
        let ancestors = format!("frame-ancestors {}", origins.join(" "));
        let policy = CONTENT_SECURITY_POLICY.replace(NOT_IN_A_FRAME, &ancestors);
        (!origins.is_empty()).then(|| HeaderValue::from_str(&policy).ok()).flatten()
    }
}

/// Pages of any origin may load an answer, such as a script that is made for them; it stands in its extensions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ForAnyPage;

/// Which pages may load an answer as a part of theirs.
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

const ALWAYS: [(HeaderName, &str); 5] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (RESOURCE_POLICY, "same-origin"),
];

/// Browsers that came by TLS (through a proxy, since the relay speaks plain HTTP) keep to it for a year.
const STRICT_TRANSPORT: &str = "max-age=31536000";

/// What a page hosted elsewhere may send and read; asked for once in ten minutes.
const PREFLIGHT: [(HeaderName, &str); 3] = [
    (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, PUT, PATCH, DELETE"),
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
        let embedded = response.extensions().get::<Embeddable>().and_then(Embeddable::policy);
        let is_for_any_page = response.extensions().get::<ForAnyPage>().is_some();
        let headers = response.headers_mut();
        for (name, value) in ALWAYS {
            headers.insert(name, HeaderValue::from_static(value));
        }
        if is_for_any_page {
            headers.insert(RESOURCE_POLICY, HeaderValue::from_static("cross-origin"));
        }
        if let Some(policy) = embedded {
            headers.insert(header::CONTENT_SECURITY_POLICY, policy);
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
    fn only_what_is_made_for_any_page_may_be_loaded_by_one() {
        let policy = |response| Headers::new(false, &[]).on(None, response).headers()[RESOURCE_POLICY].clone();
        let mut script = Response::default();
        script.extensions_mut().insert(ForAnyPage);
        assert_eq!([policy(script), policy(Response::default())], ["cross-origin", "same-origin"]);
    }

    #[test]
    fn a_share_that_is_embedded_names_its_pages_and_nothing_else() {
        let policy = |origins: &[&str]| {
            let mut response = Response::default();
            response.extensions_mut().insert(Embeddable(origins.iter().map(|origin| (*origin).to_owned()).collect()));
            let response = Headers::new(true, &[]).on(None, response);
            response.headers()["content-security-policy"].to_str().unwrap().to_owned()
        };
        let embedded = policy(&["https://a.org", "https://b.org:8443", "https://c.org; script-src *", "*"]);
        assert!(embedded.contains("; frame-ancestors https://a.org https://b.org:8443; form-action"), "{embedded}");
        assert!(!embedded.contains('*') && !embedded.contains("'none'; frame-ancestors 'none'"), "{embedded}");
        assert_eq!(policy(&["*"]), CONTENT_SECURITY_POLICY);
        assert_eq!(policy(&[]), CONTENT_SECURITY_POLICY);
    }

    #[test]
    fn a_page_of_the_list_may_send_whatever_the_api_takes() {
        let headers = Headers::new(false, &["https://a.org".to_owned()]);
        let answer = headers.preflight(Some(&HeaderValue::from_static("https://a.org"))).unwrap();
        let methods = answer.headers()["access-control-allow-methods"].to_str().unwrap();
        for route in crate::routes::listing::ROUTES {
            assert!(methods.split(", ").any(|method| method == route.method), "{} {}", route.method, route.path);
        }
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
