//! Heads: what stands above the columns, beside the rows or above each cell of a facet.

use grammar::view::{FacetHeader, Say};
use serde_json::Value as Json;
use table::Value;

use super::{Layout, Room, grid::Lines};
use crate::{
    measure::truncate,
    scene::{
        axis::{GAP_CSS_PX, LINE_CSS_PX},
        say,
        tree::Heads,
    },
    shape::{Align, Ink, Shape, TextStyle, Turn},
};

/// Headers of rows are written level where they take no more than this and this share of the width.
const LEVEL_HEAD_CSS_PX: f64 = 90.0;
const LEVEL_HEAD_SHARE: f64 = 0.2;

/// What the headers of a facet take: above all, right of all, above each cell.
pub(super) struct HeadRoom {
    pub(super) top_px: f64,
    pub(super) right_px: f64,
    /// Where headers of rows are written level: their width.
    level_px: Option<f64>,
    pub(super) cell_px: f64,
}

impl Layout<'_, '_> {
    /// How much room the headers of a facet take.
    pub(super) fn heads(&self, heads: &Heads<'_>, room: Room) -> HeadRoom {
        let line = self.pen.frame.px_f64(LINE_CSS_PX);
        let is_low = room.height() < line * 5.0;
        let lines = |header: Option<&FacetHeader>| match header {
            None => 0.0,
            Some(header) => {
                let title = if header_title(header).is_some() { 1.0 } else { 0.0 };
                if is_low { 0.0 } else { (title + if has_labels(header) { 1.0 } else { 0.0 }) * line }
            }
        };
        let level_px = heads.row.filter(|header| !is_low && has_labels(header));
        let level_px = level_px.and_then(|header| self.level_head_px(header, room));
        HeadRoom {
            top_px: lines(heads.column)
                + if heads.wrapped.and_then(header_title).is_some() && !is_low { line } else { 0.0 },
            right_px: lines(heads.row) + level_px.map_or(0.0, |level_px| level_px - line),
            level_px,
            cell_px: if heads.wrapped.is_some() { line + self.pen.frame.px_f64(2.0) } else { 0.0 },
        }
    }

    /// How wide the headers of rows are where they are written level.
    fn level_head_px(&self, header: &FacetHeader, room: Room) -> Option<f64> {
        let words = header.values.iter().map(|value| self.pen.width_px(&header_word(header, value)));
        let widest = words.fold(0.0, f64::max);
        let most = self.pen.frame.px_f64(LEVEL_HEAD_CSS_PX).min(room.width() * LEVEL_HEAD_SHARE);
        (widest <= most).then_some(widest + self.pen.frame.px_f64(GAP_CSS_PX * 2.0))
    }

    /// Writes them.
    pub(super) fn draw_heads(&mut self, heads: &Heads<'_>, head_room: &HeadRoom, lines: &Lines, room: Room) {
        let line = self.pen.frame.px_f64(LINE_CSS_PX);
        if head_room.top_px == 0.0 && head_room.right_px == 0.0 {
            return;
        }
        if let Some(title) = heads.wrapped.and_then(header_title) {
            let at = (f64::midpoint(room.left, room.right).round() as i32, (room.top - line).round() as i32);
            self.word(&title, at, Align::Below, room.width(), true);
        }
        if let Some(column) = heads.column {
            self.column_heads(column, lines, room);
        }
        if let Some(row) = heads.row {
            self.row_heads(row, lines, room, head_room.level_px);
        }
    }

    fn column_heads(&mut self, header: &FacetHeader, lines: &Lines, room: Room) {
        let line = self.pen.frame.px_f64(LINE_CSS_PX);
        let mut top = room.top;
        for (value, (from, to)) in header.values.iter().zip(&lines.columns).filter(|_| has_labels(header)) {
            let at = (f64::midpoint(*from, *to).round() as i32, (top - line).round() as i32);
            self.word(&header_word(header, value), at, Align::Below, to - from, false);
        }
        top -= if has_labels(header) { line } else { 0.0 };
        if let Some(title) = header_title(header) {
            let at = (f64::midpoint(room.left, room.right).round() as i32, (top - line).round() as i32);
            self.word(&title, at, Align::Below, room.width(), true);
        }
    }

    fn row_heads(&mut self, header: &FacetHeader, lines: &Lines, room: Room, level_px: Option<f64>) {
        if self.pen.is_bare() {
            return;
        }
        let line = self.pen.frame.px_f64(LINE_CSS_PX);
        let (gap, size_px) = (self.pen.frame.px_f64(GAP_CSS_PX) / 2.0, self.pen.font_px());
        let mut down = |text: String, x: f64, (from, to): (f64, f64), is_bold: bool| {
            let at = (x.round() as i32, f64::midpoint(from, to).round() as i32);
            let ink: Ink = if is_bold { self.pen.palette.text } else { self.pen.palette.muted }.into();
            let style = TextStyle { turn: Turn::Down, is_bold };
            self.words.push(Shape::Text {
                text: truncate(&text, size_px, to - from),
                at,
                align: Align::Above,
                size_px,
                ink,
                style,
            });
        };
        let mut x = room.right + gap - self.pen.frame.px_f64(4.0);
        if level_px.is_none() {
            for (value, row) in header.values.iter().zip(&lines.rows).filter(|_| has_labels(header)) {
                down(header_word(header, value), x, *row, false);
            }
        }
        x += if has_labels(header) { level_px.unwrap_or(line) } else { 0.0 };
        if let Some(title) = header_title(header) {
            down(title, x, (room.top, room.bottom), true);
        }
        let Some(level_px) = level_px else { return };
        for (value, (from, to)) in header.values.iter().zip(&lines.rows).filter(|_| has_labels(header)) {
            let at = ((room.right + gap * 2.0).round() as i32, f64::midpoint(*from, *to).round() as i32);
            self.word(&header_word(header, value), at, Align::Left, level_px, false);
        }
    }
}

/// A header's value in words.
pub(super) fn header_word(header: &FacetHeader, value: &Value) -> String {
    let fallback = Say::default();
    let say = if matches!(value, Value::Text(_)) { &fallback } else { &header.say };
    say::value(say, value)
}

fn header_title(header: &FacetHeader) -> Option<String> {
    header.title.clone().filter(|title| !title.is_empty())
}

fn has_labels(header: &FacetHeader) -> bool {
    header.guide.as_ref().and_then(|guide| guide.get("labels")).and_then(Json::as_bool).unwrap_or(true)
}
