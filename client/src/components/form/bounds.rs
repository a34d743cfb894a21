//! Thresholds and words for values in the form: short lists of rows that are added to, typed into and taken out of.

use chart::{Mapping, Threshold};
use document::{Color, Property, Value};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::{Ground, flag::flag, look::fold};
use crate::{
    components::{Glyph, draft::use_draft, icon},
    locale::{FormWord as W, say},
};

/// The colours that new rows take in turn: each is told from the others without colour vision.
const COLORS: [Color; 3] =
    [Color { rgb: [0xe6, 0x9f, 0x00] }, Color { rgb: [0xd5, 0x5e, 0x00] }, Color { rgb: [0xb3, 0x26, 0x1e] }];

/// The thresholds of a chart or a stat.
pub(super) fn thresholds(ground: &Ground) -> Html {
    let lines = ground.node.names(Property::Thresholds).to_vec();
    let row = |(at, line): (usize, &String)| {
        let threshold = Threshold::read(line)?;
        let say_row = on_row(ground, Property::Thresholds, &lines, at);
        let on_value = {
            let (threshold, say_row) = (threshold.clone(), say_row.clone());
            Callback::from(move |text: String| {
                if let Some(at) = chart::decimal(&text) {
                    say_row.emit(Some(Threshold { at, ..threshold.clone() }.line()));
                }
            })
        };
        let words = |threshold: &Threshold| {
            let (threshold, say_row) = (threshold.clone(), say_row.clone());
            Callback::from(move |words: String| say_row.emit(Some(Threshold { words, ..threshold.clone() }.line())))
        };
        let on_color = {
            let (threshold, say_row) = (threshold.clone(), say_row.clone());
            Callback::from(move |color: Color| {
                say_row.emit(Some(Threshold { color: Some(color), ..threshold.clone() }.line()));
            })
        };
        let on_fill = {
            let (threshold, say_row) = (threshold.clone(), say_row.clone());
            Callback::from(move |is_filled: bool| {
                say_row.emit(Some(Threshold { is_filled, ..threshold.clone() }.line()));
            })
        };
        let disabled = !ground.editable;
        Some(html! {
            <div class="threshold" key={at}>
                <Cell name={format!("threshold-{at}-value")} label={say(W::ThresholdAt)} shown={threshold.at.to_string()} is_number=true {disabled} on_text={on_value} />
                { color(&format!("threshold-{at}-color"), threshold.color, disabled, on_color) }
                <Cell name={format!("threshold-{at}-words")} label={say(W::Called)} shown={threshold.words.clone()} {disabled} on_text={words(&threshold)} />
                { remove(W::RemoveThreshold, disabled, &say_row) }
                { flag("threshold-fill", say(W::FillAbove), threshold.is_filled, disabled, &on_fill) }
            </div>
        })
    };
    let next = {
        let last = lines.iter().filter_map(|line| Threshold::read(line)).map(|threshold| threshold.at).reduce(f64::max);
        let color = COLORS[lines.len() % COLORS.len()];
        Threshold { at: last.map_or(0.0, |at| at + 1.0), color: Some(color), is_filled: false, words: String::new() }
            .line()
    };
    fold(
        W::Thresholds,
        "thresholds",
        html! {
            <>
                <p class="field-hint">{ say(W::ThresholdsHint) }</p>
                { for lines.iter().enumerate().filter_map(row) }
                { add(ground, Property::Thresholds, W::AddThreshold, &lines, next) }
            </>
        },
    )
}

