//! The power cut: the real relay on an ext4 of its own while eight persons write, and the power of that disk goes, again
//! and again. What was acknowledged before is there afterwards, at its place, and all of it is sound.
//! `make power-cut RUNS=200` makes it long; its last line says runs, acknowledged, lost. Needs root and a loop device;
//! where they are missing it says so and proves nothing. Proves P-21, P-41, P-130 and P-180.
#![expect(clippy::expect_used, reason = "a relay that does not answer has failed the test")]

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use ashboard_tests::{
    chance::{Chance, seeds},
    faults::Disk,
    relay_process::{Place, RelayProcess},
    wire_client::WireClient,
    writers::{enter, new_dashboard, person, title},
};
use document::{Gesture, Seq};
use relay::log::sqlite::verify;
use serde_json::{Value as Json, json};
use tokio::{sync::watch, task::JoinSet, time::timeout};

/// Cuts when nobody asks for more.
const RUNS: u64 = 3;
/// Runs over one disk.
const RUNS_A_DISK: u64 = 20;
/// Room of the disk, in bytes.
const DISK_BYTES: u64 = 64 * 1024 * 1024;
/// Persons who write at once.
const WRITERS: u8 = 8;
/// Gestures of each on their way at any time, so that a cut finds some at every stage.
const UNDER_WAY: usize = 4;
/// The cut comes after so many gestures at most, so that whoever comes back still finds the tail …
const MAX_GESTURES_A_RUN: usize = 100;
/// … or after so many microseconds at most, whichever is first.
const MAX_MICROS_A_RUN: usize = 200_000;

/// Groups that somebody makes in one run: each is a record of the directory and a line of the audit in one.
const MAX_GROUPS_A_RUN: u64 = 20;

/// What the relay has acknowledged before a cut.
struct Promised {
    gestures: BTreeMap<Seq, Gesture>,
    /// How many rows.
    rows: u64,
    /// The names of groups.
    groups: BTreeSet<String>,
}

/// What one writer was told before the cut.
type Told = watch::Receiver<BTreeMap<Seq, Gesture>>;

/// Writes until the relay is gone, and says at every moment what it was told.
async fn write(mut client: WireClient, told: watch::Sender<BTreeMap<Seq, Gesture>>) {
    loop {
        while client.actor.replica().pending_len() < UNDER_WAY {
            let text = format!("{} of {}", client.actor.wishes().len(), client.actor.replica().client());
            if client.act(title(text)).await.is_err() {
                return;
            }
        }
        if client.hear().await.is_err() {
            return;
        }
        let heard = client.actor.heard();
        told.send_modify(|told| told.extend(heard.iter().rev().take(UNDER_WAY).map(|(seq, g)| (*seq, g.clone()))));
    }
}

/// Posts rows until the relay is gone, and counts those of which it was told.
async fn post(url: String, rows: Arc<AtomicU64>) {
    let client = reqwest::Client::new();
    for number in 0_u64.. {
        let answer = client
            .post(&url)
            .header("content-type", "application/x-ndjson")
            .body(format!("{{\"n\": {number}}}"))
            .send()
            .await;
        let Ok(answer) = answer else { return };
        let Ok(posted) = answer.json::<Json>().await else { return };
        let Some(first_row) = posted["firstRow"].as_u64() else { return };
        rows.fetch_max(first_row + 1, Ordering::SeqCst);
    }
}

/// Makes groups until the relay is gone, and notes those of which it was told.
async fn rule(url: String, run: u64, groups: Arc<Mutex<BTreeSet<String>>>) {
    let client = reqwest::Client::new();
    for number in 0..MAX_GROUPS_A_RUN {
        let name = format!("group {number} of run {run}");
        let answer = client.post(&url).json(&json!({ "name": name, "members": [] })).send().await;
        let Ok(answer) = answer else { return };
        assert_eq!(answer.status(), 201, "{name}");
        groups.lock().unwrap_or_else(PoisonError::into_inner).insert(name);
    }
}

