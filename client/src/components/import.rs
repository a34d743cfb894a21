//! Import: a text of Vega-Lite becomes a chart, and whoever brought it hears what was left out.

use document::NodeId;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::Dialog;
use crate::{
    engine,
    later::Known,
    locale::{Message, t},
    workspace::Edit,
};

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct ImportProps {
    /// Whose grid gets the chart.
    pub(crate) parent: NodeId,
    pub(crate) on_edit: Callback<Edit>,
    pub(crate) on_close: Callback<()>,
}

/// What came of a text.
#[derive(Clone, PartialEq)]
enum Outcome {
    /// In words why not.
    Refused(String),
    /// It is a chart, without these.
    Added(Vec<String>),
}

#[component]
pub(crate) fn Import(props: &ImportProps) -> Html {
    let text = use_node_ref();
    let outcome = use_state_eq(|| None::<Outcome>);
    let redraw = use_force_update();
    use_effect_with((), move |()| engine::ask(Callback::from(move |()| redraw.force_update())));
    let onclick = {
        let (props, text, outcome) = (props.clone(), text.clone(), outcome.setter());
        Callback::from(move |_: MouseEvent| {
            let (Some(text), Known::Here(engine)) = (text.cast::<HtmlTextAreaElement>(), engine::known()) else {
                return;
            };
            outcome.set(Some(match (engine.import)(&text.value()) {
                Err(words) => Outcome::Refused(words),
                Ok(imported) => {
                    props.on_edit.emit(Edit::AddChart { parent: props.parent, values: imported.values });
                    Outcome::Added(imported.dropped)
                }
            }));
        })
    };
    let onchange = {
        let text = text.clone();
        Callback::from(move |event: Event| read_file(&event, text.clone()))
    };
    let is_ready = matches!(engine::known(), Known::Here(_));
    html! {
        <Dialog title={t(Message::ImportVegaLite)} on_close={props.on_close.clone()}>
            if let Some(Outcome::Added(dropped)) = &*outcome {
                { left_out(dropped) }
            } else {
                <label class="field">
                    <span class="field-label">{ t(Message::VegaLiteSpec) }</span>
                    <textarea class="input" ref={text} name="spec" dir="ltr" rows="10" spellcheck="false" />
                    if let Some(Outcome::Refused(words)) = &*outcome {
                        <span class="field-problem" role="alert" dir="auto">{ words }</span>
                    }
                    <span class="field-hint">{ t(Message::VegaLiteHint) }</span>
                </label>
                <label class="field">
                    <span class="field-label">{ t(Message::ChooseFile) }</span>
                    <input type="file" accept=".json,application/json" {onchange} />
                </label>
                <button type="button" class="button button-strong" disabled={!is_ready} {onclick}>{ t(Message::AddThisPanel) }</button>
            }
        </Dialog>
    }
}

fn left_out(dropped: &[String]) -> Html {
    if dropped.is_empty() {
        return html! { <p role="status">{ t(Message::WasTakenOver) }</p> };
    }
    let line = |words: &String| html! { <li dir="auto">{ words }</li> };
    html! {
        <div role="status">
            <h3 class="field-label">{ t(Message::NotTakenOver) }</h3>
            <ul class="left-out">{ for dropped.iter().map(line) }</ul>
        </div>
    }
}

/// What the file says takes the place of the text.
fn read_file(event: &Event, text: NodeRef) {
    let input = event.target_dyn_into::<HtmlInputElement>();
    let Some(file) = input.and_then(|input| input.files()).and_then(|files| files.get(0)) else { return };
    spawn_local(async move {
        let read = JsFuture::from(file.text()).await.ok().and_then(|read| read.as_string());
        if let (Some(read), Some(text)) = (read, text.cast::<HtmlTextAreaElement>()) {
            text.set_value(&read);
        }
    });
}
