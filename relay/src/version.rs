//! The version: what this program is, what it speaks on the wire, what it reads from the disk, and what was built into it.

use std::fmt;

use serde::Serialize;

/// What can be built in, and whether it is.
const FEATURES: &[(&str, bool)] = &[("openid", cfg!(feature = "openid"))];

/// What this program is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Version {
    /// Of the program.
    pub version: &'static str,
    /// Of the messages between page and relay: both must have the same.
    pub protocol: u8,
    /// Of ops and documents on the disk.
    pub stored: u8,
    /// What was built in that need not be.
    pub features: Vec<&'static str>,
}

impl Version {
    /// Of this program.
    #[must_use]
    pub fn here() -> Self {
        Self {
            version: env!("CARGO_PKG_VERSION"),
            protocol: protocol::codec::VERSION,
            stored: protocol::codec::STORED_VERSION,
            features: FEATURES.iter().filter(|(_, is_in)| *is_in).map(|(name, _)| *name).collect(),
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { version, protocol, stored, features } = self;
        write!(f, "ashboard {version} (wire {protocol}, stored {stored}")?;
        if !features.is_empty() {
            write!(f, ", with {}", features.join(", "))?;
        }
        f.write_str(")")
    }
}
