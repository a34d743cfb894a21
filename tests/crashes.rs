//! Crashes: every input that the fuzzer once broke a rule with, kept in tests/fuzz/crashes/TARGET, breaks none any more;
//! and what the targets check is run here on seeded bytes, so that it stays true between two runs of `make fuzz`.

use std::{fs, path::Path};

use ashboard_tests::chance::{Chance, seeds};

#[expect(unreachable_pub, reason = "a library in its own workspace, where the fuzzer's programs use it")]
#[path = "fuzz/src/lib.rs"]
mod targets;

/// Inputs of each target, unless `PROOF_ROUNDS` says otherwise.
const ROUNDS: u64 = 150;
/// Longer ones take longer and say the same.
const MAX_INPUT_BYTES: usize = 800;

#[test]
fn what_once_crashed_holds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/crashes");
    for target in fs::read_dir(&folder).expect("the folder of crashes") {
        let target = target.expect("a folder");
        if !target.path().is_dir() {
            continue;
        }
        for input in fs::read_dir(target.path()).expect("a folder of inputs") {
            let input = input.expect("an input").path();
            println!("tests/fuzz/run.sh {} {}", target.file_name().display(), input.display());
            targets::run(&target.file_name().to_string_lossy(), &fs::read(&input).expect("an input"));
        }
    }
}

#[test]
fn every_target_holds_for_seeded_bytes() {
    for (name, target) in targets::TARGETS {
        for seed in seeds(ROUNDS) {
            let mut chance = Chance::new(seed);
            let input: Vec<u8> =
                (0..chance.below(MAX_INPUT_BYTES)).flat_map(|_| u8::try_from(chance.below(256))).collect();
            println!("{name}: PROOF_SEED={seed}");
            target(&input);
        }
    }
}

#[test]
fn every_target_is_a_program_of_the_fuzzer() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/targets");
    let programs = fs::read_dir(folder).expect("the folder of targets");
    let stem = |path: &Path| path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let mut programs: Vec<String> = programs.filter_map(|file| stem(&file.ok()?.path())).collect();
    let mut names = targets::TARGETS.map(|(name, _)| name);
    programs.sort();
    names.sort_unstable();
    assert_eq!(programs, names);
}
