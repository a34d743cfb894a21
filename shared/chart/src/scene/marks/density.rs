//! Density: more points than can be told apart become a picture of how many lie where, so that a frame costs its
//! pixels and not its rows. The more points a cell has, the stronger it is.

use std::sync::Arc;

use super::{Canvas, dots::DOT_REACH_CSS_PX};
use crate::{
    scene::brush::Brush,
    shape::{Ink, Shape},
};

use grammar::spec::Channel;

/// More points than this become a picture.
pub(crate) const MAX_POINTS: usize = 20_000;
/// The side of a cell, in CSS pixels: smaller ones cost more than they show.
const CELL_CSS_PX: f64 = 2.0;
/// Cells grow where there would be more: a picture of them takes 32 MB.
const MAX_CELLS: f64 = 1e6;
/// How strong a lone point is; the fullest cell is opaque, between them strength grows with the logarithm.
const LEAST_ALPHA: f64 = 0.15;
/// Alphas are rounded to so many steps, so that neighbours become one rectangle where a backend has no bitmaps.
const ALPHA_STEPS: f64 = 10.0;

/// What lies on one cell.
#[derive(Clone, Copy, Default)]
struct Pile {
    count: f64,
    /// Sums of red, green, blue.
    rgb: [f64; 3],
}

/// Whether the points of a layer are drawn as their density: many, and none with a size or a shape of its own.
pub(crate) fn suits(brush: &Brush<'_, '_>) -> bool {
    let has = |channel| brush.channel(channel).is_some();
    brush.unit.data.rows() > MAX_POINTS && !has(Channel::Size) && !has(Channel::Shape) && !has(Channel::Angle)
}

/// Draws the density of the rows.
pub(crate) fn density(brush: &Brush<'_, '_>, canvas: &mut Canvas<'_>) {
    let least_px = (brush.room.width() * brush.room.height() / MAX_CELLS).sqrt().ceil() as i32;
    let cell_px = brush.pen.frame.px(CELL_CSS_PX).max(least_px);
    let (left, top) = (brush.room.left.round() as i32, brush.room.top.round() as i32);
    let columns = (brush.room.width() as i32 / cell_px).max(1) as usize;
    let rows = (brush.room.height() as i32 / cell_px).max(1) as usize;
    let mut piles = vec![Pile::default(); columns * rows];
    let reach = brush.pen.frame.px_f64(DOT_REACH_CSS_PX);
    for row in 0..brush.unit.data.rows() {
        let (Some(x), Some(y)) = (brush.at(Channel::X, row), brush.at(Channel::Y, row)) else { continue };
        if !brush.room.holds((x, y)) {
            continue;
        }
        let paint = brush.paint(row);
        let Some(ink) = paint.fill.or(paint.stroke) else { continue };
        let cell = |px: f64, start: i32, count: usize| (((px as i32 - start) / cell_px).max(0) as usize).min(count - 1);
        piles[cell(y, top, rows) * columns + cell(x, left, columns)].add(ink);
        canvas.target(row, (x - reach, y - reach), (x + reach, y + reach), &paint);
    }
    let most = piles.iter().map(|pile| pile.count).fold(1.0, f64::max);
    let rgba: Vec<u8> = piles.iter().flat_map(|pile| pile.rgba(most)).collect();
    canvas.shapes.push(Shape::Raster { from: (left, top), cell_px, columns, rgba: Arc::from(rgba) });
}

impl Pile {
    fn add(&mut self, ink: Ink) {
        self.count += 1.0;
        for (sum, channel) in self.rgb.iter_mut().zip(ink.rgb) {
            *sum += f64::from(channel);
        }
    }

    fn rgba(&self, most: f64) -> [u8; 4] {
        if self.count == 0.0 {
            return [0; 4];
        }
        let mean = |sum: f64| (sum / self.count).round() as u8;
        let strength = LEAST_ALPHA + (1.0 - LEAST_ALPHA) * self.count.ln() / most.ln().max(f64::MIN_POSITIVE);
        let alpha = (strength * ALPHA_STEPS).ceil() / ALPHA_STEPS;
        [mean(self.rgb[0]), mean(self.rgb[1]), mean(self.rgb[2]), (alpha * 255.0).round() as u8]
    }
}
