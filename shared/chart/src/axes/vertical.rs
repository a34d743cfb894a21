//! The vertical axis: values. Its margin is as wide as its longest label, its unit stands once, above it.
//! From right to left it stands on the right.

use super::{EDGE_CSS_PX, GAP_CSS_PX, LINE_CSS_PX, Pen, Scales};
use crate::{
    frame::{Area, Frame},
    measure::truncate,
    number::TickFormat,
    scale::{Linear, Ticks, value_axis},
    shape::{Align, Shape},
    threshold,
};

/// One tick for so much height.
const TICK_CSS_PX: f64 = 44.0;
/// The labels take no more than this share of the width.
const MOST_LABELS_SHARE: f64 = 0.4;
/// Percentages that reach this much are shown as shares of 100; smaller ones would be lost at the bottom.
const LEAST_SHARE_OF_WHOLE: f64 = 10.0;

/// From where to where an axis of values goes, and how far its ticks are apart: what decides its labels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Span {
    domain: (f64, f64),
    step: f64,
}

/// The value axis, before its place is known.
#[derive(Clone, Debug)]
pub(crate) struct ValueAxis {
    pub(super) span: Span,
    ticks: Ticks,
    labels: Vec<String>,
    head: String,
}

/// What an axis of values is to show.
pub(crate) struct Reach<'a> {
    /// The lowest and the highest value.
    pub(crate) extent: (f64, f64),
    /// Exactly this, where somebody looks at a part.
    pub(crate) window: Option<(f64, f64)>,
    /// Marks stand on zero.
    pub(crate) from_zero: bool,
    /// What it reaches to where it is near.
    pub(crate) levels: &'a [f64],
}

impl ValueAxis {
    /// The axis of a span. Its head is the unit, after the name where there is one.
    pub(crate) fn new(span: Span, name: Option<&str>, unit: &str) -> Self {
        let ticks = Ticks::inside(span.domain, span.step);
        let format = TickFormat::new(&ticks, unit);
        let labels = ticks.values.iter().map(|tick| format.label(*tick)).collect();
        let head = match name {
            Some(name) if format.unit.is_empty() => name.to_owned(),
            Some(name) => format!("{name}, {}", format.unit),
            None => format.unit,
        };
        Self { span, ticks, labels, head }
    }

    /// The first and the last column of the area.
    pub(crate) fn sides(&self, pen: Pen<'_>) -> (i32, i32) {
        let last = pen.frame.width() - 1;
        if pen.is_bare() {
            let edge = bare_edge(pen.frame);
            return (edge, last - edge);
        }
        let labels_px = self.labels.iter().map(|label| pen.width_px(label)).fold(0.0, f64::max);
        let most_px = f64::from(pen.frame.width()) * MOST_LABELS_SHARE;
        let labels_px = (labels_px + pen.frame.px_f64(GAP_CSS_PX)).min(most_px).ceil() as i32;
        let edge = pen.frame.px(EDGE_CSS_PX);
        if pen.frame.rtl { (edge, last - labels_px) } else { (labels_px, last - edge) }
    }

    /// The area between these columns, above so many lines of labels.
    pub(crate) fn area(&self, pen: Pen<'_>, (left, right): (i32, i32), lines: u32) -> Area {
        let last = pen.frame.height() - 1;
        if pen.is_bare() {
            let edge = bare_edge(pen.frame);
            return Area { left, top: edge, right, bottom: last - edge };
        }
        let top = if self.head.is_empty() { EDGE_CSS_PX } else { EDGE_CSS_PX + LINE_CSS_PX };
        let below = GAP_CSS_PX + LINE_CSS_PX * f64::from(lines);
        Area { left, top: pen.frame.px(top), right, bottom: last - pen.frame.px(below) }
    }

    /// The scale over the height of an area.
    pub(crate) fn scale(&self, area: Area) -> Linear {
        Linear::new(self.span.domain, (f64::from(area.bottom), f64::from(area.top)))
    }

    /// Grid lines, labels and the head.
    pub(crate) fn draw(&self, pen: Pen<'_>, scales: &Scales, out: &mut Vec<Shape>) {
        if pen.is_bare() {
            return;
        }
        let area = scales.area;
        let gap = pen.frame.px(GAP_CSS_PX);
        let (x, align) = if pen.frame.rtl { (area.right + gap, Align::Left) } else { (area.left - gap, Align::Right) };
        for (tick, label) in self.ticks.values.iter().zip(&self.labels) {
            let row = area.row(scales.y.px(*tick));
            let color = if *tick == 0.0 { pen.palette.axis } else { pen.palette.grid };
            out.push(pen.rect((area.left, row), (area.right + 1, row + pen.frame.px(1.0)), color.into()));
            out.push(pen.text(label.clone(), (x, row), align));
        }
        self.draw_head(pen, area, out);
    }

    /// The head, from the outer edge inward.
    fn draw_head(&self, pen: Pen<'_>, area: Area, out: &mut Vec<Shape>) {
        if self.head.is_empty() {
            return;
        }
        let row = area.top - pen.frame.px(LINE_CSS_PX);
        let head = truncate(&self.head, pen.font_px(), f64::from(area.width()));
        let (x, align) = if pen.frame.rtl { (pen.frame.width() - 1, Align::Right) } else { (1, Align::Left) };
        out.push(pen.text(head, (x, row), align));
    }
}

impl Reach<'_> {
    /// What the axis shows, with about as many ticks as the frame has room for.
    pub(crate) fn span(&self, frame: &Frame, unit: &str) -> Span {
        let height_css_px = f64::from(frame.height()) / frame.px_f64(1.0);
        let about = ((height_css_px - 40.0) / TICK_CSS_PX).clamp(2.0, 8.0) as usize;
        let (domain, step) = match self.window {
            Some(window) => {
                let scale = Linear::new(window, (0.0, 1.0));
                (scale.domain, scale.step(about))
            }
            None => value_axis(self.extent(unit), self.from_zero, about),
        };
        Span { domain, step }
    }

    /// From the lowest to the highest that is shown of itself, before both are rounded.
    fn extent(&self, unit: &str) -> (f64, f64) {
        let (low, high) = whole(self.extent, unit);
        let extent = if self.from_zero { (low.min(0.0), high.max(0.0)) } else { (low, high) };
        threshold::reach(extent, self.levels)
    }
}

fn bare_edge(frame: &Frame) -> i32 {
    frame.px(2.0).min(frame.width() / 4).min(frame.height() / 4)
}

/// Shares of a whole are read against the whole: 99 to 100 % is full, not a mountain range.
fn whole((low, high): (f64, f64), unit: &str) -> (f64, f64) {
    let is_share = unit == "%" && low >= 0.0 && (LEAST_SHARE_OF_WHOLE..=100.0).contains(&high);
    if is_share { (0.0, 100.0) } else { (low, high) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_are_shares_of_a_whole() {
        assert_eq!(whole((99.0, 100.0), "%"), (0.0, 100.0));
        assert_eq!(whole((0.0, 38.0), "%"), (0.0, 100.0));
        for (extent, unit) in [((0.2, 0.8), "%"), ((-5.0, 60.0), "%"), ((90.0, 130.0), "%"), ((99.0, 100.0), "B")] {
            assert_eq!(whole(extent, unit), extent);
        }
    }
}
