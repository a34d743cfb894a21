//! Nodes: the real program as a process, killed while people write to it. What anybody was told is there afterwards,
//! at the same place; what was pending arrives; a graceful stop says so.
#![expect(clippy::expect_used, reason = "a relay that does not answer has failed the test")]

use ashboard_tests::{
    actor::Actor,
    chance::{Chance, seeds},
    relay_process::RelayProcess,
    wire_client::{Gone, WireClient},
    writers::{enter, new_dashboard, person, title},
};
use document::NodeId;
use protocol::{FromClient, FromRelay, PresenceState, canonical_hash};
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;
use table::column::Cell;
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::{TcpListener, TcpSocket, TcpStream},
    task::JoinSet,
};

/// How often the relay is killed.
const KILLS: usize = 12;
/// Gestures on their way at any time, so that a kill finds some at every stage.
const UNDER_WAY: usize = 8;
/// Rows of one post.
const ROWS: u64 = 10;
/// Letters of a long row, which nothing packs.
const LETTERS: usize = 10_000;
/// Posts of long rows: more than waits for a session that reads nothing, on its line and in front of it.
const LONG_POSTS: u64 = 12;
/// What whoever reads nothing takes from its line all the same, in bytes.
const NARROW_BYTES: u32 = 4_096;

/// Writes until it has heard of so many more gestures, with others always under way.
async fn write(client: &mut WireClient, gestures: usize) -> Result<(), Gone> {
    let end = client.actor.heard().len() + gestures;
    while client.actor.heard().len() < end {
        while client.actor.replica().pending_len() < UNDER_WAY {
            let number = client.actor.wishes().len();
            client.act(title(format!("title {number}"))).await?;
        }
        client.hear().await?;
    }
    Ok(())
}

/// I1, I2, P-15, P-20, P-21, P-22.
#[tokio::test]
async fn what_was_acknowledged_survives_every_kill() {
    let mut chance = Chance::new(seeds(1).start);
    let mut relay = RelayProcess::start(None).await;
    let dashboard = new_dashboard(&relay).await;
    let (mut writer, mut told) = (person(1), 0);
    for kill in 0..KILLS {
        let mut client = enter(&relay, &dashboard, writer).await;
        write(&mut client, 1 + chance.below(50)).await.expect("the relay is up");
        relay.kill().await;
        while client.hear().await.is_ok() {}
        writer = client.actor;
        relay.restart().await;
        let witness = enter(&relay, &dashboard, person(2)).await.actor;
        let places: Vec<u64> = witness.heard().keys().map(|seq| seq.0).collect();
        assert_eq!(places, (1..=places.len() as u64).collect::<Vec<_>>(), "kill {kill}: gaps");
        for (seq, gesture) in writer.heard() {
            assert_eq!(witness.heard().get(seq), Some(gesture), "kill {kill}: {seq} was acknowledged and is gone");
        }
        told = writer.heard().len();
    }
    assert!(told > KILLS, "hardly anything was written: {told} gestures");
    let mut client = enter(&relay, &dashboard, writer).await;
    client.hear_until(|actor| actor.replica().pending_len() == 0).await.expect("the relay is up");
    let witness = enter(&relay, &dashboard, person(3)).await.actor;
    assert_eq!(witness.replica().last_seq(), client.actor.replica().last_seq());
    let hashes = [&witness, &client.actor].map(|actor| canonical_hash(actor.replica().confirmed()));
    assert_eq!(hashes[0], hashes[1], "P-12");
    let newest = client.actor.wishes().len() - 1;
    assert_eq!(witness.replica().document().title(), format!("title {newest}"), "the last wish is the last word");
}

