//! R6: the pyramid against tsdownsample's M4, which scans (SIMD, one thread, as it is by default). Both answer 1,920
//! columns of the same 10M rows along the same x, in turns. What the scan has no part in (build, append, evict) is
//! measured beside it, and so is what steps cost that run along with their rows. Writes `target/bench/table.json`.

mod running;

use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    time::Instant,
};

use rand_chacha::{
    ChaCha8Rng,
    rand_core::{RngCore, SeedableRng},
};
use serde_json::{Value, json};
use table::{Grid, Pyramid};

const ROWS: usize = 10_000_000;
/// What arrives, and goes, at once: one in a hundred rows.
const APPENDED: usize = ROWS / 100;
const COLUMNS: i32 = 1_920;
const ROUNDS: usize = 15;
/// Queries of a round, whose median counts: others use this machine too.
const QUERIES: u32 = 20;

type Failure = Box<dyn std::error::Error>;

/// All rows over all columns.
struct Columns {
    first: f64,
    per_x: f64,
}

impl Grid for Columns {
    fn column(&self, x: f64) -> i32 {
        ((x - self.first) * self.per_x) as i32
    }

    fn edge(&self, column: i32) -> f64 {
        f64::from(column + 1) / self.per_x + self.first
    }
}

fn main() -> Result<(), Failure> {
    let folder = Path::new("target/bench");
    std::fs::create_dir_all(folder)?;
    let (xs, ys) = rows();
    let mut peer = Peer::start(folder, &xs, &ys);
    let (mut query, mut peer_query, mut bare_query) = (Vec::new(), Vec::new(), Vec::new());
    let mut build = Vec::new();
    let mut append = Vec::new();
    let mut stretches = Vec::with_capacity(COLUMNS as usize * 2);
    for round in 0..=ROUNDS {
        let began = Instant::now();
        let mut pyramid = Pyramid::default();
        xs[..ROWS].iter().zip(&ys).try_for_each(|(x, y)| pyramid.push(*x, *y))?;
        let built_ms = began.elapsed().as_secs_f64() * 1e3;
        let grid = Columns { first: xs[0], per_x: f64::from(COLUMNS) / (xs[ROWS - 1] - xs[0] + 1.0) };
        let ours = |stretches: &mut Vec<_>| {
            let once = |_| {
                let began = Instant::now();
                stretches.clear();
                pyramid.stretches(0..pyramid.len(), &grid, |stretch| stretches.push(stretch));
                began.elapsed().as_secs_f64() * 1e3
            };
            median(&(0..QUERIES).map(once).collect::<Vec<_>>()).unwrap_or_default()
        };
        let (mine, theirs, bare) = if round % 2 == 0 {
            let mine = ours(&mut stretches);
            (mine, peer.as_mut().map(|peer| peer.time("x")), peer.as_mut().map(|peer| peer.time("bare")))
        } else {
            let (theirs, bare) =
                (peer.as_mut().map(|peer| peer.time("x")), peer.as_mut().map(|peer| peer.time("bare")));
            (ours(&mut stretches), theirs, bare)
        };
        assert_eq!(stretches.len(), COLUMNS as usize);
        let began = Instant::now();
        xs[ROWS..].iter().zip(&ys[ROWS..]).try_for_each(|(x, y)| pyramid.push(*x, *y))?;
        pyramid.evict(APPENDED);
        let appended_ms = began.elapsed().as_secs_f64() * 1e3;
        if round > 0 {
            query.push(mine);
            build.push(built_ms);
            append.push(appended_ms);
            peer_query.extend(theirs.transpose()?);
            bare_query.extend(bare.transpose()?);
        }
    }
    let running = (0..ROUNDS).map(|_| running::times()).collect::<Result<Vec<_>, _>>()?;
    let (appended, recomputed): (Vec<f64>, Vec<f64>) = running.into_iter().unzip();
    let rows = [
        row(
            "R6",
            "query of 1,920 columns over 10M rows along x",
            &query,
            &[("tsdownsample", &peer_query), ("tsdownsample-by-row", &bare_query)],
        ),
        row("R6-build", "build the pyramid of 10M rows", &build, &[]),
        row("R6-append", "append 100k rows to 10M and evict as many", &append, &[]),
        row("R6-steps", "append 1 % to 1M rows behind steps", &appended, &[("recomputed", &recomputed)]),
    ];
    std::fs::write(folder.join("table.json"), format!("{:#}\n", json!({ "rows": rows })))?;
    rows.iter().for_each(|row| println!("{row}"));
    if peer.is_none() {
        println!("tsdownsample did not run: python3 with pip is needed");
    }
    Ok(())
}

/// A random walk, sampled nearly every second.
fn rows() -> (Vec<f64>, Vec<f64>) {
    let mut random = ChaCha8Rng::seed_from_u64(6);
    let mut share = move || f64::from(random.next_u32()) / f64::from(u32::MAX);
    let (mut x, mut y) = (1.6e12, 0.0);
    let row = |_| {
        x += 900.0 + (share() * 200.0).round();
        y += share() - 0.5;
        (x, y)
    };
    (0..ROWS + APPENDED).map(row).unzip()
}

fn sorted(mut values: Vec<f64>) -> Vec<f64> {
    values.sort_by(f64::total_cmp);
    values
}

fn median(values: &[f64]) -> Option<f64> {
    sorted(values.to_vec()).get(values.len() / 2).copied()
}

/// One line of the result: medians, and the ratio to the first peer.
fn row(id: &str, what: &str, ours: &[f64], peers: &[(&str, &Vec<f64>)]) -> Value {
    let ratios =
        peers.first().map(|(_, first)| sorted(ours.iter().zip(*first).map(|(ours, theirs)| ours / theirs).collect()));
    let ratios = ratios.filter(|ratios| !ratios.is_empty());
    let peers: serde_json::Map<_, _> =
        peers.iter().filter_map(|(name, values)| Some(((*name).to_owned(), json!(median(values)?)))).collect();
    let mut row =
        json!({ "id": id, "what": what, "unit": "ms", "ours": median(ours), "peers": peers, "rounds": ours.len() });
    if let Some(ratios) = ratios {
        row["ratio"] = json!(ratios[ratios.len() / 2]);
        row["ratio_min"] = json!(ratios[0]);
        row["ratio_max"] = json!(ratios[ratios.len() - 1]);
    }
    row
}

/// tsdownsample in a Python of its own, which answers each line with the milliseconds of one query.
struct Peer {
    child: Child,
    ask: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Peer {
    /// `None` where Python or the package is missing.
    fn start(folder: &Path, xs: &[f64], ys: &[f64]) -> Option<Self> {
        for (name, values) in [("x", xs), ("y", ys)] {
            let bytes: Vec<u8> = values[..ROWS].iter().flat_map(|value| value.to_le_bytes()).collect();
            std::fs::write(folder.join(format!("table-{name}.f64")), bytes).ok()?;
        }
        let python = folder.join("python/bin/python3");
        let mut child = Command::new(python)
            .arg("tests/bench/tsdownsample_m4.py")
            .arg(folder)
            .arg((COLUMNS * 4).to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .ok()?;
        let (ask, answers) = (child.stdin.take()?, BufReader::new(child.stdout.take()?));
        let mut peer = Self { child, ask, answers };
        peer.time("x").ok()?;
        Some(peer)
    }

    fn time(&mut self, how: &str) -> Result<f64, Failure> {
        writeln!(self.ask, "{how}")?;
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        Ok(line.trim().parse()?)
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ended = self.child.kill().and_then(|()| self.child.wait());
    }
}
