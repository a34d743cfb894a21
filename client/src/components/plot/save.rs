//! Saving: a chart as a picture, as its values, or as a spec. The page makes them itself, from what is drawn; only pages
//! for print come from the relay.

use std::sync::Arc;

use chart::{Hit, Plot};
use document::{Node, NodeId, Property};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::{
    components::{Dialog, Glyph, icon, panel::heading_of},
    data::State,
    engine,
    later::Known,
    locale::{Message, t},
    workspace::Workspace,
};

/// Most values of a file; a table is read from the relay, not from a picture of it.
const MAX_VALUES: usize = 200_000;

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct SaveProps {
    pub(crate) workspace: Workspace,
    pub(crate) panel: NodeId,
    pub(crate) node: Arc<Node>,
    pub(crate) on_close: Callback<()>,
}

/// What a chart can be saved as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Png,
    Svg,
    Csv,
    Pdf,
    VegaLite,
}

impl Form {
    const ALL: [Self; 5] = [Self::Png, Self::Svg, Self::Csv, Self::Pdf, Self::VegaLite];

    /// Words, and what the name of its file ends with.
    fn face(self) -> (Message, &'static str) {
        match self {
            Self::Png => (Message::SavePng, "png"),
            Self::Svg => (Message::SaveSvg, "svg"),
            Self::Csv => (Message::SaveCsv, "csv"),
            Self::Pdf => (Message::SavePdf, "pdf"),
            Self::VegaLite => (Message::SaveVegaLite, "vl.json"),
        }
    }
}

#[component]
pub(crate) fn Save(props: &SaveProps) -> Html {
    let redraw = use_force_update();
    use_effect_with((), move |()| engine::ask(Callback::from(move |()| redraw.force_update())));
    let button = |form: Form| {
        let disabled = form == Form::VegaLite && !matches!(engine::known(), Known::Here(_));
        let (words, ending) = form.face();
        let onclick = {
            let props = props.clone();
            Callback::from(move |_: MouseEvent| save(&props, form))
        };
        html! {
            <button type="button" class="button" data-save={ending} {disabled} {onclick}>{ icon(Glyph::Download) }{ t(words) }</button>
        }
    };
    html! {
        <Dialog title={t(Message::SaveChart)} on_close={props.on_close.clone()}>
            <div class="save-forms">{ for Form::ALL.into_iter().map(button) }</div>
        </Dialog>
    }
}

fn save(props: &SaveProps, form: Form) {
    let (painter, title) = (props.workspace.painter(), heading_of(&props.node));
    let address = match form {
        Form::Png => painter.portrait(props.panel, &title).and_then(|canvas| canvas.to_data_url().ok()),
        Form::Svg => painter
            .ask(props.panel, |plot| svg(plot, painter.size(props.panel)))
            .flatten()
            .map(|svg| data("image/svg+xml", &svg)),
        Form::Csv => painter.ask(props.panel, |plot| data("text/csv", &csv(&props.node, plot))),
        Form::Pdf => Some(props.workspace.address(&format!("/panels/{}.pdf", props.panel))),
        Form::VegaLite => vega_lite(props).map(|text| data("application/json", &text)),
    };
    match address {
        Some(address) => download(&address, &[&*title, ".", form.face().1].concat()),
        None => props.workspace.notify(t(Message::NothingToSave).to_owned()),
    }
    props.on_close.emit(());
}

/// The picture as text, as large as it is drawn.
fn svg(plot: &Plot, size_px: Option<(u32, u32)>) -> Option<String> {
    chart::svg(plot, size_px?).ok()
}

/// The values as a table: x, the series where there are several, y.
fn csv(node: &Node, plot: &Plot) -> String {
    let values = plot.values(MAX_VALUES);
    let is_named = values.iter().any(|hit| !hit.series.is_empty());
    let name = |property, other: &str| quoted(node.name(property).unwrap_or(other));
    let mut text = name(Property::X, "x");
    if is_named {
        text.extend([",", &name(Property::Color, "series")]);
    }
    text.extend([",", &name(Property::Y, "count"), "\r\n"]);
    for hit in &values {
        text.push_str(&quoted(&x_of(hit, plot)));
        if is_named {
            text.extend([",", &quoted(&hit.series)]);
        }
        text.extend([",", &hit.y_value.to_string(), "\r\n"]);
    }
    text
}

/// As a program reads it: times by ISO 8601, numbers in full, categories as they are called.
fn x_of(hit: &Hit, plot: &Plot) -> String {
    if plot.x_is_time() {
        js_sys::Date::new(&hit.x_value.into()).to_iso_string().into()
    } else if plot.x_domain().is_some() {
        hit.x_value.to_string()
    } else {
        hit.x.clone()
    }
}

fn quoted(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

fn vega_lite(props: &SaveProps) -> Option<String> {
    let Known::Here(engine) = engine::known() else { return None };
    props.workspace.read_table(props.node.name(Property::Table).unwrap_or_default(), |state| {
        let table = match state {
            State::Ready(table) => Some(table),
            State::Loading | State::Missing => None,
        };
        (engine.export)(&props.node, table).ok()
    })
}

/// A text as an address.
fn data(kind: &str, text: &str) -> String {
    format!("data:{kind};charset=utf-8,{}", String::from(js_sys::encode_uri_component(text)))
}

fn download(address: &str, name: &str) {
    let Ok(link) = gloo::utils::document().create_element("a") else { return };
    let _valid_names = (link.set_attribute("href", address), link.set_attribute("download", name));
    if let Ok(link) = link.dyn_into::<HtmlElement>() {
        link.click();
    }
}
