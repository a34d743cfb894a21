//! Bounds: thresholds as they are drawn over a plot: a line across the axis of values, colour up to the next one, and
//! words that stay readable over whatever lies below them. Values that lie along x, as those of lying bars, are bounded
//! by upright lines.

use crate::{
    axes::Pen,
    frame::Area,
    measure::truncate,
    plot::Plot,
    shape::{Align, Ink, Shape, TextStyle},
    threshold::Threshold,
};

/// The widest words of one, in CSS pixels.
const WORDS_CSS_PX: f64 = 140.0;
/// How strong what lies up to the next one is filled, how strong a line stands, and how much of the ground is behind words.
const FILL_ALPHA: f64 = 0.1;
const LINE_ALPHA: f64 = 0.85;
const GROUND_ALPHA: f64 = 0.8;
const LINE_CSS_PX: f64 = 1.5;
/// Between words and what is beside them, in CSS pixels.
const AIR_CSS_PX: f64 = 3.0;

/// The lines, fills and words of those that are on the axis of values, words last.
pub(crate) fn shapes(plot: &Plot, thresholds: &[Threshold], pen: Pen<'_>) -> Vec<Shape> {
    let Some(bounds) = Bounds::of(plot, pen) else { return Vec::new() };
    let (low, high) = bounds.domain;
    let ink = |threshold: &Threshold| Ink::from(threshold.color.unwrap_or(pen.palette.muted));
    let mut shapes = Vec::new();
    for (place, threshold) in thresholds.iter().enumerate().filter(|(_, threshold)| threshold.is_filled) {
        let ends = thresholds.get(place + 1).map_or(high, |next| next.at).min(high);
        let from = threshold.at.max(low);
        if from < ends {
            shapes.extend(bounds.fill((from, ends), ink(threshold).with_alpha(FILL_ALPHA)));
        }
    }
    let shown = || thresholds.iter().filter(|threshold| (low..=high).contains(&threshold.at));
    shapes.extend(shown().filter_map(|threshold| bounds.line(threshold.at, ink(threshold).with_alpha(LINE_ALPHA))));
    let mut taken = Vec::new();
    // In a low frame words would hide what they are about.
    for threshold in shown().filter(|_| !pen.is_bare() && pen.has_two_lines()) {
        shapes.extend(bounds.words(threshold, &mut taken).into_iter().flatten());
    }
    shapes
}

/// Where the axis of values is.
struct Bounds<'a> {
    plot: &'a Plot,
    pen: Pen<'a>,
    area: Area,
    domain: (f64, f64),
    /// Values lie along x.
    lies: bool,
}

impl<'a> Bounds<'a> {
    /// `None` where neither axis measures.
    fn of(plot: &'a Plot, pen: Pen<'a>) -> Option<Self> {
        let area = plot.area()?;
        let upright = plot.y_domain().map(|domain| (domain, false));
        let along = || plot.x_domain().filter(|_| !plot.x_is_time()).map(|domain| (domain, true));
        let (domain, lies) = upright.or_else(along)?;
        Some(Self { plot, pen, area, domain, lies })
    }

    /// The column or the row of a value.
    fn px(&self, value: f64) -> Option<i32> {
        if self.lies {
            Some(self.area.column(self.plot.x_px(value)?))
        } else {
            Some(self.area.row(self.plot.y_px(value)?))
        }
    }

    /// What lies between two columns or rows.
    fn stripe(&self, from: i32, to: i32, ink: Ink) -> Shape {
        let Area { left, top, right, bottom } = self.area;
        if self.lies {
            Shape::Rect { from: (from, top), to: (to, bottom + 1), ink }
        } else {
            Shape::Rect { from: (left, from), to: (right + 1, to), ink }
        }
    }

    fn fill(&self, (from, to): (f64, f64), ink: Ink) -> Option<Shape> {
        let (from, to) = (self.px(from)?, self.px(to)?);
        Some(self.stripe(from.min(to), from.max(to), ink))
    }

    fn line(&self, at: f64, ink: Ink) -> Option<Shape> {
        let from = self.px(at)?;
        Some(self.stripe(from, from + self.pen.frame.px(LINE_CSS_PX), ink))
    }

    /// The words of one on a piece of the ground: at the end of its line, above it or below it where others stand or no
    /// room is; beside it where it is upright. None where there is no room at all.
    fn words(&self, threshold: &Threshold, taken: &mut Vec<Area>) -> Option<[Shape; 2]> {
        let Self { pen, area, lies, .. } = *self;
        let (at, size_px, rtl) = (self.px(threshold.at)?, pen.font_px(), pen.frame.rtl);
        let most_px = pen.frame.px_f64(WORDS_CSS_PX).min(f64::from(area.width()) * 0.6);
        let text = Some(truncate(&threshold.words, size_px, most_px)).filter(|text| !text.is_empty())?;
        let (air, thick, high) = (pen.frame.px(AIR_CSS_PX), pen.frame.px(LINE_CSS_PX), pen.line_px());
        let wide = pen.width_px(&text).ceil() as i32 + 2 * air;
        let boxed = |left: i32, top: i32| Area { left, top, right: left + wide, bottom: top + high };
        let places = if lies {
            [boxed(at + thick + 1, area.top + 1), boxed(at - wide - 1, area.top + 1)]
        } else {
            let left = if rtl { area.left + 1 } else { area.right - wide };
            [boxed(left, at - high - 1), boxed(left, at + thick + 1)]
        };
        let fits = |place: &Area| {
            let is_inside = area.contains((place.left, place.top)) && area.contains((place.right, place.bottom));
            is_inside && taken.iter().all(|other| !meet(other, place))
        };
        let place = places.into_iter().find(fits)?;
        taken.push(place);
        let ground = Ink::from(pen.palette.surface).with_alpha(GROUND_ALPHA);
        let ground = Shape::Rect { from: (place.left, place.top), to: (place.right, place.bottom), ink: ground };
        let middle = i32::midpoint(place.top, place.bottom);
        let at = (place.left + air, middle);
        let (ink, style) = (pen.palette.text.into(), TextStyle::default());
        Some([ground, Shape::Text { text, at, align: Align::Left, size_px, ink, style }])
    }
}

fn meet(one: &Area, other: &Area) -> bool {
    one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom
}
