//! Rows of one's own on a dashboard: a file of CSV becomes a table and a panel that shows it; a program is told how it
//! posts rows; a spec of Vega-Lite becomes a chart. An empty dashboard begins with these and with the kinds of panels.

use document::NodeId;
use gloo::utils::window;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::File;
use yew::prelude::*;

use super::{Desk, Dialog, Glyph, ImportProps, icon, new_panels, palette::first_panel};
use crate::{
    api::TableInfo,
    locale::{DataWords as Words, Message, say, t},
    pages::dashboards::incoming::{ImportFile, Incoming, read},
    parts::aside,
    workspace::Edit,
};

/// What is brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bring {
    Csv,
    VegaLite,
    Program,
}

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct BringProps {
    pub(crate) what: Bring,
    pub(crate) desk: Desk,
    /// Whose grid gets the panel.
    pub(crate) parent: NodeId,
    pub(crate) on_close: Callback<()>,
}

/// The dialog.
#[component]
pub(crate) fn BringData(props: &BringProps) -> Html {
    let BringProps { what, desk, parent, on_close } = props.clone();
    match what {
        Bring::Csv => html! { <BringCsv {desk} {parent} {on_close} /> },
        Bring::VegaLite => aside(ImportProps { parent, on_edit: desk.on_edit.clone(), on_close }, |parts| parts.import),
        Bring::Program => html! { <BringProgram {desk} {on_close} /> },
    }
}

#[derive(PartialEq, Properties)]
struct CsvProps {
    desk: Desk,
    parent: NodeId,
    on_close: Callback<()>,
}

#[component]
fn BringCsv(props: &CsvProps) -> Html {
    let incoming = use_state(|| None::<Result<Incoming, String>>);
    let on_file = {
        let incoming = incoming.setter();
        Callback::from(move |file: File| {
            let incoming = incoming.clone();
            spawn_local(async move { incoming.set(Some(read(file).await)) });
        })
    };
    let on_table = {
        let (desk, parent, on_close) = (props.desk.clone(), props.parent, props.on_close.clone());
        Callback::from(move |table: TableInfo| {
            let (kind, values) = first_panel(&table);
            desk.workspace.refresh_tables();
            on_close.emit(());
            desk.on_edit.emit(Edit::AddWith { kind, parent, rect: None, values });
        })
    };
    html! { <ImportFile incoming={(*incoming).clone()} {on_file} {on_table} on_close={props.on_close.clone()} /> }
}

#[derive(PartialEq, Properties)]
struct ProgramProps {
    desk: Desk,
    on_close: Callback<()>,
}

#[component]
fn BringProgram(props: &ProgramProps) -> Html {
    let command = command(&props.desk.workspace.address(""));
    let onclick = {
        let (workspace, command) = (props.desk.workspace.clone(), command.clone());
        Callback::from(move |_: MouseEvent| {
            let (workspace, command) = (workspace.clone(), command.clone());
            spawn_local(async move {
                if JsFuture::from(window().navigator().clipboard().write_text(&command)).await.is_ok() {
                    workspace.notify(say(Words::Copied).to_owned());
                }
            });
        })
    };
    html! {
        <Dialog title={say(Words::Connect)} on_close={props.on_close.clone()}>
            <p>{ say(Words::ConnectHow) }</p>
            <pre class="bring-command" dir="ltr" tabindex="0"><code>{ command }</code></pre>
            // An address that is not secure has no clipboard.
            if window().is_secure_context() {
                <button type="button" class="button" {onclick}>{ icon(Glyph::Copy) }{ say(Words::Copy) }</button>
            }
            <p class="soft">{ say(Words::ConnectMore) }</p>
        </Dialog>
    }
}

/// What is typed in a terminal so that rows come; `address` is that of a dashboard.
fn command(address: &str) -> String {
    let own = || window().location().origin().unwrap_or_default();
    let relay = address.split_once("/api/").map(|(relay, _)| relay.to_owned()).filter(|relay| !relay.is_empty());
    let rows = "time,host,ms\\n2026-01-01T10:00:00Z,a,12.5";
    let relay = relay.unwrap_or_else(own);
    format!("curl -H 'content-type: text/csv' --data-binary $'{rows}' \\\n  {relay}/api/v1/tables/latency/rows")
}

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct FirstStepsProps {
    pub(crate) desk: Desk,
}

/// A dashboard without panels: what can be done about it.
#[component]
pub(crate) fn FirstSteps(FirstStepsProps { desk }: &FirstStepsProps) -> Html {
    let bringing = use_state_eq(|| None::<Bring>);
    let button = |(what, glyph, words): (Bring, Glyph, &'static str)| {
        let bringing = bringing.setter();
        let onclick = Callback::from(move |_: MouseEvent| bringing.set(Some(what)));
        html! { <button type="button" class="button" data-bring={format!("{what:?}")} {onclick}>{ icon(glyph) }{ words }</button> }
    };
    let bring = [
        (Bring::Csv, Glyph::Table, say(Words::ImportCsv)),
        (Bring::VegaLite, Glyph::Line, t(Message::ImportVegaLite)),
        (Bring::Program, Glyph::Forward, say(Words::Connect)),
    ];
    let on_close = {
        let bringing = bringing.setter();
        Callback::from(move |()| bringing.set(None))
    };
    let hint = if desk.editable { Message::EmptyDashboardHint } else { Message::EmptyDashboardReadOnly };
    html! {
        <div class="said">
            { icon(Glyph::Empty) }
            <h2>{ t(Message::EmptyDashboard) }</h2>
            <p>{ t(hint) }</p>
            if desk.editable {
                { new_panels(&desk.on_edit, NodeId::ROOT) }
                <div class="choices">{ for bring.into_iter().map(button) }</div>
                if let Some(what) = *bringing {
                    { aside(BringProps { what, desk: desk.clone(), parent: NodeId::ROOT, on_close }, |parts| parts.bring) }
                }
            }
        </div>
    }
}
