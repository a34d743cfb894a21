//! Rights that change while their holders are here: what was taken back ends at once, and nothing of it gets a place in the
//! order afterwards. P-172, P-173, P-177, P-178.

use std::time::{Duration, Instant};

use document::{ClientId, Gesture, NodeId, Op, OpId, Property, Refusal, Role, Value};
use futures_util::{SinkExt, StreamExt};
use protocol::{FromClient, FromRelay, decode, encode};
use relay::directory::{Grant, Holder, Place, Record};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;

use super::company::{Company, FOLDER, Socket, Who};

/// Gestures of one race.
const GESTURES: u64 = 40;

fn edit(client: ClientId, counter: u64) -> FromClient {
    let value = Value::Text(format!("title {counter}"));
    let op = Op::Set { node: NodeId::ROOT, property: Property::Title, value };
    FromClient::Submit(vec![Gesture { id: OpId { client, counter }, ops: vec![op] }])
}

async fn say(socket: &mut Socket, message: &FromClient) {
    // A relay that has closed hears it no more.
    let _closed = socket.send(Message::binary(encode(message).unwrap())).await;
}

/// Reads until the message says what is wanted, or the code with which the relay closes.
async fn hear<T>(socket: &mut Socket, mut wanted: impl FnMut(FromRelay) -> Option<T>) -> Result<T, u16> {
    loop {
        match timeout(Duration::from_secs(20), socket.next()).await.unwrap() {
            Some(Ok(Message::Binary(frame))) => {
                if let Some(found) = wanted(decode(&frame).unwrap()) {
                    return Ok(found);
                }
            }
            Some(Ok(Message::Close(Some(frame)))) => return Err(frame.code.into()),
            Some(Ok(_)) => {}
            other => panic!("{other:?}"),
        }
    }
}

async fn closed(socket: &mut Socket) -> u16 {
    hear(socket, |_| None::<()>).await.unwrap_err()
}

async fn welcomed(socket: &mut Socket) -> Role {
    let welcome = |message| match message {
        FromRelay::Welcome(welcome) => Some(welcome.role),
        _ => None,
    };
    hear(socket, welcome).await.unwrap()
}

fn grants(company: &Company) -> String {
    format!("/api/v1/dashboards/{}/grants", company.dashboard(true))
}

/// While edits flow their author's right is taken back; whatever was sent after that was acknowledged has no effect.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_sequenced_after_a_revoke_was_acknowledged() {
    let company = Company::open().await;
    for round in 0..8 {
        company.renew(true).await;
        let (mut socket, client) = company.connect(Who::Editor, company.dashboard(true)).await;
        assert_eq!(welcomed(&mut socket).await, Role::Editor);
        let path = format!("{}/account:{}", grants(&company), Company::account(Who::Editor));
        let before = round * GESTURES / 8;
        for counter in 1..=before {
            say(&mut socket, &edit(client, counter)).await;
        }
        let revoke = company.ask("DELETE", &path, Who::Owner, "");
        let flow = async {
            for counter in before + 1..=before + 5 {
                say(&mut socket, &edit(client, counter)).await;
                tokio::task::yield_now().await;
            }
        };
        let (revoked, ()) = tokio::join!(revoke, flow);
        assert_eq!(revoked.status, 204, "{}", revoked.body);
        let acknowledged = before + 5;
        for counter in acknowledged + 1..=GESTURES {
            say(&mut socket, &edit(client, counter)).await;
        }
        let started = Instant::now();
        assert_eq!(closed(&mut socket).await, 4401);
        assert!(started.elapsed() < Duration::from_secs(5), "told late");
        let path = format!("/api/v1/dashboards/{}/ops?limit=100", company.dashboard(true));
        let ops = company.ask("GET", &path, Who::Owner, "").await;
        let ops: serde_json::Value = serde_json::from_str(&ops.body).unwrap();
        let newest = ops["seq"].as_u64().unwrap() - 1;
        assert!(newest <= acknowledged, "round {round}: {newest} edits stand, {acknowledged} were sent before");
        assert_eq!(company.socket_refused(Who::Editor, true).await.as_deref(), Some("4404"));
    }
}

