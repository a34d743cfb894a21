//! Axes: the area between them, and the quiet ink that both are drawn with. Labels never overlap and never leave the
//! frame; a frame too small for labels has none.

mod horizontal;
mod kept;
mod vertical;

pub(crate) use horizontal::say_x;
use horizontal::{Places, XAxis};
pub(crate) use kept::{Axes, Names};
use vertical::ValueAxis;
pub(crate) use vertical::{Reach, Span};

use crate::{
    frame::{Area, Frame},
    measure::width_px,
    palette::Palette,
    scale::{Linear, XScale},
    shape::{Align, Ink, Point, Shape, TextStyle},
};

/// Size of all labels, in CSS pixels.
const FONT_CSS_PX: f64 = 11.0;
/// From one line of labels to the next.
const LINE_CSS_PX: f64 = 14.0;
/// Between an axis and its labels.
const GAP_CSS_PX: f64 = 6.0;
/// Between the area and the edge of the frame where no label stands.
const EDGE_CSS_PX: f64 = 10.0;
/// A frame that is smaller has no axes: their labels would leave no area.
const LEAST_WIDTH_CSS_PX: f64 = 110.0;
const LEAST_HEIGHT_CSS_PX: f64 = 70.0;
/// A frame that is lower has no second line of labels below the area.
const LEAST_HEIGHT_OF_TWO_LINES_CSS_PX: f64 = 130.0;

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

impl Scales {
    /// The pixel of a value, inside the area or not; `None` for a gap.
    pub(crate) fn point(&self, x: f64, y: f64) -> Option<Point> {
        (!y.is_nan()).then(|| (pixel(self.x.px(x)), self.row(y)))
    }

    /// The row of a value, inside the area or not.
    pub(crate) fn row(&self, y: f64) -> i32 {
        pixel(self.y.px(y))
    }
}

/// The nearest whole pixel, at most a million away from the frame: lines from further look the same inside it. It rounds
/// by `floor`, for which WebAssembly has an instruction.
pub(crate) fn pixel(px: f64) -> i32 {
    (px + 0.5).floor().clamp(-1e6, 1e6) as i32
}

impl Pen<'_> {
    /// Whether the frame is too small for axes.
    pub(crate) fn is_bare(&self) -> bool {
        f64::from(self.frame.width()) < self.frame.px_f64(LEAST_WIDTH_CSS_PX)
            || f64::from(self.frame.height()) < self.frame.px_f64(LEAST_HEIGHT_CSS_PX)
    }

    /// Whether the frame is high enough for a second line of words below the area.
    pub(crate) fn has_two_lines(&self) -> bool {
        f64::from(self.frame.height()) >= self.frame.px_f64(LEAST_HEIGHT_OF_TWO_LINES_CSS_PX)
    }

    /// From one line of words to the next.
    pub(crate) fn line_px(&self) -> i32 {
        self.frame.px(LINE_CSS_PX)
    }

    pub(crate) fn font_px(&self) -> f64 {
        self.frame.px_f64(FONT_CSS_PX)
    }

    pub(crate) fn width_px(&self, text: &str) -> f64 {
        width_px(text, self.font_px())
    }

    /// A filled rectangle inside the frame: unlike a stroke it is crisp at any density.
    fn rect(&self, from: Point, to: Point, ink: Ink) -> Shape {
        Shape::Rect { from, to: (to.0.min(self.frame.width()), to.1.min(self.frame.height())), ink }
    }

    pub(crate) fn text(&self, text: String, at: Point, align: Align) -> Shape {
        let (ink, style) = (self.palette.muted.into(), TextStyle::default());
        Shape::Text { text, at, align, size_px: self.font_px(), ink, style }
    }

    /// Texts centred at their places along a row, pushed inside the frame; one that would touch an earlier one is
    /// left out.
    pub(crate) fn row_of_texts(&self, texts: impl Iterator<Item = (f64, String)>, row: i32, out: &mut Vec<Shape>) {
        let frame_px = f64::from(self.frame.width());
        let mut taken: Vec<(f64, f64)> = Vec::new();
        for (place_px, text) in texts {
            let half = self.width_px(&text) / 2.0;
            let center = place_px.min(frame_px - half).max(half);
            let (left, right) = (center - half, center + half + self.frame.px_f64(GAP_CSS_PX));
            let is_free = taken.iter().all(|(from, to)| right <= *from || *to <= left);
            if is_free && half > 0.0 && half * 2.0 <= frame_px {
                taken.push((left, right));
                out.push(self.text(text, (center.round() as i32, row), Align::Below));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::frame::Theme;

    proptest! {
        #[test]
        fn texts_of_a_row_stay_apart_and_inside(
            texts in prop::collection::vec((-50.0..700.0f64, "[a-zA-Z0-9 ]{0,20}"), 0..40),
            width_px in 1u32..640,
        ) {
            let frame = Frame { width_px, height_px: 100, scale: 1.0, theme: Theme::Light, rtl: false, patterns: false };
            let pen = Pen { frame: &frame, palette: Palette::of(Theme::Light) };
            let mut shapes = Vec::new();
            pen.row_of_texts(texts.into_iter(), 50, &mut shapes);
            let mut spans: Vec<_> = shapes
                .iter()
                .filter_map(|shape| match shape {
                    Shape::Text { text, at, .. } => Some((f64::from(at.0), pen.width_px(text) / 2.0)),
                    _ => None,
                })
                .collect();
            spans.sort_by(|left, right| left.0.total_cmp(&right.0));
            let is_inside = |(center, half): &(f64, f64)| center - half >= -1.0 && center + half <= f64::from(width_px) + 1.0;
            prop_assert!(spans.iter().all(is_inside));
            prop_assert!(spans.windows(2).all(|pair| pair[0].0 + pair[0].1 < pair[1].0 - pair[1].1));
        }
    }
}
