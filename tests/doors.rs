//! Doors: what nobody should send, sent to the real program. Requests that are none, frames that are none, bodies that
//! grow, pages of other origins, paths that lead out, words that want to be code. Each is answered as it should be or
//! ended; the program goes on, panics nowhere, and those who are at work notice nothing.
#![expect(clippy::expect_used, reason = "a relay that does not answer has failed the test")]

use ashboard_tests::{
    actor::Actor,
    payloads::{payloads, words_of_markup},
    relay_process::RelayProcess,
    waiting::within,
    wire_client::WireClient,
};
use document::{ClientId, NodeId, Op, Property, Value};
use flate2::{Compression, write::GzEncoder};
use serde_json::{Value as Json, json};
use std::io::Write as _;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// The dashboard that everybody has.
const DASHBOARD: &str = "01900000-0000-7000-8000-a5b0a2d00001";
/// The largest body of rows, as documented.
const MAX_BODY_BYTES: usize = 8 * 1024 * 1024;

/// Sends bytes as they are and reads until the end, or until there is nothing more to wait for.
async fn exchange(relay: &RelayProcess, bytes: &[u8]) -> Vec<u8> {
    let mut stream = TcpStream::connect(relay.address()).await.expect("the relay listens");
    // A relay that has answered already may have closed its end.
    let _sent = stream.write_all(bytes).await;
    let mut all = Vec::new();
    let _cut = within("the end of the connection", stream.read_to_end(&mut all)).await;
    all
}

fn status(answer: &[u8]) -> u16 {
    let line = String::from_utf8_lossy(answer);
    line.strip_prefix("HTTP/1.1 ").and_then(|line| line.get(..3)?.parse().ok()).unwrap_or(0)
}

/// A request that wants the connection closed after it; `head` are whole lines.
fn request(line: &str, host: &str, head: &[String], body: &[u8]) -> Vec<u8> {
    let head: String = head.iter().map(|line| format!("{line}\r\n")).collect();
    [format!("{line} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n{head}\r\n").as_bytes(), body].concat()
}

/// Somebody at work in the meantime: what they do still arrives.
struct Witness(WireClient);

impl Witness {
    async fn at(relay: &RelayProcess) -> Self {
        let actor = Actor::new(ClientId::from_bytes([9; 8]));
        match WireClient::connect(&relay.address(), DASHBOARD, actor).await {
            Ok(client) => Self(client),
            Err((_, gone)) => panic!("not let in, {gone}:\n{}", relay.said()),
        }
    }

    async fn still_works(&mut self, relay: &RelayProcess) {
        let title = Value::Text(format!("title {}", self.0.actor.wishes().len()));
        let op = Op::Set { node: NodeId::ROOT, property: Property::Title, value: title };
        self.0.act(vec![op]).await.expect("the session lives");
        self.0.hear_until(|actor| actor.replica().pending_len() == 0).await.expect("the session lives");
        assert!(!relay.said().contains("panicked"), "{}", relay.said());
    }
}