#[tokio::test]
async fn who_may_less_goes_on_with_less_and_who_may_more_with_more() {
    let company = Company::open().await;
    let (mut socket, client) = company.connect(Who::Editor, company.dashboard(true)).await;
    welcomed(&mut socket).await;
    for (counter, role) in (1..).zip([Role::Viewer, Role::Owner, Role::Commenter, Role::Editor]) {
        let body = serde_json::json!({ "account": "editor", "role": role }).to_string();
        let given = company.ask("PUT", &grants(&company), Who::Owner, &body).await;
        assert_eq!(given.status, 200, "{}", given.body);
        say(&mut socket, &edit(client, counter)).await;
        let id = OpId { client, counter };
        let verdict = hear(&mut socket, |message| match message {
            FromRelay::Sequenced(sequenced) if sequenced.gesture.id == id => Some(None),
            FromRelay::Rejected { id: of, reason } if of == id => Some(Some(reason)),
            _ => None,
        });
        let expected = (role < Role::Editor).then_some(Refusal::NotAllowed);
        assert_eq!(verdict.await, Ok(expected), "as {role:?}");
    }
}

/// A group, an account and a token end what they gave as a grant does.
#[tokio::test]
async fn a_group_gives_and_takes() {
    let company = Company::open().await;
    let members = |members: &str| format!("{{\"name\":\"Sales\",\"members\":[{members}]}}");
    let group = "/api/v1/groups/00000000-0000-0000-0000-000000000001";
    assert_eq!(company.ask("PUT", group, Who::Root, &members("\"ownerofanother\"")).await.status, 200);
    let body = "{\"group\":\"Sales\",\"role\":\"viewer\"}";
    assert_eq!(company.ask("PUT", &grants(&company), Who::Owner, body).await.status, 200);
    let (mut socket, _) = company.connect(Who::OwnerOfAnother, company.dashboard(true)).await;
    assert_eq!(welcomed(&mut socket).await, Role::Viewer);
    assert_eq!(company.ask("PUT", group, Who::Root, &members("")).await.status, 200);
    assert_eq!(closed(&mut socket).await, 4401);
}

#[tokio::test]
async fn a_link_ends_when_it_is_taken_back_and_when_its_time_comes() {
    let company = Company::open().await;
    let (mut socket, _) = company.connect(Who::Link, company.dashboard(true)).await;
    assert_eq!(welcomed(&mut socket).await, Role::Viewer);
    let path = format!("/api/v1/dashboards/{}/shares", company.dashboard(true));
    let list: serde_json::Value = serde_json::from_str(&company.ask("GET", &path, Who::Owner, "").await.body).unwrap();
    let share = &list["shares"][0];
    assert_eq!((&share["uses"], &share["lastUses"][0]["from"]), (&1.into(), &"127.0.0.1".into()), "{share}");
    let revoke = format!("{path}/{}", share["id"].as_str().unwrap());
    assert_eq!(company.ask("DELETE", &revoke, Who::Owner, "").await.status, 204);
    assert_eq!(closed(&mut socket).await, 4401);
    assert_eq!(company.socket_refused(Who::Link, true).await.as_deref(), Some("4401"), "nor does its ticket open");

    let ends_ms = relay::clock::now_ms() + 1_500;
    company.use_link(&format!("{{\"role\":\"commenter\",\"expiresMs\":{ends_ms}}}")).await;
    let (mut socket, _) = company.connect(Who::Link, company.dashboard(true)).await;
    assert_eq!(welcomed(&mut socket).await, Role::Commenter);
    assert_eq!(closed(&mut socket).await, 4401);
    assert!(relay::clock::now_ms() >= ends_ms, "not before its time");
}

