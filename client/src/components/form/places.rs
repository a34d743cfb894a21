//! The places of a chart in the form: for each channel a list of fields, what is done with their values, and what more
//! can be said about it. A field that is dragged is dropped on a place; by keyboard it is chosen in one.

use document::Mark;
use serde_json::{Value as Json, json};
use table::DataType;
use yew::prelude::*;

use super::{
    field_choice::{glyph_of, words_of},
    pick::{Options, Pick, adder, option, pick},
    place::{By, CHANNELS, Place, Sketch, unit_name},
    time_unit_words,
};
use crate::{
    components::{Glyph, icon},
    locale::{FormWord as W, Message, fill, say, say_filled, t},
};

#[derive(PartialEq, Properties)]
pub(super) struct PlacesProps {
    pub(super) sketch: Sketch,
}

#[component]
pub(super) fn Places(props: &PlacesProps) -> Html {
    let sketch = &props.sketch;
    let added = use_state(Vec::<&'static str>::new);
    let unfolded = use_state(|| None::<&'static str>);
    let is_shown = |channel: &&'static str| {
        wanted(sketch.node.mark()).contains(channel)
            || added.contains(channel)
            || Place::of(&sketch.spec, channel).is_set
    };
    let (shown, others): (Vec<&'static str>, Vec<&'static str>) = CHANNELS.into_iter().partition(is_shown);
    let on_add = {
        let added = added.clone();
        Callback::from(move |name: String| {
            let channel = CHANNELS.into_iter().find(|channel| *channel == name);
            added.set(added.iter().copied().chain(channel).collect());
        })
    };
    let on_fold = {
        let unfolded = unfolded.clone();
        Callback::from(move |channel: &'static str| unfolded.set(Some(channel).filter(|_| *unfolded != Some(channel))))
    };
    let more = others.iter().map(|channel| option(channel, place_name(channel)));
    let add = Pick {
        name: "add-place".to_owned(),
        label: say(W::AddPlace).to_owned(),
        is_bare: true,
        groups: vec![("", std::iter::once(option("", say(W::AddPlace))).chain(more).collect())],
        chosen: String::new(),
        disabled: !sketch.editable,
        on_pick: on_add,
    };
    html! {
        <fieldset class="field places">
            <legend class="field-label">{ say(W::Places) }</legend>
            { for shown.iter().map(|channel| place(sketch, channel, *unfolded == Some(*channel), &on_fold)) }
            { adder(add) }
        </fieldset>
    }
}

/// The places that a mark is mostly used with.
fn wanted(mark: Mark) -> &'static [&'static str] {
    match mark {
        Mark::Arc => &["theta", "color"],
        Mark::Text => &["x", "y", "text", "color"],
        _ => &["x", "y", "color"],
    }
}

/// What a channel is called.
pub(super) fn place_name(channel: &str) -> &'static str {
    say(match channel {
        "x" => return t(Message::XField),
        "y" => return t(Message::YField),
        "color" => return t(Message::ColorField),
        "size" => W::PlaceSize,
        "shape" => W::PlaceShape,
        "opacity" => W::PlaceOpacity,
        "theta" => W::PlaceTheta,
        "radius" => W::PlaceRadius,
        "text" => W::PlaceText,
        "tooltip" => W::PlaceTooltip,
        "detail" => W::PlaceDetail,
        "x2" => W::PlaceX2,
        "y2" => W::PlaceY2,
        "xOffset" => W::PlaceXOffset,
        "yOffset" => W::PlaceYOffset,
        "row" => W::PlaceRow,
        "column" => W::PlaceColumn,
        "facet" => W::PlaceFacet,
        _ => W::PlaceOrder,
    })
}

