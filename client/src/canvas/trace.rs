//! Tracing: the points of a line as the path that a browser strokes. A line with more rows than pixels goes up and down
//! several times in each pixel column; a column that it fills from its lowest to its highest pixel is one upright piece,
//! which browsers paint in less than half the time of the bent line through the same pixels. Where a column is flat, or
//! columns lie apart, the line stays as it is.

use plotters_backend::BackendCoord;
use web_sys::CanvasRenderingContext2d;

/// A line of fewer points is as quick as it is.
const LEAST_POINTS: usize = 256;
/// From the lowest to the highest pixel of a column that is filled.
const LEAST_RISE_PX: i32 = 2;

/// Where a path goes.
pub(super) trait Pen {
    fn move_to(&mut self, x: f64, y: f64);
    fn line_to(&mut self, x: f64, y: f64);
}

impl Pen for &CanvasRenderingContext2d {
    fn move_to(&mut self, x: f64, y: f64) {
        CanvasRenderingContext2d::move_to(self, x, y);
    }

    fn line_to(&mut self, x: f64, y: f64) {
        CanvasRenderingContext2d::line_to(self, x, y);
    }
}

/// Points as they are.
pub(super) fn plain(pen: &mut impl Pen, points: impl Iterator<Item = BackendCoord>, offset_px: f64) {
    for (index, (x, y)) in points.enumerate() {
        let (x, y) = (f64::from(x) + offset_px, f64::from(y) + offset_px);
        if index == 0 { pen.move_to(x, y) } else { pen.line_to(x, y) }
    }
}

/// The points of a line of some width, whose middle lies at an offset from the corners of pixels.
pub(super) fn line(pen: &mut impl Pen, points: impl Iterator<Item = BackendCoord>, width_px: u32, offset_px: f64) {
    if points.size_hint().0 < LEAST_POINTS {
        return plain(pen, points, offset_px);
    }
    let mut trace = Trace { pen, offset_px, half_px: f64::from(width_px) / 2.0, at: Pause::Start };
    let mut open: Option<Column> = None;
    for (x, y) in points {
        match &mut open {
            Some(column) if column.x == x => column.add(y),
            _ => {
                let mut next = Column { x, first: y, last: y, low: y, high: y };
                if let Some(column) = open.take() {
                    // What the next one is, is known when it ends: until then it may become upright.
                    next = trace.meet(column, next);
                }
                open = Some(next);
            }
        }
    }
    if let Some(column) = open {
        trace.draw(&column);
    }
}

/// What a line does in one pixel column.
#[derive(Clone, Copy)]
struct Column {
    x: i32,
    first: i32,
    last: i32,
    low: i32,
    high: i32,
}

impl Column {
    fn add(&mut self, y: i32) {
        (self.last, self.low, self.high) = (y, self.low.min(y), self.high.max(y));
    }

    fn is_upright(&self) -> bool {
        self.high - self.low >= LEAST_RISE_PX
    }
}

struct Trace<'a, P> {
    pen: &'a mut P,
    offset_px: f64,
    half_px: f64,
    at: Pause,
}

/// Where a path is that may go on.
#[derive(Clone, Copy, PartialEq)]
enum Pause {
    Start,
    /// At the end of an upright piece, beside the next column.
    Upright,
    Point(BackendCoord),
}

