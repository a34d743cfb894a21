//! Pictures: a panel or a whole dashboard as the bytes of a file, for `ashboard render` and for the routes alike.
//! What is drawn is the business of `print`; where documents and rows come from is that of whoever asks.

use std::{collections::BTreeSet, str::FromStr};

use document::{Document, NodeId, Property};
use jiff::Timestamp;
use print::{Heading, Look, PrintError, Progress, Sheets, Svg, Tables, Theme};

use crate::clock;

/// What kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Text that a browser draws.
    Svg,
    /// Pixels.
    Png,
    /// Vectors on pages.
    Pdf,
}

/// A picture as somebody orders it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Order {
    /// What kind of file.
    pub format: Format,
    /// Size, theme and direction.
    pub look: Look,
    /// Device pixels of a PNG for each pixel of the picture.
    pub scale: f32,
}

/// The most device pixels for one.
pub const MAX_SCALE: f32 = 4.0;

impl Default for Order {
    fn default() -> Self {
        let look = Look { width_px: 800, height_px: 400, theme: Theme::Light, rtl: false };
        Self { format: Format::Svg, look, scale: 1.0 }
    }
}

impl Format {
    /// Its media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Svg => "image/svg+xml",
            Self::Png => "image/png",
            Self::Pdf => "application/pdf",
        }
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        match word {
            "svg" => Ok(Self::Svg),
            "png" => Ok(Self::Png),
            "pdf" => Ok(Self::Pdf),
            _ => Err("one of svg, png, pdf".to_owned()),
        }
    }
}

/// The tables that the panels of a document draw.
#[must_use]
pub fn tables_of(document: &Document) -> BTreeSet<String> {
    let names = document.all_panels().filter_map(|(_, node)| node.name(Property::Table));
    names.map(str::to_owned).collect()
}

/// One panel.
///
/// # Errors
/// When there is no such panel, or the size is out of bounds.
pub fn of_panel(document: &Document, panel: NodeId, tables: &Tables, order: Order) -> Result<Vec<u8>, PrintError> {
    let svg = print::panel(document, panel, tables, order.look)?;
    let title = document.node(panel).map(|node| node.title().to_owned()).unwrap_or_default();
    file(svg, title, order)
}

/// A picture in the format that was ordered.
///
/// # Errors
/// When it is too large.
pub fn file(svg: Svg, title: String, order: Order) -> Result<Vec<u8>, PrintError> {
    match order.format {
        Format::Svg => Ok(svg.text.into_bytes()),
        Format::Png => print::png(&svg, order.scale.clamp(0.1, MAX_SCALE)),
        Format::Pdf => print::pdf(&[svg], &heading(title)),
    }
}

/// What one sees first of a dashboard, as SVG in the size of a card.
///
/// # Errors
/// When a panel cannot be drawn at all.
pub fn thumbnail(document: &Document, tables: &Tables, theme: Theme, rtl: bool) -> Result<Vec<u8>, PrintError> {
    let (width_px, height_px) = print::THUMBNAIL_PX;
    print::thumbnail(document, tables, Look { width_px, height_px, theme, rtl }).map(|svg| svg.text.into_bytes())
}

/// The whole dashboard as a PDF.
///
/// # Errors
/// When a panel cannot be drawn at all.
pub fn of_dashboard(document: &Document, tables: &Tables, rtl: bool) -> Result<Vec<u8>, PrintError> {
    let heading = heading(document.title().to_owned());
    print::pdf(&print::dashboard(document, tables, &heading, rtl)?, &heading)
}

/// A dashboard, or one panel of it, as somebody wants to keep it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Export {
    /// PNG or PDF.
    pub format: Format,
    /// What it is drawn on; the height of a PNG is that of all of it.
    pub sheets: Sheets,
    /// Device pixels of a PNG for each pixel.
    pub scale: f32,
    /// Only this panel.
    pub panel: Option<NodeId>,
}

/// Height of a panel alone, as a part of its width.
const PANEL_PART: f64 = 0.5;

/// What is wanted of a document, as long as whoever hears of the progress goes on.
///
/// # Errors
/// When it is called off, there is no such panel, or the picture is too large.
pub fn export(
    document: &Document,
    tables: &Tables,
    export: Export,
    progress: &mut Progress<'_>,
) -> Result<Vec<u8>, PrintError> {
    let Export { format, sheets, scale, panel } = export;
    let title = panel.and_then(|panel| document.node(panel)).map_or_else(|| document.title(), |node| node.title());
    let heading = heading(title.to_owned());
    let mut count = (0, 0);
    let pages = match panel {
        Some(panel) => vec![alone(document, panel, tables, sheets, progress)?],
        None => print::dashboard_on(document, tables, &heading, sheets, &mut |done, of| {
            count = (done, of);
            progress(done, of)
        })?,
    };
    match (format, pages.first()) {
        (Format::Png, Some(page)) => print::png(page, scale.clamp(0.1, MAX_SCALE)),
        _ => print::pdf_while(&pages, &heading, &mut || progress(count.0, count.1).is_continue()),
    }
}

fn alone(
    document: &Document,
    panel: NodeId,
    tables: &Tables,
    Sheets { page_px: (width_px, height_px), theme, rtl }: Sheets,
    progress: &mut Progress<'_>,
) -> Result<Svg, PrintError> {
    if progress(0, 1).is_break() {
        return Err(PrintError::CalledOff);
    }
    let height_px = height_px.unwrap_or((f64::from(width_px) * PANEL_PART) as u32);
    print::panel(document, panel, tables, Look { width_px, height_px, theme, rtl })
}

fn heading(title: String) -> Heading {
    let now = Timestamp::from_millisecond(clock::now_ms()).unwrap_or_default();
    Heading { title, printed_at: now.strftime("%Y-%m-%d %H:%M UTC").to_string() }
}
