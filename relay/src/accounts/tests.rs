//! The life of accounts over a real log: first owner, invitation, passwords, tokens, and what of them is on record.

use document::Role;

use super::*;
use crate::{
    authority::Principal,
    directory::Scope,
    log::{LogHandle, MemoryLog, writer},
    visitor::{Trust, identify},
};

const PASSWORD: &str = "correct horse";

struct Relay {
    accounts: Accounts,
    log: LogHandle,
}

async fn relay() -> Relay {
    let (log, _thread) = writer::start(MemoryLog::default()).unwrap();
    let directory = Directory::open(log.clone()).await.unwrap();
    Relay { accounts: Accounts::new(directory, &AccountsConfig::default()), log }
}

fn nobody() -> Visitor {
    Visitor::anonymous(Some([192, 0, 2, 1].into()))
}

fn member(login: &str, role: Option<Role>, password: Option<&str>) -> NewMember {
    NewMember { login: login.to_owned(), name: login.to_owned(), role, password: password.map(str::to_owned) }
}

impl Relay {
    async fn sign_in(&self, login: &str, password: &str) -> Result<SignedIn, AccountError> {
        self.accounts.sign_in(&nobody(), login, password.to_owned(), "test").await
    }

    fn who(&self, name: &'static str, value: &str) -> Principal {
        let mut headers = warp::http::HeaderMap::new();
        headers.insert(name, value.parse().unwrap());
        let trust = Trust::new(&crate::config::Config::default(), false);
        let visitor =
            self.accounts.directory().read(|entries| identify(&headers, None, entries, &trust, clock::now_ms()));
        visitor.map_or(Principal::Anonymous, |visitor| visitor.principal)
    }

    fn is_signed_in(&self, signed_in: &SignedIn) -> bool {
        matches!(self.who("cookie", &format!("ashboard={}", signed_in.cookie)), Principal::Account(..))
    }

    async fn acts(&self) -> Vec<String> {
        let lines = self.log.audit(0, 100).await.unwrap();
        let act =
            |json: &str| serde_json::from_str::<serde_json::Value>(json).unwrap()["act"].as_str().unwrap().to_owned();
        lines.iter().map(|line| act(&line.json)).collect()
    }

    async fn everything_stored(&self) -> String {
        let records = self.log.directory().await.unwrap();
        let lines = self.log.audit(0, 100).await.unwrap();
        let records = records.into_iter().filter_map(|row| row.record);
        let records = records.map(|record| String::from_utf8_lossy(&record).into_owned());
        records.chain(lines.into_iter().map(|line| line.json)).collect()
    }
}

