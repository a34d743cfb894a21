//! The two written forms of a difference. For people and programs an object of `node`, `kind`, `title`, `what`, and of
//! `from` and `to` for a value, each an object of the property as in an outline; for the wire as compact as an op.
//! Enum order is the wire format: append only.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use super::{Change, Difference, What};
use crate::{
    ids::NodeId,
    outline::Settings,
    property::{Kind, Property, Value},
};

/// The form for people and programs.
#[derive(Serialize, Deserialize)]
struct Readable {
    node: NodeId,
    kind: Kind,
    title: String,
    #[serde(flatten)]
    what: ReadableWhat,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
enum ReadableWhat {
    Changed { from: Settings, to: Settings },
    Added,
    Removed,
    Restored,
    Moved,
}

/// The form for the wire.
#[derive(Serialize, Deserialize)]
struct Compact {
    node: NodeId,
    kind: Kind,
    title: String,
    what: CompactWhat,
}

#[derive(Serialize, Deserialize)]
enum CompactWhat {
    Changed { property: Property, from: Value, to: Value },
    Added,
    Removed,
    Restored,
    Moved,
}

impl Serialize for Difference {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { node, kind, title, what } = self.clone();
        if serializer.is_human_readable() {
            Readable { node, kind, title, what: what.into() }.serialize(serializer)
        } else {
            Compact { node, kind, title, what: what.into() }.serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for Difference {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            let Readable { node, kind, title, what } = Readable::deserialize(deserializer)?;
            Ok(Self { node, kind, title, what: what.try_into().map_err(D::Error::custom)? })
        } else {
            let Compact { node, kind, title, what } = Compact::deserialize(deserializer)?;
            Ok(Self { node, kind, title, what: what.into() })
        }
    }
}

impl From<What> for ReadableWhat {
    fn from(what: What) -> Self {
        match what {
            What::Changed(Change { property, from, to }) => {
                let one = |value| Settings(BTreeMap::from([(property, value)]));
                Self::Changed { from: one(from), to: one(to) }
            }
            What::Added => Self::Added,
            What::Removed => Self::Removed,
            What::Restored => Self::Restored,
            What::Moved => Self::Moved,
        }
    }
}

/// A change that is not one property with two values.
#[derive(Debug, thiserror::Error)]
#[error("a change names one property, before and after")]
struct ChangeError;

impl TryFrom<ReadableWhat> for What {
    type Error = ChangeError;

    fn try_from(what: ReadableWhat) -> Result<Self, ChangeError> {
        match what {
            ReadableWhat::Changed { from, to } => match (only(from), only(to)) {
                (Some((property, from)), Some((same, to))) if property == same => {
                    Ok(Self::Changed(Change { property, from, to }))
                }
                _ => Err(ChangeError),
            },
            ReadableWhat::Added => Ok(Self::Added),
            ReadableWhat::Removed => Ok(Self::Removed),
            ReadableWhat::Restored => Ok(Self::Restored),
            ReadableWhat::Moved => Ok(Self::Moved),
        }
    }
}

fn only(settings: Settings) -> Option<(Property, Value)> {
    let mut settings = settings.0.into_iter();
    settings.next().filter(|_| settings.next().is_none())
}

impl From<What> for CompactWhat {
    fn from(what: What) -> Self {
        match what {
            What::Changed(Change { property, from, to }) => Self::Changed { property, from, to },
            What::Added => Self::Added,
            What::Removed => Self::Removed,
            What::Restored => Self::Restored,
            What::Moved => Self::Moved,
        }
    }
}

impl From<CompactWhat> for What {
    fn from(what: CompactWhat) -> Self {
        match what {
            CompactWhat::Changed { property, from, to } => Self::Changed(Change { property, from, to }),
            CompactWhat::Added => Self::Added,
            CompactWhat::Removed => Self::Removed,
            CompactWhat::Restored => Self::Restored,
            CompactWhat::Moved => Self::Moved,
        }
    }
}
