//! A drag: from the press on a header or an edge until it is let go or cancelled. It owns the listeners of that time
//! and moves the held element with the pointer; what it comes to is said by two callbacks.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use document::{NodeId, Rect};
use gloo::{
    events::{EventListener, EventListenerOptions},
    timers::callback::Interval,
    utils::{document, window},
};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent, PointerEvent};
use yew::Callback;

use super::geometry::{Grip, ROW_CSS_PX, dragged};
use crate::locale;

/// A press becomes a drag after so many CSS pixels; until then it is a click.
const SLACK_CSS_PX: f64 = 4.0;
/// Nearer than this to the upper or lower edge of the window, the page scrolls.
const SCROLL_EDGE_CSS_PX: f64 = 48.0;
/// How far it scrolls in one frame.
const SCROLL_STEP_CSS_PX: f64 = 12.0;
/// One frame of a 60 Hz screen.
const FRAME_MS: u32 = 16;
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
    _listeners: Vec<EventListener>,
    _scrolling: Interval,
    held: Rc<Held>,
}

struct Held {
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
        let held = Rc::new(Held {
            grip,
            from,
            place: place_of(&grid),
            target: RefCell::default(),
            column_css_px: (grid.get_bounding_client_rect().width() / COLUMNS).max(1.0),
            start: (f64::from(press.client_x()), f64::from(press.client_y()) + scroll_y()),
            size_css_px: (size.width(), size.height()),
            pointer: Cell::new((f64::from(press.client_x()), f64::from(press.client_y()))),
            asked: Cell::new(None),
            on_ask,
            on_end: RefCell::new(Some(on_end)),
            element,
        });
        let _listeners = listeners(&held);
        let scrolling = held.clone();
        let _scrolling = Interval::new(FRAME_MS, move || scrolling.scroll_at_edge());
        Some(Self { _listeners, _scrolling, held })
    }
}

impl Drop for Drag {
    fn drop(&mut self) {
        self.held.let_go();
    }
}

fn listeners(held: &Rc<Held>) -> Vec<EventListener> {
    let on_window = |kind: &'static str, handle: fn(&Held, &web_sys::Event)| {
        let held = held.clone();
        let options = EventListenerOptions { passive: false, ..EventListenerOptions::run_in_capture_phase() };
        EventListener::new_with_options(&window(), kind, options, move |event| handle(&held, event))
    };
    vec![
        on_window("pointermove", |held, event| {
            if let Some(event) = event.dyn_ref::<PointerEvent>() {
                held.pointer.set((f64::from(event.client_x()), f64::from(event.client_y())));
                held.follow();
            }
        }),
        on_window("pointerup", |held, _| held.end(held.outcome())),
        on_window("pointercancel", |held, _| held.end(Outcome::Cancelled)),
        on_window("keydown", |held, event| {
            let escape = event.dyn_ref::<KeyboardEvent>().is_some_and(|event| event.key() == "Escape");
            if escape && held.asked.get().is_some() {
                event.stop_propagation();
                event.prevent_default();
                held.end(Outcome::Cancelled);
            }
        }),
    ]
}

impl Held {
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

    fn scroll_at_edge(&self) {
        if self.asked.get().is_some() && scroll_at_edge(self.pointer.get().1, |height| self.ends_below(height)) {
            self.follow();
        }
    }

    /// Whether more of the dashboard is below the window. The held element itself makes the page longer wherever it is.
    fn ends_below(&self, height_css_px: f64) -> bool {
        let dashboard = self.element.closest(".dashboard").ok().flatten();
        dashboard.is_some_and(|dashboard| dashboard.get_bounding_client_rect().bottom() > height_css_px)
    }

    fn end(&self, outcome: Outcome) {
        if let Some(on_end) = self.on_end.take() {
            on_end.emit(outcome);
        }
    }
}

/// Scrolls the page a little where the pointer is near its upper or lower edge; down only as long as the dashboard ends
/// below the window. Says whether it did.
pub(crate) fn scroll_at_edge(y: f64, ends_below: impl FnOnce(f64) -> bool) -> bool {
    let height = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(0.0);
    let step = match y {
        y if y < SCROLL_EDGE_CSS_PX => -SCROLL_STEP_CSS_PX,
        y if y > height - SCROLL_EDGE_CSS_PX && ends_below(height) => SCROLL_STEP_CSS_PX,
        _ => return false,
    };
    window().scroll_by_with_x_and_y(0.0, step);
    true
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

fn scroll_y() -> f64 {
    window().scroll_y().unwrap_or(0.0)
}

/// Whether the grid is one column now: nothing can be dragged there.
pub(crate) fn is_one_column() -> bool {
    let resize = document().query_selector(".resize").ok().flatten();
    resize.is_some_and(|resize| resize.dyn_ref::<HtmlElement>().is_some_and(|resize| resize.offset_width() == 0))
}
