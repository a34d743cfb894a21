//! Texts: a word for each row, beside its place.

use grammar::spec::Channel;
use serde_json::Value as Json;

use super::Canvas;
use crate::{
    measure::{truncate, width_px},
    scene::brush::Brush,
    shape::{Align, Shape, TextStyle, Turn},
};

/// The size of text where nothing is said, in CSS pixels.
const FONT_CSS_PX: f64 = 11.0;
/// Most characters of one text: longer ones would only lie on others.
const MAX_CHARS: usize = 200;

/// Draws a text for each row.
pub(crate) fn words(brush: &Brush<'_, '_>, canvas: &mut Canvas<'_>) {
    if brush.pen.is_bare() {
        return;
    }
    for row in 0..brush.unit.data.rows() {
        let spot = || Some((brush.at(Channel::X, row)?, brush.at(Channel::Y, row)?));
        let Some((x, y)) = brush.polar_spot(row).or_else(spot) else { continue };
        let Some(text) = text(brush, row).filter(|text| !text.is_empty()) else { continue };
        let (dx, dy) = (brush.style_px("dx").unwrap_or(0.0), brush.style_px("dy").unwrap_or(0.0));
        if !brush.is_near(x, y) {
            continue;
        }
        let (x, y) = (x + dx, y + dy);
        let size = brush.number(Channel::Size, row).or_else(|| brush.style_number("fontSize")).unwrap_or(FONT_CSS_PX);
        let size_px = brush.pen.frame.px_f64(size.clamp(0.0, 500.0));
        let paint = brush.paint(row);
        let Some(ink) = paint.fill.or(paint.stroke) else { continue };
        let text = match brush.style_px("limit") {
            Some(limit) if limit > 0.0 => truncate(&text, size_px, limit),
            _ => text.chars().take(MAX_CHARS).collect(),
        };
        let angle = brush.number(Channel::Angle, row).or_else(|| brush.style_number("angle")).unwrap_or(0.0);
        let style = TextStyle { turn: turn(angle), is_bold: is_bold(brush) };
        let (width, half) = (width_px(&text, size_px) / 2.0, size_px / 2.0);
        let align = align(brush);
        let x = if style.turn == Turn::Upright { inside(brush, x, width * 2.0, align) } else { x };
        canvas.shapes.push(Shape::Text { text, at: (x.round() as i32, y.round() as i32), align, size_px, ink, style });
        let middle = match align {
            Align::Left | Align::LeftAbove | Align::LeftBelow => x + width,
            Align::Right | Align::RightAbove | Align::RightBelow => x - width,
            Align::Above | Align::Below | Align::Center => x,
        };
        canvas.target(row, (middle - width, y - half), (middle + width, y + half), &paint);
    }
}

fn text(brush: &Brush<'_, '_>, row: usize) -> Option<String> {
    match brush.spoken(Channel::Text, row) {
        Some(text) => Some(text),
        None => match brush.style("text")? {
            Json::String(text) => Some(text.clone()),
            Json::Number(number) => Some(number.to_string()),
            Json::Array(lines) => Some(lines.iter().filter_map(Json::as_str).collect::<Vec<_>>().join(" ")),
            _ => None,
        },
    }
}

/// The place, moved so that no end of the text leaves the frame.
fn inside(brush: &Brush<'_, '_>, x: f64, width: f64, align: Align) -> f64 {
    let frame_px = f64::from(brush.pen.frame.width());
    let (before, after) = match align {
        Align::Left | Align::LeftAbove | Align::LeftBelow => (0.0, width),
        Align::Right | Align::RightAbove | Align::RightBelow => (width, 0.0),
        Align::Above | Align::Below | Align::Center => (width / 2.0, width / 2.0),
    };
    if width > frame_px { x } else { x.min(frame_px - after).max(before) }
}

fn align(brush: &Brush<'_, '_>) -> Align {
    let level = brush.style_text("align").unwrap_or("center");
    let upright = brush.style_text("baseline").unwrap_or("middle");
    match (level, upright) {
        ("left" | "start", "top" | "line-top") => Align::LeftBelow,
        ("left" | "start", "bottom" | "alphabetic" | "line-bottom") => Align::LeftAbove,
        ("left" | "start", _) => Align::Left,
        ("right" | "end", "top" | "line-top") => Align::RightBelow,
        ("right" | "end", "bottom" | "alphabetic" | "line-bottom") => Align::RightAbove,
        ("right" | "end", _) => Align::Right,
        (_, "top" | "line-top") => Align::Below,
        (_, "bottom" | "alphabetic" | "line-bottom") => Align::Above,
        _ => Align::Center,
    }
}

/// The nearest quarter of a turn: the backends know no others.
fn turn(angle_deg: f64) -> Turn {
    match (angle_deg / 90.0).round().rem_euclid(4.0) as u8 {
        1 => Turn::Down,
        2 => Turn::Over,
        3 => Turn::Up,
        _ => Turn::Upright,
    }
}

fn is_bold(brush: &Brush<'_, '_>) -> bool {
    match brush.style("fontWeight") {
        Some(Json::String(weight)) => weight.starts_with("bold"),
        Some(Json::Number(weight)) => weight.as_f64().is_some_and(|weight| weight >= 600.0),
        _ => false,
    }
}
