//! The dashboard on paper: its panels on their grid, scaled to the width of a page, what is on no tab first, then tab by
//! tab, section by section, open or not. A page ends between panels; one that is taller than a page is made to fit.

use chart::{Palette, Theme};
use document::{Cell, Document, Kind, NodeId, grid::COLUMNS};

use crate::{
    Look, PrintError, Tables,
    panel::panel,
    paper::Heading,
    svg::{Anchor, Canvas, Line, Svg},
};

/// A page: A4 across at 96 pixels an inch.
const PAGE_PX: (u32, u32) = (1_123, 794);
/// Around a page.
const MARGIN_PX: f64 = 40.0;
/// What the title, and the line at the foot, take.
const HEAD_PX: f64 = 44.0;
const FOOT_PX: f64 = 24.0;
/// Between panels.
const GUTTER_PX: f64 = 10.0;
/// The height of one row of the grid; a little less where the whole dashboard fits one page then.
const ROW_PX: f64 = 36.0;
const LEAST_ROW_PX: f64 = 24.0;
/// The heading of a tab or section.
const SECTION_PX: f64 = 34.0;
/// Most pages; what comes after them is left out, and the last page says so.
const MAX_PAGES: usize = 200;

/// Something that stands on a page at a height.
enum Block {
    Words(String),
    Panels(Vec<Cell>),
}

/// The pages of a dashboard.
///
/// # Errors
/// When a panel cannot be drawn at all; one that has nothing to show says why in its place.
pub fn dashboard(document: &Document, tables: &Tables, heading: &Heading, rtl: bool) -> Result<Vec<Svg>, PrintError> {
    let blocks = blocks(document);
    let mut press = Press { pages: Vec::new(), y: f64::MAX, row_px: row_px(&blocks), heading, rtl };
    for block in blocks {
        match block {
            Block::Words(words) => press.words(&words),
            Block::Panels(cells) => press.panels(document, tables, &cells)?,
        }
    }
    press.finish()
}

/// What stands below each other, in the order of the page.
fn blocks(document: &Document) -> Vec<Block> {
    let mut blocks = place(document, NodeId::ROOT);
    for (tab, node) in document.children_of(NodeId::ROOT, Kind::Tab) {
        blocks.push(Block::Words(node.title().to_owned()));
        blocks.extend(place(document, tab));
    }
    blocks
}

/// The loose panels of a place, then its sections.
fn place(document: &Document, place: NodeId) -> Vec<Block> {
    let mut blocks = bands(&document.grid(place));
    for (row, node) in document.children_of(place, Kind::Row) {
        blocks.push(Block::Words(node.title().to_owned()));
        blocks.extend(bands(&document.grid(row)));
    }
    blocks
}

/// Panels that overlap in height belong together: between two bands a page may end.
fn bands(cells: &[Cell]) -> Vec<Block> {
    let mut sorted = cells.to_vec();
    sorted.sort_by_key(|cell| (cell.rect.y, cell.rect.x));
    let mut bands: Vec<(u32, Vec<Cell>)> = Vec::new();
    for cell in sorted {
        let end = u32::from(cell.rect.y) + u32::from(cell.rect.h);
        match bands.last_mut().filter(|(bottom, _)| u32::from(cell.rect.y) < *bottom) {
            Some((bottom, band)) => {
                *bottom = (*bottom).max(end);
                band.push(cell);
            }
            None => bands.push((end, vec![cell])),
        }
    }
    bands.into_iter().map(|(_, band)| Block::Panels(band)).collect()
}

/// The height at which all of it fits one page, if that is not too low to read.
fn row_px(blocks: &[Block]) -> f64 {
    let (mut rows, mut words) = (0.0, 0.0);
    for block in blocks {
        match block {
            Block::Words(_) => words += SECTION_PX,
            Block::Panels(band) => rows += f64::from(rows_of(band)),
        }
    }
    let fits = (Press::FULL - words) / rows;
    if (LEAST_ROW_PX..ROW_PX).contains(&fits) { fits } else { ROW_PX }
}

/// From the top of the highest panel to the foot of the lowest.
fn rows_of(band: &[Cell]) -> u16 {
    let top = band.iter().map(|cell| cell.rect.y).min().unwrap_or(0);
    band.iter().map(|cell| cell.rect.y + cell.rect.h - top).max().unwrap_or(1)
}

/// The pages while they are filled.
struct Press<'a> {
    pages: Vec<Canvas>,
    /// Where the next block begins on the last page.
    y: f64,
    /// The height of one row of the grid.
    row_px: f64,
    heading: &'a Heading,
    rtl: bool,
}

