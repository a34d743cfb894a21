//! Points, circles and squares: a symbol for each row.

use grammar::spec::{Channel, MarkType};
use table::Value;

use super::Canvas;
use crate::scene::{brush::Brush, symbol::Symbol};

/// The area of a symbol where nothing is said, in square CSS pixels.
const SIZE_CSS_PX: f64 = 30.0;
/// About the radius of such a symbol, in CSS pixels.
pub(crate) const DOT_REACH_CSS_PX: f64 = 3.0;
/// The largest area that is drawn, in square CSS pixels: beyond it there would be nothing but one point.
const MAX_SIZE_CSS_PX: f64 = 1e6;
/// The outline of a symbol, in CSS pixels.
const OUTLINE_CSS_PX: f64 = 1.5;

/// Draws a symbol for each row.
pub(crate) fn dots(brush: &Brush<'_, '_>, canvas: &mut Canvas<'_>) {
    let scale = brush.pen.frame.px_f64(1.0);
    for row in 0..brush.unit.data.rows() {
        let (Some(x), Some(y)) = (brush.at(Channel::X, row), brush.at(Channel::Y, row)) else { continue };
        let size = brush.number(Channel::Size, row).or_else(|| brush.style_number("size")).unwrap_or(SIZE_CSS_PX);
        if !brush.room.holds((x, y)) || size <= 0.0 || size.is_nan() {
            continue;
        }
        let area_px = size.min(MAX_SIZE_CSS_PX) * scale * scale;
        let symbol = symbol(brush, row);
        let turn_deg = brush.number(Channel::Angle, row).or_else(|| brush.style_number("angle")).unwrap_or(0.0);
        let paint = brush.paint(row);
        if let Some(ink) = paint.fill {
            canvas.shapes.push(symbol.shape((x, y), area_px, turn_deg, ink, None));
        }
        if let Some(ink) = paint.stroke {
            let is_said = brush.style("strokeWidth").is_some() || brush.channel(Channel::StrokeWidth).is_some();
            let width_px = if is_said || paint.fill.is_some() {
                paint.stroke_px
            } else {
                brush.pen.frame.px(OUTLINE_CSS_PX).unsigned_abs()
            };
            canvas.shapes.push(symbol.shape((x, y), area_px, turn_deg, ink, Some(width_px)));
        }
        let reach = symbol.reach(area_px);
        canvas.target(row, (x - reach, y - reach), (x + reach, y + reach), &paint);
    }
}

fn symbol(brush: &Brush<'_, '_>, row: usize) -> Symbol {
    match brush.unit.mark.mark {
        MarkType::Square => Symbol::Square,
        MarkType::Circle => Symbol::Circle,
        _ => {
            let said = brush.symbol(row).or_else(|| brush.style_text("shape").map(Symbol::named));
            let pattern = || brush.pattern(row).map(|index| Symbol::ALL[index % Symbol::ALL.len()]);
            said.or_else(pattern).unwrap_or(Symbol::Circle)
        }
    }
}

impl Brush<'_, '_> {
    /// The symbol of the shape channel in a row.
    fn symbol(&self, row: usize) -> Option<Symbol> {
        match self.said(Channel::Shape, row)? {
            (Value::Text(name), None) => Some(Symbol::named(&name)),
            (_, Some(place)) => self.scale(Channel::Shape)?.range.symbol(place).copied(),
            _ => None,
        }
    }
}
