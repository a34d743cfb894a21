//! Replay: draws shapes on any plotters backend. The only generic code of the crate, kept thin because
//! it is compiled again for every backend.

use plotters::style::{FontDesc, FontFamily, FontStyle, FontTransform, RGBAColor, ShapeStyle, TextStyle};
use plotters_backend::{
    DrawingBackend, DrawingErrorKind,
    text_anchor::{HPos, Pos, VPos},
};

use crate::shape::{self, Align, Ink, Point, Shape, Turn};

/// What CSS, canvas and SVG understand alike.
const FONT_FAMILY: &str = "system-ui, sans-serif";

/// What a text looks like, whatever it says.
type Look = (Align, f64, Ink, shape::TextStyle);

/// Draws two layers of shapes in order and presents them.
pub(crate) fn replay<B: DrawingBackend>(
    layers: [&[Shape]; 2],
    backend: &mut B,
) -> Result<(), DrawingErrorKind<B::ErrorType>> {
    backend.ensure_prepared()?;
    // The labels of an axis are alike; making a style asks for memory.
    let mut words: Option<(Look, TextStyle<'_>)> = None;
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
                let look = (*align, *size_px, *ink, *style);
                let known = words.take().filter(|(known, _)| *known == look);
                let (_, style) = words.insert(known.unwrap_or_else(|| (look, text_style(look))));
                backend.draw_text(text, style, *at)?;
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

fn text_style((align, size_px, ink, style): Look) -> TextStyle<'static> {
    let pos = match align {
        Align::Left => Pos::new(HPos::Left, VPos::Center),
        Align::Right => Pos::new(HPos::Right, VPos::Center),
        Align::Center => Pos::new(HPos::Center, VPos::Center),
        Align::Below => Pos::new(HPos::Center, VPos::Top),
        Align::LeftBelow => Pos::new(HPos::Left, VPos::Top),
        Align::RightBelow => Pos::new(HPos::Right, VPos::Top),
        Align::Above => Pos::new(HPos::Center, VPos::Bottom),
        Align::LeftAbove => Pos::new(HPos::Left, VPos::Bottom),
        Align::RightAbove => Pos::new(HPos::Right, VPos::Bottom),
    };
    let weight = if style.is_bold { FontStyle::Bold } else { FontStyle::Normal };
    let font = FontDesc::new(FontFamily::Name(FONT_FAMILY), size_px, weight);
    let turned = match style.turn {
        Turn::Upright => font,
        Turn::Down => font.transform(FontTransform::Rotate90),
        Turn::Over => font.transform(FontTransform::Rotate180),
        Turn::Up => font.transform(FontTransform::Rotate270),
    };
    turned.color(&rgba(ink)).pos(pos)
}
