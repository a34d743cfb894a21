//! Every answer of a real relay on a real port: the right status and code, a problem in JSON where it is an error, and
//! the headers on all of them.

#![expect(clippy::unwrap_used, reason = "a request that fails fails the test")]

use std::{
    collections::BTreeMap,
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
};

use document::{ClientId, Gesture, Kind, Mark, NodeId, Op, OpId, Order, Place, Property, Seq, Sequenced, Value};
use relay::{
    Relay,
    config::Config,
    dashboard::DashboardId,
    log::{Entry, Log, MemoryLog, Write as Stored, writer},
};
use serde_json::json;
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};

/// Headers that stand on every answer.
const ALWAYS: [&str; 5] = [
    "content-security-policy",
    "x-content-type-options",
    "referrer-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
];

#[derive(Debug)]
struct Answer {
    status: u16,
    headers: BTreeMap<String, String>,
    body: String,
}

/// Sends one request as it is written and reads the answer to its end.
async fn ask(address: SocketAddr, request: String) -> Answer {
    let text = tokio::task::spawn_blocking(move || {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut text = Vec::new();
        stream.read_to_end(&mut text).unwrap();
        String::from_utf8(text).unwrap()
    });
    let text = text.await.unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let (status, headers) = head.split_once("\r\n").unwrap();
    let pair = |line: &str| line.split_once(": ").map(|(name, value)| (name.to_owned(), value.to_owned()));
    Answer {
        status: status.split(' ').nth(1).unwrap().parse().unwrap(),
        headers: headers.split("\r\n").filter_map(pair).collect(),
        body: body.to_owned(),
    }
}

/// A request; `headers` are whole lines.
fn request(method: &str, path: &str, headers: &[&str], body: &str) -> String {
    let headers: String = headers.iter().map(|line| format!("{line}\r\n")).collect();
    let length = body.len();
    format!(
        "{method} {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n{body}"
    )
}

/// A relay on a real port; it ends when the sender is dropped.
async fn serve(config: Config, log: MemoryLog) -> (SocketAddr, oneshot::Sender<()>, JoinHandle<()>) {
    let (log, _thread) = writer::start(log).unwrap();
    let relay = Relay::open(config, log).await.unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let serving = tokio::spawn(relay.serve(listener, async {
        let _stop = stopped.await;
    }));
    (address, stop, serving)
}

#[tokio::test]
async fn every_answer_is_what_the_api_says() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("index.html"), "<!doctype html>page").unwrap();
    let config = Config { page: folder.path().into(), machine_feed: false, ..Config::default() };
    let (address, stop, serving) = serve(config, MemoryLog::default()).await;
    let csv = "content-type: text/csv";
    let rows = "/api/v1/tables/t/rows";
    let good = [
        ("GET", "/", &[][..], "", 200),
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
        let problem: serde_json::Value = serde_json::from_str(&answer.body).unwrap_or_default();
        assert_eq!((answer.status, problem["code"].as_str()), (status, Some(code)), "{method} {path}: {answer:?}");
        assert_eq!(answer.headers["content-type"], "application/problem+json", "{method} {path}");
        assert!(ALWAYS.iter().all(|name| answer.headers.contains_key(*name)), "{method} {path}: {answer:?}");
        for inside in ["src/", "/root", "SELECT", "panicked", folder.path().to_str().unwrap()] {
            assert!(!answer.body.contains(inside), "{method} {path} says {inside}");
        }
    }
    let rows = ask(address, request("GET", "/api/v1/tables/t/rows?format=csv", &[], "")).await;
    assert!(rows.body.ends_with("a\n1\n1\n"), "what was refused left nothing: {rows:?}");
    drop(stop);
    serving.await.unwrap();
}

const DASHBOARD: DashboardId = DashboardId::fixed(1);
const PANEL: NodeId = NodeId::from_bytes([1; 8]);

