//! Randomness of the browser, for ids and for waiting times. Pure code takes it as an argument.

use document::NodeId;

use crate::workspace::edit::IdSource;

/// New node ids from the browser's cryptographic source.
pub struct RandomIds;

impl IdSource for RandomIds {
    fn node_id(&mut self) -> NodeId {
        NodeId::from_bytes(eight_bytes())
    }
}

/// Eight random bytes. An origin without the cryptographic source (which every browser has) gets weaker ones.
#[must_use]
pub fn eight_bytes() -> [u8; 8] {
    let mut bytes = [0; 8];
    let crypto = web_sys::window().and_then(|window| window.crypto().ok());
    if crypto.is_none_or(|crypto| crypto.get_random_values_with_u8_array(&mut bytes).is_err()) {
        bytes = fraction().to_bits().to_be_bytes();
    }
    bytes
}

/// A number in `0.0..1.0`.
#[must_use]
pub fn fraction() -> f64 {
    js_sys::Math::random()
}
