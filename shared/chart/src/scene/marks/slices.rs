//! Slices: parts of a circle or of a ring, from the top, clockwise.

use std::f64::consts::{FRAC_PI_2, TAU};

use grammar::{
    spec::{Channel, MarkType},
    view::ChannelValue,
};

use super::Canvas;
use crate::{
    scene::{
        brush::{Brush, Extent},
        path::{self, Spot},
        scale::Kind,
    },
    shape::Shape,
};

/// One corner of a slice for so many pixels of its outer edge.
const CORNER_PX: f64 = 2.0;

/// A hole of more than this share was meant for a larger circle, and becomes that share.
const MOST_HOLE: f64 = 0.75;
const DEFAULT_HOLE: f64 = 0.6;

/// Draws a slice for each row, with a line of the panel's colour between them.
pub(crate) fn slices(brush: &Brush<'_, '_>, canvas: &mut Canvas<'_>) {
    let rows = brush.unit.data.rows();
    for row in 0..rows {
        let Some(center) = brush.polar_center(row) else { continue };
        let Some(theta) = brush.theta(row) else { continue };
        let Some((inner, outer)) = radii(brush, row) else { continue };
        let pad = brush.style_number("padAngle").unwrap_or(0.0).clamp(0.0, TAU);
        let (from, to) = (theta.start.min(theta.end), theta.start.max(theta.end));
        let (from, to) = if to - from > pad * 2.0 { (from + pad / 2.0, to - pad / 2.0) } else { (from, to) };
        let outline = slice(center, (inner, outer), (from, to));
        let mut paint = brush.paint(row);
        if rows > 1 && brush.style("stroke").is_none() && brush.style("padAngle").is_none() {
            paint.stroke = paint.stroke.or(Some(brush.pen.palette.surface.into()));
        }
        if let Some(ink) = paint.fill {
            canvas.shapes.push(Shape::Polygon { points: path::pixels(&outline), ink });
        }
        brush.hatch(&path::pixels(&outline), &paint, canvas.shapes);
        if let Some(ink) = paint.stroke {
            let closed = [outline.as_slice(), &outline[..1]].concat();
            path::stroke(&closed, brush.room, ink, paint.stroke_px, &paint.dashes, canvas.shapes);
        }
        let middle = spot(center, f64::midpoint(inner, outer), f64::midpoint(from, to));
        canvas.target(row, middle, middle, &paint);
    }
}

/// The inner and the outer radius of a row.
fn radii(brush: &Brush<'_, '_>, row: usize) -> Option<(f64, f64)> {
    let full = brush.full_radius();
    let said = |names: [&str; 2]| names.into_iter().find_map(|name| brush.style_px(name));
    let fit = |px: f64| px.min(full);
    let outer_said = said(["outerRadius", "radius"]);
    let inner = said(["innerRadius", "radius2"]).unwrap_or(0.0);
    // A ring that was meant for a larger circle keeps its proportions.
    let inner = match outer_said {
        Some(outer) if outer > full => inner * full / outer,
        _ if inner > full * MOST_HOLE => full * DEFAULT_HOLE,
        _ => inner,
    };
    if brush.channel(Channel::Radius).is_none() {
        let offset = brush.style_px("radiusOffset").unwrap_or(0.0);
        let outer = fit(outer_said.unwrap_or(full) + offset);
        return Some((inner.min(outer), inner.max(outer)));
    }
    let extent = brush.radius(row)?;
    if brush.channel(Channel::Radius2).is_some() || extent.is_wide {
        return Some((fit(extent.start.min(extent.end)), fit(extent.start.max(extent.end))));
    }
    Some((inner, fit(extent.end)))
}

fn spot(center: Spot, radius: f64, angle: f64) -> Spot {
    (center.0 + radius * (angle - FRAC_PI_2).cos(), center.1 + radius * (angle - FRAC_PI_2).sin())
}

fn slice(center: Spot, (inner, outer): (f64, f64), (from, to): (f64, f64)) -> Vec<Spot> {
    let parts = ((to - from).abs() * outer / CORNER_PX).ceil().clamp(1.0, 720.0) as usize;
    let at = |radius: f64, part: usize| spot(center, radius, from + (to - from) * part as f64 / parts as f64);
    let mut outline: Vec<Spot> = (0..=parts).map(|part| at(outer, part)).collect();
    if inner > 0.5 {
        outline.extend((0..=parts).rev().map(|part| at(inner, part)));
    } else {
        outline.push(center);
    }
    outline
}

