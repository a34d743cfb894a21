//! The kill loop: the real relay killed with -9 at random while eight persons write, again and again over one folder.
//! `make kill-loop RUNS=200` makes it long; its last line says runs, acknowledged, lost, twice.
//! Proves P-15, P-20, P-21 and P-22 of the program, the disk and the sockets that really run.
#![expect(clippy::expect_used, reason = "a relay that does not answer has failed the test")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    time::Duration,
};

use ashboard_tests::{
    actor::Actor,
    chance::{Chance, seeds},
    relay_process::RelayProcess,
    wire_client::{Gone, WireClient},
    writers::{enter, new_dashboard, person},
};
use document::{NodeId, Op, OpId, Property, Seq, Value};
use protocol::canonical_hash;
use tokio::{sync::watch, task::JoinSet, time::timeout};

/// How often the relay is killed when nobody asks for more.
const RUNS: u64 = 5;
/// Runs over one dashboard, whose whole history is compared after each.
const RUNS_A_DASHBOARD: u64 = 10;
/// Persons who write at once.
const WRITERS: u8 = 8;
/// Gestures of each on their way at any time, so that a kill finds some at every stage.
const UNDER_WAY: usize = 4;
/// The kill comes after so many gestures at most, so that whoever comes back still finds the tail …
const MAX_GESTURES_A_RUN: usize = 400;
/// … or after so many microseconds at most, whichever is first.
const MAX_MICROS_A_RUN: usize = 300_000;

/// What the loop adds up to.
#[derive(Debug, Default)]
struct Account {
    runs: u64,
    acknowledged: usize,
    lost: BTreeSet<OpId>,
    twice: BTreeSet<OpId>,
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { runs, acknowledged, lost, twice } = self;
        write!(f, "{runs} runs, {acknowledged} acknowledged, {} lost, {} twice", lost.len(), twice.len())
    }
}

/// One dashboard and those who write to it.
struct Team {
    dashboard: String,
    writers: Vec<Actor>,
    /// Each own gesture that its writer was told of, and the place that it was told.
    acknowledged: BTreeMap<OpId, Seq>,
}

impl Team {
    async fn new(relay: &RelayProcess) -> Self {
        let dashboard = new_dashboard(relay).await;
        Self { dashboard, writers: (1..=WRITERS).map(person).collect(), acknowledged: BTreeMap::new() }
    }

    /// Everybody writes until the relay is killed at some moment.
    async fn write(&mut self, relay: &mut RelayProcess, chance: &mut Chance) {
        let (heard, mut watched) = watch::channel(0);
        let mut writing = JoinSet::new();
        for writer in self.writers.drain(..) {
            let client = enter(relay, &self.dashboard, writer).await;
            writing.spawn(write_until_killed(client, heard.clone()));
        }
        let gestures = chance.below(MAX_GESTURES_A_RUN) * usize::from(WRITERS);
        let moment = Duration::from_micros(chance.below(MAX_MICROS_A_RUN) as u64);
        let enough = async { drop(watched.wait_for(|count| *count >= gestures).await) };
        let _whichever_is_first = timeout(moment, enough).await;
        relay.kill().await;
        self.writers = writing.join_all().await;
        for writer in &self.writers {
            let own = writer.heard().iter().filter(|(_, gesture)| gesture.id.client == writer.replica().client());
            self.acknowledged.extend(own.map(|(seq, gesture)| (gesture.id, *seq)));
        }
    }

    /// Everybody comes back and hears all; then they agree with each other and with a newcomer.
    async fn converge(&mut self, relay: &RelayProcess) {
        let mut clients = Vec::new();
        for writer in self.writers.drain(..) {
            let mut client = enter(relay, &self.dashboard, writer).await;
            client.hear_until(|actor| actor.replica().pending_len() == 0).await.expect("the relay is up");
            clients.push(client);
        }
        let newcomer = enter(relay, &self.dashboard, person(WRITERS + 1)).await.actor;
        let (seq, hash) = (newcomer.replica().last_seq(), canonical_hash(newcomer.replica().confirmed()));
        for mut client in clients {
            client.hear_until(|actor| actor.replica().last_seq() >= seq).await.expect("the relay is up");
            assert_eq!(client.actor.replica().last_seq(), seq, "somebody still writes");
            assert_eq!(canonical_hash(client.actor.replica().confirmed()), hash, "P-12");
            self.writers.push(client.actor);
        }
    }

    /// Compares what was asked for and what was acknowledged with the order that everybody has now.
    fn settle(&self, account: &mut Account) {
        for writer in &self.writers {
            let mut places: BTreeMap<OpId, Vec<Seq>> = BTreeMap::new();
            for (seq, gesture) in writer.heard() {
                places.entry(gesture.id).or_default().push(*seq);
            }
            account.twice.extend(places.iter().filter(|(_, places)| places.len() > 1).map(|(id, _)| *id));
            let moved = self.acknowledged.iter().filter(|(id, seq)| places.get(id) != Some(&vec![**seq]));
            account.lost.extend(moved.map(|(id, _)| *id));
            account.lost.extend(writer.wishes().keys().filter(|id| !places.contains_key(id)));
        }
    }
}

/// Writes until the relay is gone; what is under way then stays pending.
async fn write_until_killed(mut client: WireClient, heard: watch::Sender<usize>) -> Actor {
    while write(&mut client).await.is_ok() {
        heard.send_modify(|count| *count += 1);
    }
    while client.hear().await.is_ok() {}
    client.actor
}

/// Keeps some gestures on their way and hears one message.
async fn write(client: &mut WireClient) -> Result<(), Gone> {
    while client.actor.replica().pending_len() < UNDER_WAY {
        let text = format!("{} of {}", client.actor.wishes().len(), client.actor.replica().client());
        client.act(words(&text)).await?;
    }
    client.hear().await.map(|_| ())
}

/// Two writes in one gesture: it is there whole or not at all, and never takes an unsent one's place.
fn words(text: &str) -> Vec<Op> {
    let set = |property| Op::Set { node: NodeId::ROOT, property, value: Value::Text(text.into()) };
    [Property::Title, Property::Description].map(set).into()
}

#[tokio::test]
async fn nothing_acknowledged_is_lost_and_nothing_done_twice() {
    let runs = seeds(RUNS);
    let mut relay = RelayProcess::start(None).await;
    let mut team = Team::new(&relay).await;
    let mut account = Account::default();
    for run in runs {
        if run % RUNS_A_DASHBOARD == 0 {
            account.acknowledged += team.acknowledged.len();
            team = Team::new(&relay).await;
        }
        team.write(&mut relay, &mut Chance::new(run)).await;
        relay.restart().await;
        team.converge(&relay).await;
        team.settle(&mut account);
        account.runs += 1;
        assert!(account.lost.is_empty() && account.twice.is_empty(), "run {run}: {account:?}");
    }
    account.acknowledged += team.acknowledged.len();
    println!("kill loop: {account}");
    assert!(account.acknowledged > 0, "nobody was told of anything");
}
