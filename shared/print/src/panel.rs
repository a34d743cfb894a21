//! The panel: heading, description and content of one node in one picture, as the page shows it.

use chart::{Palette, truncate, width_px};
use document::{Document, Node, NodeId, Property};

use crate::{
    Look, PrintError, Tables, content,
    svg::{Anchor, Canvas, Line, Svg},
};

/// Around everything, in pixels.
pub(crate) const EDGE_PX: f64 = 12.0;
const TITLE_PX: f64 = 14.0;
const DESCRIPTION_PX: f64 = 11.0;
/// A panel that is lower has no description.
const LEAST_HEIGHT_WITH_DESCRIPTION_PX: u32 = 150;

/// Where the content of a panel goes, and how it is drawn.
pub(crate) struct Place<'a> {
    pub(crate) canvas: &'a mut Canvas,
    pub(crate) palette: &'static Palette,
    pub(crate) look: Look,
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

/// One panel of a dashboard.
///
/// # Errors
/// When there is no such panel, or its size is out of bounds. A panel that cannot be drawn says why in its picture.
pub fn panel(document: &Document, id: NodeId, tables: &Tables, look: Look) -> Result<Svg, PrintError> {
    let node = document.node(id).filter(|node| node.kind().is_panel()).ok_or(PrintError::NoSuchPanel(id))?;
    let look = look.checked()?;
    let mut canvas = Canvas::new(look.width_px, look.height_px);
    let palette = Palette::of(look.theme);
    let size = (f64::from(look.width_px), f64::from(look.height_px));
    canvas.rect((0.0, 0.0), size, 0.0, palette.surface);
    let top = heading(&mut canvas, node, palette, look);
    let place = Place {
        canvas: &mut canvas,
        palette,
        look,
        x: EDGE_PX,
        y: top,
        width: (size.0 - 2.0 * EDGE_PX).max(1.0),
        height: (size.1 - top - EDGE_PX / 2.0).max(1.0),
    };
    content::draw(document, id, node, tables, place)?;
    Ok(canvas.done())
}

/// Something that is drawn by itself, such as the plot of a spec, with a background.
///
/// # Errors
/// What the backend reports.
pub fn draw(plot: &chart::Plot, look: Look) -> Result<Svg, PrintError> {
    let look = look.checked()?;
    let mut canvas = Canvas::new(look.width_px, look.height_px);
    let size = (f64::from(look.width_px), f64::from(look.height_px));
    canvas.rect((0.0, 0.0), size, 0.0, Palette::of(look.theme).surface);
    canvas.picture(0.0, 0.0, &content::svg_of(plot, (look.width_px, look.height_px))?);
    Ok(canvas.done())
}

/// The title and the description; gives the row below them.
fn heading(canvas: &mut Canvas, node: &Node, palette: &Palette, look: Look) -> f64 {
    let room = f64::from(look.width_px) - 2.0 * EDGE_PX;
    let (x, anchor) = start(look);
    let mut y = EDGE_PX;
    let mut say = |text: &str, size_px: f64, is_bold: bool, color| {
        let text = truncate(text, size_px, room);
        if !text.is_empty() {
            y += size_px;
            canvas.line(&Line { text: &text, x, y, size_px, is_bold, anchor, color });
            y += size_px * 0.5;
        }
    };
    say(node.title(), TITLE_PX, true, palette.text);
    if look.height_px >= LEAST_HEIGHT_WITH_DESCRIPTION_PX {
        say(node.text(Property::Description), DESCRIPTION_PX, false, palette.muted);
    }
    y
}

/// Where lines begin.
fn start(look: Look) -> (f64, Anchor) {
    if look.rtl { (f64::from(look.width_px) - EDGE_PX, Anchor::Right) } else { (EDGE_PX, Anchor::Left) }
}

impl Place<'_> {
    /// A line from the start edge; gives how wide it is.
    pub(crate) fn line(&mut self, indent: f64, y: f64, size_px: f64, is_bold: bool, text: &str) -> f64 {
        let text = truncate(text, size_px, self.width - indent);
        let (x, anchor) = match self.look.rtl {
            true => (self.x + self.width - indent, Anchor::Right),
            false => (self.x + indent, Anchor::Left),
        };
        let color = if size_px < 12.0 { self.palette.muted } else { self.palette.text };
        self.canvas.line(&Line { text: &text, x, y, size_px, is_bold, anchor, color });
        width_px(&text, size_px)
    }

    /// A sentence in the middle.
    pub(crate) fn say(&mut self, text: &str) {
        const SIZE_PX: f64 = 12.0;
        let (x, y) = (self.x + self.width / 2.0, self.y + self.height / 2.0);
        let text = truncate(text, SIZE_PX, self.width);
        let color = self.palette.muted;
        let line = Line { text: &text, x, y, size_px: SIZE_PX, is_bold: false, anchor: Anchor::Middle, color };
        self.canvas.line(&line);
    }
}
