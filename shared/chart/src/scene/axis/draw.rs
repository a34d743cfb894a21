//! Drawing axes: the grid across the panel, ticks, labels and the title beside it.

use super::{Axis, BETWEEN_CSS_PX, CUT_CSS_PX, GAP_CSS_PX, LINE_CSS_PX, Side, Tick};
use crate::{
    axes::Pen,
    measure::{truncate, width_px},
    scene::layout::Room,
    shape::{Align, Shape, TextStyle, Turn},
};

/// Tick marks that are closer would be a bar of their own.
const LEAST_TICK_STEP_CSS_PX: f64 = 3.0;

impl Axis {
    /// Lines across the panel.
    pub(crate) fn draw_grid(&self, room: Room, is_reversed: bool, pen: Pen<'_>, out: &mut Vec<Shape>) {
        if !self.has_grid {
            return;
        }
        let one = pen.frame.px(1.0);
        for tick in &self.ticks {
            let color = if tick.is_zero { pen.palette.axis } else { pen.palette.grid };
            let (from, to) = if self.side.is_level() {
                let column = room.x(tick.share, is_reversed).round() as i32;
                ((column, room.top as i32), (column + one, room.bottom as i32))
            } else {
                let row = room.y(tick.share, is_reversed).round() as i32;
                ((room.left as i32, row), (room.right as i32, row + one))
            };
            out.push(Shape::Rect { from, to, ink: color.into() });
        }
    }

    /// Ticks, labels and the title. `offset_px`: how far other axes of the side reach.
    pub(crate) fn draw(&self, room: Room, is_reversed: bool, offset_px: f64, pen: Pen<'_>, out: &mut Vec<Shape>) {
        if self.side.is_level() {
            self.draw_level(room, is_reversed, offset_px, pen, out);
        } else {
            self.draw_upright(room, is_reversed, offset_px, pen, out);
        }
    }

    fn draw_upright(&self, room: Room, is_reversed: bool, offset_px: f64, pen: Pen<'_>, out: &mut Vec<Shape>) {
        let gap = pen.frame.px_f64(GAP_CSS_PX) + offset_px;
        let (x, align) =
            if self.side == Side::Left { (room.left - gap, Align::Right) } else { (room.right + gap, Align::Left) };
        let mut labels: Vec<(f64, &Tick)> =
            self.ticks.iter().map(|tick| (room.y(tick.share, is_reversed), tick)).collect();
        labels.sort_by(|left, right| right.0.total_cmp(&left.0));
        let mut last = f64::INFINITY;
        for (y, tick) in labels.into_iter().filter(|_| self.has_labels) {
            if last - y < pen.font_px() {
                continue;
            }
            last = y;
            let text = truncate(&tick.label, pen.font_px(), self.depth_px + 1.0);
            out.push(pen.text(text, (x.round() as i32, y.round() as i32), align));
        }
        if self.title.is_empty() {
            return;
        }
        let row = (room.top - pen.frame.px_f64(LINE_CSS_PX)) as i32;
        let most = room.width() * 0.6 + self.depth_px;
        let title = truncate(&self.title, pen.font_px(), most);
        let reach = self.depth_px + gap;
        let (x, align) =
            if self.side == Side::Left { (room.left - reach, Align::Left) } else { (room.right + reach, Align::Right) };
        out.push(pen.text(title, (x.round() as i32, row), align));
    }

    fn draw_level(&self, room: Room, is_reversed: bool, offset_px: f64, pen: Pen<'_>, out: &mut Vec<Shape>) {
        let below = self.side == Side::Bottom;
        let sign = if below { 1.0 } else { -1.0 };
        let edge = if below { room.bottom } else { room.top } + sign * offset_px;
        let places: Vec<(f64, &Tick)> = self.ticks.iter().map(|tick| (room.x(tick.share, is_reversed), tick)).collect();
        let has_room = self.least_step() * room.width() >= pen.frame.px_f64(LEAST_TICK_STEP_CSS_PX);
        if self.has_ticks && !self.turned && has_room {
            self.draw_marks(&places, edge, sign, pen, out);
        }
        let first = edge + sign * pen.frame.px_f64(GAP_CSS_PX);
        if self.has_labels && self.turned {
            self.draw_turned(&places, first, pen, out);
        } else if self.has_labels {
            self.draw_lines(&places, first, room, pen, out);
        }
        if !self.title.is_empty() {
            let at = first + sign * if self.has_labels { self.depth_px } else { 0.0 };
            let middle = f64::midpoint(room.left, room.right);
            let title = truncate(&self.title, pen.font_px(), room.width());
            let align = if below { Align::Below } else { Align::Above };
            out.push(pen.text(title, (middle.round() as i32, at.round() as i32), align));
        }
    }

    fn draw_marks(&self, places: &[(f64, &Tick)], edge: f64, sign: f64, pen: Pen<'_>, out: &mut Vec<Shape>) {
        let (one, length) = (pen.frame.px(1.0), pen.frame.px_f64(4.0));
        let far = edge + sign * length;
        for (x, _) in places {
            let from = (x.round() as i32, edge.min(far).round() as i32);
            let to = (from.0 + one, edge.max(far).round() as i32);
            out.push(Shape::Rect { from, to, ink: pen.palette.axis.into() });
        }
    }

    fn draw_turned(&self, places: &[(f64, &Tick)], first: f64, pen: Pen<'_>, out: &mut Vec<Shape>) {
        let align = if self.side == Side::Bottom { Align::Right } else { Align::Left };
        for (x, tick) in places {
            let text = truncate(&tick.label, pen.font_px(), self.depth_px + 1.0);
            let at = (x.round() as i32, first.round() as i32);
            let style = TextStyle { turn: Turn::Up, is_bold: false };
            let (size_px, ink) = (pen.font_px(), pen.palette.muted.into());
            out.push(Shape::Text { text, at, align, size_px, ink, style });
        }
    }

    /// One line of labels, or two: those that do not fit are cut or left out.
    fn draw_lines(&self, places: &[(f64, &Tick)], first: f64, room: Room, pen: Pen<'_>, out: &mut Vec<Shape>) {
        let line = pen.frame.px_f64(LINE_CSS_PX);
        let step_px = self.least_step() * room.width();
        let cut_px = step_px - pen.frame.px_f64(BETWEEN_CSS_PX);
        let is_cut = self.is_named && cut_px >= pen.frame.px_f64(CUT_CSS_PX);
        let label = |text: &str| if is_cut { truncate(text, pen.font_px(), cut_px) } else { text.to_owned() };
        let row = if self.side == Side::Bottom { first } else { first - self.depth_px };
        let (left, right) = (room.left - self.spare_px, room.right + self.spare_px);
        let fits = |(x, text): &(f64, String)| {
            let half = width_px(text, pen.font_px()) / 2.0;
            x - half >= left && x + half <= right
        };
        // Of categories every so many are named, not those that happen to have room.
        let widest = places.iter().map(|(_, tick)| width_px(&label(&tick.label), pen.font_px())).fold(0.0, f64::max);
        let needed = (widest + pen.frame.px_f64(GAP_CSS_PX) + 1.0) / step_px.max(1.0);
        let every = if self.is_discrete { needed.ceil().max(1.0) as usize } else { 1 };
        let labels = places.iter().step_by(every).map(|(x, tick)| (*x, label(&tick.label))).filter(fits);
        pen.row_of_texts(labels, row.round() as i32, out);
        if self.has_contexts {
            let contexts = places.iter().rev().filter_map(|(x, tick)| Some((*x, tick.context.clone()?)));
            pen.row_of_texts(contexts, (row + line).round() as i32, out);
        }
    }
}
