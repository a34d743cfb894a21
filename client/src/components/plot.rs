//! What a panel draws: the canvas, which the painter fills, and what belongs to it in HTML: legend, big number,
//! problem, tooltip. It renders again when those words change, not when rows come.

mod choice;
mod cross;
mod crosshair;
mod crumbs;
mod gesture;
mod hindered;
mod legend;
mod listening;
mod nothing;
mod save;
mod sounding;
mod stage;
mod values;

use std::{rc::Rc, sync::Arc};

use chart::{Problem, Spec};
use document::{Anchor, Color, Kind, Node, NodeId};
use web_sys::HtmlCanvasElement;
use yew::prelude::*;

use self::legend::legend;
pub(crate) use self::{
    crosshair::{Crosshair, CrosshairProps},
    hindered::{HinderedProps, hindered},
    nothing::{NothingProps, nothing},
    save::{Save, SaveProps},
    sounding::{Sounding, SoundingProps},
    values::{Values, ValuesProps},
};
use super::panel::heading_of;
use crate::{
    canvas::PlotInfo,
    later,
    locale::{Message, t},
    parts::soon,
    workspace::{Workspace, looks::Look},
};

#[derive(PartialEq, Properties)]
pub(crate) struct PlotProps {
    pub(crate) workspace: Workspace,
    pub(crate) panel: NodeId,
    pub(crate) node: Arc<Node>,
    /// What this person looks at of it.
    pub(crate) look: Look,
    pub(crate) editable: bool,
    /// The form of the panel is wanted.
    pub(crate) on_open: Callback<()>,
    /// Something is to be said about a value.
    pub(crate) on_talk: Callback<Anchor>,
}

#[component]
pub(crate) fn Plot(props: &PlotProps) -> Html {
    let canvas = use_node_ref();
    let surface = use_node_ref();
    let info = use_state(|| None::<Rc<PlotInfo>>);
    let kind = props.node.kind();
    use_painter(props, &canvas, &info);
    use_effect_with(info.is_some(), |is_drawn| {
        if *is_drawn {
            tell_drawn();
        }
    });
    let problem = info.as_ref().and_then(|info| info.problem.as_ref());
    let number = info.as_ref().and_then(|info| info.big_number.clone()).filter(|_| kind == Kind::Stat);
    let class = classes!(
        "plot",
        problem.map(|_| "plot-covered"),
        (kind == Kind::Stat && problem.is_none()).then_some("plot-number"),
    );
    let color = info.as_ref().and_then(|info| info.number_color).or_else(|| props.node.mark_color());
    let described = info.as_ref().map(|info| info.description.clone()).filter(|words| !words.is_empty());
    // A chart takes keys of its own; a number is a picture.
    let is_walked = kind == Kind::Chart && problem.is_none() && info.is_some();
    let role = if is_walked { "application" } else { "img" };
    html! {
        <div {class}>
            if let Some(info) = &*info {
                { legend(info, &props.workspace, props.panel) }
            }
            if let Some(number) = number {
                <div class="big-number"><output dir="ltr" style={number_style(&number, color)}>{ number }</output></div>
            }
            <div class="plot-canvas" ref={surface.clone()} role={described.as_ref().map(|_| role)} aria-label={described}
                aria-roledescription={is_walked.then(|| t(Message::ChartRole))} tabindex={is_walked.then_some("0")}>
                <canvas ref={canvas}></canvas>
                if is_walked {
                    { soon(crosshair(props, surface), |rest| rest.crosshair) }
                }
            </div>
            if let Some(problem) = problem {
                { soon(hindrance(problem, props), |rest| rest.hindered) }
            } else if let Some(period) = info.as_ref().and_then(|info| info.elsewhere.clone()) {
                { soon(NothingProps { workspace: props.workspace.clone(), panel: props.panel, period }, |rest| rest.nothing) }
            } else if info.is_none() {
                <div class="plot-waiting skeleton" role="status" aria-label={t(Message::WaitingForRows)}></div>
            }
        </div>
    }
}

/// The browser notes when, for tools and tests; what waited for the first chart goes on.
fn tell_drawn() {
    if let Some(clock) = gloo::utils::window().performance() {
        let _only_a_note = clock.mark("chart drawn");
    }
    later::first_chart_is_drawn();
}

fn hindrance(problem: &Problem, props: &PlotProps) -> HinderedProps {
    HinderedProps { problem: problem.clone(), editable: props.editable, on_open: props.on_open.clone() }
}

fn crosshair(props: &PlotProps, surface: NodeRef) -> CrosshairProps {
    CrosshairProps {
        workspace: props.workspace.clone(),
        panel: props.panel,
        spec: Spec::of(&props.node),
        surface,
        look: props.look.clone(),
        on_talk: props.on_talk.clone(),
        title: heading_of(&props.node).into(),
    }
}

/// The painter draws on the canvas for as long as both are there.
#[hook]
fn use_painter(props: &PlotProps, canvas: &NodeRef, info: &UseStateHandle<Option<Rc<PlotInfo>>>) {
    let (canvas, info) = (canvas.clone(), info.setter());
    use_effect_with((props.workspace.clone(), props.panel), move |(workspace, panel)| {
        let on_info = Callback::from(move |said: Rc<PlotInfo>| info.set(Some(said)));
        let canvas = canvas.cast::<HtmlCanvasElement>();
        let registration = canvas.map(|canvas| workspace.painter().register(*panel, canvas, on_info));
        move || drop(registration)
    });
}

/// Its length decides how large it can be, and its colour is the panel's.
fn number_style(number: &str, color: Option<Color>) -> String {
    let chars = number.chars().count().max(1);
    color.map_or_else(|| format!("--chars:{chars}"), |color| format!("--chars:{chars};--key:{color}"))
}