/// P-34: whoever is connected when the relay stops is told to come again.
#[tokio::test]
async fn a_graceful_stop_says_so() {
    let mut relay = RelayProcess::start(None).await;
    let dashboard = new_dashboard(&relay).await;
    let mut client = enter(&relay, &dashboard, person(1)).await;
    write(&mut client, 5).await.expect("the relay is up");
    let status = relay.terminate().await;
    assert!(status.success(), "ended with {status}:\n{}", relay.said());
    let gone = loop {
        if let Err(gone) = client.hear().await {
            break gone;
        }
    };
    assert!(matches!(gone, Gone::Closed(1001)), "{gone}");
    relay.restart().await;
    let mut client = enter(&relay, &dashboard, client.actor).await;
    client.hear_until(|actor| actor.replica().pending_len() == 0).await.expect("the relay is up again");
}

/// P-34: a dashboard that is not there is no reason to come again.
#[tokio::test]
async fn an_unknown_dashboard_is_said_to_be_none() {
    let relay = RelayProcess::start(None).await;
    let unknown = "01890000-0000-7000-8000-000000000000";
    match WireClient::connect(&relay.address(), unknown, person(1)).await {
        Err((_, Gone::Closed(4404))) => {}
        Err((_, gone)) => panic!("{gone}"),
        Ok(_) => panic!("let in"),
    }
}

/// P-26: people see each other come, move and leave; nothing of it is in the log.
#[tokio::test]
async fn people_see_each_other() {
    let relay = RelayProcess::start(None).await;
    let dashboard = new_dashboard(&relay).await;
    let mut first = enter(&relay, &dashboard, person(1)).await;
    let mut second = enter(&relay, &dashboard, person(2)).await;
    let session = loop {
        if let FromRelay::Presence { session, .. } = first.hear().await.expect("the relay is up") {
            break session;
        }
    };
    let here = PresenceState { panel: Some(NodeId::ROOT), editing: true, ..PresenceState::default() };
    second.say(&FromClient::Presence(here.clone())).await.expect("the relay is up");
    loop {
        match first.hear().await.expect("the relay is up") {
            FromRelay::Moved { session: whose, state } if whose == session && state == here => break,
            _ => {}
        }
    }
    let before = second.actor.replica().last_seq();
    drop(second);
    while !matches!(first.hear().await.expect("the relay is up"), FromRelay::Left(whose) if whose == session) {}
    let after = enter(&relay, &dashboard, person(3)).await.actor.replica().last_seq();
    assert_eq!(before, after, "presence was put in order");
}

async fn post(relay: &RelayProcess, first: u64) -> Result<(), reqwest::Error> {
    post_named(relay, first, |n| format!("row {n}")).await
}

async fn post_named(
    relay: &RelayProcess,
    first: u64,
    mut name: impl FnMut(u64) -> String,
) -> Result<(), reqwest::Error> {
    let rows: String = (first..first + ROWS).map(|n| json!({ "n": n, "name": name(n) }).to_string() + "\n").collect();
    let request = reqwest::Client::new().post(relay.url("/api/v1/tables/probe/rows"));
    let answer = request.header("content-type", "application/x-ndjson").body(rows).send().await?;
    assert_eq!(answer.status(), 200, "{}", relay.said());
    let taken: Json = answer.json().await?;
    assert_eq!(taken, json!({ "rows": ROWS, "firstRow": first }));
    Ok(())
}

/// The number that each row of the table carries.
async fn rows_of(client: &mut WireClient, table: &str, count: u64) -> Vec<i64> {
    client.say(&FromClient::Subscribe { table: table.into(), from_row: 0 }).await.expect("the relay is up");
    read_rows(client, count).await.expect("the relay is up")
}

/// The same of rows that come already.
async fn read_rows(client: &mut WireClient, count: u64) -> Result<Vec<i64>, Gone> {
    let mut numbers = Vec::new();
    while (numbers.len() as u64) < count {
        if let FromRelay::Rows { first_row, batch, .. } = client.hear().await? {
            assert_eq!(first_row, numbers.len() as u64, "P-40");
            let (column, _) = batch.schema().find("n").expect("the field");
            numbers.extend((0..batch.rows()).map(|row| match batch.columns()[column].cell(row) {
                Cell::Integer(number) => number,
                other => panic!("row {row} is {other:?}"),
            }));
        }
    }
    Ok(numbers)
}

