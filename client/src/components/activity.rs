//! The activity: what was done on a dashboard lately, by whom: edits, comments, names of states, people who come and go.
//! Read from the history when it is opened, and again while it stands; what belongs together is one line.

mod lately;

use std::rc::Rc;

use document::{Document, NodeId};
use gloo::timers::callback::Timeout;
use protocol::history::{GestureTold, NamedVersion};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

pub(crate) use self::lately::Arrival;
use self::lately::{Act, Line, lately};
use super::notices::panel_words;
use crate::{
    api::{self, HistoryPart},
    locale::{Message, TogetherWords, fill, refused, say, say_filled, since, t},
    workspace::View,
};

/// How long new gestures gather before they are read together, in milliseconds.
const GATHER_MS: u32 = 800;
/// Most panels that one line names.
const NAMED: usize = 3;

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct ActivityProps {
    /// Names the dashboard at the relay.
    pub(crate) id: AttrValue,
    pub(crate) view: Rc<View>,
    /// Who came and went.
    pub(crate) arrivals: Rc<Vec<Arrival>>,
}

/// What was read of the past.
type Read = (Vec<GestureTold>, Vec<NamedVersion>);

#[component]
pub(crate) fn Activity(props: &ActivityProps) -> Html {
    let read = use_state(|| None::<Result<Read, String>>);
    let (setter, is_first) = (read.setter(), read.is_none());
    use_effect_with((props.id.clone(), props.view.seq), move |(id, _)| {
        let id = id.clone();
        let wait_ms = if is_first { 0 } else { GATHER_MS };
        let timer = Timeout::new(wait_ms, move || {
            spawn_local(async move {
                let versions = api::list_versions(&id).await.unwrap_or_default();
                let page = api::read_history(&id, HistoryPart::Newest).await;
                setter.set(Some(page.map(|page| (page.gestures, versions)).map_err(|error| refused(&error))));
            });
        });
        move || drop(timer)
    });
    let body = match &*read {
        None => html! { <p class="field-hint" role="status">{ t(Message::LoadingHistory) }</p> },
        Some(Err(reason)) => {
            html! { <p class="field-hint" role="status">{ fill(Message::HistoryFailed, &[("reason", reason)]) }</p> }
        }
        Some(Ok((gestures, versions))) => list(props, &lately(gestures, versions, &props.arrivals)),
    };
    html! {
        <section class="activity" aria-label={say(TogetherWords::Lately)}>
            <h2>{ say(TogetherWords::Lately) }</h2>
            { body }
        </section>
    }
}

fn list(props: &ActivityProps, lines: &[Line]) -> Html {
    let now_ms = js_sys::Date::now();
    let line = |(key, line): (usize, &Line)| {
        html! { <li {key}><span>{ sentence(&props.view.document, line) }</span>
        <time class="field-hint">{ since(line.at_ms, now_ms) }</time></li> }
    };
    html! {
        if lines.is_empty() {
            <p class="field-hint">{ say(TogetherWords::NothingLately) }</p>
        } else {
            <ul class="activity-lines">{ for lines.iter().enumerate().map(line) }</ul>
        }
    }
}

fn sentence(document: &Document, line: &Line) -> String {
    let name = if line.name.is_empty() { t(Message::Someone) } else { &line.name };
    let about = |words, what: &str| say_filled(words, &[("name", name), ("what", what)]);
    match &line.act {
        Act::Changed(nodes) => about(TogetherWords::LatelyChanged, &names(document, nodes)),
        Act::Said(nodes) => about(TogetherWords::LatelySaid, &names(document, nodes)),
        Act::Named(state) => about(TogetherWords::LatelyNamed, &fill(Message::Quoted, &[("text", state)])),
        Act::Came => about(TogetherWords::LatelyCame, ""),
        Act::Left => about(TogetherWords::LatelyLeft, ""),
    }
}

/// The panels by their names; what lies in one counts as it, what is gone by the name that it had.
fn names(document: &Document, nodes: &[(NodeId, String)]) -> String {
    let mut names: Vec<String> = Vec::new();
    for (node, title) in nodes {
        let above = std::iter::successors(Some(*node), |id| Some(document.node(*id)?.place().parent));
        let panel = above.take(4).find(|id| document.node(*id).is_some_and(|node| node.kind().is_panel()));
        let name = match panel {
            Some(panel) => panel_words(document, panel),
            None if *node == NodeId::ROOT || title.is_empty() => t(Message::ThisDashboard).to_owned(),
            None => fill(Message::Quoted, &[("text", title)]),
        };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let told = names.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    if names.len() > NAMED { say_filled(TogetherWords::AndMore, &[("what", &told)]) } else { told }
}
