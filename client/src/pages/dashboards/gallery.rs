//! The gallery: the templates with their pictures, and onto which tables one of them is put.

use std::{collections::BTreeMap, rc::Rc};

use table::{DataType, Field};
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::{
    api::{self, ApiError, NeededTable, TableInfo, TemplateInfo},
    components::{Dialog, Glyph, icon},
    json::quoted,
    locale::{self, Message, Phrase, fill, p, phrase_filled, refused, t, template_words},
    routes::Route,
    theme::Theme,
};

#[derive(PartialEq, Properties)]
pub(super) struct GalleryProps {
    /// Where the relay is.
    pub(super) relay: AttrValue,
    /// Where the new dashboard is to be kept.
    pub(super) folder: AttrValue,
    pub(super) on_close: Callback<()>,
}

/// What is known of the templates, and of the tables that they can be put onto.
type Known = Option<Result<(Rc<[TemplateInfo]>, Rc<[TableInfo]>), ApiError>>;

#[component]
pub(super) fn Gallery(props: &GalleryProps) -> Html {
    let known = use_state(|| None as Known);
    let chosen = use_state(|| None::<usize>);
    use_effect_with((), {
        let known = known.setter();
        move |()| {
            spawn_local(async move {
                let templates = api::list_templates().await;
                let tables = api::list_tables().await.unwrap_or_default();
                known.set(Some(templates.map(|templates| (templates.into(), tables.into()))));
            });
        }
    });
    let theme = use_context::<Theme>();
    let look = if theme.is_some_and(|theme| theme.is_dark) { "dark" } else { "light" };
    let picture = |template: &TemplateInfo| {
        let rtl = locale::language().is_rtl();
        let src = format!("{}/api/v1/templates/{}.svg?theme={look}&rtl={rtl}", props.relay, template.id);
        html! { <img class="thumbnail" alt="" width="480" height="270" {src} /> }
    };
    let entry = |(index, template): (usize, &TemplateInfo)| {
        let (title, description) = words(template);
        let chosen = chosen.setter();
        let onclick = Callback::from(move |_: MouseEvent| chosen.set(Some(index)));
        html! {
            <li key={template.id.clone()}>
                <button type="button" class="card" data-template={template.id.clone()} {onclick}>
                    { picture(template) }
                    <span class="card-words"><span class="card-title">{ title }</span><span class="card-when">{ description }</span></span>
                </button>
            </li>
        }
    };
    let body = match &*known {
        None => html! { <p role="status">{ p(Phrase::Loading) }</p> },
        Some(Err(error)) => html! { <p role="alert">{ refused(error) }</p> },
        Some(Ok((templates, tables))) => match chosen.and_then(|index| templates.get(index)) {
            None => html! { <ul class="cards">{ for templates.iter().enumerate().map(entry) }</ul> },
            Some(template) => {
                let back = chosen.setter();
                let on_back = Callback::from(move |()| back.set(None));
                let (template, tables, folder) = (template.clone(), tables.clone(), props.folder.clone());
                html! { <Onto picture={picture(&template)} {template} {tables} {folder} {on_back} /> }
            }
        },
    };
    html! {
        <Dialog title={p(Phrase::Templates)} on_close={props.on_close.clone()}><div class="gallery">{ body }</div></Dialog>
    }
}

/// Title and description in the language of the page, where it knows the template.
fn words(template: &TemplateInfo) -> (String, String) {
    match template_words(&template.id) {
        Some((title, description)) => (p(title).to_owned(), p(description).to_owned()),
        None => (template.title.clone(), template.description.clone()),
    }
}

/// A table that takes the place of a needed one, and its fields by those that they take the place of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Place {
    table: String,
    fields: BTreeMap<String, String>,
}

#[derive(PartialEq, Properties)]
struct OntoProps {
    template: TemplateInfo,
    tables: Rc<[TableInfo]>,
    picture: Html,
    folder: AttrValue,
    on_back: Callback<()>,
}

