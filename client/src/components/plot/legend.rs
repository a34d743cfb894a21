//! The legend: what the colours mean. A press shows one series alone, with Ctrl or Cmd it hides it or shows it again.

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
    let entry = |(index, entry): (usize, &chart::LegendEntry)| {
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
                    <span class="legend-key" style={format!("--key:{}", entry.color)}></span><bdi>{ &entry.label }</bdi>
                </button>
            </li>
        }
    };
    html! { <ul class="legend">{ for info.legend.iter().enumerate().map(entry) }</ul> }
}
