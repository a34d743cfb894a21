//! Signing in at a provider that this test runs: once as it should be, and once for everything that a provider, a browser
//! or somebody between them can get wrong. P-184, P-185.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod provider;
#[path = "../real/mod.rs"]
mod real;

use std::{
    net::SocketAddr,
    time::{SystemTime, UNIX_EPOCH},
};

use document::Role;
use provider::{CLIENT, Provider, SECRET};
use real::{ask, request, wire::Answer};
use relay::{
    config::{Config, OpenIdConfig},
    log::MemoryLog,
};
use serde_json::{Value, json};

/// Where browsers reach the relay, as the provider knows it; this test takes the path of it only.
const PUBLIC: &str = "https://charts.example.org";

/// The value of a cookie that an answer sets.
fn cookie(answer: &Answer, name: &str) -> Option<String> {
    let mut set = answer.headers.get("set-cookie")?.lines();
    let value = set.find_map(|set| set.strip_prefix(name)?.strip_prefix('=')?.split(';').next())?;
    (!value.is_empty()).then(|| value.to_owned())
}

/// Where a browser is sent.
fn location(answer: &Answer) -> String {
    answer.headers["location"].clone()
}

fn json_of(answer: &Answer) -> Value {
    serde_json::from_slice(&answer.body).unwrap_or_default()
}

/// A relay that believes the provider, and a browser before it.
struct Company {
    provider: Provider,
    relay: SocketAddr,
    _stop: tokio::sync::oneshot::Sender<()>,
}

impl Company {
    async fn open(change: impl FnOnce(&mut OpenIdConfig)) -> Self {
        let provider = Provider::start();
        let mut openid = OpenIdConfig {
            issuer: Some(provider.issuer()),
            name: "Example".into(),
            client_id: CLIENT.into(),
            client_secret: SECRET.to_owned().into(),
            public_url: PUBLIC.into(),
            groups: vec!["Sales".into(), "Ops".into()],
            role: Some(Role::Editor),
            ..OpenIdConfig::default()
        };
        change(&mut openid);
        let mut config = Config { machine_feed: false, openid, ..Config::default() };
        config.accounts.required = true;
        let (relay, stop, _serving) = real::serve(config, MemoryLog::default()).await;
        Self { provider, relay, _stop: stop }
    }

    /// Goes to the provider; what the relay has tied the browser to, and the path on which the provider sends it back.
    async fn go(&self) -> (String, String) {
        let begun = ask(self.relay, request("GET", "/api/v1/openid?to=/d/0190", &[], "")).await;
        assert_eq!(begun.status, 303, "{begun:?}");
        let set = &begun.headers["set-cookie"];
        assert!(set.contains("HttpOnly; SameSite=Lax") && set.contains("Path=/api/v1/openid;"), "{set}");
        let there = location(&begun);
        let there = there.strip_prefix(&self.provider.issuer()).unwrap();
        let back = ask(self.provider.address, request("GET", there, &[], "")).await;
        (cookie(&begun, "ashboard_openid").unwrap(), location(&back).strip_prefix(PUBLIC).unwrap().to_owned())
    }

    /// Comes back; where the browser goes on, and its sign-in.
    async fn back(&self, state: &str, path: &str) -> (String, Option<String>) {
        let held = format!("cookie: ashboard_openid={state}");
        let answer = ask(self.relay, request("GET", path, &[&held], "")).await;
        assert_eq!(answer.status, 303, "{answer:?}");
        (location(&answer), cookie(&answer, "ashboard"))
    }

    async fn sign_in(&self) -> Option<String> {
        let (state, path) = self.go().await;
        let (to, sign_in) = self.back(&state, &path).await;
        assert_eq!(to, if sign_in.is_some() { "/d/0190" } else { "/sign-in#failed=openid" });
        sign_in
    }

    async fn ask(&self, method: &str, path: &str, sign_in: &str, body: &str) -> Answer {
        let held = format!("cookie: ashboard={sign_in}");
        ask(self.relay, request(method, path, &[&held], body)).await
    }

    async fn account(&self, sign_in: &str) -> Value {
        json_of(&self.ask("GET", "/api/v1/account", sign_in, "").await)["account"].clone()
    }

    /// The audit, the newest line first.
    async fn audit(&self, sign_in: &str) -> String {
        String::from_utf8(self.ask("GET", "/api/v1/audit", sign_in, "").await.body).unwrap()
    }
}

fn now_s() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

