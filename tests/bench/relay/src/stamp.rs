//! A stamp: when an update was sent, in microseconds since the load began; written so that it is found in any frame.

use std::{sync::LazyLock, time::Instant};

/// Microseconds since the load began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp(pub u64);

static BEGAN: LazyLock<Instant> = LazyLock::new(Instant::now);
const MARK: &[u8] = b"@@";
const DIGITS: usize = 16;

impl Stamp {
    /// Now.
    pub fn now() -> Self {
        Self(u64::try_from(BEGAN.elapsed().as_micros()).unwrap_or(u64::MAX))
    }

    /// How long ago it is, in milliseconds.
    pub fn age_ms(self) -> f64 {
        Self::now().0.saturating_sub(self.0) as f64 / 1e3
    }

    /// As text of a length.
    pub fn text(self, bytes: usize) -> String {
        format!("{:.<bytes$}", format!("@@{:0DIGITS$}", self.0))
    }
}

/// All stamps in some bytes.
pub fn find(bytes: &[u8]) -> impl Iterator<Item = Stamp> + '_ {
    let at = |index: &usize| bytes[*index..].starts_with(MARK);
    (0..bytes.len().saturating_sub(MARK.len() + DIGITS - 1)).filter(at).filter_map(|index| {
        let digits = std::str::from_utf8(&bytes[index + MARK.len()..][..DIGITS]).ok()?;
        digits.parse().ok().map(Stamp)
    })
}
