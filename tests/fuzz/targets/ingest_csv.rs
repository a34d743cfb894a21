//! The fuzz target `ingest_csv`; what it checks is said in the library.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| ashboard_fuzz::run("ingest_csv", bytes));
