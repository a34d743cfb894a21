//! Spots: from a place on the screen to a place on a grid that means the same in every window, and back. Where a grid
//! is one column its panels stand one below the other: then a height on the grid is a height in one of them.

use document::{NodeId, grid::COLUMNS};
use gloo::utils::document;
use protocol::{Spot, presence::SPOT_PARTS};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use crate::{
    components::grid::{drag::is_one_column, geometry::ROW_CSS_PX},
    locale::language,
};

const PARTS: f64 = SPOT_PARTS as f64;

/// A stretch of a grid, and where it is seen.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Stretch {
    /// First part of it, from the top of the grid.
    from_parts: f64,
    parts: f64,
    /// From the top of the window.
    top_css_px: f64,
    height_css_px: f64,
}

/// The spot on the grid below an element at this place of the window; `None` where there is none, or no columns.
pub(super) fn spot_at(below: &Element, x_css_px: f64, y_css_px: f64) -> Option<Spot> {
    let grid = below.closest(".grid").ok()?.filter(|_| !is_one_column())?;
    let bounds = grid.get_bounding_client_rect();
    let from_start = if language().is_rtl() { bounds.right() - x_css_px } else { x_css_px - bounds.left() };
    let columns = f64::from(COLUMNS) * from_start / bounds.width().max(1.0);
    let rows = (y_css_px - bounds.top()) / ROW_CSS_PX;
    Some(Spot { section: section_of(&grid)?, x: parts(columns), y: parts(rows) })
}

/// The spot at this height of the window, on the last grid that begins above it.
pub(super) fn spot_at_height(y_css_px: f64) -> Option<Spot> {
    let grids = grids();
    let above = grids.iter().rev().find(|grid| grid.get_bounding_client_rect().top() <= y_css_px);
    let grid = above.or_else(|| grids.first())?;
    let y = parts_at(&stretches(grid), y_css_px)?.round() as u32;
    Some(Spot { section: section_of(grid)?, x: 0, y })
}

/// The height in the window at which a spot is seen; `None` where its grid is not shown.
pub(super) fn height_of(spot: Spot) -> Option<f64> {
    let grid = grids().into_iter().find(|grid| section_of(grid) == Some(spot.section))?;
    css_px_at(&stretches(&grid), f64::from(spot.y))
}

fn parts(units: f64) -> u32 {
    (units * PARTS).round() as u32
}

fn section_of(grid: &Element) -> Option<NodeId> {
    grid.get_attribute("data-place")?.parse().ok()
}

fn grids() -> Vec<Element> {
    all(&document().document_element(), ".grid[data-place]")
}

fn all(inside: &Option<Element>, selector: &str) -> Vec<Element> {
    let found = inside.as_ref().and_then(|inside| inside.query_selector_all(selector).ok());
    let found = found.into_iter().flat_map(|found| (0..found.length()).filter_map(move |index| found.get(index)));
    found.filter_map(|node| node.dyn_into().ok()).collect()
}

/// The grid as a whole, or its panels where they stand one below the other.
fn stretches(grid: &Element) -> Vec<Stretch> {
    let seen = |element: &Element, from_parts, parts| {
        let bounds = element.get_bounding_client_rect();
        Stretch { from_parts, parts, top_css_px: bounds.top(), height_css_px: bounds.height() }
    };
    if !is_one_column() {
        return vec![seen(grid, 0.0, grid.get_bounding_client_rect().height() / ROW_CSS_PX * PARTS)];
    }
    let unit = |cell: &Element, name| {
        let style = cell.dyn_ref::<HtmlElement>()?.style();
        Some(js_sys::parse_float(style.get_property_value(name).ok()?.trim())).filter(|value| value.is_finite())
    };
    let cell = |cell: Element| Some(seen(&cell, unit(&cell, "--y")? * PARTS, unit(&cell, "--h")? * PARTS));
    all(&Some(grid.clone()), ".cell:has(.panel)").into_iter().filter_map(cell).collect()
}

/// The part that is seen at a height: of the last stretch that begins above it, else of the first.
fn parts_at(stretches: &[Stretch], y_css_px: f64) -> Option<f64> {
    let above = stretches.iter().rev().find(|stretch| stretch.top_css_px <= y_css_px);
    let Stretch { from_parts, parts, top_css_px, height_css_px } = above.or_else(|| stretches.first()).copied()?;
    Some(from_parts + parts * ((y_css_px - top_css_px) / height_css_px.max(1.0)).clamp(0.0, 1.0))
}

/// The height at which a part is seen: in the first stretch that has it, else at the end of the last above it.
fn css_px_at(stretches: &[Stretch], at_parts: f64) -> Option<f64> {
    let has = |stretch: &&Stretch| (stretch.from_parts..stretch.from_parts + stretch.parts).contains(&at_parts);
    let above = || stretches.iter().rev().find(|stretch| stretch.from_parts <= at_parts);
    let stretch = stretches.iter().find(has).or_else(above).or_else(|| stretches.first())?;
    let share = ((at_parts - stretch.from_parts) / stretch.parts.max(1.0)).clamp(0.0, 1.0);
    Some(stretch.top_css_px + share * stretch.height_css_px)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stretch(from_parts: f64, parts: f64, top_css_px: f64, height_css_px: f64) -> Stretch {
        Stretch { from_parts, parts, top_css_px, height_css_px }
    }

    /// P-101: there and back, in a wide window and in one column.
    #[test]
    fn a_height_on_the_grid_is_found_again() {
        let wide = [stretch(0.0, 1280.0, 60.0, 800.0)];
        let narrow = [stretch(0.0, 512.0, 60.0, 320.0), stretch(512.0, 768.0, 388.0, 360.0)];
        for at in [0.0, 64.0, 511.0, 512.0, 1000.0, 1279.0] {
            for window in [&wide[..], &narrow[..]] {
                let seen = css_px_at(window, at).unwrap();
                assert!((parts_at(window, seen).unwrap() - at).abs() < 1e-6, "{at} in {window:?}");
            }
        }
    }

    #[test]
    fn what_is_outside_is_at_the_edge() {
        let window = [stretch(0.0, 640.0, 100.0, 400.0)];
        assert_eq!((parts_at(&window, 0.0), parts_at(&window, 900.0)), (Some(0.0), Some(640.0)));
        assert_eq!(css_px_at(&window, 9_999.0), Some(500.0));
        assert_eq!((parts_at(&[], 0.0), css_px_at(&[], 0.0)), (None, None));
    }
}
