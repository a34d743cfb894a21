//! Kept: what a column holds, in row order. They are appended at the end and dropped from the front, and lie side by side
//! all the time. What is dropped stays in memory until it is a quarter of what is kept; then the rest moves to the front
//! at once, so that a row pays for moving four others and not for all of them.

use std::ops::{Deref, DerefMut};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What is dropped moves out when there is one in so many of what is kept.
const KEPT_PER_DROPPED: usize = 4;

/// The values of a column; reads as a slice.
#[derive(Clone, Debug)]
pub struct Kept<T> {
    all: Vec<T>,
    /// So many at the front are dropped but not yet moved out.
    dropped: usize,
}

impl<T> Kept<T> {
    /// Appends a value.
    pub fn push(&mut self, value: T) {
        self.all.push(value);
    }

    /// Drops so many from the front, or all where there are fewer.
    pub(crate) fn drop_front(&mut self, count: usize) {
        self.dropped = self.all.len().min(self.dropped + count);
        if self.dropped * KEPT_PER_DROPPED > self.len() {
            self.all.drain(..self.dropped);
            self.dropped = 0;
        }
    }

    /// Forgets everything but its memory.
    pub(crate) fn clear(&mut self) {
        self.all.clear();
        self.dropped = 0;
    }

    /// So many values fit into its memory.
    pub(crate) fn capacity(&self) -> usize {
        self.all.capacity()
    }
}

impl<T: Clone> Kept<T> {
    /// Appends values.
    pub fn extend_from_slice(&mut self, values: &[T]) {
        self.all.extend_from_slice(values);
    }
}

impl<T> Deref for Kept<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.all[self.dropped..]
    }
}

impl<T> DerefMut for Kept<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        &mut self.all[self.dropped..]
    }
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Vec::new().into()
    }
}

impl<T> From<Vec<T>> for Kept<T> {
    fn from(all: Vec<T>) -> Self {
        Self { all, dropped: 0 }
    }
}

impl<T> FromIterator<T> for Kept<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        Vec::from_iter(values).into()
    }
}

impl<'a, T> IntoIterator for &'a Kept<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T: PartialEq> PartialEq for Kept<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

/// A sequence, as a `Vec` is.
impl<T: Serialize> Serialize for Kept<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Kept<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_lies_side_by_side_and_memory_stays_bounded() {
        let mut values = Kept::default();
        for value in 0..10_000_usize {
            values.push(value);
            values.drop_front(values.len().saturating_sub(100));
            let first = value.saturating_sub(99);
            assert!(values.iter().copied().eq(first..=value), "{value}");
        }
        assert!(values.capacity() <= 256, "{}", values.capacity());
        values.drop_front(1_000);
        assert!(values.is_empty());
    }
}
