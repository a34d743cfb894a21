//! The choice of a mark: line, area, bar or point, side by side with their icons. Arrows walk, as in any radio group.

use document::{Mark, Property, Value};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::Ground;
use crate::{
    components::{Glyph, icon},
    locale::{Message, t},
};

#[derive(PartialEq, Properties)]
pub(super) struct MarkChoiceProps {
    pub(super) ground: Ground,
}

#[component]
pub(super) fn MarkChoice(props: &MarkChoiceProps) -> Html {
    let chosen = props.ground.node.mark();
    let on_mark = props.ground.on_set.reform(|mark| (Property::Mark, Value::Mark(mark)));
    let segment = |mark: Mark| {
        let (name, glyph, words) = face(mark);
        let onclick = on_mark.reform(move |_: MouseEvent| mark);
        let checked = mark == chosen;
        html! {
            <button key={name} type="button" role="radio" class="segment" data-mark={name} {onclick}
                aria-checked={checked.to_string()} tabindex={if checked { "0" } else { "-1" }} disabled={!props.ground.editable}>
                { icon(glyph) }{ t(words) }
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
            <div class="segments" role="radiogroup" aria-labelledby="mark-label" {onkeydown}>
                { for Mark::PLAIN.into_iter().map(segment) }
            </div>
        </div>
    }
}

fn walk(event: &KeyboardEvent, chosen: Mark, on_mark: &Callback<Mark>) {
    let place = Mark::PLAIN.iter().position(|mark| *mark == chosen).unwrap_or(0);
    let rtl = crate::locale::language().is_rtl();
    let onward = match event.key().as_str() {
        "ArrowDown" => true,
        "ArrowUp" => false,
        "ArrowRight" => !rtl,
        "ArrowLeft" => rtl,
        _ => return,
    };
    event.prevent_default();
    let count = Mark::PLAIN.len();
    let next = Mark::PLAIN[if onward { (place + 1) % count } else { (place + count - 1) % count }];
    on_mark.emit(next);
    let group = event.target().and_then(|target| target.dyn_into::<Element>().ok()).and_then(|it| it.parent_element());
    let button = group.and_then(|group| group.query_selector(&format!("[data-mark={}]", face(next).0)).ok().flatten());
    if let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
        let _may_be_gone = button.focus();
    }
}

fn face(mark: Mark) -> (&'static str, Glyph, Message) {
    match mark {
        Mark::Line => ("line", Glyph::Line, Message::Line),
        Mark::Area => ("area", Glyph::Area, Message::Area),
        Mark::Bar => ("bar", Glyph::Bar, Message::Bar),
        Mark::Point => ("point", Glyph::Point, Message::Point),
        Mark::Circle => ("circle", Glyph::Point, Message::Circle),
        Mark::Square => ("square", Glyph::Point, Message::Square),
        Mark::Rule => ("rule", Glyph::Line, Message::Rule),
        Mark::Rect => ("rect", Glyph::Table, Message::Rect),
        Mark::Tick => ("tick", Glyph::Point, Message::Tick),
        Mark::Text => ("text", Glyph::Text, Message::TextMark),
        Mark::Arc => ("arc", Glyph::Stat, Message::Arc),
        Mark::Trail => ("trail", Glyph::Line, Message::Trail),
        Mark::Boxplot => ("boxplot", Glyph::Bar, Message::Boxplot),
        Mark::ErrorBar => ("error_bar", Glyph::Bar, Message::ErrorBar),
        Mark::ErrorBand => ("error_band", Glyph::Area, Message::ErrorBand),
    }
}

/// The name of a mark.
pub(crate) fn mark_words(mark: Mark) -> Message {
    face(mark).2
}
