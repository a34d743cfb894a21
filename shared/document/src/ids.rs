//! Ids and the order of gestures: newtypes, so that no bare number crosses a function boundary.
//! This file makes no ids: randomness is the caller's, it passes eight random bytes in.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// Names one node of one document. Random, so that replicas can insert without asking.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId([u8; 8]);

/// Names one replica (one browser tab, one program) for as long as it lives.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClientId([u8; 8]);

/// Names one gesture: the client that made it and how many it had made, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct OpId {
    /// The replica that made the gesture.
    pub client: ClientId,
    /// Its count of gestures, from 1, never used twice.
    pub counter: u64,
}

/// The relay's total order of gestures in one document, from 1, no gaps; 0 is the empty document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Seq(pub u64);

impl Seq {
    /// Before the first gesture.
    pub const ZERO: Self = Self(0);

    /// The only `Seq` that may follow this one.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

impl fmt::Display for Seq {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A text that is not 16 hexadecimal digits.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("an id has 16 hexadecimal digits")]
pub struct IdError;

impl NodeId {
    /// The dashboard itself: every document has it from the start, it cannot be deleted or moved.
    pub const ROOT: Self = Self([0; 8]);
}

macro_rules! eight_bytes {
    ($id:ident) => {
        impl $id {
            /// Wraps random bytes.
            #[must_use]
            pub const fn from_bytes(bytes: [u8; 8]) -> Self {
                Self(bytes)
            }

            /// The bytes, as stored in the log.
            #[must_use]
            pub const fn bytes(self) -> [u8; 8] {
                self.0
            }
        }

        impl fmt::Display for $id {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:016x}", u64::from_be_bytes(self.0))
            }
        }

        impl fmt::Debug for $id {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($id), "({})"), self)
            }
        }

        impl FromStr for $id {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                if text.len() != 16 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                    return Err(IdError);
                }
                u64::from_str_radix(text, 16).map(|number| Self(number.to_be_bytes())).map_err(|_| IdError)
            }
        }

        /// Sixteen hexadecimal digits where people read, eight bytes on the wire.
        impl Serialize for $id {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                if serializer.is_human_readable() { serializer.collect_str(self) } else { self.0.serialize(serializer) }
            }
        }

        impl<'de> Deserialize<'de> for $id {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                if deserializer.is_human_readable() {
                    let text = String::deserialize(deserializer)?;
                    text.parse().map_err(D::Error::custom)
                } else {
                    <[u8; 8]>::deserialize(deserializer).map(Self)
                }
            }
        }
    };
}

eight_bytes!(NodeId);
eight_bytes!(ClientId);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_survive_text_and_refuse_what_is_not_hex() {
        let id = NodeId::from_bytes([1, 2, 3, 4, 5, 6, 7, 255]);
        assert_eq!(id.to_string(), "01020304050607ff");
        assert_eq!(id.to_string().parse(), Ok(id));
        for bad in ["", "01", "+1020304050607ff", "01020304050607fg", "001020304050607ff"] {
            assert_eq!(bad.parse::<NodeId>(), Err(IdError), "{bad}");
        }
    }
}
