//! What must hold for any bytes: one function per fuzz target. A broken rule is a panic, which the fuzzer takes for a
//! crash. Whatever is refused is fine, as long as it is refused whole; what is taken must come back as it went in.
#![expect(clippy::expect_used, reason = "what does not hold is a crash")]

pub mod dice;
mod edits;
mod expressions;
mod frames;
mod grids;
mod outlines;
mod pictures;
mod questions;
mod replicas;
mod rows;
mod settings;
mod specs;
mod tables;

/// What a target does with the fuzzer's bytes.
pub type Target = fn(&[u8]);

/// The targets by name, in the order in which they are run.
pub const TARGETS: [(&str, Target); 19] = [
    ("from_client", frames::from_client),
    ("from_relay", frames::from_relay),
    ("stored", frames::stored),
    ("messages", frames::messages),
    ("presence", frames::presence),
    ("apply", edits::gestures),
    ("grid", grids::grid),
    ("replica", replicas::replicas),
    ("outline", outlines::outline),
    ("ingest_csv", rows::ingest_csv),
    ("ingest_ndjson", rows::ingest_ndjson),
    ("ingest_json", rows::ingest_json),
    ("ingest_gzip", rows::ingest_gzip),
    ("declared", rows::declared),
    ("configuration", settings::configuration),
    ("predicate", questions::predicate),
    ("expression", expressions::expression),
    ("chart", pictures::chart),
    ("vega_lite", specs::vega_lite),
];

/// Runs one target on these bytes.
///
/// # Panics
/// Where a rule is broken, or where there is no such target.
pub fn run(name: &str, bytes: &[u8]) {
    match TARGETS.iter().find(|(other, _)| *other == name) {
        Some((_, target)) => target(bytes),
        None => panic!("there is no fuzz target {name}"),
    }
}
