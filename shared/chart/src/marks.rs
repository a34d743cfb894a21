//! Marks: series as shapes. A mark that is drawn often is decimated first, so that a frame costs the width of the
//! area and not the number of rows.

use document::Color;

use crate::{
    axes::Scales,
    bars::Bars,
    clip,
    decimate::Spare,
    frame::{Area, Frame},
    series::Series,
    shape::{Ink, Point, Shape},
};

/// Strokes are this wide, in CSS pixels, ...
const STROKE_CSS_PX: f64 = 1.5;
/// ... or this wide where lines would hide each other or themselves: with more series than that, ...
const THIN_STROKE_CSS_PX: f64 = 1.0;
const MAX_THICK_SERIES: usize = 6;
/// ... or with more rows in a CSS pixel than that.
const MAX_THICK_ROWS_PER_CSS_PX: f64 = 1.5;
/// The radius of a point.
const RADIUS_CSS_PX: f64 = 3.0;
/// How strong the filling of an area is; the grid and other areas shine through.
const FILL_ALPHA: f64 = 0.16;
/// How strong the filling of a stacked area is.
const STACKED_FILL_ALPHA: f64 = 0.5;
/// How strong a point is: where points lie on each other it gets darker.
const POINT_ALPHA: f64 = 0.65;

/// Most points of a series that are drawn one by one: more hide each other, and a circle costs a browser 5 µs.
const MAX_POINTS: usize = 20_000;
/// How many strengths a cell has: neighbours of equal strength are drawn at once.
const DENSITY_STEPS: f64 = 8.0;

/// The series that are drawn.
#[derive(Clone, Copy)]
pub(crate) struct Shown<'a> {
    pub(crate) series: &'a [Series],
    /// The labels of those that are not.
    pub(crate) hidden: &'a [String],
}

impl<'a> Shown<'a> {
    pub(crate) fn iter(&self) -> impl Iterator<Item = &'a Series> + use<'a> {
        let hidden = self.hidden;
        self.series.iter().filter(move |series| !hidden.contains(&series.label))
    }
}

/// The width of strokes for what is shown of these series, in device pixels.
pub(crate) fn stroke_px(frame: &Frame, series: &Shown<'_>, scales: &Scales) -> u32 {
    let rows = series.iter().map(|series| series.window(scales.x.domain()).len()).max().unwrap_or(0) as f64;
    let is_dense = rows > MAX_THICK_ROWS_PER_CSS_PX * f64::from(scales.area.width()) / frame.px_f64(1.0);
    let is_thin = is_dense || series.iter().count() > MAX_THICK_SERIES;
    frame.px(if is_thin { THIN_STROKE_CSS_PX } else { STROKE_CSS_PX }).unsigned_abs()
}

/// Lines through the values; a value between two gaps is a dot.
pub(crate) fn lines(series: &Shown<'_>, scales: &Scales, stroke_px: u32, spare: &mut Spare, out: &mut Vec<Shape>) {
    for series in series.iter() {
        let mut runs = spare.runs(series.tops(), series.around(scales.x.domain()), scales);
        let mut end = None;
        for run in runs.drain(..) {
            // A dot that the run before ended with is not repeated.
            if run.len() == 1 && end == run.last().copied() {
                spare.give_back(run);
                continue;
            }
            end = run.last().copied();
            let is_inside = run.iter().all(|point| scales.area.contains(*point));
            if let (&[center], true) = (run.as_slice(), is_inside) {
                out.push(Shape::Circle { center, radius_px: stroke_px, ink: series.color.into() });
                spare.give_back(run);
            } else if is_inside {
                out.push(stroke(run, series.color.into(), stroke_px));
            } else {
                clip::line(&run, scales.area, spare, |part| out.push(stroke(part, series.color.into(), stroke_px)));
                spare.give_back(run);
            }
        }
        spare.put(runs);
    }
}

/// Fillings between the values and what they stand on, then lines along the values.
pub(crate) fn areas(series: &Shown<'_>, scales: &Scales, stroke_px: u32, spare: &mut Spare, out: &mut Vec<Shape>) {
    let floor = scales.row(0.0);
    for series in series.iter() {
        let alpha = if series.is_stacked() { STACKED_FILL_ALPHA } else { FILL_ALPHA };
        let ink = Ink::from(series.color);
        let rows = series.around(scales.x.domain());
        let mut tops = spare.runs(series.tops(), rows.clone(), scales);
        let bases = series.bases().map(|bases| spare.runs(bases, rows, scales));
        for (index, mut points) in tops.drain(..).enumerate() {
            let ends = [points.first(), points.last()].map(|end| end.map_or((0, floor), |(x, _)| (*x, floor)));
            let base = bases.as_ref().and_then(|bases| bases.get(index)).map_or(&ends[..], Vec::as_slice);
            if let (&[top], Some(base)) = (points.as_slice(), base.first()) {
                let is_shown = (scales.area.left..=scales.area.right).contains(&top.0);
                let row = |point: Point| (point.0, scales.area.row(f64::from(point.1)));
                out.extend(column(row(top), row(*base), stroke_px, scales.area, ink).filter(|_| is_shown));
                spare.give_back(points);
                continue;
            }
            points.extend(base.iter().rev());
            let points = clip::polygon(points, scales.area, spare);
            if points.len() > 1 {
                out.push(Shape::Polygon { points, ink: ink.with_alpha(alpha) });
            } else {
                spare.give_back(points);
            }
        }
        spare.put(tops);
        bases.into_iter().for_each(|bases| spare.put(bases));
    }
    lines(series, scales, stroke_px, spare, out);
}

