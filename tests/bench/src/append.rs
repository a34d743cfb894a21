//! Row O2: durable appends, each acknowledged after a synchronization with the disk, by 1, 64 and 1,000 writers who each
//! wait for their answer before they write again. Ashboard takes gestures over WebSocket, one dashboard a writer; redis
//! takes XADD with `appendfsync always`, one stream a writer; NATS JetStream takes publications with `sync_interval:
//! always`. All of them on core 0, over loopback, on the same disk; the writers on core 1, one event loop for all of them.

#[path = "append/load.rs"]
mod load;
#[path = "append/server.rs"]
mod server;
#[path = "append/wire.rs"]
mod wire;

use std::{collections::BTreeMap, fs, path::Path};

use serde_json::{Value as Json, json};

use load::{Measured, measure};
use server::{Peer, Server, take_core};

/// Rounds after a warm-up, unless `ROUNDS` says otherwise.
const ROUNDS: usize = 7;
/// Writers, and appends of each in a round.
const LOADS: [(usize, usize); 3] = [(1, 1_000), (64, 100), (1_000, 20)];
/// Where the figures go, beside those of the other rows.
const FILE: &str = "target/bench/relay.json";

type AnyError = Box<dyn std::error::Error>;

fn main() -> Result<(), AnyError> {
    let rounds = std::env::var("ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(ROUNDS);
    take_core(1);
    let folder = std::env::current_dir()?.join("target/bench/append");
    let mut rows = Vec::new();
    for (writers, appends) in LOADS {
        let mut measured: BTreeMap<Peer, Vec<Measured>> = BTreeMap::new();
        let mut missing = BTreeMap::new();
        for round in 0..=rounds {
            let mut peers = Peer::ALL;
            peers.rotate_left(round % Peer::ALL.len());
            for peer in peers {
                match Server::start(peer, &folder).and_then(|server| measure(&server, writers, appends)) {
                    Ok(result) if round > 0 => measured.entry(peer).or_default().push(result),
                    Ok(_warm_up) => {}
                    Err(error) => drop(missing.insert(peer, error.to_string())),
                }
            }
        }
        rows.extend(rows_of(writers, &measured, &missing));
    }
    print(&rows);
    merge(Path::new(FILE), rows)
}

/// Throughput, and the 99th percentile of the wait for an answer.
fn rows_of(writers: usize, measured: &BTreeMap<Peer, Vec<Measured>>, missing: &BTreeMap<Peer, String>) -> Vec<Json> {
    let row = |id: String, what: &str, unit: &str, of: fn(&Measured) -> f64| {
        let all = |peer| measured.get(&peer).map(|rounds| rounds.iter().map(of).collect::<Vec<f64>>());
        let medians = Peer::ALL.map(|peer| all(peer).map(median));
        let ours = all(Peer::Ashboard).unwrap_or_default();
        let ratios: Vec<f64> =
            all(Peer::Redis).unwrap_or_default().iter().zip(&ours).map(|(redis, ours)| ours / redis).collect();
        let peers: BTreeMap<&str, Json> = Peer::ALL[1..]
            .iter()
            .zip(&medians[1..])
            .map(|(peer, median)| (peer.name(), median.map_or_else(|| json!(missing.get(peer)), |median| json!(median))))
            .collect();
        let bound = |pick: fn(f64, f64) -> f64| ratios.iter().copied().reduce(pick);
        json!({ "id": id, "what": what, "unit": unit, "ours": medians[0], "peers": peers, "ratio": median_of(&ratios),
                "ratio_min": bound(f64::min), "ratio_max": bound(f64::max), "rounds": ours.len() })
    };
    let what = format!("durable append, acknowledged after fsync, {writers} writers");
    let mut rows = vec![
        row(format!("O2@{writers}"), &what, "appends/s", |measured| measured.per_s),
        row(format!("O2-p99@{writers}"), &what, "ms", |measured| measured.p99_ms),
    ];
    if writers == LOADS[1].0 {
        let main = row("O2".to_owned(), &what, "appends/s", |measured| measured.per_s);
        rows.insert(0, main);
    }
    rows
}

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(f64::NAN)
}

fn median_of(numbers: &[f64]) -> Option<f64> {
    (!numbers.is_empty()).then(|| median(numbers.to_vec()))
}

fn print(rows: &[Json]) {
    println!("{:<12} {:>10} {:>12} {:>12} {:>12}   ratio to redis", "row", "unit", "ours", "redis", "nats");
    for row in rows {
        let number = |value: &Json| value.as_f64().map_or_else(|| "cannot run".to_owned(), |number| format!("{number:.1}"));
        let (redis, nats) = (&row["peers"]["redis"], &row["peers"]["nats"]);
        let text = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
        println!(
            "{:<12} {:>10} {:>12} {:>12} {:>12}   {} ({} to {})",
            text("id"),
            text("unit"),
            number(&row["ours"]),
            number(redis),
            number(nats),
            row["ratio"].as_f64().map_or_else(String::new, |ratio| format!("{ratio:.2}")),
            row["ratio_min"].as_f64().map_or_else(String::new, |ratio| format!("{ratio:.2}")),
            row["ratio_max"].as_f64().map_or_else(String::new, |ratio| format!("{ratio:.2}")),
        );
        for (peer, why) in row["peers"].as_object().into_iter().flatten().filter(|(_, value)| value.is_string()) {
            println!("             {peer} cannot run: {why}");
        }
    }
}

/// The rows of other programs stay.
fn merge(path: &Path, rows: Vec<Json>) -> Result<(), AnyError> {
    let known: Json = fs::read(path).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
    let is_ours = |row: &Json| row["id"].as_str().is_some_and(|id| id.starts_with("O2"));
    let others = known["rows"].as_array().cloned().unwrap_or_default().into_iter().filter(|row| !is_ours(row));
    let all: Vec<Json> = others.chain(rows).collect();
    fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
    Ok(fs::write(path, format!("{:#}\n", json!({ "rows": all })))?)
}
