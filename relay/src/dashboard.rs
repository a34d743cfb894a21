//! The id of a dashboard: a UUID, sortable by the time it was made and with 74 random bits; that of a draft is random
//! but for its version. It names a document, a room and the rows of both in the log.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Names one dashboard for ever.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DashboardId(Uuid);

impl DashboardId {
    /// An id that was never used, made of the time and the randomness of the operating system.
    #[must_use]
    pub fn fresh() -> Self {
        Self(Uuid::now_v7())
    }

    /// An id that was never used and that nobody can guess: 122 random bits of the operating system. Whoever knows the
    /// address of a draft is let in, so such an id is written to nobody's log in full: see its `Debug`.
    ///
    /// # Errors
    /// When the operating system has no randomness.
    pub fn unguessable() -> Result<Self, getrandom::Error> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes)?;
        Ok(Self(uuid::Builder::from_random_bytes(bytes).into_uuid()))
    }

    /// A fixed id, for dashboards that come with the program.
    #[must_use]
    pub const fn fixed(number: u128) -> Self {
        Self(Uuid::from_u128(number))
    }

    /// The bytes that the log stores.
    #[must_use]
    pub fn bytes(self) -> [u8; 16] {
        self.0.into_bytes()
    }

    /// What the log stored.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(Uuid::from_bytes(bytes))
    }
}

impl fmt::Display for DashboardId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.as_hyphenated().fmt(f)
    }
}

/// For the relay's log: of an id that nobody may guess only the beginning.
impl fmt::Debug for DashboardId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.get_version() {
            Some(uuid::Version::Random) => f.write_str(&format!("{self}")[..8]).and_then(|()| f.write_str("…")),
            _ => fmt::Display::fmt(self, f),
        }
    }
}

/// A text that is no id of a dashboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the id of a dashboard is a UUID in lower case, with hyphens")]
pub struct DashboardIdError;

impl FromStr for DashboardId {
    type Err = DashboardIdError;

    /// Reads one spelling only, so that every dashboard has one address.
    fn from_str(text: &str) -> Result<Self, DashboardIdError> {
        let id = Uuid::try_parse(text).map(Self).map_err(|_| DashboardIdError)?;
        if id.to_string() == text { Ok(id) } else { Err(DashboardIdError) }
    }
}
