//! What is decided is stored with its line, is there after opening again, and nothing of it where it is refused.

use document::Role;

use super::*;
use crate::{
    audit::{self, Act},
    log::{MemoryLog, writer},
};

fn line(act: Act) -> Line {
    let name = "Ada".to_owned();
    Line { at_ms: 5, who: "console".into(), name, from: None, act, object: String::new(), detail: String::new() }
}

fn account(number: u128, login: &str) -> Account {
    let (id, login, name) = (AccountId::fixed(number), login.to_owned(), "Ada".to_owned());
    Account { id, login, name, role: Some(Role::Owner), password: None, outside: None, disabled: false, made_ms: 5 }
}

#[tokio::test]
async fn a_change_is_stored_with_its_line_and_told() {
    let (log, _thread) = writer::start(MemoryLog::default()).unwrap();
    let directory = Directory::open(log.clone()).await.unwrap();
    let changes = directory.changes();
    let put =
        |login: &'static str| move |_: &Entries| Ok::<_, String>(vec![Change::put(Record::Account(account(1, login)))]);
    directory.change(line(Act::AccountMade), vec![], put("ada")).await.unwrap();
    directory.change(line(Act::AccountChanged), vec![], put("ada.l")).await.unwrap();
    assert_eq!(*changes.borrow(), 0, "a new account and another login change nobody's rights");
    let less = |_: &Entries| {
        Ok::<_, String>(vec![Change::put(Record::Account(Account { role: None, ..account(1, "ada.l") }))])
    };
    directory.change(line(Act::AccountChanged), vec![], less).await.unwrap();
    assert_eq!(*changes.borrow(), 1);
    directory.change(line(Act::AccountChanged), vec![], put("ada.l")).await.unwrap();
    let refused = directory.change(line(Act::AccountRemoved), vec![], |_| Err("no")).await;
    assert_eq!(refused, Err(ChangeError::Refused("no")));

    let again = Directory::open(log.clone()).await.unwrap();
    for directory in [directory, again] {
        directory.read(|entries| {
            assert_eq!(entries.account_by_login("Ada.L"), Some(&account(1, "ada.l")));
            assert_eq!(entries.account_by_login("ada"), None);
        });
    }
    let lines = log.audit(0, 10).await.unwrap();
    assert_eq!(lines.iter().map(|line| line.number).collect::<Vec<_>>(), [1, 2, 3, 4]);
    let mut hash = audit::FIRST_HASH;
    for stored in lines {
        hash = audit::chained(&hash, stored.number, &stored.json);
        assert_eq!(stored.hash, hash);
    }
}

#[tokio::test]
async fn a_line_goes_with_what_it_is_about_or_not_at_all() {
    let (log, _thread) = writer::start(MemoryLog::default()).unwrap();
    let directory = Directory::open(log.clone()).await.unwrap();
    let gone = Write::DeleteDashboard(crate::dashboard::DashboardId::fixed(9));
    let put = |_: &Entries| Ok::<_, String>(vec![Change::put(Record::Account(account(1, "ada")))]);
    let refused = directory.change(line(Act::DashboardDeleted), vec![gone], put).await;
    assert_eq!(refused, Err(ChangeError::Log(LogError::NoSuchDashboard)));
    assert!(log.audit(0, 10).await.unwrap().is_empty());
    assert!(log.directory().await.unwrap().is_empty());
    assert!(directory.read(|entries| entries.accounts().next().is_none()));
}