/// P-161.
#[tokio::test]
async fn the_first_owner_is_made_by_a_link_that_works_once() {
    let relay = relay().await;
    let link = relay.accounts.invite_first_owner().unwrap().unwrap();
    let secret = link.strip_prefix("/sign-in#first=").unwrap().to_owned();
    let first = |secret: &str, password: &str| {
        let (accounts, secret) = (relay.accounts.clone(), secret.to_owned());
        let new = member("Ada@Example.org", None, Some(password));
        async move { accounts.make_first_owner(&nobody(), &secret, new, "test").await }
    };
    assert_eq!(first("0", PASSWORD).await.err(), Some(AccountError::SpentLink));
    assert_eq!(first(&secret, "short").await.err(), Some(AccountError::BadPassword(Weakness::Short)));
    let signed_in = first(&secret, PASSWORD).await.unwrap();
    assert!(relay.is_signed_in(&signed_in));
    assert_eq!(relay.accounts.account(signed_in.account).unwrap().role, Some(Role::Owner));
    assert_eq!(first(&secret, PASSWORD).await.err(), Some(AccountError::SpentLink), "used up");
    assert_eq!(relay.accounts.invite_first_owner().unwrap(), None);
    assert_eq!(relay.acts().await, ["account_made", "signed_in"]);
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_login_are_answered_alike_and_then_wait() {
    let relay = relay().await;
    relay.accounts.make(&nobody(), member("ada", Some(Role::Editor), Some(PASSWORD))).await.unwrap();
    assert!(relay.is_signed_in(&relay.sign_in(" ADA ", PASSWORD).await.unwrap()));
    for login in ["ada", "nobody", "ada", "nobody", "ada"] {
        assert_eq!(relay.sign_in(login, "wrong wrong").await.err(), Some(AccountError::WrongCredentials));
    }
    assert_eq!(relay.sign_in("eve", "wrong wrong").await.err(), Some(AccountError::WrongCredentials));
    let late = relay.sign_in("ada", PASSWORD).await.err();
    assert!(matches!(late, Some(AccountError::TooOften(_))), "the address has failed too often: {late:?}");
    assert_eq!(relay.acts().await.iter().filter(|act| *act == "sign_in_refused").count(), 6);
    assert!(!relay.everything_stored().await.contains("eve"), "what was typed as login may be a password");
}

#[tokio::test]
async fn another_password_ends_the_other_sign_ins() {
    let relay = relay().await;
    let ada = relay.accounts.make(&nobody(), member("ada", None, Some(PASSWORD))).await.unwrap().id;
    let (here, there) = (relay.sign_in("ada", PASSWORD).await.unwrap(), relay.sign_in("ada", PASSWORD).await.unwrap());
    let Principal::Account(_, kept) = relay.who("cookie", &format!("ashboard={}", here.cookie)) else { panic!() };
    let change = |present: &str, new: &str| {
        let (accounts, present, new) = (relay.accounts.clone(), present.to_owned(), new.to_owned());
        async move { accounts.change_password(&nobody(), ada, present, new, kept).await }
    };
    assert_eq!(change("wrong wrong", "battery staple").await, Err(AccountError::WrongCredentials));
    assert_eq!(change(PASSWORD, "short").await, Err(AccountError::BadPassword(Weakness::Short)));
    change(PASSWORD, "battery staple").await.unwrap();
    assert!(relay.is_signed_in(&here) && !relay.is_signed_in(&there));
    assert_eq!(relay.sign_in("ada", PASSWORD).await.err(), Some(AccountError::WrongCredentials));

    let link = relay.accounts.invite(&nobody(), ada).await.unwrap();
    let shown = link.strip_prefix("/sign-in#reset=").unwrap();
    let accepted = relay.accounts.accept(&nobody(), shown, PASSWORD.to_owned(), "test").await.unwrap();
    assert!(relay.is_signed_in(&accepted) && !relay.is_signed_in(&here));
    let again = relay.accounts.accept(&nobody(), shown, PASSWORD.to_owned(), "test").await;
    assert_eq!(again.err(), Some(AccountError::SpentLink));
    relay.accounts.end_sign_ins(&nobody(), ada, Ending::All).await.unwrap();
    assert!(!relay.is_signed_in(&accepted));
    let stored = relay.everything_stored().await;
    for secret in [PASSWORD, "battery staple", shown, here.cookie.split('_').nth(1).unwrap()] {
        assert!(!stored.contains(secret), "a secret is stored");
    }
}

#[tokio::test]
async fn somebody_rules_the_relay_as_long_as_there_are_accounts() {
    let relay = relay().await;
    let accounts = &relay.accounts;
    let ada = accounts.make(&nobody(), member("ada", Some(Role::Owner), None)).await.unwrap().id;
    let bob = accounts.make(&nobody(), member("bob", Some(Role::Editor), None)).await.unwrap().id;
    let alter = |id, wanted| async move { accounts.alter(&nobody(), id, wanted).await.map(|account| account.role) };
    let less = || Member { role: Some(Some(Role::Editor)), ..Member::default() };
    let out = || Member { disabled: Some(true), ..Member::default() };
    assert_eq!(alter(ada, less()).await, Err(AccountError::LastOwner));
    assert_eq!(alter(ada, out()).await, Err(AccountError::LastOwner));
    assert_eq!(accounts.remove(&nobody(), ada).await, Err(AccountError::LastOwner));
    assert_eq!(alter(bob, Member { role: Some(Some(Role::Owner)), ..Member::default() }).await, Ok(Some(Role::Owner)));
    assert_eq!(alter(ada, out()).await, Ok(Some(Role::Owner)));
    assert_eq!(alter(bob, less()).await, Err(AccountError::LastOwner), "one that is disabled rules nothing");
    accounts.remove(&nobody(), ada).await.unwrap();
    assert_eq!(accounts.make(&nobody(), member("BOB", None, None)).await.err(), Some(AccountError::Taken));
    for (login, error) in
        [("", AccountError::BadLogin), ("a b", AccountError::BadLogin), ("a\u{202e}", AccountError::BadLogin)]
    {
        assert_eq!(accounts.make(&nobody(), member(login, None, None)).await.err(), Some(error), "{login:?}");
    }
}

/// P-164.
#[tokio::test]
async fn a_token_is_shown_once_and_ends_when_it_is_taken_back() {
    let relay = relay().await;
    let accounts = &relay.accounts;
    let ada = accounts.make(&nobody(), member("ada", Some(Role::Editor), None)).await.unwrap().id;
    let bob = accounts.make(&nobody(), member("bob", Some(Role::Editor), None)).await.unwrap().id;
    let scope = Scope { role: Role::Viewer, dashboards: None, tables: None };
    let new = NewToken { name: "sensor".to_owned(), scope, expires_ms: None };
    let minted = accounts.make_token(&nobody(), ada, new).await.unwrap();
    let id = minted.token.id;
    let shown = format!("Bearer {}", minted.shown);
    assert_eq!(relay.who("authorization", &shown), Principal::Token(id));
    accounts.note_use(id).await.unwrap();
    let used_ms = accounts.tokens(ada)[0].used_ms.unwrap();
    assert_eq!(used_ms % 3_600_000, 0);
    assert!(!relay.everything_stored().await.contains(minted.shown.split('_').nth(2).unwrap()));
    assert_eq!(accounts.revoke_token(&nobody(), Some(bob), id).await, Err(AccountError::NotTheirs));
    accounts.revoke_token(&nobody(), Some(ada), id).await.unwrap();
    assert_eq!(relay.who("authorization", &shown), Principal::Anonymous);
    assert_eq!(relay.acts().await, ["account_made", "account_made", "token_made", "token_revoked"]);
}
