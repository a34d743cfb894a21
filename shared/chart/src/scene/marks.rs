//! Marks: what a layer draws of its rows. Each kind of mark asks the brush and makes shapes; every item leaves a
//! target by which a pointer finds it.

mod bars;
mod density;
mod dots;
mod lines;
mod slices;
mod words;

use grammar::spec::MarkType;

use super::{
    brush::{Brush, Paint},
    target::Target,
};
use crate::shape::{Ink, Shape};

/// Where items go.
pub(crate) struct Canvas<'c> {
    pub(crate) shapes: &'c mut Vec<Shape>,
    pub(crate) targets: &'c mut Vec<Target>,
    /// The number of the layer, for targets.
    pub(crate) layer: usize,
}

impl Canvas<'_> {
    /// A target around a box.
    fn target(&mut self, row: usize, (left, top): (f64, f64), (right, bottom): (f64, f64), paint: &Paint) {
        let bounds = [left.min(right), top.min(bottom), left.max(right), top.max(bottom)].map(|px| px.round() as i32);
        let ink = paint.fill.or(paint.stroke).unwrap_or(Ink::opaque([128; 3]));
        self.targets.push(Target { layer: self.layer, row, bounds, ink });
    }
}

/// Draws the rows of a layer.
pub(crate) fn draw(brush: &Brush<'_, '_>, canvas: &mut Canvas<'_>) {
    use MarkType as M;
    match brush.unit.mark.mark {
        M::Bar | M::Rect => bars::bars(brush, canvas),
        M::Tick => bars::ticks(brush, canvas),
        M::Rule => lines::rules(brush, canvas),
        M::Line | M::Trail => lines::lines(brush, canvas),
        M::Area => lines::areas(brush, canvas),
        M::Point | M::Circle | M::Square if density::suits(brush) => density::density(brush, canvas),
        M::Point | M::Circle | M::Square => dots::dots(brush, canvas),
        M::Text => words::words(brush, canvas),
        M::Arc => slices::slices(brush, canvas),
        M::Image | M::Geoshape | M::Boxplot | M::ErrorBar | M::ErrorBand => {}
    }
}