/// Onto which tables: the rows that come along, or a person's own.
#[component]
fn Onto(props: &OntoProps) -> Html {
    let places = use_state(BTreeMap::<String, Place>::new);
    let problem = use_state(|| None::<String>);
    let busy = use_state(|| false);
    let (title, description) = words(&props.template);
    let make = {
        let (id, folder, places) = (props.template.id.clone(), props.folder.clone(), places.clone());
        let (problem, busy) = (problem.setter(), busy.setter());
        Callback::from(move |_: MouseEvent| {
            busy.set(true);
            let (id, order, problem, busy) = (id.clone(), order(&places, &folder), problem.clone(), busy.clone());
            spawn_local(async move {
                match api::make_of_template(&id, order).await {
                    Ok(id) => Route::Dashboard { id }.go(),
                    Err(error) => {
                        problem.set(Some(fill(Message::CreateFailed, &[("reason", &refused(&error))])));
                        busy.set(false);
                    }
                }
            });
        })
    };
    let needed = |needed: &NeededTable| {
        let place = places.get(&needed.name).cloned();
        let (places, tables, name, fields) =
            (places.clone(), props.tables.clone(), needed.name.clone(), needed.fields.clone());
        let on_place = Callback::from(move |place: Option<Place>| {
            let mut changed = (*places).clone();
            match place {
                Some(place) => drop(changed.insert(name.clone(), place)),
                None => drop(changed.remove(&name)),
            }
            places.set(changed);
        });
        html! { <NeededForm key={needed.name.clone()} needed={needed.clone()} {place} {tables} fields={fields} {on_place} /> }
    };
    html! {
        <div class="onto">
            <button type="button" class="button button-bare" onclick={props.on_back.reform(|_: MouseEvent| ())}>
                { icon(Glyph::Back) }{ p(Phrase::AllTemplates) }</button>
            { props.picture.clone() }
            <h3>{ title }</h3>
            <p class="soft">{ description }</p>
            { for props.template.tables.iter().map(needed) }
            if let Some(words) = &*problem {
                <p class="field-problem" role="alert" dir="auto">{ words }</p>
            }
            <button type="button" class="button button-strong" disabled={*busy} onclick={make}>
                { t(if *busy { Message::MakingDashboard } else { Message::NewDashboard }) }</button>
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct NeededFormProps {
    needed: NeededTable,
    /// What takes its place; `None` for the rows that come along.
    place: Option<Place>,
    tables: Rc<[TableInfo]>,
    fields: Vec<Field>,
    on_place: Callback<Option<Place>>,
}

#[component]
fn NeededForm(props: &NeededFormProps) -> Html {
    let chosen = props.place.as_ref().and_then(|place| props.tables.iter().find(|table| table.name == place.table));
    let onchange = {
        let (tables, fields, on_place) = (props.tables.clone(), props.fields.clone(), props.on_place.clone());
        Callback::from(move |event: Event| {
            let name = event.target_dyn_into::<HtmlSelectElement>().map(|select| select.value()).unwrap_or_default();
            on_place.emit(tables.iter().find(|table| table.name == name).map(|table| guessed(&fields, table)));
        })
    };
    let own = if props.needed.sample { p(Phrase::ExampleRows).to_owned() } else { props.needed.name.clone() };
    let tables = props.tables.iter().filter(|table| table.name != props.needed.name);
    let option = |table: &TableInfo| {
        let selected = chosen.is_some_and(|chosen| chosen.name == table.name);
        html! { <option key={table.name.clone()} value={table.name.clone()} {selected}>{ &table.name }</option> }
    };
    let field = |field: &Field| {
        let (Some(table), Some(place)) = (chosen, &props.place) else { return Html::default() };
        let (needed, place, on_place) = (field.name.clone(), place.clone(), props.on_place.clone());
        let now = place.fields.get(&needed).cloned().unwrap_or_default();
        let onchange = Callback::from(move |event: Event| {
            let name = event.target_dyn_into::<HtmlSelectElement>().map(|select| select.value()).unwrap_or_default();
            let mut place = place.clone();
            place.fields.insert(needed.clone(), name);
            on_place.emit(Some(place));
        });
        let option = |own: &Field| {
            html! { <option key={own.name.clone()} value={own.name.clone()} selected={own.name == now}>{ &own.name }</option> }
        };
        html! {
            <label class="field" key={field.name.clone()}>
                <span class="field-label" dir="auto">{ &field.name }</span>
                <select class="input" name={field.name.clone()} {onchange}>{ for table.schema.fields().iter().map(option) }</select>
            </label>
        }
    };
    html! {
        <fieldset class="needed">
            <label class="field">
                <span class="field-label">{ phrase_filled(Phrase::RowsOf, &[("table", &props.needed.name)]) }</span>
                <select class="input" name="table" {onchange}>
                    <option value="" selected={chosen.is_none()}>{ own }</option>
                    { for tables.map(option) }
                </select>
            </label>
            <div class="needed-fields">{ for props.fields.iter().map(field) }</div>
        </fieldset>
    }
}

/// Fields of the same name, else of the same type, each once where there are enough.
fn guessed(needed: &[Field], table: &TableInfo) -> Place {
    let mut free: Vec<&Field> = table.schema.fields().iter().collect();
    let mut fields = BTreeMap::new();
    let mut take = |needed: &Field, fits: &dyn Fn(&Field) -> bool, fields: &mut BTreeMap<String, String>| {
        if fields.contains_key(&needed.name) {
            return;
        }
        if let Some(at) = free.iter().position(|field| fits(field)) {
            fields.insert(needed.name.clone(), free.remove(at).name.clone());
        }
    };
    for field in needed {
        take(field, &|own| own.name.eq_ignore_ascii_case(&field.name), &mut fields);
    }
    for field in needed {
        take(field, &|own| own.data_type == field.data_type, &mut fields);
    }
    for field in needed {
        take(field, &|own| is_number(own) == is_number(field), &mut fields);
    }
    let first = table.schema.fields().first().map(|field| field.name.clone()).unwrap_or_default();
    for field in needed {
        fields.entry(field.name.clone()).or_insert_with(|| first.clone());
    }
    Place { table: table.name.clone(), fields }
}

fn is_number(field: &Field) -> bool {
    matches!(field.data_type, DataType::Float | DataType::Integer)
}

/// What the relay is asked for, as JSON.
fn order(places: &BTreeMap<String, Place>, folder: &str) -> String {
    let pair = |(name, value): (&String, String)| [&quoted(name), ":", &value].concat();
    let place = |place: &Place| {
        let fields: Vec<_> = place.fields.iter().map(|(needed, own)| pair((needed, quoted(own)))).collect();
        ["{\"table\":", &quoted(&place.table), ",\"fields\":{", &fields.join(","), "}}"].concat()
    };
    let tables: Vec<_> = places.iter().map(|(name, found)| pair((name, place(found)))).collect();
    ["{\"tables\":{", &tables.join(","), "},\"folder\":", &quoted(folder), "}"].concat()
}

#[cfg(test)]
mod tests {
    use table::Schema;

    use super::*;

    #[test]
    fn fields_are_guessed_by_name_then_by_type() {
        let field = |(name, data_type): (&str, DataType)| Field { name: name.into(), data_type };
        let (time, text, number) = (DataType::Time, DataType::Text, DataType::Float);
        let needed = [("date", time), ("symbol", text), ("price", number)].map(field);
        let own = [("open", number), ("Price", number), ("ticker", text), ("day", time)].map(field).to_vec();
        let table = TableInfo { name: "quotes".into(), schema: Schema::new(own).unwrap() };
        let fields = guessed(&needed, &table).fields;
        let pairs: Vec<_> = fields.iter().map(|(needed, own)| (needed.as_str(), own.as_str())).collect();
        assert_eq!(pairs, [("date", "day"), ("price", "Price"), ("symbol", "ticker")]);
        let narrow = TableInfo { name: "n".into(), schema: Schema::new(vec![field(("a", number))]).unwrap() };
        assert!(guessed(&needed, &narrow).fields.values().all(|own| own == "a"), "never nothing");
    }
}
