//! Rows: legends above or below the panels, one entry beside the other.

use super::{APART_CSS_PX, Body, Entry, GAP_CSS_PX, LINE_CSS_PX, Legend, SWATCH_CSS_PX, text};
use crate::{
    axes::Pen,
    measure::truncate,
    scene::{layout::Room, scheme},
    shape::{Ink, Shape},
};

/// Most lines of legends: more would leave no room for panels.
const MOST_LINES: usize = 2;

/// Draws entries side by side from the top of a room; how many lines they took.
pub(super) fn draw(legends: &[&Legend], room: Room, pen: Pen<'_>, out: &mut Vec<Shape>) -> usize {
    let px = |css_px: f64| pen.frame.px_f64(css_px);
    let (mut x, mut line) = (room.left, 0);
    for legend in legends {
        for item in legend.items() {
            let width = item.width_px(pen);
            if x > room.left && x + width > room.right {
                (x, line) = (room.left, line + 1);
            }
            if line >= MOST_LINES {
                return MOST_LINES;
            }
            item.draw((x, room.top + px(LINE_CSS_PX) * (line as f64 + 0.5)), room.right - x, pen, out);
            x += width + px(APART_CSS_PX);
        }
    }
    line + 1
}

/// What stands in a line of a legend above the panels.
enum Item<'l> {
    Title(&'l str),
    Entry(&'l Entry),
    Gradient(&'l [Ink], String, String),
}

impl Item<'_> {
    fn width_px(&self, pen: Pen<'_>) -> f64 {
        let px = |css_px: f64| pen.frame.px_f64(css_px);
        match self {
            Self::Title(title) => pen.width_px(title),
            Self::Entry(entry) => px(SWATCH_CSS_PX + GAP_CSS_PX) + pen.width_px(&entry.label),
            Self::Gradient(_, low, high) => px(60.0 + 2.0 * GAP_CSS_PX) + pen.width_px(low) + pen.width_px(high),
        }
    }

    fn draw(&self, (x, y): (f64, f64), room_px: f64, pen: Pen<'_>, out: &mut Vec<Shape>) {
        let px = |css_px: f64| pen.frame.px_f64(css_px);
        match self {
            Self::Title(title) => text(truncate(title, pen.font_px(), room_px), (x, y), true, pen, out),
            Self::Entry(entry) => {
                entry.swatch.draw((x, y), px(SWATCH_CSS_PX), pen, out);
                let label = truncate(&entry.label, pen.font_px(), room_px - px(SWATCH_CSS_PX + GAP_CSS_PX));
                text(label, (x + px(SWATCH_CSS_PX + GAP_CSS_PX), y), false, pen, out);
            }
            Self::Gradient(inks, low, high) => {
                text(low.clone(), (x, y), false, pen, out);
                let left = x + pen.width_px(low) + px(GAP_CSS_PX);
                for part in 0..30 {
                    let at = |part: i32| (left + px(2.0) * f64::from(part)).round() as i32;
                    let (top, bottom) = ((y - px(4.0)).round() as i32, (y + px(4.0)).round() as i32);
                    let ink = scheme::mixed(inks, f64::from(part) / 29.0);
                    out.push(Shape::Rect { from: (at(part), top), to: (at(part + 1), bottom), ink });
                }
                text(high.clone(), (left + px(60.0 + GAP_CSS_PX), y), false, pen, out);
            }
        }
    }
}

impl Legend {
    fn items(&self) -> Vec<Item<'_>> {
        let title = (!self.title.is_empty()).then_some(Item::Title(&self.title));
        let body: Vec<Item<'_>> = match &self.body {
            Body::Entries(entries) => entries.iter().map(Item::Entry).collect(),
            Body::Gradient { inks, labels } => {
                let word = |label: Option<&(f64, String)>| label.map(|(_, label)| label.clone()).unwrap_or_default();
                vec![Item::Gradient(inks, word(labels.first()), word(labels.last()))]
            }
        };
        title.into_iter().chain(body).collect()
    }
}