/// The words for values of a stat or a table.
pub(super) fn mappings(ground: &Ground) -> Html {
    let lines = ground.node.names(Property::Mappings).to_vec();
    let row = |(at, line): (usize, &String)| {
        let mapping = Mapping::read(line);
        let say_row = on_row(ground, Property::Mappings, &lines, at);
        let on = |write: fn(Mapping, String) -> Mapping| {
            let (mapping, say_row) = (mapping.clone(), say_row.clone());
            Callback::from(move |text: String| say_row.emit(Some(write(mapping.clone(), text).line())))
        };
        let on_color = {
            let (mapping, say_row) = (mapping.clone(), say_row.clone());
            Callback::from(move |color: Color| {
                say_row.emit(Some(Mapping { color: Some(color), ..mapping.clone() }.line()));
            })
        };
        let disabled = !ground.editable;
        html! {
            <div class="threshold" key={at}>
                <Cell name={format!("mapping-{at}-from")} label={say(W::MappingFrom)} shown={mapping.from.clone()} {disabled}
                    on_text={on(|mapping, from| Mapping { from, ..mapping })} />
                <Cell name={format!("mapping-{at}-to")} label={say(W::MappingTo)} shown={mapping.to.clone()} {disabled}
                    on_text={on(|mapping, to| Mapping { to, ..mapping })} />
                { color(&format!("mapping-{at}-color"), mapping.color, disabled, on_color) }
                <Cell name={format!("mapping-{at}-words")} label={say(W::ShownAs)} shown={mapping.words.clone()} {disabled}
                    on_text={on(|mapping, words| Mapping { words, ..mapping })} />
                { remove(W::RemoveMapping, disabled, &say_row) }
            </div>
        }
    };
    let from = lines.len().to_string();
    let next = Mapping { from, ..Mapping::default() }.line();
    fold(
        W::Mappings,
        "mappings",
        html! {
            <>
                { for lines.iter().enumerate().map(row) }
                { add(ground, Property::Mappings, W::AddMapping, &lines, next) }
            </>
        },
    )
}

/// Says another line in place of one, or none.
fn on_row(ground: &Ground, property: Property, lines: &[String], at: usize) -> Callback<Option<String>> {
    let (on_set, lines) = (ground.on_set.clone(), lines.to_vec());
    Callback::from(move |line: Option<String>| {
        let mut lines = lines.clone();
        drop(lines.splice(at..=at, line));
        say_lines(&on_set, property, lines);
    })
}

/// Says the lines, unless that may not be said: one of them twice, or too long.
fn say_lines(on_set: &Callback<(Property, Value)>, property: Property, lines: Vec<String>) {
    let value = Value::Names(lines);
    if property.check(&value).is_ok() {
        on_set.emit((property, value));
    }
}

fn add(ground: &Ground, property: Property, words: W, lines: &[String], next: String) -> Html {
    let (on_set, lines) = (ground.on_set.clone(), lines.to_vec());
    let onclick = Callback::from(move |_: MouseEvent| {
        say_lines(&on_set, property, lines.iter().cloned().chain(Some(next.clone())).collect());
    });
    html! {
        <button type="button" class="button" {onclick} disabled={!ground.editable}>{ icon(Glyph::Add) }{ say(words) }</button>
    }
}

fn remove(words: W, disabled: bool, say_row: &Callback<Option<String>>) -> Html {
    let onclick = say_row.reform(|_: MouseEvent| None);
    html! {
        <button type="button" class="button button-bare button-icon" title={say(words)} aria-label={say(words)} {disabled} {onclick}>
            { icon(Glyph::Close) }
        </button>
    }
}

fn color(name: &str, chosen: Option<Color>, disabled: bool, on_color: Callback<Color>) -> Html {
    let oninput = Callback::from(move |event: InputEvent| {
        let text = event.target_dyn_into::<HtmlInputElement>().map(|input| input.value());
        if let Some(color) = text.and_then(|text| text.parse().ok()) {
            on_color.emit(color);
        }
    });
    let value = chosen.map_or_else(|| "#808080".to_owned(), |color| color.to_string());
    html! {
        <input type="color" class="input" name={name.to_owned()} {value} {disabled} {oninput} aria-label={say(W::ItsColor)}
            title={say(W::ItsColor)} />
    }
}

#[derive(PartialEq, Properties)]
struct CellProps {
    name: String,
    label: &'static str,
    shown: String,
    #[prop_or_default]
    is_number: bool,
    disabled: bool,
    on_text: Callback<String>,
}

/// One short input of a row; its label is its placeholder, and read aloud.
#[component]
fn Cell(props: &CellProps) -> Html {
    let draft = use_draft(&props.shown, props.on_text.clone());
    let is_wrong = props.is_number && chart::decimal(&draft.text).is_none();
    let title = if is_wrong { say(W::NoNumber) } else { props.label };
    html! {
        <input class="input" dir="auto" name={props.name.clone()} aria-label={props.label} placeholder={props.label} {title}
            value={draft.text} disabled={props.disabled} oninput={draft.oninput} onfocus={draft.onfocus} onblur={draft.onblur}
            autocomplete="off" aria-invalid={is_wrong.then_some("true")} />
    }
}
