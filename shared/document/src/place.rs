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
        let after = after.filter(|after| before.is_none_or(|before| before < *after));
        match (before, after) {
            (Some(before), Some(after)) => before.middle(after),
            (Some(before), None) => Self(FractionalIndex::new_after(&before.0)),
            (None, Some(after)) => Self(FractionalIndex::new_before(&after.0)),
            (None, None) => Self::default(),
        }
    }

    /// The middle of two in order. The library is not shown what both begin with: where that has a zero, as after some
    /// 130 inserts in front of all, it would reckon 0 - 1.
    fn middle(&self, after: &Self) -> Self {
        let (low, high) = (self.0.as_bytes(), after.0.as_bytes());
        let shorter = low.len().min(high.len());
        let shared = low.iter().zip(high).take_while(|(low, high)| low == high).count().min(shorter.saturating_sub(1));
        let rest = |bytes: &[u8]| FractionalIndex::from_bytes(bytes[shared..].to_vec()).unwrap_or_default();
        let middle = FractionalIndex::new_between(&rest(low), &rest(high));
        let whole = middle.map(|middle| [&low[..shared], middle.as_bytes()].concat());
        let index = whole.and_then(|bytes| FractionalIndex::from_bytes(bytes).ok());
        Self(index.unwrap_or_else(|| FractionalIndex::new_after(&self.0)))
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

    /// Found by `make fuzz`: the orders of panels that were all put in front of all others begin with a zero byte, and
    /// between two of these the library subtracted one from it.
    #[test]
    fn between_lies_between_in_front_of_hundreds() {
        let mut orders = vec![Order::default()];
        for _ in 0..400 {
            orders.push(Order::between(None, orders.last()));
        }
        for pair in orders.windows(2) {
            let middle = Order::between(Some(&pair[1]), Some(&pair[0]));
            assert!(pair[1] < middle && middle < pair[0], "{middle:?} between {pair:?}");
        }
    }
}
