//! The annotations on a chart, its own and those on all charts of the dashboard: each with its words, its colour and
//! its times, which are UTC like the axis. A new one begins now.

use std::sync::Arc;

use document::{Node, NodeId, Property, Value};
use wasm_bindgen::JsValue;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::{Ground, color_choice::ColorChoice, flag::flag, text_field::TextField};
use crate::{
    components::{Glyph, icon},
    locale::{Message, t},
    workspace::{Edit, edit::Note},
};

/// Of which chart they are, and whether and how they are changed.
pub(super) struct Annotated<'a> {
    pub(super) panel: NodeId,
    pub(super) notes: &'a [(NodeId, Arc<Node>)],
    pub(super) editable: bool,
    pub(super) on_edit: &'a Callback<Edit>,
}

pub(super) fn annotations(props: &Annotated<'_>) -> Html {
    let parent = props.panel;
    let on_add = props.on_edit.reform(move |_: MouseEvent| {
        let note = Note { from_ms: js_sys::Date::now() as i64, ..Note::default() };
        Edit::Annotate { parent, note }
    });
    html! {
        <fieldset class="field">
            <legend class="field-label">{ t(Message::Annotations) }</legend>
            <>{ for props.notes.iter().map(|(id, node)| note(props, *id, node)) }</>
            <button type="button" class="button" disabled={!props.editable} onclick={on_add}>
                { icon(Glyph::Add) }{ t(Message::AddAnnotation) }
            </button>
        </fieldset>
    }
}

fn note(props: &Annotated<'_>, id: NodeId, node: &Arc<Node>) -> Html {
    let on_set = props.on_edit.reform(move |(property, value)| Edit::SetProperty { node: id, property, value });
    let ground = Ground { node: node.clone(), editable: props.editable, on_set };
    let on_delete = props.on_edit.reform(move |_: MouseEvent| Edit::Delete { node: id });
    html! {
        <div class="note" key={id.to_string()}>
            <TextField id={words_id(id)} ground={ground.clone()} property={Property::Title} label={Message::AnnotationText} />
            { moment(&ground, Property::From, Message::From) }
            { moment(&ground, Property::Until, Message::Until) }
            <ColorChoice ground={ground.clone()} />
            { on_all_charts(props, id, node) }
            <button type="button" class="button button-bare" disabled={!props.editable} onclick={on_delete}>
                { icon(Glyph::Delete) }{ t(Message::Delete) }
            </button>
        </div>
    }
}

/// It hangs below this chart, or below the dashboard and then on every chart with a time axis.
fn on_all_charts(props: &Annotated<'_>, id: NodeId, node: &Node) -> Html {
    let panel = props.panel;
    let on_flag = props.on_edit.reform(move |on_all| Edit::MoveTo {
        node: id,
        parent: if on_all { NodeId::ROOT } else { panel },
        rect: None,
    });
    let is_on_all = node.place().parent == NodeId::ROOT;
    flag("on_all_charts", t(Message::OnAllCharts), is_on_all, !props.editable, &on_flag)
}

/// Where the words of an annotation are typed.
pub(super) fn words_id(note: NodeId) -> String {
    format!("words-{note}")
}

fn moment(ground: &Ground, property: Property, label: Message) -> Html {
    let onchange = {
        let on_set = ground.on_set.clone();
        Callback::from(move |event: Event| {
            let Some(input) = event.target_dyn_into::<HtmlInputElement>() else { return };
            let at_ms = input.value_as_number();
            let value = Value::Moment(at_ms.is_finite().then_some(at_ms as i64));
            let is_needed = property == Property::From && !at_ms.is_finite();
            if !is_needed && property.check(&value).is_ok() {
                on_set.emit((property, value));
            }
        })
    };
    let value = ground.node.moment(property).map(local_text).unwrap_or_default();
    html! {
        <label class="field">
            <span class="field-label">{ t(label) }{ " (UTC)" }</span>
            <input class="input" type="datetime-local" step="1" name={format!("{property:?}").to_lowercase()} {value}
                disabled={!ground.editable} {onchange} />
            if property == Property::Until {
                <span class="field-hint">{ t(Message::UntilHint) }</span>
            }
        </label>
    }
}

/// As the input writes it, to the second.
fn local_text(moment_ms: i64) -> String {
    let text = String::from(js_sys::Date::new(&JsValue::from_f64(moment_ms as f64)).to_iso_string());
    text.get(..19).unwrap_or_default().to_owned()
}
