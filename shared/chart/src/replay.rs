//! Replay: draws shapes on any plotters backend. The only generic code of the crate, kept thin because
//! it is compiled again for every backend.

use std::convert::Infallible;

use plotters::style::{Color as _, RGBAColor, ShapeStyle};
use plotters_backend::{
    BackendColor, BackendCoord, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontFamily, FontStyle,
    FontTransform,
    text_anchor::{HPos, Pos, VPos},
};

use crate::{
    measure::width_px,
    shape::{Align, Ink, Point, Shape, TextStyle, Turn},
};

/// What CSS, canvas and SVG understand alike.
const FONT_FAMILY: &str = "system-ui, sans-serif";

/// What a text looks like. The styles of plotters own the name of their font, which is memory for every label.
struct Words {
    align: Align,
    size_px: f64,
    ink: Ink,
    style: TextStyle,
}

/// Draws two layers of shapes in order and presents them.
pub(crate) fn replay<B: DrawingBackend>(
    layers: [&[Shape]; 2],
    backend: &mut B,
) -> Result<(), DrawingErrorKind<B::ErrorType>> {
    backend.ensure_prepared()?;
    for shape in layers.into_iter().flatten() {
        match shape {
            Shape::Path { points, ink, width_px } => {
                backend.draw_path(points.iter().copied(), &style(*ink).stroke_width(*width_px))?;
            }
            Shape::Polygon { points, ink } => backend.fill_polygon(points.iter().copied(), &style(*ink))?,
            Shape::Rect { from, to, ink } => backend.draw_rect(*from, *to, &style(*ink), true)?,
            Shape::Circle { center, radius_px, ink } => backend.draw_circle(*center, *radius_px, &style(*ink), true)?,
            Shape::Ring { center, radius_px, ink, width_px } => {
                backend.draw_circle(*center, *radius_px, &style(*ink).stroke_width(*width_px), false)?;
            }
            Shape::Raster { from, cell_px, columns, rgba } => {
                for (from, to, ink) in runs(*from, *cell_px, *columns, rgba) {
                    backend.draw_rect(from, to, &style(ink), true)?;
                }
            }
            Shape::Text { text, at, align, size_px, ink, style } => {
                let words = Words { align: *align, size_px: *size_px, ink: *ink, style: *style };
                backend.draw_text(text, &words, *at)?;
            }
        }
    }
    backend.present()
}

/// The cells of a raster as rectangles: neighbours in a row that are alike are one, what is clear is none. Plotters'
/// bitmaps are opaque and would hide the grid; SVG would have a rectangle for each of their pixels.
fn runs(from: Point, cell_px: i32, columns: usize, rgba: &[u8]) -> Vec<(Point, Point, Ink)> {
    let mut runs: Vec<(Point, Point, Ink)> = Vec::new();
    for (index, cell) in rgba.chunks_exact(4).enumerate().filter(|(_, cell)| cell[3] > 0) {
        let (column, row) = ((index % columns.max(1)) as i32, (index / columns.max(1)) as i32);
        let start = (from.0 + column * cell_px, from.1 + row * cell_px);
        let end = (start.0 + cell_px, start.1 + cell_px);
        let ink = Ink { rgb: [cell[0], cell[1], cell[2]], alpha: f64::from(cell[3]) / 255.0 };
        match runs.last_mut() {
            Some((_, to, last)) if *to == (start.0, end.1) && *last == ink => to.0 = end.0,
            _ => runs.push((start, end, ink)),
        }
    }
    runs
}

fn style(ink: Ink) -> ShapeStyle {
    ShapeStyle { color: rgba(ink), filled: true, stroke_width: 1 }
}

fn rgba(ink: Ink) -> RGBAColor {
    let [red, green, blue] = ink.rgb;
    RGBAColor(red, green, blue, ink.alpha)
}

impl BackendTextStyle for Words {
    type FontError = Infallible;

    fn color(&self) -> BackendColor {
        rgba(self.ink).to_backend_color()
    }

    fn size(&self) -> f64 {
        self.size_px
    }

    fn transform(&self) -> FontTransform {
        match self.style.turn {
            Turn::Upright => FontTransform::None,
            Turn::Down => FontTransform::Rotate90,
            Turn::Over => FontTransform::Rotate180,
            Turn::Up => FontTransform::Rotate270,
        }
    }

    fn style(&self) -> FontStyle {
        if self.style.is_bold { FontStyle::Bold } else { FontStyle::Normal }
    }

    fn anchor(&self) -> Pos {
        let (across, down) = match self.align {
            Align::Left => (HPos::Left, VPos::Center),
            Align::Right => (HPos::Right, VPos::Center),
            Align::Center => (HPos::Center, VPos::Center),
            Align::Below => (HPos::Center, VPos::Top),
            Align::LeftBelow => (HPos::Left, VPos::Top),
            Align::RightBelow => (HPos::Right, VPos::Top),
            Align::Above => (HPos::Center, VPos::Bottom),
            Align::LeftAbove => (HPos::Left, VPos::Bottom),
            Align::RightAbove => (HPos::Right, VPos::Bottom),
        };
        Pos::new(across, down)
    }

    fn family(&self) -> FontFamily<'_> {
        FontFamily::Name(FONT_FAMILY)
    }

    fn layout_box(&self, text: &str) -> Result<((i32, i32), (i32, i32)), Infallible> {
        Ok(((0, 0), (width_px(text, self.size_px).ceil() as i32, self.size_px.ceil() as i32)))
    }

    /// A backend without letters of its own has none: fonts are the business of browsers, of SVG and of print.
    fn draw<E, F: FnMut(i32, i32, BackendColor) -> Result<(), E>>(
        &self,
        _: &str,
        _: BackendCoord,
        _: F,
    ) -> Result<Result<(), E>, Infallible> {
        Ok(Ok(()))
    }
}
