//! Durable: what the disk does to a log, and what a relay makes of it. Every flipped bit and every cut is seen or
//! harmless; a disk that fails at any call, or is full, loses nothing that was acknowledged; a clock may jump.
//! `make corruption` flips and cuts at every byte, `make disk-faults` fails at every call. Proves P-130 to P-135.
#![expect(clippy::expect_used, reason = "a relay that does not answer has failed the test")]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use ashboard_tests::{
    actor::Actor,
    chance::{Chance, seeds},
    faults::{Disk, clock_of, fault_at},
    relay_process::{Place, RelayProcess, program},
    small_store::{DRAFT, FIRST, SECOND, commits, entry},
    waiting::until,
    wire_client::{Gone, WireClient},
    writers::{enter, new_dashboard, person, title, try_new_dashboard},
};
use document::{OpId, Seq};
use relay::{
    dashboard::DashboardId,
    log::{Log, LogError, SqliteLog, Write, sqlite::verify},
};
use serde_json::Value as Json;
use tempfile::TempDir;

/// Flips and cuts when nobody asks for all of them.
const CORRUPTIONS: u64 = 250;
/// Calls that fail when nobody asks for all of them.
const FAULTS: u64 = 6;
/// A start over a log that is there, and the gestures after it, make about so many calls.
const CALLS: usize = 90;
/// Room of a small disk, in bytes.
const SMALL_DISK_BYTES: u64 = 16 * 1024 * 1024;

/// From the start to the first edit, when `make start-time` asks.
const MAX_START: Duration = Duration::from_secs(2);

const NDJSON: &str = "application/x-ndjson";
/// All that can be asked, and the answers.
type Answers = BTreeMap<String, Result<String, LogError>>;

fn ask(log: &mut dyn Log) -> Answers {
    let mut answers = Answers::new();
    let mut put = |what: String, answer: Result<String, LogError>| drop(answers.insert(what, answer));
    put("list".into(), log.dashboards().map(|list| format!("{list:?}")));
    put("tables".into(), log.tables().map(|list| format!("{list:?}")));
    put("rows".into(), log.load_rows("t", 0, u64::MAX).map(|rows| format!("{rows:?}")));
    put("directory".into(), log.directory().map(|rows| format!("{rows:?}")));
    put("audit".into(), log.audit(0, 100).map(|lines| format!("{lines:?}")));
    for id in [FIRST, SECOND, DRAFT] {
        put(format!("load {id}"), log.load(id).map(|loaded| format!("{loaded:?}")));
        put(format!("about {id}"), log.about(id).map(|about| format!("{about:?}")));
        for seq in 0..=5 {
            put(format!("{id} at {seq}"), log.past(id, Seq(seq), 9).map(|past| format!("{past:?}")));
        }
    }
    answers
}

/// A small store: its database, its journal, and the answers after each commit that is part of it.
struct Store {
    database: Vec<u8>,
    journal: Option<Vec<u8>>,
    moments: Vec<Answers>,
}

impl Store {
    /// As a relay leaves it that was stopped.
    fn stopped() -> Self {
        let folder = memory();
        let moments = fill(&mut SqliteLog::open(folder.path()).expect("a log"));
        let database = fs::read(folder.path().join("ashboard.sqlite")).expect("the database");
        Self { database, journal: None, moments: moments.into_iter().rev().take(1).collect() }
    }

    /// As a relay leaves it that was killed.
    fn killed() -> Self {
        let folder = memory();
        let mut log = SqliteLog::open(folder.path()).expect("a log");
        let moments = fill(&mut log);
        let file = |name: &str| fs::read(folder.path().join(name)).expect("a file of the log");
        Self { database: file("ashboard.sqlite"), journal: Some(file("ashboard.sqlite-wal")), moments }
    }

    /// Opens these bytes and says what is wrong with the answers, if anything.
    fn judge(&self, database: &[u8], journal: Option<&[u8]>) -> Result<(), String> {
        let folder = memory();
        fs::write(folder.path().join("ashboard.sqlite"), database).expect("written");
        if let Some(journal) = journal {
            fs::write(folder.path().join("ashboard.sqlite-wal"), journal).expect("written");
        }
        let Ok(mut log) = SqliteLog::open(folder.path()) else { return Ok(()) };
        let answers = ask(&mut log);
        if self.moments.iter().any(|moment| are_true(&answers, moment)) {
            return Ok(());
        }
        let last = self.moments.last().expect("a moment");
        let wrong = answers.iter().filter(|(what, answer)| !is_true(what, answer, &last[*what], &answers));
        Err(wrong.map(|(what, answer)| format!("{what}: {answer:?}\n  not {:?}\n", last[what])).collect())
    }
}

