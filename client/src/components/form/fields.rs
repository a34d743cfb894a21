//! The fields of the table: each with the icon of its type and some of its values. One is dragged to a place by mouse or
//! finger, or pressed and then goes where it fits. Which place that is others know.

use std::{cell::RefCell, rc::Rc};

use gloo::{events::EventListener, timers::callback::Interval};
use table::{Cell, Field, Table, Value};
use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

use super::field_choice::{glyph_of, words_of};
use crate::{
    components::{Glyph, icon},
    data::State,
    locale::{FormWord as W, moment, number, say, t},
    workspace::Workspace,
};

/// How far the pointer goes before a press is a drag, in CSS pixels.
const DRAG_CSS_PX: i32 = 5;
/// How often the sample values are looked up, in milliseconds: they are to help, not to be live.
const SAMPLES_MS: u32 = 2_000;
/// How many of the newest rows are looked through, and how many values are shown.
const SAMPLE_ROWS: usize = 200;
const SAMPLE_VALUES: usize = 3;
/// The class of the place below the pointer.
const OVER: &str = "place-over";

#[derive(PartialEq, Properties)]
pub(super) struct FieldListProps {
    pub(super) workspace: Workspace,
    pub(super) table: String,
    pub(super) fields: Rc<Vec<Field>>,
    pub(super) editable: bool,
    /// A field was dropped on a place.
    pub(super) on_drop: Callback<(String, String)>,
    /// A field was pressed.
    pub(super) on_press: Callback<String>,
}

/// A field under the pointer.
#[derive(Clone, PartialEq)]
struct Dragged {
    name: String,
    at: (i32, i32),
}

#[component]
pub(super) fn FieldList(props: &FieldListProps) -> Html {
    let samples = use_samples(props);
    let dragged = use_state(|| None::<Dragged>);
    let listeners = use_mut_ref(Vec::<EventListener>::new);
    let row = |(place, field): (usize, &Field)| {
        let name = field.name.to_string();
        let onpointerdown = {
            let (name, on_drop) = (name.clone(), props.on_drop.clone());
            let (dragged, listeners, editable) = (dragged.setter(), listeners.clone(), props.editable);
            Callback::from(move |event: PointerEvent| {
                if editable && event.button() == 0 && may_drag(&event) {
                    *listeners.borrow_mut() = drag(&event, name.clone(), on_drop.clone(), dragged.clone(), &listeners);
                }
            })
        };
        let onclick = {
            let name = name.clone();
            props.on_press.reform(move |_: MouseEvent| name.clone())
        };
        let title = t(words_of(field.data_type));
        html! {
            <li key={name.clone()}>
                <button type="button" class="field-row" data-field={name.clone()} {title} disabled={!props.editable}
                    {onpointerdown} {onclick}>
                    <span class="field-grip">{ icon(glyph_of(field.data_type)) }</span>
                    <bdi class="field-name">{ &name }</bdi>
                    <bdi class="field-sample">{ samples.get(place).map(String::as_str).unwrap_or_default() }</bdi>
                </button>
            </li>
        }
    };
    html! {
        <fieldset class="field">
            <legend class="field-label">{ say(W::FieldsOfTable) }</legend>
            <ul class="field-list">{ for props.fields.iter().enumerate().map(row) }</ul>
            <span class="field-hint">{ say(W::FieldsHint) }</span>
            if let Some(Dragged { name, at: (x, y) }) = &*dragged {
                <span class="field-ghost" style={format!("left:{x}px;top:{y}px")}>{ icon(Glyph::Move) }<bdi>{ name }</bdi></span>
            }
        </fieldset>
    }
}

/// A finger scrolls the list, unless it holds the icon.
fn may_drag(event: &PointerEvent) -> bool {
    let pressed = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    event.pointer_type() != "touch" || pressed.is_some_and(|it| it.closest(".field-grip").ok().flatten().is_some())
}

