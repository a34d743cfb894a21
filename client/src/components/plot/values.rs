//! The values of a chart as a table: what is drawn, for whoever reads better than they see.

use chart::Hit;
use document::NodeId;
use yew::prelude::*;

use crate::{
    components::Dialog,
    locale::{Message, fill, number, t},
    workspace::Workspace,
};

/// Most values that are shown, series by series: a browser is slow with more rows, and nobody reads them.
const MAX_VALUES: usize = 1_000;

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct ValuesProps {
    pub(crate) workspace: Workspace,
    pub(crate) panel: NodeId,
    /// What the chart is called.
    pub(crate) title: AttrValue,
    /// What the series, x and y are called.
    pub(crate) names: [AttrValue; 3],
    pub(crate) on_close: Callback<()>,
}

#[component]
pub(crate) fn Values(props: &ValuesProps) -> Html {
    let values = props.workspace.painter().ask(props.panel, |plot| plot.values(MAX_VALUES + 1)).unwrap_or_default();
    let is_named = values.iter().any(|hit| !hit.series.is_empty());
    let row = |hit: &Hit| {
        html! {
            <tr>
                if is_named {
                    <td><bdi>{ &hit.series }</bdi></td>
                }
                <td><bdi>{ &hit.x }</bdi></td>
                <td class="align-end"><bdi>{ &hit.y }</bdi></td>
            </tr>
        }
    };
    let title = fill(Message::ValuesOf, &[("panel", &props.title)]);
    html! {
        <Dialog title={title} on_close={props.on_close.clone()}>
            if values.len() > MAX_VALUES {
                <p class="field-hint">{ fill(Message::FirstValues, &[("count", &number(MAX_VALUES as f64))]) }</p>
            }
            <div class="values" tabindex="0" role="region" aria-label={t(Message::ShowValues)}>
                <table>
                    <thead><tr>
                        if is_named {
                            <th scope="col"><bdi>{ &props.names[0] }</bdi></th>
                        }
                        <th scope="col"><bdi>{ &props.names[1] }</bdi></th><th scope="col" class="align-end"><bdi>{ &props.names[2] }</bdi></th>
                    </tr></thead>
                    <tbody>{ for values.iter().take(MAX_VALUES).map(row) }</tbody>
                </table>
            </div>
        </Dialog>
    }
}
