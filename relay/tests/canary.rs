//! P-182: secrets that go through a run of the real program are looked for wherever it writes: its log at its most
//! talkative, its answers, its metrics, the audit and the data folder.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
};

const DASHBOARD: &str = "01900000-0000-7000-8000-a5b0a2d00001";
const PASSWORD: &str = "canary-in-a-coal-mine";

struct Program {
    child: Child,
    address: String,
}

impl Program {
    fn start(folder: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_ashboard"))
            .args([
                "serve",
                "--listen",
                "127.0.0.1:0",
                "--machine-feed",
                "false",
                "--set",
                "anonymous_role=owner",
                "--data-dir",
            ])
            .arg(folder)
            .env("ASHBOARD_LOG__FILTER", "trace")
            .current_dir(folder)
            .stdout(Stdio::piped())
            .stderr(fs::File::create(folder.join("log")).unwrap())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.split("http://").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
        Self { child, address }
    }

    /// Head and body of the answer.
    fn ask(&self, method: &str, path: &str, headers: &str, body: &str) -> (String, String) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let length = body.len();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n{body}",
            self.address
        )
        .unwrap();
        let mut said = String::new();
        stream.read_to_string(&mut said).unwrap();
        let (head, body) = said.split_once("\r\n\r\n").unwrap();
        (head.to_owned(), body.to_owned())
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ended_already = self.child.kill();
        let _reaped = self.child.wait();
    }
}

fn json(body: &str) -> serde_json::Value {
    serde_json::from_str(body).unwrap()
}

#[test]
fn secrets_are_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path());
    let shares = format!("/api/v1/dashboards/{DASHBOARD}/shares");
    let (_, made) = program.ask("POST", &shares, "", &format!("{{\"password\":\"{PASSWORD}\"}}"));
    let link = json(&made)["link"].as_str().unwrap().to_owned();
    let secret = link.split_once('_').unwrap().1.to_owned();
    let show = |password: &str, more: &str| {
        let body = format!("{{\"link\":\"{link}\",\"password\":\"{password}\"{more}}}");
        program.ask("POST", "/api/v1/links", "", &body)
    };
    let mut answers = vec![show("wrong", "").1];
    let (head, _) = show(PASSWORD, "");
    let cookie = head.lines().find_map(|line| line.strip_prefix("set-cookie: ashboard_link=")).unwrap();
    let cookie = cookie.split(';').next().unwrap().to_owned();
    let ticket = json(&show(PASSWORD, ",\"embedded\":true").1)["ticket"].as_str().unwrap().to_owned();
    let token = format!("ash_0_{}", "c".repeat(64));
    let proofs = [
        format!("cookie: ashboard_link={cookie}\r\n"),
        format!("authorization: Ticket {ticket}\r\n"),
        format!("authorization: Bearer {token}\r\n"),
        format!("sec-websocket-protocol: ashboard, ashboard.ticket.{ticket}\r\n"),
    ];
    for proof in &proofs {
        for path in [&*shares, "/api/v1/tables/none/rows", "/api/v1/nothing", "/s"] {
            let (head, body) = program.ask("GET", path, proof, "");
            answers.push(head + &body);
        }
    }
    for path in ["/metrics", "/api/v1/audit", "/readyz"] {
        answers.push(program.ask("GET", path, "", "").1);
    }
    assert!(answers.iter().any(|answer| answer.contains("share_used")), "the audit was read");
    drop(program);
    let mut places = answers;
    for file in fs::read_dir(folder.path()).unwrap() {
        let path = file.unwrap().path();
        if path.is_file() {
            places.push(String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned());
        }
    }
    assert!(places.len() > 20 && places.iter().any(|place| place.contains("/api/v1/")), "the log was read");
    for canary in [PASSWORD, &secret, &cookie, &ticket, &"c".repeat(64)] {
        let found = places.iter().find(|place| place.contains(canary));
        assert!(found.is_none(), "{canary} stands in {found:?}");
    }
}
