//! The steps before drawing in the form: a list that is added to, edited, reordered, switched off and shortened. Each
//! says how many rows it takes and leaves, and shows the first of them. What a step is made of stands in `step`.

use std::rc::Rc;

use grammar::flow::Stage;
use serde_json::{Map, Value as Json, json};
use yew::prelude::*;

use super::{
    chart_spec::Sets,
    fields::value_words,
    flag::flag,
    pick::{Pick, adder, option},
    place::Sketch,
    stages::fields_after,
    step::{KINDS, fresh, kind_of, parts},
};
use crate::{
    components::{Glyph, icon},
    locale::{FormWord as W, say, say_filled, whole},
};

#[derive(PartialEq, Properties)]
pub(super) struct StepsProps {
    pub(super) sketch: Sketch,
    /// What each step makes of its rows, as far as that is known.
    pub(super) stages: Rc<Vec<Stage>>,
}

#[component]
pub(super) fn Steps(props: &StepsProps) -> Html {
    let sketch = &props.sketch;
    let steps = sketch.spec.steps();
    let on_add = {
        let sketch = sketch.clone();
        Callback::from(move |code: String| {
            let added = fresh(&code, &sketch.fields);
            let steps = sketch.spec.steps().iter().cloned().chain(added).collect();
            sketch.on_sets.emit(put(&sketch, steps));
        })
    };
    let kinds = KINDS.iter().map(|(code, word)| option(code, say(*word)));
    let add = Pick {
        name: "add-step".to_owned(),
        label: say(W::AddStep).to_owned(),
        is_bare: true,
        groups: vec![("", std::iter::once(option("", say(W::AddStep))).chain(kinds).collect())],
        chosen: String::new(),
        disabled: !sketch.editable,
        on_pick: on_add,
    };
    html! {
        <details class="fold" data-fold="steps" open={!steps.is_empty()}>
            <summary>{ icon(Glyph::Fold) }{ say(W::Steps) }</summary>
            <div class="fold-body">
                if steps.is_empty() {
                    <p class="field-hint">{ say(W::NoSteps) }</p>
                }
                <ol class="steps">{ for steps.iter().enumerate().map(|(at, step)| shown(props, at, step)) }</ol>
                { adder(add) }
            </div>
        </details>
    }
}

/// Says that these are the steps.
fn put(sketch: &Sketch, steps: Vec<Json>) -> Result<Sets, String> {
    sketch.put_member(&["transform"], (!steps.is_empty()).then(|| steps.into()))
}

/// The steps with one of them changed, moved or gone.
fn changed(sketch: &Sketch, change: impl FnOnce(&mut Vec<Json>)) -> Result<Sets, String> {
    let mut steps = sketch.spec.steps().to_vec();
    change(&mut steps);
    put(sketch, steps)
}

fn shown(props: &StepsProps, at: usize, step: &Json) -> Html {
    let sketch = &props.sketch;
    let stage = props.stages.get(at);
    let is_off = chart::panel::is_off(step);
    let on_flag = {
        let sketch = sketch.clone();
        Callback::from(move |is_used: bool| {
            sketch.on_sets.emit(changed(&sketch, |steps| {
                if let Some(step) = steps.get_mut(at).and_then(Json::as_object_mut) {
                    switch(step, is_used);
                }
            }));
        })
    };
    let on_step = {
        let sketch = sketch.clone();
        Callback::from(move |step: Json| {
            sketch.on_sets.emit(changed(&sketch, |steps| {
                if let Some(old) = steps.get_mut(at) {
                    *old = step;
                }
            }));
        })
    };
    let (name, word) = kind_of(step);
    let problem = stage.and_then(|stage| stage.problem.as_ref());
    html! {
        <li class={classes!("step", is_off.then_some("step-off"))} key={format!("{at}-{name}")} data-step={name}>
            <span class="step-head">
                { flag("step-used", say(word), !is_off, !sketch.editable, &on_flag) }
                if let Some(stage) = stage {
                    <output class="step-rows">{ rows_words(stage) }</output>
                }
                { for acts(sketch, at) }
            </span>
            <div class="step-parts">{ parts(&before(props, at), at, step, &on_step) }</div>
            if let Some(problem) = problem {
                <span class="field-problem" role="alert">{ icon(Glyph::Problem) }<bdi>{ problem }</bdi></span>
            } else if let Some(stage) = stage.filter(|_| !is_off) {
                { preview(stage) }
            }
        </li>
    }
}

/// What is known where a step begins: the fields of the table, or those that the steps before it leave.
fn before(props: &StepsProps, at: usize) -> Sketch {
    let of_table = || props.sketch.schema.as_ref().map(|schema| schema.fields().to_vec());
    let fields = props.stages.get(..at).and_then(fields_after).or_else(of_table).unwrap_or_default();
    Sketch { fields: Rc::new(fields), ..props.sketch.clone() }
}

fn switch(step: &mut Map<String, Json>, is_used: bool) {
    if is_used {
        step.shift_remove(chart::panel::OFF);
    } else {
        step.insert(chart::panel::OFF.to_owned(), json!(true));
    }
}

fn rows_words(stage: &Stage) -> String {
    let [before, after] = stage.rows.map(whole);
    say_filled(W::RowsInOut, &[("before", &before), ("after", &after)])
}

/// Up, down and away.
fn acts(sketch: &Sketch, at: usize) -> Vec<Html> {
    let last = sketch.spec.steps().len().saturating_sub(1);
    let act = |word: W, glyph: Glyph, class: &'static str, is_possible: bool, change: fn(&mut Vec<Json>, usize)| {
        let onclick = {
            let sketch = sketch.clone();
            Callback::from(move |_: MouseEvent| sketch.on_sets.emit(changed(&sketch, |steps| change(steps, at))))
        };
        html! {
            <button type="button" class={classes!("button", "button-bare", "button-icon", class)} {onclick} title={say(word)}
                aria-label={say(word)} disabled={!sketch.editable || !is_possible}>{ icon(glyph) }</button>
        }
    };
    vec![
        act(W::StepUp, Glyph::Fold, "step-up", at > 0, |steps, at| steps.swap(at - 1, at)),
        act(W::StepDown, Glyph::Fold, "step-down", at < last, |steps, at| steps.swap(at, at + 1)),
        act(W::RemoveStep, Glyph::Delete, "", true, |steps, at| drop(steps.remove(at))),
    ]
}

/// The first rows after a step.
fn preview(stage: &Stage) -> Html {
    let head = |(name, _): &(String, table::Value)| html! { <th scope="col"><bdi>{ name }</bdi></th> };
    let row = |row: &Vec<table::Value>| {
        html! { <tr>{ for row.iter().map(|value| html! { <td><bdi>{ value_words(value) }</bdi></td> }) }</tr> }
    };
    html! {
        <div class="step-preview" tabindex="0" role="region" aria-label={say(W::FirstRows)}>
            <table>
                <thead><tr>{ for stage.columns.iter().map(head) }</tr></thead>
                <tbody>{ for stage.first.iter().map(row) }</tbody>
            </table>
        </div>
    }
}
