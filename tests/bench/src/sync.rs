//! Rows O1: what a million writes of properties cost us and the replicated documents that others use, in one run.
//! Every round runs all contenders over the same writes, forwards and backwards in turn (A B B A); the first round warms
//! up and does not count. Time is the processor's, not the clock's: others use this machine too. Prints a table and writes `target/bench/sync.json`.

mod contender;
mod figures;
mod workload;

use std::{error::Error, fs, hint::black_box};

use contender::{Contender, automerge::Automerge, loro::Loro, ours::Ours, yrs::Yrs};
use figures::{Figures, Row};
use workload::{WRITES, Workload};

/// Rounds that count, after the one that warms up.
const ROUNDS: usize = 7;
/// So slow (half a minute a round) that it runs only once, in the first round that counts.
const ONCE: &str = "automerge";
/// What the rows say of the workload.
const WHAT: &str = "1M writes (text, rectangle, mark, colour) on 10k nodes; peers take all in one transaction, each of ours \
                    is a gesture; automerge in 1 round";

type Answer<T> = Result<T, Box<dyn Error>>;

fn main() -> Answer<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.as_slice() {
        [] => compare(),
        [memory, name] if memory == "memory" => print_memory(name),
        _ => Err("usage: bench-sync [memory CONTENDER]".into()),
    }
}

/// Runs one contender over the whole workload: milliseconds of each part, bytes an op.
fn run<C: Contender>(work: &Workload) -> Answer<Figures> {
    let empty_bytes = C::of(work).encode()?.len();
    let mut contender = C::of(work);
    let (apply_ms, ()) = timed(|| contender.apply(work))?;
    let (encode_ms, bytes) = timed(|| contender.encode())?;
    let (reload_ms, reloaded) = timed(|| C::reload(&bytes))?;
    reloaded.check(work)?;
    let bytes_per_op = (bytes.len() - empty_bytes) as f64 / work.writes.len() as f64;
    let history = contender.history()?;
    let (replay_ms, replayed) = timed(|| C::replay(&history))?;
    replayed.check(work)?;
    Ok(Figures { apply_ms, encode_ms, reload_ms, replay_ms, bytes_per_op })
}

fn timed<T>(job: impl FnOnce() -> Answer<T>) -> Answer<(f64, T)> {
    let start_ms = processor_ms()?;
    let result = black_box(job()?);
    Ok((processor_ms()? - start_ms, result))
}

/// How long this thread ran so far; no contender starts another.
fn processor_ms() -> Answer<f64> {
    let stat = fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanoseconds: f64 = stat.split(' ').next().ok_or("an empty schedstat")?.parse()?;
    Ok(nanoseconds / 1e6)
}

type Run = fn(&Workload) -> Answer<Figures>;

/// The first is ours, the second is the peer of the ratio.
const CONTENDERS: [(&str, Run); 4] =
    [("ashboard", run::<Ours>), ("loro", run::<Loro>), ("yrs", run::<Yrs>), ("automerge", run::<Automerge>)];

fn compare() -> Answer<()> {
    let work = Workload::new();
    let mut rounds: [Vec<Figures>; CONTENDERS.len()] = Default::default();
    for round in 0..=ROUNDS {
        let mut turn: Vec<usize> = (0..CONTENDERS.len()).collect();
        if round % 2 == 1 {
            turn.reverse();
        }
        for index in turn {
            let (name, run) = CONTENDERS[index];
            if name == ONCE && round != 1 {
                continue;
            }
            let figures = run(&work)?;
            eprintln!("round {round} of {ROUNDS}, {name}: {figures}");
            if round > 0 {
                rounds[index].push(figures);
            }
        }
    }
    let mut rows: Vec<Row> = [
        ("O1", "ms", Figures::total_ms as fn(&Figures) -> f64),
        ("O1-ops", "op/s", |figures| WRITES as f64 / figures.apply_ms * 1e3),
        ("O1-apply", "ms", |figures| figures.apply_ms),
        ("O1-encode", "ms", |figures| figures.encode_ms),
        ("O1-reload", "ms", |figures| figures.reload_ms),
        ("O1-replay", "ms", |figures| figures.replay_ms),
        ("O1-bytes", "B", |figures| figures.bytes_per_op),
    ]
    .into_iter()
    .map(|(id, unit, figure)| Row::of(id, WHAT, unit, &rounds.each_ref().map(|of| of.iter().map(figure).collect())))
    .collect();
    rows.push(memory_row()?);
    figures::print(&rows);
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/bench");
    fs::create_dir_all(folder)?;
    fs::write(format!("{folder}/sync.json"), figures::json(&rows))?;
    Ok(())
}

/// Every contender in a process of its own: what one leaves behind would be counted for the next.
fn memory_row() -> Answer<Row> {
    let mut measured: [Vec<f64>; CONTENDERS.len()] = Default::default();
    for (index, (name, _)) in CONTENDERS.iter().enumerate() {
        let output = std::process::Command::new(std::env::current_exe()?).args(["memory", name]).output()?;
        let mib = String::from_utf8(output.stdout)?.trim().parse();
        measured[index].push(mib.map_err(|_| format!("{name}: {}", String::from_utf8_lossy(&output.stderr)))?);
    }
    Ok(Row::of("O1-memory", "the document after these writes and a reload, resident", "MiB", &measured))
}

fn print_memory(name: &str) -> Answer<()> {
    let mib = match name {
        "ashboard" => memory_mib::<Ours>(),
        "loro" => memory_mib::<Loro>(),
        "yrs" => memory_mib::<Yrs>(),
        "automerge" => memory_mib::<Automerge>(),
        _ => Err("no such contender".into()),
    }?;
    println!("{mib:.1}");
    Ok(())
}

/// How much the resident memory grows by, from bytes in memory to a document beside them.
fn memory_mib<C: Contender>() -> Answer<f64> {
    if let Some(path) = std::env::var_os("BENCH_SYNC_BYTES") {
        let bytes = fs::read(path)?;
        let before = resident_mib()?;
        let document = black_box(C::reload(&bytes)?);
        let grown = resident_mib()? - before;
        drop(document);
        return Ok(grown);
    }
    let work = Workload::new();
    let mut contender = C::of(&work);
    contender.apply(&work)?;
    let path = std::env::temp_dir().join(format!("bench-sync-{}", std::process::id()));
    fs::write(&path, contender.encode()?)?;
    let arguments = std::env::args().skip(1);
    let output =
        std::process::Command::new(std::env::current_exe()?).args(arguments).env("BENCH_SYNC_BYTES", &path).output();
    fs::remove_file(&path)?;
    Ok(String::from_utf8(output?.stdout)?.trim().parse()?)
}

fn resident_mib() -> Answer<f64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
    let kib: f64 = line.trim().trim_end_matches("kB").trim().parse()?;
    Ok(kib / 1_024.0)
}
