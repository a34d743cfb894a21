//! Chips: the filters above the panels that they filter: those that are pinned to the dashboard for everybody, and those
//! that this person has put, each with a way to take it away. Whoever may edit the dashboard pins one, and unpins it.

use document::{NodeId, Property, Value};
use table::DataType;
use yew::prelude::*;

use super::{
    Glyph, focus, icon,
    my_view::{Asked, over},
};
use crate::{
    data::State,
    locale::{ExploreWords, FilterWords, Message, fill, moment, number, say, say_filled, t},
    workspace::{
        Edit, LookAct, Looks, Workspace,
        looks::{Filter, Picked, address::lines_of},
    },
};

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct ChipsProps {
    pub(crate) workspace: Workspace,
    /// At least one filter, of this person or pinned.
    pub(crate) looks: std::rc::Rc<Looks>,
    /// Where this person may change what is pinned.
    pub(crate) on_edit: Option<Callback<Edit>>,
}

#[component]
pub(crate) fn Chips(props: &ChipsProps) -> Html {
    let ChipsProps { workspace, looks, on_edit } = props;
    let own = unpinned(looks);
    let asked = use_state(Asked::default);
    let on_add = {
        let asked = asked.setter();
        Callback::from(move |_: MouseEvent| asked.set(Asked::Filter))
    };
    let on_all = {
        let (workspace, own) = (workspace.clone(), own.clone());
        Callback::from(move |_: MouseEvent| {
            take_away(&workspace, &own);
            focus("dashboard");
        })
    };
    let chips = looks.pinned.iter().map(|filter| (filter, true)).chain(own.iter().map(|filter| (filter, false)));
    html! {
        <div class="chips" role="group" aria-label={t(Message::Filters)}>
            <ul>{ for chips.map(|(filter, is_pinned)| chip(props, filter, is_pinned)) }</ul>
            <button type="button" class="button button-bare" onclick={on_add}>{ icon(Glyph::Add) }{ say(ExploreWords::AddFilter) }</button>
            { over(workspace, &Callback::noop(), &asked) }
            if own.len() > 1 {
                <button type="button" class="button button-bare" onclick={on_all}>{ t(Message::ClearFilters) }</button>
            }
            if on_edit.is_some() && own.len() > 1 {
                { pin_all(props, own.clone()) }
            }
        </div>
    }
}

/// One filter. What is pinned is taken away by those who may edit, for everybody.
fn chip(props: &ChipsProps, filter: &Filter, is_pinned: bool) -> Html {
    let words = [&*filter.field, ": ", &filter_words(&props.workspace, filter)].concat();
    let is_own = !is_pinned;
    html! {
        <li key={lines_of(std::slice::from_ref(filter)).concat()} class={classes!("chip", is_pinned.then_some("chip-pinned"))}>
            if is_pinned && props.on_edit.is_none() {
                <span class="chip-sign" title={say(FilterWords::IsPinned)}>{ pin_sign() }<span class="spoken">{ say(FilterWords::IsPinned) }</span></span>
            }
            <bdi>{ &words }</bdi>
            if let Some(on_edit) = &props.on_edit {
                { pin_button(props, on_edit, filter, &words, is_pinned) }
            }
            if is_own || props.on_edit.is_some() {
                { remove_button(props, filter, &words, is_pinned) }
            }
        </li>
    }
}

fn pin_button(props: &ChipsProps, on_edit: &Callback<Edit>, filter: &Filter, words: &str, is_pinned: bool) -> Html {
    let say_what = if is_pinned { FilterWords::Unpin } else { FilterWords::Pin };
    let label = say_filled(say_what, &[("filter", words)]);
    let onclick = {
        let (workspace, looks, on_edit, filter) =
            (props.workspace.clone(), props.looks.clone(), on_edit.clone(), filter.clone());
        Callback::from(move |_: MouseEvent| match is_pinned {
            true => unpin(&workspace, &looks, &on_edit, &filter),
            false => pin(&workspace, &on_edit, std::slice::from_ref(&filter)),
        })
    };
    html! {
        <button type="button" class="chip-remove chip-pin" title={label.clone()} aria-label={label} {onclick}>{ pin_sign() }</button>
    }
}

fn remove_button(props: &ChipsProps, filter: &Filter, words: &str, is_pinned: bool) -> Html {
    let label = match is_pinned {
        true => say_filled(FilterWords::RemoveForAll, &[("filter", words)]),
        false => fill(Message::RemoveFilter, &[("filter", words)]),
    };
    let onclick = {
        let (workspace, looks, on_edit, filter) =
            (props.workspace.clone(), props.looks.clone(), props.on_edit.clone(), filter.clone());
        Callback::from(move |_: MouseEvent| {
            take_away(&workspace, &looks.filters().into_iter().filter(|own| is_same(own, &filter)).collect::<Vec<_>>());
            if let Some(on_edit) = on_edit.as_ref().filter(|_| is_pinned) {
                on_edit.emit(written(without(&workspace, std::slice::from_ref(&filter))));
            }
            // The button goes with its chip.
            focus("dashboard");
        })
    };
    html! {
        <button type="button" class="chip-remove" title={label.clone()} aria-label={label} {onclick}>{ icon(Glyph::Close) }</button>
    }
}

