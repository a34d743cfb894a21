//! Posts and reads through the real filters, the real feed and a log in memory.

use document::Role;
use serde_json::Value;
use warp::test::RequestBuilder;

use super::*;
use crate::{
    accounts::Accounts,
    authority::Authority,
    config::Config,
    directory::Directory,
    feed::Limits,
    log::{self, LogHandle, MemoryLog},
    metrics::Metrics,
    problem,
    rooms::{Rooms, UNLOAD_AFTER},
    visitor::{Trust, Visitors},
};

async fn tables(limits: Limits) -> (Tables, LogHandle) {
    let (log, _thread) = log::writer::start(MemoryLog::default()).unwrap();
    (Tables::open(log.clone(), limits, Metrics::new()).await.unwrap(), log)
}

async fn send(tables: &Tables, request: RequestBuilder) -> (u16, String) {
    let (log, _thread) = log::writer::start(MemoryLog::default()).unwrap();
    let (config, directory) = (Config::default(), Directory::open(log.clone()).await.unwrap());
    let accounts = Accounts::new(directory.clone(), &config.accounts);
    let visitors = Visitors::new(accounts, Trust::new(&config, false), None);
    let authority = Authority::new(directory, Some(Role::Owner));
    let rooms = Rooms::new(log, Metrics::new(), UNLOAD_AFTER);
    let gate = Gate::new(&config, visitors, authority, rooms);
    let routes = TableRoutes::new(tables.clone(), gate, Duration::from_secs(30));
    let routes = routes.reading().or(routes.posting()).unify().recover(problem::recover);
    let response = request.reply(&routes).await;
    (response.status().as_u16(), String::from_utf8(response.body().to_vec()).unwrap())
}

fn post(table: &str, content_type: &str, body: impl AsRef<[u8]>) -> RequestBuilder {
    let path = format!("/api/v1/tables/{table}/rows");
    warp::test::request().method("POST").path(&path).header("content-type", content_type).body(body)
}

fn get(path: &str) -> RequestBuilder {
    warp::test::request().path(path)
}

/// Sends a post and says its status and the code of its problem, or how many rows it appended after which.
async fn posted(tables: &Tables, table: &str, content_type: &str, body: &str) -> (u16, String) {
    let (status, body) = send(tables, post(table, content_type, body)).await;
    let body: Value = serde_json::from_str(&body).unwrap();
    let said = body["code"].as_str().map_or_else(|| format!("{}@{}", body["rows"], body["firstRow"]), str::to_owned);
    (status, said)
}

#[tokio::test]
async fn a_table_is_made_by_its_first_post_and_read_back() {
    let (tables, log) = tables(Limits::default()).await;
    assert_eq!(posted(&tables, "rain", "text/csv", "day,mm\n2024-02-29,1.5\n").await, (200, "1@0".into()));
    let more = "{\"day\":\"2024-03-01\",\"mm\":2}\n{\"mm\":null}\n";
    assert_eq!(posted(&tables, "rain", "application/x-ndjson", more).await, (200, "2@1".into()));
    assert_eq!(posted(&tables, "rain", "application/json", "{\"mm\":4}").await, (200, "1@3".into()));
    let expected = "day,mm\n2024-02-29T00:00:00Z,1.5\n2024-03-01T00:00:00Z,2\n,\n,4\n";
    for tables in [tables, Tables::open(log, Limits::default(), Metrics::new()).await.unwrap()] {
        let (status, csv) = send(&tables, get("/api/v1/tables/rain/rows?format=csv")).await;
        assert_eq!((status, csv.as_str()), (200, expected), "also after the tables were opened again");
        let (_, list) = send(&tables, get("/api/v1/tables")).await;
        let list: Value = serde_json::from_str(&list).unwrap();
        let fields = serde_json::json!([{ "name": "day", "type": "time" }, { "name": "mm", "type": "float" }]);
        let table = serde_json::json!({ "name": "rain", "fields": fields, "rows": 4, "firstRow": 0, "nextRow": 4 });
        assert_eq!(list, serde_json::json!({ "tables": [table] }));
        let (_, rows) = send(&tables, get("/api/v1/tables/rain/rows?from=3&limit=5")).await;
        assert_eq!(rows, "{\"firstRow\":3,\"rows\":[{\"day\":null,\"mm\":4.0}]}");
    }
}

