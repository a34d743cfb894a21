//! The marquee: a rectangle that is drawn on the empty ground of a dashboard selects the panels that it touches, those
//! of one grid. With Shift they come to those that are selected already. A press that goes nowhere selects nothing.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use document::NodeId;
use gloo::{
    events::EventListener,
    timers::callback::Timeout,
    utils::{document, window},
};
use wasm_bindgen::JsCast;
use web_sys::{Element, PointerEvent};
use yew::prelude::*;

use super::{
    Chosen, Desk,
    grid::hold::{Held, Hold, Point, point_of},
};

/// A press becomes a marquee after so many CSS pixels.
const SLACK_CSS_PX: f64 = 4.0;
/// What is no ground: there a press means something else.
const NO_GROUND: &str = ".panel, .sheet, button, a, input, select, textarea, .chips, .tabs, .row-head, .empty-place";

/// A rectangle on the page, in CSS pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Area {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

/// A panel on the page: its grid, itself, and where.
type Lying = (NodeId, NodeId, Area);

impl Area {
    fn between(one: (f64, f64), other: (f64, f64)) -> Self {
        Self {
            left: one.0.min(other.0),
            top: one.1.min(other.1),
            right: one.0.max(other.0),
            bottom: one.1.max(other.1),
        }
    }

    fn touches(&self, other: &Self) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }
}

/// The panels that are touched, of the grid in which most are.
fn touched(area: &Area, lying: &[Lying]) -> Vec<NodeId> {
    let all: Vec<&Lying> = lying.iter().filter(|(_, _, place)| area.touches(place)).collect();
    let count = |grid: NodeId| all.iter().filter(|(other, ..)| *other == grid).count();
    let Some(most) = all.iter().map(|(grid, ..)| *grid).max_by_key(|grid| count(*grid)) else { return Vec::new() };
    all.iter().filter(|(grid, ..)| *grid == most).map(|(_, panel, _)| *panel).collect()
}

/// What a marquee that lasts needs.
struct Drawing {
    /// On the page.
    start: (f64, f64),
    /// In the window.
    pointer: Cell<(f64, f64)>,
    /// What was selected before and stays so.
    kept: Vec<NodeId>,
    found: RefCell<Option<Vec<NodeId>>>,
    on_area: Callback<Option<Area>>,
    on_found: Callback<Vec<NodeId>>,
    /// What ends with it.
    lasting: Rc<RefCell<Option<Hold>>>,
}

/// Listens as long as the component stands, and is the rectangle while one is drawn.
#[hook]
pub(crate) fn use_marquee(desk: &Desk) -> Html {
    let area = use_state_eq(|| None::<Area>);
    let newest = use_mut_ref(|| desk.clone());
    newest.replace(desk.clone());
    let lasting = use_mut_ref(|| None::<Hold>);
    use_effect_with((), {
        let area = area.setter();
        move |()| {
            let listener = EventListener::new(&document(), "pointerdown", move |event| {
                let Some(press) = event.dyn_ref::<PointerEvent>().filter(|press| is_on_ground(press)) else { return };
                let desk = newest.borrow().clone();
                let begun = begin(press, &desk, area.clone(), &lasting);
                lasting.replace(Some(begun));
            });
            move || drop(listener)
        }
    });
    area.map_or_else(Html::default, shown)
}

fn shown(Area { left, top, right, bottom }: Area) -> Html {
    let style = format!("left: {left}px; top: {top}px; width: {}px; height: {}px;", right - left, bottom - top);
    html! { <div class="marquee" aria-hidden="true" {style}></div> }
}

/// The first button of a mouse or a pen; a finger moves the page.
fn is_on_ground(press: &PointerEvent) -> bool {
    let target = press.target().and_then(|target| target.dyn_into::<Element>().ok());
    let is_ground = |target: Element| {
        target.closest(".dashboard").ok().flatten().is_some() && target.closest(NO_GROUND).ok().flatten().is_none()
    };
    press.button() == 0 && press.pointer_type() != "touch" && target.is_some_and(is_ground)
}

