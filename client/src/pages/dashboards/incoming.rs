//! What comes in as a file: dropped onto the list or chosen. It is shown before anything is made of it: of CSV the
//! columns with their types and the first rows, of JSON what it is.

use std::rc::Rc;

use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{File, HtmlInputElement};
use yew::prelude::*;

use super::csv;
use crate::{
    api::{self, ApiError, Preview, TableInfo},
    components::{Dialog, Glyph, icon},
    json::Json,
    locale::{DataWords, Message, Phrase, fill, p, phrase_filled, refused, say, t, type_words, whole},
    routes::Route,
};

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Incoming {
    name: String,
    text: Rc<str>,
    kind: Kind,
}

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Csv,
    Outline,
    VegaLite,
}

/// Reads a file; in words why it is none of those that are taken.
pub(crate) async fn read(file: File) -> Result<Incoming, String> {
    if file.size() > csv::MAX_FILE_BYTES {
        return Err(p(Phrase::FileTooLarge).to_owned());
    }
    let text = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string());
    let text = text.filter(|text| !text.trim().is_empty()).ok_or_else(|| p(Phrase::FileUnreadable).to_owned())?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let kind = kind_of(text).ok_or_else(|| p(Phrase::FileUnknown).to_owned())?;
    Ok(Incoming { name: file.name(), text: text.into(), kind })
}

/// What begins like JSON is nothing else.
fn kind_of(text: &str) -> Option<Kind> {
    if !text.trim_start().starts_with(['{', '[']) {
        return Some(Kind::Csv);
    }
    let json = Json::read(text)?;
    match json.number("schemaVersion") {
        Some(_) => Some(Kind::Outline),
        None => ["mark", "layer", "hconcat", "vconcat", "concat", "facet", "repeat", "spec"]
            .iter()
            .any(|member| !json.shown(member).is_empty())
            .then_some(Kind::VegaLite),
    }
}

#[derive(PartialEq, Properties)]
pub(crate) struct ImportFileProps {
    /// What was dropped or chosen, or why it is not taken; `None` where a file is yet to be chosen.
    pub(crate) incoming: Option<Result<Incoming, String>>,
    pub(crate) on_file: Callback<File>,
    /// Where only a table is to be made: it was.
    #[prop_or_default]
    pub(crate) on_table: Option<Callback<TableInfo>>,
    pub(crate) on_close: Callback<()>,
}

#[component]
pub(crate) fn ImportFile(props: &ImportFileProps) -> Html {
    let onchange = {
        let on_file = props.on_file.clone();
        Callback::from(move |event: Event| {
            let input = event.target_dyn_into::<HtmlInputElement>();
            if let Some(file) = input.and_then(|input| input.files()).and_then(|files| files.get(0)) {
                on_file.emit(file);
            }
        })
    };
    let (title, hint, accept) = match props.on_table {
        Some(_) => (say(DataWords::ImportCsv), say(DataWords::CsvHint), ".csv,text/csv"),
        None => (p(Phrase::ImportTitle), p(Phrase::ImportHint), ".csv,.json,text/csv,application/json"),
    };
    let body = match &props.incoming {
        None | Some(Err(_)) => html! {
            <label class="field drop-here">
                <span class="field-label">{ p(Phrase::ChooseFile) }</span>
                <span class="field-hint">{ hint }</span>
                <input type="file" {accept} {onchange} />
                if let Some(Err(words)) = &props.incoming {
                    <span class="field-problem" role="alert">{ icon(Glyph::Problem) }{ words }</span>
                }
            </label>
        },
        Some(Ok(incoming)) if incoming.kind == Kind::Csv => {
            html! { <ImportCsv incoming={incoming.clone()} on_table={props.on_table.clone()} /> }
        }
        Some(Ok(incoming)) => html! { <ImportJson incoming={incoming.clone()} /> },
    };
    html! { <Dialog {title} on_close={props.on_close.clone()}>{ body }</Dialog> }
}

#[derive(PartialEq, Properties)]
struct IncomingProps {
    incoming: Incoming,
    /// Where only a table is to be made: it was.
    #[prop_or_default]
    on_table: Option<Callback<TableInfo>>,
}

/// A dashboard or a chart as a file.
#[component]
fn ImportJson(props: &IncomingProps) -> Html {
    let (problem, busy) = (use_state(|| None::<ApiError>), use_state(|| false));
    let Incoming { name, text, kind } = props.incoming.clone();
    let words = if kind == Kind::Outline { Phrase::IsOutline } else { Phrase::IsVegaLite };
    let onclick = {
        let (problem, busy) = (problem.setter(), busy.setter());
        Callback::from(move |_: MouseEvent| {
            busy.set(true);
            let (text, problem, busy) = (text.to_string(), problem.clone(), busy.clone());
            spawn_local(async move {
                match api::import_dashboard(text, kind == Kind::VegaLite).await {
                    Ok(id) => Route::Dashboard { id }.go(),
                    Err(error) => {
                        problem.set(Some(error));
                        busy.set(false);
                    }
                }
            });
        })
    };
    html! {
        <>
            <p dir="auto"><strong>{ name }</strong></p>
            <p>{ p(words) }</p>
            { problem_words(problem.as_ref()) }
            <button type="button" class="button button-strong" disabled={*busy} {onclick}>{ p(Phrase::MakeDashboard) }</button>
        </>
    }
}