/// P-112, P-113: every request that is none, or could be two, by what is answered; 0 is an end without a word.
#[tokio::test]
async fn bad_requests_are_answered_and_harm_nobody() {
    let relay = RelayProcess::start(None).await;
    let mut witness = Witness::at(&relay).await;
    let rows = "POST /api/v1/tables/t/rows HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: text/csv\r\n";
    let get = "GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n";
    let cases: Vec<(&str, Vec<u8>, &[u16])> = vec![
        ("not a word", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\r\n\r\n".to_vec(), &[400, 0]),
        ("zeros", [&[0; 512][..], b"\r\n\r\n"].concat(), &[400, 0]),
        ("another version", b"GET / HTTP/9.9\r\n\r\n".to_vec(), &[400, 0]),
        ("HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec(), &[400, 505, 0]),
        ("a header without a colon", format!("{get}nonsense\r\n\r\n").into(), &[400]),
        ("a folded header", format!("{get}x: a\r\n b\r\n\r\n").into(), &[400]),
        ("a space before the colon", format!("{get}content-length : 0\r\n\r\n").into(), &[400]),
        ("a zero in a header", format!("{get}x: a\0b\r\n\r\n").into(), &[400]),
        ("a large head", format!("{get}x: {}\r\n\r\n", "y".repeat(64 * 1024)).into(), &[431, 0]),
        ("many headers", format!("{get}{}\r\n", "x: y\r\n".repeat(200)).into(), &[431]),
        ("a long address", request(&format!("GET /{}", "x".repeat(9_000)), "127.0.0.1", &[], b""), &[414]),
        ("many names", request(&format!("GET /?{}", "a=1&".repeat(99)), "127.0.0.1", &[], b""), &[400]),
        ("two hosts", format!("{get}host: evil.org\r\n\r\n").into(), &[400]),
        ("two lengths", format!("{rows}content-length: 1\r\ncontent-length: 2\r\n\r\nab").into(), &[400]),
        (
            "a length and chunks",
            format!("{rows}connection: close\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n")
                .into(),
            // Where both are there, the length does not count (RFC 9112, 6.3), and the line ends.
            &[400, 422],
        ),
        ("chunks of another kind", format!("{rows}transfer-encoding: chunked, x\r\n\r\n0\r\n\r\n").into(), &[400, 501]),
        (
            "chunks in HTTP/1.0",
            b"POST /api/v1/tables/t/rows HTTP/1.0\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n".to_vec(),
            &[400, 403],
        ),
        (
            "a chunk of no number",
            format!("{rows}connection: close\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n").into(),
            &[400, 0],
        ),
        (
            "a chunk of 2^64",
            format!("{rows}connection: close\r\ntransfer-encoding: chunked\r\n\r\n10000000000000000\r\n").into(),
            &[400, 0],
        ),
        (
            "a length of 2^63",
            format!("{rows}connection: close\r\ncontent-length: 9223372036854775808\r\n\r\n").into(),
            &[413],
        ),
        ("a length of 2^64", format!("{rows}content-length: 18446744073709551616\r\n\r\n").into(), &[400]),
        ("a length with a sign", format!("{rows}content-length: +1\r\n\r\na").into(), &[400]),
        (
            "a body that is too large",
            request(
                "POST /api/v1/tables/t/rows",
                "127.0.0.1",
                &["content-type: text/csv".into(), format!("content-length: {}", MAX_BODY_BYTES + 1)],
                &vec![b'a'; MAX_BODY_BYTES + 1],
            ),
            &[413, 0],
        ),
        ("a trace", request("TRACE /api/v1/tables", "127.0.0.1", &[], b""), &[403, 405]),
        (
            "a tunnel",
            b"CONNECT evil.org:443 HTTP/1.1\r\nhost: evil.org:443\r\nconnection: close\r\n\r\n".to_vec(),
            &[400, 403, 404, 405],
        ),
        (
            "deep JSON",
            request(
                "POST /api/v1/tables/t/rows",
                "127.0.0.1",
                &["content-type: application/json".into(), "content-length: 100000".into()],
                "[".repeat(100_000).as_bytes(),
            ),
            &[422],
        ),
        (
            "a deep outline",
            request(
                "POST /api/v1/dashboards",
                "127.0.0.1",
                &["content-type: application/json".into(), "content-length: 600000".into()],
                "{\"a\":".repeat(120_000).as_bytes(),
            ),
            &[422],
        ),
    ];
    for (name, bytes, expected) in cases {
        let answer = exchange(&relay, &bytes).await;
        let got = status(&answer);
        assert!(expected.contains(&got), "{name}: {got}\n{:.300}", String::from_utf8_lossy(&answer));
    }
    let kept = format!("{}\r\n", get.replace("connection: close\r\n", ""));
    let pipelined = exchange(&relay, format!("{}{get}\r\n", kept.repeat(50)).as_bytes()).await;
    assert_eq!(String::from_utf8_lossy(&pipelined).matches("HTTP/1.1 200").count(), 51, "one after the other");
    witness.still_works(&relay).await;
}

/// A WebSocket of which the test writes every byte.
async fn upgraded(relay: &RelayProcess) -> TcpStream {
    let mut stream = TcpStream::connect(relay.address()).await.expect("the relay listens");
    let head = format!(
        "GET /api/v1/dashboards/{DASHBOARD}/ws HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
         sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.expect("the head is sent");
    let mut answer = Vec::new();
    while !answer.ends_with(b"\r\n\r\n") {
        answer.push(within("the upgrade", stream.read_u8()).await.expect("the upgrade"));
    }
    assert_eq!(status(&answer), 101);
    stream
}

/// A frame as a client sends it, masked by zeros; `first` has the FIN bit, the reserved bits and the opcode.
fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let length = payload.len() as u64;
    let head = match length {
        0..126 => vec![first, 0x80 | length as u8],
        126..65_536 => [&[first, 0x80 | 126][..], &(length as u16).to_be_bytes()].concat(),
        _ => [&[first, 0x80 | 127][..], &length.to_be_bytes()].concat(),
    };
    [&head[..], &[0; 4], payload].concat()
}

/// The code of the Close frame that comes, after whatever else comes; 0 where the line ends without one.
async fn close_code(mut stream: TcpStream) -> u16 {
    let mut all = Vec::new();
    let _cut = within("the end of the socket", stream.read_to_end(&mut all)).await;
    let mut rest = &all[..];
    while let [first, length, tail @ ..] = rest {
        let (bytes, tail) = match length {
            126 => (usize::from(u16::from_be_bytes([tail[0], tail[1]])), &tail[2..]),
            127 => panic!("the relay has nothing that long to say"),
            short => (usize::from(*short), tail),
        };
        if *first == 0x88 && bytes >= 2 {
            return u16::from_be_bytes([tail[0], tail[1]]);
        }
        rest = &tail[bytes..];
    }
    0
}

/// P-30, P-31, P-34: every frame that is none, by the code with which the socket closes.
#[tokio::test]
async fn bad_frames_close_their_socket_and_harm_nobody() {
    let relay = RelayProcess::start(None).await;
    let mut witness = Witness::at(&relay).await;
    let version = protocol::codec::VERSION;
    let large = vec![0; protocol::MAX_FRAME_BYTES + 1];
    let half = vec![0; protocol::MAX_FRAME_BYTES / 2 + 1];
    let bomb = [&[version, 1][..], &(1_u32 << 31).to_le_bytes(), &[0; 64]].concat();
    let huge = [&[0x82, 0x80 | 127][..], &(1_u64 << 63).to_be_bytes(), &[0; 4]].concat();
    let cases: Vec<(&str, Vec<u8>, &[u16])> = vec![
        ("unmasked", vec![0x82, 1, 0], &[1002]),
        ("a reserved bit", frame(0xc2, b"x"), &[1002]),
        ("a reserved kind", frame(0x83, b"x"), &[1002]),
        ("a ping in parts", frame(0x09, b"x"), &[1002]),
        ("a long ping", frame(0x89, &[0; 126]), &[1002]),
        ("a part of nothing", frame(0x80, b"x"), &[1002]),
        ("a message within one", [frame(0x02, b"x"), frame(0x82, b"x")].concat(), &[1002]),
        ("a close of one byte", frame(0x88, b"x"), &[1002]),
        ("2^63 bytes", huge, &[1002, 1009]),
        ("too large", frame(0x82, &large), &[1009]),
        ("too large in parts", [frame(0x02, &half), frame(0x80, &half)].concat(), &[1009]),
        ("a bomb", frame(0x82, &bomb), &[1009]),
        ("no text", frame(0x81, b"\xff\xfe"), &[1007]),
        ("a text", frame(0x81, b"hello"), &[4400]),
        ("nothing", frame(0x82, b""), &[4400]),
        ("no message", frame(0x82, &[version, 0, 250]), &[4400]),
        ("bytes after the message", frame(0x82, &[version, 0, 6, 0]), &[4400]),
        ("another version", frame(0x82, &[version + 1, 0, 6]), &[4406]),
        ("another encoding", frame(0x82, &[version, 9, 6]), &[4400]),
        ("a flood of pings", [frame(0x89, b"x").repeat(1_500), frame(0x82, b"")].concat(), &[4400]),
        ("empty parts", [frame(0x02, b""), frame(0x00, b"").repeat(20_000), frame(0x80, b"")].concat(), &[4400]),
    ];
    for (name, bytes, expected) in cases {
        let mut stream = upgraded(&relay).await;
        let _sent = stream.write_all(&bytes).await;
        let code = close_code(stream).await;
        assert!(expected.contains(&code), "{name}: {code}");
    }
    witness.still_works(&relay).await;
}

/// Pages of these origins may not write; only the relay's own may, and programs, which have none.
#[tokio::test]
async fn only_the_own_origin_may_write() {
    let relay = RelayProcess::start(None).await;
    let own = relay.address();
    let port = own.rsplit_once(':').map_or("", |(_, port)| port);
    let foreign = [
        "null".to_owned(),
        String::new(),
        "http://evil.org".to_owned(),
        "http://127.0.0.1".to_owned(),
        format!("http://127.0.0.1.:{port}"),
        format!("http://{own}."),
        format!("http://{own}/"),
        format!("http://{own}.evil.org"),
        format!("http://user@{own}"),
        format!("http://{own}@evil.org"),
        format!("http://localhost:{port}"),
        format!("http://[::1]:{port}"),
        format!("http://2130706433:{port}"),
        format!("http://127.1:{port}"),
        format!("HTTP://{own}"),
        format!("ws://{own}"),
        format!("http://{own}, http://{own}"),
        format!("http://xn--127-0-0-1-abc:{port}"),
        "file://".to_owned(),
        "chrome-extension://abcdefgh".to_owned(),
    ];
    let post = |origin: Option<&str>, marked: bool| {
        let mut head = vec!["content-type: text/csv".to_owned(), "content-length: 4".to_owned()];
        head.extend(origin.map(|origin| format!("origin: {origin}")));
        head.extend(marked.then(|| "x-ashboard: 1".to_owned()));
        request("POST /api/v1/tables/t/rows", &own, &head, b"a\n1\n")
    };
    for origin in &foreign {
        assert_eq!(status(&exchange(&relay, &post(Some(origin), true)).await), 403, "{origin:?}");
        let head = ["connection: upgrade", "upgrade: websocket", "sec-websocket-version: 13"];
        let head = head
            .map(str::to_owned)
            .into_iter()
            .chain(["sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==".to_owned(), format!("origin: {origin}")]);
        let socket = request(&format!("GET /api/v1/dashboards/{DASHBOARD}/ws"), &own, &head.collect::<Vec<_>>(), b"");
        assert_eq!(status(&exchange(&relay, &socket).await), 403, "a socket from {origin:?}");
    }
    let itself = format!("http://{own}");
    assert_eq!(status(&exchange(&relay, &post(Some(&itself), true)).await), 200);
    assert_eq!(
        status(&exchange(&relay, &post(Some(&itself), false)).await),
        403,
        "another site cannot send the header"
    );
    assert_eq!(status(&exchange(&relay, &post(None, false)).await), 200, "a program");
}

/// No path leads out of the folder of the page, encoded or not, and no link in it does.
#[tokio::test]
async fn no_path_leads_out_of_the_page() {
    let folder = tempfile::tempdir().expect("a folder");
    let page = folder.path().join("page");
    std::fs::create_dir_all(page.join("assets")).expect("a folder");
    for (file, words) in [("index.html", "<!doctype html>page"), ("assets/a.js", "mine"), (".hidden", "secret")] {
        std::fs::write(page.join(file), words).expect("a file");
    }
    std::fs::write(folder.path().join("secret.txt"), "secret").expect("a file");
    std::os::unix::fs::symlink(folder.path().join("secret.txt"), page.join("link.txt")).expect("a link");
    std::os::unix::fs::symlink(folder.path(), page.join("out")).expect("a link");
    let relay = RelayProcess::start(Some(&page)).await;
    assert_eq!(status(&exchange(&relay, &request("GET /assets/a.js", "127.0.0.1", &[], b"")).await), 200);
    for path in [
        "/../secret.txt",
        "/assets/../../secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e/secret.txt",
        "/%2e%2e%2fsecret.txt",
        "/%252e%252e%252fsecret.txt",
        "/..\\secret.txt",
        "/..%5csecret.txt",
        "/....//secret.txt",
        "/%c0%ae%c0%ae/secret.txt",
        "/assets/..%00/secret.txt",
        "//secret.txt",
        "/./../secret.txt",
        "/link.txt",
        "/out/secret.txt",
        "/.hidden",
        "/assets/",
        "/assets",
        "/index.html%00.js",
        "/assets/a.js/",
        "/secret.txt",
        "http://127.0.0.1/../secret.txt",
        "/d/../../secret.txt",
        "/api/v1/dashboards/..%2f..%2f..%2fetc%2fpasswd",
        "/api/v1/tables/..%2f..%2fsecret/rows",
    ] {
        let answer = exchange(&relay, &request(&format!("GET {path}"), "127.0.0.1", &[], b"")).await;
        assert!([400, 404].contains(&status(&answer)), "{path}: {}", status(&answer));
        assert!(!String::from_utf8_lossy(&answer).contains("secret"), "{path}");
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

/// The most memory that a process ever had, in KiB.
fn most_memory_kib(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).expect("the process lives");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("Linux says it");
    line.trim().trim_end_matches(" kB").parse().expect("a number")
}

/// P-114: 10 GB in 8 MB of gzip, and the same in one post without an end: refused, and the memory stays where it was.
#[tokio::test]
async fn a_bomb_does_not_unfold() {
    let relay = RelayProcess::start(None).await;
    let mut witness = Witness::at(&relay).await;
    let post = |body: &[u8]| {
        let head = ["content-type: text/csv", "content-encoding: gzip"].map(str::to_owned);
        let head = head.into_iter().chain([format!("content-length: {}", body.len())]);
        request("POST /api/v1/tables/bomb/rows", "127.0.0.1", &head.collect::<Vec<_>>(), body)
    };
    let rows = gzip(b"time,value\n2024-01-01,1\n");
    assert_eq!(status(&exchange(&relay, &post(&rows)).await), 200);
    let before_kib = most_memory_kib(relay.process_id());
    let member = gzip(&vec![b'a'; 16 * 1024 * 1024]);
    let bomb = member.repeat(10 * 1024 / 16).into_iter().take(MAX_BODY_BYTES).collect::<Vec<_>>();
    let small = gzip(&vec![b'\n'; MAX_BODY_BYTES + 1]);
    let twice = gzip(&gzip(&vec![b'a'; 1024]));
    for (name, body, expected) in [
        ("10 GB", &bomb, &[413, 0][..]),
        ("one byte too many", &small, &[413, 0]),
        ("gzip within gzip", &twice, &[422]),
        ("half of it", &rows[..rows.len() / 2].to_vec(), &[400]),
        ("no gzip", &b"a\n1\n".to_vec(), &[400]),
    ] {
        let got = status(&exchange(&relay, &post(body)).await);
        assert!(expected.contains(&got), "{name}: {got}");
    }
    let grown_kib = most_memory_kib(relay.process_id()) - before_kib;
    assert!(grown_kib < 64 * 1024, "{grown_kib} KiB for a bomb of {} bytes", bomb.len());
    witness.still_works(&relay).await;
}

/// P-113: who sends a body slowly keeps nobody from sending theirs.
#[tokio::test]
async fn eight_slow_posters_hold_up_nobody() {
    let relay = RelayProcess::start(None).await;
    let mut slow = Vec::new();
    for _ in 0..64 {
        let mut stream = TcpStream::connect(relay.address()).await.expect("the relay listens");
        let head = "POST /api/v1/tables/slow/rows HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: text/csv\r\n";
        let begun = format!("{head}content-length: 1000\r\n\r\na\n");
        stream.write_all(begun.as_bytes()).await.expect("the relay reads");
        slow.push(stream);
    }
    let head = ["content-type: text/csv", "content-length: 4"].map(str::to_owned);
    for _ in 0..20 {
        let quick = request("POST /api/v1/tables/quick/rows", "127.0.0.1", &head, b"a\n1\n");
        assert_eq!(status(&exchange(&relay, &quick).await), 200);
    }
    let list = request("GET /api/v1/tables", "127.0.0.1", &[], b"");
    assert!(!String::from_utf8_lossy(&exchange(&relay, &list).await).contains("slow"), "none of the slow is done");
    drop(slow);
}

async fn text(relay: &RelayProcess, path: &str) -> String {
    let answer = reqwest::get(relay.url(path)).await.expect("an answer");
    assert_eq!(answer.status(), 200, "{path}: {}", relay.said());
    assert_eq!(answer.headers()["x-content-type-options"], "nosniff", "{path}");
    assert_ne!(answer.headers()["content-type"], "text/html", "{path}");
    answer.text().await.expect("text")
}

async fn post(relay: &RelayProcess, path: &str, body: &Json) -> Json {
    let request = reqwest::Client::new().post(relay.url(path)).json(body);
    let answer = request.send().await.expect("an answer");
    let status = answer.status();
    let told = answer.text().await.expect("text");
    assert!(status.is_success(), "{path}: {status} {told}");
    serde_json::from_str(&told).expect("JSON")
}

fn chart(number: usize, words: &str) -> Json {
    let properties = json!({ "title": words, "description": words, "unit": words.chars().take(16).collect::<String>(), "table": "words", "x": "at", "y": "n", "color": "word" });
    json!({ "id": format!("{number:016x}"), "kind": "chart", "properties": properties })
}

/// What people write is data wherever it goes out: in JSON word for word, in CSV no formula, in a picture text only.
#[tokio::test]
async fn words_that_want_to_be_code_stay_words() {
    let relay = RelayProcess::start(None).await;
    let payloads = payloads();
    assert_eq!(payloads.len(), 200);
    let row = |(at, word): (usize, &String)| json!({ "at": at, "n": at, "word": word });
    post(&relay, "/api/v1/tables/words/rows", &payloads.iter().enumerate().map(row).collect()).await;
    let read: Json = serde_json::from_str(&text(&relay, "/api/v1/tables/words/rows").await).expect("JSON");
    for (row, word) in read["rows"].as_array().expect("rows").iter().zip(&payloads) {
        assert_eq!(row["word"], **word);
    }
    let csv = text(&relay, "/api/v1/tables/words/rows?format=csv").await;
    for (record, word) in csv::Reader::from_reader(csv.as_bytes()).records().zip(&payloads) {
        let cell = record.expect("a record")[2].to_owned();
        assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell:?} is a formula");
        assert_eq!(cell.strip_prefix('\'').filter(|_| cell != **word).unwrap_or(&cell), word);
    }
    // A title has one line.
    let payloads: Vec<String> = payloads.iter().map(|word| word.replace('\t', "")).collect();
    let texts = payloads.iter().enumerate().map(|(number, word)| {
        let properties = json!({ "title": word, "body": word });
        json!({ "id": format!("{:016x}", 1_000 + number), "kind": "text", "properties": properties })
    });
    let charts = payloads.iter().step_by(8).enumerate().map(|(number, word)| chart(1 + number, word));
    let harmless = chart(900, "harmless");
    let children: Vec<Json> = charts.chain(texts).chain([harmless]).collect();
    let outline = json!({ "schemaVersion": 2, "properties": { "title": payloads[0], "description": payloads[1] }, "children": children });
    let made = post(&relay, "/api/v1/dashboards", &outline).await;
    let path = format!("/api/v1/dashboards/{}", made["id"].as_str().expect("an id"));
    let read: Json = serde_json::from_str(&text(&relay, &path).await).expect("JSON");
    assert_eq!(read["properties"]["title"], payloads[0]);
    let titles: Vec<_> =
        read["children"].as_array().expect("children").iter().map(|node| node["properties"]["title"].clone()).collect();
    assert!(payloads.iter().all(|word| titles.contains(&json!(word))), "every title is word for word");
    let plain = words_of_markup(&text(&relay, &format!("{path}/panels/{:016x}.svg", 900)).await);
    for number in 1..=25 {
        let svg = text(&relay, &format!("{path}/panels/{number:016x}.svg")).await;
        let lower = svg.to_lowercase();
        assert!(["<script", "<img", "<iframe", "<a "].iter().all(|tag| !lower.contains(tag)), "panel {number}");
        let more: Vec<_> = words_of_markup(&svg).difference(&plain).cloned().collect();
        assert!(more.is_empty(), "panel {number} has {more:?}");
    }
    post(&relay, &format!("{path}/versions"), &json!({ "name": payloads[0], "author": payloads[1] })).await;
    let versions: Json = serde_json::from_str(&text(&relay, &format!("{path}/versions")).await).expect("JSON");
    assert_eq!(versions["versions"][0]["name"], payloads[0]);
    let list: Json = serde_json::from_str(&text(&relay, "/api/v1/dashboards").await).expect("JSON");
    assert!(list["dashboards"].as_array().expect("a list").iter().any(|row| row["title"] == payloads[0]));
    assert!(!relay.said().contains("panicked"), "{}", relay.said());
}