/// P-178: what a link is good for is changed while people are there by it.
#[tokio::test]
async fn a_link_is_changed_while_somebody_is_there_by_it() {
    let company = Company::open().await;
    let path = format!("/api/v1/dashboards/{}/shares", company.dashboard(true));
    let listed: serde_json::Value =
        serde_json::from_str(&company.ask("GET", &path, Who::Owner, "").await.body).unwrap();
    let link = format!("{path}/{}", listed["shares"][0]["id"].as_str().unwrap());
    let (mut socket, client) = company.connect(Who::Link, company.dashboard(true)).await;
    assert_eq!(welcomed(&mut socket).await, Role::Viewer);
    let altered = company.ask("PATCH", &link, Who::Owner, "{\"role\":\"editor\",\"name\":\"For us\"}").await;
    assert_eq!(altered.status, 200, "{}", altered.body);
    assert!(altered.body.contains("\"role\":\"editor\"") && altered.body.contains("For us"), "{}", altered.body);
    let now = hear(&mut socket, |message| matches!(message, FromRelay::Role(Role::Editor)).then_some(()));
    now.await.unwrap();
    say(&mut socket, &edit(client, 1)).await;
    hear(&mut socket, |message| matches!(message, FromRelay::Sequenced(_)).then_some(())).await.unwrap();
    for bad in ["{\"role\":\"owner\"}", "{\"expiresMs\":1}", "{\"password\":\"x\"}"] {
        assert_eq!(company.ask("PATCH", &link, Who::Owner, bad).await.code, "bad_request", "{bad}");
    }
    let soon = relay_clock_ms() + 300;
    let ended = company.ask("PATCH", &link, Who::Owner, &format!("{{\"expiresMs\":{soon}}}")).await;
    assert_eq!(ended.status, 200, "{}", ended.body);
    assert_eq!(closed(&mut socket).await, 4401);
}

fn relay_clock_ms() -> u128 {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_millis()
}

#[tokio::test]
async fn a_link_with_a_password_opens_with_both() {
    let company = Company::open().await;
    let link = company.share("{\"password\":\"horse\",\"role\":\"editor\"}").await;
    let company = &company;
    let show = |body: String| async move { company.ask("POST", "/api/v1/links", Who::Nobody, &body).await.code };
    assert_eq!(show(format!("{{\"link\":\"{link}\"}}")).await, "password_needed");
    assert_eq!(show(format!("{{\"link\":\"{link}\",\"password\":\"cow\"}}")).await, "wrong_credentials");
    assert_eq!(show(format!("{{\"link\":\"{link}\",\"password\":\"horse\"}}")).await, "");
    let (id, secret) = link.split_once('_').unwrap();
    for wrong in ["", "_", &format!("{id}_"), &format!("{id}_{}", secret.replace(char::is_numeric, "a")), secret] {
        assert_eq!(
            show(format!("{{\"link\":\"{wrong}\",\"password\":\"horse\"}}")).await,
            "wrong_credentials",
            "{wrong}"
        );
    }
    for bad in [
        "{\"role\":\"owner\"}",
        "{\"expiresMs\":1}",
        "{\"password\":\"\"}",
        "{\"frameAncestors\":[\"*\"]}",
        "{\"x\":1}",
    ] {
        let path = format!("/api/v1/dashboards/{}/shares", company.dashboard(true));
        assert_eq!(company.ask("POST", &path, Who::Owner, bad).await.code, "bad_request", "{bad}");
    }
}

/// P-173: rows that the dashboard does not show are not to be had by way of it, neither by asking nor by a new panel.
#[tokio::test]
async fn a_grant_on_a_dashboard_is_none_on_other_tables() {
    let company = Company::open().await;
    let post = "/api/v1/tables/payroll/rows";
    assert_eq!(company.ask("POST", post, Who::RootEditor, "{\"pay\":1}\n").await.status, 200);
    let (mut socket, client) = company.connect(Who::Editor, company.dashboard(true)).await;
    welcomed(&mut socket).await;
    say(&mut socket, &FromClient::Subscribe { table: "payroll".into(), from_row: 0 }).await;
    let table = hear(&mut socket, |message| match message {
        FromRelay::NoSuchTable(table) => Some(Some(table)),
        FromRelay::Table { .. } | FromRelay::Rows { .. } => Some(None),
        _ => None,
    });
    assert_eq!(table.await, Ok(Some("payroll".into())));
    let node = NodeId::from_bytes([9; 8]);
    let place = document::Place { parent: NodeId::ROOT, order: document::Order::default() };
    let insert = Op::Insert { node, kind: document::Kind::Chart, place };
    let name = Op::Set { node, property: Property::Table, value: Value::Name(Some("payroll".into())) };
    let id = OpId { client, counter: 1 };
    say(&mut socket, &FromClient::Submit(vec![Gesture { id, ops: vec![insert, name] }])).await;
    let rejected = hear(&mut socket, |message| match message {
        FromRelay::Rejected { id: of, reason } if of == id => Some(Some(reason)),
        FromRelay::Sequenced(_) => Some(None),
        _ => None,
    });
    assert_eq!(rejected.await, Ok(Some(Refusal::NotAllowed)));
}