/// Rows as a file: a table is made of them, and a dashboard that shows it.
#[component]
fn ImportCsv(props: &IncomingProps) -> Html {
    let table = use_state(|| csv::table_name(&props.incoming.name));
    let preview = use_state(|| None::<Result<Rc<Preview>, ApiError>>);
    let (problem, posted) = (use_state(|| None::<ApiError>), use_state(|| None::<(usize, usize)>));
    use_effect_with(((*table).clone(), props.incoming.clone()), {
        let preview = preview.setter();
        move |(table, incoming)| {
            let (table, rows) = (table.clone(), csv::beginning(&incoming.text).to_owned());
            spawn_local(async move { preview.set(Some(api::preview_csv(&table, rows).await.map(Rc::new))) });
        }
    });
    let make = {
        let (incoming, table, preview) = (props.incoming.clone(), (*table).clone(), (*preview).clone());
        let (problem, posted, on_table) = (problem.setter(), posted.setter(), props.on_table.clone());
        Callback::from(move |_: MouseEvent| {
            let Some(Ok(preview)) = preview.clone() else { return };
            let (incoming, table, on_table) = (incoming.clone(), table.clone(), on_table.clone());
            let (problem, posted) = (problem.clone(), posted.clone());
            spawn_local(async move {
                let on_post = |done, all| posted.set(Some((done, all)));
                let made = match post(&incoming, &table, on_post).await {
                    Ok(()) if on_table.is_some() => Ok(None),
                    Ok(()) => make(&incoming, &table, &preview).await.map(Some),
                    Err(error) => Err(error),
                };
                match made {
                    Ok(Some(id)) => Route::Dashboard { id }.go(),
                    Ok(None) => told(on_table.as_ref(), table, &preview),
                    Err(error) => {
                        problem.set(Some(error));
                        posted.set(None);
                    }
                }
            });
        })
    };
    let oninput = {
        let table = table.setter();
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                table.set(input.value());
            }
        })
    };
    let is_ready = matches!(&*preview, Some(Ok(_))) && posted.is_none();
    html! {
        <>
            <label class="field">
                <span class="field-label">{ p(Phrase::TableName) }</span>
                <input class="input" name="table" dir="ltr" value={(*table).clone()} {oninput} />
            </label>
            { shown(preview.as_ref()) }
            { problem_words(problem.as_ref()) }
            if let Some((done, all)) = *posted {
                <p role="status"><progress value={done.to_string()} max={all.to_string()}></progress>{ " " }{ p(Phrase::Sending) }</p>
            }
            <button type="button" class="button button-strong" disabled={!is_ready} onclick={make}>{ if props.on_table.is_some() { say(DataWords::MakePanel) } else { p(Phrase::MakeTable) } }</button>
        </>
    }
}

/// Whoever wanted the table hears of it.
fn told(on_table: Option<&Callback<TableInfo>>, name: String, preview: &Preview) {
    if let (Some(on_table), Ok(schema)) = (on_table, table::Schema::new(preview.fields.clone())) {
        on_table.emit(TableInfo { name, schema });
    }
}

/// Posts the rows; says how far it is.
async fn post(incoming: &Incoming, table: &str, on_post: impl Fn(usize, usize)) -> Result<(), ApiError> {
    let posts = csv::posts(&incoming.text, csv::POST_BYTES);
    let all = posts.len();
    for (done, post) in posts.into_iter().enumerate() {
        on_post(done, all);
        api::post_csv(table, post).await?;
    }
    on_post(all, all);
    Ok(())
}

/// Makes the dashboard that shows the rows.
async fn make(incoming: &Incoming, table: &str, preview: &Preview) -> Result<String, ApiError> {
    let title = incoming.name.rsplit_once('.').map_or(&*incoming.name, |(stem, _)| stem);
    api::import_dashboard(csv::outline(title, table, preview), false).await
}

/// The columns with their types above the first rows.
fn shown(preview: Option<&Result<Rc<Preview>, ApiError>>) -> Html {
    let preview = match preview {
        None => return html! { <p role="status">{ p(Phrase::Loading) }</p> },
        Some(Err(error)) => return problem_words(Some(error)),
        Some(Ok(preview)) => preview,
    };
    let head = |field: &table::Field| {
        html! { <th key={field.name.clone()} scope="col"><bdi>{ &field.name }</bdi><span class="column-type">{ type_words(field.data_type) }</span></th> }
    };
    let row =
        |row: &Vec<String>| html! { <tr>{ for row.iter().map(|cell| html! { <td dir="auto">{ cell }</td> }) }</tr> };
    let fields = whole(preview.fields.len());
    html! {
        <>
            <p class="soft">{ phrase_filled(Phrase::PreviewOf, &[("columns", &fields)]) }</p>
            if preview.exists {
                <p class="banner" role="status">{ p(Phrase::TableExists) }</p>
            }
            <div class="preview" tabindex="0" role="region" aria-label={p(Phrase::FirstRows)}>
                <table><thead><tr>{ for preview.fields.iter().map(head) }</tr></thead>
                    <tbody>{ for preview.first.iter().map(row) }</tbody></table>
            </div>
        </>
    }
}

fn problem_words(problem: Option<&ApiError>) -> Html {
    let Some(error) = problem else { return Html::default() };
    html! { <p class="field-problem" role="alert" dir="auto">{ fill(Message::DidNotWork, &[("reason", &refused(error))]) }</p> }
}

/// What is said of a file that is held over the list.
pub(super) fn drop_words() -> Html {
    html! { <div class="drop-veil" aria-hidden="true"><p>{ p(Phrase::DropHere) }</p><p class="soft">{ t(Message::ImportVegaLite) }{ " · CSV · JSON" }</p></div> }
}
