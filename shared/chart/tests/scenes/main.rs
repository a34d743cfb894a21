//! Scenes from the outside: views as pictures.

#![expect(clippy::unwrap_used, reason = "a test that cannot make its view or drawing has failed")]

mod by_hand;
