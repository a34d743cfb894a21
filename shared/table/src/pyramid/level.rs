//! A level: the extremes of equally many rows, node by node, and of the nodes of a group on either side of each one, so
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
pub(super) type Node = [f64; 2];

/// The node of no rows.
pub(super) const NOTHING: Node = [f64::INFINITY; 2];

/// The nodes of one height. A group is the nodes below one node of the next level.
#[derive(Clone, Debug, Default)]
pub(super) struct Level {
    nodes: Vec<Node>,
    /// By node, also the one to come, those of its group before it and after it; the latter only of whole groups.
    beside: Vec<[Node; 2]>,
    /// All of the last group.
    group: Node,
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
    pub(super) fn add(&mut self, node: Node) {
        self.node = lower(node, self.node);
    }
}

impl Level {
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(super) fn push(&mut self, peaks: Peaks) {
        let place = self.nodes.len() % FAN;
        if place == 0 {
            self.gaps.push(0);
            self.group = NOTHING;
        }
        if self.beside.is_empty() {
            self.beside.push([NOTHING; 2]);
        }
        if let Some(group) = self.gaps.last_mut() {
            *group |= u16::from(peaks.has_gap) << place;
        }
        self.group = lower(peaks.node, self.group);
        self.nodes.push(peaks.node);
        let is_whole = place + 1 == FAN;
        if is_whole {
            self.close_group();
        }
        self.beside.push([if is_whole { NOTHING } else { self.group }, NOTHING]);
    }

    pub(super) fn clear(&mut self) {
        self.nodes.clear();
        self.beside.clear();
        self.gaps.clear();
    }

    /// All of the last group, which is whole.
    pub(super) fn last_group(&self) -> Peaks {
        Peaks { node: self.group, has_gap: self.gaps.last().is_some_and(|group| *group != 0) }
    }

    /// Adds nodes of one group.
    pub(super) fn add_within(&self, peaks: &mut Peaks, nodes: Range<usize>) {
        self.nodes[nodes.clone()].iter().for_each(|node| peaks.add(*node));
        let mask = ((1_u32 << nodes.len()) - 1) << (nodes.start % FAN);
        peaks.has_gap |= self.gaps.get(nodes.start / FAN).is_some_and(|group| u32::from(*group) & mask != 0);
    }

    /// Adds the nodes from one to the end of its group, which is whole.
    pub(super) fn add_from(&self, peaks: &mut Peaks, node: usize) {
        peaks.add(self.nodes[node]);
        peaks.add(self.beside[node][1]);
        peaks.has_gap |= self.gaps[node / FAN] >> (node % FAN) != 0;
    }

    /// Adds the nodes of a group before one.
    pub(super) fn add_upto(&self, peaks: &mut Peaks, node: usize) {
        peaks.add(self.beside[node][0]);
        peaks.has_gap |= u32::from(self.gaps[node / FAN]) & ((1 << (node % FAN)) - 1) != 0;
    }

    /// The nodes of a group before one, which may be still to come.
    pub(super) fn before(&self, node: usize) -> Node {
        self.beside[node][0]
    }

    /// The nodes of a whole group after one.
    pub(super) fn after(&self, node: usize) -> Node {
        self.beside[node][1]
    }

    pub(super) fn nodes(&self, nodes: Range<usize>) -> &[Node] {
        &self.nodes[nodes]
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
        let nodes = self.nodes.capacity() + self.beside.capacity() * 2;
        nodes * size_of::<Node>() + self.gaps.capacity() * size_of::<u16>()
    }

    fn close_group(&mut self) {
        let start = self.nodes.len() - FAN;
        let mut known = NOTHING;
        for (beside, node) in self.beside[start..].iter_mut().zip(&self.nodes[start..]).rev() {
            beside[1] = known;
            known = lower(*node, known);
        }
    }
}

/// The lower of two in each place, the known one where the other is NaN.
pub(super) fn lower(node: Node, known: Node) -> Node {
    [if node[0] < known[0] { node[0] } else { known[0] }, if node[1] < known[1] { node[1] } else { known[1] }]
}