impl Press<'_> {
    /// The height of the first page below its title.
    const FULL: f64 = Self::BOTTOM - MARGIN_PX - HEAD_PX;
    const BOTTOM: f64 = PAGE_PX.1 as f64 - MARGIN_PX - FOOT_PX;
    const WIDTH: f64 = PAGE_PX.0 as f64 - 2.0 * MARGIN_PX;

    /// The page on which there is room for so much, or a new one.
    fn room(&mut self, height: f64) -> Option<&mut Canvas> {
        if self.y + height > Self::BOTTOM {
            if self.pages.len() == MAX_PAGES {
                return None;
            }
            self.begin();
        }
        self.pages.last_mut()
    }

    fn begin(&mut self) {
        let mut page = Canvas::new(PAGE_PX.0, PAGE_PX.1);
        page.rect((0.0, 0.0), (f64::from(PAGE_PX.0), f64::from(PAGE_PX.1)), 0.0, Palette::of(Theme::Light).surface);
        self.y = MARGIN_PX;
        if self.pages.is_empty() {
            let line = start(&self.heading.title, self.y + 22.0, 22.0, self.rtl);
            page.line(&line);
            self.y += HEAD_PX;
        }
        self.pages.push(page);
    }

    /// A heading, on the page of what it belongs to.
    fn words(&mut self, words: &str) {
        let rtl = self.rtl;
        if self.room(SECTION_PX + 4.0 * self.row_px).is_none() {
            return;
        }
        let y = self.y;
        if let Some(page) = self.pages.last_mut() {
            page.line(&start(words, y + 22.0, 15.0, rtl));
        }
        self.y += SECTION_PX;
    }

    fn panels(&mut self, document: &Document, tables: &Tables, band: &[Cell]) -> Result<(), PrintError> {
        let top = band.iter().map(|cell| cell.rect.y).min().unwrap_or(0);
        let rows = rows_of(band);
        let row_px = self.row_px.min(Self::FULL / f64::from(rows));
        let height = row_px * f64::from(rows);
        let rtl = self.rtl;
        if self.room(height).is_none() {
            return Ok(());
        }
        let y = self.y;
        let Some(page) = self.pages.last_mut() else { return Ok(()) };
        for cell in band {
            put(page, document, tables, cell, (y, f64::from(top), row_px), rtl)?;
        }
        self.y = y + height;
        Ok(())
    }

    /// The foot of each page: when it was printed, and which of how many it is.
    fn finish(mut self) -> Result<Vec<Svg>, PrintError> {
        if self.pages.is_empty() {
            self.begin();
        }
        let count = self.pages.len();
        let palette = Palette::of(Theme::Light);
        let (left, right) = (MARGIN_PX, f64::from(PAGE_PX.0) - MARGIN_PX);
        let y = f64::from(PAGE_PX.1) - MARGIN_PX;
        for (index, page) in self.pages.iter_mut().enumerate() {
            let number = format!("{} / {count}", index + 1);
            let ends = [(left, Anchor::Left), (right, Anchor::Right)];
            for ((x, anchor), text) in ends.into_iter().zip([&self.heading.printed_at, &number]) {
                page.line(&Line { text, x, y, size_px: 10.0, is_bold: false, anchor, color: palette.muted });
            }
        }
        Ok(self.pages.into_iter().map(Canvas::done).collect())
    }
}

/// A heading at the edge where lines begin.
fn start(text: &str, y: f64, size_px: f64, rtl: bool) -> Line<'_> {
    let (x, anchor) = if rtl { (f64::from(PAGE_PX.0) - MARGIN_PX, Anchor::Right) } else { (MARGIN_PX, Anchor::Left) };
    Line { text, x, y, size_px, is_bold: true, anchor, color: Palette::of(Theme::Light).text }
}

/// One panel in its frame; `(y, top, row_px)`: where the grid's row `top` lies on the page, and how high rows are.
fn put(
    page: &mut Canvas,
    document: &Document,
    tables: &Tables,
    cell: &Cell,
    (y, top, row_px): (f64, f64, f64),
    rtl: bool,
) -> Result<(), PrintError> {
    let rect = cell.rect;
    let column_px = Press::WIDTH / f64::from(COLUMNS);
    let column = if rtl { COLUMNS - rect.x - rect.w } else { rect.x };
    let x = (MARGIN_PX + column_px * f64::from(column)).round();
    let y = (y + (f64::from(rect.y) - top) * row_px).round();
    let width = (column_px * f64::from(rect.w) - GUTTER_PX).round().max(1.0);
    let height = (row_px * f64::from(rect.h) - GUTTER_PX).round().max(1.0);
    let look = Look { width_px: width as u32, height_px: height as u32, theme: Theme::Light, rtl };
    page.picture(x, y, &panel(document, cell.node, tables, look)?.text);
    page.outline((x, y), (width, height), 6.0, Palette::of(Theme::Light).grid);
    Ok(())
}
