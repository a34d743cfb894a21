//! The frame: how large a drawing is, how dense its pixels are, and in which theme and direction it is read.
//! Every length below it is in device pixels; only constants are written in CSS pixels and scaled here.

/// The longest side that is drawn, in device pixels: beyond it browsers refuse a canvas. Longer sides are cut.
pub const MAX_SIDE_PX: u32 = 16_384;

/// Where and how a plot is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// Width in device pixels.
    pub width_px: u32,
    /// Height in device pixels.
    pub height_px: u32,
    /// Device pixels of one CSS pixel; kept between 0.25 and 8.
    pub scale: f64,
    /// Light or dark.
    pub theme: Theme,
    /// Right to left: the value axis stands on the right. Time is never mirrored.
    pub rtl: bool,
    /// What colours tell apart is told apart by dashes, symbols and hatches too.
    pub patterns: bool,
}

/// What the page's panel looks like behind the drawing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Theme {
    /// Dark ink on a light panel.
    #[default]
    Light,
    /// Light ink on a dark panel.
    Dark,
}

/// The rectangle between the axes, in device pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// Its first column.
    pub left: i32,
    /// Its first row.
    pub top: i32,
    /// Its last column.
    pub right: i32,
    /// Its last row.
    pub bottom: i32,
}

impl Frame {
    /// A length in CSS pixels as device pixels, at least one.
    pub(crate) fn px(&self, css_px: f64) -> i32 {
        self.px_f64(css_px).round().max(1.0) as i32
    }

    /// A length in CSS pixels as device pixels, not rounded.
    pub(crate) fn px_f64(&self, css_px: f64) -> f64 {
        css_px * if self.scale.is_finite() { self.scale.clamp(0.25, 8.0) } else { 1.0 }
    }

    /// The width that is drawn, in device pixels.
    pub(crate) fn width(&self) -> i32 {
        self.width_px.clamp(1, MAX_SIDE_PX) as i32
    }

    /// The height that is drawn, in device pixels.
    pub(crate) fn height(&self) -> i32 {
        self.height_px.clamp(1, MAX_SIDE_PX) as i32
    }
}

impl Area {
    /// Pixels from the first to the last column.
    pub(crate) fn width(&self) -> i32 {
        self.right - self.left
    }

    /// Whether a pixel is inside.
    pub(crate) fn contains(&self, (x, y): (i32, i32)) -> bool {
        (self.left..=self.right).contains(&x) && (self.top..=self.bottom).contains(&y)
    }

    /// The column of a position, kept inside.
    pub(crate) fn column(&self, x_px: f64) -> i32 {
        round_into(x_px, self.left, self.right)
    }

    /// The row of a position, kept inside.
    pub(crate) fn row(&self, y_px: f64) -> i32 {
        round_into(y_px, self.top, self.bottom)
    }
}

/// The nearest whole pixel between two; the domains cover the data, so only broken arithmetic is ever cut.
fn round_into(px: f64, low: i32, high: i32) -> i32 {
    if px.is_nan() { low } else { (px.round() as i32).clamp(low, high.max(low)) }
}
