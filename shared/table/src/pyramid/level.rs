//! A level: the extremes of equally many rows, node by node. Lowest and highest stand in columns of their own, so that
//! several are compared at once.

use std::ops::Range;

/// What is known of some rows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Peaks {
    /// Infinite where there is no value.
    pub(super) low: f64,
    pub(super) high: f64,
    /// Whether one of them is a gap.
    pub(super) has_gap: bool,
}

/// The nodes of one height.
#[derive(Clone, Debug, Default)]
pub(super) struct Level {
    lows: Vec<f64>,
    highs: Vec<f64>,
    gaps: Vec<bool>,
}

/// What a node says about gaps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gaps {
    None,
    Some,
    All,
}

impl Peaks {
    /// Of no rows.
    pub(super) const NONE: Self = Self { low: f64::INFINITY, high: f64::NEG_INFINITY, has_gap: false };

    /// Adds rows; NaN is a gap.
    pub(super) fn add_rows(&mut self, ys: &[f64]) {
        let Self { mut low, mut high, mut has_gap } = *self;
        for y in ys {
            low = least(*y, low);
            high = most(*y, high);
            has_gap |= y.is_nan();
        }
        *self = Self { low, high, has_gap };
    }
}

impl Level {
    pub(super) fn len(&self) -> usize {
        self.lows.len()
    }

    pub(super) fn push(&mut self, peaks: Peaks) {
        self.lows.push(peaks.low);
        self.highs.push(peaks.high);
        self.gaps.push(peaks.has_gap);
    }

    pub(super) fn clear(&mut self) {
        self.lows.clear();
        self.highs.clear();
        self.gaps.clear();
    }

    /// Adds nodes to what is known.
    pub(super) fn add_to(&self, peaks: &mut Peaks, nodes: Range<usize>) {
        let (lows, highs, gaps) = (&self.lows[nodes.clone()], &self.highs[nodes.clone()], &self.gaps[nodes]);
        let Peaks { mut low, mut high, mut has_gap } = *peaks;
        for ((node_low, node_high), gap) in lows.iter().zip(highs).zip(gaps) {
            low = least(*node_low, low);
            high = most(*node_high, high);
            has_gap |= gap;
        }
        *peaks = Peaks { low, high, has_gap };
    }

    /// The extremes of one node.
    pub(super) fn node(&self, node: usize) -> (f64, f64) {
        (self.lows[node], self.highs[node])
    }

    pub(super) fn gaps(&self, node: usize) -> Gaps {
        if !self.gaps[node] {
            Gaps::None
        } else if self.lows[node] > self.highs[node] {
            Gaps::All
        } else {
            Gaps::Some
        }
    }

    pub(super) fn bytes(&self) -> usize {
        (self.lows.capacity() + self.highs.capacity()) * size_of::<f64>() + self.gaps.capacity()
    }
}

/// The lower of two, the second where the first is NaN: one machine instruction, unlike `f64::min`.
fn least(value: f64, known: f64) -> f64 {
    if value < known { value } else { known }
}

fn most(value: f64, known: f64) -> f64 {
    if value > known { value } else { known }
}