/// A log with one dashboard: a panel, its title, its mark in two gestures, its end.
fn with_history() -> MemoryLog {
    let set = |property, value| Op::Set { node: PANEL, property, value };
    let place = Place { parent: NodeId::ROOT, order: Order::default() };
    let ops = [
        Op::Insert { node: PANEL, kind: Kind::Chart, place },
        set(Property::Title, Value::Text("CPU".into())),
        set(Property::Mark, Value::Mark(Mark::Area)),
        set(Property::Mark, Value::Mark(Mark::Bar)),
        Op::Delete { node: PANEL },
    ];
    let entry = |(op, seq): (Op, u64)| {
        let gesture = Gesture { id: OpId { client: ClientId::from_bytes([7; 8]), counter: seq }, ops: vec![op] };
        Entry { sequenced: Sequenced { seq: Seq(seq), gesture }, at_ms: 100 + seq.cast_signed(), author: "Ada".into() }
    };
    let entries = ops.into_iter().zip(1..).map(entry).collect();
    let mut log = MemoryLog::default();
    let write = Stored::CreateDashboard { dashboard: DASHBOARD, title: String::new(), at_ms: 0, entries };
    log.commit(&[write]).unwrap().remove(0).unwrap();
    log
}

/// P-63, P-64: any `Seq` is shown, and the pages of the history have every gesture once, with what it changed.
#[tokio::test]
async fn the_history_is_told_page_by_page() {
    let config = Config { machine_feed: false, ..Config::default() };
    let (address, stop, serving) = serve(config, with_history()).await;
    let get = async |rest: &str| {
        let answer = ask(address, request("GET", &format!("/api/v1/dashboards/{DASHBOARD}{rest}"), &[], "")).await;
        (answer.status, serde_json::from_str::<serde_json::Value>(&answer.body).unwrap(), answer.headers)
    };
    let (status, outline, headers) = get("?at=3").await;
    assert_eq!((status, headers["etag"].as_str()), (200, "\"3\""));
    assert_eq!(outline["children"][0]["properties"], json!({"title": "CPU", "mark": "area"}));
    assert_eq!(get("?at=0").await.1["panels"], json!([]));

    let seqs = |page: &serde_json::Value| -> Vec<u64> {
        page["gestures"].as_array().unwrap().iter().map(|gesture| gesture["seq"].as_u64().unwrap()).collect()
    };
    for (query, expected) in [
        ("", vec![1, 2, 3, 4, 5]),
        ("?limit=2", vec![4, 5]),
        ("?before=4&limit=2", vec![2, 3]),
        ("?before=2", vec![1]),
        ("?before=1", vec![]),
        ("?after=3", vec![4, 5]),
        ("?after=0&limit=1", vec![1]),
        ("?after=5&limit=100000", vec![]),
    ] {
        let (status, page, _) = get(&format!("/ops{query}")).await;
        assert_eq!((status, seqs(&page), &page["seq"]), (200, expected, &json!(5)), "{query}");
    }
    let (_, page, _) = get("/ops?after=3&limit=1").await;
    let expected = json!({
        "seq": 4,
        "id": {"client": "0707070707070707", "counter": 4},
        "author": "Ada",
        "atMs": 104,
        "ops": [{"op": "set", "node": "0101010101010101", "properties": {"mark": "bar"}}],
        "differences": [{
            "node": "0101010101010101", "kind": "chart", "title": "CPU",
            "what": "changed", "from": {"mark": "area"}, "to": {"mark": "bar"},
        }],
    });
    assert_eq!(page["gestures"][0], expected);
    for (rest, status, code) in [
        ("?at=6", 404, "no_such_seq"),
        ("?at=x", 400, "bad_request"),
        ("?att=1", 400, "bad_request"),
        ("/ops?after=6", 404, "no_such_seq"),
        ("/ops?before=8&limit=1", 404, "no_such_seq"),
        ("/ops?after=1&before=3", 400, "bad_request"),
        ("/ops?limit=-1", 400, "bad_request"),
    ] {
        let (got, problem, _) = get(rest).await;
        assert_eq!((got, problem["code"].as_str()), (status, Some(code)), "{rest}");
    }
    drop(stop);
    serving.await.unwrap();
}
