//! The thumbnail: what one sees first of a dashboard, in the size of a card. Panels are drawn at the size that they have
//! on a page of ordinary width and then made smaller, so that a card looks like what it opens.

use chart::Palette;
use document::{Document, Kind, NodeId, grid::COLUMNS};

use crate::{
    Look, PrintError, Tables,
    panel::panel,
    svg::{Canvas, Svg},
};

/// Width and height of a thumbnail, in pixels.
pub const THUMBNAIL_PX: (u32, u32) = (480, 270);
/// How much smaller than on a page.
const SCALE: f64 = 0.5;
/// The height of one row of the grid, in pixels of the thumbnail.
const ROW_PX: f64 = 15.0;
/// Between panels, and around them.
const GUTTER_PX: f64 = 6.0;
/// Where panels would be on a dashboard without any: left, top, width and height, in pixels of the thumbnail.
const NO_PANELS: [(f64, f64, f64, f64); 3] =
    [(6.0, 6.0, 310.0, 126.0), (322.0, 6.0, 152.0, 126.0), (6.0, 138.0, 468.0, 126.0)];
/// Most panels that are drawn: more are not told apart at this size. Those of the last rows are left out.
const MAX_PANELS: usize = 12;

/// The first panels of a dashboard, of its size, theme and direction whatever the look asks for as width and height.
///
/// # Errors
/// When a panel cannot be drawn at all; one that has nothing to show says why in its place.
pub fn thumbnail(document: &Document, tables: &Tables, look: Look) -> Result<Svg, PrintError> {
    let (width, height) = (f64::from(THUMBNAIL_PX.0), f64::from(THUMBNAIL_PX.1));
    let mut canvas = Canvas::new(THUMBNAIL_PX.0, THUMBNAIL_PX.1);
    let palette = Palette::of(look.theme);
    canvas.rect((0.0, 0.0), (width, height), 0.0, palette.grid);
    let column = (width - GUTTER_PX) / f64::from(COLUMNS);
    let mut cells = document.grid(first_place(document));
    cells.sort_by_key(|cell| (cell.rect.y, cell.rect.x));
    for (x, y, w, h) in NO_PANELS.into_iter().filter(|_| cells.is_empty()) {
        let x = if look.rtl { width - x - w } else { x };
        canvas.rect((x, y), (w, h), 4.0, palette.surface);
    }
    for cell in cells.iter().take(MAX_PANELS) {
        let (x, y) = (f64::from(cell.rect.x) * column + GUTTER_PX, f64::from(cell.rect.y) * ROW_PX + GUTTER_PX);
        if y >= height {
            continue;
        }
        let (w, h) = (f64::from(cell.rect.w) * column - GUTTER_PX, f64::from(cell.rect.h) * ROW_PX - GUTTER_PX);
        let look = Look { width_px: on_page(w), height_px: on_page(h), ..look };
        let x = if look.rtl { width - x - w } else { x };
        canvas.scaled((x, y), SCALE, &panel(document, cell.node, tables, look)?);
    }
    Ok(canvas.done())
}

/// Where the first panels are: on no tab, else on the first tab or in the first section that has any.
fn first_place(document: &Document) -> NodeId {
    let below = |parent| [Kind::Tab, Kind::Row].into_iter().flat_map(move |kind| document.children_of(parent, kind));
    let mut places = vec![NodeId::ROOT];
    for (place, _) in below(NodeId::ROOT) {
        places.push(place);
        places.extend(below(place).map(|(row, _)| row));
    }
    places.into_iter().find(|place| !document.panels(*place).is_empty()).unwrap_or(NodeId::ROOT)
}

/// The pixels on a page of what has so many in the thumbnail.
fn on_page(px: f64) -> u32 {
    (px / SCALE).round().max(1.0) as u32
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use chart::Theme;
    use document::{
        Outline, Property, Rect, Value,
        outline::{Branch, Settings},
    };

    use super::*;

    #[test]
    fn a_thumbnail_shows_the_first_place_that_has_panels_and_stays_in_its_frame() {
        let settings = |title: &str, (y, h)| {
            let layout = Value::Rect(Rect { x: 0, y, w: 24, h });
            Settings(BTreeMap::from([(Property::Title, Value::Text(title.to_owned())), (Property::Layout, layout)]))
        };
        let branch =
            |id, kind, properties, children| Branch { id: NodeId::from_bytes([id; 8]), kind, properties, children };
        let text = |id, title, place| branch(id, Kind::Text, settings(title, place), vec![]);
        let texts = vec![text(3, "Shown", (0, 8)), text(4, "Below", (60, 40)), text(5, "Far", (200, 8))];
        let mut outline = Outline::default();
        outline.children =
            vec![branch(1, Kind::Tab, Settings::default(), vec![]), branch(2, Kind::Tab, Settings::default(), texts)];
        let document = outline.document().unwrap();
        let look = Look { width_px: 1, height_px: 1, theme: Theme::Dark, rtl: true };
        let svg = thumbnail(&document, &Tables::new(), look).unwrap();
        assert_eq!((svg.width_px, svg.height_px), THUMBNAIL_PX);
        assert!(svg.text.contains("Shown") && svg.text.contains("Below") && !svg.text.contains("Far"), "{}", svg.text);
        let empty = thumbnail(&Document::default(), &Tables::new(), look).unwrap();
        assert_eq!(
            empty.text.matches("<rect").count(),
            1 + NO_PANELS.len(),
            "an empty one shows where panels would be"
        );
    }
}
