//! Axes: where the area between them lies, quiet grid lines, and labels that never overlap. The margin of the value
//! axis is as wide as its longest label; the unit stands once, above it.

use crate::{
    calendar,
    encode::X,
    frame::{Area, Frame},
    measure::{truncate, width_px},
    number::{self, TickFormat},
    palette::Palette,
    scale::{Linear, Ticks, XScale, value_axis},
    shape::{Align, Ink, Shape},
};

/// Size of all labels, in CSS pixels.
const FONT_CSS_PX: f64 = 11.0;
/// From one line of labels to the next.
const LINE_CSS_PX: f64 = 14.0;
/// Between an axis and its labels.
const GAP_CSS_PX: f64 = 6.0;
/// Between the area and the edge of the frame where no label stands.
const EDGE_CSS_PX: f64 = 10.0;
/// Between two labels side by side.
const BETWEEN_CSS_PX: f64 = 12.0;
/// One tick of the value axis for so much height.
const VALUE_TICK_CSS_PX: f64 = 44.0;
/// One tick of the x axis for so much width.
const X_TICK_CSS_PX: f64 = 80.0;
/// A category label is cut rather than left out from this width on.
const READABLE_CSS_PX: f64 = 44.0;
/// A frame that is smaller has no axes: their labels would leave no area.
const LEAST_WIDTH_CSS_PX: f64 = 110.0;
const LEAST_HEIGHT_CSS_PX: f64 = 70.0;
/// A frame that is lower leaves the second line of time labels out.
const LEAST_HEIGHT_OF_CONTEXT_CSS_PX: f64 = 130.0;

/// The value axis before its place is known.
#[derive(Clone, Debug)]
pub(crate) struct ValueAxis {
    domain: (f64, f64),
    ticks: Ticks,
    labels: Vec<String>,
    unit: String,
}

/// Both scales and the area that they fill.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Scales {
    pub(crate) area: Area,
    pub(crate) x: XScale,
    pub(crate) y: Linear,
}

/// What the axes are drawn with.
#[derive(Clone, Copy)]
pub(crate) struct Pen<'a> {
    pub(crate) frame: &'a Frame,
    pub(crate) palette: &'a Palette,
}

impl ValueAxis {
    /// The axis of values in this extent.
    pub(crate) fn new(extent: (f64, f64), from_zero: bool, frame: &Frame, unit: &str) -> Self {
        let height_css_px = f64::from(frame.height()) / frame.px_f64(1.0);
        let about = ((height_css_px - 40.0) / VALUE_TICK_CSS_PX).clamp(2.0, 8.0) as usize;
        let (domain, ticks) = value_axis(extent, from_zero, about);
        let largest = ticks.values.iter().fold(0f64, |largest, tick| largest.max(tick.abs()));
        let format = TickFormat::new(ticks.step, largest, unit);
        let labels = ticks.values.iter().map(|tick| format.label(*tick)).collect();
        Self { domain, ticks, labels, unit: format.unit }
    }

    /// The area that its labels and those of x leave free.
    pub(crate) fn area(&self, frame: &Frame, x: &X) -> Area {
        let (width, height) = (frame.width(), frame.height());
        if is_bare(frame) {
            let edge = frame.px(2.0).min(width / 4).min(height / 4);
            return Area { left: edge, top: edge, right: width - 1 - edge, bottom: height - 1 - edge };
        }
        let labels_px = self.labels.iter().map(|label| width_px(label, frame.px_f64(FONT_CSS_PX))).fold(0.0, f64::max);
        let labels_px = (labels_px + frame.px_f64(GAP_CSS_PX)).min(f64::from(width) * 0.4).ceil() as i32;
        let lines = if has_context(frame, x) { 2.0 } else { 1.0 };
        let top = if self.unit.is_empty() { EDGE_CSS_PX } else { EDGE_CSS_PX + LINE_CSS_PX };
        let (left, right) = (labels_px, frame.px(EDGE_CSS_PX));
        let (left, right) = if frame.rtl { (right, left) } else { (left, right) };
        Area {
            left,
            top: frame.px(top),
            right: width - 1 - right,
            bottom: height - 1 - frame.px(GAP_CSS_PX + LINE_CSS_PX * lines),
        }
    }

