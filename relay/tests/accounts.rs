//! Accounts with the real program: the first owner's link, signing in and out, commands beside a relay that runs and over
//! the folder of one that does not, tokens, a trusted proxy, and a flood of attempts.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::{
    io::{BufRead, BufReader},
    net::SocketAddr,
    path::Path,
    process::{Child, Command, Stdio},
};

use serde_json::{Value, json};

#[path = "real/wire.rs"]
mod wire;

use wire::{Answer, ask, request};

const PASSWORD: &str = "correct horse";

/// A relay that runs; it is killed with the test.
struct Running {
    child: Child,
    address: SocketAddr,
    /// The path of the first owner's link, where it was printed.
    first: Option<String>,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ended_already = self.child.kill();
        let _status = self.child.wait();
    }
}

fn program(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ashboard"));
    command.args(arguments).arg("--data-dir").arg(folder.join("data")).current_dir(folder);
    command
}

/// What a command prints.
fn said(folder: &Path, arguments: &[&str]) -> Result<String, String> {
    let output = program(folder, arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    if output.status.success() { Ok(text(output.stdout)) } else { Err(text(output.stderr)) }
}

fn start(folder: &Path, settings: &[&str]) -> Running {
    let mut command = program(folder, &["serve", "--listen", "127.0.0.1:0", "--machine-feed", "false"]);
    settings.iter().for_each(|setting| {
        command.args(["--set", setting]);
    });
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut line = || lines.next().unwrap().unwrap();
    let address = line().split("http://").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
    let prints_link = settings.contains(&"accounts.required=true") && !folder.join("owned").exists();
    let first =
        prints_link.then(|| line().split("/sign-in#first=").nth(1).unwrap().split(' ').next().unwrap().to_owned());
    Running { child, address, first }
}

impl Running {
    async fn ask(&self, method: &str, path: &str, headers: &[&str], body: Value) -> Answer {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        ask(self.address, request(method, path, headers, &body)).await
    }

    async fn status(&self, method: &str, path: &str, header: &str) -> u16 {
        self.ask(method, path, &[header], Value::Null).await.status
    }

    async fn sign_in(&self, login: &str, password: &str) -> Answer {
        self.ask("POST", "/api/v1/sign-in", &[], json!({ "login": login, "password": password })).await
    }
}

fn cookie(answer: &Answer) -> String {
    format!("cookie: {}", answer.headers["set-cookie"].split(';').next().unwrap())
}

fn code(answer: &Answer) -> String {
    serde_json::from_slice::<Value>(&answer.body).unwrap()["code"].as_str().unwrap().to_owned()
}

const LIST: &str = "/api/v1/dashboards";

/// P-160 to P-164, P-166.
#[tokio::test]
async fn from_the_first_owner_to_a_token_that_is_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let relay = start(folder, &["accounts.required=true"]);
    assert_eq!(relay.status("GET", LIST, "a: b").await, 401);
    assert_eq!(relay.status("GET", "/api/v1/account", "a: b").await, 200, "the page asks who one is");
    let secret = relay.first.as_deref().unwrap();
    let first = json!({ "secret": secret, "login": "ada", "name": "Ada", "password": PASSWORD });
    let foreign = ["origin: https://evil.example", "x-ashboard: 1"];
    assert_eq!(relay.ask("POST", "/api/v1/first-owner", &foreign, first.clone()).await.status, 403);
    let made = relay.ask("POST", "/api/v1/first-owner", &[], first.clone()).await;
    assert_eq!(made.status, 204);
    let attributes = &made.headers["set-cookie"];
    for part in ["ashboard=", "; Path=/", "; HttpOnly", "; SameSite=Lax", "; Max-Age="] {
        assert!(attributes.contains(part), "{attributes}");
    }
    assert_eq!(code(&relay.ask("POST", "/api/v1/first-owner", &[], first).await), "wrong_credentials");
    let ada = cookie(&made);
    assert_eq!(relay.status("GET", LIST, &ada).await, 200);

    let link = said(folder, &["user", "add", "bob", "--role", "editor"]).unwrap();
    let reset = link.split("#reset=").nth(1).unwrap().trim();
    let weak = relay.ask("POST", "/api/v1/reset", &[], json!({ "secret": reset, "password": "short" })).await;
    assert_eq!(code(&weak), "bad_account");
    let bob = relay.ask("POST", "/api/v1/reset", &[], json!({ "secret": reset, "password": PASSWORD })).await;
    let bob = cookie(&bob);
    assert_eq!(relay.status("GET", "/api/v1/accounts", &bob).await, 403, "an editor rules nobody");
    assert_eq!(relay.status("POST", LIST, &bob).await, 201);

    let shown = said(folder, &["token", "add", "bob", "sensor", "--role", "viewer", "--days", "1"]).unwrap();
    let token = format!("authorization: Bearer {}", shown.trim());
    assert_eq!((relay.status("GET", LIST, &token).await, relay.status("POST", LIST, &token).await), (200, 403));
    let id = said(folder, &["token", "list", "bob"]).unwrap().split('\t').next().unwrap().to_owned();
    said(folder, &["token", "revoke", "bob", &id]).unwrap();
    assert_eq!(relay.status("GET", LIST, &token).await, 401);

    said(folder, &["user", "disable", "bob"]).unwrap();
    assert_eq!(relay.status("GET", LIST, &bob).await, 401);
    assert_eq!(code(&relay.sign_in("bob", PASSWORD).await), "wrong_credentials");
    let out = relay.ask("POST", "/api/v1/sign-out", &[&ada], json!({})).await;
    assert!(out.headers["set-cookie"].contains("Max-Age=0"));
    assert_eq!(relay.status("GET", LIST, &ada).await, 401);
    let ada = cookie(&relay.sign_in("Ada", PASSWORD).await);
    std::fs::write(folder.join("owned"), "").unwrap();
    drop(relay);

    assert_eq!(said(folder, &["user", "list"]).unwrap(), "ada\towner\tenabled\tAda\nbob\teditor\tdisabled\tbob\n");
    assert!(said(folder, &["user", "disable", "ada"]).unwrap_err().contains("last owner"));
    said(folder, &["user", "enable", "bob"]).unwrap();
    let relay = start(folder, &["accounts.required=true"]);
    assert_eq!(relay.status("GET", LIST, &ada).await, 200, "a sign-in outlives the relay");
    assert_eq!(relay.sign_in("bob", PASSWORD).await.status, 204);
}

