//! The crosshair: what lies over a canvas while somebody points at it, walks along it or selects a part of it.

use std::{cell::RefCell, rc::Rc};

use chart::{Hit, Spec};
use document::{Anchor, NodeId};
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::{
    ValuesProps,
    cross::{Cross, Told},
    crumbs::crumbs,
    gesture::At,
    listening::{Asked, listen},
    stage::{Shown, Stage},
};
use crate::{
    components::{Glyph, icon},
    locale::{Message, t},
    parts::aside,
    workspace::{Listener, Workspace, looks::Look},
};

/// How far the words stand from their column, in CSS pixels.
const GAP_CSS_PX: f64 = 12.0;

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct CrosshairProps {
    pub(crate) workspace: Workspace,
    pub(crate) panel: NodeId,
    pub(crate) spec: Spec,
    /// The box of the canvas, which the pointer moves over.
    pub(crate) surface: NodeRef,
    /// What is looked at of it.
    pub(crate) look: Look,
    /// What it is called.
    pub(crate) title: AttrValue,
    /// Something is to be said about a value.
    pub(crate) on_talk: Callback<Anchor>,
}

#[component]
pub(crate) fn Crosshair(props: &CrosshairProps) -> Html {
    let shown = use_state_eq(Shown::default);
    let said = use_state_eq(String::new);
    let values = use_state_eq(|| false);
    let stage = use_mut_ref(|| None::<Rc<Stage>>);
    let on_asked = {
        let (said, values, on_talk) = (said.setter(), values.setter(), props.on_talk.clone());
        Callback::from(move |asked: Asked| match asked {
            Asked::Say(words) => said.set(words),
            Asked::Table => values.set(true),
            Asked::Talk(anchor) => on_talk.emit(anchor),
        })
    };
    let on_talk = {
        let (stage, on_asked) = (stage.clone(), on_asked.clone());
        Callback::from(move |_: MouseEvent| {
            let anchor = stage.borrow().as_ref().and_then(|stage| stage.anchor());
            anchor.into_iter().for_each(|anchor| on_asked.emit(Asked::Talk(anchor)));
        })
    };
    use_stage(props, &stage, shown.setter(), on_asked);
    let on_filter = Callback::from(move |()| {
        if let Some(stage) = &*stage.borrow() {
            stage.filter_by_window();
        }
    });
    let on_close = {
        let (values, surface) = (values.setter(), props.surface.clone());
        Callback::from(move |()| {
            values.set(false);
            if let Some(surface) = surface.cast::<HtmlElement>() {
                let _may_be_gone = surface.focus();
            }
        })
    };
    html! {
        <>
            <div class="crosshair" aria-hidden="true">
                if let Some((from, to)) = shown.brush {
                    { brush(from, to) }
                }
                { for shown.cross.as_ref().map(|shown_cross| cross(shown_cross, shown.is_held.then_some(&on_talk))) }
            </div>
            { crumbs(&props.look, &props.workspace, props.panel, &on_filter) }
            <p class="spoken" role="status" aria-live="polite">{ (*said).clone() }</p>
            if *values {
                { aside(
                    ValuesProps {
                        workspace: props.workspace.clone(), panel: props.panel, title: props.title.clone(), names: names(&props.spec), on_close,
                    },
                    |parts| parts.values,
                ) }
            }
        </>
    }
}

/// What the series, x and y are called: by their fields, as everywhere in a table.
fn names(spec: &Spec) -> [AttrValue; 3] {
    [&spec.color, &spec.x, &spec.y].map(|field| field.clone().unwrap_or_else(|| "–".to_owned()).into())
}

/// The chart is under somebody's hands for as long as it says the same.
#[hook]
fn use_stage(
    props: &CrosshairProps,
    stage: &Rc<RefCell<Option<Rc<Stage>>>>,
    shown: UseStateSetter<Shown>,
    on_asked: Callback<Asked>,
) {
    let (stage, surface) = (stage.clone(), props.surface.clone());
    let watched = (props.workspace.clone(), props.panel, props.spec.clone());
    use_effect_with(watched, move |(workspace, panel, spec)| {
        let listeners = surface.cast::<Element>().map(|surface| {
            let begun = Stage::new(workspace.clone(), *panel, spec.clone(), surface.clone(), shown);
            *stage.borrow_mut() = Some(begun.clone());
            let followed = begun.clone();
            let follow: Listener = Rc::new(move || followed.follow());
            workspace.on_point(&follow);
            (listen(&begun, &surface, &on_asked), follow)
        });
        move || drop(listeners)
    });
}

fn brush(from: At, to: At) -> Html {
    let (left, width) = (from.0.min(to.0), (from.0 - to.0).abs());
    html! { <span class="brush" style={format!("left:{left}px;width:{width}px")}></span> }
}

fn cross(cross: &Cross, on_talk: Option<&Callback<MouseEvent>>) -> Html {
    let line = cross.line.map(|(top, bottom)| {
        let style = format!("transform:translate({}px,{top}px);height:{}px", cross.x, bottom - top);
        html! { <span class="crosshair-line" {style}></span> }
    });
    let dot = |(x, y, color): &(f64, f64, document::Color)| {
        html! { <span class="tooltip-point" style={format!("--key:{color};transform:translate({x}px,{y}px)")}></span> }
    };
    html! {
        <>
            { for line }
            { for cross.dots.iter().map(dot) }
            { for cross.told.as_ref().map(|words| told(words, cross.x, on_talk)) }
        </>
    }
}

/// The words stand beside the column, at the height of the pointer and inside the chart. Where they are held, something
/// can be said about the value; who has no pointer does that by a key.
fn told(told: &Told, x: f64, on_talk: Option<&Callback<MouseEvent>>) -> Html {
    let aside =
        if told.right_half { format!("calc({}px - 100%)", x - GAP_CSS_PX) } else { format!("{}px", x + GAP_CSS_PX) };
    let style = format!("--aside:{aside};--at:{}px", told.y);
    let value = |(hit, is_nearest): &(Hit, bool)| {
        html! {
            <div class={classes!("tooltip-value", (*is_nearest && told.values.len() > 1).then_some("tooltip-nearest"))}>
                if !hit.series.is_empty() {
                    <span class="legend-key" style={format!("--key:{}", hit.color)}></span><bdi>{ &hit.series }</bdi>
                }
                <bdi class="tooltip-number" dir="ltr">{ &hit.y }</bdi>
            </div>
        }
    };
    html! {
        <div class="tooltip" {style}>
            { for told.values.iter().map(value) }
            if told.more > 0 {
                <div class="tooltip-soft">{ format!("+{}", told.more) }</div>
            }
            <div class="tooltip-soft"><bdi dir="ltr">{ &told.x }</bdi></div>
            if let Some(onclick) = on_talk {
                <button type="button" class="button" tabindex="-1" {onclick}>{ icon(Glyph::Comment) }{ t(Message::CommentOnValue) }</button>
            }
        </div>
    }
}
