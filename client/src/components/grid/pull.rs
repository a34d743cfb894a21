//! A pull: where panels stand in one column, one is pulled by its handle in front of another. Until it is let
//! go the element moves with the finger, and where it would come to stand is marked.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, PointerEvent};
use yew::Callback;

use super::hold::{Held, Hold, Point, point_of, scroll_y};

/// What marks the panel beside which it would stand: `before` or `after`.
const MARK: &str = "data-pulled";

/// A pull that lasts; dropping it ends it without a word.
pub(crate) struct Pull {
    _hold: Hold,
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
        let (_, pointer) = point_of(press);
        let pulled = Rc::new(Pulled {
            element,
            others,
            start_y: pointer + scroll_y(),
            pointer_y: Cell::new(pointer),
            on_end: RefCell::new(Some(on_end)),
        });
        Some(Self { _hold: Hold::begin(press, &pulled), pulled })
    }
}

impl Drop for Pull {
    fn drop(&mut self) {
        self.pulled.mark(None);
        let _known_to_every_browser = self.pulled.element.style().remove_property("translate");
        let _valid_name = self.pulled.element.class_list().remove_1("cell-held");
    }
}

impl Held for Pulled {
    fn moved(&self, (_, y): Point) {
        self.pointer_y.set(y);
        self.follow();
    }

    fn released(&self) {
        self.end(Some(self.place()));
    }

    fn cancelled(&self) {
        self.end(None);
    }

    /// From the press on: a handle is for nothing else.
    fn is_under_way(&self) -> bool {
        true
    }
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