/// A bar for each value; bars that share a pixel column become one.
pub(crate) fn bars(series: &Shown<'_>, scales: &Scales, bars: &Bars, out: &mut Vec<Shape>) {
    for (order, series) in series.iter().enumerate() {
        let mut open: Option<(Point, Point)> = None;
        let is_bar = |index: &usize| !series.ys()[*index].is_nan() && bars.is_shown(scales, series.xs()[*index]);
        for index in (0..series.rows.len()).filter(is_bar) {
            let (left, right) = bars.columns(scales, order, series.xs()[index]);
            let row = |value: f64| scales.area.row(scales.y.px(value));
            let (top, base) = (row(series.top(index)), row(series.base(index)));
            let next = ((left, top.min(base)), (right, top.max(base)));
            open = match open {
                Some((from, to)) if (from.0, to.0) == (left, right) => {
                    Some(((left, from.1.min(next.0.1)), (right, to.1.max(next.1.1))))
                }
                Some(bar) => {
                    out.extend(rect(bar, series.color.into()));
                    Some(next)
                }
                None => Some(next),
            };
        }
        out.extend(open.and_then(|bar| rect(bar, series.color.into())));
    }
}

/// A point for each value; those on one pixel become one. Beyond the budget of points, cells as strong as many lie there.
pub(crate) fn points(series: &Shown<'_>, scales: &Scales, frame: &Frame, spare: &mut Spare, out: &mut Vec<Shape>) {
    let radius_px = frame.px(RADIUS_CSS_PX).unsigned_abs();
    for series in series.iter() {
        let rows = series.window(scales.x.domain());
        let values = series.xs()[rows.clone()].iter().zip(&series.ys()[rows.clone()]);
        let points = values.filter_map(|(x, y)| scales.point(*x, *y)).filter(|point| scales.area.contains(*point));
        if rows.len() > MAX_POINTS {
            out.push(density(points, scales.area, frame.px(RADIUS_CSS_PX), series.color));
            continue;
        }
        let mut centers = spare.take();
        centers.extend(points);
        centers.sort_unstable();
        centers.dedup();
        let ink = Ink::from(series.color).with_alpha(POINT_ALPHA);
        out.extend(centers.iter().map(|center| Shape::Circle { center: *center, radius_px, ink }));
        spare.give_back(centers);
    }
}

/// How many points lie in each cell, as strong as that many points on each other.
fn density(points: impl Iterator<Item = Point>, area: Area, cell_px: i32, color: Color) -> Shape {
    let columns = (area.width() / cell_px + 1).max(1) as usize;
    let mut counts = vec![0_u32; columns * ((area.bottom - area.top) / cell_px + 1).max(1) as usize];
    for (x, y) in points {
        let (column, row) = (((x - area.left) / cell_px) as usize, ((y - area.top) / cell_px) as usize);
        counts[row * columns + column] += 1;
    }
    let alpha = |count: u32| {
        let clear = (1.0 - POINT_ALPHA / DENSITY_STEPS).powi(count.min(1_000) as i32);
        ((1.0 - clear) * DENSITY_STEPS).ceil() / DENSITY_STEPS * 255.0
    };
    let [red, green, blue] = color.rgb;
    let rgba = counts.into_iter().flat_map(|count| [red, green, blue, alpha(count) as u8]).collect();
    Shape::Raster { from: (area.left, area.top), cell_px, columns, rgba }
}

fn stroke(run: Vec<Point>, ink: Ink, width_px: u32) -> Shape {
    match run.as_slice() {
        [center] => Shape::Circle { center: *center, radius_px: width_px, ink },
        _ => Shape::Path { points: run, ink, width_px },
    }
}

/// The filling of a lone value: as wide as a stroke.
fn column(top: Point, base: Point, width_px: u32, area: Area, ink: Ink) -> Option<Shape> {
    let width = width_px.cast_signed();
    let left = (top.0 - width / 2).max(area.left);
    let right = (left + width).min(area.right + 1);
    rect(((left, top.1.min(base.1)), (right, top.1.max(base.1))), ink)
}

fn rect((from, to): (Point, Point), ink: Ink) -> Option<Shape> {
    (from.0 < to.0 && from.1 < to.1).then_some(Shape::Rect { from, to, ink })
}
