//! Simulation: replicas and the real room over a network, a disk and a relay that fail whenever chance wants it.
//! Proves P-10 to P-19, P-20 to P-25 and P-38. `make simulate SEEDS=20000` makes a night of it, its last line says what
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
use document::{Direction, Kind, NodeId, Op, Order, Place, Property, Role, Value};

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
        simulation.commit_shelves(person);
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

/// P-38: what a killed browser had sent was read after its next life had written something newer, and took its place.
#[test]
fn a_killed_browser_does_not_speak_after_its_next_life() {
    let mut simulation = two_persons();
    simulation.wish(0, description("kept"));
    simulation.commit_shelves(0);
    simulation.wish(0, title("sent and not kept"));
    simulation.flush(0);
    simulation.kill_browser_of(0, true, true);
    simulation.connect(0);
    simulation.read_newest(0);
    simulation.hear_all();
    simulation.commit_shelves(0);
    simulation.wish(0, title("newer"));
    simulation.flush(0);
    simulation.read_newest(0);
    simulation.settle();
    assert_eq!(simulation.title(1), "newer");
}

/// tldraw: the last edits before a tab was closed were lost. What the browser has kept arrives, from its next life or
/// from another tab that takes its place over.
#[test]
fn what_a_browser_had_kept_survives_its_death() {
    for in_its_slot in [true, false] {
        let mut simulation = two_persons();
        simulation.wish(0, title("kept"));
        simulation.commit_shelves(0);
        simulation.kill_browser_of(0, false, in_its_slot);
        assert_eq!(simulation.title(0), "kept", "shown before anybody answers");
        simulation.settle();
        assert_eq!(simulation.title(1), "kept");
    }
}

/// tldraw: a record that was deleted while somebody was offline came back with their edit of it. The edit is kept and
/// hidden, as P-06 says, and undoing the deletion shows it.
#[test]
fn what_was_deleted_meanwhile_stays_deleted() {
    let panel = NodeId::from_bytes([9; 8]);
    let mut simulation = two_persons();
    let place = Place { parent: NodeId::ROOT, order: Order::default() };
    simulation.wish(0, vec![Op::Insert { node: panel, kind: Kind::Chart, place }]);
    simulation.settle();
    simulation.cut(1, false);
    simulation.wish(1, vec![Op::Set { node: panel, property: Property::Title, value: Value::Text("late".into()) }]);
    simulation.wish(0, vec![Op::Delete { node: panel }]);
    simulation.flush(0);
    simulation.settle();
    assert!(!simulation.shows(0, panel) && !simulation.shows(1, panel));
    simulation.turn(0, Direction::Undo);
    simulation.settle();
    assert!(simulation.shows(0, panel) && simulation.shows(1, panel));
}

/// tldraw: a transaction that was rolled back was synced all the same. What the own replica refuses never leaves it.
#[test]
fn what_was_refused_here_never_leaves() {
    let mut simulation = two_persons();
    let title = title("never").remove(0);
    simulation.wish(0, vec![title, Op::Delete { node: NodeId::ROOT }]);
    assert_eq!(simulation.title(0), "");
    simulation.settle();
    assert_eq!(simulation.title(1), "");
    assert_eq!(simulation.tally().gestures, 0);
}

/// tldraw: an old connection's late end threw the new session out.
#[test]
fn the_late_end_of_an_old_connection_does_not_end_the_new_one() {
    let mut simulation = two_persons();
    simulation.cut(0, true);
    simulation.connect(0);
    simulation.read_newest(0);
    simulation.hear_all();
    simulation.notice_a_dead_link();
    simulation.wish(0, title("still here"));
    simulation.flush(0);
    simulation.read_all();
    simulation.store();
    simulation.hear_all();
    assert_eq!(simulation.title(1), "still here");
}

