//! The fuzz target `configuration`; what it checks is said in the library.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| ashboard_fuzz::run("configuration", bytes));