    /// The scale over the height of an area.
    pub(crate) fn scale(&self, area: Area) -> Linear {
        Linear::new(self.domain, (f64::from(area.bottom), f64::from(area.top)))
    }

    /// Grid lines, labels and the unit.
    pub(crate) fn draw(&self, pen: Pen<'_>, scales: &Scales, out: &mut Vec<Shape>) {
        if is_bare(pen.frame) {
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
        if !self.unit.is_empty() {
            let row = area.top - pen.frame.px(LINE_CSS_PX);
            let room_px = f64::from(pen.frame.width()) * 0.5;
            let unit = truncate(&self.unit, pen.font_px(), room_px);
            let align = if width_px(&unit, pen.font_px()) <= f64::from(area.left - gap) || pen.frame.rtl {
                (x, align)
            } else {
                (0, Align::Left)
            };
            out.push(pen.text(unit, (align.0, row), align.1));
        }
    }
}

/// The labels of x below the area.
pub(crate) fn draw_x(pen: Pen<'_>, x: &X, scales: &Scales, out: &mut Vec<Shape>) {
    if is_bare(pen.frame) {
        return;
    }
    let about = (f64::from(scales.area.width()) / pen.frame.px_f64(X_TICK_CSS_PX)).clamp(1.0, 100.0) as usize;
    match (x, &scales.x) {
        (X::Band(labels), XScale::Band(band)) => draw_categories(pen, labels, band.step_px(), scales, out),
        (X::Time(_), XScale::Time(linear)) => draw_times(pen, linear, about, scales, out),
        (_, XScale::Number(linear) | XScale::Time(linear)) => draw_numbers(pen, linear, about, scales, out),
        (X::Time(_) | X::Number, XScale::Band(_)) => {}
    }
}

fn draw_times(pen: Pen<'_>, linear: &Linear, about: usize, scales: &Scales, out: &mut Vec<Shape>) {
    let ticks = calendar::ticks(linear.domain, about);
    let place = |tick: &calendar::Tick| scales.x.px(tick.at_ms as f64);
    pen.tick_marks(ticks.iter().map(place), scales.area, out);
    pen.labels(ticks.iter().map(|tick| (place(tick), tick.label.clone())), 0, scales.area, out);
    if pen.two_lines() {
        let contexts = ticks.iter().rev().filter_map(|tick| Some((place(tick), tick.context.clone()?)));
        pen.labels(contexts, 1, scales.area, out);
    }
}

fn draw_numbers(pen: Pen<'_>, linear: &Linear, about: usize, scales: &Scales, out: &mut Vec<Shape>) {
    let ticks = linear.ticks(about);
    let largest = ticks.values.iter().fold(0f64, |largest, tick| largest.max(tick.abs()));
    let format = TickFormat::new(ticks.step, largest, "");
    pen.tick_marks(ticks.values.iter().map(|tick| scales.x.px(*tick)), scales.area, out);
    pen.labels(ticks.values.iter().map(|tick| (scales.x.px(*tick), format.label(*tick))), 0, scales.area, out);
}

/// Every category where all fit; else cut ones where that is readable; else every so many.
fn draw_categories(pen: Pen<'_>, labels: &[String], step_px: f64, scales: &Scales, out: &mut Vec<Shape>) {
    let between = pen.frame.px_f64(BETWEEN_CSS_PX);
    let readable = pen.frame.px_f64(READABLE_CSS_PX);
    let widest = labels.iter().map(|label| width_px(label, pen.font_px())).fold(0.0, f64::max);
    let needed = widest.min(readable) + between;
    let every = (needed / step_px.max(f64::MIN_POSITIVE)).ceil().clamp(1.0, labels.len().max(1) as f64) as usize;
    let room_px = step_px * every as f64 - between;
    let shown = labels.iter().enumerate().step_by(every);
    let cut = shown.map(|(index, label)| (scales.x.px(index as f64), truncate(label, pen.font_px(), room_px)));
    pen.labels(cut, 0, scales.area, out);
}

impl Pen<'_> {
    fn font_px(&self) -> f64 {
        self.frame.px_f64(FONT_CSS_PX)
    }

