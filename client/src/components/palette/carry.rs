//! Carrying: from the press on a card until it is let go over a grid. Where the panel would lie is
//! shown by whoever hears of it.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use document::{NodeId, Rect, grid::COLUMNS};
use gloo::utils::document;
use web_sys::{DomRect, Element, PointerEvent};
use yew::Callback;

use crate::{
    components::grid::{
        geometry::ROW_CSS_PX,
        hold::{Held, Hold, Point, point_of},
    },
    locale,
};

/// A press becomes carrying after so many CSS pixels; until then it is a click.
const SLACK_CSS_PX: f64 = 6.0;

/// Where a card is carried.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Over {
    /// The pointer, in CSS pixels of the window.
    pub(super) pointer: (f64, f64),
    /// The tab, the section or the dashboard that it is over, and where on its grid it would lie.
    pub(super) place: Option<(NodeId, Option<Rect>)>,
    /// That rectangle in the window: start, top, width and height in CSS pixels.
    pub(super) shown: Option<(f64, f64, f64, f64)>,
}

/// What carrying comes to; dropping it ends it without a word.
pub(super) struct Carry {
    _hold: Hold,
}

struct Carried {
    size: (u16, u16),
    start: (f64, f64),
    pointer: Cell<(f64, f64)>,
    is_carried: Cell<bool>,
    on_over: Callback<Over>,
    /// Hears once where it was let go; `None` where nowhere.
    on_end: RefCell<Option<Callback<Option<Over>>>>,
}

impl Carry {
    pub(super) fn begin(
        press: &PointerEvent,
        size: (u16, u16),
        on_over: Callback<Over>,
        on_end: Callback<Option<Over>>,
    ) -> Self {
        let at = point_of(press);
        let carried = Rc::new(Carried {
            size,
            start: at,
            pointer: Cell::new(at),
            is_carried: Cell::new(false),
            on_over,
            on_end: RefCell::new(Some(on_end)),
        });
        Self { _hold: Hold::begin(press, &carried) }
    }
}

impl Held for Carried {
    fn moved(&self, pointer: Point) {
        self.pointer.set(pointer);
        self.follow();
    }

    fn released(&self) {
        self.end(self.is_carried.get().then(|| self.over()));
    }

    fn cancelled(&self) {
        self.end(None);
    }

    fn is_under_way(&self) -> bool {
        self.is_carried.get()
    }
}

impl Carried {
    fn follow(&self) {
        let ((x, y), (from_x, from_y)) = (self.pointer.get(), self.start);
        if !self.is_carried.get() && (x - from_x).hypot(y - from_y) < SLACK_CSS_PX {
            return;
        }
        self.is_carried.set(true);
        self.on_over.emit(self.over());
    }

    fn over(&self) -> Over {
        let (x, y) = self.pointer.get();
        let found = document().element_from_point(x as f32, y as f32);
        let within = |selector: &str| found.as_ref().and_then(|found| found.closest(selector).ok().flatten());
        let Some(element) = within(".grid, [data-place]") else {
            let place = within(".dashboard").map(|_| (NodeId::ROOT, None));
            return Over { pointer: (x, y), place, shown: None };
        };
        let place = element.get_attribute("data-place").and_then(|place| place.parse().ok());
        let rect = element.class_list().contains("grid").then(|| lying(&element, (x, y), self.size));
        Over {
            pointer: (x, y),
            place: place.map(|place| (place, rect.map(|(rect, _)| rect))),
            shown: rect.map(|(_, shown)| shown),
        }
    }

    fn end(&self, over: Option<Over>) {
        if let Some(on_end) = self.on_end.take() {
            on_end.emit(over);
        }
    }
}

/// Where on a grid, and where in the window.
fn lying(grid: &Element, pointer: (f64, f64), size: (u16, u16)) -> (Rect, (f64, f64, f64, f64)) {
    let bounds: DomRect = grid.get_bounding_client_rect();
    let column = (bounds.width() / f64::from(COLUMNS)).max(1.0);
    let rtl = locale::language().is_rtl();
    let from_start = if rtl { bounds.right() - pointer.0 } else { pointer.0 - bounds.left() };
    let rect = rect_at((from_start / column, (pointer.1 - bounds.top()) / ROW_CSS_PX), size);
    let (start, width) = (f64::from(rect.x) * column, f64::from(rect.w) * column);
    let left = if rtl { bounds.right() - start - width } else { bounds.left() + start };
    (rect, (left, bounds.top() + f64::from(rect.y) * ROW_CSS_PX, width, f64::from(rect.h) * ROW_CSS_PX))
}

/// The rectangle whose upper middle the pointer holds, `at` columns from the start and rows from the top of a grid.
fn rect_at(at: (f64, f64), (w, h): (u16, u16)) -> Rect {
    let x = (at.0 - f64::from(w) / 2.0).round().clamp(0.0, f64::from(COLUMNS - w.min(COLUMNS)));
    let y = (at.1 - 1.0).round().clamp(0.0, f64::from(document::grid::MAX_ROWS));
    Rect { x: x as u16, y: y as u16, w, h }.clamped()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_lies_below_the_pointer_and_on_the_grid() {
        for (at, expected) in [
            ((12.0, 5.2), Rect { x: 6, y: 4, w: 12, h: 8 }),
            ((1.0, -3.0), Rect { x: 0, y: 0, w: 12, h: 8 }),
            ((23.9, 0.4), Rect { x: 12, y: 0, w: 12, h: 8 }),
        ] {
            assert_eq!(rect_at(at, (12, 8)), expected, "{at:?}");
        }
    }
}
