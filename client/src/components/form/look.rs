//! The look of a chart in the form: its axes, colours and legend, its marks, in the words that people use for it. Each
//! knob stands for one member of the spec. Folded until somebody wants it.

use serde_json::{Value as Json, json};
use yew::prelude::*;

use super::{
    pick::{Pick, option, pick},
    place::{Place, Sketch},
    places::place_name,
    typed::Typed,
};
use crate::{
    components::{Glyph, icon},
    locale::{FormWord as W, Message, say, t},
};

/// One member of the spec.
#[derive(Clone, Copy, PartialEq)]
struct Knob {
    path: &'static [&'static str],
    label: W,
    turns: Turns,
}

/// What can stand there.
#[derive(Clone, Copy, PartialEq)]
enum Turns {
    Text,
    Number,
    YesNo,
    One(&'static [(&'static str, W)]),
}

const fn knob(path: &'static [&'static str], label: W, turns: Turns) -> Knob {
    Knob { path, label, turns }
}

const SCALES: &[(&str, W)] =
    &[("linear", W::ScaleLinear), ("log", W::ScaleLog), ("sqrt", W::ScaleRoot), ("symlog", W::ScaleSymLog)];
const SCHEMES: &[(&str, W)] = &[];
const SCHEME_NAMES: [&str; 14] = [
    "viridis",
    "cividis",
    "magma",
    "inferno",
    "plasma",
    "blues",
    "greens",
    "oranges",
    "greys",
    "blueorange",
    "redblue",
    "tableau10",
    "category10",
    "set2",
];

const X: [Knob; 8] = [
    knob(&["encoding", "x", "title"], W::AxisTitle, Turns::Text),
    knob(&["encoding", "x", "axis", "format"], W::NumberFormat, Turns::Text),
    knob(&["encoding", "x", "scale", "type"], W::ScaleKind, Turns::One(SCALES)),
    knob(&["encoding", "x", "axis", "grid"], W::GridLines, Turns::YesNo),
    knob(&["encoding", "x", "scale", "domainMin"], W::Least, Turns::Number),
    knob(&["encoding", "x", "scale", "domainMax"], W::Greatest, Turns::Number),
    knob(&["encoding", "x", "scale", "zero"], W::FromZero, Turns::YesNo),
    knob(&["encoding", "x", "scale", "reverse"], W::Reversed, Turns::YesNo),
];
const Y: [Knob; 8] = [
    knob(&["encoding", "y", "title"], W::AxisTitle, Turns::Text),
    knob(&["encoding", "y", "axis", "format"], W::NumberFormat, Turns::Text),
    knob(&["encoding", "y", "scale", "type"], W::ScaleKind, Turns::One(SCALES)),
    knob(&["encoding", "y", "axis", "grid"], W::GridLines, Turns::YesNo),
    knob(&["encoding", "y", "scale", "domainMin"], W::Least, Turns::Number),
    knob(&["encoding", "y", "scale", "domainMax"], W::Greatest, Turns::Number),
    knob(&["encoding", "y", "scale", "zero"], W::FromZero, Turns::YesNo),
    knob(&["encoding", "y", "scale", "reverse"], W::Reversed, Turns::YesNo),
];
const COLOR: [Knob; 3] = [
    knob(&["encoding", "color", "title"], W::AxisTitle, Turns::Text),
    knob(
        &["encoding", "color", "legend", "orient"],
        W::LegendPlace,
        Turns::One(&[
            ("right", W::AtRight),
            ("left", W::AtLeft),
            ("top", W::AtTop),
            ("bottom", W::AtBottom),
            ("none", W::Hidden),
        ]),
    ),
    knob(&["encoding", "color", "scale", "scheme"], W::Scheme, Turns::One(SCHEMES)),
];
const MARKS: [Knob; 7] = [
    knob(&["mark", "strokeWidth"], W::LineWidth, Turns::Number),
    knob(
        &["mark", "interpolate"],
        W::Between,
        Turns::One(&[("linear", W::Straight), ("monotone", W::Smooth), ("step-after", W::Stepped)]),
    ),
    knob(&["mark", "point"], W::PointsOnLine, Turns::YesNo),
    knob(&["mark", "opacity"], W::Strength, Turns::Number),
    knob(&["mark", "size"], W::MarkSize, Turns::Number),
    knob(&["mark", "innerRadius"], W::Hole, Turns::Number),
    knob(&["mark", "cornerRadius"], W::Corners, Turns::Number),
];

