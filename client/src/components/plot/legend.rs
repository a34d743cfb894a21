//! The legend: what the colours mean. A press shows one series alone, with Ctrl or Cmd it hides it or shows it again.

use chart::{LegendEntry, Sign};
use document::NodeId;
use yew::prelude::*;

use crate::{
    canvas::PlotInfo,
    locale::{Message, t},
    workspace::{LookAct, Workspace},
};

pub(super) fn legend(info: &PlotInfo, workspace: &Workspace, panel: NodeId) -> Html {
    if info.legend.is_empty() {
        return Html::default();
    }
    let labels: Vec<String> = info.legend.iter().map(|entry| entry.label.clone()).collect();
    let entry = |(index, entry): (usize, &LegendEntry)| {
        let (workspace, label, labels) = (workspace.clone(), entry.label.clone(), labels.clone());
        let onclick = Callback::from(move |event: MouseEvent| {
            let label = label.clone();
            workspace.look(
                panel,
                if event.ctrl_key() || event.meta_key() {
                    LookAct::Toggle { label }
                } else {
                    LookAct::Isolate { label, labels: labels.clone() }
                },
            );
        });
        html! {
            <li key={index}>
                <button type="button" class="legend-entry" aria-pressed={(!entry.is_hidden).to_string()} title={t(Message::LegendHint)}
                    {onclick}>
                    { key(entry) }<bdi>{ &entry.label }</bdi>
                </button>
            </li>
        }
    };
    html! { <ul class="legend">{ for info.legend.iter().enumerate().map(entry) }</ul> }
}

/// What stands for a series: its colour, and with patterns its dashes, its symbol or its hatch.
fn key(entry: &LegendEntry) -> Html {
    let style = format!("--key:{}", entry.color);
    let Some(sign) = entry.sign else { return html! { <span class="legend-key" {style}></span> } };
    let (width, height) = Sign::SIDES;
    html! {
        <svg class={classes!("legend-sign", sign.is_filled().then_some("legend-sign-filled"))} {style}
            viewBox={format!("0 0 {width} {height}")} aria-hidden="true"><path d={sign.path()} /></svg>
    }
}
