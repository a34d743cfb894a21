//! Lines, trails, areas and rules: what runs from place to place.

use grammar::spec::{Channel, MarkType};

use super::Canvas;
use crate::{
    scene::{
        brush::{Brush, Paint},
        path::{self, Spot},
    },
    shape::Shape,
};

/// How strong the filling of an area is; the grid and other areas shine through.
const FILL_ALPHA: f64 = 0.3;
/// How strong the filling of a stacked area is.
const STACKED_FILL_ALPHA: f64 = 0.7;
/// The widest stroke of a trail where nothing is said, in CSS pixels.
const TRAIL_CSS_PX: f64 = 2.0;

/// Draws a line for each path. Rows without a place break it.
pub(crate) fn lines(brush: &Brush<'_, '_>, canvas: &mut Canvas<'_>) {
    for rows in &brush.unit.paths {
        for run in runs(rows, |row| Some((brush.at(Channel::X, row)?, brush.at(Channel::Y, row)?))) {
            let Some((first, _)) = run.first() else { continue };
            let paint = brush.paint(*first);
            if brush.unit.mark.mark == MarkType::Trail {
                trail(brush, &run, &paint, canvas.shapes);
            } else {
                line(brush, &run, &paint, canvas.shapes);
            }
            for (row, spot) in run.into_iter().filter(|(_, spot)| brush.room.holds(*spot)) {
                canvas.target(row, spot, spot, &paint);
            }
        }
    }
}

/// Draws the filling between two ends for each path, and a line along the upper one where nothing else is said.
pub(crate) fn areas(brush: &Brush<'_, '_>, canvas: &mut Canvas<'_>) {
    let is_vertical = brush.is_vertical();
    let (measure, second) = if is_vertical { (Channel::Y, Channel::Y2) } else { (Channel::X, Channel::X2) };
    let is_stacked = brush.channel(measure).is_some_and(|view| view.stack.is_some());
    let says = |names: [&str; 2]| names.into_iter().any(|name| brush.style(name).is_some());
    let is_plain = !says(["opacity", "fillOpacity"])
        && brush.channel(Channel::Opacity).is_none()
        && brush.channel(Channel::FillOpacity).is_none();
    let has_line = is_plain && !says(["line", "stroke"]);
    for rows in &brush.unit.paths {
        let spot = |row| Some((brush.at(Channel::X, row)?, brush.at(Channel::Y, row)?));
        for run in runs(rows, spot) {
            let Some((first, _)) = run.first() else { continue };
            let mut paint = brush.paint(*first);
            let upper: Vec<Spot> = run.iter().map(|(_, spot)| *spot).collect();
            let lower: Vec<Spot> = run
                .iter()
                .map(|(row, (x, y))| {
                    let base = base(brush, measure, second, *row);
                    if is_vertical { (*x, base) } else { (base, *y) }
                })
                .collect();
            let (upper, lower) = (curve(brush, &upper), curve(brush, &lower));
            let outline: Vec<Spot> = upper.iter().copied().chain(lower.into_iter().rev()).collect();
            let points = path::pixels(&path::clip_polygon(&outline, brush.room));
            if let Some(ink) = paint.fill.filter(|_| points.len() > 2) {
                let alpha = if is_stacked { STACKED_FILL_ALPHA } else { FILL_ALPHA };
                let fill = if is_plain { ink.with_alpha(ink.alpha * alpha) } else { ink };
                canvas.shapes.push(Shape::Polygon { points: points.clone(), ink: fill });
                if is_stacked {
                    brush.hatch(&points, &paint, canvas.shapes);
                }
                paint.stroke = paint.stroke.or(has_line.then_some(ink));
            }
            if let Some(ink) = paint.stroke {
                path::stroke(&upper, brush.room, ink, paint.stroke_px, &paint.dashes, canvas.shapes);
            }
            for (row, spot) in run.into_iter().filter(|(_, spot)| brush.room.holds(*spot)) {
                canvas.target(row, spot, spot, &paint);
            }
        }
    }
}

/// Draws a straight line for each row: between two places, or across the panel.
pub(crate) fn rules(brush: &Brush<'_, '_>, canvas: &mut Canvas<'_>) {
    let room = brush.room;
    for row in 0..brush.unit.data.rows() {
        // A range along one axis stands in the middle of the other, a place on one crosses all of the other.
        let across = |second, from: f64, to: f64| {
            let middle = f64::midpoint(from, to);
            if brush.says(second) { (middle, middle) } else { (from, to) }
        };
        let x = ends(brush, Channel::X, Channel::X2, row, across(Channel::Y2, room.left, room.right));
        let y = ends(brush, Channel::Y, Channel::Y2, row, across(Channel::X2, room.top, room.bottom));
        let (Some(x), Some(y)) = (x, y) else { continue };
        if is_outside(x, room.left, room.right) || is_outside(y, room.top, room.bottom) {
            continue;
        }
        let paint = brush.paint(row);
        if let Some(ink) = paint.stroke {
            path::stroke(&[(x.0, y.0), (x.1, y.1)], room, ink, paint.stroke_px, &paint.dashes, canvas.shapes);
        }
        let inside = |x: f64, y: f64| (x.clamp(room.left, room.right), y.clamp(room.top, room.bottom));
        canvas.target(row, inside(x.0, y.0), inside(x.1, y.1), &paint);
    }
}

