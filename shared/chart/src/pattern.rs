//! Patterns: what tells series apart where colours do not: dashes of lines, symbols of points, hatches of fillings, as
//! many of each as the palette has colours. They are laid over marks that are drawn already; a mark is known by its
//! colour, so this knows neither rows nor scales.

mod hatch;

use std::{f64::consts::PI, fmt::Write};

use document::{Color, Mark};

pub(crate) use self::hatch::{HatchPen, hatch};
use crate::{
    axes::Pen,
    scene::{path, symbol::Symbol},
    series::Series,
    shape::{Ink, Point, Shape},
};

/// Lengths of dashes and gaps, in CSS pixels; the first is a solid line.
const DASHES: [&[f64]; 8] = [
    &[],
    &[7.0, 4.0],
    &[2.0, 3.0],
    &[10.0, 3.0, 2.0, 3.0],
    &[15.0, 5.0],
    &[7.0, 3.0, 2.0, 3.0, 2.0, 3.0],
    &[3.0, 7.0],
    &[14.0, 3.0, 5.0, 3.0],
];
/// The least width of a dashed line, in CSS pixels: dashes of thinner ones are hard to see.
const DASHED_CSS_PX: f64 = 1.5;
/// Symbols with corners are so much larger than the circle in their place.
const SYMBOL_GROWTH: f64 = 1.7;

/// The dashes of a category, in CSS pixels.
pub(crate) fn dashes(index: usize) -> &'static [f64] {
    DASHES[index % DASHES.len()]
}

/// What stands for a series beside its colour: the number of its dashes, its symbol or its hatch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// Of a line, or of the upper edge of an area.
    Dashes(usize),
    /// Of points.
    Symbol(usize),
    /// Of bars and of areas on each other.
    Hatch(usize),
}

impl Sign {
    /// The width and the height of the box that [`Sign::path`] is drawn in.
    pub const SIDES: (u32, u32) = (80, 40);
    /// So many of its units are a CSS pixel.
    const SCALE: f64 = 4.0;

    /// The sign of a series.
    pub(crate) fn new(mark: Mark, series: &Series) -> Self {
        let index = series.place;
        match mark {
            Mark::Bar => Self::Hatch(index),
            Mark::Area if series.is_stacked() => Self::Hatch(index),
            Mark::Line | Mark::Area => Self::Dashes(index),
            _ => Self::Symbol(index),
        }
    }

    /// Whether its path encloses what is to be filled.
    #[must_use]
    pub fn is_filled(self) -> bool {
        matches!(self, Self::Symbol(_))
    }

    /// The path that draws it for a legend, as the attribute `d` of SVG.
    #[must_use]
    pub fn path(self) -> String {
        let ink = Ink::opaque([0; 3]);
        let middle = (f64::from(Self::SIDES.0) / 2.0, f64::from(Self::SIDES.1) / 2.0);
        let corners = |left: i32, top: i32, right: i32, bottom: i32| {
            vec![(left, top), (right, top), (right, bottom), (left, bottom)]
        };
        let mut shapes = Vec::new();
        match self {
            Self::Dashes(index) => {
                let across = vec![(0, middle.1 as i32), (Self::SIDES.0.cast_signed(), middle.1 as i32)];
                dash(across, index, Self::SCALE, ink, 1, &mut shapes);
            }
            Self::Symbol(index) => shapes.push(symbol(index).upright(middle, 900.0, ink)),
            Self::Hatch(index) => {
                let outline = corners(4, 4, 76, 36);
                let pen = HatchPen { ink, width_px: 1, scale: Self::SCALE * 0.6 };
                hatch(&outline, index, (40, 20), pen, &mut shapes);
                shapes.push(Shape::Polygon { points: outline, ink });
            }
        }
        shapes.iter().map(path_of).collect()
    }
}

/// A shape as a path of SVG.
fn path_of(shape: &Shape) -> String {
    let mut path = String::new();
    match shape {
        Shape::Path { points, .. } | Shape::Polygon { points, .. } => {
            for (index, (x, y)) in points.iter().enumerate() {
                let _memory = write!(path, "{}{x} {y}", if index == 0 { 'M' } else { 'L' });
            }
            path.push_str(if matches!(shape, Shape::Polygon { .. }) { "z" } else { "" });
        }
        Shape::Circle { center: (x, y), radius_px: r, .. } => {
            let (left, across) = (x - r.cast_signed(), r * 2);
            let _memory = write!(path, "M{left} {y}a{r} {r} 0 1 0 {across} 0a{r} {r} 0 1 0 -{across} 0z");
        }
        Shape::Rect { .. } | Shape::Ring { .. } | Shape::Raster { .. } | Shape::Text { .. } => {}
    }
    path
}