/// A folder that costs no disk, where there is one.
fn memory() -> TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a temporary folder")
}

fn fill(log: &mut dyn Log) -> Vec<Answers> {
    let mut moments = vec![ask(log)];
    for write in commits() {
        assert_eq!(log.commit(std::slice::from_ref(&write)), Ok(vec![Ok(())]), "{write:?}");
        moments.push(ask(log));
    }
    moments
}

fn are_true(answers: &Answers, moment: &Answers) -> bool {
    answers.iter().all(|(what, answer)| is_true(what, answer, &moment[what], answers))
}

/// The right answer, or damage that is named: in the lists, in the row's place.
fn is_true(what: &str, answer: &Result<String, LogError>, right: &Result<String, LogError>, all: &Answers) -> bool {
    let names_it = |list: &str| list.contains("seal");
    let table_is_named = || matches!(all["rows"], Err(LogError::Damaged(_) | LogError::Failed(_)));
    match answer {
        Err(LogError::Damaged(_) | LogError::Failed(_)) => true,
        Ok(list) if what == "list" && names_it(list) => true,
        Ok(_) if what == "tables" && table_is_named() => true,
        // Whether the chain is whole is for whoever follows it: `verify` does.
        answer => answer == right,
    }
}

#[test]
fn the_store_is_sound_as_it_is() {
    for store in [Store::stopped(), Store::killed()] {
        assert_eq!(store.judge(&store.database, store.journal.as_deref()), Ok(()));
    }
}

/// P-130: the right answer up to some commit, or damage that is named. Never a wrong word, never an empty document.
#[test]
fn a_flipped_bit_or_a_cut_is_harmless_or_named() {
    let stores = [Store::stopped(), Store::killed()];
    let all = std::env::var_os("EVERY_BYTE").is_some();
    let mut count = 0;
    for seed in seeds(CORRUPTIONS) {
        let mut chance = Chance::new(seed);
        let Some(store) = chance.pick(&stores) else { continue };
        let at = (chance.one_in(2), chance.below(usize::MAX));
        corrupt(store, at, &mut chance).unwrap_or_else(|wrong| panic!("PROOF_SEED={seed}: {wrong}"));
        count += 1;
    }
    for store in stores.iter().filter(|_| all) {
        for in_journal in [false, true].into_iter().take(1 + usize::from(store.journal.is_some())) {
            let length = if in_journal { store.journal.as_ref().map_or(0, Vec::len) } else { store.database.len() };
            for byte in 0..length {
                let mut chance = Chance::new(byte as u64);
                corrupt(store, (in_journal, byte), &mut chance).unwrap_or_else(|wrong| panic!("byte {byte}: {wrong}"));
                count += 2;
            }
        }
    }
    println!("corruption: {count} flips and cuts, 0 silent");
}

/// Flips a bit of this byte, then cuts there instead; where the journal is meant and there is none, the database.
fn corrupt(store: &Store, (in_journal, byte): (bool, usize), chance: &mut Chance) -> Result<(), String> {
    let journal = store.journal.as_ref().filter(|_| in_journal);
    let sound = journal.unwrap_or(&store.database);
    let byte = byte % sound.len();
    let mut flipped = sound.clone();
    flipped[byte] ^= 1 << chance.below(8);
    for (what, corrupted) in [("flipped", flipped.as_slice()), ("cut", &sound[..byte])] {
        let judged = match journal {
            Some(_) => store.judge(&store.database, Some(corrupted)),
            None => store.judge(corrupted, store.journal.as_deref()),
        };
        let file = if journal.is_some() { "journal" } else { "database" };
        judged.map_err(|wrong| format!("{what} at {byte} of {} of the {file}:\n{wrong}", sound.len()))?;
    }
    Ok(())
}

async fn write(client: &mut WireClient, gestures: usize) -> Result<(), Gone> {
    let end = client.actor.heard().len().saturating_add(gestures);
    while client.actor.heard().len() < end && !client.actor.wants_to_reconnect() {
        if client.actor.replica().pending_len() == 0 {
            let text = format!("title {}", client.actor.wishes().len());
            client.act(title(&text)).await?;
        }
        client.hear().await?;
    }
    Ok(())
}

