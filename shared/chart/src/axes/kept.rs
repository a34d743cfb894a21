//! Kept axes: those of the plot before, which most frames of a live plot show again. What decides how they look (the
//! frame, the span of values, the ticks of x and their columns) is compared before anything is written; where it is the
//! same, so is the ground that they are on, and no memory is asked for.

use super::{GAP_CSS_PX, Pen, Places, Scales, Span, ValueAxis, XAxis};
use crate::{
    encode::X,
    frame::{Area, Frame},
    ground::Ground,
    scale::XScale,
};

/// The axes of a plot, to be compared with those of the next.
#[derive(Clone, Debug, Default)]
pub(crate) struct Axes {
    frame: Option<Frame>,
    values: Option<ValueAxis>,
    sides: (i32, i32),
    places: Places,
    /// The memory of other places.
    next: Places,
    drawn: Option<(Area, Ground)>,
}

/// What axes say beside numbers and times.
pub(crate) struct Names<'a> {
    /// What y says, where it has to be said.
    pub(crate) y: Option<&'a dyn Fn() -> String>,
    pub(crate) unit: &'a str,
    pub(crate) x: &'a str,
}

impl Axes {
    /// Other names, or other rows: what is compared no longer decides how they look.
    pub(crate) fn forget(&mut self) {
        self.frame = None;
    }

    /// The axes of these values and this scale of x, whose range are the columns that it is given.
    pub(crate) fn lay(
        &mut self,
        pen: Pen<'_>,
        span: Span,
        names: &Names<'_>,
        x: &X,
        x_scale: impl FnOnce((i32, i32)) -> XScale,
    ) -> (Scales, Ground) {
        let is_as_before = self.frame == Some(*pen.frame);
        let kept = self.values.take().filter(|values| is_as_before && values.span == span);
        let is_kept = kept.is_some();
        let values = kept.unwrap_or_else(|| {
            let values = ValueAxis::new(span, names.y.map(|name| name()).as_deref(), names.unit);
            self.sides = values.sides(pen);
            values
        });
        let scale = x_scale(self.sides);
        self.next.find(pen, &scale, self.sides);
        let drawn = self.drawn.take();
        let (area, ground) = match drawn {
            Some(drawn) if is_kept && self.next.decide() && self.next == self.places => drawn,
            _ => self.draw(pen, &values, names.x, (x, &scale)),
        };
        std::mem::swap(&mut self.places, &mut self.next);
        let scales = Scales { area, x: scale, y: values.scale(area) };
        (self.frame, self.values, self.drawn) = (Some(*pen.frame), Some(values), Some((area, ground.clone())));
        (scales, ground)
    }

    /// Both axes at their next places.
    fn draw(&self, pen: Pen<'_>, values: &ValueAxis, name: &str, x: (&X, &XScale)) -> (Area, Ground) {
        let across = XAxis::new(pen, &self.next, x, self.sides, name);
        let area = values.area(pen, self.sides, across.lines());
        let scales = Scales { area, x: *x.1, y: values.scale(area) };
        let mut shapes = Vec::new();
        values.draw(pen, &scales, &mut shapes);
        across.draw(pen, area, &mut shapes);
        // Categories may have letters that reach up to the axis; other labels keep their distance.
        let is_clear = !matches!(x.0, X::Band(_));
        (area, Ground::new(shapes, is_clear.then(|| around(area, pen.frame))))
    }
}

/// The area and what marks at its edge reach beyond it, but no label.
fn around(area: Area, frame: &Frame) -> Area {
    let air = frame.px(GAP_CSS_PX) - 1;
    Area {
        left: (area.left - air).max(0),
        top: (area.top - air).max(0),
        right: (area.right + air).min(frame.width() - 1),
        bottom: (area.bottom + air).min(frame.height() - 1),
    }
}
