//! The fuzz target `messages`; what it checks is said in the library.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| ashboard_fuzz::run("messages", bytes));
