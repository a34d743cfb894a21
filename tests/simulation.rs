//! Simulation: replicas and the real room over a network, a disk and a relay that fail whenever chance wants it.
//! Proves P-10 to P-15 and P-20 to P-25. `make simulate SEEDS=20000` makes a night of it, its last line says what
//! happened; `make simulate SEEDS=1 FIRST_SEED=7` repeats one run.

#![expect(clippy::expect_used, reason = "a run that breaks a rule has failed the test")]

use std::{
    ops::Range,
    sync::atomic::{AtomicU64, Ordering},
    thread,
};

use ashboard_tests::{
    chance::seeds,
    simulation::{Simulation, Tally},
};
use document::{NodeId, Op, Property, Value};

/// Runs in which every later one still found something once.
const ROUNDS: u64 = 500;
/// Long enough for some crashes and reconnects of everybody.
const STEPS: usize = 250;

fn run(seed: u64) -> Tally {
    let mut simulation = Simulation::new(seed);
    simulation.run(STEPS);
    simulation.settle();
    simulation.tally()
}

/// All seeds, on every core. A failed run has printed itself by its `Drop`.
fn run_all(seeds: &Range<u64>) -> Tally {
    let next = AtomicU64::new(seeds.start);
    let take = || Some(next.fetch_add(1, Ordering::Relaxed)).filter(|seed| seeds.contains(seed));
    let work = || {
        let _whoever_fails_ends_all = EndAll { next: &next, end: seeds.end };
        std::iter::from_fn(take).map(run).fold(Tally::default(), Tally::and)
    };
    thread::scope(|scope| {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        let done = workers.into_iter().map(|worker| worker.join().expect("every run holds the rules"));
        done.fold(Tally::default(), Tally::and)
    })
}

/// Dropped by a panic, it leaves no seed for the others.
struct EndAll<'a> {
    next: &'a AtomicU64,
    end: u64,
}

impl Drop for EndAll<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.next.store(self.end, Ordering::Relaxed);
        }
    }
}

#[test]
fn whatever_fails_all_agree_and_nothing_is_lost() {
    let seeds = seeds(ROUNDS);
    let tally = run_all(&seeds);
    println!("simulation, seeds {} to {}: {tally}", seeds.start, seeds.end - 1);
    assert!(tally.gestures > tally.seeds, "hardly anything happened: {tally}");
}

fn title(text: &str) -> Vec<Op> {
    vec![Op::Set { node: NodeId::ROOT, property: Property::Title, value: Value::Text(text.into()) }]
}

fn description(text: &str) -> Vec<Op> {
    vec![Op::Set { node: NodeId::ROOT, property: Property::Description, value: Value::Text(text.into()) }]
}

/// Two persons who are connected and up to date.
fn two_persons() -> Simulation {
    let mut simulation = Simulation::of(0, 2);
    for person in [0, 1] {
        simulation.connect(person);
    }
    simulation.read_all();
    simulation.hear_all();
    simulation
}

/// P-13: somebody typed "a", the connection broke while the relay stored it, and she typed on right after the welcome.
/// "ab" took the place of "a" under the same id; the relay knew that id, and "ab" was lost without a word.
#[test]
fn what_the_relay_may_know_is_never_reworded() {
    let mut simulation = two_persons();
    simulation.wish(0, title("a"));
    simulation.flush(0);
    simulation.read_all();
    simulation.cut(0, false);
    simulation.connect(0);
    simulation.read_all();
    simulation.hear_all();
    simulation.wish(0, title("ab"));
    simulation.store();
    simulation.settle();
    assert_eq!(simulation.title(1), "ab");
}

/// P-24: the disk was full for the first of two edits of one title; the second was under way, found room, and got its
/// place first. The first came again and won: the title went back to what its author had already overwritten.
#[test]
fn edits_keep_their_order_when_one_could_not_be_stored() {
    let mut simulation = two_persons();
    simulation.wish(0, title("first"));
    simulation.flush(0);
    simulation.read_all();
    simulation.wish(0, title("second"));
    simulation.flush(0);
    simulation.refuse_to_store();
    simulation.read_all();
    simulation.store();
    simulation.settle();
    assert_eq!(simulation.title(1), "second");
}

/// P-22: what lingered in a connection that its author had given up long ago is read last, and has no second effect.
#[test]
fn a_late_word_of_an_old_connection_has_no_effect() {
    let mut simulation = two_persons();
    simulation.wish(0, title("old"));
    simulation.flush(0);
    simulation.cut(0, true);
    simulation.connect(0);
    simulation.hear_all();
    simulation.wish(0, title("new"));
    simulation.wish(1, description("meanwhile"));
    simulation.settle();
    assert_eq!(simulation.title(1), "new");
}
