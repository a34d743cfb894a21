//! A pull: where panels stand in one column, one is pulled by its handle in front of another. From the press until it is
//! let go it owns the listeners, moves the element with the finger and marks where it would come to stand.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use gloo::{
    events::{EventListener, EventListenerOptions},
    timers::callback::Interval,
    utils::{document, window},
};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, PointerEvent};
use yew::Callback;

use super::drag::scroll_at_edge;

/// One frame of a 60 Hz screen.
const FRAME_MS: u32 = 16;
/// What marks the panel beside which it would stand: `before` or `after`.
const MARK: &str = "data-pulled";

/// A pull that lasts; dropping it ends it without a word.
pub(crate) struct Pull {
    _listeners: Vec<EventListener>,
    _scrolling: Interval,
    pulled: Rc<Pulled>,
}

struct Pulled {
    element: HtmlElement,
    /// The others, from the top down.
    others: Vec<HtmlElement>,
    start_y: f64,
    pointer_y: Cell<f64>,
    /// Hears once before how many of the others it was let go; `None` where it stays.
    on_end: RefCell<Option<Callback<Option<usize>>>>,
}

impl Pull {
    pub(crate) fn begin(press: &PointerEvent, on_end: Callback<Option<usize>>) -> Option<Self> {
        press.prevent_default();
        let target: Element = press.target()?.dyn_into().ok()?;
        let element: HtmlElement = target.closest(".cell").ok()??.dyn_into().ok()?;
        let found = element.parent_element()?.query_selector_all(":scope > .cell:not(.cell-target)").ok()?;
        let mut others: Vec<HtmlElement> = (0..found.length())
            .filter_map(|at| found.item(at)?.dyn_into().ok())
            .filter(|other: &HtmlElement| *other != element)
            .collect();
        others.sort_by(|left, right| middle(left).total_cmp(&middle(right)));
        let pointer = f64::from(press.client_y());
        let pulled = Rc::new(Pulled {
            element,
            others,
            start_y: pointer + scroll_y(),
            pointer_y: Cell::new(pointer),
            on_end: RefCell::new(Some(on_end)),
        });
        let scrolling = pulled.clone();
        let _scrolling = Interval::new(FRAME_MS, move || {
            if scroll_at_edge(scrolling.pointer_y.get(), is_below) {
                scrolling.follow();
            }
        });
        Some(Self { _listeners: listeners(&pulled), _scrolling, pulled })
    }
}

impl Drop for Pull {
    fn drop(&mut self) {
        self.pulled.mark(None);
        let _known_to_every_browser = self.pulled.element.style().remove_property("translate");
        let _valid_name = self.pulled.element.class_list().remove_1("cell-held");
    }
}

fn is_below(height_css_px: f64) -> bool {
    document().get_element_by_id("dashboard").is_some_and(|it| it.get_bounding_client_rect().bottom() > height_css_px)
}

fn listeners(pulled: &Rc<Pulled>) -> Vec<EventListener> {
    let on_window = |kind: &'static str, handle: fn(&Pulled, &web_sys::Event)| {
        let pulled = pulled.clone();
        let options = EventListenerOptions { passive: false, ..EventListenerOptions::run_in_capture_phase() };
        EventListener::new_with_options(&window(), kind, options, move |event| handle(&pulled, event))
    };
    vec![
        on_window("pointermove", |pulled, event| {
            if let Some(event) = event.dyn_ref::<PointerEvent>() {
                pulled.pointer_y.set(f64::from(event.client_y()));
                pulled.follow();
            }
        }),
        on_window("pointerup", |pulled, _| pulled.end(Some(pulled.place()))),
        on_window("pointercancel", |pulled, _| pulled.end(None)),
    ]
}

impl Pulled {
    fn follow(&self) {
        let down = self.pointer_y.get() + scroll_y() - self.start_y;
        let _known_to_every_browser = self.element.style().set_property("translate", &format!("0 {down}px"));
        let _valid_name = self.element.class_list().add_1("cell-held");
        self.mark(Some(self.place()));
    }

    /// How many of the others lie above the finger.
    fn place(&self) -> usize {
        self.others.iter().filter(|other| middle(other) < self.pointer_y.get()).count()
    }

    fn mark(&self, place: Option<usize>) {
        for (at, other) in self.others.iter().enumerate() {
            let mark = match place {
                Some(place) if at == place => Some("before"),
                Some(place) if place == self.others.len() && at + 1 == place => Some("after"),
                Some(_) | None => None,
            };
            let _valid_name = match mark {
                Some(mark) => other.set_attribute(MARK, mark),
                None => other.remove_attribute(MARK),
            };
        }
    }

    fn end(&self, place: Option<usize>) {
        if let Some(on_end) = self.on_end.take() {
            on_end.emit(place);
        }
    }
}

fn middle(element: &HtmlElement) -> f64 {
    let bounds = element.get_bounding_client_rect();
    f64::midpoint(bounds.top(), bounds.bottom())
}

fn scroll_y() -> f64 {
    window().scroll_y().unwrap_or(0.0)
}
