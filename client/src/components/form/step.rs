//! A step before drawing: which kinds there are, what a new one says, and the inputs of each. A step is JSON, as in
//! Vega-Lite: what no input here can say is kept as it is.

use chart::panel::escaped;
use serde_json::{Map, Value as Json, json};
use table::{DataType, Field};
use yew::prelude::*;

use super::{
    pick::{Pick, adder, option, pick},
    place::{Sketch, unescaped},
    places::{operations, units},
    typed::Typed,
};
use crate::{
    components::{Glyph, icon},
    locale::{FormWord as W, say},
};

/// The kinds by the member that only they have, in the order in which they are offered.
pub(super) const KINDS: [(&str, W); 15] = [
    ("filter", W::StepFilter),
    ("calculate", W::StepCalculate),
    ("aggregate", W::StepAggregate),
    ("bin", W::InBins),
    ("timeUnit", W::StepTimeUnit),
    ("window", W::StepWindow),
    ("joinaggregate", W::StepJoin),
    ("fold", W::StepFold),
    ("pivot", W::StepPivot),
    ("impute", W::StepImpute),
    ("sample", W::StepSample),
    ("regression", W::StepRegression),
    ("loess", W::StepLoess),
    ("density", W::StepDensity),
    ("quantile", W::StepQuantile),
];

/// Which kind a step is.
pub(super) fn kind_of(step: &Json) -> (&'static str, W) {
    let has = |(member, _): &&(&'static str, W)| step.get(member).is_some();
    // Steps of other kinds have a time unit, a bin or an aggregate too, under another name.
    KINDS.iter().find(has).copied().unwrap_or(("other", W::StepOther))
}

/// A new step that changes as little as it can.
pub(super) fn fresh(kind: &str, fields: &[Field]) -> Option<Json> {
    let of = |types: &[DataType], at: usize| {
        let fitting = fields.iter().filter(|field| types.contains(&field.data_type));
        fitting.map(|field| escaped(&field.name)).nth(at)
    };
    let number = |at| of(&[DataType::Float, DataType::Integer], at).unwrap_or_default();
    let time = || of(&[DataType::Time], 0);
    let text = || of(&[DataType::Text, DataType::Flag], 0);
    let groups = || text().or_else(time).into_iter().collect::<Vec<_>>();
    Some(match kind {
        "filter" => json!({ "filter": "true" }),
        "calculate" => json!({ "calculate": "0", "as": "new" }),
        "aggregate" => json!({ "aggregate": [{ "op": "count", "as": "count" }], "groupby": groups() }),
        "bin" => json!({ "bin": true, "field": number(0), "as": "bin" }),
        "timeUnit" => json!({ "timeUnit": "utcyearmonth", "field": time()?, "as": "month" }),
        "window" => {
            let sort: Vec<Json> = time().map(|time| json!({ "field": time })).into_iter().collect();
            json!({ "window": [{ "op": "sum", "field": number(0), "as": "running" }], "sort": sort })
        }
        "joinaggregate" => {
            json!({ "joinaggregate": [{ "op": "mean", "field": number(0), "as": "mean" }], "groupby": groups() })
        }
        "fold" => json!({ "fold": [number(0), number(1)], "as": ["key", "value"] }),
        "pivot" => json!({ "pivot": text()?, "value": number(0), "groupby": time().into_iter().collect::<Vec<_>>() }),
        "impute" => json!({ "impute": number(0), "key": time().unwrap_or_else(|| number(1)), "method": "mean" }),
        "sample" => json!({ "sample": 1000 }),
        "regression" => json!({ "regression": number(0), "on": time().unwrap_or_else(|| number(1)) }),
        "loess" => json!({ "loess": number(0), "on": time().unwrap_or_else(|| number(1)) }),
        "density" => json!({ "density": number(0) }),
        "quantile" => json!({ "quantile": number(0) }),
        _ => return None,
    })
}

/// What a step is edited by.
struct Inputs<'a> {
    sketch: &'a Sketch,
    /// Which step of the list.
    at: usize,
    step: &'a Json,
    on_step: &'a Callback<Json>,
}

