//! Figures: what was measured round by round, as a table for people and as JSON for programs.
//! `ratio` is ours divided by the first peer's, round by round: its median, least and most.

use std::{collections::BTreeMap, error::Error, fs, path::Path};

use serde_json::{Map, Value, json};

use crate::{Answer, server::Contender};

const FILE: &str = "target/bench/relay.json";

/// What contenders said of one row in one round: ours first, then the peers in the order of the row.
pub type Round = Vec<(&'static str, f64)>;

/// Id, what it says, unit.
pub type Head<'a> = (&'a str, &'static str, &'static str);

/// One line of the result.
pub struct Row {
    id: String,
    what: &'static str,
    unit: &'static str,
    rounds: BTreeMap<usize, Round>,
}

/// All lines, in the order in which they were first told.
#[derive(Default)]
pub struct Figures {
    rows: Vec<Row>,
    absent: BTreeMap<&'static str, String>,
}

impl Figures {
    /// What one contender took in the round that runs.
    pub fn tell(&mut self, round: usize, (id, what, unit): Head<'_>, who: &'static str, value: f64) {
        let index = self.rows.iter().position(|row| row.id == id).unwrap_or_else(|| {
            self.rows.push(Row { id: id.to_owned(), what, unit, rounds: BTreeMap::new() });
            self.rows.len() - 1
        });
        self.rows[index].rounds.entry(round).or_default().push((who, value));
    }

    /// A peer could not run; without ours there is nothing to say.
    pub fn absent(&mut self, who: Contender, why: &(dyn Error + Send + Sync)) -> Answer<()> {
        if who == Contender::Ours {
            return Err(why.to_string().into());
        }
        eprintln!("bench-relay: {} cannot run: {why}", who.name());
        self.absent.insert(who.name(), why.to_string());
        Ok(())
    }

    /// Prints the table and writes the file; rows that were not run stay as they were.
    pub fn finish(&self) -> Answer<()> {
        println!("{:<10} {:>6} {:>10}  peers; ratio to the first (min to max)", "row", "unit", "ours");
        let rows: Vec<Value> = self.rows.iter().map(|row| row.show(&self.absent)).collect();
        let known: Value =
            fs::read_to_string(FILE).ok().and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        let old = known["rows"].as_array().cloned().unwrap_or_default();
        let kept = old.into_iter().filter(|old| rows.iter().all(|row| row["id"] != old["id"]));
        let all: Vec<Value> = kept.chain(rows.iter().cloned()).collect();
        fs::create_dir_all(Path::new(FILE).parent().unwrap_or(Path::new(".")))?;
        Ok(fs::write(FILE, format!("{:#}\n", json!({ "rows": all })))?)
    }
}

impl Row {
    fn show(&self, absent: &BTreeMap<&'static str, String>) -> Value {
        let of = |who: &str| -> Vec<f64> {
            self.rounds
                .values()
                .filter_map(|round| round.iter().find(|(name, _)| *name == who))
                .map(|(_, v)| *v)
                .collect()
        };
        let mut names: Vec<&'static str> = Vec::new();
        for (name, _) in self.rounds.values().flatten() {
            if !names.contains(name) && *name != "ours" {
                names.push(name);
            }
        }
        names.sort_by_key(|name| PEERS.iter().position(|peer| peer == name));
        let ours = median(of("ours"));
        let peers: Map<String, Value> =
            names.iter().map(|name| ((*name).to_owned(), json!(median(of(name))))).collect();
        let ratios = names.first().map(|first| {
            let pair = |round: &Round| {
                let value = |who| round.iter().find(|(name, _)| *name == who).map(|(_, value)| *value);
                Some(value("ours")? / value(first)?)
            };
            sorted(self.rounds.values().filter_map(pair).collect())
        });
        let ratios = ratios.unwrap_or_default();
        let (least, most) = (ratios.first().copied(), ratios.last().copied());
        let ratio = (!ratios.is_empty()).then(|| median(ratios.clone()));
        print!("{:<10} {:>6} {ours:>10.3}", self.id, self.unit);
        peers.iter().for_each(|(name, value)| print!("  {name} {value:.3}"));
        println!("; {:.3} ({:.3} to {:.3})", show(ratio), show(least), show(most));
        json!({ "id": self.id, "what": self.what, "unit": self.unit, "ours": ours, "peers": peers, "ratio": ratio,
                "ratio_min": least, "ratio_max": most, "rounds": self.rounds.len(), "absent": absent })
    }
}

/// The peers in the order in which rows name them.
const PEERS: [&str; 8] = ["without", "redis", "raw", "uwebsockets", "ws", "hocuspocus", "warp", "nats"];

fn show(value: Option<f64>) -> f64 {
    value.unwrap_or(f64::NAN)
}

fn sorted(mut numbers: Vec<f64>) -> Vec<f64> {
    numbers.sort_by(f64::total_cmp);
    numbers
}

/// The middle one; NaN of none.
pub fn median(numbers: Vec<f64>) -> f64 {
    percentile(&sorted(numbers), 50)
}

/// The value below which so many in a hundred are, of sorted numbers.
pub fn percentile(sorted: &[f64], percent: usize) -> f64 {
    let index = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
    sorted.get(index).copied().unwrap_or(f64::NAN)
}
