//! Headers: what stands on every answer so that a browser does nothing with it that was not meant.
//! One list for pages, API and errors; what an answer says is not its business.

use warp::{
    http::{HeaderName, HeaderValue, header},
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

/// The headers of one relay.
#[derive(Clone, Copy, Debug)]
pub struct Headers {
    /// Whether it is reached from other machines, so that TLS in front of it is to be kept to.
    pub beyond_loopback: bool,
}

impl Headers {
    /// The answer with the headers on it.
    #[must_use]
    pub fn on(self, mut response: Response) -> Response {
        let headers = response.headers_mut();
        for (name, value) in ALWAYS {
            headers.insert(name, HeaderValue::from_static(value));
        }
        if self.beyond_loopback {
            headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(STRICT_TRANSPORT));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_answer_has_them() {
        let near = Headers { beyond_loopback: false }.on(Response::default());
        let policy = near.headers()["content-security-policy"].to_str().unwrap();
        assert!(policy.contains("; style-src 'self'; ") && !policy.contains("  "), "{policy}");
        assert_eq!(near.headers().len(), ALWAYS.len());
        let far = Headers { beyond_loopback: true }.on(Response::default());
        assert_eq!(far.headers()["strict-transport-security"], STRICT_TRANSPORT);
    }
}