/// The folded parts about the look of a chart.
pub(super) fn look(sketch: &Sketch) -> Html {
    let has = |channel: &str| Place::of(&sketch.spec, channel).is_set;
    let axis = |channel: &str, knobs: &[Knob]| {
        html! { if has(channel) { <h3 class="field-label">{ place_name(channel) }</h3>{ group(sketch, knobs) } } }
    };
    html! {
        <>
            { fold(W::Axes, "axes", html! { <>{ axis("x", &X) }{ axis("y", &Y) }</> }) }
            if has("color") {
                { fold(W::ColorsAndLegend, "legend", group(sketch, &COLOR)) }
            }
            if !sketch.spec.is_composite() {
                { fold(W::LookOfMark, "marks", group(sketch, &MARKS)) }
            }
        </>
    }
}

/// A part that is folded until somebody unfolds it.
pub(super) fn fold(words: W, name: &'static str, inner: Html) -> Html {
    html! {
        <details class="fold" data-fold={name}>
            <summary>{ icon(Glyph::Fold) }{ say(words) }</summary>
            <div class="fold-body">{ inner }</div>
        </details>
    }
}

fn group(sketch: &Sketch, knobs: &[Knob]) -> Html {
    let each = |knob: &Knob| match knob.turns {
        Turns::Text | Turns::Number => written(sketch, *knob),
        Turns::YesNo => chosen(sketch, *knob, vec![option("true", t(Message::Yes)), option("false", t(Message::No))]),
        Turns::One([]) => chosen(sketch, *knob, SCHEME_NAMES.iter().map(|name| option(name, name)).collect()),
        Turns::One(options) => {
            chosen(sketch, *knob, options.iter().map(|(code, word)| option(code, say(*word))).collect())
        }
    };
    html! { <div class="sheet-pair">{ for knobs.iter().map(each) }</div> }
}

fn name_of(path: &[&str]) -> String {
    let path = if path[0] == "encoding" { &path[1..] } else { path };
    path.join("-")
}

fn chosen(sketch: &Sketch, knob: Knob, options: Vec<(String, String)>) -> Html {
    let options = std::iter::once(option("", say(W::Automatic))).chain(options).collect();
    let said = sketch.spec.get(knob.path);
    let is_off = knob.label == W::LegendPlace && sketch.spec.get(&["encoding", "color", "legend"]) == Some(&Json::Null);
    let code = match said {
        _ if is_off => "none".to_owned(),
        Some(Json::String(text)) => text.clone(),
        Some(Json::Bool(flag)) => flag.to_string(),
        Some(other) => other.to_string(),
        None => String::new(),
    };
    let on_pick = {
        let sketch = sketch.clone();
        Callback::from(move |code: String| sketch.on_sets.emit(turn(&sketch, knob, &code)))
    };
    pick(Pick {
        name: name_of(knob.path),
        label: say(knob.label).to_owned(),
        is_bare: false,
        groups: vec![("", options)],
        chosen: code,
        disabled: !sketch.editable,
        on_pick,
    })
}

/// What has to be said when a knob is turned.
fn turn(sketch: &Sketch, knob: Knob, code: &str) -> Result<super::chart_spec::Sets, String> {
    let legend: &[&str] = &["encoding", "color", "legend"];
    if knob.label == W::LegendPlace {
        return match code {
            "none" => sketch.put_member(legend, Some(Json::Null)),
            "" => sketch.put_member(legend, None),
            place => sketch.put_member(legend, Some(json!({ "orient": place }))),
        };
    }
    let value = match (code, knob.turns) {
        ("", _) => None,
        (code, Turns::YesNo) => Some(json!(code == "true")),
        (code, _) => Some(json!(code)),
    };
    sketch.put_member(knob.path, value)
}

/// A knob that is typed into.
fn written(sketch: &Sketch, knob: Knob) -> Html {
    let is_number = knob.turns == Turns::Number;
    let shown = match sketch.spec.get(knob.path) {
        Some(Json::String(text)) => text.clone(),
        Some(Json::Null) | None => String::new(),
        Some(other) => other.to_string(),
    };
    let on_text = {
        let sketch = sketch.clone();
        Callback::from(move |text: String| {
            sketch.on_sets.emit(sketch.put_member(knob.path, value_of(&text, is_number)));
        })
    };
    let name = name_of(knob.path);
    let key = name.clone();
    let hint = if knob.label == W::NumberFormat { say(W::FormatHint) } else { "" };
    html! {
        <Typed {key} {name} label={say(knob.label)} {hint} {shown} {is_number} disabled={!sketch.editable} {on_text} />
    }
}

/// What a text says: nothing, a number or itself.
fn value_of(text: &str, is_number: bool) -> Option<Json> {
    match text.trim() {
        "" => None,
        text if is_number => serde_json::from_str::<f64>(text).ok().map(Json::from),
        text => Some(text.into()),
    }
}
