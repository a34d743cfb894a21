//! A drag: from the press on a header or an edge until it is let go or cancelled. It moves the held element with the
//! pointer; what it comes to is said by two callbacks.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use document::{NodeId, Rect};
use gloo::utils::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, PointerEvent};
use yew::Callback;

use super::{
    geometry::{Grip, ROW_CSS_PX, dragged},
    hold::{Held, Hold, Point, point_of, scroll_y},
};
use crate::locale;

/// A press becomes a drag after so many CSS pixels; until then it is a click.
const SLACK_CSS_PX: f64 = 4.0;
/// The columns as a number that widths are divided by.
const COLUMNS: f64 = document::grid::COLUMNS as f64;

/// What a drag comes to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Outcome {
    /// It was let go there.
    Dropped(Rect),
    /// It was let go over another tab or section; on a grid at a rectangle of that grid.
    Elsewhere(NodeId, Option<Rect>),
    /// Escape, or the browser took the pointer away.
    Cancelled,
    /// It never left its place: a click.
    Pressed,
}

/// A drag that lasts; dropping it ends it without a word.
pub(crate) struct Drag {
    _hold: Hold,
    dragged: Rc<Dragged>,
}

struct Dragged {
    element: HtmlElement,
    grip: Grip,
    from: Rect,
    /// The grid that it lies on.
    place: Option<NodeId>,
    /// What the pointer is over, where it is another place.
    target: RefCell<Option<Target>>,
    column_css_px: f64,
    /// Position of the press on the page: pointer plus scroll.
    start: (f64, f64),
    size_css_px: (f64, f64),
    pointer: Cell<(f64, f64)>,
    asked: Cell<Option<Rect>>,
    on_ask: Callback<Rect>,
    on_end: RefCell<Option<Callback<Outcome>>>,
}

impl Drag {
    /// Begins with a press on a part of `cell`, which lies in `grid`. `on_ask` hears of every rectangle that the
    /// pointer asks for, `on_end` once of the outcome.
    pub(crate) fn begin(
        press: &PointerEvent,
        grip: Grip,
        from: Rect,
        on_ask: Callback<Rect>,
        on_end: Callback<Outcome>,
    ) -> Option<Self> {
        let target: Element = press.target()?.dyn_into().ok()?;
        let element: HtmlElement = target.closest(".cell").ok()??.dyn_into().ok()?;
        let grid = element.closest(".grid").ok()??;
        let size = element.get_bounding_client_rect();
        let (x, y) = point_of(press);
        let dragged = Rc::new(Dragged {
            grip,
            from,
            place: place_of(&grid),
            target: RefCell::default(),
            column_css_px: (grid.get_bounding_client_rect().width() / COLUMNS).max(1.0),
            start: (x, y + scroll_y()),
            size_css_px: (size.width(), size.height()),
            pointer: Cell::new((x, y)),
            asked: Cell::new(None),
            on_ask,
            on_end: RefCell::new(Some(on_end)),
            element,
        });
        Some(Self { _hold: Hold::begin(press, &dragged), dragged })
    }
}

impl Drop for Drag {
    fn drop(&mut self) {
        self.dragged.let_go();
    }
}

impl Held for Dragged {
    fn moved(&self, pointer: Point) {
        self.pointer.set(pointer);
        self.follow();
    }

    fn released(&self) {
        self.end(self.outcome());
    }

    fn cancelled(&self) {
        self.end(Outcome::Cancelled);
    }

    fn is_under_way(&self) -> bool {
        self.asked.get().is_some()
    }
}

impl Dragged {
    /// Moves the element with the pointer and asks for the rectangle below it.
    fn follow(&self) {
        let (dx, dy) = self.distance();
        if self.asked.get().is_none() && dx.hypot(dy) < SLACK_CSS_PX {
            return;
        }
        self.show(dx, dy);
        self.aim();
        let toward_end = if locale::language().is_rtl() { -dx } else { dx };
        let rect = dragged(self.grip, self.from, toward_end / self.column_css_px, dy / ROW_CSS_PX);
        if self.asked.replace(Some(rect)) != Some(rect) {
            self.on_ask.emit(rect);
        }
    }