/// The inputs of a step.
pub(super) fn parts(sketch: &Sketch, at: usize, step: &Json, on_step: &Callback<Json>) -> Html {
    let inputs = Inputs { sketch, at, step, on_step };
    let all = match kind_of(step).0 {
        "filter" => vec![inputs.formula("filter", W::KeepWhere)],
        "calculate" => vec![inputs.formula("calculate", W::Formula), inputs.typed("as", W::NewName)],
        "aggregate" => {
            vec![inputs.measures("aggregate", &operations().collect::<Vec<_>>()), inputs.fields("groupby", W::ForEach)]
        }
        "joinaggregate" => {
            vec![
                inputs.measures("joinaggregate", &operations().collect::<Vec<_>>()),
                inputs.fields("groupby", W::ForEach),
            ]
        }
        "window" => {
            vec![inputs.measures("window", &window_operations()), inputs.sorted(), inputs.fields("groupby", W::ForEach)]
        }
        "bin" => vec![inputs.field("field", W::OfField), inputs.typed("as", W::NewName)],
        "timeUnit" => vec![
            inputs.field("field", W::OfField),
            inputs.one("timeUnit", W::Operation, units().map(|(code, words)| option(code, words)).collect()),
            inputs.typed("as", W::NewName),
        ],
        "fold" => vec![inputs.fields("fold", W::WhichFields)],
        "pivot" => vec![
            inputs.field("pivot", W::NamesOf),
            inputs.field("value", W::ValuesOf),
            inputs.fields("groupby", W::ForEach),
        ],
        "impute" => vec![
            inputs.field("impute", W::OfField),
            inputs.field("key", W::AlongField),
            inputs.one("method", W::Method, methods(&["mean", "median", "min", "max"])),
            inputs.fields("groupby", W::ForEach),
        ],
        "sample" => vec![inputs.number("sample", W::HowMany)],
        "regression" => vec![
            inputs.field("regression", W::OfField),
            inputs.field("on", W::AlongField),
            inputs.one("method", W::Method, methods(&["linear", "log", "exp", "pow", "quad", "poly"])),
            inputs.fields("groupby", W::ForEach),
        ],
        "loess" => vec![
            inputs.field("loess", W::OfField),
            inputs.field("on", W::AlongField),
            inputs.fields("groupby", W::ForEach),
        ],
        "density" => vec![inputs.field("density", W::OfField), inputs.fields("groupby", W::ForEach)],
        "quantile" => vec![inputs.field("quantile", W::OfField), inputs.fields("groupby", W::ForEach)],
        _ => vec![html! { <code dir="ltr">{ step.to_string() }</code> }],
    };
    html! { <>{ for all }</> }
}

fn methods(names: &[&str]) -> Vec<(String, String)> {
    names.iter().map(|name| option(name, name)).collect()
}

fn window_operations() -> Vec<(&'static str, &'static str)> {
    let named = [
        ("sum", W::RunningSum),
        ("mean", W::RunningMean),
        ("row_number", W::RowNumber),
        ("rank", W::Rank),
        ("lag", W::Before),
        ("lead", W::After),
    ];
    named.into_iter().map(|(code, word)| (code, say(word))).collect()
}

