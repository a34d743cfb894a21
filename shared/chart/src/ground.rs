//! The ground: what of a plot stays while rows come and go, its axes with their labels. A canvas that shows it already
//! needs only what is between the axes wiped and drawn anew: labels are half of what a frame of a live line costs.
//! It knows where marks may be, and not what they show.

use std::rc::Rc;

use crate::{frame::Area, shape::Shape};

/// The axes of a plot as they are drawn; clones are the same ground.
#[derive(Clone, Debug)]
pub struct Ground(Rc<Laid>);

#[derive(Debug)]
struct Laid {
    shapes: Vec<Shape>,
    /// Where anything else of the plot is drawn; `None` where that is not known.
    field: Option<Area>,
    /// What of the shapes lies in it.
    within: Vec<Shape>,
}

impl Ground {
    /// Axes, and the field in which no text of theirs stands.
    pub(crate) fn new(shapes: Vec<Shape>, field: Option<Area>) -> Self {
        let inside = |field: Area| shapes.iter().filter_map(move |shape| within(shape, field)).collect();
        let within = field.map(inside).unwrap_or_default();
        Self(Rc::new(Laid { shapes, field, within }))
    }

    /// Whether both are the same: what is drawn on one canvas is drawn on the other.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }

    /// What is to be wiped before a plot on the same ground is renewed.
    #[must_use]
    pub fn field(&self) -> Option<Area> {
        self.0.field
    }

    pub(crate) fn shapes(&self) -> &[Shape] {
        &self.0.shapes
    }

    /// What has to be drawn again in a wiped field.
    pub(crate) fn within(&self) -> &[Shape] {
        &self.0.within
    }
}

/// What of a line of an axis lies in a field.
fn within(shape: &Shape, field: Area) -> Option<Shape> {
    let Shape::Rect { from, to, ink } = shape else { return None };
    let from = (from.0.max(field.left), from.1.max(field.top));
    let to = (to.0.min(field.right + 1), to.1.min(field.bottom + 1));
    (from.0 < to.0 && from.1 < to.1).then_some(Shape::Rect { from, to, ink: *ink })
}