async fn ready(relay: &RelayProcess) -> (u16, String) {
    let answer = reqwest::get(relay.url("/readyz")).await.expect("the relay answers");
    (answer.status().as_u16(), answer.text().await.expect("a body"))
}

/// P-132: whichever call fails, at the start or later, nothing that was acknowledged is lost, and nothing is written on.
#[tokio::test]
async fn a_disk_that_fails_at_any_call_loses_nothing() {
    let (mut told, mut stopped) = (0, 0);
    let runs = seeds(FAULTS);
    let all = runs.end - runs.start > FAULTS;
    for run in runs {
        let call = if all { run } else { 1 + Chance::new(run).below(CALLS) as u64 };
        let mut relay = RelayProcess::start(None).await;
        let dashboard = new_dashboard(&relay).await;
        relay.terminate().await;
        let faulty = Place { variables: fault_at(call), ..relay.into_place() };
        let (place, actor) = match RelayProcess::try_start_in(faulty).await {
            Err((place, said)) => {
                assert!(said.contains("ashboard: "), "call {call}: {said}");
                (place, person(1))
            }
            Ok(mut relay) => {
                let actor = write_until_it_fails(&relay, &dashboard).await;
                if ready(&relay).await.0 == 503 {
                    assert!(try_new_dashboard(&relay).await.is_none(), "call {call}: it writes on");
                    stopped += 1;
                }
                relay.kill().await;
                (relay.into_place(), actor)
            }
        };
        let relay = RelayProcess::start_in(Place { variables: Vec::new(), ..place }).await;
        let witness = enter(&relay, &dashboard, person(2)).await.actor;
        for (seq, gesture) in actor.heard() {
            assert_eq!(witness.heard().get(seq), Some(gesture), "call {call}: {seq} was acknowledged and is gone");
        }
        told += actor.heard().len();
    }
    println!("disk faults: {told} acknowledged, 0 lost, {stopped} relays stopped writing");
}

async fn write_until_it_fails(relay: &RelayProcess, dashboard: &str) -> Actor {
    let mut client = match WireClient::connect(&relay.address(), dashboard, person(1)).await {
        Ok(client) => client,
        Err((actor, _)) => return actor,
    };
    let _failed = write(&mut client, 30).await;
    client.actor
}

