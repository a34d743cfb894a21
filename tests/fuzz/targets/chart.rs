//! The fuzz target `chart`; what it checks is said in the library.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| ashboard_fuzz::run("chart", bytes));