/// tldraw: a difference that did not apply at a reconnect made it wait for ever. A replica of another life of the
/// dashboard, with gestures that the relay never had, is given the document that is.
#[test]
fn a_replica_of_another_life_starts_over() {
    let mut simulation = two_persons();
    simulation.wish(0, title("of the first life"));
    simulation.settle();
    simulation.forget_everything();
    simulation.wish(1, title("of the second life"));
    simulation.settle();
    assert_eq!(simulation.title(0), "of the second life");
}

/// Hocuspocus: a document that could not be loaded was taken for an empty one, which was stored over the good one.
#[test]
fn a_log_that_cannot_be_read_is_not_an_empty_document() {
    let mut simulation = two_persons();
    simulation.wish(0, title("good"));
    simulation.settle();
    simulation.fail_to_read();
    simulation.connect(1);
    simulation.read_all();
    simulation.hear_all();
    assert_eq!(simulation.title(1), "good", "nobody is told of an empty document");
    simulation.settle();
    assert_eq!(simulation.title(0), "good");
}

/// Hocuspocus: what was being stored when the document was unloaded was lost. What was told to anybody is there.
#[test]
fn what_is_told_survives_a_kill_in_the_middle_of_storing() {
    let mut simulation = two_persons();
    simulation.wish(0, title("first"));
    simulation.flush(0);
    simulation.read_all();
    simulation.store();
    simulation.hear_all();
    simulation.wish(0, title("second"));
    simulation.flush(0);
    simulation.read_all();
    simulation.crash();
    simulation.settle();
    assert_eq!(simulation.title(1), "second", "it was pending, and is sent again");
}

/// P-23: an editor is made a viewer while an edit of hers is under way: it is judged by what she may do when it comes.
#[test]
fn a_role_counts_from_the_moment_it_changes() {
    let mut simulation = two_persons();
    simulation.wish(1, title("too late"));
    simulation.flush(1);
    simulation.give_role(1, Role::Viewer);
    simulation.settle();
    assert_eq!((simulation.title(0), simulation.title(1)), ("", ""));
}

/// P-18: a browser took over what a dead one had left, built on it, was killed too, and sent its own first: the relay had
/// nothing yet to which that belonged, and refused it.
#[test]
fn what_builds_on_an_adopted_gesture_comes_after_it() {
    let panel = NodeId::from_bytes([9; 8]);
    let mut simulation = two_persons();
    let place = Place { parent: NodeId::ROOT, order: Order::default() };
    simulation.wish(0, vec![Op::Insert { node: panel, kind: Kind::Chart, place }]);
    simulation.commit_shelves(0);
    simulation.kill_browser_of(0, false, false);
    simulation.wish(0, vec![Op::Set { node: panel, property: Property::Title, value: Value::Text("built on".into()) }]);
    simulation.commit_shelves(0);
    simulation.kill_browser_of(0, false, true);
    simulation.settle();
    assert!(simulation.shows(1, panel));
    assert_eq!(simulation.refused(0), 0);
}

/// tldraw: deletions were forgotten with old tombstones, and came back from who had been away. However short the log is
/// kept, what was deleted stays so, and what was done once has no second effect.
#[test]
fn a_short_log_forgets_no_deletion() {
    let panel = NodeId::from_bytes([9; 8]);
    let mut simulation = two_persons();
    let place = Place { parent: NodeId::ROOT, order: Order::default() };
    simulation.wish(0, vec![Op::Insert { node: panel, kind: Kind::Chart, place }]);
    simulation.settle();
    simulation.cut(1, true);
    simulation.wish(1, vec![Op::Set { node: panel, property: Property::Title, value: Value::Text("late".into()) }]);
    simulation.wish(0, vec![Op::Delete { node: panel }]);
    simulation.flush(0);
    simulation.read_newest(0);
    simulation.store();
    simulation.compact();
    simulation.crash();
    simulation.settle();
    assert!(!simulation.shows(0, panel) && !simulation.shows(1, panel));
}
