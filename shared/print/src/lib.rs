//! Print: panels and dashboards without a browser, as SVG, PNG and PDF, drawn by the same charts that the page draws.
//! Pure: the document, the rows and the size in, bytes out; it brings its own fonts, so that every machine prints alike.
//! It refuses to know where dashboards and rows come from.

mod content;
mod dashboard;
mod font;
mod panel;
mod paper;
mod prose;
mod raster;
mod rows;
mod svg;
mod thumbnail;

use std::collections::BTreeMap;

use document::NodeId;
use table::Table;

pub use chart::Theme;
pub use dashboard::{Progress, Sheets, dashboard, dashboard_on};
pub use panel::{draw, panel};
pub use paper::{Heading, pdf, pdf_while};
pub use raster::png;
pub use svg::Svg;
pub use thumbnail::{THUMBNAIL_PX, thumbnail};

/// The largest width and height of a picture, in pixels; a larger one is refused.
pub const MAX_SIDE_PX: u32 = 8_192;

/// The rows that may be drawn, by the name of their table.
pub type Tables = BTreeMap<String, Table>;

/// How something is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// In pixels, 1 to [`MAX_SIDE_PX`].
    pub width_px: u32,
    /// In pixels, 1 to [`MAX_SIDE_PX`].
    pub height_px: u32,
    /// Light or dark.
    pub theme: Theme,
    /// Whether the layout is mirrored for languages that are written from right to left.
    pub rtl: bool,
}

/// Why something is not drawn.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PrintError {
    /// A side that is too long or nothing.
    #[error("a picture is 1 to {MAX_SIDE_PX} pixels wide and high, not {0} x {1}")]
    Size(u32, u32),
    /// There is no such panel.
    #[error("the dashboard has no panel {0}")]
    NoSuchPanel(NodeId),
    /// Whoever wanted it does not any more.
    #[error("it was called off")]
    CalledOff,
    /// A backend refused what it was given.
    #[error("the picture could not be written: {0}")]
    Backend(String),
}

impl Look {
    /// # Errors
    /// When a side is too long or nothing.
    pub(crate) fn checked(self) -> Result<Self, PrintError> {
        let sides = 1..=MAX_SIDE_PX;
        let fits = sides.contains(&self.width_px) && sides.contains(&self.height_px);
        if fits { Ok(self) } else { Err(PrintError::Size(self.width_px, self.height_px)) }
    }
}
