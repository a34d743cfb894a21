//! What is behind the newest `Seq`, over HTTP: pages of history, moments, documents, blame, named versions and drafts, in
//! JSON and in stored bytes.

#![expect(clippy::unwrap_used, reason = "a request that fails fails the test")]

mod real;

use std::net::SocketAddr;

use document::{ClientId, Gesture, Kind, Mark, NodeId, Op, OpId, Order, Place, Property, Seq, Sequenced, Value};
use protocol::{
    codec::from_stored,
    history::{Blame, DocumentAt, DraftTold, HistoryPage, Moments, NamedVersion, Published, Register},
};
use real::{ask, request, serve, wire::Answer};
use relay::{
    config::Config,
    dashboard::DashboardId,
    log::{Entry, Log, MemoryLog, Write as Stored},
};
use serde::de::DeserializeOwned;
use serde_json::json;

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
    let write =
        Stored::CreateDashboard { dashboard: DASHBOARD, title: String::new(), tags: Vec::new(), at_ms: 0, entries };
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
        (answer.status, serde_json::from_slice::<serde_json::Value>(&answer.body).unwrap(), answer.headers)
    };
    let (status, outline, headers) = get("?at=3").await;
    assert_eq!((status, headers["etag"].as_str()), (200, "\"3\""));
    assert_eq!(outline["children"][0]["properties"], json!({"title": "CPU", "mark": "area"}));
    assert_eq!(get("?at=0").await.1["children"], json!([]));

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

async fn asked(address: SocketAddr, method: &str, path: &str, body: &str) -> Answer {
    ask(address, request(method, &format!("/api/v1/dashboards/{path}"), &[], body)).await
}

async fn json_of(address: SocketAddr, method: &str, path: &str, body: &str) -> (u16, serde_json::Value) {
    let answer = asked(address, method, path, body).await;
    let body = String::from_utf8(answer.body).unwrap();
    (answer.status, serde_json::from_str(&body).unwrap_or_default())
}

async fn stored<T: DeserializeOwned>(address: SocketAddr, method: &str, path: &str) -> T {
    let answer = asked(address, method, path, "").await;
    assert_eq!((answer.status, answer.headers["content-type"].as_str()), (200, "application/octet-stream"), "{path}");
    from_stored(&answer.body).unwrap()
}

/// P-64, P-68, P-69: the page reads the same in stored bytes.
#[tokio::test]
async fn the_page_reads_the_past_in_stored_bytes() {
    let config = Config { machine_feed: false, ..Config::default() };
    let (address, stop, serving) = serve(config, with_history()).await;
    let page: HistoryPage = stored(address, "GET", &format!("{DASHBOARD}/ops?after=3&limit=1&format=stored")).await;
    let [told] = page.gestures.as_slice() else { panic!("{page:?}") };
    assert_eq!(
        (page.newest, page.horizon, told.seq, told.author.as_str(), told.at_ms),
        (Seq(5), Seq(0), Seq(4), "Ada", 104)
    );
    let (_, listed) = json_of(address, "GET", &format!("{DASHBOARD}/ops?after=3&limit=1"), "").await;
    assert_eq!(serde_json::to_value(&told.differences).unwrap(), listed["gestures"][0]["differences"]);

    let at: DocumentAt = stored(address, "GET", &format!("{DASHBOARD}/document?at=2")).await;
    assert_eq!((at.seq, at.document.node(PANEL).unwrap().title()), (Seq(2), "CPU"));
    let newest: DocumentAt = stored(address, "GET", &format!("{DASHBOARD}/document")).await;
    assert_eq!((newest.seq, newest.document.node(PANEL)), (Seq(5), None));

    let moments: Moments = stored(address, "GET", &format!("{DASHBOARD}/moments?buckets=3&format=stored")).await;
    let expected: Vec<_> = moments.moments.iter().map(|moment| (moment.seq.0, moment.at_ms)).collect();
    assert_eq!(expected, [(1, 101), (3, 103), (5, 105)]);

    let blame: Blame = stored(address, "GET", &format!("{DASHBOARD}/blame?node={PANEL}&format=stored")).await;
    let written: Vec<_> = blame.written.iter().map(|written| (written.register, written.seq.0)).collect();
    let property = Register::Property;
    let expected =
        [(Register::Place, 1), (Register::Deleted, 5), (property(Property::Title), 2), (property(Property::Mark), 4)];
    assert_eq!(written, expected);
    assert!(blame.written.iter().all(|written| written.author.as_deref() == Some("Ada")));
    let (_, told) = json_of(address, "GET", &format!("{DASHBOARD}/blame?node={PANEL}"), "").await;
    let mark = json!({"property": "mark", "seq": 4, "client": "0707070707070707", "author": "Ada", "atMs": 104});
    assert_eq!(told["written"][3], mark);
    for (path, status, code) in [
        ("blame", 400, "bad_request"),
        ("blame?node=00000000000000ff", 404, "no_such_node"),
        ("document?at=9", 404, "no_such_seq"),
        ("document?format=json", 400, "bad_request"),
        ("ops?format=xml", 400, "bad_request"),
        ("moments?buckets=x", 400, "bad_request"),
    ] {
        let (got, problem) = json_of(address, "GET", &format!("{DASHBOARD}/{path}"), "").await;
        assert_eq!((got, problem["code"].as_str()), (status, Some(code)), "{path}");
    }
    drop(stop);
    serving.await.unwrap();
}

