//! SVG: the text of one picture while it is put together. Whatever people wrote is escaped here and nowhere else.

use std::fmt::Write as _;

use document::Color;

/// What CSS, SVG and the fonts that come along understand alike.
const FONT_FAMILY: &str = "system-ui, sans-serif";

/// One picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Svg {
    /// A whole `<svg>` element.
    pub text: String,
    /// In pixels.
    pub width_px: u32,
    /// In pixels.
    pub height_px: u32,
}

/// One line of text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line<'a> {
    pub(crate) text: &'a str,
    pub(crate) x: f64,
    /// Of the baseline.
    pub(crate) y: f64,
    pub(crate) size_px: f64,
    pub(crate) is_bold: bool,
    pub(crate) anchor: Anchor,
    pub(crate) color: Color,
}

/// Which end of a text stands at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Anchor {
    Left,
    Middle,
    Right,
}

/// A picture that grows.
#[derive(Debug)]
pub(crate) struct Canvas {
    body: String,
    width_px: u32,
    height_px: u32,
}

impl Canvas {
    pub(crate) fn new(width_px: u32, height_px: u32) -> Self {
        Self { body: String::new(), width_px, height_px }
    }

    pub(crate) fn rect(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), radius: f64, fill: Color) {
        let _infallible = write!(
            self.body,
            r#"<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="{radius}" fill="{fill}"/>"#
        );
    }

    /// The outline of a rectangle, one pixel wide.
    pub(crate) fn outline(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), radius: f64, stroke: Color) {
        let (x, y, width, height) = (x + 0.5, y + 0.5, width - 1.0, height - 1.0);
        let _infallible = write!(
            self.body,
            r#"<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="{radius}" fill="none" stroke="{stroke}"/>"#
        );
    }

    pub(crate) fn line(&mut self, line: &Line<'_>) {
        let Line { text, x, y, size_px, is_bold, anchor, color } = *line;
        let weight = if is_bold { "bold" } else { "normal" };
        let anchor = match anchor {
            Anchor::Left => "start",
            Anchor::Middle => "middle",
            Anchor::Right => "end",
        };
        let _infallible = write!(
            self.body,
            r#"<text x="{x}" y="{y}" font-family="{FONT_FAMILY}" font-size="{size_px}" font-weight="{weight}" text-anchor="{anchor}" fill="{color}">{}</text>"#,
            escaped(text)
        );
    }

    /// Another picture, its upper left corner there.
    pub(crate) fn picture(&mut self, x: f64, y: f64, svg: &str) {
        let inner = svg.trim_start().trim_start_matches("<svg");
        let _infallible = write!(self.body, r#"<svg x="{x}" y="{y}"{inner}"#);
    }

    /// The same, so many times as large.
    pub(crate) fn scaled(&mut self, (x, y): (f64, f64), scale: f64, svg: &Svg) {
        let text = &svg.text;
        let _infallible = write!(self.body, r#"<g transform="translate({x} {y}) scale({scale})">{text}</g>"#);
    }

    pub(crate) fn done(self) -> Svg {
        let Self { body, width_px, height_px } = self;
        let text = format!(
            r#"<svg width="{width_px}" height="{height_px}" viewBox="0 0 {width_px} {height_px}" xmlns="http://www.w3.org/2000/svg">{body}</svg>"#
        );
        Svg { text, width_px, height_px }
    }
}

/// Text as the content of an element; what XML cannot hold is left out.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\n' | '\t' => escaped.push(' '),
            char if char.is_control() || matches!(char, '\u{fffe}' | '\u{ffff}') => {}
            char => escaped.push(char),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_people_stays_text() {
        let mut canvas = Canvas::new(10, 10);
        let color = Color { rgb: [0; 3] };
        let text = "</text><script>\u{1}a&b\u{ffff}";
        let line = Line { text, x: 0.0, y: 0.0, size_px: 9.0, is_bold: false, anchor: Anchor::Left, color };
        canvas.line(&line);
        assert!(canvas.done().text.contains("&lt;/text&gt;&lt;script&gt;a&amp;b</text>"));
    }
}
