//! Bars, rectangles and ticks: boxes between two places along each axis.

use grammar::spec::{Channel, MarkType};
use serde_json::Value as Json;

use super::{Canvas, lines::is_outside};
use crate::{
    scene::{
        brush::{Brush, Extent, Paint},
        path::{self, Spot},
    },
    shape::Shape,
};

/// The width of a bar at a place that has none of its own, in CSS pixels, where rows lie no closer.
const LOOSE_BAR_CSS_PX: f64 = 18.0;
/// The share of the distance to the next row that such a bar takes.
const LOOSE_SHARE: f64 = 0.8;
/// A lone bar across an empty axis is no thicker, in CSS pixels.
const LONE_BAR_CSS_PX: f64 = 56.0;
/// The share of an empty axis that a group of bars takes.
const GROUP_SHARE: f64 = 0.8;
/// The length of a tick where it has no band, and its thickness.
const TICK_CSS_PX: (f64, f64) = (14.0, 1.0);
/// The ends of error bars are no longer.
const CAP_CSS_PX: f64 = 12.0;
/// Between two bins.
const BIN_GAP_CSS_PX: f64 = 1.0;

/// Draws a box for each row.
pub(crate) fn bars(brush: &Brush<'_, '_>, canvas: &mut Canvas<'_>) {
    let loose = [Channel::X, Channel::Y].map(|channel| loose_px(brush, channel));
    for row in 0..brush.unit.data.rows() {
        let x = side(brush, Channel::X, Channel::X2, row, loose[0]);
        let y = side(brush, Channel::Y, Channel::Y2, row, loose[1]);
        let (Some(x), Some(y)) = (x, y) else { continue };
        let room = brush.room;
        if is_outside(x, room.left, room.right) || is_outside(y, room.top, room.bottom) {
            continue;
        }
        let clip = |(from, to): (f64, f64), low: f64, high: f64| (from.clamp(low, high), to.clamp(low, high));
        let x = clip(x, room.left, room.right);
        let y = clip(y, room.top, room.bottom);
        let paint = brush.paint(row);
        box_shapes(brush, x, y, &paint, canvas.shapes);
        canvas.target(row, (x.0, y.0), (x.1, y.1), &paint);
    }
}

/// Draws a short thick line for each row, across the axis that measures.
pub(crate) fn ticks(brush: &Brush<'_, '_>, canvas: &mut Canvas<'_>) {
    let frame = brush.pen.frame;
    let thickness = brush.style_px("thickness").unwrap_or_else(|| frame.px_f64(TICK_CSS_PX.1)).max(1.0);
    let is_upright = brush.unit.is_vertical != Some(false);
    let is_cap = brush.style_text("style") == Some("errorbar-ticks");
    for row in 0..brush.unit.data.rows() {
        let (Some(x), Some(y)) = (brush.at(Channel::X, row), brush.at(Channel::Y, row)) else { continue };
        if !brush.room.holds((x, y)) {
            continue;
        }
        let across = if is_upright { Channel::Y } else { Channel::X };
        let band =
            brush.extent(across, row).filter(|extent| extent.is_wide).map(|extent| (extent.end - extent.start).abs());
        let size =
            brush.number(Channel::Size, row).or_else(|| brush.style_number("size")).map(|size| frame.px_f64(size));
        let band = band.map(|band| if is_cap { band.min(frame.px_f64(CAP_CSS_PX)) } else { band });
        let length = size.or_else(|| sized(brush, if is_upright { "height" } else { "width" }, band)).or(band);
        let half = length.unwrap_or_else(|| frame.px_f64(TICK_CSS_PX.0)) / 2.0;
        let (wide, high) = if is_upright { (thickness / 2.0, half) } else { (half, thickness / 2.0) };
        let paint = Paint { hatch: None, ..brush.paint(row) };
        box_shapes(brush, (x - wide, x + wide), (y - high, y + high), &paint, canvas.shapes);
        canvas.target(row, (x - wide, y - high), (x + wide, y + high), &paint);
    }
}