/// Whether all that lies between two places is beyond one of two edges.
pub(crate) fn is_outside((from, to): (f64, f64), low: f64, high: f64) -> bool {
    from.max(to) < low - 0.5 || from.min(to) > high + 0.5
}

/// From where to where a rule runs along an axis; all of it where the row says nothing of it.
fn ends(brush: &Brush<'_, '_>, channel: Channel, second: Channel, row: usize, all: (f64, f64)) -> Option<(f64, f64)> {
    if !brush.says(channel) {
        return Some(all);
    }
    let from = brush.at(channel, row)?;
    match brush.says(second).then_some(()) {
        Some(()) => Some((from, brush.extent(second, row)?.start)),
        None => {
            // A range of a bin or a stack is drawn as one; a band across is not.
            let extent = brush.extent(channel, row)?;
            let is_along = brush.unit.is_vertical == Some(channel == Channel::Y);
            let is_range =
                extent.is_wide && is_along && brush.channel(channel).is_some_and(|view| view.stack.is_some());
            Some(if is_range { (extent.start, extent.end) } else { (from, from) })
        }
    }
}

/// The rows of a path in runs without gaps.
fn runs(rows: &[u32], spot: impl Fn(usize) -> Option<Spot>) -> Vec<Vec<(usize, Spot)>> {
    let mut runs: Vec<Vec<(usize, Spot)>> = vec![Vec::new()];
    for row in rows.iter().map(|row| *row as usize) {
        match spot(row).filter(|(x, y)| x.is_finite() && y.is_finite()) {
            Some(spot) => runs.last_mut().into_iter().for_each(|run| run.push((row, spot))),
            None => runs.push(Vec::new()),
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}

fn curve(brush: &Brush<'_, '_>, spots: &[Spot]) -> Vec<Spot> {
    let name = brush.style_text("interpolate").unwrap_or("linear");
    path::interpolate(spots, name, brush.style_number("tension").unwrap_or(0.0), brush.unit.is_vertical != Some(false))
}

fn line(brush: &Brush<'_, '_>, run: &[(usize, Spot)], paint: &Paint, out: &mut Vec<Shape>) {
    let spots: Vec<Spot> = run.iter().map(|(_, spot)| *spot).collect();
    let spots = curve(brush, &spots);
    if let Some(ink) = paint.fill {
        let points = path::pixels(&path::clip_polygon(&spots, brush.room));
        out.push(Shape::Polygon { points, ink });
    }
    if let Some(ink) = paint.stroke {
        path::stroke(&spots, brush.room, ink, paint.stroke_px, &paint.dashes, out);
    }
}

/// A line whose width follows the size channel: a piece with four corners between each two places.
fn trail(brush: &Brush<'_, '_>, run: &[(usize, Spot)], paint: &Paint, out: &mut Vec<Shape>) {
    let Some(ink) = paint.fill.or(paint.stroke) else { return };
    let half = |row: usize| {
        let size = brush.number(Channel::Size, row).or_else(|| brush.style_number("size")).unwrap_or(TRAIL_CSS_PX);
        brush.pen.frame.px_f64(size.clamp(0.0, 1e3)) / 2.0
    };
    // Joints between pieces are round.
    for (row, spot) in run.iter().filter(|(row, spot)| half(*row) > 1.0 && brush.room.holds(*spot)) {
        let center = (spot.0.round() as i32, spot.1.round() as i32);
        out.push(Shape::Circle { center, radius_px: half(*row) as u32, ink });
    }
    for pair in run.windows(2) {
        let ((first, from), (second, to)) = (pair[0], pair[1]);
        let length = (to.0 - from.0).hypot(to.1 - from.1).max(1e-9);
        let across = (-(to.1 - from.1) / length, (to.0 - from.0) / length);
        let (start, end) = (half(first), half(second));
        let corner = |spot: Spot, by: f64| (spot.0 + across.0 * by, spot.1 + across.1 * by);
        let spots = [corner(from, start), corner(to, end), corner(to, -end), corner(from, -start)];
        let points = path::pixels(&path::clip_polygon(&spots, brush.room));
        if points.len() > 2 {
            out.push(Shape::Polygon { points, ink });
        } else {
            path::stroke(&[from, to], brush.room, ink, 1, &[], out);
        }
    }
}

/// Where an area stands in a row: on its second value, the beginning of its stack, or the base.
fn base(brush: &Brush<'_, '_>, measure: Channel, second: Channel, row: usize) -> f64 {
    if let Some(extent) = brush.says(second).then(|| brush.extent(second, row)).flatten() {
        return extent.start;
    }
    match brush.extent(measure, row) {
        Some(extent) if extent.is_wide => extent.start,
        _ => brush.base(measure),
    }
}
