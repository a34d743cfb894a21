//! P-160: who a request is from, case by case.

use document::Role;

use super::{secret::Secret, *};
use crate::directory::{Change, Record, Scope};

const NOW: i64 = 1_000_000;
const PROXY_AT: &str = "10.0.0.1";

struct World {
    entries: Entries,
    trust: Trust,
    cookie: String,
    before: String,
    token: String,
}

fn account(number: u128, login: &str, outside: Option<&str>) -> Account {
    Account {
        id: AccountId::fixed(number),
        login: login.to_owned(),
        name: login.to_uppercase(),
        role: Some(Role::Editor),
        password: None,
        outside: outside.map(proxy_name),
        disabled: false,
        made_ms: 0,
    }
}

fn world() -> World {
    let [secret, before, token] = [(); 3].map(|()| Secret::fresh().unwrap());
    let (sign_in_id, token_id) = (SignInId::fixed(1), TokenId::fixed(1));
    let sign_in = SignIn {
        id: sign_in_id,
        account: AccountId::fixed(1),
        secret: secret.hash(),
        before: Some((before.hash(), NOW + 10)),
        made_ms: 0,
        rotated_ms: NOW - 50,
        expires_ms: NOW + 100,
        agent: String::new(),
    };
    let scope = Scope { role: Role::Viewer, dashboards: None, tables: None };
    let made = Token {
        id: token_id,
        account: AccountId::fixed(1),
        name: "sensor".to_owned(),
        secret: token.hash(),
        scope,
        made_ms: 0,
        expires_ms: Some(NOW + 100),
        used_ms: None,
    };
    let mut entries = Entries::default();
    for record in [
        Record::Account(account(1, "ada", None)),
        Record::Account(account(2, "bob", Some("bob"))),
        Record::SignIn(sign_in),
        Record::Token(made),
    ] {
        entries.apply(Change::put(record));
    }
    let mut config = Config::default();
    config.proxy.addresses = vec![PROXY_AT.parse().unwrap()];
    let trust = Trust { idle_ms: 100, ..Trust::new(&config, false) };
    let token = format!("{TOKEN_PREFIX}{}", token.with_id(token_id));
    World { entries, trust, cookie: secret.with_id(sign_in_id), before: before.with_id(sign_in_id), token }
}

impl World {
    fn ask(&self, pairs: &[(&'static str, &str)], peer: &str, now_ms: i64) -> Result<Principal, Unknown> {
        self.visitor(pairs, peer, now_ms).map(|visitor| visitor.principal)
    }

    fn visitor(&self, pairs: &[(&'static str, &str)], peer: &str, now_ms: i64) -> Result<Visitor, Unknown> {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, value.parse().unwrap());
        }
        identify(&headers, Some(peer.parse().unwrap()), &self.entries, &self.trust, now_ms)
    }

    fn disable(&mut self) {
        self.entries.apply(Change::put(Record::Account(Account { disabled: true, ..account(1, "ada", None) })));
    }
}

const ADA: Principal = Principal::Account(AccountId::fixed(1), Some(SignInId::fixed(1)));
const FAR: &str = "192.0.2.7";

#[test]
fn a_cookie_proves_its_sign_in_until_it_ends() {
    let mut world = world();
    let ask = |world: &World, value: &str, now_ms| {
        world.ask(&[("cookie", &format!("a=b; ashboard={value}; c"))], FAR, now_ms)
    };
    assert_eq!(ask(&world, &world.cookie, NOW), Ok(ADA));
    assert_eq!(ask(&world, &world.before, NOW), Ok(ADA), "a request on its way when the secret was replaced");
    let wrong = format!("{}_{}", SignInId::fixed(1), "0".repeat(64));
    let other = world.cookie.replacen("1_", "2_", 1);
    let cases = [(&*wrong, NOW), (&other, NOW), ("", NOW), ("_", NOW), (&world.before, NOW + 10)];
    for (value, now_ms) in cases.into_iter().chain([(&*world.cookie, NOW + 50), (&world.cookie, NOW + 100)]) {
        assert_eq!(ask(&world, value, now_ms), Ok(Principal::Anonymous), "{value} at {now_ms}");
    }
    world.disable();
    assert_eq!(ask(&world, &world.cookie, NOW), Ok(Principal::Anonymous));
}

#[test]
fn a_token_that_does_not_hold_is_said_and_not_passed_over() {
    let mut world = world();
    let ask = |world: &World, value: &str, now_ms| {
        world.ask(&[("authorization", value), ("cookie", &format!("ashboard={}", world.cookie))], FAR, now_ms)
    };
    let good = format!("Bearer {}", world.token);
    assert_eq!(ask(&world, &good, NOW), Ok(Principal::Token(TokenId::fixed(1))));
    assert_eq!(ask(&world, &good.replace("Bearer", "bearer"), NOW), Ok(Principal::Token(TokenId::fixed(1))));
    assert_eq!(ask(&world, "Basic YTpi", NOW), Ok(ADA), "of another scheme, for a proxy");
    let cut = &good[..good.len() - 1];
    for (value, now_ms) in [(cut, NOW), ("Bearer x", NOW), ("Bearer ", NOW), (&good, NOW + 100)] {
        assert_eq!(ask(&world, value, now_ms), Err(Unknown::Token), "{value} at {now_ms}");
    }
    world.disable();
    assert_eq!(ask(&world, &good, NOW), Err(Unknown::Token));
}

#[test]
fn a_login_in_a_header_counts_from_a_proxy_only() {
    let world = world();
    let user = |login| ("x-forwarded-user", login);
    let bob = Principal::Account(AccountId::fixed(2), None);
    assert_eq!(world.ask(&[user("Bob")], PROXY_AT, NOW), Ok(bob));
    assert_eq!(world.ask(&[user("Bob")], "::ffff:10.0.0.1", NOW), Ok(bob));
    assert_eq!(world.ask(&[user("bob")], FAR, NOW), Ok(Principal::Anonymous), "anybody can send it");
    assert_eq!(world.ask(&[], PROXY_AT, NOW), Ok(Principal::Anonymous));
    assert_eq!(world.ask(&[user("cy")], PROXY_AT, NOW), Err(Unknown::Newcomer("cy".to_owned())));
    assert_eq!(world.ask(&[user("ada")], PROXY_AT, NOW), Err(Unknown::Newcomer("ada".to_owned())), "a local account");
    assert_eq!(world.ask(&[user("bob"), user("ada")], PROXY_AT, NOW), Err(Unknown::Proxy));
    assert_eq!(world.ask(&[user("")], PROXY_AT, NOW), Err(Unknown::Proxy));
    assert_eq!(world.ask(&[user(&"x".repeat(129))], PROXY_AT, NOW), Err(Unknown::Proxy));
}

#[test]
fn an_address_in_a_header_counts_from_a_proxy_only() {
    let world = world();
    let from = |said: &str, peer: &str| {
        world.visitor(&[("x-forwarded-for", said)], peer, NOW).unwrap().from.unwrap().to_string()
    };
    assert_eq!(from("198.51.100.1", FAR), FAR);
    assert_eq!(from("203.0.113.9, 198.51.100.1", PROXY_AT), "198.51.100.1", "the first is what the visitor said");
    assert_eq!(from("198.51.100.1, 10.0.0.1", PROXY_AT), "198.51.100.1");
    assert_eq!(from("198.51.100.1, unknown", PROXY_AT), PROXY_AT);
}