/// From where to where a box reaches along an axis.
fn side(brush: &Brush<'_, '_>, channel: Channel, second: Channel, row: usize, loose_px: f64) -> Option<(f64, f64)> {
    let is_x = channel == Channel::X;
    let (low, high) = if is_x { (brush.room.left, brush.room.right) } else { (brush.room.top, brush.room.bottom) };
    let is_bar = brush.unit.mark.mark == MarkType::Bar;
    let is_measure = is_bar && (brush.is_vertical() != is_x);
    let dimension = if is_x { "width" } else { "height" };
    if !brush.says(channel) && !brush.says(second) {
        let thick = brush.style_px("size").or_else(|| sized(brush, dimension, Some(high - low)));
        let most = if is_bar { brush.pen.frame.px_f64(LONE_BAR_CSS_PX) } else { high - low };
        let offset = if is_x { Channel::XOffset } else { Channel::YOffset };
        let most = if brush.channel(offset).is_some() { (high - low) * GROUP_SHARE } else { most };
        let half = thick.unwrap_or((high - low).min(most)) / 2.0;
        let middle = f64::midpoint(low, high);
        let part = brush.grouped(Extent { start: middle - half, end: middle + half, is_wide: true }, channel, row);
        return Some((part.start, part.end));
    }
    let Some(extent) = brush.extent(channel, row) else {
        let end = brush.extent(second, row)?;
        return Some((brush.base(channel), end.middle()));
    };
    if brush.says(second) {
        let end = brush.extent(second, row)?;
        return Some((
            if extent.is_wide { extent.start } else { extent.middle() },
            if end.is_wide { end.end } else { end.start },
        ));
    }
    if is_measure && !extent.is_wide {
        return Some((brush.base(channel), extent.start));
    }
    let size = brush.number(Channel::Size, row).filter(|_| is_bar).or_else(|| brush.style_number("size"));
    let size = size.map(|size| brush.pen.frame.px_f64(size));
    let size = size.or_else(|| sized(brush, dimension, Some((extent.end - extent.start).abs())));
    Some(match (size, extent.is_wide) {
        (Some(size), _) => (extent.middle() - size / 2.0, extent.middle() + size / 2.0),
        (None, true) => spaced(brush, channel, extent),
        (None, false) => (extent.start - loose_px / 2.0, extent.start + loose_px / 2.0),
    })
}

/// A size that the mark says: in CSS pixels, or as a part of a band.
fn sized(brush: &Brush<'_, '_>, name: &str, band_px: Option<f64>) -> Option<f64> {
    match brush.style(name)? {
        Json::Number(number) => number.as_f64().map(|css_px| brush.pen.frame.px_f64(css_px)),
        Json::Object(relative) => Some(relative.get("band")?.as_f64()? * band_px?),
        _ => None,
    }
}

/// Bins and time units stand apart by a pixel where they are wide enough for one.
fn spaced(brush: &Brush<'_, '_>, channel: Channel, extent: Extent) -> (f64, f64) {
    let (from, to) = (extent.start.min(extent.end), extent.start.max(extent.end));
    let is_stack = brush.channel(channel).is_some_and(|view| view.stack.is_some());
    let is_band = brush.scale(channel).is_some_and(|scale| scale.share(0.0).is_none() && !scale.is_time());
    if is_stack || is_band || brush.unit.mark.mark == MarkType::Rect {
        return (from, to);
    }
    let gap = brush.style_px("binSpacing").unwrap_or_else(|| brush.pen.frame.px_f64(BIN_GAP_CSS_PX));
    if to - from > gap * 2.0 { (from + gap / 2.0, to - gap / 2.0) } else { (from, to) }
}