/// Follows the pointer until it is up or taken away.
fn drag(
    press: &PointerEvent,
    name: String,
    on_drop: Callback<(String, String)>,
    dragged: UseStateSetter<Option<Dragged>>,
    listeners: &Rc<RefCell<Vec<EventListener>>>,
) -> Vec<EventListener> {
    let window = gloo::utils::window();
    let from = (press.client_x(), press.client_y());
    let is_far = Rc::new(std::cell::Cell::new(false));
    let moved = {
        let (name, dragged, is_far) = (name.clone(), dragged.clone(), is_far.clone());
        move |event: &web_sys::Event| {
            let Some(event) = event.dyn_ref::<PointerEvent>() else { return };
            let at = (event.client_x(), event.client_y());
            is_far.set(is_far.get() || (at.0 - from.0).abs() + (at.1 - from.1).abs() > DRAG_CSS_PX);
            if is_far.get() {
                mark(place_at(at).as_ref());
                dragged.set(Some(Dragged { name: name.clone(), at }));
            }
        }
    };
    let end = {
        let listeners = listeners.clone();
        move |event: &web_sys::Event| {
            let at = event.dyn_ref::<PointerEvent>().map(|event| (event.client_x(), event.client_y()));
            let place = at.filter(|_| is_far.get() && event.type_() == "pointerup").and_then(place_at);
            mark(None);
            dragged.set(None);
            if let Some(channel) = place.and_then(|place| place.get_attribute("data-place")) {
                on_drop.emit((channel, name.clone()));
            }
            // A listener cannot drop itself while it is called.
            let ended = listeners.take();
            gloo::timers::callback::Timeout::new(0, move || drop(ended)).forget();
        }
    };
    let cancel = end.clone();
    vec![
        EventListener::new(&window, "pointermove", moved),
        EventListener::new(&window, "pointerup", end),
        EventListener::new(&window, "pointercancel", cancel),
    ]
}

fn place_at((x, y): (i32, i32)) -> Option<Element> {
    let below = gloo::utils::document().element_from_point(x as f32, y as f32)?;
    below.closest("[data-place]").ok().flatten()
}

/// Shows which place would take the field.
fn mark(place: Option<&Element>) {
    let document = gloo::utils::document();
    if let Ok(Some(before)) = document.query_selector(".place-over")
        && Some(&before) != place
    {
        let _may_be_gone = before.class_list().remove_1(OVER);
    }
    if let Some(place) = place {
        let _may_be_gone = place.class_list().add_1(OVER);
    }
}

/// Some values of each field, looked up now and then.
#[hook]
fn use_samples(props: &FieldListProps) -> Rc<Vec<String>> {
    let samples = use_state_eq(|| Rc::new(Vec::new()));
    let setter = samples.setter();
    let key = (props.workspace.clone(), props.table.clone(), props.fields.clone());
    use_effect_with(key, move |(workspace, table, fields)| {
        let (workspace, table, fields) = (workspace.clone(), table.clone(), fields.clone());
        let look = move || {
            let found = workspace.read_table(&table, |state| match state {
                State::Ready(table) => Some(fields.iter().map(|field| sample(table, &field.name)).collect::<Vec<_>>()),
                State::Loading | State::Missing => None,
            });
            if let Some(found) = found {
                setter.set(Rc::new(found));
            }
        };
        look();
        let again = Interval::new(SAMPLES_MS, look);
        move || drop(again)
    });
    (*samples).clone()
}

/// The newest values of a field, each once.
fn sample(table: &Table, field: &str) -> String {
    let Some(column) = table.column(field) else { return String::new() };
    let mut values: Vec<String> = Vec::new();
    for row in (0..table.rows()).rev().take(SAMPLE_ROWS) {
        let words = cell_words(column.cell(row));
        if values.len() < SAMPLE_VALUES && !words.is_empty() && !values.contains(&words) {
            values.push(words);
        }
    }
    values.join(", ")
}

fn cell_words(cell: Cell<'_>) -> String {
    match cell {
        Cell::Gap => String::new(),
        Cell::Float(value) => number(value),
        Cell::Integer(value) => number(value as f64),
        Cell::Time(at_ms) => moment(at_ms),
        Cell::Text(text) => text.to_owned(),
        Cell::Flag(flag) => flag.to_string(),
    }
}

/// A value as the form shows it.
pub(super) fn value_words(value: &Value) -> String {
    match value {
        Value::Missing | Value::Null => "–".to_owned(),
        Value::Flag(flag) => flag.to_string(),
        Value::Number(value) => number(*value),
        Value::Time(at_ms) => moment(*at_ms as i64),
        Value::Text(text) => text.to_string(),
        Value::List(values) => values.iter().map(value_words).collect::<Vec<_>>().join(", "),
        Value::Record(_) => "…".to_owned(),
    }
}
