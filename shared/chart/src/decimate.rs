//! Decimation by M4: fewer rows, same pixels (Jugel, Jerzak, Hackenbroich, Markl: "M4: A Visualization-Oriented
//! Time Series Data Aggregation", VLDB 2014). Of each device-pixel column the first, lowest, highest and last row are
//! kept; a hairline through them lights exactly the pixels that a hairline through all rows would.
//!
//! Contract: points come in rising order of column, already rounded to pixels; `None` is a gap. Each stretch between
//! gaps becomes one run, in order, with at most four points per column, its first and last point kept. Points that a
//! straight line repeats are dropped; a run of a single point stays a run. One pass, no look-ahead.

use crate::shape::Point;

/// The rows of one column that are kept so far.
#[derive(Clone, Copy)]
struct Column {
    x: i32,
    first: i32,
    last: i32,
    /// Lowest and highest row, and whether the lowest came first.
    low: i32,
    high: i32,
    low_first: bool,
}

/// The runs of a line, thinned to what its pixels need.
pub(crate) fn m4(points: impl IntoIterator<Item = Option<Point>>) -> Vec<Vec<Point>> {
    let mut runs = Vec::new();
    let mut run = Vec::new();
    let mut column: Option<Column> = None;
    for point in points {
        match (point, &mut column) {
            (Some((x, y)), Some(open)) if open.x == x => open.add(y),
            (Some((x, y)), _) => {
                close(column.replace(Column::new(x, y)), &mut run);
            }
            (None, _) => {
                close(column.take(), &mut run);
                end(&mut run, &mut runs);
            }
        }
    }
    close(column, &mut run);
    end(&mut run, &mut runs);
    runs
}

fn close(column: Option<Column>, run: &mut Vec<Point>) {
    if let Some(column) = column {
        column.emit(run);
    }
}

/// Ends a run; one that lights the same single pixel as the run before it is not repeated.
fn end(run: &mut Vec<Point>, runs: &mut Vec<Vec<Point>>) {
    let repeats = run.len() == 1 && runs.last().and_then(|before| before.last()) == run.first();
    if run.is_empty() || repeats {
        run.clear();
    } else {
        runs.push(std::mem::take(run));
    }
}

impl Column {
    fn new(x: i32, y: i32) -> Self {
        Self { x, first: y, last: y, low: y, high: y, low_first: true }
    }

    fn add(&mut self, y: i32) {
        self.last = y;
        if y < self.low {
            (self.low, self.low_first) = (y, false);
        }
        if y > self.high {
            (self.high, self.low_first) = (y, true);
        }
    }

    /// First, the extremes in their order, last; neighbours that are equal once.
    fn emit(self, run: &mut Vec<Point>) {
        let extremes = if self.low_first { [self.low, self.high] } else { [self.high, self.low] };
        for y in [self.first, extremes[0], extremes[1], self.last] {
            if run.last() != Some(&(self.x, y)) {
                run.push((self.x, y));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    /// The pixels of a hairline by Bresenham's algorithm, both ends lit.
    fn hairline(from: Point, to: Point, lit: &mut BTreeSet<Point>) {
        let (dx, dy) = ((to.0 - from.0).abs(), -(to.1 - from.1).abs());
        let (step_x, step_y) = ((to.0 - from.0).signum(), (to.1 - from.1).signum());
        let (mut at, mut error) = (from, dx + dy);
        loop {
            lit.insert(at);
            if at == to {
                return;
            }
            let twice = 2 * error;
            if twice >= dy {
                error += dy;
                at.0 += step_x;
            }
            if twice <= dx {
                error += dx;
                at.1 += step_y;
            }
        }
    }

    fn raster<'a>(runs: impl IntoIterator<Item = &'a [Point]>) -> BTreeSet<Point> {
        let mut lit = BTreeSet::new();
        for run in runs {
            lit.extend(run.iter().copied().take(1));
            for pair in run.windows(2) {
                hairline(pair[0], pair[1], &mut lit);
            }
        }
        lit
    }

    /// Random rows over random columns, one in ten a gap.
    fn rows() -> impl Strategy<Value = Vec<Option<Point>>> {
        let row = (0.0..1.0f64, -40i32..40, 0u8..10);
        (prop::collection::vec(row, 0..600), 1i32..120).prop_map(|(mut rows, width)| {
            rows.sort_by(|left, right| left.0.total_cmp(&right.0));
            let pixel = |(x, y, gap): (f64, i32, u8)| (gap > 0).then_some(((x * f64::from(width)) as i32, y));
            rows.into_iter().map(pixel).collect()
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(512))]
        #[test]
        fn decimated_and_full_lines_light_the_same_pixels(rows in rows()) {
            let full: Vec<Vec<Point>> = rows.split(Option::is_none).map(|run| run.iter().flatten().copied().collect()).collect();
            let decimated = m4(rows);
            prop_assert_eq!(raster(decimated.iter().map(Vec::as_slice)), raster(full.iter().map(Vec::as_slice)));
        }

        #[test]
        fn a_column_keeps_at_most_four_points(rows in rows()) {
            for run in m4(rows) {
                prop_assert!(run.chunk_by(|left, right| left.0 == right.0).all(|column| column.len() <= 4));
            }
        }
    }

    #[test]
    fn gaps_end_runs_and_lonely_points_stay() {
        let points = [Some((0, 1)), Some((1, 2)), None, None, Some((2, 3)), None, Some((2, 3)), None, Some((3, 0))];
        assert_eq!(m4(points), [vec![(0, 1), (1, 2)], vec![(2, 3)], vec![(3, 0)]]);
    }
}
