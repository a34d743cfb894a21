//! The fields of a table panel: which columns it shows, in the order in which they were chosen, and how it is sorted.

use document::{Property, Value};
use table::Schema;
use yew::prelude::*;

use super::{Ground, field_choice::FieldChoice, flag::flag};
use crate::locale::{Message, t};

pub(super) fn fields(ground: &Ground, schema: Option<&Schema>) -> Html {
    let chosen = ground.node.names(Property::Columns);
    let on_flag = ground.on_set.reform(|flag| (Property::SortDescending, Value::Flag(flag)));
    let known = schema.into_iter().flat_map(Schema::fields).map(|field| &*field.name);
    let gone =
        chosen.iter().map(String::as_str).filter(|name| schema.is_some_and(|schema| schema.find(name).is_none()));
    let is_descending = ground.node.flag(Property::SortDescending);
    html! {
        <>
            <fieldset class="field">
                <legend class="field-label">{ t(Message::Columns) }</legend>
                { for known.chain(gone).map(|name| column(ground, name)) }
                if chosen.is_empty() {
                    <span class="field-hint">{ t(Message::AllColumns) }</span>
                }
            </fieldset>
            <FieldChoice ground={ground.clone()} property={Property::SortBy} label={Message::SortBy} schema={schema.cloned()} />
            if ground.node.name(Property::SortBy).is_some() {
                { flag("sort-descending", t(Message::SortDescending), is_descending, !ground.editable, &on_flag) }
            }
        </>
    }
}

fn column(ground: &Ground, name: &str) -> Html {
    let chosen = ground.node.names(Property::Columns);
    let on_flag = {
        let (on_set, mut names, name) = (ground.on_set.clone(), chosen.to_vec(), name.to_owned());
        names.retain(|other| *other != name);
        Callback::from(move |is_chosen: bool| {
            let added = is_chosen.then(|| name.clone());
            let value = Value::Names(names.iter().cloned().chain(added).collect());
            if Property::Columns.check(&value).is_ok() {
                on_set.emit((Property::Columns, value));
            }
        })
    };
    let checked = chosen.iter().any(|other| other == name);
    flag("columns", name, checked, !ground.editable, &on_flag)
}
