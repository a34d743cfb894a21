//! A level: the extremes of equally many rows, node by node, and of the nodes of a group up to and from each one, so
//! that the ragged ends of a range are looked up and not walked along. A node is the lowest value beside the negated
//! highest: one instruction compares both. Which nodes hold a gap is said by a bit each, out of the way of the values.

use std::ops::Range;

use super::FAN;

/// What is known of some rows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Peaks {
    node: Node,
    /// Whether one of them is a gap.
    pub(super) has_gap: bool,
}

/// The lowest value and the highest, negated; both infinite where there is no value.
type Node = [f64; 2];

/// The node of no rows.
const NOTHING: Node = [f64::INFINITY; 2];

/// The nodes of one height. A group is the nodes below one node of the next level.
#[derive(Clone, Debug, Default)]
pub(super) struct Level {
    nodes: Vec<Node>,
    /// By node, all of its group up to it.
    upto: Vec<Node>,
    /// By node, all of its group from it on; only of whole groups.
    from: Vec<Node>,
    /// By group, a bit for each node that holds a gap.
    gaps: Vec<u16>,
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
    pub(super) const NONE: Self = Self { node: NOTHING, has_gap: false };

    /// The lowest value; infinite where there is none.
    pub(super) fn low(&self) -> f64 {
        self.node[0]
    }

    /// The highest value.
    pub(super) fn high(&self) -> f64 {
        -self.node[1]
    }

    /// Adds rows; NaN is a gap.
    pub(super) fn add_rows(&mut self, ys: &[f64]) {
        self.add_values(ys);
        self.has_gap |= ys.iter().fold(false, |gap, y| gap | y.is_nan());
    }

    /// Adds rows of which it is known elsewhere whether there are gaps.
    pub(super) fn add_values(&mut self, ys: &[f64]) {
        self.node = ys.iter().fold(self.node, |known, y| lower([*y, -*y], known));
    }

    /// Adds a node.
    fn add(&mut self, node: Node) {
        self.node = lower(node, self.node);
    }
}

impl Level {
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(super) fn push(&mut self, peaks: Peaks) {
        let place = self.nodes.len() % FAN;
        let before = if place == 0 { NOTHING } else { self.upto.last().copied().unwrap_or(NOTHING) };
        if place == 0 {
            self.gaps.push(0);
        }
        if let Some(group) = self.gaps.last_mut() {
            *group |= u16::from(peaks.has_gap) << place;
        }
        self.upto.push(lower(peaks.node, before));
        self.nodes.push(peaks.node);
        if place + 1 == FAN {
            self.close_group();
        }
    }

    pub(super) fn clear(&mut self) {
        self.nodes.clear();
        self.upto.clear();
        self.from.clear();
        self.gaps.clear();
    }

    /// All of the last group, which is whole.
    pub(super) fn last_group(&self) -> Peaks {
        Peaks {
            node: self.upto.last().copied().unwrap_or(NOTHING),
            has_gap: self.gaps.last().is_some_and(|group| *group != 0),
        }
    }

    /// Adds nodes of one group.
    pub(super) fn add_within(&self, peaks: &mut Peaks, nodes: Range<usize>) {
        self.nodes[nodes.clone()].iter().for_each(|node| peaks.add(*node));
        let mask = ((1_u32 << nodes.len()) - 1) << (nodes.start % FAN);
        peaks.has_gap |= self.gaps.get(nodes.start / FAN).is_some_and(|group| u32::from(*group) & mask != 0);
    }

    /// Adds the nodes from one to the end of its group, which is whole.
    pub(super) fn add_from(&self, peaks: &mut Peaks, node: usize) {
        peaks.add(self.from[node]);
        peaks.has_gap |= self.gaps[node / FAN] >> (node % FAN) != 0;
    }

    /// Adds the nodes of a group before one.
    pub(super) fn add_upto(&self, peaks: &mut Peaks, node: usize) {
        peaks.add(self.upto[node - 1]);
        peaks.has_gap |= u32::from(self.gaps[node / FAN]) & ((1 << (node % FAN)) - 1) != 0;
    }

    /// The extremes of one node.
    pub(super) fn node(&self, node: usize) -> (f64, f64) {
        let [low, negated_high] = self.nodes[node];
        (low, -negated_high)
    }

    pub(super) fn gaps(&self, node: usize) -> Gaps {
        if !self.has_gap(node) {
            Gaps::None
        } else if self.nodes[node] == NOTHING {
            Gaps::All
        } else {
            Gaps::Some
        }
    }

    pub(super) fn has_gap(&self, node: usize) -> bool {
        self.gaps[node / FAN] >> (node % FAN) & 1 != 0
    }

    pub(super) fn bytes(&self) -> usize {
        let nodes = self.nodes.capacity() + self.upto.capacity() + self.from.capacity();
        nodes * size_of::<Node>() + self.gaps.capacity() * size_of::<u16>()
    }

    fn close_group(&mut self) {
        let start = self.nodes.len() - FAN;
        let mut known = NOTHING;
        self.from.resize(self.nodes.len(), NOTHING);
        for (from, node) in self.from[start..].iter_mut().zip(&self.nodes[start..]).rev() {
            known = lower(*node, known);
            *from = known;
        }
    }
}

/// The lower of two in each place, the known one where the other is NaN.
fn lower(node: Node, known: Node) -> Node {
    [if node[0] < known[0] { node[0] } else { known[0] }, if node[1] < known[1] { node[1] } else { known[1] }]
}
