//! The tooltip of a chart: the row nearest to the pointer, in words beside its point. At most one look-up a frame.
//! A mouse that leaves takes it away; a finger that is lifted does not, the next tap elsewhere does.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use chart::Hit;
use document::NodeId;
use gloo::{
    events::EventListener,
    render::{AnimationFrame, request_animation_frame},
    utils::document,
};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlCanvasElement, Node, PointerEvent};
use yew::prelude::*;

use crate::workspace::Workspace;

/// How far the words stand from their point, in CSS pixels.
const GAP_CSS_PX: f64 = 12.0;

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct TooltipProps {
    pub(crate) workspace: Workspace,
    pub(crate) panel: NodeId,
    /// The box of the canvas, which the pointer moves over.
    pub(crate) surface: NodeRef,
}

/// A hit and where it is, in CSS pixels from the upper left corner of the surface.
#[derive(Clone, PartialEq)]
struct Shown {
    hit: Hit,
    x: f64,
    y: f64,
    /// Whether the point is in the right half, so that the words stand left of it.
    right_half: bool,
}

#[component]
pub(crate) fn Tooltip(props: &TooltipProps) -> Html {
    let shown = use_state_eq(|| None::<Shown>);
    let setter = shown.setter();
    let surface = props.surface.clone();
    use_effect_with((props.workspace.clone(), props.panel), move |(workspace, panel)| {
        let listeners = surface.cast::<Element>().map(|surface| follow(workspace.clone(), *panel, &surface, setter));
        move || drop(listeners)
    });
    let Some(Shown { hit, x, y, right_half }) = (*shown).clone() else { return Html::default() };
    let point = format!("--key:{};transform:translate({x}px,{y}px)", hit.color);
    let aside = if right_half { format!("calc({}px - 100%)", x - GAP_CSS_PX) } else { format!("{}px", x + GAP_CSS_PX) };
    let words = format!("transform:translate({aside},calc({y}px - 50%))");
    html! {
        <>
            <span class="tooltip-point" style={point}></span>
            <div class="tooltip" style={words}>
                if !hit.series.is_empty() {
                    <div class="tooltip-series">
                        <span class="legend-key" style={format!("--key:{}", hit.color)}></span><bdi>{ &hit.series }</bdi>
                    </div>
                }
                <div><bdi dir="ltr">{ &hit.y }</bdi></div>
                <div class="tooltip-soft"><bdi dir="ltr">{ &hit.x }</bdi></div>
            </div>
        </>
    }
}

/// Looks the nearest row up, once a frame while the pointer moves over the surface.
fn follow(
    workspace: Workspace,
    panel: NodeId,
    surface: &Element,
    shown: UseStateSetter<Option<Shown>>,
) -> [EventListener; 4] {
    let frame: Rc<RefCell<Option<AnimationFrame>>> = Rc::default();
    let pointer = Rc::new(Cell::new((0.0, 0.0)));
    let look = {
        let (frame, surface, shown) = (frame.clone(), surface.clone(), shown.clone());
        move |event: &web_sys::Event| {
            let Some(event) = event.dyn_ref::<PointerEvent>() else { return };
            pointer.set((f64::from(event.client_x()), f64::from(event.client_y())));
            if frame.borrow().is_some() {
                return;
            }
            let (workspace, surface, shown) = (workspace.clone(), surface.clone(), shown.clone());
            let (pointer, done) = (pointer.clone(), frame.clone());
            *frame.borrow_mut() = Some(request_animation_frame(move |_| {
                let _finished = done.borrow_mut().take();
                shown.set(nearest(&workspace, panel, &surface, pointer.get()));
            }));
        }
    };
    let hide = move || {
        let _cancelled = frame.borrow_mut().take();
        shown.set(None);
    };
    let leave = {
        let hide = hide.clone();
        move |event: &web_sys::Event| {
            if !is_touch(event) {
                hide();
            }
        }
    };
    let elsewhere = {
        let surface = surface.clone();
        move |event: &web_sys::Event| {
            let target = event.target().and_then(|target| target.dyn_into::<Node>().ok());
            if !surface.contains(target.as_ref()) {
                hide();
            }
        }
    };
    [
        EventListener::new(surface, "pointermove", look.clone()),
        EventListener::new(surface, "pointerdown", look),
        EventListener::new(surface, "pointerleave", leave),
        EventListener::new(&document(), "pointerdown", elsewhere),
    ]
}

/// Whether a finger did it: one that is lifted leaves what it pointed at.
fn is_touch(event: &web_sys::Event) -> bool {
    event.dyn_ref::<PointerEvent>().is_some_and(|event| event.pointer_type() == "touch")
}

fn nearest(workspace: &Workspace, panel: NodeId, surface: &Element, pointer: (f64, f64)) -> Option<Shown> {
    let bounds = surface.get_bounding_client_rect();
    let (x, y) = (pointer.0 - bounds.left(), pointer.1 - bounds.top());
    let hit = workspace.painter().nearest(panel, x, y)?;
    let canvas: HtmlCanvasElement = surface.query_selector("canvas").ok()??.dyn_into().ok()?;
    let device_px = f64::from(canvas.width().max(1)) / bounds.width().max(1.0);
    let (x, y) = (f64::from(hit.x_px) / device_px, f64::from(hit.y_px) / device_px);
    Some(Shown { hit, x, y, right_half: x > bounds.width() / 2.0 })
}
