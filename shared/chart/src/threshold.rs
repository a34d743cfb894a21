//! Thresholds: values at which a number becomes another matter. A chart has a line at each, and colour up to the next
//! where that is wanted; a stat takes the colour of the last one that its number reaches. They belong to the panel and
//! not to its spec, so that a chart of millions of rows is drawn as before.

use document::{Color, Node, Property};

use crate::{
    axes::Pen,
    decimal::decimal,
    frame::Area,
    measure::truncate,
    plot::Plot,
    shape::{Align, Ink, Shape, TextStyle},
};

/// Most thresholds of a panel; further ones are left out.
pub const MAX_THRESHOLDS: usize = 50;
/// The widest words of one, in CSS pixels.
const WORDS_CSS_PX: f64 = 140.0;
/// How strong what lies up to the next one is filled, and how strong a line stands.
const FILL_ALPHA: f64 = 0.1;
const LINE_ALPHA: f64 = 0.85;

/// A value at which something changes.
#[derive(Clone, Debug, PartialEq)]
pub struct Threshold {
    /// The value.
    pub at: f64,
    /// Its colour; `None` is that of axis words.
    pub color: Option<Color>,
    /// Whether what lies between it and the next one is filled.
    pub is_filled: bool,
    /// What is said about it.
    pub words: String,
}

impl Threshold {
    /// Those of a panel, ascending. What is none is left out.
    #[must_use]
    pub fn of(node: &Node) -> Vec<Self> {
        let lines = node.names(Property::Thresholds).iter();
        let mut all: Vec<Self> = lines.filter_map(|line| Self::read(line)).take(MAX_THRESHOLDS).collect();
        all.sort_by(|left, right| left.at.total_cmp(&right.at));
        all
    }

    /// Reads value, colour, `fill` or nothing, and words, with tabs between them.
    #[must_use]
    pub fn read(line: &str) -> Option<Self> {
        let mut parts = line.splitn(4, '\t');
        let at = decimal(parts.next()?)?;
        let color = parts.next().and_then(|color| color.parse().ok());
        let is_filled = parts.next() == Some("fill");
        Some(Self { at, color, is_filled, words: parts.next().unwrap_or_default().to_owned() })
    }

    /// As it stands in the property.
    #[must_use]
    pub fn line(&self) -> String {
        let color = self.color.map(|color| color.to_string()).unwrap_or_default();
        format!("{}\t{color}\t{}\t{}", self.at, if self.is_filled { "fill" } else { "" }, self.words)
    }
}

/// The colour of the last threshold that a value reaches.
#[must_use]
pub fn reached(thresholds: &[Threshold], value: f64) -> Option<Color> {
    thresholds.iter().take_while(|threshold| threshold.at <= value).last()?.color
}

/// The lines, fills and words of those that are on the axis of a plot.
pub(crate) fn shapes(plot: &Plot, thresholds: &[Threshold], pen: Pen<'_>) -> Vec<Shape> {
    let (Some(area), Some((low, high))) = (plot.area(), plot.y_domain()) else { return Vec::new() };
    let mut shapes = Vec::new();
    for (place, threshold) in thresholds.iter().enumerate() {
        let ends = thresholds.get(place + 1).map_or(high, |next| next.at).min(high);
        let ink: Ink = threshold.color.unwrap_or(pen.palette.muted).into();
        let band = (threshold.at.max(low), ends);
        if threshold.is_filled && band.0 < band.1 {
            shapes.extend(fill(plot, area, band, ink));
        }
        if (low..=high).contains(&threshold.at) {
            shapes.extend(line(plot, area, threshold, ink, pen));
        }
    }
    shapes
}

fn row(area: Area, y_px: f64) -> i32 {
    (y_px.round() as i32).clamp(area.top, area.bottom)
}

fn fill(plot: &Plot, area: Area, (from, to): (f64, f64), ink: Ink) -> Option<Shape> {
    let (bottom, top) = (row(area, plot.y_px(from)?), row(area, plot.y_px(to)?));
    let ink = ink.with_alpha(FILL_ALPHA);
    Some(Shape::Rect { from: (area.left, top.min(bottom)), to: (area.right + 1, top.max(bottom)), ink })
}

/// The line and its words, above it or below it where there is no room.
fn line(plot: &Plot, area: Area, threshold: &Threshold, ink: Ink, pen: Pen<'_>) -> Vec<Shape> {
    let Some(y_px) = plot.y_px(threshold.at) else { return Vec::new() };
    let (row, width) = (row(area, y_px), pen.frame.px(1.5).max(1));
    let ink_of_line = ink.with_alpha(LINE_ALPHA);
    let mut shapes = vec![Shape::Rect { from: (area.left, row), to: (area.right + 1, row + width), ink: ink_of_line }];
    let words = truncate(&threshold.words, pen.font_px(), pen.frame.px_f64(WORDS_CSS_PX));
    if !words.is_empty() && !pen.is_bare() {
        let half = pen.line_px() / 2;
        let above = row - half;
        let at = (area.right - pen.frame.px(4.0), if above - half < area.top { row + half + width } else { above });
        let (align, size_px, style) = (Align::Right, pen.font_px(), TextStyle::default());
        shapes.push(Shape::Text { text: words, at, align, size_px, ink, style });
    }
    shapes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_threshold_is_read_as_it_is_written() {
        let line = "-1.5\t#d55e00\tfill\tToo cold";
        let read = Threshold::read(line).unwrap();
        assert_eq!((read.at, read.is_filled, read.words.as_str()), (-1.5, true, "Too cold"));
        assert_eq!(read.line(), line);
        assert_eq!(Threshold::read("x\t\t\t"), None);
    }

    #[test]
    fn a_number_takes_the_colour_of_the_last_one_that_it_reaches() {
        let all = ["10\t#0072b2\t\t", "20\t#d55e00\t\t"].map(|line| Threshold::read(line).unwrap());
        assert_eq!(reached(&all, 9.9), None);
        assert_eq!(reached(&all, 10.0), all[0].color);
        assert_eq!(reached(&all, 99.0), all[1].color);
    }
}