#[tokio::test]
async fn a_bad_post_leaves_no_row_and_no_table() {
    let (tables, _log) = tables(Limits::default()).await;
    let bad = [
        ("new", "application/json", "[{\"a\":1},{\"a\":\"x\"}]", 422, "bad_rows"),
        ("new", "application/json", "[", 422, "bad_rows"),
        ("new", "text/csv", "a\n", 422, "bad_rows"),
        ("new?schema=a:number", "text/csv", "a\n1\n", 422, "bad_schema"),
        ("new", "application/x-www-form-urlencoded", "a\n1\n", 415, "unsupported_media_type"),
        ("machine.cpu", "text/csv", "a\n1\n", 403, "not_allowed"),
        ("1st", "text/csv", "a\n1\n", 400, "bad_table_name"),
        ("a%2Fb", "text/csv", "a\n1\n", 400, "bad_table_name"),
    ];
    for (table, content_type, body, status, code) in bad {
        let (name, query) = table.split_once('?').unwrap_or((table, ""));
        let path = format!("/api/v1/tables/{name}/rows?{query}");
        let request = warp::test::request().method("POST").path(&path).header("content-type", content_type).body(body);
        let (got, problem) = send(&tables, request).await;
        let problem: Value = serde_json::from_str(&problem).unwrap();
        assert_eq!((got, problem["code"].as_str()), (status, Some(code)), "{table} {body}");
        assert_eq!(tables.list(), []);
    }
    posted(&tables, "t", "text/csv", "a\n1\n").await;
    let (status, problem) = send(&tables, post("t", "application/x-ndjson", "{\"a\":2}\n{\"a\":2.5}\n")).await;
    let problem: Value = serde_json::from_str(&problem).unwrap();
    assert_eq!((status, &problem["line"], &problem["field"]), (422, &Value::from(2), &Value::from("a")));
    assert_eq!(tables.list()[0].rows, 1, "the first line of the bad post is not there either");
}

#[tokio::test]
async fn what_is_too_much_is_refused_before_it_is_kept() {
    let limits = Limits { max_tables: 1, max_rows: 10, max_bytes: 16_000 };
    let (tables, _log) = tables(limits).await;
    let body = vec![b' '; ingest::MAX_BODY_BYTES as usize + 1];
    assert_eq!(send(&tables, post("t", "text/csv", body)).await.0, 413);
    assert_eq!(posted(&tables, "t", "text/csv", "a\n1\n2\n").await.0, 200);
    assert_eq!(posted(&tables, "u", "text/csv", "a\n1\n").await, (429, "tables_full".into()));
    let wide = format!("a\n{}", "1\n".repeat(500));
    for _ in 0..3 {
        assert_eq!(posted(&tables, "t", "text/csv", &wide).await.0, 200, "the oldest rows make room");
    }
    assert!(tables.list()[0].rows <= 10);
}

#[tokio::test]
async fn reads_name_what_is_wrong_with_them() {
    let (tables, _log) = tables(Limits::default()).await;
    posted(&tables, "t", "text/csv", "a\n1\n").await;
    let cases = [
        ("/api/v1/tables/u/rows", 404, "no_such_table"),
        ("/api/v1/tables/..%2f/rows", 404, "no_such_table"),
        ("/api/v1/tables/t/rows?format=xml", 400, "bad_request"),
        ("/api/v1/tables/t/rows?from=-1", 400, "bad_request"),
        ("/api/v1/tables/t/rows?until=1", 400, "bad_request"),
    ];
    for (path, status, code) in cases {
        let (got, problem) = send(&tables, get(path)).await;
        let problem: Value = serde_json::from_str(&problem).unwrap();
        assert_eq!((got, problem["code"].as_str()), (status, Some(code)), "{path}");
    }
}

/// P-153: the same reading as a post, and nothing is made.
#[tokio::test]
async fn a_dry_run_says_what_a_post_would_make() {
    let (tables, _log) = tables(Limits::default()).await;
    let dry = |body: &str| {
        let path = "/api/v1/tables/rain/rows?dry_run=true";
        warp::test::request().method("POST").path(path).header("content-type", "text/csv").body(body)
    };
    let (status, body) = send(&tables, dry("day,mm\n2024-02-29,1.5\n2024-03-01,\n")).await;
    let fields = serde_json::json!([{ "name": "day", "type": "time" }, { "name": "mm", "type": "float" }]);
    let first = serde_json::json!([{ "day": "2024-02-29T00:00:00Z", "mm": 1.5 }, { "day": "2024-03-01T00:00:00Z", "mm": null }]);
    let expected = serde_json::json!({ "fields": fields, "rows": 2, "exists": false, "first": first });
    assert_eq!((status, serde_json::from_str::<Value>(&body).unwrap()), (200, expected));
    assert!(tables.list().is_empty());
    posted(&tables, "rain", "text/csv", "day,mm\n2024-02-29,1.5\n").await;
    let (status, body) = send(&tables, dry("day,mm\nnever,1\n")).await;
    assert_eq!((status, body.contains("bad_rows")), (422, true), "{body}");
}
