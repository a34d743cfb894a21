//! Every answer of a real relay on a real port: the right status and code, a problem in JSON where it is an error, and
//! the headers on all of them.

#![expect(clippy::unwrap_used, reason = "a request that fails fails the test")]

mod real;

use real::{ask, request, serve};
use relay::{config::Config, log::MemoryLog};

/// Headers that stand on every answer.
const ALWAYS: [&str; 5] = [
    "content-security-policy",
    "x-content-type-options",
    "referrer-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
];

#[tokio::test]
async fn every_answer_is_what_the_api_says() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("index.html"), "<!doctype html>page").unwrap();
    let config = Config { page: folder.path().into(), machine_feed: false, ..Config::default() };
    let (address, stop, serving) = serve(config, MemoryLog::default()).await;
    let csv = "content-type: text/csv";
    let rows = "/api/v1/tables/t/rows";
    let panel = |file: &str| format!("/api/v1/dashboards/01900000-0000-7000-8000-a5b0a2d00002/panels/{file}");
    let good = [
        ("GET", &*panel("0000000000000001.svg"), &[][..], "", 200),
        ("GET", "/", &[], "", 200),
        ("HEAD", "/", &[], "", 200),
        ("GET", "/d/0190", &["accept: text/html"], "", 200),
        ("GET", "/healthz", &[], "", 200),
        ("GET", "/api/v1/dashboards", &[], "", 200),
        ("POST", rows, &[csv], "a\n1\n", 200),
        ("POST", rows, &[csv, "origin: http://127.0.0.1", "x-ashboard: 1"], "a\n1\n", 200),
        ("GET", "/api/v1/tables/t/rows?format=csv", &[], "", 200),
    ];
    for (method, path, headers, body, status) in good {
        let answer = ask(address, request(method, path, headers, body)).await;
        assert_eq!(answer.status, status, "{method} {path}: {answer:?}");
        assert!(ALWAYS.iter().all(|name| answer.headers.contains_key(*name)), "{method} {path}: {answer:?}");
    }
    let bad = [
        ("GET", "/nothing", &[][..], "", 404, "no_such_path"),
        ("GET", "/../../etc/passwd", &[], "", 404, "no_such_path"),
        ("GET", "/..%2f..%2fetc%2fpasswd", &[], "", 404, "no_such_path"),
        ("GET", "/api/v1/nothing", &[], "", 404, "no_such_path"),
        ("GET", "/api/v1/dashboards/01900000-0000-7000-8000-000000000009", &[], "", 404, "no_such_dashboard"),
        ("GET", "/api/v1/tables/u/rows", &[], "", 404, "no_such_table"),
        ("GET", &panel("0000000000000001.gif"), &[], "", 404, "no_such_path"),
        ("GET", &panel("0000000000000077.svg"), &[], "", 404, "no_such_node"),
        ("GET", &panel("0000000000000001.png?width=9000"), &[], "", 400, "bad_request"),
        ("GET", &panel("0000000000000001.png?scale=inf"), &[], "", 400, "bad_request"),
        ("PUT", "/api/v1/tables", &[], "", 405, "method_not_allowed"),
        ("POST", "/healthz", &[], "", 405, "method_not_allowed"),
        ("POST", rows, &[], "a\n1\n", 415, "unsupported_media_type"),
        ("POST", rows, &["content-type: application/x-www-form-urlencoded"], "a\n1\n", 415, "unsupported_media_type"),
        ("POST", rows, &[csv], "a\nx\n", 422, "bad_rows"),
        ("POST", "/api/v1/tables/machine.x/rows", &[csv], "a\n1\n", 403, "not_allowed"),
        ("POST", "/api/v1/tables/%27/rows", &[csv], "a\n1\n", 400, "bad_table_name"),
        ("POST", "/api/v1/dashboards", &["content-type: application/json"], "{\"panels\":1}", 422, "bad_document"),
        ("POST", rows, &[csv, "origin: http://127.0.0.1"], "a\n1\n", 403, "missing_header"),
        ("POST", rows, &[csv, "origin: https://evil.org", "x-ashboard: 1"], "a\n1\n", 403, "foreign_origin"),
        ("POST", rows, &[csv, "origin: null", "x-ashboard: 1"], "a\n1\n", 403, "foreign_origin"),
    ];
    for (method, path, headers, body, status, code) in bad {
        let answer = ask(address, request(method, path, headers, body)).await;
        let problem: serde_json::Value = serde_json::from_slice(&answer.body).unwrap_or_default();
        assert_eq!((answer.status, problem["code"].as_str()), (status, Some(code)), "{method} {path}: {answer:?}");
        assert_eq!(answer.headers["content-type"], "application/problem+json", "{method} {path}");
        assert!(ALWAYS.iter().all(|name| answer.headers.contains_key(*name)), "{method} {path}: {answer:?}");
        for inside in ["src/", "/root", "SELECT", "panicked", folder.path().to_str().unwrap()] {
            assert!(!String::from_utf8_lossy(&answer.body).contains(inside), "{method} {path} says {inside}");
        }
    }
    let rows = ask(address, request("GET", "/api/v1/tables/t/rows?format=csv", &[], "")).await;
    assert!(rows.body.ends_with(b"a\n1\n1\n"), "what was refused left nothing: {rows:?}");
    drop(stop);
    serving.await.unwrap();
}

/// P-143: the id of a request is on its answer and in its problem, taken over only where it can stand anywhere.
#[tokio::test]
async fn every_answer_names_its_request() {
    let config = Config { machine_feed: false, ..Config::default() };
    let (address, stop, serving) = serve(config, MemoryLog::default()).await;
    let named = ask(address, request("GET", "/api/v1/nothing", &["x-request-id: proxy-7.a"], "")).await;
    assert_eq!(named.headers["x-request-id"], "proxy-7.a");
    let problem: serde_json::Value = serde_json::from_slice(&named.body).unwrap();
    assert_eq!(problem["instance"], "urn:ashboard:request:proxy-7.a");
    for bad in ["x-request-id: a b", "x-request-id: <script>", "accept: */*"] {
        let made = ask(address, request("GET", "/healthz", &[bad], "")).await;
        let id = &made.headers["x-request-id"];
        assert!(id.len() == 16 && id.bytes().all(|byte| byte.is_ascii_hexdigit()), "{bad}: {id}");
    }
    let page = ask(address, request("GET", "/metrics", &[], "")).await;
    let page = String::from_utf8(page.body).unwrap();
    for line in [
        "ashboard_requests_total{route=\"/api/other\",method=\"GET\",status=\"4xx\"} 1",
        "ashboard_requests_total{route=\"/healthz\",method=\"GET\",status=\"2xx\"} 3",
        "ashboard_problems_total{code=\"no_such_path\"} 1",
    ] {
        assert!(page.lines().any(|other| other == line), "{line} in {page}");
    }
    drop(stop);
    serving.await.unwrap();
}