fn pin_all(props: &ChipsProps, own: Vec<Filter>) -> Html {
    let (workspace, on_edit) = (props.workspace.clone(), props.on_edit.clone());
    let onclick = Callback::from(move |_: MouseEvent| {
        if let Some(on_edit) = &on_edit {
            pin(&workspace, on_edit, &own);
        }
    });
    html! { <button type="button" class="button button-bare" {onclick}>{ pin_sign() }{ say(FilterWords::PinAll) }</button> }
}

/// What this person has put and is not pinned already.
pub(crate) fn unpinned(looks: &Looks) -> Vec<Filter> {
    let is_pinned = |own: &Filter| looks.pinned.iter().any(|pinned| is_same(own, pinned));
    looks.filters().into_iter().filter(|own| !is_pinned(own)).collect()
}

fn is_same(left: &Filter, right: &Filter) -> bool {
    left.field == right.field && left.picked == right.picked
}

/// Filters become everybody's; of a field that was pinned by another value the new one counts. They stay this person's
/// too, so that an undo shows them again.
pub(crate) fn pin(workspace: &Workspace, on_edit: &Callback<Edit>, filters: &[Filter]) {
    let document = workspace.view().document.clone();
    let mut lines = document.node(NodeId::ROOT).map(|root| root.names(Property::Filters).to_vec()).unwrap_or_default();
    let is_again = |line: &String| {
        let field = line.split_once('\t').map(|(field, _)| field);
        filters.iter().any(|filter| field == Some(&filter.field))
    };
    lines.retain(|line| !is_again(line));
    lines.extend(lines_of(filters));
    match Property::Filters.check(&Value::Names(lines.clone())) {
        Ok(()) => {
            on_edit.emit(written(lines));
            workspace.notify(say(FilterWords::WasPinned).to_owned());
        }
        Err(_) => workspace.notify(say(FilterWords::TooMuch).to_owned()),
    }
}

/// A pinned filter becomes this person's alone.
fn unpin(workspace: &Workspace, looks: &Looks, on_edit: &Callback<Edit>, filter: &Filter) {
    on_edit.emit(written(without(workspace, std::slice::from_ref(filter))));
    if !looks.filters().iter().any(|own| is_same(own, filter)) {
        workspace.look(NodeId::ROOT, LookAct::Filter(filter.clone()));
    }
    workspace.notify(say(FilterWords::WasUnpinned).to_owned());
}

/// What is pinned but for these.
fn without(workspace: &Workspace, filters: &[Filter]) -> Vec<String> {
    let gone = lines_of(filters);
    let document = workspace.view().document.clone();
    let lines = document.node(NodeId::ROOT).map(|root| root.names(Property::Filters).to_vec()).unwrap_or_default();
    lines.into_iter().filter(|line| !gone.contains(line)).collect()
}

fn written(lines: Vec<String>) -> Edit {
    Edit::SetProperty { node: NodeId::ROOT, property: Property::Filters, value: Value::Names(lines) }
}

/// What a filter says: as it was chosen or typed; one of an address, which says bare numbers, by the type of its field.
pub(crate) fn filter_words(workspace: &Workspace, filter: &Filter) -> String {
    let is_bare = filter.by.is_none() && filter.texts().first() == Some(&filter.words);
    match &filter.picked {
        Picked::Span(from, to) if is_bare => span_words((*from, *to), data_type(workspace, &filter.field)),
        Picked::Span(..) | Picked::Values(_) => filter.words.clone(),
    }
}

/// A span in words. Of numbers the first one outside lies beside the last one inside, which is what people mean.
fn span_words((from, to): (f64, f64), data_type: Option<DataType>) -> String {
    let end = |at: f64| match data_type {
        Some(DataType::Time) => moment(at as i64),
        _ => number(at),
    };
    match (from.is_finite(), to.is_finite()) {
        (true, true) => [&*end(from), " – ", &end(to)].concat(),
        (true, false) => ["≥ ", &end(from)].concat(),
        (false, true) => ["< ", &end(to)].concat(),
        (false, false) => String::new(),
    }
}

/// The type of a field in the tables that the dashboard draws.
fn data_type(workspace: &Workspace, field: &str) -> Option<DataType> {
    let document = workspace.view().document.clone();
    document.all_panels().filter_map(|(_, node)| node.name(Property::Table)).find_map(|name| {
        workspace.read_table(name, |state| match state {
            State::Ready(table) => Some(table.schema().find(field)?.1.data_type),
            State::Loading | State::Missing => None,
        })
    })
}

/// A pin; only chips have it, so it is no part of the sprite that every page loads.
fn pin_sign() -> Html {
    html! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M12 17v5M9 10.8a2 2 0 0 1-1.1 1.8l-1.8.9A2 2 0 0 0 5 15.2V16a1 1 0 0 0 1 1h12a1 1 0 0 0 1-1v-.8a2 2 0 0 0-1.1-1.7l-1.8-.9a2 2 0 0 1-1.1-1.8V7a1 1 0 0 1 1-1 2 2 0 0 0 0-4H8a2 2 0 0 0 0 4 1 1 0 0 1 1 1z" /></svg>
    }
}

/// Takes filters of this person away.
pub(crate) fn take_away(workspace: &Workspace, filters: &[Filter]) {
    for Filter { by, field, .. } in filters {
        workspace.look(by.unwrap_or(NodeId::ROOT), LookAct::Unfilter { by: *by, field: field.clone() });
    }
}
