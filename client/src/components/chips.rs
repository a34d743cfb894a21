//! Chips: the filters that this person has put, above the panels that they filter, each with a way to take it away.

use document::NodeId;
use yew::prelude::*;

use super::{
    Glyph, icon,
    my_view::{Asked, over},
};
use crate::{
    locale::{ExploreWords, Message, fill, say, t},
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
    let asked = use_state(Asked::default);
    let on_add = {
        let asked = asked.setter();
        Callback::from(move |_: MouseEvent| asked.set(Asked::Filter))
    };
    let on_all = {
        let (workspace, filters) = (workspace.clone(), filters.clone());
        Callback::from(move |_: MouseEvent| take_away(&workspace, &filters))
    };
    html! {
        <div class="chips" role="group" aria-label={t(Message::Filters)}>
            <ul>{ for filters.iter().map(chip) }</ul>
            <button type="button" class="button button-bare" onclick={on_add}>{ icon(Glyph::Add) }{ say(ExploreWords::AddFilter) }</button>
            { over(workspace, &Callback::noop(), &asked) }
            if filters.len() > 1 {
                <button type="button" class="button button-bare" onclick={on_all}>{ t(Message::ClearFilters) }</button>
            }
        </div>
    }
}

/// Takes filters away.
pub(crate) fn take_away(workspace: &Workspace, filters: &[Filter]) {
    for Filter { by, field, .. } in filters {
        workspace.look(by.unwrap_or(NodeId::ROOT), LookAct::Unfilter { by: *by, field: field.clone() });
    }
}
