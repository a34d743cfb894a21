//! The storm: the relay is killed with -9 while many look at one dashboard and some of them write, and all come back at
//! once. `make storm CLIENTS=10000` makes it large; its last line says how many, how fast, and what was lost.
//! Proves P-15, P-22, P-142 and P-145 of the program and of sockets that really run.
#![expect(clippy::expect_used, reason = "a relay that does not answer has failed the test")]

use std::{
    collections::BTreeSet,
    sync::Arc,
    time::{Duration, Instant},
};

use ashboard_tests::{
    actor::Actor,
    chance::{Chance, seeds},
    relay_process::RelayProcess,
    waiting::{until, within},
    wire_client::WireClient,
};
use document::{ClientId, NodeId, Op, OpId, Property, Value};
use serde_json::Value as Json;
use tokio::{
    sync::{Semaphore, watch},
    task::JoinSet,
};

/// Clients when nobody asks for more.
const CLIENTS: usize = 200;
/// Every so many clients there is one that writes.
const ONE_WRITER_IN: usize = 20;
/// Gestures of a writer, some of which are on their way when the relay dies.
const GESTURES: usize = 5;
/// Connections that begin at once before the storm, so that it is the storm that is measured.
const FIRST_AT_ONCE: usize = 64;
/// The longest pause between two attempts, in milliseconds; each is random, as a page's is.
const MAX_PAUSE_MS: usize = 500;

/// Where the test is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Act {
    Before,
    Back,
    Over,
}

/// What all clients share.
struct Stage {
    address: String,
    dashboard: String,
    act: watch::Receiver<Act>,
    turns: Semaphore,
    joined: watch::Sender<usize>,
    settled: watch::Sender<usize>,
}

/// Comes, writes if it is a writer, is cut off, comes back, and stays until all is over.
async fn attend(stage: Arc<Stage>, number: usize, seed: u64) -> Actor {
    let mut chance = Chance::new(seed ^ (number as u64) << 20);
    let mut id = [0; 8];
    id.copy_from_slice(&(number as u64 + 1).to_be_bytes());
    let turn = stage.turns.acquire().await.expect("never closed");
    let mut client = come(&stage, Actor::new(ClientId::from_bytes(id)), &mut chance).await;
    drop(turn);
    stage.joined.send_modify(|joined| *joined += 1);
    if number.is_multiple_of(ONE_WRITER_IN) {
        for gesture in 0..GESTURES {
            let value = Value::Text(format!("{number}.{gesture}"));
            let _pending = client.act(vec![Op::Set { node: NodeId::ROOT, property: Property::Title, value }]).await;
        }
    }
    while client.hear().await.is_ok() {}
    let mut act = stage.act.clone();
    act.wait_for(|act| *act >= Act::Back).await.expect("the test goes on");
    let mut client = come(&stage, client.actor, &mut chance).await;
    client.hear_until(|actor| actor.replica().pending_len() == 0).await.expect("the relay is up");
    stage.settled.send_modify(|settled| *settled += 1);
    loop {
        tokio::select! {
            heard = client.hear() => drop(heard.expect("the relay is up")),
            _ = act.wait_for(|act| *act == Act::Over) => return client.actor,
        }
    }
}

async fn come(stage: &Stage, mut actor: Actor, chance: &mut Chance) -> WireClient {
    loop {
        match WireClient::connect(&stage.address, &stage.dashboard, actor).await {
            Ok(client) => return client,
            Err((again, _)) => actor = again,
        }
        tokio::time::sleep(Duration::from_millis(chance.below(MAX_PAUSE_MS) as u64)).await;
    }
}

async fn reach(what: &str, count: &watch::Sender<usize>, clients: usize) {
    let mut counted = count.subscribe();
    within(what, counted.wait_for(|count| *count == clients)).await.expect("somebody counts");
}

async fn witness(stage: &Stage) -> Actor {
    let come = async || {
        let nobody = Actor::new(ClientId::from_bytes([0xff; 8]));
        WireClient::connect(&stage.address, &stage.dashboard, nobody).await.ok()
    };
    until("a witness", come).await.actor
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_come_back_and_each_gesture_has_one_place() {
    let clients = std::env::var("PROOF_CLIENTS").ok().and_then(|number| number.parse().ok()).unwrap_or(CLIENTS);
    let seed = seeds(1).start;
    let mut relay = RelayProcess::start_with(&["--set", "max_connections=12000", "--machine-feed", "false"]).await;
    let made = reqwest::Client::new().post(relay.url("/api/v1/dashboards")).send().await.expect("the relay answers");
    let made: Json = made.json().await.expect("JSON");
    let (say, act) = watch::channel(Act::Before);
    let stage = Arc::new(Stage {
        address: relay.address(),
        dashboard: made["id"].as_str().expect("an id").to_owned(),
        act,
        turns: Semaphore::new(FIRST_AT_ONCE),
        joined: watch::Sender::new(0),
        settled: watch::Sender::new(0),
    });
    let before = witness(&stage).await.replica().last_seq().0;
    let mut attending = JoinSet::new();
    for number in 0..clients {
        attending.spawn(attend(Arc::clone(&stage), number, seed));
    }
    reach("all to come", &stage.joined, clients).await;
    relay.kill().await;
    relay.restart().await;
    let begun = Instant::now();
    say.send_replace(Act::Back);
    reach("all to come back", &stage.settled, clients).await;
    let took = begun.elapsed();
    let witness = witness(&stage).await;
    say.send_replace(Act::Over);
    let mut wished: BTreeSet<OpId> = BTreeSet::new();
    while let Some(actor) = attending.join_next().await {
        let actor = actor.expect("no client panics");
        let lost = actor
            .heard()
            .iter()
            .find(|(seq, gesture)| witness.heard().get(seq).is_some_and(|other| other.id != gesture.id));
        assert_eq!(lost, None, "seed {seed}: another gesture has the place that was told");
        wished.extend(actor.wishes().keys().copied());
    }
    let ids: BTreeSet<_> = witness.heard().values().map(|gesture| gesture.id).collect();
    assert_eq!(ids.len(), witness.heard().len(), "seed {seed}: a gesture has two places");
    let last = witness.replica().last_seq().0 - before;
    assert_eq!(last, wished.len() as u64, "seed {seed}: as many places as gestures");
    let rate = clients as f64 / took.as_secs_f64();
    println!("storm: {clients} clients back in {took:.1?} ({rate:.0}/s), {last} gestures, 0 lost, 0 twice");
}