async fn stored_rows(relay: &RelayProcess, name: &str) -> u64 {
    let answer = reqwest::get(relay.url("/api/v1/tables")).await.expect("the relay answers");
    let tables: Json = answer.json().await.expect("JSON");
    let tables = tables["tables"].as_array().expect("a list");
    let table = tables.iter().find(|table| table["name"] == name).expect("the table is listed");
    table["nextRow"].as_u64().expect("a number")
}

/// P-40, P-41: after a 200 the rows survive a kill; a post that the kill interrupted is there whole or not at all.
#[tokio::test]
async fn rows_survive_every_kill() {
    let mut relay = RelayProcess::start(None).await;
    let dashboard = new_dashboard(&relay).await;
    let mut expected: Vec<i64> = Vec::new();
    for kill in 0..4 {
        for _ in 0..5 {
            let first = expected.len() as u64;
            post(&relay, first).await.expect("the relay is up");
            expected.extend((first..first + ROWS).map(u64::cast_signed));
        }
        let under_way = tokio::spawn(post_unanswered(relay.url("/api/v1/tables/probe/rows")));
        tokio::task::yield_now().await;
        relay.kill().await;
        let _answered_or_not = under_way.await;
        relay.restart().await;
        let stored = stored_rows(&relay, "probe").await;
        if stored == expected.len() as u64 + ROWS {
            expected.extend([-1; ROWS as usize]);
        }
        let mut client = enter(&relay, &dashboard, person(1)).await;
        assert_eq!(rows_of(&mut client, "probe", stored).await, expected, "kill {kill}");
    }
}

async fn post_unanswered(url: String) {
    let body = "{\"n\": -1, \"name\": \"under way\"}\n".repeat(ROWS as usize);
    let request = reqwest::Client::new().post(url).header("content-type", "application/x-ndjson").body(body);
    let _answered_or_not = request.send().await;
}

/// P-43: somebody looks at a table before anybody has posted to it.
#[tokio::test]
async fn a_table_that_comes_later_is_sent() {
    let relay = RelayProcess::start(None).await;
    let dashboard = new_dashboard(&relay).await;
    let mut client = enter(&relay, &dashboard, person(1)).await;
    client.say(&FromClient::Subscribe { table: "probe".into(), from_row: 0 }).await.expect("the relay is up");
    while !matches!(client.hear().await.expect("the relay is up"), FromRelay::NoSuchTable(name) if name == "probe") {}
    post(&relay, 0).await.expect("the relay is up");
    let mut begun = false;
    loop {
        match client.hear().await.expect("the relay is up") {
            FromRelay::Table { table, first_row, .. } => begun = table == "probe" && first_row == 0,
            FromRelay::Rows { batch, .. } => break assert_eq!((begun, batch.rows() as u64), (true, ROWS)),
            _ => {}
        }
    }
}

/// A line that takes next to nothing while nobody reads from it.
async fn narrow_line(relay: &RelayProcess) -> TcpStream {
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.set_recv_buffer_size(NARROW_BYTES).expect("a small buffer");
    socket.connect(relay.address().parse().expect("an address")).await.expect("the relay listens")
}

/// P-35, P-121: one of a hundred stops reading. The others get every row meanwhile, and it gets them when it reads again,
/// or, where it was closed as slow, when it comes again.
#[tokio::test(flavor = "multi_thread")]
async fn one_of_a_hundred_stops_reading_and_harms_nobody() {
    let relay = RelayProcess::start_with(&["--machine-feed", "false"]).await;
    let dashboard = new_dashboard(&relay).await;
    let (subscribe, rows) = (FromClient::Subscribe { table: "probe".into(), from_row: 0 }, LONG_POSTS * ROWS);
    let slow = WireClient::over(narrow_line(&relay).await, &dashboard, person(100)).await.map_err(|(_, gone)| gone);
    let mut slow = slow.expect("let in");
    slow.say(&subscribe).await.expect("the relay is up");
    let mut reading = JoinSet::new();
    for number in 0..99 {
        let mut client = enter(&relay, &dashboard, person(number)).await;
        reading.spawn(async move { rows_of(&mut client, "probe", rows).await });
    }
    let mut chance = Chance::new(seeds(1).start);
    for first in (0..rows).step_by(ROWS as usize) {
        let long = |_| (0..LETTERS).map(|_| char::from(b'#' + chance.below(90) as u8)).collect();
        post_named(&relay, first, long).await.expect("the relay is up");
    }
    let expected: Vec<i64> = (0..rows).map(u64::cast_signed).collect();
    while let Some(read) = reading.join_next().await {
        assert_eq!(read.expect("nobody panics"), expected);
    }
    let read = match read_rows(&mut slow, rows).await {
        Ok(read) => read,
        Err(_closed_as_slow) => rows_of(&mut enter(&relay, &dashboard, slow.actor).await, "probe", rows).await,
    };
    assert_eq!(read, expected);
}

