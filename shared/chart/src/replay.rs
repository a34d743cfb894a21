//! Replay: draws shapes on any plotters backend. The only generic code of the crate, kept thin because
//! it is compiled again for every backend.

use plotters::style::{FontDesc, FontFamily, FontStyle, FontTransform, RGBAColor, ShapeStyle, TextStyle};
use plotters_backend::{
    DrawingBackend, DrawingErrorKind,
    text_anchor::{HPos, Pos, VPos},
};

use crate::shape::{self, Align, Ink, Shape, Turn};

/// What CSS, canvas and SVG understand alike.
const FONT_FAMILY: &str = "system-ui, sans-serif";

/// Draws the shapes in order and presents them.
pub(crate) fn replay<B: DrawingBackend>(
    shapes: &[Shape],
    backend: &mut B,
) -> Result<(), DrawingErrorKind<B::ErrorType>> {
    backend.ensure_prepared()?;
    for shape in shapes {
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
            Shape::Text { text, at, align, size_px, ink, style } => {
                backend.draw_text(text, &text_style(*align, *size_px, *ink, *style), *at)?;
            }
        }
    }
    backend.present()
}

fn style(ink: Ink) -> ShapeStyle {
    ShapeStyle { color: rgba(ink), filled: true, stroke_width: 1 }
}

fn rgba(ink: Ink) -> RGBAColor {
    let [red, green, blue] = ink.rgb;
    RGBAColor(red, green, blue, ink.alpha)
}

fn text_style(align: Align, size_px: f64, ink: Ink, style: shape::TextStyle) -> TextStyle<'static> {
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
