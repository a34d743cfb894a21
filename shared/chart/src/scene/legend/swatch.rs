//! Swatches: what stands for a value in a legend: a symbol, or a piece of a line, as the marks would draw it.

use grammar::spec::{Channel, MarkType};
use serde_json::Value as Json;
use table::Value;

use crate::{
    axes::Pen,
    pattern::{self, HatchPen},
    scene::{layout::Room, path, scale::Scale, symbol::Symbol},
    shape::{Ink, Shape},
};

/// The area of a symbol whose size means nothing, in square CSS pixels.
const SYMBOL_CSS_PX: f64 = 70.0;
/// The largest area that is drawn.
const MAX_SYMBOL_CSS_PX: f64 = 2_000.0;

/// What stands for a value.
#[derive(Clone, Debug)]
pub(super) struct Swatch {
    ink: Ink,
    pub(super) is_line: bool,
    is_outline: bool,
    symbol: Symbol,
    size_css_px: f64,
    width_css_px: f64,
    dashes: Vec<f64>,
    hatch: Option<usize>,
}

/// What stands for a value on all scales of a legend together.
pub(super) fn swatch(members: &[&Scale<'_>], value: &Value, pen: Pen<'_>) -> Swatch {
    use MarkType as M;
    let marks = || members.iter().flat_map(|scale| &scale.uses).map(|used| used.unit.mark.mark);
    let is_stroke = |mark: M| matches!(mark, M::Line | M::Trail | M::Rule);
    let is_dot = |mark: M| matches!(mark, M::Point | M::Circle | M::Square | M::Text);
    let is_line = marks().any(is_stroke) && marks().all(|mark| is_stroke(mark) || is_dot(mark));
    let is_point = marks().any(|mark| mark == M::Point);
    let is_filled = members
        .iter()
        .flat_map(|scale| &scale.uses)
        .any(|used| used.unit.mark.style.get("filled") == Some(&Json::Bool(true)));
    let mut swatch = Swatch {
        ink: pen.palette.series(0).into(),
        is_line,
        is_outline: is_point && !is_filled,
        symbol: if marks().all(|mark| matches!(mark, M::Point | M::Circle)) { Symbol::Circle } else { Symbol::Square },
        size_css_px: SYMBOL_CSS_PX,
        width_css_px: 2.0,
        dashes: Vec::new(),
        hatch: None,
    };
    for scale in members {
        let Some(place) = scale.place(value) else { continue };
        match scale.channel {
            Channel::Color | Channel::Fill | Channel::Stroke => {
                swatch.ink = scale.range.ink(place).unwrap_or(swatch.ink);
            }
            Channel::Shape => swatch.symbol = scale.range.symbol(place).copied().unwrap_or(swatch.symbol),
            Channel::Size if !is_line => {
                swatch.size_css_px = scale.range.number(place).unwrap_or(swatch.size_css_px);
                swatch.symbol = Symbol::Circle;
            }
            Channel::Size | Channel::StrokeWidth => {
                swatch.width_css_px = scale.range.number(place).unwrap_or(swatch.width_css_px);
            }
            Channel::StrokeDash => swatch.dashes = scale.range.dashes(place).unwrap_or_default().to_vec(),
            Channel::Opacity | Channel::FillOpacity | Channel::StrokeOpacity => {
                swatch.ink.alpha *= scale.range.number(place).unwrap_or(1.0);
            }
            _ => {}
        }
    }
    swatch
}

impl Swatch {
    /// Gives it the dashes or the symbol of a category, unless another scale of the legend does.
    pub(super) fn tell_apart(&mut self, index: usize, members: &[&Scale<'_>]) {
        let says = |channel| members.iter().any(|scale| scale.channel == channel);
        let is_dotted = members.iter().flat_map(|scale| &scale.uses).any(|used| used.unit.mark.mark == MarkType::Point);
        if self.is_line && !says(Channel::StrokeDash) {
            self.dashes = pattern::dashes(index).to_vec();
        } else if is_dotted && !says(Channel::Shape) {
            self.symbol = Symbol::ALL[index % Symbol::ALL.len()];
        } else if self.symbol == Symbol::Square {
            self.hatch = Some(index);
        }
    }

    /// Whether there is nothing to see of it.
    pub(super) fn is_nothing(&self) -> bool {
        if self.is_line { self.width_css_px <= 0.0 } else { self.size_css_px <= 0.0 }
    }

    /// Half of its height.
    pub(super) fn reach_px(&self, pen: Pen<'_>) -> f64 {
        let scale = pen.frame.px_f64(1.0);
        if self.is_line {
            0.0
        } else {
            self.symbol.reach(self.size_css_px.clamp(0.0, MAX_SYMBOL_CSS_PX) * scale * scale)
        }
    }

    /// Draws it in the middle of a width.
    pub(super) fn draw(&self, (x, y): (f64, f64), width: f64, pen: Pen<'_>, out: &mut Vec<Shape>) {
        let scale = pen.frame.px_f64(1.0);
        if self.is_line {
            let room = Room { left: x, top: y - 10.0, right: x + width, bottom: y + 10.0 };
            let dashes: Vec<f64> = self.dashes.iter().map(|dash| dash * scale).collect();
            let width_px = pen.frame.px(self.width_css_px.clamp(0.5, 12.0)).unsigned_abs();
            path::stroke(&[(x, y), (x + width, y)], room, self.ink, width_px, &dashes, out);
            return;
        }
        let area_px = self.size_css_px.clamp(0.0, MAX_SYMBOL_CSS_PX) * scale * scale;
        if area_px > 0.0 {
            let outline_px = self.is_outline.then(|| pen.frame.px(1.5).unsigned_abs());
            let shape = self.symbol.shape((x + width / 2.0, y), area_px, 0.0, self.ink, outline_px);
            let outline = if let Shape::Polygon { points, .. } = &shape { points.clone() } else { Vec::new() };
            out.push(shape);
            if let Some((index, corner)) = self.hatch.zip(outline.first()) {
                pattern::hatch(&outline, index, *corner, HatchPen::on_fill(pen), out);
            }
        }
    }
}