fn symbol(index: usize) -> Symbol {
    Symbol::ALL[index % Symbol::ALL.len()]
}

/// A line in the dashes of this number.
fn dash(points: Vec<Point>, index: usize, scale: f64, ink: Ink, width_px: u32, out: &mut Vec<Shape>) {
    let pattern: Vec<f64> = dashes(index).iter().map(|css_px| css_px * scale).collect();
    if pattern.is_empty() {
        out.push(Shape::Path { points, ink, width_px });
        return;
    }
    let spots: Vec<path::Spot> = points.iter().map(|(x, y)| (f64::from(*x), f64::from(*y))).collect();
    let pieces = path::dashed(&spots, &pattern).into_iter().map(|piece| path::pixels(&piece));
    out.extend(pieces.filter(|points| points.len() > 1).map(|points| Shape::Path { points, ink, width_px }));
}

/// Tells the marks of these series apart: the shapes from this place on.
pub(crate) fn tell_apart(mark: Mark, series: &[Series], pen: Pen<'_>, from: usize, out: &mut Vec<Shape>) {
    let number = |ink: Ink| series.iter().position(|series| series.color == Color { rgb: ink.rgb });
    let lay = Lay(pen);
    for shape in out.split_off(from) {
        let sign = ink_of(&shape).and_then(number).map(|index| Sign::new(mark, &series[index]));
        match sign {
            Some(Sign::Dashes(index)) => lay.dash(shape, index, out),
            Some(Sign::Symbol(index)) => out.push(lay.symbol(shape, index)),
            Some(Sign::Hatch(index)) => lay.hatch(shape, index, out),
            None => out.push(shape),
        }
    }
}

fn ink_of(shape: &Shape) -> Option<Ink> {
    match shape {
        Shape::Path { ink, .. } | Shape::Polygon { ink, .. } | Shape::Rect { ink, .. } | Shape::Circle { ink, .. } => {
            Some(*ink)
        }
        Shape::Ring { .. } | Shape::Raster { .. } | Shape::Text { .. } => None,
    }
}

/// Lays patterns over shapes.
#[derive(Clone, Copy)]
struct Lay<'a>(Pen<'a>);

impl Lay<'_> {
    fn dash(self, shape: Shape, index: usize, out: &mut Vec<Shape>) {
        match shape {
            Shape::Path { points, ink, width_px } => {
                let width_px = width_px.max(self.0.frame.px(DASHED_CSS_PX).unsigned_abs());
                dash(points, index, self.0.frame.px_f64(1.0), ink, width_px, out);
            }
            other => out.push(other),
        }
    }

    fn symbol(self, shape: Shape, index: usize) -> Shape {
        match shape {
            Shape::Circle { center: (x, y), radius_px, ink } if symbol(index) != Symbol::Circle => {
                let area_px = PI * f64::from(radius_px).powi(2) * SYMBOL_GROWTH;
                let mut shape = symbol(index).upright((f64::from(x), f64::from(y)), area_px, ink);
                if let Shape::Polygon { points, .. } = &mut shape {
                    points.iter_mut().for_each(|point| *point = self.inside(*point));
                }
                shape
            }
            other => other,
        }
    }

    /// A corner, kept in the frame.
    fn inside(self, (x, y): Point) -> Point {
        (x.clamp(0, self.0.frame.width() - 1), y.clamp(0, self.0.frame.height() - 1))
    }

    /// Bars are hatched from their middle, in the colour of the ground; areas from the corner of the frame, so that
    /// they stand still while rows come, in their own.
    fn hatch(self, shape: Shape, index: usize, out: &mut Vec<Shape>) {
        match &shape {
            Shape::Rect { from, to, .. } => {
                let (from, to) = (*from, *to);
                let outline = [from, (to.0, from.1), to, (from.0, to.1)];
                let middle = (i32::midpoint(from.0, to.0), i32::midpoint(from.1, to.1));
                out.push(shape);
                hatch(&outline, index, middle, HatchPen::on_fill(self.0), out);
            }
            Shape::Polygon { points, ink } => {
                let mut lines = Vec::new();
                hatch(points, index, (0, 0), HatchPen::new(Ink { alpha: 1.0, ..*ink }, self.0.frame), &mut lines);
                out.push(shape);
                out.append(&mut lines);
            }
            _ => out.push(shape),
        }
    }
}