/// P-186: a visitor by a link looks at what a panel shows; when the panel goes the rows end, when it is back they come.
#[tokio::test]
async fn rows_end_with_the_panel_that_shows_them_and_come_back_with_it() {
    let company = Company::open().await;
    let post = "/api/v1/tables/payroll/rows";
    assert_eq!(company.ask("POST", post, Who::RootEditor, "{\"pay\":1}\n").await.status, 200);
    let (mut editor, client) = company.connect(Who::RootEditor, company.dashboard(true)).await;
    welcomed(&mut editor).await;
    let node = NodeId::from_bytes([9; 8]);
    let place = document::Place { parent: NodeId::ROOT, order: document::Order::default() };
    let insert = Op::Insert { node, kind: document::Kind::Chart, place };
    let name = Op::Set { node, property: Property::Table, value: Value::Name(Some("payroll".into())) };
    let gesture = |counter, ops| FromClient::Submit(vec![Gesture { id: OpId { client, counter }, ops }]);

    let (mut visitor, _) = company.connect(Who::Link, company.dashboard(true)).await;
    welcomed(&mut visitor).await;
    say(&mut visitor, &FromClient::Subscribe { table: "payroll".into(), from_row: 0 }).await;
    let rows_of = |message: FromRelay| match message {
        FromRelay::NoSuchTable(_) => Some(false),
        FromRelay::Rows { .. } => Some(true),
        _ => None,
    };
    assert_eq!(hear(&mut visitor, rows_of).await, Ok(false), "no panel shows it");
    say(&mut editor, &gesture(1, vec![insert, name])).await;
    assert_eq!(hear(&mut visitor, rows_of).await, Ok(true), "nobody has to ask twice");
    say(&mut editor, &gesture(2, vec![Op::Delete { node }])).await;
    assert_eq!(hear(&mut visitor, rows_of).await, Ok(false));
    assert_eq!(company.ask("POST", post, Who::RootEditor, "{\"pay\":2}\n").await.status, 200);
    say(&mut visitor, &FromClient::Heartbeat).await;
    let next = |message| match message {
        FromRelay::Heartbeat => Some(false),
        message => rows_of(message).filter(|came| *came),
    };
    assert_eq!(hear(&mut visitor, next).await, Ok(false), "nothing came before the answer to the heartbeat");
    say(&mut editor, &gesture(3, vec![Op::Restore { node }])).await;
    assert_eq!(hear(&mut visitor, rows_of).await, Ok(true));
}

/// P-174.
#[tokio::test]
async fn a_dashboard_belongs_to_whoever_made_it_and_always_to_somebody() {
    let company = Company::open().await;
    let made = company.ask("POST", "/api/v1/dashboards", Who::RootEditor, "").await;
    let made: serde_json::Value = serde_json::from_str(&made.body).unwrap();
    let grants = format!("/api/v1/dashboards/{}/grants", made["id"].as_str().unwrap());
    let list: serde_json::Value =
        serde_json::from_str(&company.ask("GET", &grants, Who::RootEditor, "").await.body).unwrap();
    assert_eq!((&list["grants"][0]["login"], &list["grants"][0]["role"]), (&"rooteditor".into(), &"owner".into()));
    let own = format!("{grants}/account:{}", Company::account(Who::RootEditor));
    let lower = "{\"account\":\"rooteditor\",\"role\":\"viewer\"}";
    assert_eq!(company.ask("DELETE", &own, Who::RootEditor, "").await.code, "last_owner");
    assert_eq!(company.ask("PUT", &grants, Who::RootEditor, lower).await.code, "last_owner");
    let other = "{\"account\":\"viewer\",\"role\":\"owner\"}";
    assert_eq!(company.ask("PUT", &grants, Who::RootEditor, other).await.status, 200);
    assert_eq!(company.ask("DELETE", &own, Who::RootEditor, "").await.status, 204);
}