impl Inputs<'_> {
    fn name(&self, member: &str) -> String {
        format!("step-{}-{member}", self.at)
    }

    fn text(&self, member: &str) -> &str {
        self.step.get(member).and_then(Json::as_str).unwrap_or_default()
    }

    /// Says a member of the step.
    fn on<T: 'static>(&self, member: &'static str, json: impl Fn(T) -> Option<Json> + 'static) -> Callback<T> {
        let step = self.step.clone();
        self.on_step.reform(move |value: T| with(&step, member, json(value)))
    }

    fn typed(&self, member: &'static str, label: W) -> Html {
        let on_text = self.on(member, |text: String| Some(text.trim().to_owned().into()));
        let shown = match self.step.get(member) {
            Some(Json::Array(names)) => names.first().and_then(Json::as_str).unwrap_or_default(),
            _ => self.text(member),
        };
        html! {
            <Typed key={member} name={self.name(member)} label={say(label)} shown={shown.to_owned()}
                disabled={!self.sketch.editable} {on_text} />
        }
    }

    fn number(&self, member: &'static str, label: W) -> Html {
        let on_text = self.on(member, |text: String| serde_json::from_str::<f64>(text.trim()).ok().map(Json::from));
        let shown = self.step.get(member).map(Json::to_string).unwrap_or_default();
        html! {
            <Typed key={member} name={self.name(member)} label={say(label)} {shown} is_number=true
                disabled={!self.sketch.editable} {on_text} />
        }
    }

    /// An expression, or what stands in its place as JSON.
    fn formula(&self, member: &'static str, label: W) -> Html {
        let shown = match self.step.get(member) {
            Some(Json::String(text)) => text.clone(),
            Some(other) => other.to_string(),
            None => String::new(),
        };
        let on_text = self.on(member, |text: String| {
            let read = serde_json::from_str::<Json>(&text).ok().filter(Json::is_object);
            Some(read.unwrap_or_else(|| text.into()))
        });
        html! {
            <Typed key={member} name={self.name(member)} label={say(label)} hint={say(W::FormulaHint)} {shown} is_formula=true
                disabled={!self.sketch.editable} {on_text} />
        }
    }

    fn one(&self, member: &'static str, label: W, options: Vec<(String, String)>) -> Html {
        let on_pick = self.on(member, |code: String| (!code.is_empty()).then(|| code.into()));
        self.list(self.name(member), label, options, self.text(member).to_owned(), on_pick)
    }

    fn field(&self, member: &'static str, label: W) -> Html {
        let on_pick = self.on(member, |name: String| Some(escaped(&name).into()));
        self.list(self.name(member), label, self.known(), unescaped(self.text(member)), on_pick)
    }

    fn list(
        &self,
        name: String,
        label: W,
        options: Vec<(String, String)>,
        chosen: String,
        on_pick: Callback<String>,
    ) -> Html {
        let disabled = !self.sketch.editable;
        pick(Pick {
            name,
            label: say(label).to_owned(),
            is_bare: false,
            groups: vec![("", options)],
            chosen,
            disabled,
            on_pick,
        })
    }

    /// The fields that a step can be about.
    fn known(&self) -> Vec<(String, String)> {
        self.sketch.fields.iter().map(|field| option(&field.name, &field.name)).collect()
    }

    /// Several fields: each with a button that takes it out, and a list to add from.
    fn fields(&self, member: &'static str, label: W) -> Html {
        let names: Vec<String> = texts(self.step.get(member)).map(unescaped).collect();
        let say_names = self.on(member, |names: Vec<String>| {
            let names: Vec<Json> = names.iter().map(|name| escaped(name).into()).collect();
            (!names.is_empty()).then(|| names.into())
        });
        let chip = |name: &String| {
            let rest: Vec<String> = names.iter().filter(|other| *other != name).cloned().collect();
            let onclick = say_names.reform(move |_: MouseEvent| rest.clone());
            html! {
                <button type="button" class="chip" key={name.clone()} {onclick} disabled={!self.sketch.editable}>
                    <bdi>{ name }</bdi>{ icon(Glyph::Close) }
                </button>
            }
        };
        let others = self.known().into_iter().filter(|(name, _)| !names.contains(name));
        let on_pick = {
            let names = names.clone();
            say_names.reform(move |name: String| names.iter().cloned().chain(Some(name)).collect())
        };
        html! {
            <div class="field">
                <span class="field-label">{ say(label) }</span>
                <span class="step-measure">
                    { for names.iter().map(chip) }
                    { adder(Pick {
                        name: self.name(member),
                        label: say(label).to_owned(),
                        is_bare: true,
                        groups: vec![("", std::iter::once(option("", "+")).chain(others).collect())],
                        chosen: String::new(),
                        disabled: !self.sketch.editable,
                        on_pick,
                    }) }
                </span>
            </div>
        }
    }

    /// In the order of which field.
    fn sorted(&self) -> Html {
        let chosen = self.step.get("sort").and_then(|sort| sort.get(0)?.get("field")?.as_str()).unwrap_or_default();
        let on_pick = self.on("sort", |name: String| Some(json!([{ "field": escaped(&name) }])));
        self.list(self.name("sort"), W::InOrderOf, self.known(), unescaped(chosen), on_pick)
    }

    /// Operations on fields, each with the name of what comes of it.
    fn measures(&self, member: &'static str, operations: &[(&'static str, &'static str)]) -> Html {
        let measures: Vec<Json> = self.step.get(member).and_then(Json::as_array).cloned().unwrap_or_default();
        let say_all = self.on(member, |measures: Vec<Json>| Some(measures.into()));
        let row = |(at, measure): (usize, &Json)| {
            let set = |key: &'static str| {
                let (measures, say_all) = (measures.clone(), say_all.clone());
                Callback::from(move |code: String| {
                    let mut measures = measures.clone();
                    if let Some(measure) = measures.get_mut(at) {
                        *measure = renamed(&with(measure, key, (!code.is_empty()).then(|| code.into())));
                    }
                    say_all.emit(measures);
                })
            };
            let text = |key: &str| measure.get(key).and_then(Json::as_str).unwrap_or_default().to_owned();
            let bare = |key: &'static str, label: W, options: Vec<(String, String)>, chosen: String| {
                pick(Pick {
                    name: format!("{}-{at}-{key}", self.name(member)),
                    label: say(label).to_owned(),
                    is_bare: true,
                    groups: vec![("", options)],
                    chosen,
                    disabled: !self.sketch.editable,
                    on_pick: set(key),
                })
            };
            let ops = operations.iter().map(|(code, words)| option(code, words)).collect();
            let fields = std::iter::once(option("", "–")).chain(self.known()).collect();
            let without: Vec<Json> =
                measures.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, it)| it.clone()).collect();
            let onclick = say_all.reform(move |_: MouseEvent| without.clone());
            html! {
                <span class="step-measure" key={at}>
                    { bare("op", W::Operation, ops, text("op")) }
                    { bare("field", W::OfField, fields, unescaped(&text("field"))) }
                    <span class="step-rows" aria-hidden="true">{ "→" }</span><code>{ text("as") }</code>
                    if measures.len() > 1 {
                        <button type="button" class="button button-bare button-icon" {onclick} title={say(W::RemoveSummary)}
                            aria-label={say(W::RemoveSummary)} disabled={!self.sketch.editable}>{ icon(Glyph::Close) }</button>
                    }
                </span>
            }
        };
        let more: Vec<Json> = measures.iter().cloned().chain([json!({ "op": "count", "as": "count" })]).collect();
        let onclick = say_all.reform(move |_: MouseEvent| more.clone());
        html! {
            <>
                { for measures.iter().enumerate().map(row) }
                <button type="button" class="button button-bare" {onclick} disabled={!self.sketch.editable}>
                    { icon(Glyph::Add) }{ say(W::AddSummary) }
                </button>
            </>
        }
    }
}