fn place(sketch: &Sketch, channel: &'static str, is_unfolded: bool, on_fold: &Callback<&'static str>) -> Html {
    let place = Place::of(&sketch.spec, channel);
    let name = place_name(channel);
    let said = |word| say_filled(word, &[("place", name)]);
    let on_clear = {
        let sketch = sketch.clone();
        Callback::from(move |_: MouseEvent| sketch.on_sets.emit(sketch.clear(channel)))
    };
    let fold = on_fold.reform(move |_: MouseEvent| channel);
    let known = place.field.as_ref().and_then(|field| sketch.fields.iter().find(|known| *known.name == **field));
    let missing = place.field.as_ref().filter(|_| known.is_none() && !sketch.fields.is_empty());
    html! {
        <div class={classes!("place", place.is_set.then_some("place-set"))} key={channel} data-place={channel}>
            <span class="field-label">{ name }</span>
            <span class="place-acts">
                if place.is_set {
                    <button type="button" class="button button-bare button-icon" aria-expanded={is_unfolded.to_string()}
                        title={said(W::MoreAbout)} aria-label={said(W::MoreAbout)} onclick={fold}>{ icon(Glyph::More) }</button>
                    <button type="button" class="button button-bare button-icon" title={said(W::RemoveFrom)} onclick={on_clear}
                        aria-label={said(W::RemoveFrom)} disabled={!sketch.editable}>{ icon(Glyph::Close) }</button>
                }
            </span>
            <span class="place-choice">
                <span class={classes!(known.map(|_| "input-typed"))}>
                    if let Some(field) = known {
                        { icon(glyph_of(field.data_type)) }
                    }
                    { field_pick(sketch, channel, &place) }
                </span>
                if place.is_set || channel == "y" {
                    { by_pick(sketch, channel, &place) }
                }
            </span>
            if let Some(field) = missing {
                <span class="field-problem" role="alert">
                    { icon(Glyph::Problem) }
                    { fill(Message::NoSuchField, &[("field", field), ("table", sketch.node.name(document::Property::Table).unwrap_or_default())]) }
                </span>
            }
            if is_unfolded && place.is_set {
                <div class="sheet-pair">{ for more(sketch, channel) }</div>
            }
        </div>
    }
}

fn field_pick(sketch: &Sketch, channel: &'static str, place: &Place) -> Html {
    let on_pick = {
        let sketch = sketch.clone();
        Callback::from(move |name: String| {
            sketch.on_sets.emit(sketch.put(channel, Some(&*name).filter(|name| !name.is_empty())));
        })
    };
    let words = |field: &table::Field| {
        let words = format!("{} · {}", field.name, t(words_of(field.data_type)));
        (field.name.to_string(), words)
    };
    let (fitting, others): (Vec<_>, Vec<_>) = sketch.fields.iter().partition(|field| fits(channel, field.data_type));
    let none = option("", say(W::DropHere));
    let groups = vec![
        ("", vec![none]),
        (t(Message::FittingFields), fitting.into_iter().map(words).collect::<Vec<_>>()),
        (t(Message::OtherFields), others.into_iter().map(words).collect()),
    ];
    pick(Pick {
        name: channel.to_owned(),
        label: place_name(channel).to_owned(),
        is_bare: true,
        groups: groups.into_iter().filter(|(_, options)| !options.is_empty()).collect(),
        chosen: place.field.clone().unwrap_or_default(),
        disabled: !sketch.editable || sketch.fields.is_empty(),
        on_pick,
    })
}

/// Whether a type is what the channel is mostly used for.
fn fits(channel: &str, data_type: DataType) -> bool {
    let is_number = matches!(data_type, DataType::Float | DataType::Integer);
    match channel {
        "y" | "theta" | "size" | "opacity" | "radius" | "y2" => is_number,
        "color" | "shape" | "row" | "column" | "facet" | "detail" | "xOffset" | "yOffset" => {
            matches!(data_type, DataType::Text | DataType::Flag)
        }
        _ => true,
    }
}

fn by_pick(sketch: &Sketch, channel: &'static str, place: &Place) -> Html {
    let on_pick = {
        let sketch = sketch.clone();
        Callback::from(move |code: String| sketch.on_sets.emit(sketch.put_by(channel, &By::of_code(&code))))
    };
    let data_type = place.field.as_ref().and_then(|field| sketch.fields.iter().find(|known| *known.name == **field));
    let data_type = data_type.map(|field| field.data_type);
    let (name, label) = match channel {
        "x" => ("time-unit".to_owned(), t(Message::TimeUnit).to_owned()),
        "y" => ("aggregate".to_owned(), t(Message::Aggregate).to_owned()),
        _ => (format!("{channel}-by"), t(Message::Aggregate).to_owned()),
    };
    let implied = channel == "y" && sketch.node.time_unit().is_some();
    let each = if implied { t(Message::AutomaticMean) } else { say(W::EachValue) };
    pick(Pick {
        name,
        label,
        is_bare: true,
        groups: by_options(each, data_type, &place.by),
        chosen: place.by.code(),
        disabled: !sketch.editable,
        on_pick,
    })
}