fn begin(
    press: &PointerEvent,
    desk: &Desk,
    area: UseStateSetter<Option<Area>>,
    lasting: &Rc<RefCell<Option<Hold>>>,
) -> Hold {
    let at = point_of(press);
    let kept = if press.shift_key() { desk.chosen.to_vec() } else { Vec::new() };
    let on_choose = desk.on_choose.clone();
    let drawing = Rc::new(Drawing {
        start: on_page(at),
        pointer: Cell::new(at),
        kept,
        found: RefCell::default(),
        on_area: Callback::from(move |now| area.set(now)),
        on_found: Callback::from(move |found: Vec<NodeId>| {
            on_choose.emit(if found.is_empty() { Chosen::None } else { Chosen::All(found) });
        }),
        lasting: lasting.clone(),
    });
    Hold::begin(press, &drawing)
}

impl Held for Drawing {
    fn moved(&self, pointer: Point) {
        self.pointer.set(pointer);
        self.follow();
    }

    fn released(&self) {
        if !self.is_under_way() && self.kept.is_empty() {
            self.on_found.emit(Vec::new());
        }
        self.end();
    }

    /// What was selected before is so again.
    fn cancelled(&self) {
        if self.is_under_way() {
            self.on_found.emit(self.kept.clone());
        }
        self.end();
    }

    fn is_under_way(&self) -> bool {
        self.found.borrow().is_some()
    }
}

impl Drawing {
    fn end(&self) {
        self.on_area.emit(None);
        // The listeners that are dropped are those that hear this.
        let ended = self.lasting.take();
        Timeout::new(0, move || drop(ended)).forget();
    }

    fn follow(&self) {
        let now = on_page(self.pointer.get());
        let far = (now.0 - self.start.0).hypot(now.1 - self.start.1);
        if self.found.borrow().is_none() && far < SLACK_CSS_PX {
            return;
        }
        let area = Area::between(self.start, now);
        self.on_area.emit(Some(area));
        let mut found = self.kept.clone();
        found.extend(touched(&area, &lying()).into_iter().filter(|panel| !self.kept.contains(panel)));
        let is_other = self.found.borrow().as_ref() != Some(&found);
        if is_other {
            self.found.replace(Some(found.clone()));
            self.on_found.emit(found);
        }
    }
}

/// Where every panel lies on the page.
fn lying() -> Vec<Lying> {
    let Ok(found) = document().query_selector_all(".grid > .cell > .panel") else { return Vec::new() };
    let of = |panel: Element| {
        let grid = panel.closest(".grid").ok()??.get_attribute("data-place")?.parse().ok()?;
        let bounds = panel.get_bounding_client_rect();
        let (one, other) = ((bounds.left(), bounds.top()), (bounds.right(), bounds.bottom()));
        let id = panel.id().strip_prefix("panel-")?.parse().ok()?;
        Some((grid, id, Area::between(on_page(one), on_page(other))))
    };
    (0..found.length()).filter_map(|at| found.item(at)?.dyn_into().ok()).filter_map(of).collect()
}

fn on_page((x, y): Point) -> (f64, f64) {
    (x + window().scroll_x().unwrap_or(0.0), y + window().scroll_y().unwrap_or(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_touched_is_selected_of_one_grid() {
        let id = |number: u8| NodeId::from_bytes([number; 8]);
        let at = |left, top| Area::between((left, top), (left + 10.0, top + 10.0));
        let lying = [(id(90), id(1), at(0.0, 0.0)), (id(90), id(2), at(20.0, 0.0)), (id(91), id(3), at(0.0, 20.0))];
        let found = |one, other| touched(&Area::between(one, other), &lying);
        assert_eq!(found((5.0, 5.0), (25.0, 8.0)), [id(1), id(2)]);
        assert_eq!(found((25.0, 25.0), (5.0, 5.0)), [id(1), id(2)], "most of one grid, from any corner");
        assert_eq!(found((0.0, 19.0), (3.0, 25.0)), [id(3)]);
        assert_eq!(found((11.0, 0.0), (19.0, 30.0)), [], "between them");
    }
}
