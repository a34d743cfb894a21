//! The dashboard on paper: its panels on their grid, scaled to the width of a page, what is on no tab first, then tab by
//! tab, section by section, open or not. A page ends between panels; one that is taller than a page is made to fit. On a
//! single sheet there is one page, as high as all of it.

use std::ops::ControlFlow;

use chart::{Palette, Theme};
use document::{Cell, Document, Kind, NodeId, grid::COLUMNS};

use crate::{
    Look, PrintError, Tables,
    panel::panel,
    paper::Heading,
    svg::{Anchor, Canvas, Line, Svg},
};

/// A4 across at 96 pixels an inch.
const A4_PX: (u32, u32) = (1_123, 794);
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

/// What a dashboard is drawn on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sheets {
    /// Width and height of a page in pixels; without a height there is one page, as high as all of it.
    pub page_px: (u32, Option<u32>),
    /// Light or dark.
    pub theme: Theme,
    /// Whether the layout is mirrored for languages that are written from right to left.
    pub rtl: bool,
}

impl Default for Sheets {
    fn default() -> Self {
        Self { page_px: (A4_PX.0, Some(A4_PX.1)), theme: Theme::Light, rtl: false }
    }
}

/// Hears how many panels are drawn, and of how many; says whether to go on.
pub type Progress<'a> = dyn FnMut(usize, usize) -> ControlFlow<()> + 'a;

/// Something that stands on a page at a height.
enum Block {
    Words(String),
    Panels(Vec<Cell>),
}

/// The pages of a dashboard on A4.
///
/// # Errors
/// When a panel cannot be drawn at all; one that has nothing to show says why in its place.
pub fn dashboard(document: &Document, tables: &Tables, heading: &Heading, rtl: bool) -> Result<Vec<Svg>, PrintError> {
    let on = Sheets { rtl, ..Sheets::default() };
    dashboard_on(document, tables, heading, on, &mut |_, _| ControlFlow::Continue(()))
}

/// The same on other sheets, as long as whoever hears of the progress goes on.
///
/// # Errors
/// When it is called off, a panel cannot be drawn at all, or a single sheet would be too high.
pub fn dashboard_on(
    document: &Document,
    tables: &Tables,
    heading: &Heading,
    on: Sheets,
    progress: &mut Progress<'_>,
) -> Result<Vec<Svg>, PrintError> {
    let blocks = blocks(document);
    let page_px = (on.page_px.0, on.page_px.1.unwrap_or_else(|| whole_px(&blocks)));
    Look { width_px: page_px.0, height_px: page_px.1, theme: on.theme, rtl: on.rtl }.checked()?;
    let panels = |block: &Block| match block {
        Block::Words(_) => 0,
        Block::Panels(cells) => cells.len(),
    };
    let of = blocks.iter().map(panels).sum();
    let mut press =
        Press { pages: Vec::new(), y: f64::MAX, row_px: ROW_PX, heading, page_px, on, done: 0, of, progress };
    if on.page_px.1.is_some() {
        press.row_px = row_px(&blocks, press.full());
    }
    press.tell()?;
    for block in blocks {
        match block {
            Block::Words(words) => press.words(&words),
            Block::Panels(cells) => press.panels(document, tables, &cells)?,
        }
    }
    press.finish()
}