/// P-184: from the page to the provider and back, with the name and the groups that it says; again the same account.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_the_provider_names_is_signed_in() {
    let company = Company::open(|openid| openid.role = Some(Role::Owner)).await;
    let page = ask(company.relay, request("GET", "/config.json", &[], "")).await;
    assert_eq!(json_of(&page), json!({ "relay": "", "openid": "Example" }));
    let sign_in = company.sign_in().await.unwrap();
    let account = company.account(&sign_in).await;
    assert_eq!((&account["login"], &account["name"]), (&json!("ada@example.org"), &json!("Ada Lovelace")));
    assert_eq!((&account["role"], &account["outside"]), (&json!("owner"), &json!(true)));

    let id = account["id"].as_str().unwrap();
    for (group, members) in [("Sales", json!([])), ("Ops", json!(["ada@example.org"])), ("Elsewhere", json!([]))] {
        let body = json!({ "name": group, "members": members }).to_string();
        assert_eq!(company.ask("POST", "/api/v1/groups", &sign_in, &body).await.status, 201, "{group}");
    }
    company.provider.say(|words| {
        words.claims = json!({ "name": "Ada King" });
        words.elliptic = true;
    });
    let again = company.sign_in().await.unwrap();
    let renamed = company.account(&again).await;
    assert_eq!((&renamed["id"], &renamed["name"]), (&account["id"], &json!("Ada King")));
    let groups = json_of(&company.ask("GET", "/api/v1/groups", &again, "").await);
    let members = |name: &str| {
        let group = groups["groups"].as_array().unwrap().iter().find(|group| group["name"] == name).unwrap();
        group["members"].to_string().contains(id)
    };
    assert_eq!([members("Sales"), members("Ops"), members("Elsewhere")], [true, false, false], "{groups}");

    let audit = company.audit(&again).await;
    let signed_in = audit.lines().filter(|line| line.contains("\"signed_in\"") && line.contains("\"openid\""));
    assert_eq!(signed_in.count(), 2, "{audit}");
    assert_eq!(company.ask("POST", "/api/v1/sign-out", &again, "{}").await.status, 204);
    assert_eq!(company.account(&again).await, Value::Null);
}

/// P-185: a token that does not say what it has to is nobody's, whoever sends it.
#[tokio::test(flavor = "multi_thread")]
async fn what_the_provider_says_wrongly_signs_nobody_in() {
    let company = Company::open(|_| {}).await;
    for claims in [
        json!({ "nonce": "another" }),
        json!({ "nonce": null }),
        json!({ "aud": "somebody else" }),
        json!({ "aud": [CLIENT, "somebody else"] }),
        json!({ "exp": now_s() - 3_600, "iat": now_s() - 7_200 }),
        json!({ "iat": now_s() + 3_600 }),
        json!({ "iss": "https://id.example.com" }),
        json!({ "sub": null }),
        json!({ "preferred_username": "" }),
    ] {
        company.provider.say(|words| words.claims = claims.clone());
        assert_eq!(company.sign_in().await, None, "{claims}");
    }
    company.provider.say(|words| words.claims = json!({}));
    assert!(company.sign_in().await.is_some(), "and then it is right");
}

/// P-185: the way back is good once, in time, in the browser that began, with the code that was given for it.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_comes_back_twice_or_by_another_way() {
    let company = Company::open(|_| {}).await;
    let failed = ("/sign-in#failed=openid".to_owned(), None);
    let (state, path) = company.go().await;
    let (other_state, other_path) = company.go().await;
    assert_eq!(company.back(&other_state, &path).await, failed, "another browser");
    let mixed = path.replace("code=code-0", "code=code-1");
    assert_eq!(company.back(&state, &mixed).await, failed, "the code of another sign-in");
    assert_eq!(company.back(&state, &path).await, failed, "the state was used");
    let foreign = format!("{other_path}&iss=https%3A%2F%2Fid.example.com");
    assert_eq!(company.back(&other_state, &foreign).await, failed, "another provider");
    let (state, path) = company.go().await;
    assert!(company.back(&state, &path).await.1.is_some());
    assert_eq!(company.back(&state, &path).await, failed, "a replay");
    let (state, _) = company.go().await;
    let refused = format!("/api/v1/openid/callback?error=access_denied&state={state}");
    assert_eq!(company.back(&state, &refused).await, failed, "Ada said no");
    assert_eq!(company.back("x", "/api/v1/openid/callback").await, failed);
}

/// P-185: a key that is not known is looked for once more, and no more than once.
#[tokio::test(flavor = "multi_thread")]
async fn a_new_key_is_fetched_once() {
    let company = Company::open(|_| {}).await;
    assert!(company.sign_in().await.is_some());
    assert!(company.sign_in().await.is_some());
    assert_eq!(company.provider.asked("/keys"), 1, "keys are kept");
    company.provider.say(|words| {
        words.key = "second".into();
        words.published = vec!["first".into(), "second".into()];
    });
    assert!(company.sign_in().await.is_some(), "the provider has a new key");
    assert_eq!(company.provider.asked("/keys"), 2);
    company.provider.say(|words| words.key = "third".into());
    assert_eq!(company.sign_in().await, None, "which it does not publish");
    assert_eq!(company.provider.asked("/keys"), 3);
    assert_eq!(company.provider.asked("/.well-known/openid-configuration"), 1);
}

/// P-184: nobody gets the account of somebody who has one here, by having the same login elsewhere.
#[tokio::test(flavor = "multi_thread")]
async fn an_account_of_this_relay_is_nobodys_elsewhere() {
    let company = Company::open(|openid| openid.role = Some(Role::Owner)).await;
    company.provider.say(|words| words.claims = json!({ "sub": "root", "preferred_username": "root" }));
    let root = company.sign_in().await.unwrap();
    let local =
        json!({ "login": "ada@example.org", "name": "Ada", "role": "editor", "password": "a horse and a battery" });
    assert_eq!(company.ask("POST", "/api/v1/accounts", &root, &local.to_string()).await.status, 201);
    company.provider.say(|words| words.claims = json!({}));
    assert_eq!(company.sign_in().await, None, "the login is somebody else's");
    let audit = company.audit(&root).await;
    assert!(audit.lines().next().unwrap().contains("openid: somebody has this login"), "{audit}");
}