/// P-155: the trash is for whoever edits, but not by a link; a folder on which roles are given only for owners.
#[tokio::test]
async fn an_editor_files_what_changes_nobodys_rights() {
    let company = Company::open().await;
    let path = format!("/api/v1/dashboards/{}", company.dashboard(true));
    let (folder, trash) = (format!("{path}/folder"), format!("{path}/trash"));
    company.use_link("{\"role\":\"editor\"}").await;
    for (method, path) in [("DELETE", &path), ("PUT", &folder), ("DELETE", &trash)] {
        assert_eq!(company.ask(method, path, Who::Link, "").await.code, "sign_in_needed", "{method} {path}");
    }
    let into = |name: &str| format!("{{\"folder\":\"{name}\"}}");
    assert_eq!(company.ask("PUT", &folder, Who::Editor, &into("Other")).await.status, 200);
    let (holder, place) = (Holder::Account(Company::account(Who::Owner)), Place::Folder(FOLDER));
    company.put([Record::Grant(Grant { holder, place, role: Role::Viewer })]).await;
    assert_eq!(company.ask("PUT", &folder, Who::RootEditor, &into("Sales")).await.code, "not_allowed", "into it");
    assert_eq!(company.ask("PUT", &folder, Who::Root, &into("Sales")).await.status, 200);
    assert_eq!(company.ask("PUT", &folder, Who::Editor, &into("")).await.code, "not_allowed", "out of it");
    assert_eq!(company.ask("DELETE", &path, Who::Editor, "").await.status, 204);
    let listed = |said: &str, role: &str| said.contains("trashedMs") && said.contains(&format!("\"role\":\"{role}\""));
    assert!(listed(&company.ask("GET", "/api/v1/trash", Who::Editor, "").await.body, "editor"));
    assert!(!company.ask("GET", "/api/v1/trash", Who::Viewer, "").await.body.contains("trashedMs"));
    assert_eq!(company.ask("DELETE", &trash, Who::Editor, "").await.code, "not_allowed");
    assert_eq!(company.ask("POST", &format!("{path}/restore"), Who::Editor, "").await.status, 204);
}

/// P-180: each act stands on record once, with who did it, and is found by what it was about.
#[tokio::test]
async fn acts_are_on_record_and_found() {
    let company = Company::open().await;
    let object = format!("dashboard:{}", company.dashboard(true));
    let company = &company;
    let acts = |query: &str| {
        let path = format!("/api/v1/audit?object={object}{query}");
        async move { company.ask("GET", &path, Who::Root, "").await }
    };
    let said = acts("").await;
    let lines: Vec<serde_json::Value> = said.body.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let acts_of: Vec<_> = lines.iter().map(|line| line["act"].as_str().unwrap()).collect();
    assert_eq!(acts_of, ["share_used", "share_made"], "the newest first");
    assert!(
        lines[0]["who"].as_str().unwrap().starts_with("link:")
            && lines[1]["who"] == format!("token:{}", Company::account(Who::Owner))
    );
    assert_eq!(acts("&act=share_made").await.body.lines().count(), 1);
    let first = acts("&limit=1").await;
    let next = first.head.lines().find_map(|line| line.strip_prefix("x-next: ")).unwrap();
    assert_eq!(acts(&format!("&limit=1&before={next}")).await.body.lines().count(), 1);
    assert_eq!(acts("&act=nothing").await.code, "bad_request");
}

/// P-167: the page of everybody here says that it is Ada's.
#[tokio::test]
async fn whoever_has_signed_in_has_the_name_of_their_account() {
    let company = Company::open().await;
    let (mut first, _) = company.connect(Who::Editor, company.dashboard(true)).await;
    assert_eq!(welcomed(&mut first).await, Role::Editor);
    let (mut second, _) = company.connect(Who::Viewer, company.dashboard(true)).await;
    let others = |message| match message {
        FromRelay::Welcome(welcome) => Some(welcome.others),
        _ => None,
    };
    let others = hear(&mut second, others).await.unwrap();
    let names: Vec<_> = others.iter().map(|(_, present)| present.person.name.as_str()).collect();
    assert_eq!(names, ["editor (test)"]);
}
