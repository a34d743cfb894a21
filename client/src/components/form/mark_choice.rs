//! The choice of a mark: all of them side by side with their pictures. Arrows walk, as in any radio group.

use document::{Mark, Property, Value};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::{mark_glyph::mark_glyph, place::Sketch};
use crate::locale::{Message, t};

#[derive(PartialEq, Properties)]
pub(super) struct MarkChoiceProps {
    pub(super) sketch: Sketch,
}

#[component]
pub(super) fn MarkChoice(props: &MarkChoiceProps) -> Html {
    let chosen = props.sketch.node.mark();
    let on_mark = props.sketch.on_sets.reform(|mark| Ok(vec![(Property::Mark, Value::Mark(mark))]));
    let option = |mark: Mark| {
        let (name, words) = face(mark);
        let onclick = on_mark.reform(move |_: MouseEvent| mark);
        let checked = mark == chosen;
        html! {
            <button key={name} type="button" role="radio" class="segment" data-mark={name} {onclick}
                aria-checked={checked.to_string()} tabindex={if checked { "0" } else { "-1" }} disabled={!props.sketch.editable}>
                { mark_glyph(name) }<span>{ t(words) }</span>
            </button>
        }
    };
    let onkeydown = {
        let on_mark = on_mark.clone();
        Callback::from(move |event: KeyboardEvent| walk(&event, chosen, &on_mark))
    };
    html! {
        <div class="field">
            <span class="field-label" id="mark-label">{ t(Message::Mark) }</span>
            <div class="segments marks" role="radiogroup" aria-labelledby="mark-label" {onkeydown}>
                { for Mark::ALL.into_iter().map(option) }
            </div>
        </div>
    }
}

fn walk(event: &KeyboardEvent, chosen: Mark, on_mark: &Callback<Mark>) {
    let place = Mark::ALL.iter().position(|mark| *mark == chosen).unwrap_or(0);
    let rtl = crate::locale::language().is_rtl();
    let onward = match event.key().as_str() {
        "ArrowDown" => true,
        "ArrowUp" => false,
        "ArrowRight" => !rtl,
        "ArrowLeft" => rtl,
        _ => return,
    };
    event.prevent_default();
    let count = Mark::ALL.len();
    let next = Mark::ALL[if onward { (place + 1) % count } else { (place + count - 1) % count }];
    on_mark.emit(next);
    let group = event.target().and_then(|target| target.dyn_into::<Element>().ok()).and_then(|it| it.parent_element());
    let button = group.and_then(|group| group.query_selector(&format!("[data-mark={}]", face(next).0)).ok().flatten());
    if let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
        let _may_be_gone = button.focus();
    }
}

fn face(mark: Mark) -> (&'static str, Message) {
    match mark {
        Mark::Line => ("line", Message::Line),
        Mark::Area => ("area", Message::Area),
        Mark::Bar => ("bar", Message::Bar),
        Mark::Point => ("point", Message::Point),
        Mark::Circle => ("circle", Message::Circle),
        Mark::Square => ("square", Message::Square),
        Mark::Rule => ("rule", Message::Rule),
        Mark::Rect => ("rect", Message::Rect),
        Mark::Tick => ("tick", Message::Tick),
        Mark::Text => ("text", Message::TextMark),
        Mark::Arc => ("arc", Message::Arc),
        Mark::Trail => ("trail", Message::Trail),
        Mark::Boxplot => ("boxplot", Message::Boxplot),
        Mark::ErrorBar => ("error_bar", Message::ErrorBar),
        Mark::ErrorBand => ("error_band", Message::ErrorBand),
    }
}

/// The name of a mark.
pub(crate) fn mark_words(mark: Mark) -> Message {
    face(mark).1
}
