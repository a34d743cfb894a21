//! The extremes of one of many columns, none of which has a gap: with the height of its nodes known beforehand there is
//! nothing to decide on the way, so that the processor works at several columns at a time.

use super::{
    FAN, Pyramid,
    level::{NOTHING, Peaks, lower},
};

impl Pyramid {
    /// The height of the nodes that so many rows a column are made of; none where rows are few or some are gaps.
    pub(super) fn height(&self, rows_per_column: f64) -> Option<usize> {
        let height = (rows_per_column.log2() / f64::from(FAN.trailing_zeros())) as usize;
        (height > 0 && self.gaps == 0).then_some(height)
    }

    /// The extremes of stored rows, up to the nodes of a height and between them. `None` where the rows lie within one of
    /// those nodes.
    pub(super) fn between(&self, from: usize, to: usize, height: usize) -> Option<Peaks> {
        let block = |row: usize| row >> (FAN.trailing_zeros() as usize * height);
        let (first, last) = (block(from), block(to));
        if first >= last {
            return None;
        }
        let mut peaks = Peaks::NONE;
        peaks.add_values(&self.ys[from..(from / FAN + 1) * FAN]);
        peaks.add_values(&self.ys[to / FAN * FAN..to]);
        let (mut from, mut to) = (from / FAN, to / FAN);
        for level in self.levels.get(..height - 1)? {
            peaks.add(level.after(from));
            peaks.add(level.before(to));
            (from, to) = (from / FAN, to / FAN);
        }
        if last - first > 1 {
            let nodes = self.levels.get(height - 1)?.nodes(first + 1..last);
            peaks.add(nodes.iter().fold(NOTHING, |known, node| lower(*node, known)));
        }
        Some(peaks)
    }
}