/// P-131: everybody is told, reading goes on, nothing is lost, and it recovers by itself.
#[tokio::test]
async fn a_full_disk_is_told_and_recovers_by_itself() {
    let Some(disk) = Disk::small(SMALL_DISK_BYTES) else {
        println!("not run: a full disk needs root for a small one");
        return;
    };
    let relay = RelayProcess::start_in(Place::at(disk.path())).await;
    let dashboard = new_dashboard(&relay).await;
    let mut writer = enter(&relay, &dashboard, person(1)).await;
    write(&mut writer, 3).await.expect("the relay is up");
    let ballast = fill_up(disk.path());
    let rows = relay.url("/api/v1/tables/rain/rows");
    let post = async || {
        reqwest::Client::new()
            .post(&rows)
            .header("content-type", NDJSON)
            .body(r#"{"mm": 1.5}"#)
            .send()
            .await
            .expect("an answer")
    };
    let refused =
        until("the disk to be full", async || Some(post().await).filter(|answer| answer.status() == 503)).await;
    assert!(refused.headers().contains_key("retry-after"));
    let refused: Json = refused.json().await.expect("JSON");
    assert_eq!(refused["code"], "storage_full");
    let (status, words) = ready(&relay).await;
    assert!(status == 503 && words.contains("storage_full"), "{status} {words}");
    let waiting = writer.act(title("waits for room")).await.expect("the session goes on");
    writer.hear_until(Actor::wants_to_reconnect).await.expect("P-131: it is told");
    let reader = enter(&relay, &dashboard, person(2)).await.actor;
    assert_eq!(reader.heard().len(), writer.actor.heard().len(), "reading goes on");
    assert_eq!(reqwest::get(relay.url("/api/v1/tables/machine.load/rows")).await.expect("an answer").status(), 200);
    fs::remove_file(ballast).expect("room");
    until("the relay to see that there is room", async || (ready(&relay).await.0 == 200).then_some(())).await;
    writer.actor.send_again();
    let later = writer.act(title("after it")).await.expect("the same session");
    writer.hear_until(|actor| actor.replica().pending_len() == 0).await.expect("the same session");
    let places: Vec<OpId> = writer.actor.heard().values().map(|gesture| gesture.id).collect();
    assert_eq!(places[places.len() - 2..], [waiting, later], "in the order in which they were made");
    assert_eq!(post().await.status(), 200);
}

fn fill_up(folder: &Path) -> PathBuf {
    let path = folder.join("ballast");
    let mut file = fs::File::create(&path).expect("a file");
    for bytes in [1 << 20, 1 << 12, 1] {
        while std::io::Write::write_all(&mut file, &vec![0; bytes]).is_ok() {}
    }
    path
}

/// P-134: a backup while people write is a moment of the log, and comes back in place of another one only when told to.
#[tokio::test]
async fn a_backup_of_a_relay_at_work_is_whole_and_comes_back() {
    let relay = RelayProcess::start(None).await;
    let dashboard = new_dashboard(&relay).await;
    let mut writer = enter(&relay, &dashboard, person(1)).await;
    write(&mut writer, 20).await.expect("the relay is up");
    let told = writer.actor.heard().clone();
    let writing = tokio::spawn(async move {
        let _until_it_is_killed = write(&mut writer, usize::MAX).await;
    });
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("backup");
    let (data, other) = (relay.data_dir().to_owned(), folder.path().join("other"));
    let run = async |arguments: Vec<&std::ffi::OsStr>| {
        let output = tokio::process::Command::new(program()).args(arguments).output().await.expect("the program runs");
        (output.status.success(), String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned())
    };
    macro_rules! ashboard {
        ($($argument:expr),*) => { run(vec![$(std::ffi::OsStr::new($argument)),*]).await };
    }
    let (done, words) = ashboard!("backup", &file, "--data-dir", &data);
    assert!(done && words.contains("0 damaged"), "{words}");
    assert!(!ashboard!("backup", &file, "--data-dir", &data).0, "never over another file");
    assert!(ashboard!("verify", "--data-dir", &data).0, "while the relay writes");
    let (done, words) = ashboard!("restore", &file, "--data-dir", &data);
    assert!(!done && words.contains("another relay"), "{words}");
    writing.abort();
    drop(relay);
    assert!(ashboard!("restore", &file, "--data-dir", &other).0);
    let restored = RelayProcess::start_in(Place::at(&other)).await;
    let mut witness = enter(&restored, &dashboard, person(2)).await;
    for (seq, gesture) in &told {
        assert_eq!(witness.actor.heard().get(seq), Some(gesture), "P-134: {seq} was acknowledged before the backup");
    }
    write(&mut witness, 1).await.expect("the relay is up");
    drop((witness, restored));
    let (done, words) = ashboard!("restore", &file, "--data-dir", &other);
    assert!(!done && words.contains("newer than the backup"), "{words}");
    let (done, words) = ashboard!("restore", &file, "--data-dir", &other, "--force");
    assert!(done && words.contains("before-restore-"), "{words}");
    let mut bytes = fs::read(&file).expect("the backup");
    let half = bytes.len() / 2;
    bytes[half..half + 64].fill(0x5a);
    fs::write(&file, bytes).expect("written");
    let (verified, words) = ashboard!("verify", &file);
    assert!(!verified, "{words}");
    let before = verify(&other, &mut |_, _, _| {}).expect("readable");
    assert!(!ashboard!("restore", &file, "--data-dir", &other, "--force").0, "a damaged backup takes no place");
    assert_eq!(verify(&other, &mut |_, _, _| {}).expect("readable"), before);
}

/// P-130: one damaged dashboard stays closed and says so; the others on the same relay go on.
#[tokio::test]
async fn a_damaged_dashboard_stays_closed_and_the_others_go_on() {
    let mut relay = RelayProcess::start(None).await;
    let damaged = new_dashboard(&relay).await;
    let other = new_dashboard(&relay).await;
    let mut writer = enter(&relay, &damaged, person(1)).await;
    write(&mut writer, 9).await.expect("the relay is up");
    drop(writer);
    relay.terminate().await;
    let id: DashboardId = damaged.parse().expect("an id");
    let hex: String = id.bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    let sql = format!(
        "UPDATE gestures SET gesture = zeroblob(4) WHERE seq = 7 AND dashboard = (SELECT key FROM dashboards WHERE id = x'{hex}')"
    );
    let file = relay.data_dir().join("ashboard.sqlite");
    rusqlite::Connection::open(&file).and_then(|db| db.execute(&sql, [])).expect("damage");
    let verified = verify(relay.data_dir(), &mut |_, _, _| {}).expect("readable");
    assert!(verified.damage.len() == 1 && verified.damage[0].contains("opens up to Seq 6"), "{verified:?}");
    relay.restart().await;
    match WireClient::connect(&relay.address(), &damaged, person(2)).await {
        Err((_, Gone::Closed(code))) => assert_eq!(code, 4500),
        other => panic!("{other:?}"),
    }
    let get = async |path: String| reqwest::get(relay.url(&path)).await.expect("an answer").status().as_u16();
    assert_eq!(get(format!("/api/v1/dashboards/{damaged}/ops?after=6")).await, 500);
    assert_eq!(get(format!("/api/v1/dashboards/{damaged}?at=6")).await, 200, "as it was before the damage");
    assert_eq!(ready(&relay).await.0, 200);
    let mut writer = enter(&relay, &other, person(1)).await;
    write(&mut writer, 2).await.expect("the others go on");
}

/// `make start-time` asks for 1,000 dashboards of 10,000 gestures, and then holds the time to what is promised.
#[tokio::test]
async fn a_start_is_quick_however_much_is_stored() {
    let number = |variable: &str| std::env::var(variable).ok().and_then(|number| number.parse::<u64>().ok());
    let (dashboards, gestures) = (number("DASHBOARDS").unwrap_or(8), number("GESTURES").unwrap_or(600));
    let folder = tempfile::tempdir().expect("a folder");
    let mut log = SqliteLog::open(folder.path()).expect("a log");
    for dashboard in 0..dashboards {
        let id = DashboardId::fixed(u128::from(dashboard) + 1);
        let entries = (1..=gestures).map(entry).collect();
        let title = format!("title {gestures}");
        let mut document = document::Document::default();
        document::apply(&mut document, &entry(gestures - gestures % 500).sequenced.gesture, None).expect("it applies");
        let create = Write::CreateDashboard { dashboard: id, title, tags: Vec::new(), at_ms: 5, entries };
        let snapshot = Write::StoreSnapshot { dashboard: id, seq: Seq(gestures - gestures % 500), document };
        assert_eq!(log.commit(&[create, snapshot]), Ok(vec![Ok(()), Ok(())]));
        log.settle().expect("settled");
    }
    drop(log);
    let began = std::time::Instant::now();
    let relay = RelayProcess::start_in(Place::at(folder.path())).await;
    let mut writer = enter(&relay, &DashboardId::fixed(1).to_string(), person(9)).await;
    write(&mut writer, 1).await.expect("the relay is up");
    let took = began.elapsed();
    println!(
        "start: {dashboards} dashboards of {gestures} gestures, first edit acknowledged after {} ms",
        took.as_millis()
    );
    assert!(number("DASHBOARDS").is_none() || took < MAX_START, "{took:?}");
}

/// P-135: a clock that is set back or jumps ahead changes times, never places; sessions and timers go on.
#[tokio::test]
async fn a_clock_that_jumps_changes_no_order() {
    let folder = tempfile::tempdir().expect("a folder");
    let clock = folder.path().join("clock");
    let mut relay = RelayProcess::start_in(Place { variables: clock_of(&clock), ..Place::empty() }).await;
    let dashboard = new_dashboard(&relay).await;
    let mut writer = enter(&relay, &dashboard, person(1)).await;
    for offset_s in ["0", "-86400", "864000", "-2000000000", "0"] {
        fs::write(&clock, offset_s).expect("the clock is set");
        write(&mut writer, 5).await.expect("the same session goes on");
    }
    let before = writer.actor.heard().clone();
    assert!(before.len() >= 25 && before.keys().map(|seq| seq.0).eq(1..=before.len() as u64), "no gap: {before:?}");
    fs::write(&clock, "-86400").expect("the clock is set");
    relay.kill().await;
    relay.restart().await;
    let witness = enter(&relay, &dashboard, person(2)).await;
    assert_eq!(*witness.actor.heard(), before);
    let history = reqwest::get(relay.url(&format!("/api/v1/dashboards/{dashboard}/ops?after=0"))).await;
    assert_eq!(history.expect("an answer").status(), 200);
}
