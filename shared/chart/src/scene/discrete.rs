//! Discrete scales: values in the order of their domain, and how bands share a range (as d3's band scale: paddings
//! are parts of a step).

use std::collections::HashMap;

use table::Value;

use super::key::Key;

/// Values in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Discrete {
    values: Vec<Value>,
    index: HashMap<Key, usize>,
}

/// How bands stand in a range of length 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Bands {
    count: usize,
    inner: f64,
    outer: f64,
    /// 0: what remains is at the end, 1: at the beginning.
    align: f64,
}

impl Discrete {
    /// Adds a value unless it is there.
    pub(crate) fn add(&mut self, value: &Value) {
        let next = self.values.len();
        self.index.entry(Key::of(value)).or_insert_with(|| {
            self.values.push(value.clone());
            next
        });
    }

    /// The values in order.
    pub(crate) fn values(&self) -> &[Value] {
        &self.values
    }

    /// The place of a value in the order.
    pub(crate) fn index(&self, value: &Value) -> Option<usize> {
        self.index.get(&Key::of(value)).copied()
    }
}

impl<'a> FromIterator<&'a Value> for Discrete {
    fn from_iter<I: IntoIterator<Item = &'a Value>>(values: I) -> Self {
        let mut discrete = Self::default();
        values.into_iter().for_each(|value| discrete.add(value));
        discrete
    }
}

impl Bands {
    /// Paddings are parts of a step: between bands, and before the first and after the last.
    pub(crate) fn new(count: usize, inner: f64, outer: f64, align: f64) -> Self {
        let part = |part: f64| if part.is_finite() { part.clamp(0.0, 1.0) } else { 0.0 };
        let outer = if outer.is_finite() { outer.clamp(0.0, 1e3) } else { 0.0 };
        Self { count, inner: part(inner), outer, align: part(align) }
    }

    /// From the beginning of a band to that of the next.
    pub(crate) fn step(&self) -> f64 {
        1.0 / (self.count as f64 - self.inner + 2.0 * self.outer).max(1.0)
    }

    /// The width of a band; 0 for points.
    pub(crate) fn width(&self) -> f64 {
        self.step() * (1.0 - self.inner)
    }

    /// The beginning of a band.
    pub(crate) fn start(&self, index: usize) -> f64 {
        let rest = 1.0 - self.step() * (self.count as f64 - self.inner);
        rest * self.align + self.step() * index as f64
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn bands_fill_the_range(count in 1usize..60, inner in 0.0..1.0, outer in 0.0..2.0f64) {
            let bands = Bands::new(count, inner, outer, 0.5);
            let end = bands.start(count - 1) + bands.width();
            prop_assert!(bands.start(0) >= -1e-9 && end <= 1.0 + 1e-9);
            prop_assert!((bands.start(0) - (1.0 - end)).abs() < 1e-9, "as much before as after");
        }
    }
}