/// How high a single sheet is that holds all of it.
fn whole_px(blocks: &[Block]) -> u32 {
    let high = |block: &Block| match block {
        Block::Words(_) => SECTION_PX,
        Block::Panels(band) => f64::from(rows_of(band)) * ROW_PX,
    };
    // A heading asks for room for what it belongs to, also where nothing follows.
    let slack = if matches!(blocks.last(), Some(Block::Words(_))) { 4.0 * ROW_PX } else { 0.0 };
    let inside: f64 = blocks.iter().map(high).sum();
    (2.0 * MARGIN_PX + HEAD_PX + FOOT_PX + inside + slack).ceil() as u32
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
fn row_px(blocks: &[Block], full_px: f64) -> f64 {
    let (mut rows, mut words) = (0.0, 0.0);
    for block in blocks {
        match block {
            Block::Words(_) => words += SECTION_PX,
            Block::Panels(band) => rows += f64::from(rows_of(band)),
        }
    }
    let fits = (full_px - words) / rows;
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
    page_px: (u32, u32),
    on: Sheets,
    /// Panels that are drawn, and all of them.
    done: usize,
    of: usize,
    progress: &'a mut Progress<'a>,
}

impl Press<'_> {
    /// The height of the first page below its title.
    fn full(&self) -> f64 {
        self.bottom() - MARGIN_PX - HEAD_PX
    }

    fn bottom(&self) -> f64 {
        f64::from(self.page_px.1) - MARGIN_PX - FOOT_PX
    }

    fn palette(&self) -> &'static Palette {
        Palette::of(self.on.theme)
    }

    fn tell(&mut self) -> Result<(), PrintError> {
        match (self.progress)(self.done, self.of) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(PrintError::CalledOff),
        }
    }

    /// A heading at the edge where lines begin.
    fn start<'t>(&self, text: &'t str, y: f64, size_px: f64) -> Line<'t> {
        let right = f64::from(self.page_px.0) - MARGIN_PX;
        let (x, anchor) = if self.on.rtl { (right, Anchor::Right) } else { (MARGIN_PX, Anchor::Left) };
        Line { text, x, y, size_px, is_bold: true, anchor, color: self.palette().text }
    }

    /// The page on which there is room for so much, or a new one.
    fn room(&mut self, height: f64) -> Option<&mut Canvas> {
        if self.y + height > self.bottom() {
            if self.pages.len() == MAX_PAGES {
                return None;
            }
            self.begin();
        }
        self.pages.last_mut()
    }

    fn begin(&mut self) {
        let (width, height) = self.page_px;
        let mut page = Canvas::new(width, height);
        page.rect((0.0, 0.0), (f64::from(width), f64::from(height)), 0.0, self.palette().surface);
        self.y = MARGIN_PX;
        if self.pages.is_empty() {
            page.line(&self.start(&self.heading.title, self.y + 22.0, 22.0));
            self.y += HEAD_PX;
        }
        self.pages.push(page);
    }

    /// A heading, on the page of what it belongs to.
    fn words(&mut self, words: &str) {
        if self.room(SECTION_PX + 4.0 * self.row_px).is_none() {
            return;
        }
        let line = self.start(words, self.y + 22.0, 15.0);
        if let Some(page) = self.pages.last_mut() {
            page.line(&line);
        }
        self.y += SECTION_PX;
    }

    fn panels(&mut self, document: &Document, tables: &Tables, band: &[Cell]) -> Result<(), PrintError> {
        let top = band.iter().map(|cell| cell.rect.y).min().unwrap_or(0);
        let rows = rows_of(band);
        let row_px = self.row_px.min(self.full() / f64::from(rows));
        let height = row_px * f64::from(rows);
        let has_room = self.room(height).is_some();
        for cell in band {
            if has_room {
                self.put(document, tables, cell, f64::from(top), row_px)?;
            }
            self.done += 1;
            self.tell()?;
        }
        self.y += height;
        Ok(())
    }

    /// One panel in its frame; `top` is the row of the grid at the height that the page has come to.
    fn put(
        &mut self,
        document: &Document,
        tables: &Tables,
        cell: &Cell,
        top: f64,
        row_px: f64,
    ) -> Result<(), PrintError> {
        let rect = cell.rect;
        let column_px = (f64::from(self.page_px.0) - 2.0 * MARGIN_PX) / f64::from(COLUMNS);
        let column = if self.on.rtl { COLUMNS - rect.x - rect.w } else { rect.x };
        let x = (MARGIN_PX + column_px * f64::from(column)).round();
        let y = (self.y + (f64::from(rect.y) - top) * row_px).round();
        let width = (column_px * f64::from(rect.w) - GUTTER_PX).round().max(1.0);
        let height = (row_px * f64::from(rect.h) - GUTTER_PX).round().max(1.0);
        let Sheets { theme, rtl, .. } = self.on;
        let look = Look { width_px: width as u32, height_px: height as u32, theme, rtl };
        let picture = panel(document, cell.node, tables, look)?;
        let grid = self.palette().grid;
        if let Some(page) = self.pages.last_mut() {
            page.picture(x, y, &picture.text);
            page.outline((x, y), (width, height), 6.0, grid);
        }
        Ok(())
    }

    /// The foot of each page: when it was printed, and which of how many it is.
    fn finish(mut self) -> Result<Vec<Svg>, PrintError> {
        if self.pages.is_empty() {
            self.begin();
        }
        let count = self.pages.len();
        let palette = self.palette();
        let (left, right) = (MARGIN_PX, f64::from(self.page_px.0) - MARGIN_PX);
        let y = f64::from(self.page_px.1) - MARGIN_PX;
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use document::{
        Outline, Property, Rect, Value,
        outline::{Branch, Settings},
    };

    use super::*;

    /// So many texts below each other.
    fn texts(count: u8) -> Document {
        let text = |at: u8| {
            let layout = Value::Rect(Rect { x: 0, y: u16::from(at) * 8, w: 24, h: 8 });
            let properties = Settings(BTreeMap::from([(Property::Layout, layout)]));
            Branch { id: NodeId::from_bytes([at + 1; 8]), kind: Kind::Text, properties, children: vec![] }
        };
        let mut outline = Outline::of(&Document::default());
        outline.children = (0..count).map(text).collect();
        outline.document().unwrap()
    }

    #[test]
    fn whoever_hears_of_the_progress_can_call_it_off() {
        let document = texts(6);
        let drawn = |until: usize| {
            let mut heard = Vec::new();
            let mut progress = |done, of| {
                heard.push((done, of));
                if done == until { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            };
            let pages = dashboard_on(&document, &Tables::new(), &Heading::default(), Sheets::default(), &mut progress);
            (pages.map(|pages| pages.len()), heard)
        };
        let (pages, heard) = drawn(usize::MAX);
        assert_eq!((pages, heard.first(), heard.last()), (Ok(3), Some(&(0, 6)), Some(&(6, 6))));
        let (pages, heard) = drawn(2);
        assert_eq!((pages, heard), (Err(PrintError::CalledOff), vec![(0, 6), (1, 6), (2, 6)]));
    }

    #[test]
    fn a_single_sheet_is_as_high_as_all_of_it_or_refused() {
        let on = Sheets { page_px: (1_280, None), theme: Theme::Dark, ..Sheets::default() };
        let pages = |count| {
            let go_on: &mut Progress<'_> = &mut |_, _| ControlFlow::Continue(());
            dashboard_on(&texts(count), &Tables::new(), &Heading::default(), on, go_on)
        };
        let one = pages(6).unwrap();
        assert_eq!((one.len(), one[0].width_px), (1, 1_280));
        assert!(f64::from(one[0].height_px) > 6.0 * 8.0 * ROW_PX);
        assert!(matches!(pages(60), Err(PrintError::Size(1_280, _))));
    }
}
