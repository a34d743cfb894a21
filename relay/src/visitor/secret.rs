//! Secrets that the relay hands out: 256 random bits as hexadecimal text, shown once and kept as a hash. What somebody
//! shows is `ID_SECRET`: the id finds the record, the secret proves it.

use std::{fmt, str::FromStr};

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::directory::SecretHash;

/// Random bytes of a secret.
const SECRET_BYTES: usize = 32;

/// A secret that was just made; nothing shows it but [`Secret::reveal`].
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// One that nobody knows.
    ///
    /// # Errors
    /// When the operating system has no randomness.
    pub fn fresh() -> Result<Self, getrandom::Error> {
        let mut bytes = [0; SECRET_BYTES];
        getrandom::fill(&mut bytes)?;
        Ok(Self(hexadecimal(&bytes)))
    }

    /// The text, for the one who is to hold it.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What is kept of it.
    #[must_use]
    pub fn hash(&self) -> SecretHash {
        SecretHash::of(&self.0)
    }

    /// What its holder shows: the id of the record that it proves, and itself.
    #[must_use]
    pub fn with_id(&self, id: impl fmt::Display) -> String {
        format!("{id}_{}", self.0)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl SecretHash {
    /// Of a secret.
    #[must_use]
    pub fn of(secret: &str) -> Self {
        Self(Sha256::digest(secret).into())
    }

    /// Whether this is the secret, in a time that does not say how much of it is right.
    #[must_use]
    pub fn is_of(&self, secret: &str) -> bool {
        self.0.ct_eq(&Self::of(secret).0).into()
    }
}

/// The two parts of what somebody shows.
#[must_use]
pub fn parts<I: FromStr>(shown: &str) -> Option<(I, &str)> {
    let (id, secret) = shown.split_once('_')?;
    Some((id.parse().ok()?, secret))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