/// How wide bars without a width of their own are: most of the distance between the two closest.
fn loose_px(brush: &Brush<'_, '_>, channel: Channel) -> f64 {
    let most = brush.pen.frame.px_f64(LOOSE_BAR_CSS_PX);
    let mut places: Vec<f64> = (0..brush.unit.data.rows())
        .filter_map(|row| brush.extent(channel, row).filter(|extent| !extent.is_wide).map(|extent| extent.start))
        .collect();
    places.sort_by(f64::total_cmp);
    let least = places.windows(2).map(|pair| pair[1] - pair[0]).filter(|gap| *gap > 0.01).fold(f64::INFINITY, f64::min);
    (least * LOOSE_SHARE).clamp(1.0, most)
}

/// A filled and outlined box.
fn box_shapes(brush: &Brush<'_, '_>, x: (f64, f64), y: (f64, f64), paint: &Paint, out: &mut Vec<Shape>) {
    let (left, right, top, bottom) = (x.0.min(x.1), x.0.max(x.1), y.0.min(y.1), y.0.max(y.1));
    let radii = radii(brush, x, y);
    let corners = corners((left, right, top, bottom), radii);
    if let Some(ink) = paint.fill {
        if radii.iter().all(|radius| *radius < 0.75) {
            let from = (left.round() as i32, top.round() as i32);
            let to = (
                (right.round() as i32).max(from.0 + i32::from(right > left)),
                (bottom.round() as i32).max(from.1 + i32::from(bottom > top)),
            );
            if from.0 < to.0 && from.1 < to.1 {
                out.push(Shape::Rect { from, to, ink });
            }
        } else {
            out.push(Shape::Polygon { points: path::pixels(&corners), ink });
        }
    }
    brush.hatch(&path::pixels(&corners), paint, out);
    if let Some(ink) = paint.stroke {
        let closed = [corners.as_slice(), &corners[..1]].concat();
        path::stroke(&closed, brush.room, ink, paint.stroke_px, &paint.dashes, out);
    }
}

/// The radii of the corners: top left, top right, bottom right, bottom left. `cornerRadiusEnd` rounds those away from
/// the base.
fn radii(brush: &Brush<'_, '_>, x: (f64, f64), y: (f64, f64)) -> [f64; 4] {
    let all = brush.style_px("cornerRadius").unwrap_or(0.0);
    let mut radii = [all; 4];
    if let Some(end) = brush.style_px("cornerRadiusEnd") {
        let far = match (brush.is_vertical(), x.1 >= x.0, y.1 <= y.0) {
            (true, _, true) => [0, 1],
            (true, _, false) => [2, 3],
            (false, true, _) => [1, 2],
            (false, false, _) => [0, 3],
        };
        for corner in far {
            radii[corner] = end;
        }
    }
    let names = ["cornerRadiusTopLeft", "cornerRadiusTopRight", "cornerRadiusBottomRight", "cornerRadiusBottomLeft"];
    for (radius, name) in radii.iter_mut().zip(names) {
        *radius = brush.style_px(name).unwrap_or(*radius);
    }
    let most = ((x.1 - x.0).abs().min((y.1 - y.0).abs()) / 2.0).max(0.0);
    radii.map(|radius| radius.clamp(0.0, most))
}

/// The outline of a box with round corners, clockwise from the top left.
fn corners((left, right, top, bottom): (f64, f64, f64, f64), radii: [f64; 4]) -> Vec<Spot> {
    let centers = [
        (left + radii[0], top + radii[0]),
        (right - radii[1], top + radii[1]),
        (right - radii[2], bottom - radii[2]),
        (left + radii[3], bottom - radii[3]),
    ];
    let mut spots = Vec::new();
    for (corner, (center, radius)) in centers.into_iter().zip(radii).enumerate() {
        let parts = if radius < 0.75 { 0 } else { (radius.ceil() as usize).min(16) };
        for part in 0..=parts {
            let share = if parts == 0 { 0.0 } else { part as f64 / parts as f64 };
            let angle = std::f64::consts::FRAC_PI_2 * (corner as f64 + 2.0 + share);
            spots.push((center.0 + radius * angle.cos(), center.1 + radius * angle.sin()));
        }
    }
    spots
}
