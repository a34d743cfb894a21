//! Support of the tests that need more than one crate: seeds, random user acts, a relay process, clients, a browser.
//! Nothing here is a test; whatever goes wrong here is a failed test, so it panics with words.
#![expect(clippy::expect_used, reason = "a support function that cannot do its work has failed the test")]

pub mod actor;
pub mod axe;
pub mod chance;
pub mod chrome;
pub mod faults;
pub mod history;
pub mod host_page;
pub mod page;
pub mod payloads;
pub mod relay_process;
pub mod simulation;
pub mod small_store;
pub mod waiting;
pub mod whim;
pub mod wire_client;
pub mod writers;
