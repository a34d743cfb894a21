//! Where a node hangs: parent and order are one property, so that no cycle and no duplicate child can arise.
//! The order is a fractional index (between any two there is a third); equal orders are told apart by id.

use fractional_index::FractionalIndex;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::ids::NodeId;

/// The longest order that is accepted, in bytes: room for some 400 inserts at one and the same spot.
pub const MAX_ORDER_BYTES: usize = 64;

/// Parent and order of a node among its siblings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The node that holds this one.
    pub parent: NodeId,
    /// Where among the parent's children.
    pub order: Order,
}

/// A position among siblings.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Order(FractionalIndex);

impl Order {
    /// The position after `before` and in front of `after`; `None` stands for an end of the list.
    /// Where the two leave no room (equal or crossed orders), the position is just after `before`.
    #[must_use]
    pub fn between(before: Option<&Self>, after: Option<&Self>) -> Self {
        let before = before.map(|order| &order.0);
        let after = after.map(|order| &order.0);
        let fallback = || before.map_or_else(FractionalIndex::default, FractionalIndex::new_after);
        Self(FractionalIndex::new(before, after).unwrap_or_else(fallback))
    }

    /// Length of its wire form.
    #[must_use]
    pub fn len_bytes(&self) -> usize {
        self.0.as_bytes().len()
    }
}

/// Hexadecimal where people read, bytes on the wire; both are checked on the way in.
impl Serialize for Order {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.serialize_str(&self.0.to_string())
        } else {
            self.0.as_bytes().serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for Order {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let index = if deserializer.is_human_readable() {
            FractionalIndex::from_string(&String::deserialize(deserializer)?).map_err(D::Error::custom)?
        } else {
            FractionalIndex::from_bytes(Vec::deserialize(deserializer)?).map_err(D::Error::custom)?
        };
        Ok(Self(index))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn between_lies_between_even_when_there_is_no_room() {
        let first = Order::default();
        let last = Order::between(Some(&first), None);
        let middle = Order::between(Some(&first), Some(&last));
        assert!(first < middle && middle < last);
        assert!(Order::between(None, Some(&first)) < first);
        assert!(Order::between(Some(&first), Some(&first)) > first);
    }
}
