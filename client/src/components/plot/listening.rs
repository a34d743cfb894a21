//! Listening: pointers, wheel, fingers and keys of one chart, as a stage takes them. The wheel belongs to the page: only
//! with Ctrl, or pinched on a trackpad, which browsers say in the same way, it zooms. A chart that took it whenever it had
//! the focus would catch everybody who scrolls past the one they clicked last.

use std::rc::Rc;

use chart::Step;
use document::Anchor;
use gloo::{
    events::{EventListener, EventListenerOptions},
    utils::document,
};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, KeyboardEvent, MouseEvent, Node, PointerEvent, TouchEvent, WheelEvent};
use yew::Callback;

use super::{
    gesture::{Input, Keys},
    stage::Stage,
};

/// How much a turn of the wheel by a pixel zooms.
const PER_PX: f64 = 0.002;
/// How many pixels a line of a wheel is that counts in lines.
const LINE_PX: f64 = 16.0;
/// How much a key zooms.
const PER_KEY: f64 = 1.5;

/// What a key asks for beyond the stage.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Asked {
    /// Something is to be read aloud.
    Say(String),
    /// The values are wanted as a table.
    Table,
    /// Something is to be said about a value.
    Talk(Anchor),
}

/// Listens for as long as they are kept.
pub(super) fn listen(stage: &Rc<Stage>, surface: &Element, on_asked: &Callback<Asked>) -> Vec<EventListener> {
    let mut listeners = Vec::new();
    for kind in ["pointerdown", "pointermove", "pointerup", "pointercancel", "pointerleave"] {
        let (stage, pressed) = (stage.clone(), surface.clone());
        listeners.push(EventListener::new(surface, kind, move |event| {
            if let Some(event) = event.dyn_ref::<PointerEvent>() {
                on_pointer(&stage, &pressed, event);
            }
        }));
    }
    let may_prevent = EventListenerOptions::enable_prevent_default();
    for kind in ["wheel", "touchstart", "touchmove", "keydown", "dblclick", "contextmenu"] {
        let (stage, on_asked) = (stage.clone(), on_asked.clone());
        listeners.push(EventListener::new_with_options(surface, kind, may_prevent, move |event| {
            on_other(&stage, event, &on_asked);
        }));
    }
    let (stage, surface) = (stage.clone(), surface.clone());
    listeners.push(EventListener::new(&document(), "pointerdown", move |event| {
        let target = event.target().and_then(|target| target.dyn_into::<Node>().ok());
        if !surface.contains(target.as_ref()) {
            stage.take(Input::Leave);
        }
    }));
    listeners
}

fn on_pointer(stage: &Rc<Stage>, surface: &Element, event: &PointerEvent) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    if target.is_some_and(|target| target.closest("button, dialog").ok().flatten().is_some()) {
        return;
    }
    let (pointer, at) = (event.pointer_id(), stage.at(event.client_x(), event.client_y()));
    let keys = Keys { shift: event.shift_key(), alt: event.alt_key() };
    let is_touch = event.pointer_type() == "touch";
    stage.take(match event.type_().as_str() {
        "pointerdown" if event.button() != 0 => return,
        "pointerdown" => {
            if !is_touch {
                let _stays_in_the_chart = surface.set_pointer_capture(pointer);
            }
            Input::Down { pointer, at, keys, is_touch }
        }
        "pointermove" => Input::Move { pointer, at },
        "pointerup" => {
            stage.take(Input::Up { at });
            if is_touch {
                stage.hold_shown();
            }
            return;
        }
        "pointercancel" => Input::Cancel,
        // A finger that is lifted leaves what it pointed at.
        _ if is_touch => return,
        _ => Input::Leave,
    });
}

fn on_other(stage: &Rc<Stage>, event: &Event, on_asked: &Callback<Asked>) {
    if let Some(event) = event.dyn_ref::<WheelEvent>() {
        on_wheel(stage, event);
    } else if let Some(touch) = event.dyn_ref::<TouchEvent>() {
        if touch.touches().length() > 1 || stage.is_pinched() {
            event.prevent_default();
        }
    } else if let Some(event) = event.dyn_ref::<KeyboardEvent>() {
        if event.target() == event.current_target() {
            on_key(stage, event, on_asked);
        }
    } else if event.type_() == "dblclick" {
        event.stop_propagation();
        stage.double_click();
    } else if event.dyn_ref::<MouseEvent>().is_some_and(|event| event.button() == 0) {
        // A long press points; it opens no menu.
        event.prevent_default();
    } else if let Some(event) = event.dyn_ref::<MouseEvent>().filter(|event| event.type_() == "contextmenu") {
        // Held where it was pressed: something can be said about the value.
        event.prevent_default();
        stage.hold(stage.at(event.client_x(), event.client_y()));
    }
}

fn on_wheel(stage: &Stage, event: &WheelEvent) {
    if !event.ctrl_key() && !event.meta_key() {
        return;
    }
    event.prevent_default();
    let turned_px = if event.delta_mode() == WheelEvent::DOM_DELTA_LINE { LINE_PX } else { 1.0 } * event.delta_y();
    stage.zoom(stage.at(event.client_x(), event.client_y()).0, (turned_px * PER_PX).exp());
}

/// Arrows walk from value to value, with Shift they pan.
fn on_key(stage: &Rc<Stage>, event: &KeyboardEvent, on_asked: &Callback<Asked>) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let onward = |on: bool| if on == stage.is_mirrored() { Step::Back } else { Step::On };
    let walk = |step| {
        if let Some(words) = stage.walk(step) {
            on_asked.emit(Asked::Say(words));
        }
    };
    match event.key().as_str() {
        "ArrowLeft" if event.shift_key() => stage.pan_by_key(-0.25),
        "ArrowRight" if event.shift_key() => stage.pan_by_key(0.25),
        "ArrowLeft" => walk(onward(false)),
        "ArrowRight" => walk(onward(true)),
        "ArrowUp" => walk(Step::SeriesBefore),
        "ArrowDown" => walk(Step::SeriesAfter),
        "Home" => walk(Step::First),
        "End" => walk(Step::Last),
        "+" | "=" => stage.zoom_by_key(1.0 / PER_KEY),
        "-" => stage.zoom_by_key(PER_KEY),
        "0" => stage.double_click(),
        "Enter" => stage.choose_walked(),
        "f" => stage.filter_by_window(),
        "t" => on_asked.emit(Asked::Table),
        "c" => stage.anchor().into_iter().for_each(|anchor| on_asked.emit(Asked::Talk(anchor))),
        "Escape" => {
            stage.take(Input::Cancel);
            if !stage.back() {
                return;
            }
        }
        _ => return,
    }
    event.prevent_default();
    event.stop_propagation();
}
