//! The fields of a chart: which table, which of its fields go where, which mark, what happens to the rows before, how it
//! looks. Everything is an edit at once: the panel beside is the preview.

use std::rc::Rc;

use chart::panel::Broken;
use document::{Property, Value};
use grammar::flow::Stage;
use table::{Field, Schema};
use yew::prelude::*;

use super::{
    Ground,
    chart_spec::{ChartSpec, Sets},
    color_choice::ColorChoice,
    fields::FieldList,
    fits::fits,
    look::look,
    mark_choice::MarkChoice,
    mark_glyph::mark_glyph,
    place::Sketch,
    places::{Places, place_name},
    source::Source,
    stages::{fields_after, use_stages},
    steps::Steps,
    unit,
};
use crate::{
    components::{Glyph, icon},
    locale::{FormWord as W, property_name, say, say_filled},
    workspace::Workspace,
};

#[derive(PartialEq, Properties)]
pub(super) struct ChartFieldsProps {
    pub(super) workspace: Workspace,
    pub(super) ground: Ground,
    /// Of the chosen table.
    pub(super) schema: Option<Schema>,
    pub(super) on_sets: Callback<Sets>,
}

#[component]
pub(super) fn ChartFields(props: &ChartFieldsProps) -> Html {
    let problem = use_state_eq(|| None::<String>);
    let said = use_state_eq(String::new);
    let is_source = use_state_eq(|| false);
    let stages = use_stages(&props.workspace, &props.ground.node);
    let node = &props.ground.node;
    let on_sets = {
        let (problem, on_sets) = (problem.setter(), props.on_sets.clone());
        Callback::from(move |sets: Result<Sets, String>| {
            problem.set(sets.as_ref().err().cloned());
            if let Ok(sets) = sets {
                on_sets.emit(sets);
            }
        })
    };
    let spec = match ChartSpec::of(node, props.schema.as_ref()) {
        Ok(spec) => spec,
        Err(broken) => return broken_words(&broken, &props.ground, &props.on_sets),
    };
    let of_table = || props.schema.as_ref().map(|schema| schema.fields().to_vec());
    let fields: Vec<Field> = fields_after(&stages).or_else(of_table).unwrap_or_default();
    let sketch = Sketch {
        node: node.clone(),
        schema: props.schema.clone(),
        spec,
        fields: Rc::new(fields),
        editable: props.ground.editable,
        on_sets,
    };
    let table = node.name(Property::Table).unwrap_or_default().to_owned();
    html! {
        <>
            { tabs(&is_source) }
            if let Some(problem) = &*problem {
                <p class="field-problem" role="alert">{ icon(Glyph::Problem) }{ problem }</p>
            }
            if *is_source {
                <Source {sketch} />
            } else {
                { by_hand(props, &sketch, stages, &said, table) }
            }
        </>
    }
}

/// Everything but the text of the spec.
fn by_hand(
    props: &ChartFieldsProps,
    sketch: &Sketch,
    stages: Rc<Vec<Stage>>,
    said: &UseStateHandle<String>,
    table: String,
) -> Html {
    html! {
        <>
            if !sketch.fields.is_empty() {
                <FieldList workspace={props.workspace.clone()} {table} fields={sketch.fields.clone()} editable={sketch.editable}
                    on_drop={on_drop(sketch, said)} on_press={on_press(sketch, said)} />
                { suggestions(sketch) }
            }
            <span class="spoken" role="status">{ (**said).clone() }</span>
            if sketch.spec.is_composite() {
                <p class="field-hint">{ say(W::SeveralViews) }</p>
            } else {
                <MarkChoice sketch={sketch.clone()} />
            }
            <Places sketch={sketch.clone()} />
            <Steps sketch={sketch.clone()} {stages} />
            { look(sketch) }
            <div class="sheet-pair">{ unit(&props.ground) }</div>
            <ColorChoice ground={props.ground.clone()} />
        </>
    }
}

/// By hand, or as a text.
fn tabs(is_source: &UseStateHandle<bool>) -> Html {
    let tab = |shows: bool, name: &'static str, words: &'static str| {
        let onclick = {
            let is_source = is_source.setter();
            Callback::from(move |_: MouseEvent| is_source.set(shows))
        };
        html! {
            <button type="button" role="tab" class="form-tab" data-tab={name} {onclick}
                aria-selected={(**is_source == shows).to_string()}>{ words }</button>
        }
    };
    html! {
        <div class="form-tabs" role="tablist" aria-label={say(W::PartsOfForm)}>
            { tab(false, "fields", say(W::TabFields)) }
            { tab(true, "source", "Vega-Lite") }
        </div>
    }
}

fn announced(field: &str, channel: &str) -> String {
    say_filled(W::FieldIsNow, &[("field", field), ("place", place_name(channel))])
}

fn on_drop(sketch: &Sketch, said: &UseStateHandle<String>) -> Callback<(String, String)> {
    let (sketch, said) = (sketch.clone(), said.setter());
    Callback::from(move |(channel, field): (String, String)| {
        said.set(announced(&field, &channel));
        sketch.on_sets.emit(sketch.put(&channel, Some(&field)));
    })
}

fn on_press(sketch: &Sketch, said: &UseStateHandle<String>) -> Callback<String> {
    let (sketch, said) = (sketch.clone(), said.setter());
    Callback::from(move |field: String| match sketch.home(&field) {
        Some(channel) => {
            said.set(announced(&field, channel));
            sketch.on_sets.emit(sketch.put(channel, Some(&field)));
        }
        None => said.set(say(W::NoPlaceLeft).to_owned()),
    })
}

fn suggestions(sketch: &Sketch) -> Html {
    let fit = |fit: super::fits::Fit| {
        let sketch = sketch.clone();
        let disabled = !sketch.editable;
        let onclick = Callback::from(move |_: MouseEvent| {
            sketch.on_sets.emit(fit.spec.sets(&sketch.node, sketch.schema.as_ref()));
        });
        html! {
            <li key={fit.words.clone()}>
                <button type="button" class="fit" data-fit={fit.name} {onclick} {disabled}>
                    { mark_glyph(fit.name) }<bdi>{ fit.words }</bdi>
                </button>
            </li>
        }
    };
    html! {
        <div class="field">
            <span class="field-label">{ say(W::FitsYourFields) }</span>
            <ul class="fits">{ for fits(sketch).into_iter().map(fit) }</ul>
        </div>
    }
}

/// A register that holds no part of a spec: what is wrong, and the way out.
fn broken_words(broken: &Broken, ground: &Ground, on_sets: &Callback<Sets>) -> Html {
    let property = broken.property;
    let part = property_name(property);
    let words = say_filled(W::BrokenPart, &[("part", &*part), ("reason", &broken.reason)]);
    let onclick = on_sets.reform(move |_: MouseEvent| vec![(property, Value::Text(String::new()))]);
    html! {
        <div class="field">
            <p class="field-problem" role="alert">{ icon(Glyph::Problem) }{ words }</p>
            <button type="button" class="button" {onclick} disabled={!ground.editable}>{ say(W::ClearPart) }</button>
        </div>
    }
}
