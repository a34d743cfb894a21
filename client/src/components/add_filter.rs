//! A filter that is made by hand: a field of the tables that the dashboard draws, and a value of it.

use std::collections::BTreeMap;

use document::{NodeId, Property};
use table::{Column, DataType};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::{Dialog, Glyph, icon};
use crate::{
    data::State,
    locale::{ExploreWords as Words, FilterWords, say, say_filled, type_words},
    workspace::{
        LookAct, Workspace,
        looks::{MAX_CHOSEN, typed::typed},
    },
};

/// Most values that are offered; more are typed faster than read.
const MAX_OFFERED: usize = 200;
/// The element that has what is offered.
const OFFERED_ID: &str = "filter-values";

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct AddFilterProps {
    pub(crate) workspace: Workspace,
    pub(crate) on_say: Callback<String>,
    pub(crate) on_close: Callback<()>,
}

#[component]
pub(crate) fn AddFilter(props: &AddFilterProps) -> Html {
    let fields = fields(&props.workspace);
    let chosen = use_state(|| None::<String>);
    let problem = use_state_eq(|| None::<String>);
    let value = use_node_ref();
    let field = chosen.as_ref().or_else(|| fields.keys().next()).cloned().unwrap_or_default();
    let data_type = fields.get(&field).copied().unwrap_or(DataType::Text);
    let onchange = {
        let (chosen, problem) = (chosen.setter(), problem.setter());
        Callback::from(move |event: Event| {
            problem.set(None);
            chosen.set(event.target_dyn_into::<HtmlSelectElement>().map(|select| select.value()));
        })
    };
    let onsubmit = {
        let (props, problem, field, value) = (props.clone(), problem.setter(), field.clone(), value.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let text = value.cast::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default();
            let found = offered(&props.workspace, &field, &text, MAX_CHOSEN);
            let Some(filter) = typed(&field, data_type, &text, &found) else {
                let places = [("field", &*field), ("value", &*text), ("type", type_words(data_type))];
                return problem.set(Some(say_filled(Words::FilterMisfit, &places)));
            };
            props.on_say.emit([&*filter.field, ": ", &filter.words].concat());
            props.workspace.look(NodeId::ROOT, LookAct::Filter(filter));
            props.on_close.emit(());
        })
    };
    let option = |name: &String| {
        html! { <option value={name.clone()} selected={*name == field}>{ name }</option> }
    };
    html! {
        <Dialog title={say(Words::AddFilter)} on_close={props.on_close.clone()}>
            <form class="range-form filter-form" {onsubmit}>
                <label class="field">
                    <span class="field-label">{ say(Words::FilterField) }</span>
                    <select class="input" name="filter-field" {onchange}>{ for fields.keys().map(option) }</select>
                </label>
                <label class="field">
                    <span class="field-label">{ say(Words::FilterValue) }</span>
                    <input class="input" name="filter-value" ref={value} dir="auto" autocomplete="off" spellcheck="false" list={OFFERED_ID}
                        aria-invalid={problem.is_some().to_string()} aria-describedby="filter-said" />
                    <datalist id={OFFERED_ID}>
                        { for offered(&props.workspace, &field, "", MAX_OFFERED).into_iter().map(|value| html! { <option {value}></option> }) }
                    </datalist>
                </label>
                <p id="filter-said" class="range-said" role="status">
                    if let Some(problem) = &*problem {
                        <span class="field-problem">{ icon(Glyph::Problem) }{ problem.clone() }</span>
                    } else {
                        <span class="field-hint">{ say(FilterWords::ValueHint) }</span>
                    }
                </p>
                <div class="range-end">
                    <span></span>
                    <button type="submit" class="button button-strong" disabled={fields.is_empty()}>{ say(Words::AddFilter) }</button>
                </div>
            </form>
        </Dialog>
    }
}

/// The tables that the dashboard draws.
fn tables(workspace: &Workspace) -> Vec<String> {
    let document = workspace.view().document.clone();
    let mut tables: Vec<_> =
        document.all_panels().filter_map(|(_, node)| node.name(Property::Table).map(str::to_owned)).collect();
    tables.sort_unstable();
    tables.dedup();
    tables
}

/// Their fields, by name.
fn fields(workspace: &Workspace) -> BTreeMap<String, DataType> {
    let mut fields = BTreeMap::new();
    for name in tables(workspace) {
        workspace.read_table(&name, |state| {
            if let State::Ready(table) = state {
                fields.extend(table.schema().fields().iter().map(|field| (field.name.clone(), field.data_type)));
            }
        });
    }
    fields
}

/// The texts that a field has, with a part in them.
fn offered(workspace: &Workspace, field: &str, part: &str, most: usize) -> Vec<String> {
    let part = part.trim().to_lowercase();
    let mut values = Vec::new();
    for name in tables(workspace) {
        workspace.read_table(&name, |state| {
            if let State::Ready(table) = state
                && let Some(Column::Text(text)) = table.column(field)
            {
                let has = |value: &&String| part.is_empty() || value.to_lowercase().contains(&part);
                values.extend(text.dictionary.iter().filter(has).take(most).cloned());
            }
        });
    }
    values.sort_unstable();
    values.dedup();
    values.truncate(most);
    values
}
