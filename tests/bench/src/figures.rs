//! Figures: medians of rounds, ratios to the first peer, as a table for people and as JSON for programs.

use std::fmt;

use serde_json::{Map, json};

use crate::CONTENDERS;

/// What one contender took in one round.
#[derive(Clone, Copy, Debug)]
pub struct Figures {
    /// All writes.
    pub apply_ms: f64,
    /// Everything into bytes.
    pub encode_ms: f64,
    /// The document from bytes, by the help of what is stored for that.
    pub reload_ms: f64,
    /// The document from its history alone; not part of the total.
    pub replay_ms: f64,
    /// Of what is stored.
    pub bytes_per_op: f64,
}

impl Figures {
    /// Apply, encode and reload.
    pub fn total_ms(&self) -> f64 {
        self.apply_ms + self.encode_ms + self.reload_ms
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { apply_ms, encode_ms, reload_ms, replay_ms, bytes_per_op } = self;
        write!(
            f,
            "apply {apply_ms:.0} ms, encode {encode_ms:.0} ms, reload {reload_ms:.0} ms, replay {replay_ms:.0} ms, {bytes_per_op:.1} B/op"
        )
    }
}

/// One line of the result.
#[derive(Debug)]
pub struct Row {
    id: &'static str,
    what: &'static str,
    unit: &'static str,
    medians: [f64; CONTENDERS.len()],
    /// Least, median, most.
    ratio: [f64; 3],
    rounds: usize,
}

impl Row {
    /// From what each contender took in each round.
    pub fn of(
        id: &'static str,
        what: &'static str,
        unit: &'static str,
        measured: &[Vec<f64>; CONTENDERS.len()],
    ) -> Self {
        let ratios = sorted(measured[0].iter().zip(&measured[1]).map(|(ours, first)| ours / first).collect());
        let ratio = [ratios[0], ratios[ratios.len() / 2], ratios[ratios.len() - 1]];
        let medians = measured.each_ref().map(|rounds| sorted(rounds.clone())[rounds.len() / 2]);
        Self { id, what, unit, medians, ratio, rounds: ratios.len() }
    }
}

fn sorted(mut numbers: Vec<f64>) -> Vec<f64> {
    numbers.sort_by(f64::total_cmp);
    numbers
}

/// The table.
pub fn print(rows: &[Row]) {
    print!("{:<10} {:>4}", "row", "unit");
    CONTENDERS.iter().for_each(|(name, _)| print!(" {name:>10}"));
    println!("   ratio to {} (min to max)", CONTENDERS[1].0);
    for Row { id, unit, medians, ratio: [least, median, most], .. } in rows {
        print!("{id:<10} {unit:>4}");
        medians.iter().for_each(|median| print!(" {median:>10.1}"));
        println!("   {median:.3} ({least:.3} to {most:.3})");
    }
}

/// The JSON.
pub fn json(rows: &[Row]) -> String {
    let row = |row: &Row| {
        let peers: Map<_, _> = CONTENDERS
            .iter()
            .zip(row.medians)
            .skip(1)
            .map(|((name, _), median)| ((*name).into(), json!(median)))
            .collect();
        let [least, median, most] = row.ratio;
        json!({ "id": row.id, "what": row.what, "unit": row.unit, "ours": row.medians[0], "peers": peers,
                "ratio": median, "ratio_min": least, "ratio_max": most, "rounds": row.rounds })
    };
    let rows: Vec<_> = rows.iter().map(row).collect();
    format!("{:#}\n", json!({ "rows": rows }))
}