impl Brush<'_, '_> {
    /// The middle of the circle.
    pub(crate) fn polar_center(&self, row: usize) -> Option<Spot> {
        Some((self.at(Channel::X, row)?, self.at(Channel::Y, row)?))
    }

    /// The largest radius that fits.
    pub(crate) fn full_radius(&self) -> f64 {
        (self.room.width().min(self.room.height()) / 2.0).max(1.0)
    }

    /// The angles of a row, in radians from the top; the whole circle where no channel says them.
    pub(crate) fn theta(&self, row: usize) -> Option<Extent> {
        if self.channel(Channel::Theta).is_none() {
            let said = |name: &str, default: f64| self.style_number(name).unwrap_or(default);
            return Some(Extent { start: said("theta2", 0.0), end: said("theta", TAU), is_wide: true });
        }
        self.polar(Channel::Theta, Channel::Theta2, row, (0.0, TAU))
    }

    /// The radii of a row, in pixels.
    pub(crate) fn radius(&self, row: usize) -> Option<Extent> {
        let full = self.full_radius();
        let scale = self.scale(Channel::Radius);
        let range = match scale.map(|scale| &scale.range) {
            Some(crate::scene::range::Range::Numbers(numbers)) => {
                let px = |index: usize| numbers.get(index).map(|number| self.pen.frame.px_f64(*number));
                (px(0).unwrap_or(0.0), px(numbers.len().saturating_sub(1)).unwrap_or(full).min(full))
            }
            _ => (0.0, full),
        };
        self.polar(Channel::Radius, Channel::Radius2, row, range)
    }

    fn polar(&self, channel: Channel, second: Channel, row: usize, range: (f64, f64)) -> Option<Extent> {
        let along = |share: f64| range.0 + (range.1 - range.0) * share;
        let view = self.channel(channel)?;
        if let ChannelValue::Constant(json) = &view.value {
            let number = json.as_f64()?;
            let end = if channel == Channel::Radius { self.pen.frame.px_f64(number) } else { number };
            let start = self.channel(second).and_then(|view| match &view.value {
                ChannelValue::Constant(json) => json.as_f64(),
                _ => None,
            });
            return Some(Extent { start: start.unwrap_or(0.0), end, is_wide: true });
        }
        let scale = self.scale(channel)?;
        if let Kind::Discrete(discrete, bands) = &scale.kind {
            let index = discrete.index(&self.value(view, row)?)?;
            let (from, to) = (bands.start(index), bands.start(index) + bands.width());
            return Some(Extent { start: along(from), end: along(to), is_wide: true });
        }
        let first = scale.share(self.value(view, row)?.number_or_gap()).map(along)?;
        let other = match &view.value {
            ChannelValue::Column { end: Some(end), .. } => Some(self.unit.data.column(end)?.number(row)),
            _ => self.channel(second).and_then(|view| self.value(view, row)).map(|value| value.number_or_gap()),
        };
        match other {
            Some(other) => Some(Extent { start: first, end: scale.share(other).map(along)?, is_wide: true }),
            None => Some(Extent { start: along(0.0), end: first, is_wide: false }),
        }
    }

    /// The place of a text: on the circle where it says an angle or a radius.
    pub(crate) fn polar_spot(&self, row: usize) -> Option<Spot> {
        let is_polar = self.unit.mark.mark == MarkType::Text
            && (self.channel(Channel::Theta).is_some() || self.channel(Channel::Radius).is_some());
        if !is_polar {
            return None;
        }
        let center = self.polar_center(row)?;
        let theta = if self.channel(Channel::Theta).is_some() { self.theta(row)?.middle() } else { 0.0 };
        let full = self.full_radius();
        let radius = match self.channel(Channel::Radius) {
            Some(_) => self.radius(row)?.end,
            None => self.style_px("radius").or_else(|| self.style_px("outerRadius")).unwrap_or(full * 0.8),
        };
        let radius = (radius + self.style_px("radiusOffset").unwrap_or(0.0)).min(full * 1.1);
        Some(spot(center, radius, theta))
    }
}