/// Passes on so many bytes, or all that come.
async fn pass_on(mut from: impl AsyncRead + Unpin, mut to: impl AsyncWrite + Unpin, mut left: usize) {
    let mut bytes = [0; 4096];
    while left > 0 {
        let most = left.min(bytes.len());
        let read = from.read(&mut bytes[..most]).await.unwrap_or(0);
        if read == 0 || to.write_all(&bytes[..read]).await.is_err() {
            return;
        }
        left -= read;
    }
}

/// A line to the relay that ends after so many bytes in one direction or the other.
async fn line_with(relay: &RelayProcess, to_relay: usize, from_relay: usize) -> TcpStream {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let (address, target) = (listener.local_addr().expect("an address"), relay.address());
    tokio::spawn(async move {
        let (near, _) = listener.accept().await.expect("somebody comes");
        let far = TcpStream::connect(target).await.expect("the relay listens");
        let ((near_in, near_out), (far_in, far_out)) = (near.into_split(), far.into_split());
        tokio::select! {
            () = pass_on(near_in, far_out, to_relay) => {}
            () = pass_on(far_in, near_out, from_relay) => {}
        }
    });
    TcpStream::connect(address).await.expect("the line is there")
}

/// Writes a title over the line, and again over a whole one if it was cut; whether the first line was enough.
async fn write_over(relay: &RelayProcess, dashboard: &str, line: TcpStream, mut actor: Actor) -> (Actor, bool) {
    let number = actor.wishes().len();
    actor.wish(title(format!("title {number}"))).expect("a title is right");
    let actor = match WireClient::over(line, dashboard, actor).await {
        Ok(mut client) => match client.hear_until(|actor| actor.replica().pending_len() == 0).await {
            Ok(()) => return (client.actor, true),
            Err(_cut) => client.actor,
        },
        Err((actor, _cut)) => actor,
    };
    let mut client = enter(relay, dashboard, actor).await;
    client.hear_until(|actor| actor.replica().pending_len() == 0).await.expect("the relay is up");
    (client.actor, false)
}

/// I2, P-15, P-22: the line is cut after every byte of an exchange, on the way there and on the way back; every gesture has
/// its effect once.
#[tokio::test]
async fn a_line_that_is_cut_after_any_byte_changes_nothing() {
    let relay = RelayProcess::start_with(&["--machine-feed", "false"]).await;
    for is_there in [true, false] {
        let (dashboard, mut actor) = (new_dashboard(&relay).await, person(1));
        for bytes in 1.. {
            let (to_relay, from_relay) = if is_there { (bytes, usize::MAX) } else { (usize::MAX, bytes) };
            let line = line_with(&relay, to_relay, from_relay).await;
            let (back, was_whole) = write_over(&relay, &dashboard, line, actor).await;
            actor = back;
            if was_whole {
                assert!(bytes > 200, "an exchange is longer than {bytes} bytes");
                break;
            }
        }
        let witness = enter(&relay, &dashboard, person(2)).await.actor;
        let ids: BTreeSet<_> = witness.heard().values().map(|gesture| gesture.id).collect();
        assert_eq!(ids.len(), witness.heard().len(), "a gesture has two places");
        assert!(actor.wishes().keys().all(|id| ids.contains(id)), "a gesture has none");
    }
}
