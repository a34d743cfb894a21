//! Ids of the directory: 122 random bits each, told apart by the compiler. An id is no secret; what proves something is
//! a secret beside it, of which the directory keeps a hash.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// An id that was never used.
            ///
            /// # Errors
            /// When the operating system has no randomness.
            pub fn fresh() -> Result<Self, getrandom::Error> {
                let mut bytes = [0; 16];
                getrandom::fill(&mut bytes)?;
                Ok(Self(uuid::Builder::from_random_bytes(bytes).into_uuid()))
            }

            /// A fixed id, for tests and for what comes with the program.
            #[must_use]
            pub const fn fixed(number: u128) -> Self {
                Self(Uuid::from_u128(number))
            }

            /// The bytes by which it is stored.
            #[must_use]
            pub fn bytes(self) -> [u8; 16] {
                self.0.into_bytes()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.as_hyphenated().fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                Uuid::try_parse(text).map(Self)
            }
        }
    )*};
}

ids! {
    /// An account.
    AccountId;
    /// A group of accounts.
    GroupId;
    /// One browser in which somebody has signed in.
    SignInId;
    /// An API token.
    TokenId;
    /// A share link.
    ShareId;
    /// A folder of dashboards.
    FolderId;
}
