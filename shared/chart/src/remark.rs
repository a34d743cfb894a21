//! Remarks: small speech bubbles above the values that people talk about. A value is found by what it says, because rows
//! come and go; one that is not shown has none.

use document::{Anchor, AnchorX};

use crate::{
    axes::Pen,
    plot::Plot,
    shape::{Ink, Point, Shape},
};

/// Most bubbles on one chart; further ones are left out.
const MAX_REMARKS: usize = 100;
/// Most values that a category is looked for among.
const MAX_VALUES: usize = 5_000;
/// The radius of a bubble, its ring in the colour of the ground, and how far it stands above its value, in CSS pixels.
const RADIUS_CSS_PX: f64 = 5.0;
const RING_CSS_PX: f64 = 1.5;
const ABOVE_CSS_PX: f64 = 11.0;

/// The bubbles above the values of these anchors.
pub(crate) fn bubbles(plot: &Plot, anchors: &[Anchor], pen: Pen<'_>) -> Vec<Shape> {
    let shown = anchors.iter().take(MAX_REMARKS).filter_map(|anchor| place(plot, anchor));
    shown.flat_map(|at| bubble(at, pen)).collect()
}

/// Where the value of an anchor is drawn.
fn place(plot: &Plot, anchor: &Anchor) -> Option<Point> {
    let series = anchor.series.as_deref().unwrap_or_default();
    let hits = match &anchor.x {
        AnchorX::Time(time_ms) => plot.nearest_all(plot.x_px(*time_ms as f64)?),
        AnchorX::Text(_) => plot.values(MAX_VALUES),
    };
    let is_it = |x: &str, x_value: f64| match &anchor.x {
        AnchorX::Time(time_ms) => x_value as i64 == *time_ms,
        AnchorX::Text(words) => x == words,
    };
    let hit = hits.into_iter().find(|hit| hit.series == series && is_it(&hit.x, hit.x_value))?;
    Some((hit.x_px, hit.y_px))
}

/// Above a place, or below it where there is no room.
fn bubble((x, y): Point, pen: Pen<'_>) -> [Shape; 3] {
    let px = |css_px: f64| pen.frame.px(css_px);
    let reach = px(RADIUS_CSS_PX) + px(RING_CSS_PX);
    let up = if y - px(ABOVE_CSS_PX) - reach >= 0 { -1 } else { 1 };
    let center = (x, y + up * px(ABOVE_CSS_PX));
    let half = px(RADIUS_CSS_PX) / 2;
    let tip = (x, y + up * px(RING_CSS_PX));
    let ink: Ink = pen.palette.text.into();
    [
        Shape::Circle { center, radius_px: reach.unsigned_abs(), ink: pen.palette.surface.into() },
        Shape::Polygon { points: vec![(x - half, center.1), (x + half, center.1), tip], ink },
        Shape::Circle { center, radius_px: px(RADIUS_CSS_PX).unsigned_abs(), ink },
    ]
}
