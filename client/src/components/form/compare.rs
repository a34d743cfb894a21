//! Compare: a panel as it was at an earlier moment, drawn over the rows of now, beside what it says now: what differs, in
//! words, and a button that brings it back. It asks the relay only when somebody unfolds it.

use std::rc::Rc;

use document::{Document, NodeId, Scope, Seq, difference::differences};
use protocol::history::{Moments, NamedVersion};
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlCanvasElement;
use yew::prelude::*;

use super::pick::{Pick, option, pick};
use crate::{
    api::{self, ApiError},
    components::{Glyph, history::sentence, icon},
    locale::{FormWord as W, Message, fill, refused, say},
    workspace::{Edit, Workspace},
};

const HOUR_MS: f64 = 3_600_000.0;

#[derive(PartialEq, Properties)]
pub(super) struct CompareProps {
    /// Names the dashboard at the relay.
    pub(super) dashboard: AttrValue,
    pub(super) workspace: Workspace,
    pub(super) panel: NodeId,
    pub(super) editable: bool,
    pub(super) on_edit: Callback<Edit>,
}

/// The moments to choose from, and the one that was chosen.
#[derive(Clone, Default, PartialEq)]
struct Known {
    moments: Option<Rc<(Moments, Vec<NamedVersion>)>>,
    then: Option<(Seq, Rc<Document>)>,
    failed: Option<ApiError>,
}

#[component]
pub(super) fn Compare(props: &CompareProps) -> Html {
    let known = use_state(Known::default);
    let ontoggle = {
        let (id, known) = (props.dashboard.clone(), known.clone());
        Callback::from(move |_: Event| {
            if known.moments.is_none() {
                let (id, known) = (id.clone(), known.clone());
                spawn_local(async move { known.set(read(&id).await) });
            }
        })
    };
    let on_pick = {
        let (id, known) = (props.dashboard.clone(), known.clone());
        Callback::from(move |code: String| {
            let Ok(seq) = code.parse().map(Seq) else { return };
            let (id, known) = (id.clone(), known.clone());
            spawn_local(async move {
                let next = match api::read_document(&id, seq).await {
                    Ok(at) => Known { then: Some((seq, Rc::new(at.document))), failed: None, ..(*known).clone() },
                    Err(error) => Known { failed: Some(error), ..(*known).clone() },
                };
                known.set(next);
            });
        })
    };
    html! {
        <details class="fold" data-fold="compare" {ontoggle}>
            <summary>{ icon(Glyph::Fold) }{ say(W::TabCompare) }</summary>
            <div class="fold-body">
                { pick(Pick {
                    name: "compare-with".to_owned(),
                    label: say(W::CompareWith).to_owned(),
                    is_bare: false,
                    groups: vec![("", options(&known))],
                    chosen: known.then.as_ref().map(|(seq, _)| seq.to_string()).unwrap_or_default(),
                    disabled: known.moments.is_none(),
                    on_pick,
                }) }
                if let Some(error) = &known.failed {
                    <p class="field-problem" role="alert">{ icon(Glyph::Problem) }{ fill(Message::DidNotWork, &[("reason", &refused(error))]) }</p>
                }
                if let Some((_, then)) = &known.then {
                    { compared(props, then) }
                }
            </div>
        </details>
    }
}

async fn read(id: &str) -> Known {
    match (api::read_moments(id).await, api::list_versions(id).await) {
        (Ok(moments), Ok(named)) => Known { moments: Some(Rc::new((moments, named))), ..Known::default() },
        (Err(error), _) | (_, Err(error)) => Known { failed: Some(error), ..Known::default() },
    }
}

/// Moments by their `Seq`: the named ones, an hour ago, the beginning.
fn options(known: &Known) -> Vec<(String, String)> {
    let mut options = vec![option("", "…")];
    let Some(known) = &known.moments else { return options };
    let (moments, named) = &**known;
    let mut add = |seq: Seq, words: &str| {
        if !options.iter().any(|(code, _)| *code == seq.to_string()) {
            options.push((seq.to_string(), words.to_owned()));
        }
    };
    for version in named.iter().rev() {
        add(version.seq, &version.name);
    }
    let hour_ago_ms = js_sys::Date::now() - HOUR_MS;
    let before = moments.moments.iter().rev().find(|moment| moment.at_ms as f64 <= hour_ago_ms);
    if let Some(moment) = before {
        add(moment.seq, say(W::AnHourAgo));
    }
    if let Some(first) = moments.moments.first() {
        add(first.seq, say(W::TheBeginning));
    }
    options
}

fn compared(props: &CompareProps, then: &Rc<Document>) -> Html {
    if then.node(props.panel).is_none() {
        return html! { <p class="field-hint" role="status">{ say(W::WasNotThere) }</p> };
    }
    let now = props.workspace.view().document.clone();
    let of_panel = |difference: &document::Difference| difference.node == props.panel;
    let all: Vec<_> = differences(then, &now).into_iter().filter(of_panel).collect();
    let on_restore = {
        let (then, panel) = (then.clone(), props.panel);
        props.on_edit.reform(move |_: MouseEvent| Edit::RestoreTo { then: then.clone(), scope: Scope::Node(panel) })
    };
    html! {
        <>
            <span class="field-label">{ say(W::Then) }</span>
            <Picture workspace={props.workspace.clone()} panel={props.panel} document={then.clone()} />
            <span class="field-label">{ say(W::WhatDiffers) }</span>
            if all.is_empty() {
                <p class="field-hint" role="status">{ say(W::NothingDiffers) }</p>
            } else {
                <ul class="compare-list">{ for all.iter().map(|difference| html! { <li dir="auto">{ sentence(difference) }</li> }) }</ul>
                <button type="button" class="button" disabled={!props.editable} onclick={on_restore}>{ say(W::RestoreAsThen) }</button>
            }
        </>
    }
}

#[derive(PartialEq, Properties)]
struct PictureProps {
    workspace: Workspace,
    panel: NodeId,
    document: Rc<Document>,
}

/// The panel of another document, over the rows that are here.
#[component]
fn Picture(props: &PictureProps) -> Html {
    let canvas = use_node_ref();
    {
        let canvas = canvas.clone();
        let key = (props.workspace.clone(), props.panel, Rc::as_ptr(&props.document) as usize);
        let document = props.document.clone();
        use_effect_with(key, move |(workspace, panel, _)| {
            let painter = workspace.painter().beside(&document);
            let canvas = canvas.cast::<HtmlCanvasElement>();
            let registration = canvas.map(|canvas| painter.register(*panel, canvas, Callback::noop()));
            move || drop((registration, painter))
        });
    }
    html! { <div class="compare-picture"><canvas ref={canvas} role="img" aria-label={say(W::Then)}></canvas></div> }
}