/// What was told before the cut.
async fn write_until_the_cut(relay: &RelayProcess, disk: &Disk, dashboard: &str, run: u64) -> Promised {
    let chance = &mut Chance::new(run);
    let mut writing = JoinSet::new();
    let mut all: Vec<Told> = Vec::new();
    for number in 1..=WRITERS {
        let (told, watched) = watch::channel(BTreeMap::new());
        all.push(watched);
        writing.spawn(write(enter(relay, dashboard, person(number.wrapping_add(chance.below(200) as u8))).await, told));
    }
    let rows = Arc::new(AtomicU64::new(0));
    writing.spawn(post(relay.url("/api/v1/tables/n/rows"), Arc::clone(&rows)));
    let groups = Arc::default();
    writing.spawn(rule(relay.url("/api/v1/groups"), run, Arc::clone(&groups)));
    let gestures = 1 + chance.below(MAX_GESTURES_A_RUN) * usize::from(WRITERS);
    let moment = Duration::from_micros(chance.below(MAX_MICROS_A_RUN) as u64);
    let enough = async { drop(all[0].wait_for(|told| told.len() >= gestures).await) };
    let _whichever_is_first = timeout(moment, enough).await;
    let groups = groups.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let gestures: BTreeMap<Seq, Gesture> = all.iter().flat_map(|told| told.borrow().clone()).collect();
    let rows = rows.load(Ordering::SeqCst);
    disk.cut();
    writing.abort_all();
    Promised { gestures, rows, groups }
}

/// What a relay has of one kind under the name of its list.
async fn named(relay: &RelayProcess, list: &str) -> BTreeSet<String> {
    let answer = reqwest::get(relay.url(&format!("/api/v1/{list}"))).await.expect("an answer");
    let answer: Json = answer.json().await.expect("JSON");
    let all = answer[list].as_array().expect("a list").iter();
    all.filter_map(|one| one["name"].as_str().map(str::to_owned)).collect()
}

async fn stored_rows(relay: &RelayProcess) -> u64 {
    let tables = reqwest::get(relay.url("/api/v1/tables")).await.expect("an answer");
    let tables: Json = tables.json().await.expect("JSON");
    let listed = tables["tables"].as_array().expect("a list").iter().find(|table| table["name"] == "n");
    listed.map_or(0, |table| table["nextRow"].as_u64().expect("a number"))
}

#[tokio::test]
async fn nothing_acknowledged_before_a_power_cut_is_lost() {
    let runs = seeds(RUNS);
    let (mut acknowledged, mut count) = (0, 0);
    let Some(mut disk) = Disk::ext4(DISK_BYTES) else {
        println!("not run: a power cut needs root and a loop device");
        return;
    };
    let mut rows_before = 0;
    for run in runs {
        if run % RUNS_A_DISK == 0 {
            disk = Disk::ext4(DISK_BYTES).expect("another disk");
            rows_before = 0;
        }
        let data = disk.path().join("data");
        let place =
            || Place { flags: ["--set", "anonymous_role=owner"].map(str::to_owned).to_vec(), ..Place::at(&data) };
        let mut relay = RelayProcess::start_in(place()).await;
        let dashboard = new_dashboard(&relay).await;
        let Promised { gestures: told, rows, groups } = write_until_the_cut(&relay, &disk, &dashboard, run).await;
        relay.kill().await;
        disk.power_up();
        let verified = verify(&data, &mut |_, _, _| {}).expect("the log is readable");
        assert!(verified.damage.is_empty(), "run {run}: {verified:?}");
        let relay = RelayProcess::start_in(place()).await;
        let there = named(&relay, "groups").await;
        assert!(groups.is_subset(&there), "run {run}: {groups:?} were acknowledged, {there:?} are there: P-180");
        let witness = enter(&relay, &dashboard, person(255)).await.actor;
        for (seq, gesture) in &told {
            assert_eq!(witness.heard().get(seq), Some(gesture), "run {run}: {seq} was acknowledged and is gone: P-21");
        }
        let stored = stored_rows(&relay).await;
        assert!(stored >= rows.max(rows_before), "run {run}: {rows} rows were acknowledged, {stored} are there: P-41");
        rows_before = stored;
        acknowledged += told.len() + groups.len() + usize::try_from(rows).expect("few rows");
        count += 1;
    }
    println!("power cut: {count} runs, {acknowledged} acknowledged, 0 lost");
    assert!(acknowledged > 0, "nobody was told of anything");
}
