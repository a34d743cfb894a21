//! A hold: the pointer, from a press until it is let go or taken away. It owns the listeners of that time, scrolls the
//! page where the pointer comes near an edge of the window, and knows Escape; what is held knows the rest.

use std::{cell::Cell, rc::Rc};

use gloo::{
    events::{EventListener, EventListenerOptions},
    timers::callback::Interval,
    utils::{document, window},
};
use wasm_bindgen::JsCast;
use web_sys::{Event, KeyboardEvent, PointerEvent};

/// Nearer than this to the upper or lower edge of the window, the page scrolls.
const SCROLL_EDGE_CSS_PX: f64 = 48.0;
/// How far it scrolls in one frame.
const SCROLL_STEP_CSS_PX: f64 = 12.0;
/// One frame of a 60 Hz screen.
const FRAME_MS: u32 = 16;

/// A place in the window, in CSS pixels.
pub(crate) type Point = (f64, f64);

/// What a pointer holds.
pub(crate) trait Held: 'static {
    /// The pointer is there; the page below it may have moved instead.
    fn moved(&self, pointer: Point);
    /// It was let go.
    fn released(&self);
    /// Escape, or the browser took the pointer away.
    fn cancelled(&self);
    /// Whether it has left its place: before that a press is a click, and no key is its.
    fn is_under_way(&self) -> bool;
}

/// A hold that lasts; dropping it ends it without a word.
pub(crate) struct Hold {
    _listeners: [EventListener; 4],
    _scrolling: Interval,
}

impl Hold {
    /// Begins with a press.
    pub(crate) fn begin<H: Held>(press: &PointerEvent, held: &Rc<H>) -> Self {
        let pointer = Rc::new(Cell::new(point_of(press)));
        let scrolling = (held.clone(), pointer.clone());
        let _scrolling = Interval::new(FRAME_MS, move || {
            let (held, pointer) = &scrolling;
            if held.is_under_way() && scroll_at_edge(pointer.get().1) {
                held.moved(pointer.get());
            }
        });
        let follow = move |held: &H, event: &Event| {
            if let Some(event) = event.dyn_ref::<PointerEvent>() {
                pointer.set(point_of(event));
                held.moved(pointer.get());
            }
        };
        let _listeners = [
            listen(held, "pointermove", follow),
            listen(held, "pointerup", |held, _| held.released()),
            listen(held, "pointercancel", |held, _| held.cancelled()),
            listen(held, "keydown", |held, event| {
                let is_escape = event.dyn_ref::<KeyboardEvent>().is_some_and(|event| event.key() == "Escape");
                if is_escape && held.is_under_way() {
                    event.stop_propagation();
                    event.prevent_default();
                    held.cancelled();
                }
            }),
        ];
        Self { _listeners, _scrolling }
    }
}

fn listen<H: Held>(held: &Rc<H>, kind: &'static str, handle: impl Fn(&H, &Event) + 'static) -> EventListener {
    let held = held.clone();
    let options = EventListenerOptions { passive: false, ..EventListenerOptions::run_in_capture_phase() };
    EventListener::new_with_options(&window(), kind, options, move |event| handle(&held, event))
}

/// Where a pointer is.
pub(crate) fn point_of(event: &PointerEvent) -> Point {
    (f64::from(event.client_x()), f64::from(event.client_y()))
}

/// Scrolls the page a little where the pointer is near its upper or lower edge; down only as long as the dashboard ends
/// below the window: what is held makes the page longer wherever it is. Says whether it did.
fn scroll_at_edge(y: f64) -> bool {
    let height = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(0.0);
    let step = match y {
        y if y < SCROLL_EDGE_CSS_PX => -SCROLL_STEP_CSS_PX,
        y if y > height - SCROLL_EDGE_CSS_PX && ends_below(height) => SCROLL_STEP_CSS_PX,
        _ => return false,
    };
    window().scroll_by_with_x_and_y(0.0, step);
    true
}

fn ends_below(height_css_px: f64) -> bool {
    let dashboard = document().get_element_by_id("dashboard");
    dashboard.is_some_and(|dashboard| dashboard.get_bounding_client_rect().bottom() > height_css_px)
}

/// How far the page is scrolled.
pub(crate) fn scroll_y() -> f64 {
    window().scroll_y().unwrap_or(0.0)
}
