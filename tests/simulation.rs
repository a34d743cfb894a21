//! Simulation: replicas and the real room over a network, a disk and a relay that fail whenever chance wants it.
//! Proves P-10 to P-15 and P-20 to P-25. `ASHBOARD_SEED=7` repeats one run, `ASHBOARD_ROUNDS=100000` makes a night of it.

use ashboard_tests::{chance::seeds, simulation::Simulation};
use document::{NodeId, Op, Property, Value};

/// Runs in which every later one still found something once.
const ROUNDS: u64 = 400;
/// Long enough for some crashes and reconnects of everybody.
const STEPS: usize = 250;

fn run(seed: u64) -> usize {
    let mut simulation = Simulation::new(seed);
    simulation.run(STEPS);
    simulation.settle();
    simulation.sequenced_gestures()
}

#[test]
fn whatever_fails_all_agree_and_nothing_is_lost() {
    let seeds = seeds(ROUNDS);
    let runs = seeds.len();
    let gestures: usize = seeds.into_iter().map(run).sum();
    assert!(gestures > runs, "hardly anything happened: {gestures} gestures in {runs} runs");
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
