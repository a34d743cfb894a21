//! Decimation by M4: fewer rows, same pixels (Jugel, Jerzak, Hackenbroich, Markl: "M4: A Visualization-Oriented
//! Time Series Data Aggregation", VLDB 2014). Of each device-pixel column the first, lowest, highest and last row are
//! kept; a hairline through them lights exactly the pixels that a hairline through all rows would. The pyramid of a
//! series finds them without looking at the others.
//!
//! Contract: each stretch between gaps becomes one run, in order, with at most four points for a column and stretch,
//! its first and last point kept. Lowest and highest come in the order that moves the pen least. Points that a straight
//! line repeats are dropped; a run of a single point stays a run.

use std::ops::Range;

use table::{Grid, Pyramid};

use crate::{
    axes::Scales,
    scale::XScale,
    shape::{Point, Shape},
};

/// Memory for points has room for so many: a stretch between gaps that is a little longer than any before asks for none.
const LEAST_POINTS: usize = 64;
/// Among so many pieces of memory the largest is looked for.
const LOOKED_AT: usize = 8;

/// Points of shapes that are drawn no more, to be used again: a frame that draws as much as the one before allocates
/// nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Spare {
    points: Vec<Vec<Point>>,
    runs: Vec<Vec<Vec<Point>>>,
}

/// The pixel columns of a scale, rising where x rises.
struct Columns<'a> {
    scale: &'a XScale,
    is_falling: bool,
}

impl Spare {
    /// Takes the points of shapes and forgets the rest.
    pub(crate) fn reclaim(&mut self, shapes: &mut Vec<Shape>) {
        for shape in shapes.drain(..) {
            if let Shape::Path { points, .. } | Shape::Polygon { points, .. } = shape {
                self.give_back(points);
            }
        }
    }

    /// Takes points that are not drawn.
    pub(crate) fn give_back(&mut self, mut points: Vec<Point>) {
        points.clear();
        self.points.push(points);
    }

    /// Memory for points: the largest of what was given back last, because runs are longer at one time than at another.
    pub(crate) fn take(&mut self) -> Vec<Point> {
        let last = self.points.iter().enumerate().rev().take(LOOKED_AT);
        let largest = last.max_by_key(|(_, points)| points.capacity()).map(|(index, _)| index);
        largest.map_or_else(|| Vec::with_capacity(LEAST_POINTS), |index| self.points.swap_remove(index))
    }

    /// The runs of the rows as a line, in pixels that may lie outside the area. They have to be put back by
    /// [`Spare::put`].
    pub(crate) fn runs(&mut self, rows: &Pyramid, range: Range<usize>, scales: &Scales) -> Vec<Vec<Point>> {
        let mut runs = self.runs.pop().unwrap_or_default();
        let mut run = self.take();
        let columns = Columns::of(&scales.x);
        rows.stretches(range, &columns, |stretch| {
            if stretch.is_broken && !run.is_empty() {
                runs.push(std::mem::replace(&mut run, self.take()));
            }
            let x = if columns.is_falling { -stretch.column } else { stretch.column };
            let (low, high) = (stretch.low, stretch.high);
            let extremes = if stretch.first <= stretch.last { [low, high] } else { [high, low] };
            for y in [stretch.first, extremes[0], extremes[1], stretch.last] {
                let point = (x, scales.row(y));
                if run.last() != Some(&point) {
                    run.push(point);
                }
            }
        });
        if run.is_empty() {
            self.give_back(run);
        } else {
            runs.push(run);
        }
        runs
    }

    /// Keeps the memory of a list of runs.
    pub(crate) fn put(&mut self, mut runs: Vec<Vec<Point>>) {
        for run in runs.drain(..) {
            self.give_back(run);
        }
        self.runs.push(runs);
    }
}

impl<'a> Columns<'a> {
    fn of(scale: &'a XScale) -> Self {
        Self { scale, is_falling: scale.px(1.0) < scale.px(0.0) }
    }
}

impl Grid for Columns<'_> {
    fn column(&self, x: f64) -> i32 {
        let column = crate::axes::pixel(self.scale.px(x));
        if self.is_falling { -column } else { column }
    }

    fn edge(&self, column: i32) -> f64 {
        let edge = f64::from(column) + 0.5;
        self.scale.place(if self.is_falling { -edge } else { edge })
    }
}