/// P-165.
#[tokio::test]
async fn a_proxy_that_is_trusted_names_its_people_and_nobody_else_does() {
    let folder = tempfile::tempdir().unwrap();
    let user = "x-forwarded-user: cy@example.org";
    let trusted = ["proxy.addresses=[\"127.0.0.1\"]", "proxy.role=viewer"];
    let relay = start(folder.path(), &trusted);
    assert_eq!(relay.status("GET", LIST, "a: b").await, 401, "whom the proxy does not name is nobody");
    assert_eq!((relay.status("GET", LIST, user).await, relay.status("POST", LIST, user).await), (200, 403));
    let account = relay.ask("GET", "/api/v1/account", &[user], Value::Null).await;
    let account: Value = serde_json::from_slice(&account.body).unwrap();
    assert_eq!(
        (&account["account"]["login"], &account["account"]["outside"]),
        (&json!("cy@example.org"), &json!(true))
    );
    drop(relay);
    let relay = start(folder.path(), &["proxy.addresses=[\"192.0.2.1\"]", "anonymous_role=editor"]);
    let account = relay.ask("GET", "/api/v1/account", &[user], Value::Null).await;
    assert_eq!(serde_json::from_slice::<Value>(&account.body).unwrap()["account"], Value::Null);
}

/// P-162: whoever tries many passwords at once is refused early, and everybody else goes on.
#[tokio::test]
async fn a_flood_of_attempts_is_bounded_and_says_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let relay = start(folder.path(), &["anonymous_role=viewer"]);
    let link = said(folder.path(), &["user", "add", "ada"]).unwrap();
    assert!(link.contains("#reset="));
    let attempts = (0..60).map(|number| relay.sign_in(if number % 2 == 0 { "ada" } else { "nobody" }, "wrong wrong"));
    let (answers, list) = tokio::join!(futures_util::future::join_all(attempts), relay.status("GET", LIST, "a: b"));
    assert_eq!(list, 200);
    let told: Vec<_> = answers.iter().map(|answer| (answer.status, code(answer))).collect();
    assert!(
        told.iter().all(|(status, code)| match status {
            403 => code == "wrong_credentials",
            429 => code == "too_many_requests",
            _ => false,
        }),
        "{told:?}"
    );
    let refused = answers.iter().filter(|answer| answer.status == 429);
    assert!(refused.clone().count() > 20 && refused.clone().all(|answer| answer.headers.contains_key("retry-after")));
}