/// P-65, P-66: names survive compaction, and what does not is refused in words that say what is kept.
#[tokio::test]
async fn names_open_what_is_compacted() {
    let config = Config { machine_feed: false, ..Config::default() };
    let mut log = with_history();
    let version = NamedVersion { seq: Seq(2), name: "Launch".into(), author: "Ada".into(), at_ms: 7 };
    let horizon = Seq(4);
    let writes =
        [Stored::NameVersion { dashboard: DASHBOARD, version }, Stored::Compact { dashboard: DASHBOARD, horizon }];
    assert!(log.commit(&writes).unwrap().iter().all(Result::is_ok));
    let (address, stop, serving) = serve(config, log).await;
    let (_, page) = json_of(address, "GET", &format!("{DASHBOARD}/ops"), "").await;
    assert_eq!((page["horizon"].as_u64(), page["gestures"].as_array().unwrap().len()), (Some(4), 1));
    assert_eq!(json_of(address, "GET", &format!("{DASHBOARD}?at=2"), "").await.0, 200);
    let (status, problem) = json_of(address, "GET", &format!("{DASHBOARD}?at=3"), "").await;
    assert_eq!((status, problem["code"].as_str()), (404, Some("no_such_seq")));
    let words = problem["detail"].as_str().unwrap();
    assert!(words.contains("begins at Seq 4") && words.contains("Seq 2"), "{words}");
    assert_eq!(json_of(address, "GET", &format!("{DASHBOARD}/ops?after=2"), "").await.0, 404);

    let versions = format!("{DASHBOARD}/versions");
    let (status, made) = json_of(address, "POST", &versions, r#"{"name":" Today ","author":"Bob"}"#).await;
    assert_eq!(
        (status, &made["seq"], &made["name"], &made["author"]),
        (201, &json!(5), &json!("Today"), &json!("Bob"))
    );
    let listed: Vec<NamedVersion> = stored(address, "GET", &format!("{versions}?format=stored")).await;
    assert_eq!(listed.iter().map(|version| version.name.as_str()).collect::<Vec<_>>(), ["Launch", "Today"]);
    assert_eq!(json_of(address, "DELETE", &format!("{versions}/2"), "").await.0, 204);
    for (method, path, body, status, code) in [
        ("DELETE", "versions/2", "", 404, "no_such_seq"),
        ("DELETE", "versions/x", "", 400, "bad_request"),
        ("POST", "versions", r#"{"name":"  "}"#, 400, "bad_request"),
        ("POST", "versions", "{}", 400, "bad_request"),
        ("POST", "versions", r#"{"name":"late","seq":3}"#, 404, "no_such_seq"),
        ("POST", "versions", r#"{"name":"early","seq":6}"#, 404, "no_such_seq"),
    ] {
        let (got, problem) = json_of(address, method, &format!("{DASHBOARD}/{path}"), body).await;
        assert_eq!((got, problem["code"].as_str()), (status, Some(code)), "{method} {path} {body}");
    }
    drop(stop);
    serving.await.unwrap();
}

/// P-90, P-91, P-97: a draft has the address of a dashboard, says whose it is, and is in no list.
#[tokio::test]
async fn a_draft_is_a_dashboard_that_nobody_lists() {
    let config = Config { machine_feed: false, ..Config::default() };
    let (address, stop, serving) = serve(config, with_history()).await;
    let (status, made) = json_of(address, "POST", &format!("{DASHBOARD}/drafts"), "").await;
    let draft = made["id"].as_str().unwrap().to_owned();
    assert_eq!(status, 201);
    let (_, read) = json_of(address, "GET", &draft, "").await;
    assert_eq!(read["draftOf"], json!({ "id": DASHBOARD, "seq": 5 }));
    assert!(json_of(address, "GET", &DASHBOARD.to_string(), "").await.1.get("draftOf").is_none());
    let (_, copy) = json_of(address, "POST", "?id=01930000-0000-7000-8000-000000000009", &read.to_string()).await;
    assert_eq!(copy["id"], "01930000-0000-7000-8000-000000000009", "what is read can be made again");
    let taken = json_of(address, "POST", "?id=01930000-0000-7000-8000-000000000009", &read.to_string()).await;
    assert_eq!((taken.0, taken.1["code"].as_str()), (409, Some("taken")));
    let list = ask(address, request("GET", "/api/v1/dashboards", &[], "")).await;
    assert!(!String::from_utf8(list.body).unwrap().contains(&draft));
    let told: DraftTold = stored(address, "GET", &format!("{draft}/draft?format=stored")).await;
    assert_eq!(
        (told.base, told.base_seq, told.newest, told.differences),
        (DASHBOARD.to_string(), Seq(5), Seq(5), vec![])
    );
    let published: Published = stored(address, "POST", &format!("{draft}/publish?format=stored")).await;
    assert_eq!(published, Published { published: 0, refused: vec![], overwritten: vec![] });
    let (_, second) = json_of(address, "POST", &format!("{DASHBOARD}/drafts"), "").await;
    let second = second["id"].as_str().unwrap().to_owned();
    assert_eq!(json_of(address, "DELETE", &format!("{second}/draft"), "").await.0, 204);
    for (method, path) in [
        ("GET", draft.clone()),
        ("POST", format!("{draft}/publish")),
        ("DELETE", format!("{second}/draft")),
        ("DELETE", format!("{DASHBOARD}/draft")),
        ("GET", format!("{DASHBOARD}/draft")),
        ("POST", format!("{draft}/drafts")),
    ] {
        let (status, problem) = json_of(address, method, &path, "").await;
        assert_eq!((status, problem["code"].as_str()), (404, Some("no_such_dashboard")), "{method} {path}");
    }
    drop(stop);
    serving.await.unwrap();
}