/// What can be done with values of a type.
fn by_options(each: &str, data_type: Option<DataType>, chosen: &By) -> Vec<Options> {
    let is_number = matches!(data_type, Some(DataType::Float | DataType::Integer));
    let mut groups = vec![("", vec![option("", each)])];
    if is_number {
        groups[0].1.push(option("bin", say(W::InBins)));
    }
    if data_type == Some(DataType::Time) {
        groups.push((
            t(Message::TimeUnit),
            units().map(|(name, words)| (format!("unit:{name}"), words.to_owned())).collect(),
        ));
    }
    let fits = |name: &str| is_number || matches!(name, "count" | "distinct" | "min" | "max") || data_type.is_none();
    let ops = operations().filter(|(name, _)| fits(name)).map(|(name, words)| (format!("op:{name}"), words.to_owned()));
    groups.push((say(W::Summaries), ops.collect()));
    let code = chosen.code();
    if !groups.iter().flat_map(|(_, options)| options).any(|(known, _)| *known == code) {
        groups[0].1.push((code.clone(), code.split(':').next_back().unwrap_or_default().to_owned()));
    }
    groups
}

/// Units of time by their names in Vega-Lite.
pub(super) fn units() -> impl Iterator<Item = (&'static str, &'static str)> {
    let cycles = [("utcmonth", W::MonthOfYear), ("utcday", W::DayOfWeek), ("utchours", W::HourOfDay)];
    let plain = document::TimeUnit::ALL.into_iter().map(|unit| (unit_name(unit), t(time_unit_words(unit))));
    plain.chain(cycles.into_iter().map(|(name, word)| (name, say(word))))
}

/// Operations by their names in Vega-Lite.
pub(super) fn operations() -> impl Iterator<Item = (&'static str, &'static str)> {
    let plain = document::Aggregate::ALL.into_iter();
    let plain = plain.map(|aggregate| (super::place::op_name(aggregate), t(super::aggregate_words(aggregate))));
    let others = [("distinct", W::Distinct), ("stdev", W::StDev), ("q1", W::LowerQuartile), ("q3", W::UpperQuartile)];
    plain.chain(others.into_iter().map(|(name, word)| (name, say(word))))
}

/// What more can be said about a place.
fn more(sketch: &Sketch, channel: &'static str) -> Vec<Html> {
    let member = |name: &'static str, label: W, options: Vec<(&'static str, W, Json)>| {
        let said = sketch.spec.get(&["encoding", channel, name]).cloned();
        let chosen = options.iter().position(|(.., json)| Some(json) == said.as_ref());
        let words = options.iter().enumerate().map(|(at, (_, word, _))| (at.to_string(), say(*word).to_owned()));
        let mut words: Vec<_> = std::iter::once(option("", say(W::Automatic))).chain(words).collect();
        let other = said.as_ref().filter(|_| chosen.is_none()).map(Json::to_string);
        words.extend(other.iter().map(|json| option("other", json)));
        let on_pick = {
            let sketch = sketch.clone();
            Callback::from(move |at: String| {
                if at != "other" {
                    let value = at.parse::<usize>().ok().and_then(|at| options.get(at)).map(|(.., json)| json.clone());
                    sketch.on_sets.emit(sketch.put_member(&["encoding", channel, name], value));
                }
            })
        };
        let chosen = chosen.map(|at| at.to_string()).or(other.map(|_| "other".to_owned())).unwrap_or_default();
        pick(Pick {
            name: format!("{channel}-{name}"),
            label: say(label).to_owned(),
            is_bare: false,
            groups: vec![("", words)],
            chosen,
            disabled: !sketch.editable,
            on_pick,
        })
    };
    let text = |code: &'static str, word: W| (code, word, json!(code));
    let types =
        [("quantitative", W::AsNumber), ("temporal", W::AsTime), ("ordinal", W::AsOrdered), ("nominal", W::AsNames)];
    let types = types.map(|(code, word)| text(code, word)).into();
    let sorts = vec![
        text("ascending", W::Ascending),
        text("descending", W::Descending),
        text("y", W::SmallestFirst),
        text("-y", W::LargestFirst),
        ("none", W::AsRowsCome, Json::Null),
    ];
    let stacks = vec![
        text("zero", W::OnEachOther),
        text("normalize", W::AsShares),
        text("center", W::AroundMiddle),
        ("none", W::Overlaid, Json::Null),
    ];
    let mut all = vec![member("type", W::TreatAs, types), member("sort", W::Sorted, sorts)];
    if matches!(channel, "x" | "y" | "theta") {
        all.push(member("stack", W::Stacked, stacks));
    }
    all
}