    /// Marks the other place that the pointer is over.
    fn aim(&self) {
        let (x, y) = self.pointer.get();
        let found = document().elements_from_point(x as f32, y as f32);
        let place = found
            .iter()
            .filter_map(|found| found.dyn_into::<Element>().ok())
            .filter(|found| self.grip == Grip::Header && !self.element.contains(Some(found)))
            .find_map(|found| found.closest("[data-place]").ok().flatten());
        let target = place.and_then(|element| Some(Target { place: place_of(&element)?, element }));
        let target = target.filter(|target| Some(target.place) != self.place);
        if let Some(target) = &target {
            let _valid_name = target.element.set_attribute("data-drop", "");
        }
        let before = self.target.replace(target);
        let now = self.target.borrow();
        if let Some(before) = before.filter(|before| now.as_ref().is_none_or(|now| now.element != before.element)) {
            before.unmark();
        }
    }

    /// What letting go comes to.
    fn outcome(&self) -> Outcome {
        match (self.asked.get(), &*self.target.borrow()) {
            (None, _) => Outcome::Pressed,
            (Some(asked), None) => Outcome::Dropped(asked),
            (Some(_), Some(target)) => Outcome::Elsewhere(target.place, self.rect_on(&target.element)),
        }
    }

    /// Where the element lies on another grid.
    fn rect_on(&self, grid: &Element) -> Option<Rect> {
        let (here, there) = (self.element.get_bounding_client_rect(), grid.get_bounding_client_rect());
        let from_start =
            if locale::language().is_rtl() { there.right() - here.right() } else { here.left() - there.left() };
        let columns = (from_start / (there.width() / COLUMNS).max(1.0)).round().max(0.0);
        let rows = ((here.top() - there.top()) / ROW_CSS_PX).round().max(0.0);
        let rect = Rect { x: columns as u16, y: rows as u16, ..self.from }.clamped();
        grid.class_list().contains("grid").then_some(rect)
    }

    fn distance(&self) -> (f64, f64) {
        let (x, y) = self.pointer.get();
        (x - self.start.0, y + scroll_y() - self.start.1)
    }

    fn show(&self, dx: f64, dy: f64) {
        let toward_end = if locale::language().is_rtl() { -dx } else { dx };
        let width = |more: f64| format!("{}px", (self.size_css_px.0 + more).max(self.column_css_px));
        let height = format!("{}px", (self.size_css_px.1 + dy).max(ROW_CSS_PX));
        let along = format!("{dx}px 0");
        let parts: &[(&str, String)] = match self.grip {
            Grip::Header => &[("translate", format!("{dx}px {dy}px"))],
            Grip::End => &[("inline-size", width(toward_end))],
            Grip::Bottom => &[("block-size", height)],
            Grip::Corner => &[("inline-size", width(toward_end)), ("block-size", height)],
            Grip::Start => &[("translate", along), ("inline-size", width(-toward_end))],
            Grip::StartCorner => &[("translate", along), ("inline-size", width(-toward_end)), ("block-size", height)],
        };
        for (name, value) in parts {
            let _known_to_every_browser = self.element.style().set_property(name, value);
        }
    }

    fn let_go(&self) {
        if let Some(target) = self.target.take() {
            target.unmark();
        }
        for name in ["translate", "inline-size", "block-size"] {
            let _known_to_every_browser = self.element.style().remove_property(name);
        }
    }

    fn end(&self, outcome: Outcome) {
        if let Some(on_end) = self.on_end.take() {
            on_end.emit(outcome);
        }
    }
}

/// Another tab or section below the pointer.
struct Target {
    place: NodeId,
    element: Element,
}

impl Target {
    fn unmark(&self) {
        let _valid_name = self.element.remove_attribute("data-drop");
    }
}

/// The tab or section that an element stands for.
fn place_of(element: &Element) -> Option<NodeId> {
    element.get_attribute("data-place")?.parse().ok()
}

/// Whether the grid is one column now: nothing can be dragged there.
pub(crate) fn is_one_column() -> bool {
    let resize = document().query_selector(".resize").ok().flatten();
    resize.is_some_and(|resize| resize.dyn_ref::<HtmlElement>().is_some_and(|resize| resize.offset_width() == 0))
}
