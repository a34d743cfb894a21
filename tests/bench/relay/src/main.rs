//! `make bench-relay`: the relay as it is released against its peers, in turns (A B B A), each server on core 0 and this
//! load on core 1. ONLY=W1,W4 runs those rows alone, ROUNDS=7 is how often after a warm-up that does not count.
//! With the argument `soak` it is `make soak` instead. Prints a table and writes `target/bench/relay.json`; a peer that cannot run is said to be absent, never guessed.

mod connections;
mod edits;
mod fan_out;
mod figures;
mod flood;
mod line;
mod memory;
mod publisher;
mod server;
mod soak;
mod stamp;
mod viewer;
mod yjs;

use std::{env, error::Error, time::Duration};

use edits::{Crowd, GROUP};
use figures::Figures;
use publisher::Size;
use server::Contender::{self, Hocuspocus, Ours, UWebSockets, Warp, Ws};

type Answer<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// How long one load of one contender is measured.
const MEASURED: Duration = Duration::from_secs(3);
/// How long viewers stop reading.
const STOPPED: Duration = Duration::from_secs(6);
/// An update of about a kilobyte.
const KILOBYTE: Size = Size { rows: 19, bytes: 1000 };
/// An update of one row.
const ROW: Size = Size { rows: 1, bytes: 130 };
/// People at one document, where everybody of a department looks at it.
const LARGE_GROUP: usize = 50;
/// Attempts to sign in of a flood.
const SIGN_INS_PER_S: u32 = 50;
const ROUNDS: usize = 7;
const MINUTES: f64 = 10.0;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Answer<()> {
    if env::args().nth(1).is_some_and(|argument| argument == "soak") {
        let minutes = env::var("MINUTES").ok().and_then(|minutes| minutes.parse().ok()).unwrap_or(MINUTES);
        return soak::run(minutes).await;
    }
    let only = env::var("ONLY").unwrap_or_default();
    let rounds = env::var("ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(ROUNDS);
    let is_wanted = |row: &str| only.is_empty() || only.split(',').any(|name| name == row);
    let mut bench = Bench { figures: Figures::default(), rounds };
    if is_wanted("W1") {
        bench.w1("W1@1k", 1_000, &[Ours, UWebSockets, Ws, Hocuspocus, Warp]).await?;
        bench.w1("W1", 5_000, &[Ours, UWebSockets, Ws, Hocuspocus, Warp]).await?;
    }
    if is_wanted("W2") {
        bench.w2().await?;
    }
    if is_wanted("W3") || is_wanted("W6") {
        bench.w3_and_w6().await?;
    }
    if is_wanted("W4") {
        bench.w4(["W4@10", "W4-mean@10", "W4-p50@10", "W4-p95@10", "W4-cpu@10"], GROUP).await?;
        bench.w4(["W4", "W4-mean", "W4-p50", "W4-p95", "W4-cpu"], LARGE_GROUP).await?;
    }
    if is_wanted("W5") {
        bench.w5().await?;
    }
    if is_wanted("F1") {
        bench.f1().await?;
    }
    if is_wanted("O3") {
        bench.o3().await?;
    }
    bench.figures.finish()
}

struct Bench {
    figures: Figures,
    rounds: usize,
}

impl Bench {
    /// Every round forwards and backwards in turn; the first warms up.
    fn turns(&self, contenders: &[Contender]) -> Vec<(usize, Contender)> {
        let order = |round: usize| -> Vec<Contender> {
            if round % 2 == 0 { contenders.to_vec() } else { contenders.iter().rev().copied().collect() }
        };
        (0..=self.rounds).flat_map(|round| order(round).into_iter().map(move |contender| (round, contender))).collect()
    }

    fn tell(&mut self, round: usize, row: (&str, &'static str, &'static str), who: Contender, value: f64) {
        eprintln!("round {round}: {} of {}: {value:.3} {}", row.0, who.name(), row.2);
        if round > 0 {
            self.figures.tell(round, row, who.name(), value);
        }
    }

    async fn w1(&mut self, id: &'static str, viewers: usize, contenders: &[Contender]) -> Answer<()> {
        let plan = fan_out::Plan { viewers, topics: 1, rate_hz: 20, size: KILOBYTE, measured: MEASURED, stopped: 0 };
        for (round, contender) in self.turns(contenders) {
            match fan_out::run(contender, plan).await {
                Ok(outcome) => {
                    let row = (id, "server CPU of a delivery: one table, 1 KB at 20 Hz", "us");
                    self.tell(round, row, contender, outcome.cpu_us);
                    let row = (&*format!("{id}-rate"), "deliveries", "/s");
                    self.tell(round, row, contender, outcome.delivered_per_s);
                }
                Err(error) => self.figures.absent(contender, &*error)?,
            }
        }
        Ok(())
    }

    async fn w2(&mut self) -> Answer<()> {
        let plan = fan_out::Plan { viewers: 1_000, topics: 10, rate_hz: 20, size: ROW, measured: MEASURED, stopped: 0 };
        for (round, contender) in self.turns(&[Ours, UWebSockets, Ws]) {
            match fan_out::run(contender, plan).await {
                Ok(outcome) => {
                    let row = ("W2", "server CPU of an update delivered: 1k viewers of 10 charts at 20 Hz", "us");
                    self.tell(round, row, contender, outcome.cpu_us);
                    self.tell(round, ("W2-rate", "updates delivered", "/s"), contender, outcome.delivered_per_s);
                    self.tell(round, ("W2-p50", "from the post to the viewer", "ms"), contender, outcome.p50_ms);
                    self.tell(round, ("W2-p99", "from the post to the viewer", "ms"), contender, outcome.p99_ms);
                }
                Err(error) => self.figures.absent(contender, &*error)?,
            }
        }
        Ok(())
    }

    async fn w3_and_w6(&mut self) -> Answer<()> {
        for (round, contender) in self.turns(&[Ours, UWebSockets, Ws]) {
            match connections::run(contender, 10_000).await {
                Ok(outcome) => {
                    let row = ("W3", "resident memory of an idle connection, of 10k", "KB");
                    self.tell(round, row, contender, outcome.idle_bytes / 1024.0);
                    let row = ("W6", "clients back and up to date, of 10k cut at once", "/s");
                    self.tell(round, row, contender, outcome.resumed_per_s);
                }
                Err(error) => self.figures.absent(contender, &*error)?,
            }
        }
        Ok(())
    }

    async fn w4(&mut self, ids: [&'static str; 5], group: usize) -> Answer<()> {
        let crowd = Crowd { people: 1_000, group, topics: 0 };
        for (round, contender) in self.turns(&[Ours, Hocuspocus]) {
            match edits::run(contender, crowd, MEASURED).await {
                Ok(outcome) => {
                    let what = "from an edit to the others of a group: 1,000 people, 1,000 edits/s";
                    let [id, mean, p50, p95, cpu] = ids;
                    self.tell(round, (id, what, "ms"), contender, outcome.mean_ms);
                    self.tell(round, (mean, what, "ms"), contender, outcome.mean_ms);
                    self.tell(round, (p50, what, "ms"), contender, outcome.p50_ms);
                    self.tell(round, (p95, what, "ms"), contender, outcome.p95_ms);
                    self.tell(round, (cpu, "server CPU of an edit delivered", "us"), contender, outcome.cpu_us);
                }
                Err(error) => self.figures.absent(contender, &*error)?,
            }
        }
        Ok(())
    }

    async fn w5(&mut self) -> Answer<()> {
        let size = Size { rows: 2 * KILOBYTE.rows, bytes: 2 * KILOBYTE.bytes };
        let plan = fan_out::Plan { viewers: 1_000, topics: 1, rate_hz: 40, size, measured: STOPPED, stopped: 0 };
        for (round, contender) in self.turns(&[Ours, Ws, UWebSockets]) {
            let without = fan_out::run(contender, plan).await;
            let with = fan_out::run(contender, fan_out::Plan { stopped: plan.viewers / 100, ..plan }).await;
            match without.and_then(|without| Ok((without, with?))) {
                Ok((without, with)) => self.tell_w5(round, contender, &without, &with, plan.viewers / 100),
                Err(error) => self.figures.absent(contender, &*error)?,
            }
        }
        Ok(())
    }

    fn tell_w5(
        &mut self,
        round: usize,
        contender: Contender,
        without: &fan_out::Outcome,
        with: &fan_out::Outcome,
        stopped: usize,
    ) {
        let ratio = with.p99_ms / without.p99_ms;
        let row = ("W5-p99", "p99 of the healthy with slow viewers, by that without", "x");
        self.tell(round, row, contender, ratio);
        let row = ("W5-p99-ms", "p99 of the healthy with slow viewers", "ms");
        self.tell(round, row, contender, with.p99_ms);
        let bytes = (with.grown_bytes - without.grown_bytes).max(0.0) / stopped as f64;
        self.tell(round, ("W5-bytes", "memory of a slow viewer, sockets included", "KB"), contender, bytes / 1024.0);
        self.tell(
            round,
            ("W5-final", "share of slow viewers that had all in the end", "share"),
            contender,
            with.reached,
        );
    }

    async fn f1(&mut self) -> Answer<()> {
        let crowd = Crowd { people: 1_000, group: GROUP, topics: 0 };
        for round in 0..=self.rounds {
            let (alone, beside) = edits::run_beside_a_flood(crowd, MEASURED, SIGN_INS_PER_S).await?;
            let row = ("F1", "p99 of 1,000 edits/s beside 50 attempts to sign in a second, and without", "ms");
            self.tell(round, row, Ours, beside.p99_ms);
            if round > 0 {
                self.figures.tell(round, row, "without", alone.p99_ms);
            }
        }
        Ok(())
    }

    async fn o3(&mut self) -> Answer<()> {
        let courses = [
            ("O3", "memory of a live chart of 10k rows: readings of this machine", memory::machine().await?),
            ("O3-walk", "the same: a random walk to 2 decimals", memory::walk(2)),
            ("O3-walk-full", "the same: a random walk, every bit of it random", memory::walk(17)),
        ];
        for round in 0..=self.rounds {
            for (id, what, course) in &courses {
                let bytes = memory::run(course).await?;
                self.tell(round, (id, what, "KB"), Ours, bytes / 1024.0);
                if round > 0 {
                    self.figures.tell(round, (id, what, "KB"), "raw", memory::RAW_BYTES / 1024.0);
                }
            }
        }
        Ok(())
    }
}