fn texts(json: Option<&Json>) -> impl Iterator<Item = &str> {
    json.and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str)
}

/// The same object with another member.
fn with(object: &Json, member: &str, value: Option<Json>) -> Json {
    let mut object: Map<String, Json> = object.as_object().cloned().unwrap_or_default();
    match value {
        Some(value) => drop(object.insert(member.to_owned(), value)),
        None => drop(object.shift_remove(member)),
    }
    object.into()
}

/// A measure with the name that says what it is.
fn renamed(measure: &Json) -> Json {
    let text = |key: &str| measure.get(key).and_then(Json::as_str).unwrap_or_default();
    let parts = [text("op"), text("field")];
    let name = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("_");
    with(measure, "as", Some(name.into()))
}

#[cfg(test)]
mod tests {
    use grammar::vega_lite;

    use super::*;

    #[test]
    fn every_new_step_can_be_read() {
        let field = |name: &str, data_type| Field { name: name.into(), data_type };
        let fields = [
            field("time", DataType::Time),
            field("city", DataType::Text),
            field("a.b", DataType::Float),
            field("wind", DataType::Float),
        ];
        for (kind, _) in KINDS {
            let step = fresh(kind, &fields).unwrap();
            assert_eq!(kind_of(&step).0, kind);
            let (_, dropped) = vega_lite::read(&json!({ "mark": "bar", "transform": [step] })).unwrap();
            assert!(dropped.is_empty(), "{kind}: {dropped:?}");
        }
    }

    #[test]
    fn a_measure_is_called_what_it_is() {
        assert_eq!(renamed(&json!({ "op": "mean", "field": "wind", "as": "x" }))["as"], "mean_wind");
    }
}
