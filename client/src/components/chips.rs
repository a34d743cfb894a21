//! Chips: the filters that this person has put, above the panels that they filter, each with a way to take it away.

use document::NodeId;
use yew::prelude::*;

use super::{Glyph, icon};
use crate::{
    locale::{Message, fill, t},
    workspace::{LookAct, Workspace, looks::Filter},
};

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct ChipsProps {
    pub(crate) workspace: Workspace,
    /// All filters; at least one.
    pub(crate) filters: Vec<Filter>,
}

#[component]
pub(crate) fn Chips(ChipsProps { workspace, filters }: &ChipsProps) -> Html {
    let chip = |filter: &Filter| {
        let words = [&*filter.field, ": ", &filter.words].concat();
        let label = fill(Message::RemoveFilter, &[("filter", &words)]);
        let onclick = {
            let (workspace, filters) = (workspace.clone(), vec![filter.clone()]);
            Callback::from(move |_: MouseEvent| take_away(&workspace, &filters))
        };
        html! {
            <li class="chip"><bdi>{ words }</bdi>
                <button type="button" class="chip-remove" title={label.clone()} aria-label={label} {onclick}>{ icon(Glyph::Close) }</button></li>
        }
    };
    let on_all = {
        let (workspace, filters) = (workspace.clone(), filters.clone());
        Callback::from(move |_: MouseEvent| take_away(&workspace, &filters))
    };
    html! {
        <div class="chips" role="group" aria-label={t(Message::Filters)}>
            <ul>{ for filters.iter().map(chip) }</ul>
            if filters.len() > 1 {
                <button type="button" class="button button-bare" onclick={on_all}>{ t(Message::ClearFilters) }</button>
            }
        </div>
    }
}

fn take_away(workspace: &Workspace, filters: &[Filter]) {
    for Filter { by, field, .. } in filters {
        workspace.look(by.unwrap_or(NodeId::ROOT), LookAct::Unfilter { by: *by, field: field.clone() });
    }
}