    /// A filled rectangle, which is crisp at any density.
    fn rect(&self, from: (i32, i32), to: (i32, i32), ink: Ink) -> Shape {
        let (width, height) = (self.frame.width(), self.frame.height());
        Shape::Rect { from, to: (to.0.min(width), to.1.min(height)), ink }
    }

    fn text(&self, text: String, at: (i32, i32), align: Align) -> Shape {
        Shape::Text { text, at, align, size_px: self.font_px(), ink: self.palette.muted.into() }
    }

    fn tick_marks(&self, places_px: impl Iterator<Item = f64>, area: Area, out: &mut Vec<Shape>) {
        let (width, length) = (self.frame.px(1.0), self.frame.px(4.0));
        for place_px in places_px {
            let column = area.column(place_px);
            let (from, to) = ((column, area.bottom + 1), (column + width, area.bottom + 1 + length));
            out.push(self.rect(from, to, self.palette.axis.into()));
        }
    }

    /// Labels centred below their places, kept inside the frame; one that would touch an earlier one is left out.
    fn labels(&self, labels: impl Iterator<Item = (f64, String)>, line: i32, area: Area, out: &mut Vec<Shape>) {
        let row = area.bottom + self.frame.px(GAP_CSS_PX) + line * self.frame.px(LINE_CSS_PX);
        let frame_px = f64::from(self.frame.width());
        let mut taken: Vec<(f64, f64)> = Vec::new();
        for (place_px, text) in labels {
            let half = width_px(&text, self.font_px()) / 2.0;
            let center = place_px.min(frame_px - half).max(half);
            let (left, right) = (center - half, center + half + self.frame.px_f64(GAP_CSS_PX));
            let free = taken.iter().all(|(from, to)| right <= *from || *to <= left);
            if free && half > 0.0 && right - left <= frame_px {
                taken.push((left, right));
                out.push(self.text(text, (center.round() as i32, row), Align::Below));
            }
        }
    }

    fn two_lines(&self) -> bool {
        f64::from(self.frame.height()) >= self.frame.px_f64(LEAST_HEIGHT_OF_CONTEXT_CSS_PX)
    }
}

fn has_context(frame: &Frame, x: &X) -> bool {
    matches!(x, X::Time(_)) && f64::from(frame.height()) >= frame.px_f64(LEAST_HEIGHT_OF_CONTEXT_CSS_PX)
}

fn is_bare(frame: &Frame) -> bool {
    f64::from(frame.width()) < frame.px_f64(LEAST_WIDTH_CSS_PX)
        || f64::from(frame.height()) < frame.px_f64(LEAST_HEIGHT_CSS_PX)
}

impl Scales {
    /// The pixel of a value; `None` for a gap.
    pub(crate) fn point(&self, x: f64, y: f64) -> Option<(i32, i32)> {
        (!y.is_nan()).then(|| (self.area.column(self.x.px(x)), self.area.row(self.y.px(y))))
    }
}

/// The words of a place along x.
pub(crate) fn say_x(x: &X, moments: calendar::Moments, value: f64) -> String {
    match x {
        X::Time(_) => moments.say(value),
        X::Number => number::short(value),
        X::Band(labels) => labels.get(value as usize).cloned().unwrap_or_default(),
    }
}