impl<P: Pen> Trace<'_, P> {
    /// Draws a column that ended and the way to the next one, half of which each of two neighbours takes.
    fn meet(&mut self, mut column: Column, mut next: Column) -> Column {
        if column.is_upright() && column.x.abs_diff(next.x) == 1 {
            let middle = (column.last + next.first).div_euclid(2);
            if next.first > column.last {
                column.high = column.high.max(middle);
                next.low = next.low.min(middle + 1);
            } else if next.first < column.last {
                column.low = column.low.min(middle + 1);
                next.high = next.high.max(middle);
            }
            self.draw(&column);
        } else {
            self.draw(&column);
            if self.at == Pause::Upright {
                self.at = Pause::Start;
                self.go(column.x, column.last);
            }
            self.go(next.x, next.first);
        }
        next
    }

    fn draw(&mut self, column: &Column) {
        if column.is_upright() {
            let x = f64::from(column.x) + self.offset_px;
            self.pen.move_to(x, f64::from(column.low) + self.offset_px - self.half_px);
            self.pen.line_to(x, f64::from(column.high) + self.offset_px + self.half_px);
            self.at = Pause::Upright;
            return;
        }
        let other = column.low + column.high - column.last;
        for y in [column.first, other, column.last] {
            self.go(column.x, y);
        }
    }

    /// After an upright piece a column is drawn from its edge on: what lies before its middle belongs to nobody else.
    fn go(&mut self, x: i32, y: i32) {
        let before = std::mem::replace(&mut self.at, Pause::Point((x, y)));
        let (x_px, y_px) = (f64::from(x) + self.offset_px, f64::from(y) + self.offset_px);
        match before {
            Pause::Point(point) if point == (x, y) => {}
            Pause::Point(_) => self.pen.line_to(x_px, y_px),
            Pause::Start => self.pen.move_to(x_px, y_px),
            Pause::Upright => {
                self.pen.move_to(x_px - 0.5, y_px);
                self.pen.line_to(x_px, y_px);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pixels of columns that a path of upright and level pieces covers, as (x, low, high).
    #[derive(Default)]
    struct Recorded {
        at: (f64, f64),
        calls: usize,
        lit: std::collections::BTreeSet<(i32, i32)>,
        others: usize,
    }

    impl Pen for Recorded {
        fn move_to(&mut self, x: f64, y: f64) {
            (self.at, self.calls) = ((x, y), self.calls + 1);
        }

        fn line_to(&mut self, x: f64, y: f64) {
            let from = std::mem::replace(&mut self.at, (x, y));
            self.calls += 1;
            if from.0 == x {
                let (low, high) = (from.1.min(y).floor() as i32, from.1.max(y).ceil() as i32);
                self.lit.extend((low..high).map(|row| (x as i32, row)));
            } else {
                self.others += 1;
            }
        }
    }

    fn traced(points: &[BackendCoord]) -> Recorded {
        let mut recorded = Recorded::default();
        line(&mut recorded, points.iter().copied(), 1, 0.5);
        recorded
    }

    #[test]
    fn a_dense_line_is_one_piece_a_column_and_lights_what_it_touches() {
        let noise = |index: i32| (index * 7_919).rem_euclid(97);
        let points: Vec<_> = (0..4_000).map(|index| (index / 4, 100 + noise(index))).collect();
        let recorded = traced(&points);
        assert!(points.iter().all(|point| recorded.lit.contains(point)));
        assert_eq!((recorded.calls, recorded.others), (2_000, 0));
        for pair in points.windows(2) {
            let (low, high) = (pair[0].1.min(pair[1].1), pair[0].1.max(pair[1].1));
            let is_lit =
                |row: i32| recorded.lit.contains(&(pair[0].0, row)) || recorded.lit.contains(&(pair[1].0, row));
            assert!((low..=high).all(is_lit), "{pair:?}");
        }
    }

    #[test]
    fn other_lines_stay_as_they_are() {
        let flat: Vec<_> = (0..1_000).map(|x| (x, 50 + (x / 100) % 2)).collect();
        assert_eq!((traced(&flat).calls, traced(&flat).others), (1_000, 999));
        let few = [(0, 0), (0, 50), (9, 50)];
        assert_eq!(traced(&few).calls, 3);
        let apart: Vec<_> = (0..1_000).map(|index| (index * 3, index % 40)).collect();
        assert_eq!(traced(&apart).calls, 1_000);
    }

    #[test]
    fn a_flat_column_between_upright_ones_is_seen() {
        let mut points: Vec<_> = (0..600).flat_map(|x| [(x, 10), (x, 30), (x, 20)]).collect();
        points.retain(|(x, y)| *x != 300 || *y == 20);
        let recorded = traced(&points);
        assert!(recorded.others >= 2, "it begins at its edge and goes on to its neighbour");
    }
}
