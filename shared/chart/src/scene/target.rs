//! Targets: the boxes of mark items, by which a pointer finds what it points at, in a grid of buckets, so that a search
//! looks at what is near and at nothing else.

use std::collections::BTreeMap;

use crate::shape::Ink;

/// The side of a bucket, in device pixels.
const BUCKET_PX: i32 = 32;
/// A box that covers more buckets than this is kept apart and looked at in every search: it is large, so there are few.
const MAX_BUCKETS: usize = 64;

/// An item's box in device pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Target {
    /// Which layer of the scene drew it.
    pub(crate) layer: usize,
    /// Its row in the data of the layer.
    pub(crate) row: usize,
    /// Left, top, right, bottom.
    pub(crate) bounds: [i32; 4],
    pub(crate) ink: Ink,
}

/// All targets of a scene.
#[derive(Clone, Debug, Default)]
pub(crate) struct Index {
    targets: Vec<Target>,
    columns: i32,
    rows: i32,
    buckets: Vec<Vec<u32>>,
    large: Vec<u32>,
}

impl Target {
    /// How far a place is from the box; 0 inside.
    fn distance(&self, x_px: f64, y_px: f64) -> f64 {
        let [left, top, right, bottom] = self.bounds.map(f64::from);
        let beside = |low: f64, at: f64, high: f64| (low - at).max(at - high).max(0.0);
        beside(left, x_px, right).hypot(beside(top, y_px, bottom))
    }

    fn area(&self) -> i64 {
        let [left, top, right, bottom] = self.bounds.map(i64::from);
        (right - left) * (bottom - top)
    }

    /// Its middle.
    pub(crate) fn middle(&self) -> (i32, i32) {
        let [left, top, right, bottom] = self.bounds;
        (i32::midpoint(left, right), i32::midpoint(top, bottom))
    }
}

impl Index {
    /// The targets, in drawing order, of a frame of this size.
    pub(crate) fn new(targets: Vec<Target>, (width, height): (i32, i32)) -> Self {
        let (columns, rows) = (width / BUCKET_PX + 1, height / BUCKET_PX + 1);
        let buckets = vec![Vec::new(); (columns * rows).unsigned_abs() as usize];
        let mut index = Self { targets: Vec::new(), columns, rows, buckets, large: Vec::new() };
        for (number, target) in targets.iter().enumerate() {
            let cells = index.cells(target.bounds);
            if cells.len() > MAX_BUCKETS {
                index.large.push(number as u32);
            } else {
                cells.into_iter().for_each(|cell| index.buckets[cell].push(number as u32));
            }
        }
        index.targets = targets;
        index
    }

    /// The targets in drawing order.
    pub(crate) fn targets(&self) -> &[Target] {
        &self.targets
    }

    /// The target nearest to a place: of those around it the smallest, and of equals what was drawn last.
    pub(crate) fn nearest(&self, x_px: f64, y_px: f64) -> Option<usize> {
        let mut best: Option<(f64, i64, u32)> = None;
        let mut look = |number: u32| {
            let target = &self.targets[number as usize];
            let (distance, area) = (target.distance(x_px, y_px), target.area());
            let is_nearer = best.is_none_or(|(least, smallest, last)| {
                distance < least || distance == least && (area < smallest || area == smallest && number > last)
            });
            if is_nearer {
                best = Some((distance, area, number));
            }
            best.map_or(f64::INFINITY, |(least, ..)| least)
        };
        let mut least = self.large.iter().map(|number| look(*number)).fold(f64::INFINITY, f64::min);
        let (column, row) = (self.column(x_px), self.row(y_px));
        for ring in 0..=self.columns.max(self.rows) {
            // Whatever lies in a farther ring is at least so far away.
            if f64::from((ring - 1) * BUCKET_PX) > least {
                break;
            }
            for cell in self.ring(column, row, ring) {
                least = self.buckets[cell].iter().map(|number| look(*number)).fold(least, f64::min);
            }
        }
        best.map(|(.., number)| number as usize)
    }

    /// Of each layer the targets whose middle is nearest to a column of pixels, at most so many.
    pub(crate) fn in_column(&self, x_px: f64, most: usize) -> Vec<usize> {
        let away = |target: &Target| (f64::from(target.middle().0) - x_px).abs();
        let mut least: BTreeMap<usize, f64> = BTreeMap::new();
        for target in &self.targets {
            let least = least.entry(target.layer).or_insert(f64::INFINITY);
            *least = least.min(away(target));
        }
        let is_near = |target: &Target| least.get(&target.layer).is_some_and(|least| away(target) <= least + 1.0);
        let near = self.targets.iter().enumerate().filter(|(_, target)| is_near(target));
        near.map(|(number, _)| number).take(most).collect()
    }

    fn column(&self, x_px: f64) -> i32 {
        (x_px as i32 / BUCKET_PX).clamp(0, self.columns - 1)
    }

    fn row(&self, y_px: f64) -> i32 {
        (y_px as i32 / BUCKET_PX).clamp(0, self.rows - 1)
    }

    fn cells(&self, [left, top, right, bottom]: [i32; 4]) -> Vec<usize> {
        let (left, right) = (self.column(left.into()), self.column(right.into()));
        let (top, bottom) = (self.row(top.into()), self.row(bottom.into()));
        (top..=bottom).flat_map(|row| (left..=right).map(move |column| (column, row))).map(|at| self.cell(at)).collect()
    }

    fn cell(&self, (column, row): (i32, i32)) -> usize {
        (row * self.columns + column).unsigned_abs() as usize
    }

    /// The buckets at this distance from one, by rows and columns.
    fn ring(&self, column: i32, row: i32, ring: i32) -> Vec<usize> {
        let inside = |at: &(i32, i32)| (0..self.columns).contains(&at.0) && (0..self.rows).contains(&at.1);
        let edge = |at: &(i32, i32)| (at.0 - column).abs().max((at.1 - row).abs()) == ring;
        let rows = row - ring..=row + ring;
        let around = rows.flat_map(|y| {
            let step = if (y - row).abs() == ring || ring == 0 { 1 } else { 2 * ring };
            (column - ring..=column + ring).step_by(step.unsigned_abs() as usize).map(move |x| (x, y))
        });
        around.filter(inside).filter(edge).map(|at| self.cell(at)).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// The index finds what a look at every target finds.
        #[test]
        fn the_nearest_is_the_nearest_of_all(
            boxes in prop::collection::vec((0..400i32, 0..300i32, 0..200i32, 0..200i32), 1..60),
            x in -50.0..450.0f64,
            y in -50.0..350.0f64,
        ) {
            let target = |(row, (left, top, width, height)): (usize, (i32, i32, i32, i32))| Target {
                layer: 0,
                row,
                bounds: [left, top, left + width, top + height],
                ink: Ink::opaque([0; 3]),
            };
            let targets: Vec<Target> = boxes.into_iter().enumerate().map(target).collect();
            let index = Index::new(targets.clone(), (400, 300));
            let found = index.nearest(x, y).map(|number| targets[number].distance(x, y));
            let least = targets.iter().map(|target| target.distance(x, y)).fold(f64::INFINITY, f64::min);
            prop_assert_eq!(found, Some(least));
        }
    }
}
