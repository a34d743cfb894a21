//! Shapes: the few things that a plot consists of, in device pixels, in drawing order.
//! Pure code makes them; `replay` alone knows how a backend draws them.

use std::sync::Arc;

/// A pixel: column and row from the top left.
pub(crate) type Point = (i32, i32);

/// A colour with opacity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Ink {
    /// Red, green, blue.
    pub(crate) rgb: [u8; 3],
    /// From 0, invisible, to 1.
    pub(crate) alpha: f64,
}

/// One thing to draw.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Shape {
    /// An open line through two or more points.
    Path { points: Vec<Point>, ink: Ink, width_px: u32 },
    /// A filled polygon.
    Polygon { points: Vec<Point>, ink: Ink },
    /// A filled rectangle; the corner `to` is outside of it.
    Rect { from: Point, to: Point, ink: Ink },
    /// A filled circle.
    Circle { center: Point, radius_px: u32, ink: Ink },
    /// The outline of a circle.
    Ring { center: Point, radius_px: u32, ink: Ink, width_px: u32 },
    /// Square cells in rows from a corner, each of one colour with opacity: red, green, blue, alpha.
    Raster { from: Point, cell_px: i32, columns: usize, rgba: Arc<[u8]> },
    /// One line of text, turned around its place.
    Text { text: String, at: Point, align: Align, size_px: f64, ink: Ink, style: TextStyle },
}

/// How a text stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct TextStyle {
    pub(crate) turn: Turn,
    pub(crate) is_bold: bool,
}

/// Quarters of a turn, clockwise: every backend knows these and no others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Turn {
    #[default]
    Upright,
    /// Read from top to bottom.
    Down,
    Over,
    /// Read from bottom to top.
    Up,
}

/// Which point of a text stands at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Align {
    /// The left end, halfway up.
    Left,
    /// The right end, halfway up.
    Right,
    /// The middle of the upper edge.
    Below,
    /// The middle of the lower edge.
    Above,
    /// The middle, halfway up.
    Center,
    /// The left end of the upper edge.
    LeftBelow,
    /// The right end of the upper edge.
    RightBelow,
    /// The left end of the lower edge.
    LeftAbove,
    /// The right end of the lower edge.
    RightAbove,
}

impl Ink {
    /// Full strength.
    pub(crate) fn opaque(rgb: [u8; 3]) -> Self {
        Self { rgb, alpha: 1.0 }
    }

    /// The same colour at another strength.
    pub(crate) fn with_alpha(self, alpha: f64) -> Self {
        Self { alpha, ..self }
    }
}
